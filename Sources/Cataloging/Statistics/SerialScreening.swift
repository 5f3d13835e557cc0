import GRDB

/// Fills `serial_screen` from the units of the newest lots of each product.
enum SerialScreening {
  /// Serials of one product that are enough: no further lot is looked at.
  static let limit = 20_000

  /// Runs after the units are derived. The lots looked at are the newest by commissioning, whole,
  /// until the limit is reached.
  static func run(_ db: Database) throws {
    try db.execute(sql: "DELETE FROM serial_screen")
    let products = try Row.fetchAll(
      db,
      sql: """
        SELECT l.product_id, sum(f.commissioned) FROM lot_fact f
        JOIN all_lot l ON l.lot_id = f.lot_id GROUP BY l.product_id
        HAVING sum(f.commissioned) >= \(SerialScreen.least) ORDER BY l.product_id
        """)
    for product in products {
      let id: Int64 = product[0]
      let lots = try Row.fetchAll(
        db,
        sql: """
          SELECT f.lot_id, f.commissioned FROM lot_fact f JOIN all_lot l ON l.lot_id = f.lot_id
          WHERE l.product_id = ? AND f.commissioned > 0
          ORDER BY f.last_commission_ms DESC, l.lot DESC
          """, arguments: [id])
      var chosen: [Int64] = []
      var count = 0
      for lot in lots where count < limit {
        chosen.append(lot[0])
        count += lot[1] as Int
      }
      try screen(db, product: id, lots: chosen, issued: product[1])
    }
  }

  private struct Unit {
    var serial: [UInt8]
    var lot: Int64
    var commissioned: Int64
    var event: Int64
    var mix: UInt64
  }

  /// A number without any relation to the order of serials (FNV-1a, then mixed).
  private static func mixed(_ serial: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in serial { hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01B3 }
    hash ^= hash >> 33
    hash = hash &* 0xFF51_AFD7_ED55_8CCD
    return hash ^ hash >> 33
  }

  private static func screen(
    _ db: Database, product: Int64, lots: [Int64], issued: Int
  ) throws {
    var groups: [Int: [Unit]] = [:]
    let statement = try db.cachedStatement(
      sql: """
        SELECT e.serial, u.commission_ms, u.commission_event FROM all_unit u
        JOIN epc e ON e.epc_id = u.epc_id
        WHERE u.lot_id = ? AND u.product_id = ? AND u.kind = 1 AND u.commission_ms IS NOT NULL
          AND u.is_container = 0
        """)
    for lot in lots {
      let rows = try Row.fetchCursor(statement, arguments: [lot, product])
      while let row = try rows.next() {
        let serial = Array((row[0] as String).utf8)
        groups[serial.count, default: []].append(
          Unit(
            serial: serial, lot: lot, commissioned: row[1], event: row[2],
            mix: mixed(serial)))
      }
    }
    for (length, units) in groups.sorted(by: { $0.key < $1.key }) {
      // What was commissioned at one instant has no order: it is mixed, lest the catalog's own
      // order shows.
      let ordered = units.sorted { ($0.commissioned, $0.mix) < ($1.commissioned, $1.mix) }
      guard
        let screen = SerialScreen(
          ordered.map(\.serial), lots: ordered.map { Int($0.lot) }, issued: issued),
        let first = ordered.first
      else { continue }
      for outcome in screen.outcomes() {
        try db.cachedStatement(
          sql: "INSERT INTO serial_screen VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
          product, length, outcome.test, ordered.count, outcome.value, outcome.limit,
          outcome.probability, outcome.isBeyond ? 1 : 0, first.event,
        ])
      }
    }
  }
}
