import Crypto
import Foundation
package import GRDB
package import Settings

/// Makes the tables of record kinds and keeps them as the kinds' files say.
package enum RecordTables {
  /// Makes what is not there for some kinds and changes what a changed file asks for: rows are
  /// carried over, the kind's artifacts wait to be read again (`RereadList`). Part of the run's
  /// transaction; equal kinds write nothing. Says the ids of kinds that changed.
  @discardableResult
  package static func prepare(_ db: Database, _ kinds: some Sequence<RecordKind>) throws -> [String]
  {
    // Where the last of these tables is, all are; a statement that makes tables, even one that has
    // nothing to do, costs SQLite and GRDB what they know of the schema.
    if try !db.tableExists("chart_point") {
      try db.execute(sql: Schema.records)
      try Derivation.markStale(db)
    }
    var changed: [String] = []
    for kind in kinds {
      let layout = RecordLayout(kind)
      if let problem = layout.problems.first {
        throw CatalogError.misuse("Record kind \(kind.id): \(problem). Rename the field.")
      }
      let digest = digest(of: kind)
      let stored = try Row.fetchOne(
        db, sql: "SELECT digest, layout FROM kind_layout WHERE kind = ?", arguments: [kind.id])
      guard let stored else {
        try create(db, layout)
        try write(db, layout, digest)
        continue
      }
      if stored["digest"] == digest { continue }
      changed.append(kind.id)
      let old = try decoded(stored["layout"])
      if old != layout { try rebuild(db, from: old, to: layout) }
      try write(db, layout, digest)
      try db.execute(
        sql: "UPDATE \(quoted(layout.table)) SET muster_stale = 1 WHERE muster_stale = 0")
      try RereadList.mark(db, kind: kind.id)
    }
    return changed
  }

  /// The layouts of every kind the catalog has records of, by kind id.
  package static func layouts(_ db: Database) throws -> [RecordLayout] {
    guard try db.tableExists("kind_layout") else { return [] }
    return try String.fetchAll(
      db,
      sql: """
        SELECT layout FROM kind_layout
        WHERE kind IN (SELECT kind FROM record_kind) ORDER BY kind
        """
    ).map(decoded)
  }

  /// The layout of one kind; nil when the catalog has no tables for it.
  static func layout(_ db: Database, of kind: String) throws -> RecordLayout? {
    guard try db.tableExists("kind_layout") else { return nil }
    return try String.fetchOne(
      db, sql: "SELECT layout FROM kind_layout WHERE kind = ?", arguments: [kind]
    ).map(decoded)
  }

  /// The statements that make the tables of a layout; each line of DDL stands for itself.
  package static func statements(_ layout: RecordLayout) -> [String] {
    var columns = [
      "record_id INTEGER PRIMARY KEY", "source_id INTEGER NOT NULL",
      "is_current INTEGER NOT NULL", "superseded_by INTEGER", "absent_since_ms INTEGER",
      "extra TEXT",
    ]
    columns += layout.cells.flatMap(\.columns).map(definition)
    columns += [
      "muster_key TEXT NOT NULL", "muster_content BLOB NOT NULL",
      "muster_order_ms INTEGER NOT NULL", "muster_seen_in INTEGER NOT NULL",
      "muster_rival INTEGER", "muster_stale INTEGER NOT NULL DEFAULT 0",
    ]
    let table = layout.table
    var statements = [
      "CREATE TABLE \(quoted(table))(\(columns.joined(separator: ", ")))",
      "CREATE INDEX \(quoted(table + "_by_key")) ON \(quoted(table))(muster_key, source_id)",
    ]
    let firstKey = layout.key.first.flatMap { path in layout.cells.first { $0.path == path } }
    var indexed = [firstKey?.columns.first?.name].compactMap { $0 }
    indexed += layout.cells.flatMap(\.columns).filter(\.isLink).map(\.name)
    for name in indexed {
      statements.append(
        "CREATE INDEX \(quoted("\(table)_by_\(name)")) ON \(quoted(table))(\(quoted(name)))")
    }
    for list in layout.lists {
      let columns =
        ["record_id INTEGER NOT NULL", "ord INTEGER NOT NULL"]
        + list.cells.flatMap(\.columns).map(definition) + ["PRIMARY KEY(record_id, ord)"]
      statements.append(
        "CREATE TABLE \(quoted(list.table))(\(columns.joined(separator: ", "))) WITHOUT ROWID")
      for column in list.cells.flatMap(\.columns) where column.isLink {
        statements.append(
          "CREATE INDEX \(quoted("\(list.table)_by_\(column.name)")) "
            + "ON \(quoted(list.table))(\(quoted(column.name)))")
      }
    }
    return statements
  }

  private static func definition(_ column: RecordLayout.Column) -> String {
    "\(quoted(column.name)) \(column.isInteger ? "INTEGER" : "TEXT")"
  }

  static func quoted(_ name: String) -> String { name.quotedDatabaseIdentifier }

  private static func create(_ db: Database, _ layout: RecordLayout) throws {
    for statement in statements(layout) { try db.execute(sql: statement) }
  }

  private static func write(_ db: Database, _ layout: RecordLayout, _ digest: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(layout), as: UTF8.self)
    try db.execute(
      sql: "INSERT OR REPLACE INTO kind_layout(kind, digest, layout) VALUES (?, ?, ?)",
      arguments: [layout.kind, digest, text])
  }

  private static func decoded(_ text: String) throws -> RecordLayout {
    do {
      return try JSONDecoder().decode(RecordLayout.self, from: Data(text.utf8))
    } catch {
      throw CatalogError.damaged("The layout of a record kind cannot be read.")
    }
  }

  /// Makes the tables anew and carries over the columns both have with the same meaning.
  private static func rebuild(
    _ db: Database, from old: RecordLayout, to new: RecordLayout
  ) throws {
    let oldTables = [old.table] + old.lists.map(\.table)
    for table in oldTables where try db.tableExists(table) {
      let indexes = try String.fetchAll(
        db,
        sql: """
          SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL
          """, arguments: [table])
      for index in indexes { try db.execute(sql: "DROP INDEX \(quoted(index))") }
      try db.execute(
        sql: "ALTER TABLE \(quoted(table)) RENAME TO \(quoted("old__" + table))")
    }
    try create(db, new)
    func carry(
      _ table: String, own: [String], _ before: [RecordLayout.Cell],
      _ after: [RecordLayout.Cell]
    ) throws {
      let kept = Set(before.flatMap(\.columns)).intersection(after.flatMap(\.columns))
      let names = (own + kept.map(\.name).sorted()).map(quoted).joined(separator: ", ")
      try db.execute(
        sql: """
          INSERT INTO \(quoted(table))(\(names))
          SELECT \(names) FROM \(quoted("old__" + table))
          """)
    }
    try carry(new.table, own: RecordLayout.ownColumns, old.cells, new.cells)
    for list in new.lists {
      guard let before = old.lists.first(where: { $0.table == list.table }) else { continue }
      try carry(list.table, own: ["record_id", "ord"], before.cells, list.cells)
    }
    for table in oldTables { try db.execute(sql: "DROP TABLE \(quoted("old__" + table))") }
  }

  /// SHA-256 over what decides how a kind's records are read.
  static func digest(of kind: RecordKind) -> String {
    func json(_ field: RecordField) -> CanonicalJSON {
      var parts: [String: CanonicalJSON] = [
        "name": .string(field.name), "kind": .string(field.kind.rawValue),
        "aliases": .array(field.aliases.map { .string($0) }),
        "words": .array(
          field.words.map { word in
            .array([
              .string(word), .array((field.synonyms[word] ?? []).map { .string($0) }),
            ])
          }),
        "unit": .optional(field.unit), "scale": .integer(Int64(field.scale)),
        "references": .optional(field.references), "separator": .optional(field.separator),
        "of": .optional(field.itemKind?.rawValue), "fields": .array(field.fields.map(json)),
      ]
      // Left out where it is not used, so that what catalogs hold was read by the same digest.
      if let after = field.after { parts["after"] = .string(after) }
      if let before = field.before { parts["before"] = .string(before) }
      if let most = field.most { parts["most"] = .integer(most) }
      return .object(parts)
    }
    let all = CanonicalJSON.object([
      "key": .array(kind.key.map { .string($0) }), "fields": .array(kind.fields.map(json)),
      "begins": .array(RecordLayout(kind).begins.map { .string($0) }),
    ])
    return HexText.of(SHA256.hash(data: Array(all.text.utf8)))
  }
}

/// Artifacts whose records are to be read again, because what they are read by has changed.
package enum RereadList {
  /// Marks the current artifacts of every source of a kind.
  package static func mark(_ db: Database, kind: String) throws {
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO reread(artifact_id)
        SELECT a.artifact_id FROM artifact a JOIN source s ON s.source_id = a.source_id
        WHERE s.kind = ? AND a.superseded_by IS NULL AND a.status = 'taken'
        """, arguments: [kind])
  }

  /// Marks the current artifacts of a source, after its columns or formats changed in the
  /// configuration; its records wait to be replaced, not superseded.
  package static func mark(_ db: Database, source: Int64, kind: String) throws {
    try mark(db, source: source, statuses: ["taken"])
    let table = kind + "_version"
    if try db.tableExists(table) {
      try db.execute(
        sql: """
          UPDATE \(table.quotedDatabaseIdentifier) SET muster_stale = 1
          WHERE source_id = ? AND muster_stale = 0
          """, arguments: [source])
    }
  }

  /// Marks the current artifacts of a source that have one of these statuses.
  package static func mark(_ db: Database, source: Int64, statuses: [String]) throws {
    for status in statuses {
      try db.execute(
        sql: """
          INSERT OR IGNORE INTO reread(artifact_id) SELECT artifact_id FROM artifact
          WHERE source_id = ? AND superseded_by IS NULL AND status = ?
          """, arguments: [source, status])
    }
  }

  /// Whether any artifact waits to be read again.
  static func isAny(_ db: Database) throws -> Bool {
    guard try db.tableExists("reread") else { return false }
    return try Int.fetchOne(db.cachedStatement(sql: "SELECT 1 FROM reread LIMIT 1")) != nil
  }

  /// Whether an artifact waits to be read again.
  package static func contains(_ db: Database, artifact: Int64) throws -> Bool {
    guard try db.tableExists("reread") else { return false }
    return try Int.fetchOne(
      db.cachedStatement(sql: "SELECT 1 FROM reread WHERE artifact_id = ?"), arguments: [artifact])
      != nil
  }
}
