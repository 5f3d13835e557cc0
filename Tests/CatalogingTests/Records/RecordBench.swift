import GRDB
import GS1
import Settings
import Testing

@testable import Cataloging

/// A catalog in memory that takes records of test kinds the way a collect does.
final class RecordBench {
  let catalog: Catalog
  var kinds: [String: RecordKind]
  private var run: Int64 = 0

  init(_ texts: [String] = [RecordBench.deviation]) throws {
    catalog = try Catalog.inMemory()
    kinds = try Self.kinds(texts)
  }

  static func kinds(_ texts: [String]) throws -> [String: RecordKind] {
    let files = texts.map { text in
      let id = text.split(separator: "\n").first.map { String($0.dropFirst(4)) } ?? ""
      return (path: "records/\(id).yaml", text: text)
    }
    return try Library.parse(files: files).recordKinds
  }

  static let deviation = """
    id: deviation
    title: Deviation
    unit: { one: deviation, many: deviations }
    covers: [R09]
    citations: ["21 CFR 211.192"]
    key: [dev_id]
    in_period: { from: occurred_at, to: closed_at }
    fields:
      dev_id: { type: id, never_blank: true }
      site: { type: id, references: site }
      occurred_at: { type: instant, never_blank: true }
      due: { type: date }
      class: { type: word, words: { critical: [C, kritisch], major: [M, "sehr wichtig"], minor: [] } }
      hours: { type: decimal, scale: 2, unit: h }
      limit: { type: decimal, scale: 2 }
      pieces: { type: integer }
      open: { type: boolean }
      text: { type: text }
      proof: { type: digest }
      gtin: { type: id, references: product }
      lot: { type: id, references: lot }
      closed_at: { type: instant, known_from: closed_at }
      qa_approval:
        type: struct
        never_blank_when: { closed_at: [] }
        fields:
          by: { type: person }
          at: { type: instant }
      lots: { type: list, of: id, separator: ";", references: lot }
      units: { type: list, fields: { gtin: { type: id, references: product }, serial: { type: id, references: epc } } }
    """

  /// A record from texts by column path.
  static func record(
    _ values: [String: String], line: Int = 2, lists: [String: [[String: RawValue]]] = [:],
    extra: [String: String] = [:]
  ) -> RawRecord {
    RawRecord(
      values: values.mapValues { RawValue($0) }, lists: lists, extra: extra,
      position: SourcePosition(line: line, byteOffset: 0, pointer: ""))
  }

  /// Takes one file of a source; says the ledger of its records.
  @discardableResult
  func take(
    _ records: [RawRecord], kind: String = "deviation", source: String = "qms",
    path: String = "deviations.csv", mtime: Int64 = 1,
    format: ValueFormat = ValueFormat(
      timeZone: "Europe/Berlin"), exported: Int64? = nil, through: Int64? = nil
  ) throws -> RecordLedger {
    run += 1
    let kind = try #require(kinds[kind])
    return try catalog.write { db in
      let id = try SourceRegister.upsert(
        db, name: source, kind: kind.id, place: source, completeThroughDay: through)
      let register = ArtifactRegister(source: id, run: run, nowMs: Samples.nowMs + run)
      let artifact = try register.add(
        db,
        ArtifactFacts(
          path: path, sha256: "\(run)", stamp: ArtifactStamp(bytes: 1, mtimeMs: mtime),
          format: "csv"))
      let loader = try ArtifactLoader(db, artifact: artifact, nowMs: Samples.nowMs)
      let records_ = try RecordLoader(loader, kind: kind, exportedMs: exported)
      let typing = RecordTyping(kind: kind, format: format, currentYear: loader.currentYear)
      for record in records { try records_.take(typing.typed(record)) }
      try records_.finish(typing)
      return try loader.finish().records
    }
  }

  func derive() throws {
    try catalog.write { db in try Derivation.run(db) }
  }

  func rows(_ sql: String) throws -> [[String]] {
    try catalog.read { db in
      try Row.fetchAll(db, sql: sql).map { row in
        row.databaseValues.map { value in
          switch value.storage {
          case .null: "-"
          case .int64(let number): String(number)
          case .string(let text): text
          default: "?"
          }
        }
      }
    }
  }

  /// `code field raw` of every defect, in order.
  func defects() throws -> [String] {
    try rows("SELECT code, field, raw FROM defect ORDER BY defect_id").map {
      $0.joined(separator: " ")
    }
  }
}
