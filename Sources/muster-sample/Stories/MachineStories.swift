extension StoryBook {
  /// Gives all line events of a story's lot another value.
  private func line(
    _ number: Int, _ field: String, _ value: String, gap: String, _ story: String
  ) {
    guard let lot = lot(number) else { return }
    let places = records.all("line_event", ["lot": lot.plan.lot])
    for place in places { records[place][field] = text(value) }
    if let first = places.first { planted(first, gap, of: value, story) }
  }

  private func machine(_ id: String, _ change: (inout Cell) -> Void) {
    copy("equipment", ["equip_id": "CAM-D-L1"]) {
      $0["equip_id"] = text(id)
      $0["name"] = text("machine " + id)
      change(&$0)
    }
  }

  func tellMachines() {
    guard world.tellsPacks else { return }
    for id in ["CHK-D-L1", "LBL-D-L1"] {
      copy("calibration", ["equipment": "CAM-D-L1", "cal_id": "CAL-CAM-D-L1-2026"]) {
        $0["cal_id"] = text("CAL-\(id)-2026")
        $0["equipment"] = text(id)
      }
    }
    records.remove(records.need("calibration", ["cal_id": "CAL-SCN-D-L1-2026"]))
    line(
      3, "equipment", "SCN-D-L1", gap: "equipment-in-calibration",
      "A lot was read by a scanner whose calibration had run out in January.")
    line(
      4, "equipment", "CAM-D-L7", gap: "equipment-known",
      "The log names a camera that is in no list of equipment.")
    machine("CHK-D-L1") {
      $0["type"] = "checkweigher"
      $0["pm_due_on"] = world.date(2026, 6, 30)
      $0["pm_done_at"] = .none
    }
    line(
      5, "equipment", "CHK-D-L1", gap: "maintenance-in-date",
      "A machine ran a week after its maintenance was due.")
    machine("LBL-D-L1") {
      $0["type"] = "labeller"
      $0["status"] = "out"
      $0["status_history"] = [["status": "out", "valid_from": world.own(7, 1)]]
    }
    line(
      6, "equipment", "LBL-D-L1", gap: "equipment-status",
      "A labeller that is out of service wrote events.")
    line(
      8, "software_version", "7.3", gap: "software-version-validated",
      "A lot was commissioned under a software version that no validation record names.")
    edit(
      "calibration", ["cal_id": "CAL-PRN-D-L1-2026"], gap: "as-found-assessed",
      of: "CAL-PRN-D-L1-2026",
      "A printer was found out of tolerance; nobody asked which lots it printed."
    ) {
      $0["as_found"] = "out"
    }
    guard let other = lot(9) else { return }
    copy(
      "line_event", ["lot": other.plan.lot], gap: "same-account-two-places", of: "op-d1",
      "One account wrote on both lines in the same minute."
    ) {
      $0["event_ref"] = "L2-900001"
      $0["seq"] = .none
      $0["line"] = "L2"
      $0["type"] = "login"
      $0["serial"] = .none
    }
  }
}
