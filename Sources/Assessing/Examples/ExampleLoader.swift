internal import Cataloging
internal import Foundation
internal import GRDB
internal import GS1
internal import Settings

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
    for given in example.records { try load(given, example) }
    for file in example.unread { try load(file, example) }
    for setting in example.settings {
      let columns = setting.values.map(\.column).joined(separator: ", ")
      let marks = setting.values.map { _ in "?" }.joined(separator: ", ")
      try db.execute(
        sql: "INSERT OR REPLACE INTO main.\(setting.table)(\(columns)) VALUES(\(marks))",
        arguments: StatementArguments(setting.values.map { Self.value($0.value) }))
    }
    if let asOf = example.asOf { try turnDays(at: asOf) }
    try Derivation.run(db, cutOffMs: example.asOf)
  }

  /// Gives each site the day the cut-off falls on there, as a run's configuration does.
  private func turnDays(at asOf: Int64) throws {
    for row in try Row.fetchAll(
      db, sql: "SELECT site, time_zone FROM main.run_site WHERE as_of_day IS NULL")
    {
      let zone = (row[1] as String?).flatMap { TimeZone(identifier: $0) }
      let date = Date(timeIntervalSince1970: Double(asOf) / 1000)
      let minutes = (zone?.secondsFromGMT(for: date) ?? 0) / 60
      try db.execute(
        sql: "UPDATE main.run_site SET as_of_day = ? WHERE site = ?",
        arguments: [InstantText.day(asOf, offsetMinutes: minutes), row[0] as String])
    }
  }

  static func value(_ cell: CellValue) -> DatabaseValue {
    switch cell {
    case .none: .null
    case .integer(let number): number.databaseValue
    case .text(let text): text.databaseValue
    }
  }

  private func load(_ file: ExampleCase.File, _ example: ExampleCase) throws {
    let artifact = try artifact(
      file.name, source: file.source, kind: "epcis",
      format: file.header.standard == "epcis_json" ? "epcis-2.0-json" : "epcis-1.2-xml", example)
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

  /// Records of a kind go through the loader that collected tables go through.
  private func load(_ given: ExampleRecords, _ example: ExampleCase) throws {
    let zones = example.settings.filter { $0.table == "run_site" }.compactMap { setting in
      if case .text(let site) = ExampleCase.cell(setting, "site"),
        case .text(let zone) = ExampleCase.cell(setting, "time_zone")
      {
        return (site, zone)
      }
      return nil
    }
    let format = ValueFormat(
      timeZone: "UTC", siteZones: Dictionary(zones, uniquingKeysWith: { first, _ in first }))
    for file in given.files {
      let artifact = try artifact(
        file.name, source: file.source, kind: given.kind.id, format: "csv", example)
      let loader = try ArtifactLoader(db, artifact: artifact, nowMs: Self.now)
      let records = try RecordLoader(loader, kind: given.kind, exportedMs: file.exported)
      let typing = RecordTyping(
        kind: given.kind, format: format, currentYear: loader.currentYear)
      try records.deliver(given.delivered)
      for record in file.records { try records.take(typing.typed(record)) }
      try records.finish(typing)
      _ = try loader.finish()
      for defect in file.defects {
        try db.execute(
          sql: """
            INSERT INTO main.defect(artifact_id, record_id, code, line)
            SELECT r.artifact_id, r.record_id, ?, r.line FROM main.record r
            WHERE r.artifact_id = ? AND r.line = ?
            """, arguments: [defect.code, artifact, defect.line])
      }
    }
  }

  /// A file that was seen and could not be read.
  private func load(_ file: ExampleCase.UnreadFile, _ example: ExampleCase) throws {
    let artifact = try artifact(
      file.name, source: file.kind + "s", kind: file.kind, format: "document", example)
    try db.execute(
      sql: "UPDATE main.artifact SET status = ?, reason = ? WHERE artifact_id = ?",
      arguments: [file.reason == nil ? "taken" : "unreadable", file.reason, artifact])
  }

  private func artifact(
    _ name: String, source: String, kind: String, format: String, _ example: ExampleCase
  ) throws -> Int64 {
    let declared: Int? = example.sources[source] ?? nil
    let known = try Int64.fetchOne(
      db, sql: "SELECT source_id FROM main.source WHERE name = ?", arguments: [source])
    if known == nil {
      try db.execute(
        sql: """
          INSERT INTO main.source(name, kind, place, complete_through_day) VALUES(?, ?, ?, ?)
          """, arguments: [source, kind, source, declared])
    }
    try db.execute(
      sql: """
        INSERT INTO main.artifact(source_id, path, sha256, bytes, collected_ms, run_id, format,
          status) VALUES(?, ?, ?, 0, ?, 0, ?, 'taken')
        """,
      arguments: [
        known ?? db.lastInsertedRowID, name, Digest.sha256(source + ":" + name), Self.now, format,
      ])
    return db.lastInsertedRowID
  }
}
