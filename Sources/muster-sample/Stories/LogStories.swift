extension StoryBook {
  /// Line logs that do not hold what the events hold, or are gone.
  func tellLogs() {
    guard world.tellsPacks else { return }
    tellDifferentSets()
    if !world.firm.isAmerican { tellPurge() }
  }

  /// As many serials in the log as in the events, but three of them are others.
  private func tellDifferentSets() {
    guard let lot = lot(2) else { return }
    let logged = records.all("line_event", ["lot": lot.plan.lot, "type": "commissioned"])
    for place in logged.dropFirst(40).prefix(3) {
      let other = world.item(lot.plan.product)
      let stem = "(01)" + world.book.products[lot.plan.product].gtin + "(21)"
      let story = "Line and repository count alike, and three serials of each are not the other's."
      records.gap(
        "line-serials-in-events", subject: stem + records[place]["serial"].string, at: place, story)
      records[place]["serial"] = text(world.serial(other))
      records.gap("line-serials-in-events", subject: world.name(other), at: place, story)
    }
  }

  /// A lot of 2022 whose log was purged a year after its expiry, less than five years after release;
  /// the log of another lot of that spring is there.
  private func tellPurge() {
    guard let model = world.ordinary(0) else { return }
    func at(_ month: Int, _ day: Int, _ hour: Int = 9) -> Cell {
      world.own(CivilDay(2022, month, day), hour)
    }
    let lot = "E22014"
    let place = copy("batch_record", ["lot": model.plan.lot]) {
      $0["batch_record_id"] = text("BPR-" + lot)
      $0["lot"] = text(lot)
      $0["bulk_lot"] = text("B" + lot)
      $0["order_no"] = "PO220141"
      $0["line"] = "L1"
      $0["site"] = text(world.firm.plants[0].id)
      $0["expiry"] = "2024-03-31"
      $0["started_at"] = at(3, 14, 6)
      $0["ended_at"] = at(3, 14, 12)
      for part in ["clearance_before", "clearance_after"] {
        $0[part]["at"] = at(3, 14, part == "clearance_before" ? 5 : 13)
      }
      for (part, day) in [("audit_trail_review", 1), ("prod_review", 1), ("qa_review", 2)] {
        $0[part]["at"] = at(4, day)
      }
    }
    copy("release", ["lot": model.plan.lot]) {
      $0["release_id"] = text("REL-" + lot)
      $0["lot"] = text(lot)
      $0["register_no"] = "2022-014"
      $0["decided_at"] = at(4, 5)
      $0["expiry"] = "2024-03-31"
    }
    copy("line_event", ["line": "L1"]) {
      $0["event_ref"] = "L1-A00001"
      $0["seq"] = .none
      $0["event_at"] = at(2, 8)
      $0["recorded_at"] = at(2, 8)
      $0["type"] = "login"
      for field in ["lot", "gtin", "serial", "order_no"] { $0[field] = .none }
    }
    records.gap(
      "line-log-kept", subject: "BPR-" + lot, at: place,
      "The line log of a lot was purged a year after its expiry, before five years since release.")
  }
}
