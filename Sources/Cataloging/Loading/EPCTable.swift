import Glibc

/// EPCs of the current batches by (product, serial), with their ids as far as they are known.
///
/// Open addressing over a byte arena: no object and no text per EPC.
struct EPCTable {
  /// One EPC; 40 bytes.
  struct Entry {
    var product: Int64
    /// 0 until the batch it came in is written.
    var id: Int64
    var offset: UInt32
    var length: UInt32
    /// Issue bits already told for `artifact`.
    var issues: UInt32
    var artifact: UInt32
    var kind: UInt8
  }

  private(set) var entries: [Entry] = []
  private(set) var arena: [UInt8] = []
  private var slots: [UInt64] = Array(repeating: 0, count: 1 << 12)
  /// The entry met last.
  private var last = -1

  /// How many EPCs are held.
  var count: Int { entries.count }

  /// Roughly how many bytes are held.
  var bytes: Int { entries.count * 40 + arena.count + slots.count * 8 }

  /// Forgets everything.
  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    arena.removeAll(keepingCapacity: true)
    last = -1
    for index in slots.indices { slots[index] = 0 }
  }

  /// The place of an EPC, made with id 0 when it is new; `isNew` says so.
  mutating func place(
    product: Int64, serial: UnsafeBufferPointer<UInt8>, kind: UInt8
  ) -> (index: Int, isNew: Bool) {
    // A list mostly repeats an earlier one: the next entry is tried before any slot.
    let likely = last + 1
    if likely < entries.count, matches(entries[likely], product, serial) {
      last = likely
      return (likely, false)
    }
    if (entries.count + 1) * 2 > slots.count { grow() }
    let hash = Self.hash(product, serial)
    let mask = slots.count - 1
    // A slot is the upper half of the hash, by which it is placed, and the entry's index plus one.
    let tag = hash & 0xFFFF_FFFF_0000_0000
    var slot = Int(truncatingIfNeeded: tag >> 32) & mask
    while slots[slot] != 0 {
      if slots[slot] & 0xFFFF_FFFF_0000_0000 == tag {
        let index = Int(slots[slot] & 0xFFFF_FFFF) - 1
        if matches(entries[index], product, serial) {
          last = index
          return (index, false)
        }
      }
      slot = (slot + 1) & mask
    }
    let index = entries.count
    last = index
    slots[slot] = tag | UInt64(index + 1)
    entries.append(
      Entry(
        product: product, id: 0, offset: UInt32(clamping: arena.count),
        length: UInt32(clamping: serial.count), issues: 0, artifact: 0, kind: kind))
    arena.append(contentsOf: serial)
    return (index, true)
  }

  /// Writes down the id an EPC got.
  mutating func setID(_ id: Int64, at index: Int) { entries[index].id = id }

  /// The bits of `issues` not told before for this EPC in this artifact; they count as told now.
  mutating func untold(_ issues: UInt32, at index: Int, artifact: UInt32) -> UInt32 {
    let told = entries[index].artifact == artifact ? entries[index].issues : 0
    entries[index].artifact = artifact
    entries[index].issues = told | issues
    return issues & ~told
  }

  /// The bytes of an entry's serial.
  func withSerial<T>(
    of entry: Entry, _ body: (UnsafeBufferPointer<UInt8>) throws -> T
  ) rethrows -> T {
    let start = Int(entry.offset)
    return try arena.withUnsafeBufferPointer {
      try body(UnsafeBufferPointer(rebasing: $0[start..<start + Int(entry.length)]))
    }
  }

  /// The places of the given entries among themselves, in the order of the catalog's index: serial
  /// bytes, then product.
  func order(of indexes: [Int]) -> [Int] {
    arena.withUnsafeBufferPointer { arena in
      var keys = indexes.enumerated().map { place, index -> SortKey in
        let entry = entries[index]
        let start = Int(entry.offset)
        let serial = UnsafeBufferPointer(rebasing: arena[start..<start + Int(entry.length)])
        return SortKey(high: Self.word(serial, 0), low: Self.word(serial, 8), place: place)
      }
      keys.sort { left, right in
        if left.high != right.high { return left.high < right.high }
        if left.low != right.low { return left.low < right.low }
        let (a, b) = (entries[indexes[left.place]], entries[indexes[right.place]])
        let one = arena[Int(a.offset)..<Int(a.offset) + Int(a.length)]
        let other = arena[Int(b.offset)..<Int(b.offset) + Int(b.length)]
        return one.elementsEqual(other)
          ? a.product < b.product : one.lexicographicallyPrecedes(other)
      }
      return keys.map(\.place)
    }
  }

  private struct SortKey {
    var high: UInt64
    var low: UInt64
    var place: Int
  }

  /// Eight bytes from `start`, first byte highest, zeros behind the end.
  private static func word(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> UInt64 {
    var value: UInt64 = 0
    if bytes.count >= start + 8, let base = bytes.baseAddress {
      value = UnsafeRawPointer(base).loadUnaligned(fromByteOffset: start, as: UInt64.self)
      return UInt64(bigEndian: value)
    }
    for index in start..<start + 8 {
      value = value << 8 | (index < bytes.count ? UInt64(bytes[index]) : 0)
    }
    return value
  }

  private func matches(
    _ entry: Entry, _ product: Int64, _ serial: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard entry.product == product, Int(entry.length) == serial.count else { return false }
    return arena.withUnsafeBufferPointer { arena in
      guard let held = arena.baseAddress, let wanted = serial.baseAddress else { return true }
      return memcmp(held + Int(entry.offset), wanted, serial.count) == 0
    }
  }

  private mutating func grow() {
    var larger = [UInt64](repeating: 0, count: slots.count * 2)
    let mask = larger.count - 1
    for taken in slots where taken != 0 {
      var slot = Int(truncatingIfNeeded: taken >> 32) & mask
      while larger[slot] != 0 { slot = (slot + 1) & mask }
      larger[slot] = taken
    }
    slots = larger
  }

  static func hash(_ product: Int64, _ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash = WordHash()
    hash.combine(product)
    var index = 0
    while index < bytes.count {
      hash.combine(word(bytes, index))
      index += 8
    }
    hash.combine(Int64(bytes.count))
    return hash.value
  }
}
