import Foundation
import GRDB

/// Tells what a record is to what the catalog holds under its key: new, the same, a later or an
/// earlier state, or a contradiction within one file.
final class RecordVersions {
  /// What becomes of a record.
  enum Decision: Equatable {
    /// The first of its key in this source.
    case new
    /// Held already with the same content.
    case unchanged
    /// A later state of that record.
    case supersedes(Int64)
    /// An earlier state of that record, met late.
    case earlier(than: Int64)
    /// Another content in the file that holds that record.
    case rival(of: Int64)
    /// That record, read by an older description of its kind, is to be read anew.
    case replaces(Int64)
  }

  /// The columns `write` fills before those of the kind, in order.
  static let columns = [
    "record_id", "source_id", "is_current", "superseded_by", "muster_key", "muster_content",
    "muster_order_ms", "muster_seen_in", "muster_rival",
  ]

  private let db: Database
  private let layout: RecordLayout
  private let artifact: Int64
  private let orderMs: Int64
  /// The earlier states of this file.
  private let replaced: Set<Int64>
  private let nowMs: Int64
  private let insert: BulkStatement
  private let isHeld: BulkStatement
  private let held: Statement
  private let confirm: Statement
  private let confirmOther: Statement
  private let supersede: Statement
  /// Keys that this file has more than once.
  private var repeated: [String: RepeatedKey] = [:]
  private var repeatedRows = 0
  let source: Int64

  /// Rows of repeated keys that are held; with more they are looked up again.
  private static let mostRepeatedRows = 1_000_000

  init(
    _ db: Database, _ layout: RecordLayout, artifact: Int64, exportedMs: Int64?,
    insert: BulkStatement
  ) throws {
    self.db = db
    self.layout = layout
    self.artifact = artifact
    self.insert = insert
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT a.source_id, coalesce(a.mtime_ms, c.mtime_ms), a.collected_ms FROM artifact a
        LEFT JOIN artifact c ON c.artifact_id = a.container_id WHERE a.artifact_id = ?
        """, arguments: [artifact])
    guard let row else { throw CatalogError.damaged("An artifact just written is not there.") }
    source = row[0]
    replaced = try Int64.fetchSet(
      db,
      sql: """
        SELECT e.artifact_id FROM artifact a JOIN artifact e
          ON e.source_id = a.source_id AND e.path = a.path AND e.superseded_by IS NOT NULL
        WHERE a.artifact_id = ?
        """, arguments: [artifact])
    // A member of an archive is as old as the archive.
    orderMs = exportedMs ?? row[1] ?? 0
    nowMs = row[2]
    let table = RecordTables.quoted(layout.table)
    // Asked of every record, and mostly answered by no.
    isHeld = try BulkStatement(
      db, "SELECT 1 FROM \(table) WHERE muster_key = ? AND source_id = ? LIMIT 1")
    held = try db.makeStatement(
      sql: """
        SELECT record_id, muster_content, muster_order_ms, muster_seen_in, superseded_by,
          muster_rival, muster_stale FROM \(table) WHERE muster_key = ? AND source_id = ?
        ORDER BY record_id
        """)
    confirm = try db.makeStatement(
      sql: """
        UPDATE \(table) SET muster_seen_in = ?, muster_order_ms = max(muster_order_ms, ?),
          absent_since_ms = NULL, muster_stale = 0 WHERE record_id = ?
        """)
    confirmOther = try db.makeStatement(
      sql: "UPDATE \(table) SET muster_seen_in = ?, muster_stale = 0 WHERE record_id = ?")
    supersede = try db.makeStatement(
      sql: "UPDATE \(table) SET is_current = 0, superseded_by = ? WHERE record_id = ?")
  }

  /// A version the catalog holds.
  private struct Held {
    var id: Int64
    var content: Data
    var order: Int64
    var seenIn: Int64
    var isSuperseded: Bool
    var isRival: Bool
    var isStale: Bool
  }

  /// What is held of a key that this file has more than once: its record that counts, and those that
  /// contradict it. Of a column that is no key every row would look through all rows above it.
  private struct RepeatedKey {
    let id: Int64
    let content: Data
    /// By content.
    var rivals: [Data: Int64]
  }

  /// Decides, and writes down what was met again.
  func decide(key: String, content: [UInt8]) throws -> Decision {
    if let known = repeated[key] { return try decide(Data(content), known) }
    isHeld.bind(1, key)
    isHeld.bind(2, source)
    if try isHeld.firstInteger() == nil { return .new }
    let content = Data(content)
    let known = try Row.fetchAll(held, arguments: [key, source]).map { row in
      Held(
        id: row[0], content: row[1], order: row[2], seenIn: row[3],
        isSuperseded: row[4] != nil, isRival: row[5] != nil, isStale: row[6] == 1)
    }
    guard let current = known.first(where: { !$0.isSuperseded && !$0.isRival }) else { return .new }
    if current.content == content {
      try confirm.execute(arguments: [artifact, orderMs, current.id])
      return .unchanged
    }
    if current.seenIn == artifact {
      let rivals = known.filter(\.isRival).map { ($0.content, $0.id) }
      let found = RepeatedKey(
        id: current.id, content: current.content,
        rivals: Dictionary(rivals, uniquingKeysWith: { first, _ in first }))
      if repeatedRows > Self.mostRepeatedRows { (repeated, repeatedRows) = ([:], 0) }
      repeated[key] = found
      repeatedRows += known.count
      return try decide(content, found)
    }
    if current.isStale { return .replaces(current.id) }
    // A file put in the place of another counts, also when it is the older one of the two.
    if orderMs >= current.order || replaced.contains(current.seenIn) {
      return .supersedes(current.id)
    }
    let history = known.filter { !$0.isRival && $0.id != current.id }
    if let twin = history.first(where: { $0.content == content }) {
      try confirmOther.execute(arguments: [artifact, twin.id])
      return .unchanged
    }
    let next = history.filter { $0.order > orderMs }.min { ($0.order, $0.id) < ($1.order, $1.id) }
    return .earlier(than: next?.id ?? current.id)
  }

  /// The same for a key whose record that counts was met in this file before.
  private func decide(_ content: Data, _ known: RepeatedKey) throws -> Decision {
    if content == known.content {
      try confirm.execute(arguments: [artifact, orderMs, known.id])
      return .unchanged
    }
    guard let twin = known.rivals[content] else { return .rival(of: known.id) }
    try confirmOther.execute(arguments: [artifact, twin])
    return .unchanged
  }

  /// Writes a version.
  func write(
    _ id: Int64, key: String, _ record: TypedRecord, _ decision: Decision
  ) throws {
    var isCurrent = true
    var supersededBy: Int64?
    var rival: Int64?
    switch decision {
    case .new, .unchanged: break
    case .supersedes(let old): try supersede.execute(arguments: [id, old])
    case .replaces(let old): try remove(old, for: id)
    case .earlier(let later):
      isCurrent = false
      supersededBy = later
    case .rival(let other):
      isCurrent = false
      rival = other
      repeated[key]?.rivals[Data(record.content)] = id
      repeatedRows += 1
    }
    insert.bind(1, id)
    insert.bind(2, source)
    insert.bind(3, isCurrent ? 1 : 0)
    insert.bind(4, supersededBy)
    insert.bind(5, key)
    insert.bind(6, blob: record.content)
    insert.bind(7, orderMs)
    insert.bind(8, artifact)
    insert.bind(9, rival)
    insert.bind(10, record.extra)
    insert.bind(from: 11, record.values)
    try insert.run()
  }

  /// Takes away a record that was read by an older description; what it stood in for points on.
  private func remove(_ old: Int64, for new: Int64) throws {
    let table = RecordTables.quoted(layout.table)
    try db.execute(
      sql: "UPDATE \(table) SET superseded_by = ? WHERE superseded_by = ?", arguments: [new, old])
    let rivals = try Int64.fetchAll(
      db, sql: "SELECT record_id FROM \(table) WHERE muster_rival = ?", arguments: [old])
    for record in rivals + [old] {
      for name in [layout.table] + layout.lists.map(\.table) + ["record", "defect"] {
        try db.execute(
          sql: "DELETE FROM \(RecordTables.quoted(name)) WHERE record_id = ?", arguments: [record])
      }
    }
  }

  /// Marks as absent what only earlier states of this file hold.
  func finish() throws {
    if replaced.isEmpty { return }
    try db.execute(
      sql: """
        UPDATE \(RecordTables.quoted(layout.table)) SET absent_since_ms = ?
        WHERE source_id = ? AND superseded_by IS NULL AND absent_since_ms IS NULL
          AND muster_seen_in IN (SELECT artifact_id FROM artifact WHERE source_id = ?
            AND path = (SELECT path FROM artifact WHERE artifact_id = ?)
            AND superseded_by IS NOT NULL)
        """, arguments: [nowMs, source, source, artifact])
  }
}
