import GRDB

/// Writes the rows of one EPC after the other, each table in key order.
final class UnitWriter {
  /// Columns of unit_life.
  static let columns = 15

  /// What units share: their events, stays, shipments and receipts.
  let fates: Fates
  private let units: RowFeed

  init(_ db: Database) throws {
    units = try RowFeed(db, into: "unit_life", columns: Self.columns)
    fates = try Fates(db)
  }

  /// Writes a row of unit_life: `cells`, with `epc` for the first.
  func unit(_ cells: [Int64], epc: Int64) throws {
    let row = try units.row()
    cells.withUnsafeBufferPointer { cells in
      for column in 0..<min(Self.columns, cells.count) { row[column] = cells[column] }
    }
    row[0] = epc
  }

  /// Hands everything to SQLite.
  func flush() throws {
    try units.flush()
    try fates.flush()
  }

  func close() {
    units.close()
    fates.close()
  }
}
