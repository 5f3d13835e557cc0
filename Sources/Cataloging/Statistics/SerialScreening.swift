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
  static func run(_ db: Database, lots touched: Set<Int64>? = nil) throws {
    var issued: [Int64: Int] = [:]
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT l.product_id, sum(f.commissioned) FROM lot_fact f
        JOIN all_lot l ON l.lot_id = f.lot_id GROUP BY l.product_id
        HAVING sum(f.commissioned) >= \(SerialScreen.least)
        """)
    while let row = try rows.next() { issued[row[0]] = row[1] }
    let products = try touched.map { try Self.products(db, of: $0) } ?? Set(issued.keys)
    if touched == nil {
      try db.execute(sql: "DELETE FROM serial_screen")
      try ScreenedSerials.forget(db)
    }
    // Serials of a product are judged while those of the next are read.
    var judged: Judged?
    for product in products.sorted() {
      guard let issued = issued[product] else {
        try forget(db, product)
        continue
      }
      let lots = try newest(db, product)
      // Where all that is new are older lots, the serials are those of before.
      if let touched, touched.isDisjoint(with: lots),
        let before = try ScreenedSerials.read(db, product: product), before.lots == lots
      {
        try update(db, product, before, issued: issued)
        continue
      }
      if touched != nil { try forget(db, product) }
      let groups = try read(db, product: product, lots: lots)
      let next = Judged(product: product, lots: lots, groups, issued: issued)
      try judged?.write(db)
      judged = next
    }
    try judged?.write(db)
  }

  private static func forget(_ db: Database, _ product: Int64) throws {
    try db.cachedStatement(sql: "DELETE FROM serial_screen WHERE product_id = ?")
      .execute(arguments: [product])
    try ScreenedSerials.forget(db, product: product)
  }

  /// Judges a product again of which the newest lots are as they were.
  private static func update(
    _ db: Database, _ product: Int64, _ screened: ScreenedSerials, issued: Int
  ) throws {
    for (length, spread) in screened.spreads {
      for outcome in spread.outcomes(issued: issued) {
        try db.cachedStatement(
          sql: """
            UPDATE serial_screen SET value_e9 = ?, limit_e9 = ?, beyond = ?
            WHERE product_id = ? AND serial_length = ? AND test = ?
            """
        ).execute(arguments: [
          outcome.value, outcome.limit, outcome.isBeyond ? 1 : 0, product, length, outcome.test,
        ])
      }
    }
  }

  /// The lots whose serials are looked at, the newest first.
  private static func newest(_ db: Database, _ product: Int64) throws -> [Int64] {
    let lots = try Row.fetchAll(
      db,
      sql: """
        SELECT f.lot_id, f.commissioned FROM lot_fact f JOIN all_lot l ON l.lot_id = f.lot_id
        WHERE l.product_id = ? AND f.commissioned > 0
        ORDER BY f.last_commission_ms DESC, l.lot DESC
        """, arguments: [product])
    var chosen: [Int64] = []
    var count = 0
    for lot in lots where count < limit {
      chosen.append(lot[0])
      count += lot[1] as Int
    }
    return chosen
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
    private let lots: [Int64]
    private let found = Mutex<([Row], [Int: SerialSpread])>(([], [:]))
    private let isDone = DispatchSemaphore(value: 0)

    init(product: Int64, lots: [Int64], _ groups: [Int: NewestSerials], issued: Int) {
      self.product = product
      self.lots = lots
      DispatchQueue.global(qos: .userInitiated).async { [self] in
        let judged = Self.judge(groups, issued: issued)
        found.withLock { $0 = judged }
        isDone.signal()
      }
    }

    private static func judge(
      _ groups: [Int: NewestSerials], issued: Int
    ) -> ([Row], [Int: SerialSpread]) {
      var rows: [Row] = []
      var spreads: [Int: SerialSpread] = [:]
      for (length, newest) in groups {
        let ordered = newest.inOrder
        guard
          let screen = SerialScreen(
            ordered.map(newest.text), lots: ordered.map { Int($0.lot) }, issued: issued),
          let first = ordered.first
        else { continue }
        let outcomes = screen.outcomes()
        spreads[length] = outcomes.spread
        rows += outcomes.all.map {
          Row(length: length, serials: ordered.count, event: first.event, outcome: $0)
        }
      }
      return (rows, spreads)
    }

    /// Writes the rows once they are there.
    func write(_ db: Database) throws {
      isDone.wait()
      let (rows, spreads) = found.withLock { $0 }
      try ScreenedSerials(lots: lots, spreads: spreads).write(db, product: product)
      for row in rows {
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
