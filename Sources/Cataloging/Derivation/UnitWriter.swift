import GRDB

/// Writes the rows of one EPC after the other, each table in key order.
final class UnitWriter {
  private let eventRow: DirectStatement
  private let stayRow: DirectStatement
  private let unitRow: DirectStatement
  private let shipmentRow: DirectStatement
  private let receiptRow: DirectStatement
  private let custodyRow: DirectStatement

  init(_ db: Database) throws {
    eventRow = try DirectStatement(
      db, "INSERT INTO epc_event(epc_id, seq, event_id, role) VALUES (?,?,?,?)")
    stayRow = try DirectStatement(
      db,
      """
      INSERT INTO containment(child_id, parent_id, from_ms, open_event, to_ms, close_event)
      VALUES (?,?,?,?,?,?)
      """)
    unitRow = try DirectStatement(
      db,
      """
      INSERT INTO all_unit(epc_id, product_id, kind, is_container, lot_id, expiry_day,
        commission_event, commission_ms, commission_day, commission_count, first_ms, last_ms,
        first_day, last_day, last_event, state, state_event, state_ms, disposition, ship_count,
        first_ship_event, first_ship_ms, last_ship_event, final_event, final_ms, parent_id)
      VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
      """)
    shipmentRow = try DirectStatement(
      db,
      """
      INSERT OR IGNORE INTO shipment_unit(epc_id, ship_ms, shipment_event, listed_id, void_event)
      VALUES (?,?,?,?,?)
      """)
    receiptRow = try DirectStatement(
      db,
      """
      INSERT OR IGNORE INTO receipt_unit(epc_id, receive_ms, receipt_event, shipment_event)
      VALUES (?,?,?,?)
      """)
    custodyRow = try DirectStatement(
      db,
      """
      INSERT INTO custody(epc_id, seq, from_ms, to_ms, owner_gln, holder_gln, event_id)
      VALUES (?,?,?,?,?,?,?)
      """)
  }

  func event(_ epc: Int64, _ sequence: Int64, _ event: Int64, role: Int64) throws {
    eventRow.bind(1, epc)
    eventRow.bind(2, sequence)
    eventRow.bind(3, event)
    eventRow.bind(4, role)
    try eventRow.run()
  }

  func stay(
    _ child: Int64, _ parent: Int64, from ms: Int64, _ event: Int64, to: Int64?, _ close: Int64?
  ) throws {
    stayRow.bind(1, child)
    stayRow.bind(2, parent)
    stayRow.bind(3, ms)
    stayRow.bind(4, event)
    stayRow.bind(5, to)
    stayRow.bind(6, close)
    try stayRow.run()
  }

  func shipment(
    _ epc: Int64, _ ms: Int64, _ event: Int64, listed: Int64, voided: Int64?
  ) throws {
    shipmentRow.bind(1, epc)
    shipmentRow.bind(2, ms)
    shipmentRow.bind(3, event)
    shipmentRow.bind(4, listed)
    shipmentRow.bind(5, voided)
    try shipmentRow.run()
  }

  func receipt(_ epc: Int64, _ ms: Int64, _ event: Int64, shipment: Int64?) throws {
    receiptRow.bind(1, epc)
    receiptRow.bind(2, ms)
    receiptRow.bind(3, event)
    receiptRow.bind(4, shipment)
    try receiptRow.run()
  }

  func custody(
    _ epc: Int64, _ sequence: Int64, from: Int64, to: Int64?, owner: String?, holder: String?,
    _ event: Int64
  ) throws {
    custodyRow.bind(1, epc)
    custodyRow.bind(2, sequence)
    custodyRow.bind(3, from)
    custodyRow.bind(4, to)
    custodyRow.bind(5, owner)
    custodyRow.bind(6, holder)
    custodyRow.bind(7, event)
    try custodyRow.run()
  }

  func unit(_ bind: (DirectStatement) -> Void) throws {
    bind(unitRow)
    try unitRow.run()
  }
}
