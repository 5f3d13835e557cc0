extension StoryBook {
  /// Documents asked for by topic that are not in order, and three that look so and are.
  func tellExpectedDocuments() {
    let usa = world.firm.isAmerican
    // In force, and nobody approved it.
    let draft = usa ? "LST-03" : "LST-01"
    let bare = records.edit("controlled_document", ["doc_id": draft]) {
      $0["approvals"] = .none
      $0["approved_by_qa"] = .none
      $0["approved_at"] = .none
    }
    let topic = records[bare]["topic"].string
    records.gap(
      "expected-documents-in-order", subject: topic, at: bare,
      "The list stands in the register as in force; nobody approved it.")
    records.gap(
      "document-approved-properly", subject: draft, at: bare,
      "The list stands in the register as in force; nobody approved it.")

    // Ended, and nobody renewed it.
    let ended = records.edit("controlled_document", ["doc_id": usa ? "ARC-06" : "VTR-11"]) {
      $0["valid_until"] = world.date(2026, 6, 30)
    }
    records.gap(
      "expected-documents-in-order", subject: records[ended]["topic"].string, at: ended,
      "The agreement ended in June; no other took its place.")

    // Three weeks between two versions.
    let id = usa ? "REG-08" : "PLN-14"
    let next = copy("controlled_document", ["doc_id": id]) {
      replace(&$0, approved: (8, 7), effective: (8, 10))
    }
    records.edit("controlled_document", ["doc_id": id]) {
      $0["superseded_at"] = world.own(7, 20, 0)
    }
    records.gap(
      "expected-documents-for-the-period", subject: records[next]["topic"].string, at: next,
      "One version was withdrawn in July, the next came into force three weeks later.")

    tellAlteredFile(usa ? "ART-30302" : "FS-20040")

    // Versions that follow each other on the same day, the topic in another spelling.
    let schedule = usa ? "RET-05" : "AUF-06"
    let later = copy("controlled_document", ["doc_id": schedule]) {
      replace(&$0, approved: (8, 12), effective: (8, 17))
      $0["topic"] = "Retention_Schedule"
    }
    records.edit("controlled_document", ["doc_id": schedule]) {
      $0["superseded_at"] = world.own(8, 17, 0)
    }
    records.decoy(
      subject: schedule, at: later,
      "A new version took over on the day the old one ended; its topic is spelt otherwise.")

    // The next version, still being written.
    let other = usa ? "MEM-02" : "ROU-08"
    let written = copy("controlled_document", ["doc_id": other]) {
      replace(&$0, approved: nil, effective: nil)
    }
    records.decoy(
      subject: other, at: written,
      "A draft of the next version stands beside the version in force.")
  }

  /// A page saved again after its approval: the register has the digest of what was approved.
  private func tellAlteredFile(_ id: String) {
    guard let place = records.find("controlled_document", ["doc_id": id]) else { return }
    let path = world.documentFolder + records[place]["path"].string
    for index in world.pages.indices where world.pages[index].path == path {
      world.pages[index].pages[0].append("Window moved by 2 mm, 2026-08-11.")
    }
    records.gap(
      "register-digest-agrees", subject: id, at: place,
      "A specification was changed and saved under the number of the approved one.")
  }

  /// Makes an entry the next version, whose file is not in the folder.
  private func replace(_ row: inout Cell, approved: (Int, Int)?, effective: (Int, Int)?) {
    row["version"] = "3"
    row["path"] = .none
    row["sha256"] = .none
    let time = approved.map { world.own($0.0, $0.1) } ?? .none
    row["approved_at"] = time
    row["approved_by_qa"] = approved == nil ? .none : "QA-D2"
    row["approvals"] =
      approved == nil ? .none : [["by": "QA-D2", "approved_at": time, "role": "qa"]]
    row["effective_from"] = effective.map { world.own($0.0, $0.1, 0) } ?? .none
    row["review_due_on"] = effective == nil ? .none : world.date(2029, 8, 17)
  }
}
