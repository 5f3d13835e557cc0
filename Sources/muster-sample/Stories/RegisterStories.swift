extension StoryBook {
  /// Registers with a blank, a figure or a date to look at, and three that are right.
  func tellRegisters() {
    let processor = world.firm.processor.place.gln
    blank("equipment", ["equip_id": "PRN-D-L2"], "qualified_from", "complete-equipment")
    blank("site_master", ["site": "logistics"], "time_zone", "complete-site-master")
    blank("partner_master", ["partner": processor], "name", "complete-partner-master")
    blank("partner_status", ["partner": processor], "approved_by", "complete-partner-status")
    blank("person", ["person_key": "OP-D3"], "employer", "complete-person")
    blank("challenge_test", ["phase": "start"], "by", "complete-challenge-test")
    if let first = world.launched.first {
      let gtin = world.book.products[first].gtin
      blank("product_master", ["gtin": gtin], "pack_size", "complete-product-master")
    }
    blank(
      "training_requirement", ["requirement": "SOP-LG-03"], "grace_days",
      "complete-training-requirement")
    if let place = records.all("delivery", [:]).dropFirst(5).first,
      case .integer(let quantity) = records[place]["quantity"]
    {
      records[place]["quantity"] = number(quantity - 2)
      planted(
        place, "delivery-quantity-in-events", of: records[place]["delivery_no"].string,
        "The delivery note counts two packs fewer than the shipping event.")
    }
    if let place = records.all("repository_state_report", ["state": "active"]).dropFirst(3).first,
      case .integer(let packs) = records[place]["packs"]
    {
      records[place]["packs"] = number(packs - 1)
      planted(
        place, "uploaded-equals-repository-states", of: records[place]["lot"].string,
        "One market's states add up to one pack fewer than was uploaded.")
    }
    tellNilReturn()
    tellRenewal()
    tellExpectedDocuments()
    if world.firm.isAmerican { tellLegacy() }
  }

  /// Takes out a value that is never blank.
  private func blank(
    _ kind: String, _ fields: KeyValuePairs<String, String>, _ field: String, _ gap: String
  ) {
    let name = kind.replacing("_", with: " ")
    edit(kind, fields, gap: gap, of: field, "A \(name) does not state what is never left blank.") {
      $0[field] = .none
    }
  }

  private func tellNilReturn() {
    let place = records.add(
      "nil_return",
      [
        "kind": "repack_link", "site": text(world.firm.plants[0].id),
        "period_from": world.date(2026, 7, 1), "period_until": world.date(2026, 9, 30),
        "statement": "Nothing was repacked in the quarter.", "signed_by": "QA-D2",
        "signed_at": world.own(9, 30, 16),
      ])
    records.decoy(
      subject: "repack_link", at: place,
      "Nothing was repacked, and a signed nil return says so.")
  }

  /// A licence that ended in the quarter and was renewed the day before.
  private func tellRenewal() {
    let holder = buyer(1).place.gln
    let place = copy("licence", ["holder": holder]) {
      $0["licence_no"] = text($0["licence_no"].string + "-2")
      $0["valid_from"] = world.date(2026, 8, 15)
      $0["valid_until"] = world.date(2029, 8, 14)
      $0["checked_on"] = world.date(2026, 8, 15)
    }
    records.edit("licence", ["holder": holder]) { $0["valid_until"] = world.date(2026, 8, 15) }
    records.decoy(
      subject: records[place]["licence_no"].string, at: place,
      "A buyer's licence ended in August and was renewed in time.")
  }

  /// A pack of 2018 comes back: made before serials were asked for, as its batch record shows.
  private func tellLegacy() {
    guard let model = world.ordinary(0) else { return }
    func at(_ day: CivilDay, _ hour: Int = 9) -> Cell { world.own(day, hour) }
    let lot = "Q18077"
    let made = CivilDay(2018, 10, 15)
    let proof = copy("batch_record", ["lot": model.plan.lot]) {
      $0["batch_record_id"] = text("BPR-" + lot)
      $0["lot"] = text(lot)
      $0["bulk_lot"] = text("B" + lot)
      $0["order_no"] = "PO180771"
      $0["expiry"] = "2020-10-31"
      $0["started_at"] = at(made, 6)
      $0["ended_at"] = at(made, 13)
      $0["clearance_before"]["at"] = at(made, 5)
      $0["clearance_after"]["at"] = at(made, 14)
      for (part, day) in [("audit_trail_review", 8), ("prod_review", 8), ("qa_review", 9)] {
        $0[part]["at"] = at(made + day)
      }
    }
    records.add(
      "product_return",
      [
        "return_no": "RET-900018", "item": "000010", "partner": text(buyer(0).place.gln),
        "authorised_at": world.own(9, 1), "received_at": world.own(9, 8),
        "gtin": text(world.book.products[model.plan.product].gtin), "lot": text(lot),
        "quantity": 2, "saleable": false, "disposition": "destroy",
        "disposed_at": world.own(9, 21),
      ])
    records.decoy(
      subject: lot, at: proof,
      "Packs of a lot packaged before 27 November 2018 come back without serials, and go to waste.")
  }
}
