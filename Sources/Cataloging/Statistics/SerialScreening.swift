import GRDB

/// Fills `serial_screen` from the units of the newest lots of each product.
enum SerialScreening {
  /// Serials of one product that are enough: no further lot is looked at.
  static let limit = 20_000

  /// Serials of one product and length that are held at most: of larger lots the newest.
  static let most = 100_000

  /// Runs after the units are derived. The lots looked at are the newest by commissioning, until
  /// the limit is reached.
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

  private static func screen(
    _ db: Database, product: Int64, lots: [Int64], issued: Int
  ) throws {
    var groups: [Int: NewestSerials] = [:]
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
        groups[serial.count, default: NewestSerials(most: most)].add(
          serial, lot: lot, commissioned: row[1], event: row[2])
      }
    }
    for (length, newest) in groups.sorted(by: { $0.key < $1.key }) {
      let ordered = newest.inOrder
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
