import GRDB

/// Who stands behind an account: `account_person(account, system, person)`.
///
/// It is told by any kind with fields `person`, `account` and perhaps `system`, and by the kind
/// `person` with a list `accounts`, plain or with `account` and `system`. A person's own key is an
/// account of every system.
enum AccountMap {
  /// Fills the table from current records.
  static func fill(_ db: Database, _ layouts: [RecordLayout]) throws {
    for layout in layouts {
      let table = RecordTables.quoted(layout.table)
      func column(_ path: String, _ cells: [RecordLayout.Cell]) -> String? {
        cells.first { $0.path == path }?.columns.first.map { RecordTables.quoted($0.name) }
      }
      let person =
        column("person", layout.cells)
        ?? (layout.kind == "person" ? layout.key.first.flatMap { column($0, layout.cells) } : nil)
      guard let person else { continue }
      if let account = column("account", layout.cells) {
        let system = column("system", layout.cells).map { "coalesce(t.\($0), '')" } ?? "''"
        try insert(
          db, "SELECT t.\(account), \(system), t.\(person) FROM \(table) t WHERE t.is_current = 1")
      }
      guard layout.kind == "person" else { continue }
      try insert(
        db, "SELECT t.\(person), '', t.\(person) FROM \(table) t WHERE t.is_current = 1")
      for list in layout.lists where list.name == "accounts" {
        let cells = list.cells
        guard let account = column("account", cells) ?? column("value", cells) else { continue }
        let system = column("system", cells).map { "coalesce(a.\($0), '')" } ?? "''"
        try insert(
          db,
          """
          SELECT a.\(account), \(system), t.\(person) FROM \(table) t
          JOIN \(RecordTables.quoted(list.table)) a ON a.record_id = t.record_id
          WHERE t.is_current = 1
          """)
      }
    }
  }

  private static func insert(_ db: Database, _ select: String) throws {
    try db.execute(
      sql: """
        WITH pair(account, system, person) AS (\(select))
        INSERT OR IGNORE INTO account_person SELECT account, system, person FROM pair
        WHERE account IS NOT NULL AND person IS NOT NULL
        """)
  }
}
