import GRDB

/// Product and kind of every EPC. Serials of a product were numbered in a row, so that only where
/// another product begins is kept.
struct EPCNames {
  struct Name: Hashable {
    var product: Int64 = 0
    var kind: Int64 = 99
  }

  private var names = [Name()]
  /// The id each stretch begins with, and its name.
  private var starts: [UInt32] = [0]
  private var places: [UInt32] = [0]
  private var cursor = 0
  private var known: [Name: UInt32] = [Name(): 0]
  private var now = (name: Name(), place: UInt32(0))
  /// The EPCs of kind SSCC.
  private(set) var logistic = EPCSet()

  /// Reads all names: of `lists`, which are ascending and each of one product, that of the first
  /// stands for the others. With nil reads those of the touched EPCs; the others have the name of
  /// an EPC that is not there.
  init(_ db: Database, last: Int64, lists: [ClosedRange<Int64>]?) throws {
    guard last < UInt32.max else {
      throw DerivationError(
        code: .tooLarge,
        description: "deriving unit lives: more than four thousand million identifiers in one "
          + "catalog; keep older periods in a catalog of their own")
    }
    var next: Int64 = 0
    if let lists {
      let rows = try DirectStatement(
        db,
        "SELECT epc_id, product_id, kind FROM epc WHERE epc_id BETWEEN ? AND ? ORDER BY epc_id")
      func read(_ ids: ClosedRange<Int64>) throws {
        rows.bind(1, ids.lowerBound)
        rows.bind(2, ids.upperBound)
        while try rows.next() { add(rows, through: rows.int(0), &next) }
      }
      for list in lists {
        if next < list.lowerBound { try read(next...list.lowerBound - 1) }
        rows.bind(1, list.lowerBound)
        rows.bind(2, list.lowerBound)
        if try rows.next() { add(rows, through: list.upperBound, &next) }
        rows.reset()
      }
      if next <= last { try read(next...last) }
    } else {
      let rows = try DirectStatement(
        db,
        """
        SELECT e.epc_id, e.product_id, e.kind
        FROM temp.touched_epc t CROSS JOIN epc e ON e.epc_id = t.id WHERE t.id >= 0 ORDER BY t.id
        """)
      while try rows.next() { add(rows, through: rows.int(0), &next) }
    }
    begin(0, at: UInt32(clamping: next))
  }

  /// Takes the name of the EPC of a row for it and those behind it up to `last`.
  private mutating func add(_ row: DirectStatement, through last: Int64, _ next: inout Int64) {
    let first = row.int(0)
    if first != next { begin(0, at: UInt32(clamping: next)) }
    let name = Name(product: row.int(1), kind: row.int(2))
    if name != now.name {
      let place = known[name] ?? UInt32(clamping: names.count)
      if Int(place) == names.count {
        names.append(name)
        known[name] = place
      }
      now = (name, place)
    }
    if name.kind == 2 { for id in first...last { logistic.insert(id) } }
    begin(now.place, at: UInt32(clamping: first))
    next = last + 1
  }

  private mutating func begin(_ place: UInt32, at start: UInt32) {
    if places[places.count - 1] == place { return }
    starts.append(start)
    places.append(place)
  }

  /// The name of an EPC that is not before the one asked for last.
  @inline(__always)
  mutating func next(_ epc: Int64) -> Name {
    while cursor + 1 < starts.count, Int64(starts[cursor + 1]) <= epc { cursor += 1 }
    return names[Int(places[cursor])]
  }
}
