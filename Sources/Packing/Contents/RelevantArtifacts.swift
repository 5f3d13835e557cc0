internal import Assessing
internal import GRDB
internal import Settings

/// The artifacts that say something about a subject in scope. Scope selects subjects, never
/// facts: an event outside the period counts when it is part of the life of a unit in scope.
struct RelevantArtifacts {
  private var relevant: Set<Int64> = []

  init(_ db: Database, scope: Assessment.Scope) throws {
    // What holds no event (documents, master data, other records) is about everything; an archive
    // is about what its members are about.
    try add(
      db,
      """
      SELECT artifact_id FROM artifact WHERE status = 'taken'
      AND artifact_id NOT IN (SELECT artifact_id FROM document WHERE events > 0)
      AND (format IS NOT 'zip' OR container_id IS NULL AND artifact_id NOT IN (
        SELECT container_id FROM artifact
        WHERE container_id IS NOT NULL AND status = 'taken' AND format IS NOT 'zip'))
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

  // What names a unit in scope, and what names a container it lay in: goods leave as cases and
  // pallets, which have a product code of their own, or none.
  private mutating func addByUnits(_ db: Database, _ scope: Assessment.Scope) throws {
    var subject = "f.first_day <= ? AND f.last_day >= ?"
    var arguments: StatementArguments = [scope.to.number, scope.from.number]
    if !scope.products.isEmpty {
      subject += " AND p.gtin IN (\(databaseQuestionMarks(count: scope.products.count)))"
      arguments += StatementArguments(scope.products)
    }
    if !scope.lots.isEmpty {
      subject += " AND l.lot IN (\(databaseQuestionMarks(count: scope.lots.count)))"
      arguments += StatementArguments(scope.lots)
    }
    try add(
      db,
      """
      WITH RECURSIVE subject(fate_id) AS (
        SELECT f.fate_id FROM fate f JOIN product p ON p.product_id = f.product_id
        LEFT JOIN all_lot l ON l.lot_id = f.lot_id WHERE \(subject)
        UNION
        SELECT u.fate_id FROM subject s JOIN fate_stay y ON y.fate_id = s.fate_id
        JOIN unit_fate u ON u.epc_id = y.parent_id)
      SELECT e.artifact_id FROM subject s JOIN fate_event v ON v.fate_id = s.fate_id
      JOIN all_event e ON e.event_id = v.event_id
      UNION
      SELECT e.artifact_id FROM subject s JOIN unit_fate u ON u.fate_id = s.fate_id
      JOIN all_event e ON e.event_id = u.commission_event
      """, arguments)
  }

  private mutating func add(
    _ db: Database, _ sql: String, _ arguments: StatementArguments = StatementArguments()
  ) throws {
    let rows = try Int64.fetchCursor(db, sql: sql, arguments: arguments)
    while let id = try rows.next() { relevant.insert(id) }
  }
}
