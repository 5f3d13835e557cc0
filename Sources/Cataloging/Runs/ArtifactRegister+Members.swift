package import GRDB

extension ArtifactRegister {
  /// What became of the members of an archive, at any depth, counted as they are met again
  /// unchanged: those taken before count as unchanged.
  package func members(_ db: Database, of container: Int64) throws -> ArtifactLedger {
    guard try isContainer(db, container) else { return ArtifactLedger() }
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT coalesce(sum(CASE WHEN status = 'taken' THEN 1 ELSE 0 END), 0),
            coalesce(sum(CASE WHEN status = 'excluded' THEN 1 ELSE 0 END), 0),
            coalesce(sum(CASE WHEN status = 'unreadable' THEN 1 ELSE 0 END), 0)
          FROM artifact WHERE container_id = ? AND superseded_by IS NULL
          """), arguments: [container])
    return row.map { ArtifactLedger(unchanged: $0[0], excluded: $0[1], unreadable: $0[2]) }
      ?? ArtifactLedger()
  }

  /// What was not taken of an artifact met again unchanged, itself or members of it: path, status
  /// and reason.
  package func notTaken(
    _ db: Database, of artifact: Int64
  ) throws -> [(path: String, status: String, reason: String)] {
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT path, status, coalesce(reason, '') FROM artifact
          WHERE \(itselfAndMembers(db, artifact)) AND status <> 'taken' AND superseded_by IS NULL
          ORDER BY path
          """), arguments: [artifact])
    return rows.map { ($0[0], $0[1], $0[2]) }
  }

  /// Artifacts of earlier runs that still count and hold records set aside: path, how many, and
  /// the first of them with its line.
  package func setAsideBefore(
    _ db: Database
  ) throws -> [(path: String, count: Int, first: String)] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        WITH first AS (
          SELECT artifact_id, min(quarantine_id) AS quarantine_id FROM quarantine
          GROUP BY artifact_id)
        SELECT a.path, a.records_quarantined, q.line, coalesce(q.detail, q.reason)
        FROM first f
        CROSS JOIN artifact a ON a.artifact_id = f.artifact_id
        CROSS JOIN quarantine q ON q.quarantine_id = f.quarantine_id
        WHERE a.source_id = ? AND a.run_id <> ? AND a.superseded_by IS NULL
          AND a.status = 'taken' AND a.records_quarantined > 0
        ORDER BY a.path
        """, arguments: [source, run])
    return rows.map { row in
      let line = (row[2] as Int?).map { "line \($0): " } ?? ""
      let text: String = row[3]
      return (row[0], row[1], line + text)
    }
  }
}
