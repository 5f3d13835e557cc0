internal import GRDB
internal import Settings

/// Finds the original and the place in it behind a record id.
final class EvidenceLookup {
  private let records: Statement
  private let events: Statement
  private let sources: Statement
  private let kinds: [String: RecordKind]
  private let db: Database
  private var keys: [String: Statement?] = [:]
  private var carriers: Statement?

  /// Prepares the look-ups; `kinds` name records by their key.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  init(_ db: Database, kinds: [String: RecordKind] = [:]) throws {
    self.kinds = kinds
    self.db = db
    records = try db.makeStatement(
      sql: """
        SELECT k.kind, s.name, a.path, coalesce(c.sha256, a.sha256), a.format, r.line,
          r.byte_offset, r.pointer
        FROM main.record r JOIN main.record_kind k ON k.kind_id = r.kind_id
        JOIN main.artifact a ON a.artifact_id = r.artifact_id
        LEFT JOIN main.artifact c ON c.artifact_id = a.container_id
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
    let position = Position(format: row[4], line: row[5], pointer: row[7], byte: row[6])
    var pointer = EvidencePointer(
      artifact: "\(source):\(path)", sha256: row[3], path: path, source: source,
      position: position, record: kind, role: role)
    if let key = try key(of: record, kind: kind) {
      pointer.title = "\(kinds[kind]?.unit.one ?? kind) \(key)"
    }
    if kind == "event", let facts = try event(record) {
      pointer.eventID = facts.uri
      pointer.at = facts.milliseconds.map { Instant(milliseconds: $0) }
      pointer.written = facts.text
    }
    return pointer
  }

  /// The key people know a record of a described kind by; nil for other kinds and blank keys.
  func key(of record: Int64, kind: String) throws -> String? {
    guard kinds[kind] != nil, let statement = try keyStatement(kind),
      let key = try String.fetchOne(statement, arguments: [record]), !key.hasPrefix("\u{1E}")
    else { return nil }
    return key
  }

  private func keyStatement(_ kind: String) throws -> Statement? {
    if let known = keys[kind] { return known }
    let table = kind + "_version"
    var statement: Statement?
    if try db.tableExists(table, in: "main") {
      statement = try db.makeStatement(
        sql: """
          SELECT muster_key FROM main.\(table.quotedDatabaseIdentifier) WHERE record_id = ?
          """)
    }
    keys[kind] = statement
    return statement
  }

  /// The facts of an event; `nil` when the id is none of an event.
  func event(_ record: Int64) throws -> EventFacts? {
    guard let row = try Row.fetchOne(events, arguments: [record]) else { return nil }
    // A damaged catalog may hold anything in the columns of so large a table.
    func value<T: DatabaseValueConvertible>(_ column: Int) -> T? {
      T.fromDatabaseValue(row[column])
    }
    return EventFacts(
      milliseconds: value(0), day: value(1), text: value(2), uri: value(3), step: value(4))
  }

  /// The container a shipment lists in place of an EPC that lay in it; `nil` where the event lists
  /// the EPC itself, or is no shipment of it.
  func carrier(of epc: Int64, in event: Int64) throws -> Int64? {
    let statement =
      try carriers
      ?? db.makeStatement(
        sql: """
          SELECT s.listed_id FROM unit_fate u JOIN fate_shipment s ON s.fate_id = u.fate_id
          WHERE u.epc_id = ? AND s.shipment_event = ? AND s.listed_id IS NOT NULL LIMIT 1
          """)
    carriers = statement
    return try Int64.fetchOne(statement, arguments: [epc, event])
  }

  /// The name of the source a record came from.
  func source(of record: Int64) throws -> String? {
    try String.fetchOne(sources, arguments: [record])
  }
}
