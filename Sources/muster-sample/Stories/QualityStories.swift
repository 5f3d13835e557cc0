extension StoryBook {
  var records: RecordBook { world.records }
  /// The plant's own zone and first line's people.
  var zone: Zone { world.firm.plants[0].zone }

  /// A changed copy of the first record that fits.
  @discardableResult
  func copy(
    _ kind: String, _ fields: KeyValuePairs<String, String>, _ change: (inout Cell) -> Void
  ) -> RecordBook.Place {
    guard let place = records.find(kind, fields) else {
      preconditionFailure("the stories copy records the firm has: \(kind) \(fields)")
    }
    var row = records[place]
    change(&row)
    return records.add(kind, row)
  }

  private func moment(_ month: Int, _ day: Int, _ hour: Int, _ minute: Int = 0) -> Moment {
    Moment(CivilDay(2026, month, day), hour, minute, 0, zone)
  }

  /// A deviation that touches no lot, changed as its story wants it.
  @discardableResult
  private func deviation(
    _ number: Int, _ title: String, _ month: Int, _ day: Int, rank: String, symptom: String,
    line: String = "L1", closed: Bool = true, _ change: (inout Cell) -> Void
  ) -> RecordBook.Place {
    let time = moment(month, day, 11)
    var row = world.deviation(
      "DEV-26-\(number)", title, nil, at: time, rank: rank, symptom: symptom,
      closed: closed ? .at(time.after(minutes: 9 * 1440), zone) : .none, capa: nil)
    row["line"] = text(line)
    change(&row)
    return records.add("deviation", row)
  }

  /// Deviations, investigations and actions that do not end as they should.
  func tellQuality() {
    tellDeviations()
    tellInvestigations()
    tellActions()
    tellChanges()
  }

  private func tellDeviations() {
    var place = deviation(
      111, "Camera trigger moved", 7, 8, rank: "major", symptom: "scan", line: "L2"
    ) { $0["no_capa_rationale"] = .none }
    records.gap(
      "deviation-capa-or-reason", subject: "DEV-26-111", at: place,
      "A major deviation was closed with neither CAPA nor a reason for none.")
    place = deviation(
      112, "Label stock short", 7, 21, rank: "minor", symptom: "reconciliation", closed: false
    ) { $0["due_on"] = world.date(2026, 8, 20) }
    records.gap(
      "deviation-overdue", subject: "DEV-26-112", at: place,
      "A deviation is open six weeks after its due date.")
    place = deviation(113, "Unlabelled shipper", 7, 14, rank: "minor", symptom: "print", line: "L2")
    {
      $0["recorded_at"] = world.own(7, 15, 17)
    }
    records.gap(
      "deviation-recorded-in-time", subject: "DEV-26-113", at: place,
      "A deviation was recorded thirty hours after it was detected.")
    place = deviation(114, "Counter reset", 7, 16, rank: "minor", symptom: "reconciliation") {
      $0["no_lot_reason"] = .none
    }
    records.gap(
      "deviation-lots-named", subject: "DEV-26-114", at: place,
      "A deviation names no lot and does not say why.")
    place = deviation(115, "Mixed cartons", 7, 17, rank: "minor", symptom: "label_mixup") {
      $0["class_history"] = [
        [
          "old": "major", "new": "minor", "by": "SV-D1", "changed_at": world.own(7, 18),
          "reason": "", "qa_approver": "",
        ]
      ]
    }
    records.gap(
      "deviation-class-reasoned", subject: "DEV-26-115", at: place,
      "The class was lowered from major to minor without a reason.")
    place = deviation(116, "Printer head cleaned late", 7, 20, rank: "minor", symptom: "print") {
      $0["qa_approval"] = ["by": "SV-D1", "at": world.own(7, 29, 11)]
    }
    records.gap(
      "deviation-closed-by-quality", subject: "DEV-26-116", at: place,
      "The reporter of a deviation closed it.")
    for (order, day) in [3, 12, 24].enumerated() {
      place = deviation(
        117 + order, "Upload queue stopped", 8, day, rank: "minor", symptom: "upload", line: "L2"
      ) { _ in }
    }
    records.gap(
      "deviation-recurrence", subject: "DEV-26-119", at: place,
      "The upload queue of line 2 stopped three times in three weeks; no trend action.")
    place = deviation(
      121, "Scanner battery", 7, 22, rank: "minor", symptom: "data_entry", closed: false
    ) {
      $0["due_on"] = world.date(2026, 8, 21)
      $0["extensions"] = [
        [
          "old": world.date(2026, 8, 21), "new": world.date(2026, 10, 30),
          "reason": "waiting for the vendor", "approved_by": "QA-D2",
          "approved_at": world.own(8, 31, 10),
        ]
      ]
    }
    records.gap(
      "deviation-extension-controlled", subject: "DEV-26-121", at: place,
      "An extension was approved ten days after the due date had passed.")
    place = deviation(122, "Clock of the terminal", 7, 23, rank: "minor", symptom: "data_entry") {
      $0["recorded_at"] = world.own(7, 23, 10)
    }
    records.gap(
      "deviation-clock-order", subject: "DEV-26-122", at: place,
      "A deviation was recorded before it occurred.")
  }

  private func inquiry(
    _ number: Int, _ change: (inout Cell) -> Void
  ) -> RecordBook.Place {
    copy("investigation", ["inv_id": "INV-26-110"]) {
      $0["inv_id"] = text("INV-26-\(number)")
      $0["source_ref"] = text("EXC-26-\(number)")
      change(&$0)
    }
  }

  private func tellInvestigations() {
    guard case .list(let nodes) = records[inquiry(121) { _ in }]["rca_nodes"],
      let first = nodes.first
    else { return }
    var place = records.edit("investigation", ["inv_id": "INV-26-121"]) {
      $0["rca_nodes"] = [first]
    }
    records.gap(
      "investigation-method", subject: "INV-26-121", at: place,
      "Five whys stopped at the first.")
    place = inquiry(122) {
      $0["category_6m"] = "people"
      $0["cause"] = "operator forgot"
      $0["rca_nodes"] = .list(
        nodes.map {
          var node = $0
          node["category_6m"] = "people"
          return node
        })
    }
    records.gap(
      "investigation-beyond-people", subject: "INV-26-122", at: place,
      "A person is the whole cause; no system factor was looked at.")
    place = inquiry(123) {
      $0["source"] = "deviation"
      $0["dev_id"] = "DEV-26-102"
      $0["other_lots"] = .none
    }
    records.gap(
      "investigation-other-lots", subject: "INV-26-123", at: place,
      "The investigation of a major deviation names no other lot.")
    place = inquiry(124) {
      guard case .list(var steps) = $0["containment"], let last = steps.indices.last else { return }
      steps[last]["done_at"] = .at(moment(8, 5, 9, 81), zone)
      $0["containment"] = .list(steps)
    }
    records.gap(
      "containment-in-time", subject: "INV-26-124", at: place,
      "The last containment step came 75 minutes after detection.")
    place = inquiry(125) {
      guard case .list(let steps) = $0["containment"] else { return }
      $0["containment"] = .list(Array(steps.prefix(3)))
    }
    records.gap(
      "containment-complete", subject: "INV-26-125", at: place,
      "Nobody gathered what was affected.")
    place = inquiry(126) {
      $0["evidence"] = [
        ["ref": "EV-INV-26-126-1", "author": "EN-D1", "made_at": world.own(9, 3, 9)]
      ]
    }
    records.gap(
      "investigation-evidence-attributed", subject: "INV-26-126", at: place,
      "A photograph was made after the investigation it supports was approved.")
    place = inquiry(127) {
      $0["approval"] = ["by": "QA-D2", "at": world.own(9, 24, 9)]
    }
    records.gap(
      "investigation-in-time", subject: "INV-26-127", at: place,
      "An investigation with a target of thirty days took fifty.")
    place = inquiry(128) { $0["scope_conclusion"] = "systemic" }
    records.gap(
      "investigation-scope", subject: "INV-26-128", at: place,
      "The cause is called systemic and nothing preventive follows.")
  }

  private func action(_ number: Int, _ change: (inout Cell) -> Void) -> RecordBook.Place {
    copy("capa", ["capa_id": "CAPA-26-041"]) {
      $0["capa_id"] = text("CAPA-26-0\(number)")
      $0["source"] = "self"
      $0["source_ref"] = text("SELF-26-0\(number)")
      change(&$0)
    }
  }

  /// Changes every action of a CAPA.
  private func each(_ row: inout Cell, _ change: (inout Cell) -> Void) {
    guard case .list(var actions) = row["actions"] else { return }
    for index in actions.indices { change(&actions[index]) }
    row["actions"] = .list(actions)
  }

  private func tellActions() {
    var place = action(51) { $0["due_on"] = world.date(2026, 8, 31) }
    records.gap(
      "capa-overdue", subject: "CAPA-26-051", at: place, "A CAPA is open a month after its date.")
    place = action(53) { $0["eff_due_on"] = world.date(2026, 9, 10) }
    records.gap(
      "capa-effectiveness-checked", subject: "CAPA-26-053", at: place,
      "The effectiveness check was due three weeks ago and is not there.")
    place = action(54) {
      $0["eff_result"] = "effective"
      $0["eff_by"] = "QA-D2"
      $0["eff_at"] = world.own(7, 14)
    }
    records.gap(
      "capa-effectiveness-after-actions", subject: "CAPA-26-054", at: place,
      "A CAPA was found effective before its last action was done.")
    place = action(55) {
      $0["eff_result"] = "not_effective"
      $0["eff_by"] = "QA-D2"
      $0["eff_at"] = world.own(8, 12)
    }
    records.gap(
      "capa-not-effective-followed", subject: "CAPA-26-055", at: place,
      "A CAPA was found not effective and nothing followed.")
    place = action(56) {
      $0["source"] = "deviation"
      $0["source_ref"] = "DEV-26-102"
      self.each(&$0) { $0["class"] = "preventive" }
    }
    records.gap(
      "capa-actions-complete", subject: "CAPA-26-056", at: place,
      "A CAPA from a major deviation has no corrective action.")
    place = action(57) {
      $0["due_history"] = [
        [
          "old": world.date(2026, 8, 14), "new": world.date(2026, 11, 30), "by": "EN-D1",
          "changed_at": world.own(8, 24), "reason": "parts late",
        ]
      ]
    }
    records.gap(
      "capa-due-moved", subject: "CAPA-26-057", at: place,
      "The due date was moved ten days after it had passed.")
    place = action(58) { self.each(&$0) { $0["evidence"] = .none } }
    records.gap(
      "capa-action-evidence", subject: "CAPA-26-058", at: place,
      "Actions are done and no evidence is named.")
    deviation(131, "Seal loose", 7, 6, rank: "minor", symptom: "aggregation", line: "L2") { _ in }
    place = action(59) {
      $0["source"] = "deviation"
      $0["source_ref"] = "DEV-26-131"
      $0["closed_at"] = world.own(8, 17)
      $0["qa_approval"] = ["by": "QA-D2", "at": world.own(8, 17)]
      $0["state"] = "closed"
      $0["eff_result"] = "effective"
      $0["eff_by"] = "QA-D2"
      $0["eff_at"] = world.own(8, 14)
    }
    let again = deviation(
      132, "Seal loose again", 9, 2, rank: "minor", symptom: "aggregation", line: "L2"
    ) { _ in }
    records.gap(
      "capa-recurrence", subject: "DEV-26-132", at: again,
      "The symptom came again two weeks after its CAPA was closed.")
  }

  private func change(_ number: Int, _ object: String, _ adjust: (inout Cell) -> Void)
    -> RecordBook.Place
  {
    copy("change", ["chg_id": "CHG-26-011"]) {
      $0["chg_id"] = text("CHG-26-0\(number)")
      $0["object_id"] = text(object)
      adjust(&$0)
    }
  }

  private func tellChanges() {
    var place = change(21, "SYS-L4") {
      $0["object"] = "system"
      $0["serialization"] = true
      $0["impact"]["validation"] = true
      $0["old_version"] = "2026.1"
      $0["new_version"] = "2026.2"
    }
    records.gap(
      "change-validated", subject: "CHG-26-021", at: place,
      "A new release of the repository went live without validation.")
    place = change(22, "PRN-D-L1") {
      $0["approved"] = ["by": "QA-D2", "at": world.own(8, 11)]
    }
    records.gap(
      "change-approved-first", subject: "CHG-26-022", at: place,
      "A change was made eight days before it was approved.")
    place = change(23, "SCN-D-L1") { $0["impact"]["partners_text"] = .none }
    records.gap(
      "change-impact-assessed", subject: "CHG-26-023", at: place,
      "The impact on partners is answered no, without a word why.")
    place = change(24, "PRN-D-L2") {
      $0["closed_at"] = .none
      $0["due_on"] = world.date(2026, 9, 1)
      $0["state"] = "open"
    }
    records.gap(
      "change-closed-out", subject: "CHG-26-024", at: place,
      "A change that is done stands open a month after its date.")
    place = change(25, "SCN-D-L2") {
      $0["type"] = "emergency"
      $0["approved"] = ["by": "QA-D2", "at": world.own(8, 17)]
    }
    records.gap(
      "emergency-change-approved", subject: "CHG-26-025", at: place,
      "An emergency change was approved two weeks afterwards.")
  }
}
