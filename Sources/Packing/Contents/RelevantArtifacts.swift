internal import Assessing
internal import GRDB

/// The artifacts that say something about a subject in scope. Scope selects subjects, never
/// facts: an event outside the period counts when it is part of the life of a unit in scope.
struct RelevantArtifacts {
  private var relevant: Set<Int64> = []

  init(_ db: Database, scope: Assessment.Scope) throws {
    // What holds no event (documents, master data, other records) is about everything.
    try add(
      db,
      """
      SELECT artifact_id FROM artifact WHERE status = 'taken'
      AND artifact_id NOT IN (SELECT artifact_id FROM document WHERE events > 0)
      """)
    let restricted = !(scope.products.isEmpty && scope.lots.isEmpty)
    if !restricted {
      try add(
        db,
        "SELECT DISTINCT artifact_id FROM all_event WHERE event_day BETWEEN ? AND ?",
        [scope.from.number, scope.to.number])
      // An event without a readable date cannot be said to lie outside.
      try add(db, "SELECT DISTINCT artifact_id FROM all_event WHERE event_day IS NULL")
    }
    let all =
      try Int.fetchOne(
        db, sql: "SELECT count(*) FROM artifact WHERE status = 'taken'") ?? 0
    if relevant.count < all { try addByUnits(db, scope) }
  }

  func contains(_ artifact: Int64) -> Bool { relevant.contains(artifact) }

  private mutating func addByUnits(_ db: Database, _ scope: Assessment.Scope) throws {
    var sql = """
      SELECT DISTINCT e.artifact_id FROM all_unit u
      JOIN epc_event x ON x.epc_id = u.epc_id JOIN all_event e ON e.event_id = x.event_id
      LEFT JOIN all_lot l ON l.lot_id = u.lot_id
      JOIN product p ON p.product_id = u.product_id
      WHERE u.first_day <= ? AND u.last_day >= ?
      """
    var arguments: StatementArguments = [scope.to.number, scope.from.number]
    if !scope.products.isEmpty {
      sql += " AND p.gtin IN (\(databaseQuestionMarks(count: scope.products.count)))"
      arguments += StatementArguments(scope.products)
    }
    if !scope.lots.isEmpty {
      sql += " AND l.lot IN (\(databaseQuestionMarks(count: scope.lots.count)))"
      arguments += StatementArguments(scope.lots)
    }
    try add(db, sql, arguments)
  }

  private mutating func add(
    _ db: Database, _ sql: String, _ arguments: StatementArguments = StatementArguments()
  ) throws {
    let rows = try Int64.fetchCursor(db, sql: sql, arguments: arguments)
    while let id = try rows.next() { relevant.insert(id) }
  }
}
