package import GRDB

/// The runs of a catalog and their ledgers.
package enum RunLog {
  /// Writes down that a run began; says its `run_id`.
  package static func begin(
    _ db: Database, command: String, startedMs: Int64, user: String? = nil, host: String? = nil,
    tool: String? = nil
  ) throws -> Int64 {
    try db.execute(
      sql: "INSERT INTO run(command, started_ms, user, host, tool) VALUES (?, ?, ?, ?, ?)",
      arguments: [command, startedMs, user, host, tool])
    return db.lastInsertedRowID
  }

  /// Writes down how a run ended, with the ledger of each source.
  package static func end(
    _ db: Database, run: Int64, endedMs: Int64, outcome: String,
    ledgers: [Int64: ArtifactLedger] = [:]
  ) throws {
    try db.execute(
      sql: "UPDATE run SET ended_ms = ?, outcome = ? WHERE run_id = ?",
      arguments: [endedMs, outcome, run])
    for (source, ledger) in ledgers.sorted(by: { $0.key < $1.key }) {
      try db.execute(
        sql: """
          INSERT INTO ledger(run_id, source_id, seen, taken, unchanged, excluded, unreadable)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT(run_id, source_id) DO UPDATE SET seen = excluded.seen,
            taken = excluded.taken, unchanged = excluded.unchanged,
            excluded = excluded.excluded, unreadable = excluded.unreadable
          """,
        arguments: [
          run, source, ledger.seen, ledger.taken, ledger.unchanged, ledger.excluded,
          ledger.unreadable,
        ])
    }
  }
}
