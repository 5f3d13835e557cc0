import GRDB

/// Writes the rows of one EPC after the other, each table in key order.
final class UnitWriter {
  /// What units share: their stays, shipments and receipts.
  let fates: Fates
  private let events: RowFeed
  private let units: RowFeed

  init(_ db: Database) throws {
    events = try RowFeed(db, into: "epc_event", columns: 4)
    units = try RowFeed(db, into: "unit_life", columns: 15)
    fates = try Fates(db)
  }

  @inline(__always)
  func event(_ epc: Int64, _ sequence: Int64, _ event: Int64, role: Int64) throws {
    let cells = try events.row()
    cells[0] = epc
    cells[1] = sequence
    cells[2] = event
    cells[3] = role
  }

  /// The next row of unit_life, to be filled cell by cell.
  func unit() throws -> UnitRow {
    UnitRow(cells: try units.row())
  }

  /// Hands everything to SQLite.
  func flush() throws {
    try events.flush()
    try units.flush()
    try fates.flush()
  }

  func close() {
    events.close()
    units.close()
    fates.close()
  }
}

/// One row of unit_life in the making.
struct UnitRow {
  let cells: UnsafeMutablePointer<Int64>

  @inline(__always)
  subscript(_ column: Int) -> Int64? {
    get { cells[column] }
    nonmutating set { cells[column] = newValue ?? RowFeed.null }
  }
}
