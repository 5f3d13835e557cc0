import GRDB

/// Writes the rows of one EPC after the other, each table in key order.
final class UnitWriter {
  private let events: RowFeed
  private let stays: RowFeed
  private let units: RowFeed
  private let shipments: RowFeed
  private let receipts: RowFeed
  private var feeds: [RowFeed] { [events, stays, units, shipments, receipts] }

  init(_ db: Database) throws {
    events = try RowFeed(db, into: "epc_event", columns: 4)
    stays = try RowFeed(db, into: "containment", columns: 6)
    units = try RowFeed(db, into: "all_unit", columns: 27, textColumns: [15, 18])
    shipments = try RowFeed(db, into: "shipment_unit", columns: 5, conflict: "OR IGNORE")
    receipts = try RowFeed(db, into: "receipt_unit", columns: 4, conflict: "OR IGNORE")
  }

  @inline(__always)
  func event(_ epc: Int64, _ sequence: Int64, _ event: Int64, role: Int64) throws {
    let cells = try events.row()
    cells[0] = epc
    cells[1] = sequence
    cells[2] = event
    cells[3] = role
  }

  func stay(
    _ child: Int64, _ parent: Int64, from ms: Int64, _ event: Int64, to: Int64?, _ close: Int64?
  ) throws {
    let cells = try stays.row()
    cells[0] = child
    cells[1] = parent
    cells[2] = ms
    cells[3] = event
    cells[4] = to ?? RowFeed.null
    cells[5] = close ?? RowFeed.null
  }

  func shipment(
    _ epc: Int64, _ ms: Int64, _ event: Int64, listed: Int64, voided: Int64?
  ) throws {
    let cells = try shipments.row()
    cells[0] = epc
    cells[1] = ms
    cells[2] = event
    cells[3] = listed
    cells[4] = voided ?? RowFeed.null
  }

  func receipt(_ epc: Int64, _ ms: Int64, _ event: Int64, shipment: Int64?) throws {
    let cells = try receipts.row()
    cells[0] = epc
    cells[1] = ms
    cells[2] = event
    cells[3] = shipment ?? RowFeed.null
  }

  /// The next row of all_unit, to be filled cell by cell.
  func unit() throws -> UnitRow {
    UnitRow(cells: try units.row())
  }

  /// The cell of a word of all_unit.
  func unitText(_ word: String) -> Int64 { units.text(word) }

  /// Hands everything to SQLite.
  func flush() throws {
    for feed in feeds { try feed.flush() }
  }

  func close() {
    for feed in feeds { feed.close() }
  }
}

/// One row of all_unit in the making.
struct UnitRow {
  let cells: UnsafeMutablePointer<Int64>

  @inline(__always)
  subscript(_ column: Int) -> Int64? {
    get { cells[column] }
    nonmutating set { cells[column] = newValue ?? RowFeed.null }
  }
}
