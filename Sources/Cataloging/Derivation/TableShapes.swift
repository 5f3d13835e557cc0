package import GRDB

/// Tells SQLite what the tables behind the views of units are like: how many units a lot and a fate
/// have. Without it the planner takes a view over two of them apart in orders that compare every
/// unit with every other.
///
/// The numbers are fixed and round, not counted: the same statement runs the same way, step for
/// step, in every catalog.
package enum TableShapes {
  private static let stats: [(table: String, index: String?, stat: String)] = [
    ("unit_fate", "unit_fate_by_fate", "1000000 20"), ("fate", "fate_by_lot", "50000 1000"),
    ("fate_event", "fate_event", "100000 2 1"),
    ("fate_stay", "fate_stay", "50000 1 1 1 1"), ("fate_stay", "fate_stay_by_parent", "50000 1"),
    ("fate_shipment", "fate_shipment", "100000 2 1 1"),
    ("fate_receipt", "fate_receipt", "50000 1 1 1"),
  ]

  /// Writes them down; dropping an index or a table takes its line along.
  package static func write(_ db: Database) throws {
    // Makes the table of them when there is none; nothing is counted.
    try db.execute(sql: "ANALYZE main.sqlite_master")
    try db.execute(sql: "DELETE FROM main.sqlite_stat1")
    for line in stats {
      try db.execute(
        sql: "INSERT INTO main.sqlite_stat1(tbl, idx, stat) VALUES (?, ?, ?)",
        arguments: [line.table, line.index, line.stat])
    }
    try db.execute(sql: "ANALYZE main.sqlite_master")
  }
}
