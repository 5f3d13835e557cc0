internal import Cataloging
internal import GRDB
internal import GS1

/// Puts what an example gives into an empty catalog, the way collected files go in.
struct ExampleLoader {
  let db: Database

  /// The clock of every example: 2026-11-01T00:00:00Z.
  static let now: Int64 = 1_793_491_200_000

  /// Loads files, settings of the run, and derives.
  ///
  /// - Throws: `DatabaseError`, `CatalogError` or `DerivationError`.
  func load(_ example: ExampleCase) throws {
    for file in example.files { try load(file, example) }
    for setting in example.settings {
      let columns = setting.values.map(\.column).joined(separator: ", ")
      let marks = setting.values.map { _ in "?" }.joined(separator: ", ")
      try db.execute(
        sql: "INSERT OR REPLACE INTO main.\(setting.table)(\(columns)) VALUES(\(marks))",
        arguments: StatementArguments(setting.values.map { Self.value($0.value) }))
    }
    try Derivation.run(db, cutOffMs: example.asOf)
  }

  static func value(_ cell: CellValue) -> DatabaseValue {
    switch cell {
    case .none: .null
    case .integer(let number): number.databaseValue
    case .text(let text): text.databaseValue
    }
  }

  private func load(_ file: ExampleCase.File, _ example: ExampleCase) throws {
    let declared: Int? = example.sources[file.source] ?? nil
    let known = try Int64.fetchOne(
      db, sql: "SELECT source_id FROM main.source WHERE name = ?", arguments: [file.source])
    let source: Int64
    if let known {
      source = known
    } else {
      try db.execute(
        sql: """
          INSERT INTO main.source(name, kind, place, complete_through_day)
          VALUES(?, 'epcis', ?, ?)
          """, arguments: [file.source, file.source, declared])
      source = db.lastInsertedRowID
    }
    try db.execute(
      sql: """
        INSERT INTO main.artifact(source_id, path, sha256, bytes, collected_ms, run_id, format,
          status) VALUES(?, ?, ?, 0, ?, 0, ?, 'taken')
        """,
      arguments: [
        source, file.name, Digest.sha256(file.source + ":" + file.name), Self.now,
        file.header.standard == "epcis_json" ? "epcis-2.0-json" : "epcis-1.2-xml",
      ])
    let artifact = db.lastInsertedRowID
    let loader = try ArtifactLoader(db, artifact: artifact, nowMs: Self.now)
    let document = try loader.document(file.header)
    for event in file.events { try loader.event(event, document: document) }
    for defect in file.defects {
      guard let code = DefectCode(rawValue: defect.code) else {
        throw AssessingError(.definitionInvalid, "There is no defect code \(defect.code).")
      }
      loader.defect(code, field: defect.field, raw: defect.raw, record: document)
      loader.tally(defect.code)
    }
    for entry in file.quarantine {
      try loader.quarantine(reason: entry.reason, detail: entry.detail)
    }
    _ = try loader.finish()
  }
}
