package import GRDB

/// Takes records of a source back that stand for it no longer, so that its files can be read as if
/// for the first time. The originals stay.
package enum RecordWithdrawal {
  /// Removes what a source gave of a kind; `keepingGone` leaves what only files hold that are gone
  /// at the source and cannot be read again.
  package static func withdraw(
    _ db: Database, source: Int64, kind: String, keepingGone: Bool = false
  ) throws {
    let gone = """
      SELECT artifact_id FROM artifact WHERE superseded_by IS NULL AND absent_since_ms IS NOT NULL
      """
    try withdraw(
      db, source: source, kind: kind,
      where: keepingGone ? "muster_seen_in NOT IN (\(gone))" : "TRUE")
  }

  /// Removes what some artifacts of a source and their members gave of a kind, because the same
  /// bytes are about to be read by another description.
  package static func withdraw(
    _ db: Database, artifacts: [Int64], source: Int64, kind: String
  ) throws {
    if artifacts.isEmpty { return }
    try db.execute(sql: "CREATE TEMP TABLE read_again(artifact_id INTEGER PRIMARY KEY)")
    let insert = try db.makeStatement(sql: "INSERT OR IGNORE INTO temp.read_again VALUES (?)")
    for artifact in artifacts { try insert.execute(arguments: [artifact]) }
    try withdraw(
      db, source: source, kind: kind,
      where: """
        muster_seen_in IN (
          SELECT artifact_id FROM temp.read_again UNION SELECT artifact_id FROM artifact
          WHERE container_id IN (SELECT artifact_id FROM temp.read_again))
        """)
    try db.execute(sql: "DROP TABLE temp.read_again")
  }

  private static func withdraw(
    _ db: Database, source: Int64, kind: String, where condition: String
  ) throws {
    guard let layout = try RecordTables.layout(db, of: kind) else { return }
    let table = RecordTables.quoted(layout.table)
    try db.execute(sql: "CREATE TEMP TABLE withdrawn(record_id INTEGER PRIMARY KEY)")
    try db.execute(
      sql: """
        INSERT INTO temp.withdrawn SELECT record_id FROM \(table)
        WHERE source_id = ? AND \(condition)
        """, arguments: [source])
    // What stays of a key is held against what came after it, past the versions taken back.
    repeat {
      try db.execute(
        sql: """
          UPDATE \(table) AS t SET superseded_by = (
            SELECT w.superseded_by FROM \(table) w WHERE w.record_id = t.superseded_by)
          WHERE superseded_by IN (SELECT record_id FROM temp.withdrawn)
            AND record_id NOT IN (SELECT record_id FROM temp.withdrawn)
          """)
    } while db.changesCount > 0
    for name in [layout.table] + layout.lists.map(\.table) + ["record", "defect"] {
      try db.execute(
        sql: """
          DELETE FROM \(RecordTables.quoted(name))
          WHERE record_id IN (SELECT record_id FROM temp.withdrawn)
          """)
    }
    try db.execute(sql: "DROP TABLE temp.withdrawn")
    // Columns are told again by what is read again; those of records that stay were there.
    try db.execute(
      sql: """
        DELETE FROM delivered_field WHERE source_id = ? AND kind = ?
          AND NOT EXISTS (SELECT 1 FROM \(table) WHERE source_id = ?)
        """, arguments: [source, kind, source])
    try Derivation.markStale(db)
  }
}
