extension StoryBook {
  /// People, documents, machines, systems and their trails.
  func tellSystems() {
    tellPeople()
    tellDocumentControl()
    tellMachines()
    tellTrails()
    tellSecurity()
    tellGovernance()
  }

  /// A lot of a story, by number, as facts.
  private func lot(_ number: Int) -> LotFacts? {
    let name = world.storyLot(number)
    return world.lots.first { $0.plan.lot.hasPrefix(name) }
  }

  /// A further step in a lot's record.
  @discardableResult
  private func step(
    _ lot: LotFacts, _ number: String, _ words: String, _ sort: String, by person: String,
    _ change: (inout Cell) -> Void = { _ in }
  ) -> RecordBook.Place {
    let time = lot.plan.start.after(minutes: 150)
    return copy("batch_step", ["batch_record_id": lot.batchRecord, "step_no": "020"]) {
      $0["step_no"] = text(number)
      $0["sequence"] = 9
      $0["sequential"] = false
      $0["text"] = text(words)
      $0["category"] = text(sort)
      $0["performed_by"] = text(person)
      $0["account"] = text(person.lowercased())
      $0["performed_at"] = .at(time, zone)
      $0["checked_at"] = .at(time.after(minutes: 2), zone)
      $0["entered_at"] = .at(time.after(minutes: 3), zone)
      change(&$0)
    }
  }

  private func person(_ key: String) {
    copy("person", ["person_key": "OP-D1"]) {
      $0["person_key"] = text(key)
      $0["display_name"] = text(key)
      $0["accounts"] = [text(key.lowercased())]
    }
  }

  private func tellPeople() {
    guard let one = lot(1), let two = lot(2) else { return }
    person("OP-D3")
    person("OP-D4")
    var place = step(one, "051", "Two cases repacked", "rework", by: "OP-D3")
    records.gap(
      "trained-before-acting", subject: one.batchRecord, at: place,
      "Rework was done by a person without training in it.")
    copy("training", ["person": "OP-D1", "requirement": "SOP-PK-11"]) {
      $0["person"] = "OP-D4"
      $0["requirement_version"] = "2"
      $0["completed_at"] = world.own(CivilDay(2023, 2, 6))
      $0["record_created_at"] = world.own(CivilDay(2023, 2, 6))
    }
    place = step(two, "052", "Case packed by hand", "manual_aggregation", by: "OP-D4")
    records.gap(
      "trained-on-current-version", subject: "OP-D4", at: place,
      "A packer was trained on the version before the one in force.")
    place = step(two, "053", "Camera window cleaned", "ipc", by: "OP-D8")
    records.gap(
      "person-known", subject: "OP-D8", at: place,
      "A step was done by somebody who stands in no list of persons.")
    place = copy("training", ["person": "OP-D2", "requirement": "SOP-PK-08"]) {
      $0["completed_at"] = world.own(7, 1)
      $0["record_created_at"] = world.own(7, 28)
    }
    records.gap(
      "training-record-contemporaneous", subject: "SOP-PK-08", at: place,
      "A training of the first of July was entered four weeks later.")
    place = copy("training", ["person": "OP-D9", "requirement": "SOP-PK-12"]) {
      $0["type"] = "ojt"
      $0["completed_at"] = world.own(7, 2)
      $0["record_created_at"] = world.own(7, 2)
      $0["trainer"] = "OP-D9"
      $0["trainer_qualified"] = true
    }
    records.gap(
      "trainer-qualified", subject: "OP-D9", at: place, "A packer trained herself on the job.")
    place = step(one, "054", "Counter of rejects written down", "ipc", by: "OP-D1") {
      $0["entered_at"] = .at(one.plan.start.after(minutes: 250), zone)
    }
    records.gap(
      "late-entry", subject: one.batchRecord, at: place,
      "A step was entered an hour and a half after it was done, without a note.")
    for number in 0..<31 {
      place = step(two, "06\(number)", "Pack checked by hand", "ipc", by: "OP-D1") {
        $0["entered_at"] = .at(two.plan.start.after(minutes: 151), zone)
      }
    }
    records.gap(
      "manual-timing-pattern", subject: two.batchRecord, at: place,
      "Thirty-one checks by hand were entered in one minute.")
  }

  private func tellDocumentControl() {
    var place = copy("controlled_document", ["doc_id": "SOP-LG-03"]) {
      $0["version"] = "4"
      $0["effective_from"] = world.own(8, 3, 0)
      $0["approved_at"] = world.own(7, 27)
      $0["approvals"] = [["by": "QA-D2", "approved_at": world.own(7, 27), "role": "qa"]]
      $0["review_due_on"] = world.date(2029, 8, 3)
    }
    records.edit("controlled_document", ["doc_id": "SOP-LG-03"]) {
      $0["superseded_at"] = world.own(8, 3, 0)
    }
    records.gap(
      "curriculum-follows-document", subject: "SOP-LG-03", at: place,
      "The procedure for shipping has a new version; nobody has to be trained on it.")
    place = records.edit("controlled_document", ["doc_id": "SOP-IT-03"]) {
      $0["review_due_on"] = world.date(2026, 5, 1)
    }
    records.gap(
      "document-review-due", subject: "SOP-IT-03", at: place,
      "The review of a procedure was due in May.")
    place = records.edit("controlled_document", ["doc_id": "SOP-QA-51"]) {
      $0["approvals"] = [
        ["by": "DC-1", "approved_at": world.own(CivilDay(2024, 2, 20)), "role": "qa"]
      ]
      $0["approved_at"] = world.own(CivilDay(2024, 2, 20))
    }
    records.gap(
      "document-approved-properly", subject: "SOP-QA-51", at: place,
      "A procedure took effect a month before quality approved it.")
    place = records.edit("controlled_document", ["doc_id": "SOP-SER-05"]) {
      $0["topic"] = "spare"
    }
    records.gap(
      "required-procedure-exists", subject: "error_correction", at: place,
      "No procedure says how an event that is wrong is corrected.")
    guard let old = lot(11) else { return }
    let master = records.edit("batch_record", ["lot": old.plan.lot]) { $0["master_version"] = "3" }
    let id = records[master]["master_record"].string
    copy("controlled_document", ["doc_id": id]) {
      $0["version"] = "3"
      $0["effective_from"] = world.own(CivilDay(2022, 1, 10))
      $0["superseded_at"] = world.own(CivilDay(2024, 1, 15), 0)
      $0["approved_at"] = world.own(CivilDay(2021, 12, 15))
      $0["approvals"] = [
        ["by": "QA-D2", "approved_at": world.own(CivilDay(2021, 12, 15)), "role": "qa"]
      ]
      $0["review_due_on"] = world.date(2025, 1, 10)
    }
    records.gap(
      "superseded-document-used", subject: old.plan.lot, at: master,
      "A lot was packed by a master record that was replaced two years before.")
  }

  /// Gives all line events of a story's lot another value.
  @discardableResult
  private func line(_ number: Int, _ field: String, _ value: String) -> RecordBook.Place? {
    guard let lot = lot(number) else { return nil }
    let places = records.all("line_event", ["lot": lot.plan.lot])
    for place in places { records[place][field] = text(value) }
    return places.first
  }

  private func machine(_ id: String, _ change: (inout Cell) -> Void) {
    copy("equipment", ["equip_id": "CAM-D-L1"]) {
      $0["equip_id"] = text(id)
      $0["name"] = text("machine " + id)
      change(&$0)
    }
  }

  private func tellMachines() {
    guard world.tellsPacks else { return }
    for id in ["CHK-D-L1", "LBL-D-L1"] {
      copy("calibration", ["equipment": "CAM-D-L1", "cal_id": "CAL-CAM-D-L1-2026"]) {
        $0["cal_id"] = text("CAL-\(id)-2026")
        $0["equipment"] = text(id)
      }
    }
    if let place = line(3, "equipment", "SCN-D-L1") {
      if let due = records.find("calibration", ["cal_id": "CAL-SCN-D-L1-2026"]) {
        records.remove(due)
      }
      records.gap(
        "equipment-in-calibration", subject: "SCN-D-L1", at: place,
        "A lot was read by a scanner whose calibration had run out in January.")
    }
    if let place = line(4, "equipment", "CAM-D-L7") {
      records.gap(
        "equipment-known", subject: "CAM-D-L7", at: place,
        "The log names a camera that is in no list of equipment.")
    }
    machine("CHK-D-L1") {
      $0["type"] = "checkweigher"
      $0["pm_due_on"] = world.date(2026, 6, 30)
      $0["pm_done_at"] = .none
    }
    if let place = line(5, "equipment", "CHK-D-L1") {
      records.gap(
        "maintenance-in-date", subject: "CHK-D-L1", at: place,
        "A machine ran a week after its maintenance was due.")
    }
    machine("LBL-D-L1") {
      $0["type"] = "labeller"
      $0["status"] = "out"
      $0["status_history"] = [["status": "out", "valid_from": world.own(7, 1)]]
    }
    if let place = line(6, "equipment", "LBL-D-L1") {
      records.gap(
        "equipment-status", subject: "LBL-D-L1", at: place,
        "A labeller that is out of service wrote events.")
    }
    if let place = line(8, "software_version", "7.3") {
      records.gap(
        "software-version-validated", subject: "7.3", at: place,
        "A lot was commissioned under a software version that no validation record names.")
    }
    var place = records.edit("calibration", ["cal_id": "CAL-PRN-D-L1-2026"]) {
      $0["as_found"] = "out"
    }
    records.gap(
      "as-found-assessed", subject: "CAL-PRN-D-L1-2026", at: place,
      "A printer was found out of tolerance; nobody asked which lots it printed.")
    if let other = lot(9), let at = records.find("line_event", ["lot": other.plan.lot]) {
      place = copy("line_event", ["lot": other.plan.lot]) {
        $0["event_ref"] = "L2-900001"
        $0["seq"] = .none
        $0["line"] = "L2"
        $0["type"] = "login"
        $0["serial"] = .none
      }
      _ = at
      records.gap(
        "same-account-two-places", subject: "op-d1", at: place,
        "One account wrote on both lines in the same minute.")
    }
  }

  private func entry(
    _ number: Int, _ system: String, _ action: String, user: String, _ month: Int, _ day: Int,
    _ change: (inout Cell) -> Void = { _ in }
  ) -> RecordBook.Place {
    records.add(
      "audit_trail_entry",
      {
        var row: Cell = [
          "entry_id": text("S\(number)"), "system": text(system), "object_type": "setting",
          "object_id": text("OBJ-\(number)"), "action": text(action), "user": text(user),
          "changed_at": world.own(month, day, 14), "gmp_data": true,
        ]
        change(&row)
        return row
      }())
  }

  private func tellTrails() {
    guard let one = lot(1) else { return }
    var place = entry(1, "SYS-MES", "modify", user: "sv-d1", 9, 1) {
      $0["object_type"] = "batch_record"
      $0["object_id"] = text(one.batchRecord + "-Y")
      $0["lot"] = text(one.plan.lot)
      $0["gtin"] = text(world.book.products[one.plan.product].gtin)
      $0["field"] = "rejects"
      $0["old"] = "2"
      $0["new"] = "0"
      $0["reason"] = "typing error"
    }
    records.gap(
      "edited-after-release", subject: "S1", at: place,
      "The rejects of a lot were changed six weeks after its release.")
    place = entry(2, "SYS-MES", "modify", user: "sv-d1", 8, 4) { $0["field"] = "comment" }
    records.gap(
      "change-reason-given", subject: "S2", at: place, "A value was changed without a reason.")
    place = entry(3, "SYS-MES", "delete", user: "qa-d1", 8, 5) { $0["reason"] = "entered twice" }
    records.gap(
      "record-deletion", subject: "S3", at: place,
      "A record was deleted without an approved request.")
    place = entry(4, "SYS-MES", "config", user: "it-1", 8, 6) {
      $0["gmp_data"] = false
      $0["object_type"] = "rounding"
    }
    records.gap(
      "configuration-change-covered", subject: "S4", at: place,
      "A setting was changed and no change covers it.")
    place = entry(5, "SYS-MES", "create", user: "it-1", 8, 7)
    records.gap(
      "admin-does-gmp-work", subject: "it-1", at: place,
      "The administrator made a batch entry.")
    records.add(
      "account",
      [
        "account": "shift2", "system": "SYS-MES", "type": "generic", "roles": ["operator"],
        "admin_rights": false, "created_at": world.own(CivilDay(2023, 1, 2)),
        "last_login_at": world.own(9, 22),
      ])
    place = entry(6, "SYS-MES", "create", user: "shift2", 8, 10)
    records.gap(
      "shared-login", subject: "shift2", at: place, "A shift works with one account.")
    _ = entry(7, "SYS-MES", "sign", user: "qa-d2", 8, 11) { $0["object_id"] = "OBJ-78" }
    place = entry(8, "SYS-MES", "modify", user: "qa-d2", 8, 12) {
      $0["object_id"] = "OBJ-78"
      $0["reason"] = "value of the second shift"
    }
    records.gap(
      "signature-after-content", subject: "OBJ-78", at: place,
      "A record was changed the day after it was signed.")
    place = entry(9, "SYS-QMS", "config", user: "it-1", 8, 13) {
      $0["object_type"] = "audit_trail"
      $0["new"] = "off"
      $0["gmp_data"] = false
      $0["change_ref"] = "CHG-26-031"
    }
    copy("change", ["chg_id": "CHG-26-011"]) {
      $0["chg_id"] = "CHG-26-031"
      $0["object_id"] = "SYS-QMS"
    }
    records.gap(
      "audit-trail-on", subject: "S9", at: place,
      "The audit trail of the quality system was switched off under a change.")
    place = records.edit("audit_trail_review", ["review_id": "ATR-SYS-L3-D-9"]) {
      $0["independent"] = false
    }
    records.gap(
      "audit-trail-review-in-date", subject: "SYS-L3-D", at: place,
      "The audit trail was reviewed by a person who works in it.")
  }

  private func tellSecurity() {
    var place = records.edit("access_review", ["evidence": "AR-SYS-QMS-7"]) {
      $0["next_due_on"] = world.date(2026, 9, 15)
    }
    records.gap(
      "access-review-in-date", subject: "SYS-QMS", at: place,
      "The access review of the quality system was due two weeks ago.")
    copy("person", ["person_key": "OP-D1"]) {
      $0["person_key"] = "OP-D7"
      $0["display_name"] = "OP-D7"
      $0["accounts"] = ["op-d7"]
      $0["active_until"] = world.date(2026, 7, 31)
    }
    place = copy("account", ["account": "op-d1", "system": "SYS-L3-D"]) {
      $0["account"] = "op-d7"
      $0["person"] = "OP-D7"
    }
    records.gap(
      "leaver-account-active", subject: "op-d7", at: place,
      "A person left in July; the account was used in September.")
    place = records.edit("account", ["account": "en-d1", "system": "SYS-QMS"]) {
      $0["last_login_at"] = world.own(CivilDay(2026, 2, 3))
    }
    records.gap(
      "dormant-account", subject: "en-d1", at: place,
      "An account was last used in February and is still open.")
    place = records.edit("system_check", ["system": "SYS-QMS", "kind": "restore_test"]) {
      $0["next_due_on"] = world.date(2026, 8, 31)
    }
    records.gap(
      "restore-test-in-date", subject: "SYS-QMS", at: place,
      "The restore test of the quality system was due in August.")
    place = records.edit("system_check", ["system": "SYS-L4", "kind": "dr_test"]) {
      $0["rto_actual_h"] = .decimal(9_100, scale: 2)
    }
    records.gap(
      "recovery-objectives", subject: "SC-SYS-L4-DR-3", at: place,
      "The repository was back after 91 hours; 72 are the objective.")
    place = records.edit("system_check", ["system": "SYS-L3-C", "kind": "dr_test"]) {
      $0["performed_at"] = world.own(CivilDay(2025, 3, 5))
      $0["next_due_on"] = world.date(2026, 12, 5)
    }
    records.gap(
      "disaster-test-yearly", subject: "SYS-L3-C", at: place,
      "The contract site's system had its last disaster test in March 2025.")
    place = records.edit("system_check", ["system": "SYS-L3-D", "kind": "encryption"]) {
      $0["result"] = "fail"
    }
    records.gap(
      "encryption-shown", subject: "SYS-L3-D", at: place,
      "Nothing shows that the line system's data are encrypted.")
    place = records.add(
      "system_check",
      [
        "check_id": "SC-INC-1", "system": "SYS-MES", "kind": "incident",
        "performed_at": world.own(8, 14), "by": "IT-1", "result": "pass", "data_altered": false,
        "evidence": "EV-INC-1",
      ])
    records.gap(
      "incident-assessed", subject: "SC-INC-1", at: place,
      "A security incident has no assessment of its effect.")
    place = copy("system_check", ["system": "SYS-L3-D", "kind": "clock_check"]) {
      $0["check_id"] = "SC-SYS-L3-D-CL-X"
      $0["performed_at"] = world.own(8, 20)
      $0["drift_s"] = .decimal(140_000, scale: 3)
    }
    records.gap(
      "clock-drift", subject: "SC-SYS-L3-D-CL-X", at: place,
      "The clock of the line was 140 seconds off.")
    place = records.edit("validation_deliverable", ["deliverable_id": "SYS-MES-PERIODIC_REVIEW"]) {
      $0["next_review_on"] = world.date(2026, 8, 10)
    }
    records.gap(
      "periodic-review-due", subject: "SYS-MES", at: place,
      "The periodic review of the electronic batch record was due in August.")
    place = records.edit("requirement_trace", ["urs_id": "URS-SYS-L4-2"]) {
      $0["test_id"] = .none
      $0["result"] = .none
      $0["evidence"] = .none
    }
    records.gap(
      "requirements-traced", subject: "URS-SYS-L4-2", at: place,
      "A requirement of the repository was never tested.")
    place = records.edit("validation_deliverable", ["deliverable_id": "SYS-QMS-OQ"]) {
      $0["open_deviations"] = [["dev_ref": "TD-7", "class": "critical", "state": "open"]]
      $0["none_open"] = false
    }
    if let certificate = records.find(
      "validation_deliverable", ["deliverable_id": "SYS-QMS-RELEASE_CERT"])
    {
      records.gap(
        "open-test-deviation-at-release", subject: "SYS-QMS-RELEASE_CERT", at: certificate,
        "The quality system was released with a critical test deviation open.")
    }
    if let test = records.find("validation_deliverable", ["deliverable_id": "SYS-L3-C-PQ"]),
      let system = records.find("system", ["system_id": "SYS-L3-C"])
    {
      records[test]["status"] = "draft"
      records.gap(
        "validation-deliverables-present", subject: "SYS-L3-C", at: system,
        "The performance qualification of the contract line is a draft.")
    }
  }

  private func tellGovernance() {
    var place = copy("quality_audit", ["audit_id": "IA-26-02"]) {
      $0["audit_id"] = "IA-26-01"
      $0["auditee"] = "aggregation line 2"
      $0["risk_class"] = "high"
    }
    records.gap(
      "high-risk-audit-quarterly", subject: "aggregation line 2", at: place,
      "A high-risk operation was last audited in May.")
    place = copy("quality_audit", ["audit_id": "VA-26-02"]) {
      $0["audit_id"] = "VA-26-03"
      $0["actual_from"] = world.date(2026, 7, 6)
      $0["actual_until"] = world.date(2026, 7, 7)
      $0["report_approved"] = ["by": "QA-D2", "at": world.own(7, 20)]
      $0["findings"] = [
        [
          "finding_id": "VA-26-03-1", "class": "major", "text": "pallets without status label",
          "requirement": "agreement, section 6", "response_due_on": world.date(2026, 8, 20),
        ]
      ]
    }
    records.gap(
      "audit-findings-closed", subject: "VA-26-03-1", at: place,
      "A major finding at the logistics provider was never answered.")
    place = records.edit("meeting", ["meeting_id": "MR-26"]) { $0["inputs"] = ["kpi", "audit"] }
    records.gap(
      "management-review-inputs", subject: "MR-26", at: place,
      "The management review did not look at CAPAs.")
    place = copy("meeting", ["meeting_id": "FB-26-3"]) {
      $0["meeting_id"] = "FB-26-2"
      $0["triaged_at"] = .none
    }
    records.gap(
      "feedback-triaged", subject: "FB-26-2", at: place, "Feedback of August waits for triage.")
    place = copy("meeting", ["meeting_id": "RW-26-3"]) {
      $0["meeting_id"] = "RW-26-2"
      $0["held_at"] = world.own(6, 10)
      $0["assessment"] = .none
      $0["assessed_at"] = .none
    }
    records.gap(
      "regulatory-watch-assessed", subject: "RW-26-2", at: place,
      "A new rule was noted in June and not assessed.")
    if let last = records.find("meeting", ["meeting_id": "VM-2-7"]),
      let before = records.find("meeting", ["meeting_id": "VM-2-4"])
    {
      records.remove(last)
      records.gap(
        "vendor-review-held", subject: "VM-2-4", at: before,
        "The review with the logistics provider of July was not held.")
    }
    place = copy("traceability_exercise", ["exercise_id": "TX-26-1"]) {
      $0["exercise_id"] = "TX-26-2"
      $0["started_at"] = world.own(9, 15)
      $0["finished_at"] = world.own(9, 15, 11)
      if case .integer(let made) = $0["qty_made"] { $0["qty_located"] = number(made - 4) }
      $0["balance"] = .decimal(9_950, scale: 2)
      $0["result"] = "fail"
    }
    records.gap(
      "traceability-exercise", subject: "TX-26-2", at: place,
      "An exercise ended with four packs nobody could locate.")
    place = copy("method_transfer", ["transfer_id": "MT-23-01"]) {
      $0["transfer_id"] = "MT-26-02"
      $0["protocol_approved_at"] = world.own(6, 1)
      $0["report_approved_at"] = world.own(8, 20)
      $0["first_gmp_use_at"] = world.own(8, 6)
    }
    records.gap(
      "transfer-complete-before-use", subject: "MT-26-02", at: place,
      "A method was used two weeks before its transfer was approved.")
  }
}
