internal import GRDB

/// Finds the original and the place in it behind a record id.
final class EvidenceLookup {
  private let records: Statement
  private let events: Statement
  private let sources: Statement

  /// Prepares the look-ups.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  init(_ db: Database) throws {
    records = try db.makeStatement(
      sql: """
        SELECT k.kind, s.name, a.path, a.sha256, a.format, r.line, r.byte_offset, r.pointer
        FROM main.record r JOIN main.record_kind k ON k.kind_id = r.kind_id
        JOIN main.artifact a ON a.artifact_id = r.artifact_id
        JOIN source s ON s.source_id = a.source_id WHERE r.record_id = ?
        """)
    events = try db.makeStatement(
      sql: """
        SELECT event_ms, event_day, event_text, event_uri, biz_step FROM main.all_event
        WHERE event_id = ?
        """)
    sources = try db.makeStatement(
      sql: """
        SELECT s.name FROM main.record r JOIN main.artifact a ON a.artifact_id = r.artifact_id
        JOIN source s ON s.source_id = a.source_id WHERE r.record_id = ?
        """)
  }

  /// When an event happened and what it was.
  struct EventFacts {
    var milliseconds: Int64?
    var day: Int64?
    var text: String?
    var uri: String?
    var step: String?
  }

  /// The pointer of a record; `nil` for ids the catalog does not hold.
  func pointer(_ record: Int64, role: String) throws -> EvidencePointer? {
    guard let row = try Row.fetchOne(records, arguments: [record]) else { return nil }
    let kind: String = row[0]
    let source: String = row[1]
    let path: String = row[2]
    let format: String? = row[4]
    let place: String? = row[7]
    let isJSON = format?.contains("json") == true
    let position = Position(
      line: (row[5] as Int64?).flatMap { Int(exactly: $0) },
      pointer: isJSON ? place : nil, element: isJSON ? nil : place,
      byte: (row[6] as Int64?).flatMap { Int(exactly: $0) })
    var pointer = EvidencePointer(
      artifact: "\(source):\(path)", sha256: row[3], path: path, source: source,
      position: position, record: kind, role: role)
    if kind == "event", let facts = try event(record) {
      pointer.eventID = facts.uri
      pointer.at = facts.milliseconds.map { Instant(milliseconds: $0) }
      pointer.written = facts.text
    }
    return pointer
  }

  /// The facts of an event; `nil` when the id is none of an event.
  func event(_ record: Int64) throws -> EventFacts? {
    guard let row = try Row.fetchOne(events, arguments: [record]) else { return nil }
    return EventFacts(
      milliseconds: row[0], day: row[1], text: row[2], uri: row[3], step: row[4])
  }

  /// The name of the source a record came from.
  func source(of record: Int64) throws -> String? {
    try String.fetchOne(sources, arguments: [record])
  }
}
