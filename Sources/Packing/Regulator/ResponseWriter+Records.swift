internal import Cataloging
internal import GRDB
internal import Reporting
internal import Settings

extension ResponseWriter {
  /// Adds what records other than events answer.
  mutating func addRecords(
    _ kind: String, _ item: InspectionRequest.Item, _ selection: AskedSubjects.Selection,
    to response: inout Response.Item
  ) throws {
    let sources =
      try Int.fetchOne(
        db, sql: "SELECT count(*) FROM source WHERE kind = ?", arguments: [kind]) ?? 0
    let table = try RecordTable.all(db).first { $0.kind == kind }
    guard sources > 0 || table != nil else {
      response.notEnclosed.append(
        .init(what: title(kind), why: "no system that holds such records was read"))
      return
    }
    guard selection.isRestricted else {
      try addWholeKind(kind, table, item, to: &response)
      try addUnreadable(kind, inFiles: false, to: &response)
      return
    }
    if let table {
      try addRows(of: table, item, to: &response)
      if table.isTied { try addUntold(table, to: &response) }
    }
    // What was not read into rows is handed over whole or not at all.
    let unread = try Row.fetchAll(
      db,
      sql: """
        SELECT a.path FROM artifact a JOIN source s ON s.source_id = a.source_id
        WHERE s.kind = ? AND a.status = 'taken' AND a.superseded_by IS NULL
        AND a.container_id IS NULL AND a.artifact_id NOT IN (
          SELECT coalesce(m.container_id, m.artifact_id) FROM artifact m WHERE m.records_read > 0)
        ORDER BY s.name, a.path, a.artifact_id
        """, arguments: [kind])
    for row in unread {
      response.notEnclosed.append(
        .init(
          what: "\(title(kind)) \(row["path"] as String)",
          why: "documents are handed over whole or not at all; which lots it is about has to be "
            + "looked at by a person"))
    }
    try addUnreadable(kind, inFiles: true, to: &response)
  }

  /// Says of which files no record states a lot or unit, most often because no field takes the
  /// column: that nothing was found in them would be no answer.
  private func addUntold(_ table: RecordTable, to response: inout Response.Item) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT a.path, count(*) AS records FROM \(table.name) v
        JOIN record r ON r.record_id = v.record_id
        JOIN artifact a ON a.artifact_id = r.artifact_id
        JOIN source s ON s.source_id = a.source_id
        WHERE (\(table.standing)) AND \(table.visible(subjects.cutOff))
        GROUP BY s.name, a.path, a.artifact_id
        HAVING sum(CASE WHEN \(table.statesSubject) THEN 1 ELSE 0 END) = 0
        ORDER BY s.name, a.path, a.artifact_id
        """)
    for row in rows {
      let count: Int = row["records"]
      response.notEnclosed.append(
        .init(
          what: "\(title(table.kind)) \(row["path"] as String)",
          why: Noun.counted(count, "record in it states", "records in it state")
            + " no lot or unit where one was looked for; which are about what was asked for has to be looked at "
            + "by a person"))
    }
  }

  /// Says which files of a kind, and with `inFiles` which records in them, could not be read: what
  /// was asked for may be among them.
  func addUnreadable(
    _ kind: String, inFiles: Bool, to response: inout Response.Item
  ) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT a.path, a.status, a.records_quarantined FROM artifact a
        JOIN source s ON s.source_id = a.source_id
        WHERE s.kind = ? AND a.superseded_by IS NULL
        AND (a.status = 'unreadable' OR (? AND a.status = 'taken' AND a.records_quarantined > 0))
        ORDER BY s.name, a.path, a.artifact_id
        """, arguments: [kind, inFiles])
    for row in rows {
      let count: Int = row["records_quarantined"]
      let what =
        row["status"] == "unreadable"
        ? "the file could not be read"
        : Noun.counted(count, "record in it could not be read", "records in it could not be read")
      response.notEnclosed.append(
        .init(
          what: "\(title(kind)) \(row["path"] as String)",
          why: "\(what); has to be looked at by a person"))
    }
  }

  private mutating func addRows(
    of table: RecordTable, _ item: InspectionRequest.Item, to response: inout Response.Item
  ) throws {
    guard table.isTied else {
      response.notEnclosed.append(
        .init(
          what: title(table.kind),
          why: "they name no lot or unit; ask for all of them or by number"))
      return
    }
    let rows = try rows(of: table, where: "(\(table.condition(.asked)))")
    for (artifact, own) in rows {
      guard let original = try files.original(artifact) else { continue }
      if try subjects.isWholeOpen(artifact) {
        let places = own.map { RecordPlace.text($0, besideFields: true) }
        response.enclosed.append(try files.enclose(original, item, positions: places))
        continue
      }
      try addExtract(own, of: table, original, item, to: &response)
    }
  }

  /// Rows that stand now and had begun at the cut-off, by the file or archive they lie in.
  private func rows(
    of table: RecordTable, where condition: String
  ) throws -> [(artifact: Int64, rows: [Row])] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT v.*, r.line AS "at line", r.pointer AS "at pointer", a.format AS "at format",
          a.path AS "at path", a.container_id IS NOT NULL AS "at is_member",
          coalesce(a.container_id, a.artifact_id) AS "at artifact"
        FROM \(table.name) v JOIN record r ON r.record_id = v.record_id
        JOIN artifact a ON a.artifact_id = r.artifact_id
        WHERE \(condition) AND (\(table.standing)) AND \(table.visible(subjects.cutOff))
        ORDER BY "at artifact", a.path, r.line, v.record_id
        """)
    var found: [(artifact: Int64, rows: [Row])] = []
    for row in rows {
      let artifact: Int64 = row["at artifact"]
      if found.last?.artifact != artifact { found.append((artifact: artifact, rows: [])) }
      found[found.count - 1].rows.append(row)
    }
    return found
  }

  /// Encloses rows of one original as a table that says what the original says.
  private mutating func addExtract(
    _ rows: [Row], of table: RecordTable, _ original: ResponseFiles.Original,
    _ item: InspectionRequest.Item, to response: inout Response.Item
  ) throws {
    let production = files.nextNumber()
    let text = RecordText(table.layout, recordKinds[table.kind])
    let start = [
      "production_number", "enclosed_as", "record_kind", "original_system", "original_path",
      "original_sha256", "original_place",
    ]
    let extras = rows.map { RecordText.extra($0) }
    let own = Set(extras.joined().map(\.header)).sorted()
    let end = "confidentiality"
    var taken = Set(start + text.headers + [end])
    let headers = own.map { header in
      var name = header
      while !taken.insert(name).inserted { name += " (of the original)" }
      return name
    }
    var csv = CSVText(headers: start + text.headers + headers + [end])
    let faults = try RecordText.faults(db, of: rows.map { $0["record_id"] })
    let places = rows.map { RecordPlace.text($0, besideFields: true) }
    for (index, row) in rows.enumerated() {
      let hidden = table.hidden(row, subjects.cutOff)
      let cells = try text.texts(
        db, row, faults: faults[row["record_id"]] ?? [:], hidden: hidden, cutOff: subjects.cutOff)
      // When a column nobody knows was filled in, nobody knows: with what became known later.
      let extra = Dictionary(
        hidden.isEmpty ? extras[index].map { ($0.header, $0.text) } : [],
        uniquingKeysWith: { first, _ in first })
      csv.add(
        [
          production, "EXTRACT", title(table.kind), original.system, original.path,
          original.sha256, places[index],
        ] + cells + own.map { extra[$0] ?? "" } + [stamp])
    }
    response.enclosed.append(
      try files.add(csv.bytes, "extract.csv", production, original, item, positions: places))
  }

  /// Encloses everything of a kind: every original of it is open, unless it also holds something else
  /// or something later.
  mutating func addWholeKind(
    _ kind: String, _ table: RecordTable?, _ item: InspectionRequest.Item,
    to response: inout Response.Item
  ) throws {
    let artifacts = try Int64.fetchAll(
      db,
      sql: """
        SELECT a.artifact_id FROM artifact a JOIN source s ON s.source_id = a.source_id
        WHERE s.kind = ? AND a.status = 'taken' AND a.superseded_by IS NULL
        AND a.container_id IS NULL ORDER BY s.name, a.path, a.artifact_id
        """, arguments: [kind])
    if let table { try subjects.findPlaces(of: table) }
    for artifact in artifacts {
      guard let original = try files.original(artifact) else { continue }
      if try subjects.isWholeOpen(artifact) {
        response.enclosed.append(try files.enclose(original, item, positions: []))
        continue
      }
      let rest =
        try subjects.isLate(artifact)
        ? "also holds records after the data cut-off" : "also holds records of another kind"
      guard let table else {
        response.notEnclosed.append(
          .init(
            what: "\(original.system) \(original.path)",
            why: "\(rest); ask by lot, product or identifier for an extract"))
        continue
      }
      // What a file says again as an earlier one said it is extracted from that one.
      let seen = "v.record_id IN (SELECT record_id FROM temp.seen_record WHERE top = \(artifact))"
      for (place, rows) in try rows(of: table, where: seen) {
        guard let from = try files.original(place) else { continue }
        try addExtract(rows, of: table, from, item, to: &response)
      }
    }
  }
}
