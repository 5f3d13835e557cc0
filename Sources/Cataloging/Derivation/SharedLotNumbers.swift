import GRDB

/// Lot numbers that lots of several products have. An event that makes cases and their packs together
/// states one number and is kept with the lot of the first product it names; a pack is of the lot of
/// its own.
struct SharedLotNumbers {
  private struct Member: Hashable {
    var number: Int
    var product: Int64
  }

  private var numberOf: [Int32: Int] = [:]
  private var lotOf: [Member: Int32] = [:]
  private var lotsOf: [[Int32]] = []

  init(_ db: Database) throws {
    let rows = try DirectStatement(
      db,
      """
      SELECT lot_id, product_id, lot FROM all_lot
      WHERE lot IN (SELECT lot FROM all_lot GROUP BY lot HAVING count(*) > 1) ORDER BY lot, lot_id
      """)
    var last: String?
    while try rows.next() {
      let text = rows.string(2)
      if text != last { lotsOf.append([]) }
      last = text
      let number = lotsOf.count - 1
      let lot = Int32(clamping: rows.int(0))
      lotsOf[number].append(lot)
      numberOf[lot] = number
      lotOf[Member(number: number, product: rows.int(1))] = lot
    }
  }

  /// The lot of a product that has the number of another product's lot.
  func lot(_ lot: Int32, of product: Int64) -> Int32 {
    guard !numberOf.isEmpty, let number = numberOf[lot] else { return lot }
    return lotOf[Member(number: number, product: product)] ?? lot
  }

  /// Which number a lot shares with others, nil when with none.
  func number(of lot: Int64) -> Int? { numberOf[Int32(clamping: lot)] }

  /// The lots of such a number.
  func lots(of number: Int) -> [Int32] { lotsOf[number] }
}
