import GRDB

/// What a row of unit_fate says besides the EPC.
struct UnitRow {
  var fate: Int64 = 0
  /// The event and its time as cells of a feed.
  var commission = RowFeed.null
  var ms = RowFeed.null

  init() {}

  init(fate: Int64, commission: Int64?, ms: Int64?) {
    self.fate = fate
    self.commission = commission ?? RowFeed.null
    self.ms = ms ?? RowFeed.null
  }
}

/// Writes the rows of one EPC after the other, each table in key order.
final class UnitWriter {
  /// What units share: what they are, their events, stays, shipments and receipts.
  let fates: Fates
  private let units: RowFeed

  init(_ db: Database, _ relay: RowRelay?) throws {
    units = try RowFeed(db, into: "unit_fate", columns: 4, relay: relay)
    fates = try Fates(db, relay)
  }

  /// Writes a row of unit_fate.
  func unit(_ epc: Int64, _ unit: UnitRow) throws {
    let row = try units.row()
    row[0] = epc
    row[1] = unit.fate
    row[2] = unit.commission
    row[3] = unit.ms
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
