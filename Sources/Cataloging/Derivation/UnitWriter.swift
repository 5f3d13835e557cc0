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
///
/// Units mostly come to fates in the order of their ids, so that the index by fate is made with the
/// rows. Where they do not for long, it is dropped, to be made after them.
final class UnitWriter {
  /// The index of units by fate.
  static let index = "unit_fate_by_fate"
  /// Fates so far behind the newest stand on other pages of the index than it.
  private static let near: Int64 = 1_000
  /// What units share: what they are, their events, stays, shipments and receipts.
  let fates: Fates
  private let units: RowFeed
  private let relay: RowRelay?
  private let drop: DirectStatement?
  private let farLimit: Int
  private var newest: Int64 = 0
  private var far = 0

  /// With a relay the index goes when more than `farLimit` units came to fates far behind.
  init(_ db: Database, _ relay: RowRelay?, farLimit: Int = 100_000) throws {
    self.relay = relay
    self.farLimit = farLimit
    drop = try relay.map { _ in try DirectStatement(db, "DROP INDEX IF EXISTS \(Self.index)") }
    units = try RowFeed(db, into: "unit_fate", columns: 4, relay: relay)
    fates = try Fates(db, relay)
  }

  /// Whether the index has to be made yet.
  var lacksIndex: Bool { far > farLimit }

  /// Writes a row of unit_fate.
  func unit(_ epc: Int64, _ unit: UnitRow) throws {
    if unit.fate > newest {
      newest = unit.fate
    } else if unit.fate < newest - Self.near, drop != nil, !lacksIndex {
      far += 1
      if lacksIndex { try dropIndex() }
    }
    let row = try units.row()
    row[0] = epc
    row[1] = unit.fate
    row[2] = unit.commission
    row[3] = unit.ms
  }

  private func dropIndex() throws {
    guard let relay, let drop else { return }
    nonisolated(unsafe) let statement = drop
    try relay.run({ try statement.run() }, then: {})
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
