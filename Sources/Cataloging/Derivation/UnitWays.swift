/// What a walked unit came to, for others that went the same way.
struct UnitWay {
  var row: UnitRow
  var defects: [LifeDefect]
  var life: Life
  var stays: [Stay]
  var ships: [ShipStay]
  var receipts: [ReceiptStay]
  var lotStatements: [(lot: Int32, expiry: Int32, rank: UInt32)]
  var holds: [(rank: UInt32, until: UInt32)]
  /// How many units repeated it and are not counted yet.
  var repeats = 0
}

/// Ways units went, by product, kind and the events that name them. Units of one case that were
/// made in one event differ in nothing but their serial: they are walked once and written for each.
///
/// A way is kept when it is met the second time, so that units with events of their own cost
/// nothing more. Only so many are remembered.
final class UnitWays {
  private struct Entry {
    var product: Int64
    var kind: Int64
    var start: Int32
    var count: Int32
    /// The place among the ways, -1 for one met once.
    var way: Int32
  }

  private static let limit = 1 << 16
  private static let keyLimit = 1 << 21

  let isOff: Bool
  private var entries: [Entry] = []
  private var keys: [UInt32] = []
  /// Upper half of the hash and, below, the place among the entries plus one.
  private var slots: [UInt64]
  var ways: [UnitWay] = []

  /// For the EPCs of so many references; remembers nothing when it is off.
  init(isOff: Bool, references: Int) {
    self.isOff = isOff
    var size = 1 << 8
    while size < 2 * min(references, Self.limit) { size *= 2 }
    slots = Array(repeating: 0, count: size)
  }

  /// Whether what is remembered has to be counted and forgotten.
  var isFull: Bool { entries.count >= Self.limit || keys.count >= Self.keyLimit }

  func removeAll() {
    entries.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
    ways.removeAll(keepingCapacity: true)
    for slot in slots.indices { slots[slot] = 0 }
  }

  /// The entry of these references; nil when it is made now.
  func find(_ product: Int64, _ kind: Int64, _ references: UnsafeBufferPointer<UInt64>) -> Int? {
    let hash = Self.hash(product, kind, references)
    let tag = hash & 0xFFFF_FFFF_0000_0000
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if slots[slot] & 0xFFFF_FFFF_0000_0000 == tag {
        let place = Int(slots[slot] & 0xFFFF_FFFF) - 1
        if isEqual(entries[place], product, kind, references) { return place }
      }
      slot = (slot + 1) & mask
    }
    slots[slot] = tag | UInt64(entries.count + 1)
    entries.append(
      Entry(
        product: product, kind: kind, start: Int32(truncatingIfNeeded: keys.count),
        count: Int32(truncatingIfNeeded: references.count), way: -1))
    for key in references { keys.append(UInt32(truncatingIfNeeded: key)) }
    return nil
  }

  /// The place of an entry's way, nil when it was met once.
  func way(of entry: Int) -> Int? { entries[entry].way < 0 ? nil : Int(entries[entry].way) }

  func keep(_ way: UnitWay, of entry: Int) {
    entries[entry].way = Int32(truncatingIfNeeded: ways.count)
    ways.append(way)
  }

  private func isEqual(
    _ entry: Entry, _ product: Int64, _ kind: Int64, _ references: UnsafeBufferPointer<UInt64>
  ) -> Bool {
    guard entry.product == product, entry.kind == kind, Int(entry.count) == references.count else {
      return false
    }
    let start = Int(entry.start)
    return keys.withUnsafeBufferPointer { keys in
      for index in references.indices
      where keys[start + index] != UInt32(truncatingIfNeeded: references[index]) { return false }
      return true
    }
  }

  private static func hash(
    _ product: Int64, _ kind: Int64, _ references: UnsafeBufferPointer<UInt64>
  ) -> UInt64 {
    var hash = WordHash()
    hash.combine(product)
    hash.combine(kind)
    for key in references { hash.combine(key & 0xFFFF_FFFF) }
    return hash.value
  }
}

extension UnitWalk {
  /// Takes one EPC whose references are `references`, sorted: walks it, or repeats what another
  /// came to that went the same way.
  mutating func take(
    epc: Int64, product: Int64, kind: Int64, _ references: UnsafeBufferPointer<UInt64>
  ) throws {
    count()
    canRepeat = false
    // What holds others has acts of its own.
    if ways.isOff || containers.set.contains(epc) || references.count > 64 {
      return try walk(epc: epc, product: product, kind: kind, references)
    }
    canRepeat = true
    if ways.isFull { settle() }
    guard let entry = ways.find(product, kind, references) else {
      return try walk(epc: epc, product: product, kind: kind, references)
    }
    if let way = ways.way(of: entry) {
      repeated = way
      row = ways.ways[way].row
      told = ways.ways[way].defects
      return try again(epc)
    }
    try walk(epc: epc, product: product, kind: kind, references)
    ways.keep(
      UnitWay(
        row: row, defects: told, life: life, stays: stays, ships: ships, receipts: receipts,
        lotStatements: lotStatements, holds: holds), of: entry)
  }

  /// Whether an EPC whose references are as those of the one taken last comes to the same.
  @inline(__always)
  func repeats(_ epc: Int64) -> Bool { canRepeat && alike > 0 && !containers.set.contains(epc) }

  /// Takes an EPC of which all but the identifier is as with the one before.
  @inline(__always)
  mutating func again(_ epc: Int64) throws {
    alike += 1
    try writer.unit(epc, row)
    for defect in told {
      var defect = defect
      defect.epc = epc
      try defects.add(defect)
    }
  }

  /// Counts the EPCs taken last.
  private mutating func count() {
    if let repeated {
      ways.ways[repeated].repeats += alike
    } else if alike > 0 {
      tally(alike)
    }
    alike = 0
    repeated = nil
  }

  /// Counts what is not counted yet, and forgets the ways.
  mutating func settle() {
    count()
    for way in ways.ways where way.repeats > 0 {
      life = way.life
      stays = way.stays
      ships = way.ships
      receipts = way.receipts
      lotStatements = way.lotStatements
      holds = way.holds
      tally(way.repeats)
    }
    ways.removeAll()
  }
}
