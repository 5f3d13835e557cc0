extension StoryBook {
  private func moment(_ month: Int, _ day: Int, _ hour: Int, _ minute: Int = 0) -> Moment {
    Moment(CivilDay(2026, month, day), hour, minute, 0, zone)
  }

  /// A deviation that touches no lot, changed as its story wants it.
  @discardableResult
  private func deviation(
    _ number: Int, _ title: String, _ month: Int, _ day: Int, rank: String, symptom: String,
    line: String = "L1", closed: Bool = true, gap: String? = nil, _ story: String = "",
    _ change: (inout Cell) -> Void = { _ in }
  ) -> RecordBook.Place {
    let id = "DEV-26-\(number)"
    let time = moment(month, day, 11)
    var row = world.deviation(
      id, title, nil, at: time, rank: rank, symptom: symptom,
      closed: closed ? .at(time.after(minutes: 9 * 1440), zone) : .none, capa: nil)
    row["line"] = text(line)
    change(&row)
    return planted(records.add("deviation", row), gap, of: id, story)
  }

  /// Deviations, investigations and actions that do not end as they should.
  func tellQuality() {
    tellDeviations()
    tellInvestigations()
    tellActions()
    tellChanges()
  }

  private func tellDeviations() {
    let closed = deviation(
      111, "Camera trigger moved", 7, 8, rank: "major", symptom: "scan", line: "L2",
      gap: "deviation-capa-or-reason",
      "A major deviation was closed with neither CAPA nor a reason for none."
    ) { $0["no_capa_rationale"] = .none }
    planted(
      closed, "weighty-deviation-investigated", of: "DEV-26-111",
      "A major deviation was closed without an investigation.")
    deviation(
      112, "Label stock short", 7, 21, rank: "minor", symptom: "reconciliation", closed: false,
      gap: "deviation-overdue", "A deviation is open six weeks after its due date."
    ) { $0["due_on"] = world.date(2026, 8, 20) }
    deviation(
      113, "Unlabelled shipper", 7, 14, rank: "minor", symptom: "print", line: "L2",
      gap: "deviation-recorded-in-time",
      "A deviation was recorded thirty hours after it was detected."
    ) {
      $0["recorded_at"] = world.own(7, 15, 17)
    }
    deviation(
      114, "Counter reset", 7, 16, rank: "minor", symptom: "reconciliation",
      gap: "deviation-lots-named", "A deviation names no lot and does not say why."
    ) {
      $0["no_lot_reason"] = .none
    }
    deviation(
      115, "Mixed cartons", 7, 17, rank: "minor", symptom: "label_mixup",
      gap: "deviation-class-reasoned", "The class was lowered from major to minor without a reason."
    ) {
      $0["class_history"] = [
        [
          "old": "major", "new": "minor", "by": "SV-D1", "changed_at": world.own(7, 18),
          "reason": "", "qa_approver": "",
        ]
      ]
    }
    deviation(
      116, "Printer head cleaned late", 7, 20, rank: "minor", symptom: "print",
      gap: "deviation-closed-by-quality", "The reporter of a deviation closed it."
    ) {
      $0["qa_approval"] = ["by": "SV-D1", "at": world.own(7, 29, 11)]
    }
    for (number, day, gap) in [(117, 3, nil), (118, 12, nil), (119, 24, "deviation-recurrence")] {
      deviation(
        number, "Upload queue stopped", 8, day, rank: "minor", symptom: "upload", line: "L2",
        gap: gap, "The upload queue of line 2 stopped three times in three weeks; no trend action.")
    }
    deviation(
      121, "Scanner battery", 7, 22, rank: "minor", symptom: "data_entry", closed: false,
      gap: "deviation-extension-controlled",
      "An extension was approved ten days after the due date had passed."
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
    deviation(
      122, "Clock of the terminal", 7, 23, rank: "minor", symptom: "data_entry",
      gap: "deviation-clock-order", "A deviation was recorded before it occurred."
    ) {
      $0["recorded_at"] = world.own(7, 23, 10)
    }
  }

  /// A further investigation, changed as its story wants it.
  private func inquiry(
    _ number: Int, gap: String, _ story: String, _ change: (inout Cell) -> Void
  ) {
    let id = "INV-26-\(number)"
    copy("investigation", ["inv_id": "INV-26-110"], gap: gap, of: id, story) {
      $0["inv_id"] = text(id)
      $0["source_ref"] = text("EXC-26-\(number)")
      change(&$0)
    }
  }

  private func tellInvestigations() {
    let first = records.need("investigation", ["inv_id": "INV-26-110"])
    guard case .list(let nodes) = records[first]["rca_nodes"] else { return }
    inquiry(121, gap: "investigation-method", "Five whys stopped at the first.") {
      $0["rca_nodes"] = .list(Array(nodes.prefix(1)))
    }
    inquiry(
      122, gap: "investigation-beyond-people",
      "A person is the whole cause; no system factor was looked at."
    ) {
      $0["category_6m"] = "people"
      $0["system_factor_considered"] = false
      $0["cause"] = "operator forgot"
      $0["rca_nodes"] = .list(
        nodes.map {
          var node = $0
          node["category_6m"] = "people"
          return node
        })
    }
    inquiry(
      123, gap: "investigation-other-lots",
      "The investigation of a major deviation names no other lot."
    ) {
      $0["source"] = "deviation"
      $0["dev_id"] = "DEV-26-102"
      $0["other_lots"] = .none
    }
    inquiry(
      124, gap: "containment-in-time", "The last containment step came 75 minutes after detection."
    ) {
      guard case .list(var steps) = $0["containment"], let last = steps.indices.last else { return }
      steps[last]["done_at"] = .at(moment(8, 5, 9, 81), zone)
      $0["containment"] = .list(steps)
    }
    inquiry(125, gap: "containment-complete", "Nobody gathered what was affected.") {
      guard case .list(let steps) = $0["containment"] else { return }
      $0["containment"] = .list(Array(steps.prefix(3)))
    }
    inquiry(
      126, gap: "investigation-evidence-attributed",
      "A photograph was made after the investigation it supports was approved."
    ) {
      $0["evidence"] = [
        ["ref": "EV-INV-26-126-1", "author": "EN-D1", "made_at": world.own(9, 3, 9)]
      ]
    }
    inquiry(
      127, gap: "investigation-in-time", "An investigation with a target of thirty days took fifty."
    ) {
      $0["approval"] = ["by": "QA-D2", "at": world.own(9, 24, 9)]
    }
    inquiry(
      128, gap: "investigation-scope",
      "The cause is called systemic and nothing preventive follows."
    ) { $0["scope_conclusion"] = "systemic" }
  }

  /// A further CAPA, changed as its story wants it.
  private func action(
    _ number: Int, gap: String? = nil, _ story: String = "", _ change: (inout Cell) -> Void
  ) {
    let id = "CAPA-26-0\(number)"
    copy("capa", ["capa_id": "CAPA-26-041"], gap: gap, of: id, story) {
      $0["capa_id"] = text(id)
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
    action(51, gap: "capa-overdue", "A CAPA is open a month after its date.") {
      $0["due_on"] = world.date(2026, 8, 31)
    }
    action(
      53, gap: "capa-effectiveness-checked",
      "The effectiveness check was due three weeks ago and is not there."
    ) { $0["eff_due_on"] = world.date(2026, 9, 10) }
    action(
      54, gap: "capa-effectiveness-after-actions",
      "A CAPA was found effective before its last action was done."
    ) {
      $0["eff_result"] = "effective"
      $0["eff_by"] = "QA-D2"
      $0["eff_at"] = world.own(7, 14)
    }
    action(
      55, gap: "capa-not-effective-followed", "A CAPA was found not effective and nothing followed."
    ) {
      $0["eff_result"] = "not_effective"
      $0["eff_by"] = "QA-D2"
      $0["eff_at"] = world.own(8, 12)
    }
    action(
      56, gap: "capa-actions-complete", "A CAPA from a major deviation has no corrective action."
    ) {
      $0["source"] = "deviation"
      $0["source_ref"] = "DEV-26-102"
      each(&$0) { $0["class"] = "preventive" }
    }
    action(57, gap: "capa-due-moved", "The due date was moved ten days after it had passed.") {
      $0["due_history"] = [
        [
          "old": world.date(2026, 8, 14), "new": world.date(2026, 11, 30), "by": "EN-D1",
          "changed_at": world.own(8, 24), "reason": "parts late",
        ]
      ]
    }
    action(58, gap: "capa-action-evidence", "Actions are done and no evidence is named.") {
      each(&$0) { $0["evidence"] = .none }
    }
    deviation(131, "Seal loose", 7, 6, rank: "minor", symptom: "aggregation", line: "L2")
    action(59) {
      $0["source"] = "deviation"
      $0["source_ref"] = "DEV-26-131"
      $0["closed_at"] = world.own(8, 17)
      $0["qa_approval"] = ["by": "QA-D2", "at": world.own(8, 17)]
      $0["state"] = "closed"
      $0["eff_result"] = "effective"
      $0["eff_by"] = "QA-D2"
      $0["eff_at"] = world.own(8, 14)
    }
    deviation(
      132, "Seal loose again", 9, 2, rank: "minor", symptom: "aggregation", line: "L2",
      gap: "capa-recurrence", "The symptom came again two weeks after its CAPA was closed.")
  }

  /// A further change, adjusted as its story wants it.
  private func change(
    _ number: Int, _ object: String, gap: String, _ story: String, _ adjust: (inout Cell) -> Void
  ) {
    let id = "CHG-26-0\(number)"
    copy("change", ["chg_id": "CHG-26-011"], gap: gap, of: id, story) {
      $0["chg_id"] = text(id)
      $0["object_id"] = text(object)
      adjust(&$0)
    }
  }

  private func tellChanges() {
    change(
      21, "SYS-L4", gap: "change-validated",
      "A new release of the repository went live without validation."
    ) {
      $0["object"] = "system"
      $0["serialization"] = true
      $0["impact"]["validation"] = true
      $0["old_version"] = "2026.1"
      $0["new_version"] = "2026.2"
    }
    change(
      22, "PRN-D-L1", gap: "change-approved-first",
      "A change was made eight days before it was approved."
    ) {
      $0["approved"] = ["by": "QA-D2", "at": world.own(8, 11)]
    }
    change(
      23, "SCN-D-L1", gap: "change-impact-assessed",
      "The impact on partners is answered no, without a word why."
    ) { $0["impact"]["partners_text"] = .none }
    change(
      24, "PRN-D-L2", gap: "change-closed-out",
      "A change that is done stands open a month after its date."
    ) {
      $0["closed_at"] = .none
      $0["due_on"] = world.date(2026, 9, 1)
      $0["state"] = "open"
    }
    change(
      41, "SYS-L3-D", gap: "requalification-done",
      "The firmware of the line's controller was changed; the line ran on without requalification."
    ) {
      $0["title"] = "New firmware of the serialization controller"
      $0["object"] = "system"
      $0["serialization"] = true
      $0["requal_required"] = true
      $0["old_version"] = "7.2"
      $0["new_version"] = "7.2.1"
    }
    change(
      25, "SCN-D-L2", gap: "emergency-change-approved",
      "An emergency change was approved two weeks afterwards."
    ) {
      $0["type"] = "emergency"
      $0["approved"] = ["by": "QA-D2", "at": world.own(8, 17)]
    }
  }
}
