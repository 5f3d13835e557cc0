package import GRDB

/// Takes records of a source back that stand for it no longer, so that its files can be read as if
/// for the first time. The originals stay.
package enum RecordWithdrawal {
  /// Removes what a source gave of a kind; `keepingGone` leaves what only files hold that are gone
  /// at the source and cannot be read again.
  package static func withdraw(
    _ db: Database, source: Int64, kind: String, keepingGone: Bool = false
  ) throws {
    guard let layout = try RecordTables.layout(db, of: kind) else { return }
    let table = RecordTables.quoted(layout.table)
    let gone = """
      SELECT artifact_id FROM artifact WHERE superseded_by IS NULL AND absent_since_ms IS NOT NULL
      """
    try db.execute(sql: "CREATE TEMP TABLE withdrawn(record_id INTEGER PRIMARY KEY)")
    try db.execute(
      sql: """
        INSERT INTO temp.withdrawn SELECT record_id FROM \(table)
        WHERE source_id = ?\(keepingGone ? " AND muster_seen_in NOT IN (\(gone))" : "")
        """, arguments: [source])
    try db.execute(
      sql: """
        UPDATE \(table) SET superseded_by = NULL
        WHERE superseded_by IN (SELECT record_id FROM temp.withdrawn)
        """)
    for name in [layout.table] + layout.lists.map(\.table) + ["record", "defect"] {
      try db.execute(
        sql: """
          DELETE FROM \(RecordTables.quoted(name))
          WHERE record_id IN (SELECT record_id FROM temp.withdrawn)
          """)
    }
    try db.execute(sql: "DROP TABLE temp.withdrawn")
    try db.execute(
      sql: "DELETE FROM delivered_field WHERE source_id = ? AND kind = ?",
      arguments: [source, kind])
    try Derivation.markStale(db)
  }
}
