import GRDB

/// The rows of an event in a table that is filled in the order of events and has no index on them
/// (`epc_run`, `event_transaction`, `event_correction`): found by halving, not by reading all.
struct EventRows {
  private let db: Database
  private let probe: String
  private let last: Int64

  init(_ db: Database, table: String) throws {
    self.db = db
    probe = "SELECT rowid, event_id FROM \(table) WHERE rowid >= ? ORDER BY rowid LIMIT 1"
    last =
      try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(rowid) FROM \(table)")) ?? 0
  }

  /// The rowid of the first row of an event or of a later one, looked for from `start` on; past
  /// the end of the table when there is none.
  func start(of event: Int64, from start: Int64 = 0) throws -> Int64 {
    let end = last &+ 1
    guard start < end else { return end }
    // Events asked for in order tend to stand side by side.
    if let row = try row(from: start), row.event >= event { return row.id }
    var low = start
    var high = end
    while low < high {
      let middle = low + (high - low) / 2
      guard let row = try row(from: middle), row.event < event else {
        high = middle
        continue
      }
      low = row.id + 1
    }
    return low
  }

  private func row(from rowid: Int64) throws -> (id: Int64, event: Int64)? {
    try Row.fetchOne(db.cachedStatement(sql: probe), arguments: [rowid]).map { ($0[0], $0[1]) }
  }
}
