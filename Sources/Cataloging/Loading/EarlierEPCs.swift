/// EPCs of a first load that `EPCTable` has no room for any more: their ids by hash, 8 bytes a slot.
///
/// An id found here is a guess until the catalog's row was compared.
struct EarlierEPCs {
  /// One of sixteen tables, by the first bits of the hash: they grow one after the other, so that
  /// growing holds a sixteenth twice and not all.
  private struct Part {
    /// The upper half of a hash, by which the slot is placed, and the id.
    var slots: [UInt64] = []
    var count = 0

    mutating func insert(_ taken: UInt64) {
      if (count + 1) * 4 > slots.count * 3 { grow() }
      place(taken)
      count += 1
    }

    private mutating func grow() {
      let smaller = slots
      slots = [UInt64](repeating: 0, count: max(1 << 8, smaller.count * 2))
      for taken in smaller where taken != 0 { place(taken) }
    }

    private mutating func place(_ taken: UInt64) {
      let mask = slots.count - 1
      var slot = Int(truncatingIfNeeded: taken >> 32) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = taken
    }
  }

  private var parts = Array(repeating: Part(), count: 16)
  private(set) var count = 0

  /// The id under this hash that `matches`.
  func id(_ hash: UInt64, where matches: (Int64) throws -> Bool) rethrows -> Int64? {
    let slots = parts[Int(hash >> 60)].slots
    guard !slots.isEmpty else { return nil }
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash >> 32) & mask
    while slots[slot] != 0 {
      if slots[slot] >> 32 == hash >> 32 {
        let id = Int64(slots[slot] & 0xFFFF_FFFF)
        if try matches(id) { return id }
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Adds an id, 1 to 2³² - 1, that is not there.
  mutating func insert(_ id: Int64, _ hash: UInt64) {
    parts[Int(hash >> 60)].insert(hash & 0xFFFF_FFFF_0000_0000 | UInt64(UInt32(clamping: id)))
    count += 1
  }
}
