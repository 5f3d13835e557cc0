import Dispatch
import GRDB
import Synchronization

/// Fills `serial_screen` from the units of the newest lots of each product.
enum SerialScreening {
  /// Serials of one product that are enough: no further lot is looked at.
  static let limit = 20_000

  /// Serials of one product and length that are held at most: of larger lots the newest.
  static let most = 100_000

  /// Runs after the units are derived. The lots looked at are the newest by commissioning, until
  /// the limit is reached. Of `lots` only their products are screened anew, of nil all.
  static func run(_ db: Database, lots: Set<Int64>? = nil) throws {
    let touched = try lots.map { try Self.products(db, of: $0) }
    for product in touched ?? [] {
      try db.cachedStatement(sql: "DELETE FROM serial_screen WHERE product_id = ?")
        .execute(arguments: [product])
    }
    if touched == nil { try db.execute(sql: "DELETE FROM serial_screen") }
    let products = try Row.fetchAll(
      db,
      sql: """
        SELECT l.product_id, sum(f.commissioned) FROM lot_fact f
        JOIN all_lot l ON l.lot_id = f.lot_id GROUP BY l.product_id
        HAVING sum(f.commissioned) >= \(SerialScreen.least) ORDER BY l.product_id
        """)
    // Serials of a product are judged while those of the next are read.
    var judged: Judged?
    for product in products {
      let id: Int64 = product[0]
      if let touched, !touched.contains(id) { continue }
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
      let groups = try read(db, product: id, lots: chosen)
      let next = Judged(product: id, groups, issued: product[1])
      try judged?.write(db)
      judged = next
    }
    try judged?.write(db)
  }

  private static func products(_ db: Database, of lots: Set<Int64>) throws -> Set<Int64> {
    let product = try DirectStatement(db, "SELECT product_id FROM all_lot WHERE lot_id = ?")
    var found: Set<Int64> = []
    for lot in lots {
      product.bind(1, lot)
      if try product.next() { found.insert(product.int(0)) }
      product.reset()
    }
    return found
  }

  /// The newest serials by their length.
  private static func read(
    _ db: Database, product: Int64, lots: [Int64]
  ) throws -> [Int: NewestSerials] {
    var groups: [Int: NewestSerials] = [:]
    let rows = try DirectStatement(
      db,
      """
      SELECT e.serial, u.commission_ms, u.commission_event FROM all_unit u
      JOIN epc e ON e.epc_id = u.epc_id
      WHERE u.lot_id = ? AND u.product_id = ? AND u.kind = 1 AND u.commission_ms IS NOT NULL
        AND u.is_container = 0
      """)
    rows.bind(2, product)
    for lot in lots {
      rows.bind(1, lot)
      while try rows.next() {
        guard let serial = rows.text(0) else { continue }
        groups[serial.count, default: NewestSerials(most: most)].add(
          serial, lot: lot, commissioned: rows.int(1), event: rows.int(2))
      }
    }
    return groups
  }

  /// The outcomes for one product, found on a thread of their own.
  private final class Judged: Sendable {
    private struct Row: Sendable {
      var length: Int
      var serials: Int
      var event: Int64
      var outcome: SerialScreen.Outcome
    }

    private let product: Int64
    private let rows = Mutex<[Row]>([])
    private let isDone = DispatchSemaphore(value: 0)

    init(product: Int64, _ groups: [Int: NewestSerials], issued: Int) {
      self.product = product
      DispatchQueue.global(qos: .userInitiated).async { [self] in
        let found = Self.rows(groups, issued: issued)
        rows.withLock { $0 = found }
        isDone.signal()
      }
    }

    private static func rows(_ groups: [Int: NewestSerials], issued: Int) -> [Row] {
      groups.sorted { $0.key < $1.key }.flatMap { length, newest -> [Row] in
        let ordered = newest.inOrder
        guard
          let screen = SerialScreen(
            ordered.map(newest.text), lots: ordered.map { Int($0.lot) }, issued: issued),
          let first = ordered.first
        else { return [] }
        return screen.outcomes().map {
          Row(length: length, serials: ordered.count, event: first.event, outcome: $0)
        }
      }
    }

    /// Writes the rows once they are there.
    func write(_ db: Database) throws {
      isDone.wait()
      for row in rows.withLock({ $0 }) {
        try db.cachedStatement(
          sql: "INSERT INTO serial_screen VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
          product, row.length, row.outcome.test, row.serials, row.outcome.value,
          row.outcome.limit, row.outcome.probability, row.outcome.isBeyond ? 1 : 0, row.event,
        ])
      }
    }
  }
}
