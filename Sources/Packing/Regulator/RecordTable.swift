internal import Cataloging
internal import GRDB

/// The table of a record kind: `<kind>_version` with its lists `<kind>__…`, and the columns that
/// tie a row to a subject.
struct RecordTable {
  let kind: String
  /// The columns of the kind's own fields, in the order of the table.
  let fields: [String]
  /// How the kind's table is made; nil when the catalog does not keep it.
  let layout: RecordLayout?
  private let columns: Set<String>
  private let own: [String]
  private let lists: [(table: String, columns: [String])]

  private static let subjectColumns = ["lot_id", "epc_id", "product_id"]
  private static let internalColumns: Set<String> = [
    "record_id", "source_id", "is_current", "superseded_by", "absent_since_ms", "extra",
  ]

  /// The tables of all kinds the catalog has records of.
  static func all(_ db: Database) throws -> [RecordTable] {
    let tables = try String.fetchAll(
      db,
      sql: "SELECT name FROM main.sqlite_master WHERE type = 'table' ORDER BY name")
    let layouts = Dictionary(
      try RecordTables.layouts(db).map { ($0.kind, $0) }, uniquingKeysWith: { one, _ in one })
    return try tables.filter { $0.hasSuffix("_version") }.compactMap { name in
      let columns = try db.columns(in: name).map(\.name)
      guard columns.contains("record_id"), columns.contains("is_current") else { return nil }
      let kind = String(name.dropLast("_version".count))
      let lists = try tables.filter { $0.hasPrefix("\(kind)__") }.map { table in
        (table: table, columns: subjects(in: try db.columns(in: table).map(\.name)))
      }
      return RecordTable(
        kind: kind,
        fields: columns.filter { !internalColumns.contains($0) && !$0.hasSuffix("_id") },
        layout: layouts[kind], columns: Set(columns), own: subjects(in: columns),
        lists: lists.filter { !$0.columns.isEmpty })
    }
  }

  private static func subjects(in columns: [String]) -> [String] {
    columns.filter { column in
      subjectColumns.contains { column == $0 || column.hasSuffix("_\($0)") }
    }
  }

  /// True when rows are tied to lots, units or products at all.
  var isTied: Bool { !own.isEmpty || !lists.isEmpty }

  /// Condition on `v`: the row names something of the temporary tables `<prefix>_…`. A row that
  /// names a lot or unit is not taken for its product alone.
  func condition(_ prefix: String) -> String {
    let conditions =
      own.map { Self.isIn($0, "v.\($0)", prefix) }
      + lists.flatMap { list in
        list.columns.map { column in
          "EXISTS (SELECT 1 FROM \(list.table.quotedDatabaseIdentifier) i "
            + "WHERE i.record_id = v.record_id AND \(Self.isIn(column, "i.\(column)", prefix)))"
        }
      }
    let fine = conditions.filter { !$0.contains("_product ") }
    guard !fine.isEmpty else {
      return conditions.isEmpty ? "0 = 1" : conditions.joined(separator: " OR ")
    }
    return fine.joined(separator: " OR ")
  }

  /// Condition on `v`: the row had begun at the cut-off.
  func visible(_ cutOff: RecordCutOff?) -> String {
    guard let cutOff, let layout else { return "1 = 1" }
    return "NOT (\(cutOff.begins(layout, columns)))"
  }

  /// Artifacts with rows that begin after the cut-off, or say something that became known later.
  func late(_ cutOff: RecordCutOff) -> String? {
    guard let layout else { return nil }
    return """
      SELECT r.artifact_id FROM \("\(kind)_version".quotedDatabaseIdentifier) v
      JOIN record r ON r.record_id = v.record_id
      WHERE (\(cutOff.begins(layout, columns))) OR (\(cutOff.hidesAny(layout, columns)))
      """
  }

  /// The columns of a row that say what became known only after the cut-off.
  func hidden(_ row: Row, _ cutOff: RecordCutOff?) -> Set<String> {
    guard let cutOff, let layout else { return [] }
    return Set(
      layout.cells.filter { cutOff.hides($0, of: layout, row) }.flatMap(\.columns).map(\.name))
  }

  /// Artifacts with rows about something that is not open.
  var outside: String {
    """
    SELECT r.artifact_id FROM \("\(kind)_version".quotedDatabaseIdentifier) v
    JOIN record r ON r.record_id = v.record_id WHERE NOT (\(condition("open")))
    """
  }

  private static func isIn(_ column: String, _ value: String, _ prefix: String) -> String {
    let name = subjectColumns.first { column.hasSuffix($0) }?.dropLast(3) ?? "lot"
    return
      "coalesce(\(value), -1) IN (SELECT \(name)_id FROM temp.\(prefix)_\(name) WHERE 1 = 1)"
  }
}
