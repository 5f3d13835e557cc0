package import GRDB

/// Whether the tables hold the kinds of values they are declared with. SQLite lets anything stand
/// anywhere in a damaged or forged file, and code that reads a number relies on there being one.
package enum CatalogShape {
  /// A column as this release declares it.
  private struct Column {
    var name: String
    var allowed: [String]
  }

  /// Milliseconds, days, ids and counts beyond these bounds were never written.
  private static let bounds = [
    ("_ms", "-1000000000000000 AND 1000000000000000"), ("_day", "-4000000 AND 4000000"),
    ("_id", "-1000000000000000 AND 1000000000000000"),
    ("_count", "-1000000000000000 AND 1000000000000000"),
  ]

  /// The first column that is missing or holds what it cannot, as a sentence; nil when there is none.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  package static func fault(_ db: Database) throws -> String? {
    let tables = Schema.collectedTables + Schema.runTableNames + Schema.derivedTables
    return try fault(db, in: tables) { try Schema.create(in: $0) }
  }

  /// The same of the tables that tell of sources, files and runs alone, which are read whole before
  /// anything else: quick enough for every start.
  static func faultOfCollection(_ db: Database) throws -> String? {
    try fault(db, in: Schema.collectionTables) { try $0.execute(sql: Schema.collection) }
  }

  private static func fault(
    _ db: Database, in tables: [String], declaring: (Database) throws -> Void
  ) throws -> String? {
    let declared = try DatabaseQueue()
    try declared.write(declaring)
    for table in tables where try db.tableExists(table, in: "main") {
      let columns = try declared.read { try Self.columns($0, of: table) }
      let present = Set(try db.columns(in: table, in: "main").map(\.name))
      if let missing = columns.first(where: { !present.contains($0.name) }) {
        return "The table \(table) has no column \(missing.name)."
      }
      if let odd = try odd(db, in: table, columns) {
        return "The column \(odd) of the table \(table) holds a value of another kind."
      }
    }
    return nil
  }

  private static func columns(_ db: Database, of table: String) throws -> [Column] {
    try Row.fetchAll(
      db, sql: "SELECT name, type, \"notnull\", pk FROM pragma_table_info(?)", arguments: [table]
    ).map { row in
      let type: String = row["type"]
      let isFilled: Bool = row["notnull"] || (row["pk"] as Int) > 0
      return Column(
        name: row["name"], allowed: [type.lowercased()] + (isFilled ? [] : ["null"]))
    }
  }

  private static func odd(_ db: Database, in table: String, _ columns: [Column]) throws -> String? {
    let tests = columns.map { column in
      let name = "\"\(column.name)\""
      let kinds = column.allowed.map { "'\($0)'" }.joined(separator: ", ")
      var test = "typeof(\(name)) NOT IN (\(kinds))"
      if column.allowed[0] == "integer",
        let bound = bounds.first(where: { column.name.hasSuffix($0.0) })
      {
        test += " OR \(name) NOT BETWEEN \(bound.1)"
      }
      return (column.name, test)
    }
    let cases = tests.map { "WHEN \($0.1) THEN '\($0.0)'" }.joined(separator: " ")
    let any = tests.map { "(\($0.1))" }.joined(separator: " OR ")
    return try String.fetchOne(
      db, sql: "SELECT CASE \(cases) END FROM main.\"\(table)\" WHERE \(any) LIMIT 1")
  }
}
