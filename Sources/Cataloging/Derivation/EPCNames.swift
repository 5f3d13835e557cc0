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
  /// The EPCs of kind SSCC.
  private(set) var logistic = EPCSet()

  /// Reads all names, of the touched EPCs only when asked; the others have the name of an EPC that
  /// is not there.
  init(_ db: Database, last: Int64, onlyTouched: Bool) throws {
    guard last < UInt32.max else {
      throw DerivationError(
        code: .tooLarge,
        description: "deriving unit lives: more than four thousand million identifiers in one "
          + "catalog; keep older periods in a catalog of their own")
    }
    let from = onlyTouched ? "temp.touched_epc t CROSS JOIN epc e ON e.epc_id = t.id" : "epc e"
    let key = onlyTouched ? "t.id" : "e.epc_id"
    let rows = try DirectStatement(
      db,
      "SELECT e.epc_id, e.product_id, e.kind FROM \(from) WHERE \(key) >= 0 ORDER BY \(key)")
    var known: [Name: UInt32] = [names[0]: 0]
    var now = (name: names[0], place: UInt32(0))
    var expected: UInt32 = 0
    while try rows.next() {
      let id = UInt32(clamping: rows.int(0))
      if id != expected { begin(0, at: expected) }
      let name = Name(product: rows.int(1), kind: rows.int(2))
      if name != now.name {
        let place = known[name] ?? UInt32(clamping: names.count)
        if Int(place) == names.count {
          names.append(name)
          known[name] = place
        }
        now = (name, place)
      }
      if name.kind == 2 { logistic.insert(Int64(id)) }
      begin(now.place, at: id)
      expected = id + 1
    }
    begin(0, at: expected)
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
