import GRDB
import GS1

/// Settles which version of a record counts when several sources, or one file twice, give it.
///
/// The source with the later cut-off (declared, else the day of its export) counts. At one cut-off
/// the first by name counts, and what differs is written down as a conflict.
enum RecordSources {
  /// One source's newest version of a key.
  private struct Head {
    var id: Int64
    var cutOff: Int64
  }

  /// Marks current versions of a kind and writes its conflicts; `hasAbsent` says whether any file
  /// is gone at its source.
  static func settle(_ db: Database, _ layout: RecordLayout, hasAbsent: Bool) throws {
    let table = RecordTables.quoted(layout.table)
    // Most kinds have nothing of all this: one look spares preparing a statement for each.
    let found = try Row.fetchOne(
      db,
      sql: """
        SELECT coalesce(max(absent_since_ms IS NOT NULL), 0), coalesce(max(superseded_by IS NULL
          AND muster_rival IS NULL AND is_current = 0), 0), coalesce(max(muster_rival IS NOT NULL), 0)
        FROM \(table)
        """)
    guard let found else { return }
    if hasAbsent || found[0] { try markAbsent(db, table) }
    if found[1] {
      try db.execute(
        sql: """
          UPDATE \(table) SET is_current = 1
          WHERE superseded_by IS NULL AND muster_rival IS NULL AND is_current = 0
          """)
    }
    let groups = try contested(db, table)
    if groups.isEmpty, !found[2] { return }
    let comparison = try VersionComparison(db, layout)
    for (key, heads) in groups {
      guard let latest = heads.map(\.cutOff).max(),
        let counts = heads.first(where: { $0.cutOff == latest })
      else { continue }
      for head in heads where head.id != counts.id {
        try db.cachedStatement(sql: "UPDATE \(table) SET is_current = 0 WHERE record_id = ?")
          .execute(arguments: [head.id])
        if head.cutOff == latest { try comparison.write(key, counts.id, head.id) }
      }
    }
    let twice = try Row.fetchAll(
      db,
      sql: """
        SELECT r.muster_key, r.muster_rival, r.record_id FROM \(table) r
        JOIN \(table) t ON t.record_id = r.muster_rival
        WHERE r.muster_rival IS NOT NULL AND t.superseded_by IS NULL
          AND r.muster_seen_in = t.muster_seen_in ORDER BY r.record_id
        """)
    for row in twice { try comparison.write(row[0], row[1], row[2]) }
  }

  /// Keys of which more than one source has a version, each with these versions by source.
  private static func contested(
    _ db: Database, _ table: String
  ) throws -> [(key: String, heads: [Head])] {
    let cursor = try Row.fetchCursor(
      db,
      sql: """
        SELECT t.muster_key, t.record_id, s.complete_through_day, t.muster_order_ms
        FROM \(table) t JOIN source s ON s.source_id = t.source_id
        WHERE t.superseded_by IS NULL AND t.muster_rival IS NULL AND t.muster_key IN (
          SELECT muster_key FROM \(table) WHERE superseded_by IS NULL AND muster_rival IS NULL
          GROUP BY muster_key HAVING count(*) > 1)
        ORDER BY t.muster_key, s.name, t.record_id
        """)
    var groups: [(key: String, heads: [Head])] = []
    while let row = try cursor.next() {
      let key: String = row[0]
      let order: Int64 = row[3]
      let head = Head(id: row[1], cutOff: row[2] ?? Int64(InstantText.day(order)))
      if groups.last?.key == key {
        groups[groups.count - 1].heads.append(head)
      } else {
        groups.append((key, [head]))
      }
    }
    return groups
  }

  /// Whether any file is gone at its source.
  static func hasAbsentFiles(_ db: Database) throws -> Bool {
    try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM artifact WHERE absent_since_ms IS NOT NULL)") ?? true
  }

  /// Writes down of a source's records which are gone with their files, and which are back.
  static func noteAbsence(_ db: Database, source: Int64) throws {
    let kind = try String.fetchOne(
      db, sql: "SELECT kind FROM source WHERE source_id = ?", arguments: [source])
    guard let kind, let layout = try RecordTables.layout(db, of: kind) else { return }
    try markAbsent(db, RecordTables.quoted(layout.table))
  }

  /// A record whose file is gone at the source is absent since then, and back when it is back.
  private static func markAbsent(_ db: Database, _ table: String) throws {
    try db.execute(
      sql: """
        UPDATE \(table) AS t SET absent_since_ms = (
          SELECT a.absent_since_ms FROM artifact a WHERE a.artifact_id = t.muster_seen_in)
        WHERE t.superseded_by IS NULL AND t.muster_seen_in IN (SELECT artifact_id FROM artifact
          WHERE superseded_by IS NULL AND absent_since_ms IS NOT NULL)
        """)
    try db.execute(
      sql: """
        UPDATE \(table) SET absent_since_ms = NULL
        WHERE absent_since_ms IS NOT NULL AND muster_seen_in IN (SELECT artifact_id FROM artifact
          WHERE superseded_by IS NULL AND absent_since_ms IS NULL)
        """)
  }
}

/// Compares two versions of a record field by field and writes what contradicts.
struct VersionComparison {
  private let layout: RecordLayout
  private let versions: Statement
  private let lists: [(name: String, rows: Statement)]
  private let insert: Statement

  init(_ db: Database, _ layout: RecordLayout) throws {
    self.layout = layout
    versions = try db.makeStatement(
      sql: "SELECT * FROM \(RecordTables.quoted(layout.table)) WHERE record_id = ?")
    lists = try layout.lists.filter { $0.cells.count == 1 && $0.cells.first?.path == "value" }
      .compactMap { list in
        guard let column = list.cells.first?.columns.first else { return nil }
        let name = RecordTables.quoted(column.name)
        return (
          list.name,
          try db.makeStatement(
            sql: """
              SELECT DISTINCT \(name) FROM \(RecordTables.quoted(list.table))
              WHERE record_id = ? AND \(name) IS NOT NULL ORDER BY 1
              """)
        )
      }
    insert = try db.makeStatement(
      sql: "INSERT OR REPLACE INTO record_conflict VALUES (?, ?, ?, ?, ?, ?, ?)")
  }

  /// Writes a row for every field in which both have a value and the values differ. Free text and
  /// names of persons may be worded differently and are left out.
  func write(_ key: String, _ record: Int64, _ other: Int64) throws {
    guard let left = try Row.fetchOne(versions, arguments: [record]),
      let right = try Row.fetchOne(versions, arguments: [other])
    else { return }
    func say(_ field: String, _ value: String, _ otherValue: String) throws {
      try insert.execute(
        arguments: [layout.kind, key, field, record, other, value, otherValue])
    }
    for cell in layout.cells where cell.kind != "text" && cell.kind != "person" {
      // An instant is compared by its instant where both have one, else by its day.
      let columns = cell.columns.filter { !$0.isLink && $0.part != .text }
      guard
        let column = columns.first(where: { column in
          !(left[column.name] as DatabaseValue).isNull
            && !(right[column.name] as DatabaseValue).isNull
        })
      else { continue }
      let (a, b): (DatabaseValue, DatabaseValue) = (left[column.name], right[column.name])
      if a == b { continue }
      let shown = cell.columns.first { $0.part == .text } ?? column
      try say(cell.path, Self.text(left, shown.name), Self.text(right, shown.name))
    }
    for list in lists {
      let a = try DatabaseValue.fetchAll(list.rows, arguments: [record])
      let b = try DatabaseValue.fetchAll(list.rows, arguments: [other])
      if a.isEmpty || b.isEmpty || a == b { continue }
      try say(list.name, Self.text(a), Self.text(b))
    }
  }

  private static func text(_ row: Row, _ name: String) -> String {
    text([row[name] as DatabaseValue])
  }

  private static func text(_ values: [DatabaseValue]) -> String {
    values.map { value in
      switch value.storage {
      case .int64(let number): String(number)
      case .string(let text): text
      default: ""
      }
    }.joined(separator: ", ")
  }
}
