extension StoryBook {
  /// A further step in a lot's record.
  private func step(
    _ lot: LotFacts, _ number: String, _ words: String, _ sort: String, by person: String,
    gap: String?, of subject: String? = nil, _ story: String,
    _ change: (inout Cell) -> Void = { _ in }
  ) {
    let time = lot.plan.start.after(minutes: 150)
    copy(
      "batch_step", ["batch_record_id": lot.batchRecord, "step_no": "020"], gap: gap,
      of: subject ?? lot.batchRecord, story
    ) {
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

  func tellPeople() {
    guard let one = lot(1), let two = lot(2) else { return }
    person("OP-D3")
    person("OP-D4")
    step(
      one, "051", "Two cases repacked", "rework", by: "OP-D3", gap: "trained-before-acting",
      of: one.batchRecord,
      "Rework was done by a person without training in it.")
    copy("training", ["person": "OP-D1", "requirement": "SOP-PK-11"]) {
      $0["person"] = "OP-D4"
      $0["requirement_version"] = "2"
      $0["completed_at"] = world.own(CivilDay(2023, 2, 6))
      $0["record_created_at"] = world.own(CivilDay(2023, 2, 6))
    }
    step(
      two, "052", "Case packed by hand", "manual_aggregation", by: "OP-D4",
      gap: "trained-on-current-version", of: "OP-D4",
      "A packer was trained on the version before the one in force.")
    step(
      two, "053", "Camera window cleaned", "ipc", by: "OP-D8", gap: "person-known", of: "OP-D8",
      "A step was done by somebody who stands in no list of persons.")
    if let cleaned = records.find("batch_step", ["step_no": "053", "performed_by": "OP-D8"]) {
      records.gap(
        "trained-before-acting", subject: "OP-D8", at: cleaned,
        "A step was done by somebody with no training on record.")
    }
    copy(
      "training", ["person": "OP-D2", "requirement": "SOP-PK-08"],
      gap: "training-record-contemporaneous", of: "SOP-PK-08",
      "A training of the first of July was entered four weeks later."
    ) {
      $0["completed_at"] = world.own(7, 1)
      $0["record_created_at"] = world.own(7, 28)
    }
    copy(
      "training", ["person": "OP-D9", "requirement": "SOP-PK-12"], gap: "trainer-qualified",
      of: "OP-D9",
      "A packer trained herself on the job."
    ) {
      $0["type"] = "ojt"
      $0["completed_at"] = world.own(7, 2)
      $0["record_created_at"] = world.own(7, 2)
      $0["trainer"] = "OP-D9"
      $0["trainer_qualified"] = true
    }
    step(
      one, "054", "Counter of rejects written down", "ipc", by: "OP-D1", gap: "late-entry",
      "A step was entered an hour and a half after it was done, without a note."
    ) { $0["entered_at"] = .at(one.plan.start.after(minutes: 250), zone) }
    for number in 0..<31 {
      step(
        two, "06\(number)", "Pack checked by hand", "ipc", by: "OP-D1",
        gap: number == 30 ? "manual-timing-pattern" : nil,
        "Thirty-one checks by hand were entered in one minute."
      ) { $0["entered_at"] = .at(two.plan.start.after(minutes: 151), zone) }
    }
  }

  func tellDocumentControl() {
    copy(
      "controlled_document", ["doc_id": "SOP-LG-03"], gap: "curriculum-follows-document",
      of: "SOP-LG-03",
      "The procedure for shipping has a new version; nobody has to be trained on it."
    ) {
      $0["version"] = "4"
      $0["effective_from"] = world.own(8, 3, 0)
      $0["approved_at"] = world.own(7, 27)
      $0["approvals"] = [["by": "QA-D2", "approved_at": world.own(7, 27), "role": "qa"]]
      $0["review_due_on"] = world.date(2029, 8, 3)
    }
    records.edit("controlled_document", ["doc_id": "SOP-LG-03"]) {
      $0["superseded_at"] = world.own(8, 3, 0)
    }
    edit(
      "controlled_document", ["doc_id": "SOP-IT-03"], gap: "document-review-due", of: "SOP-IT-03",
      "The review of a procedure was due in May."
    ) {
      $0["review_due_on"] = world.date(2026, 5, 1)
    }
    edit(
      "controlled_document", ["doc_id": "SOP-QA-51"], gap: "document-approved-properly",
      of: "SOP-QA-51",
      "A procedure took effect a month before quality approved it."
    ) {
      $0["approvals"] = [
        ["by": "DC-1", "approved_at": world.own(CivilDay(2024, 2, 20)), "role": "qa"]
      ]
      $0["approved_at"] = world.own(CivilDay(2024, 2, 20))
    }
    edit(
      "controlled_document", ["doc_id": "SOP-SER-05"], gap: "required-procedure-exists",
      of: "error correction",
      "No procedure says how an event that is wrong is corrected."
    ) {
      $0["topic"] = "spare"
      $0["processes"] = ["spare"]
    }
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
}
