/// The names of a document as small integers, so that tags are compared as numbers.
final class XMLNames {
  /// Distinct names a document may have; a vocabulary has a few hundred.
  static let maximumCount = 65_536

  struct Entry {
    /// Where the bytes stand in the pool.
    var start: Int
    var length: Int
    /// The part before the colon, -1 for none.
    var prefix: Int
    /// The part behind the colon, or the whole.
    var local: Int
    // The namespace of an element of this name, and for which bindings that holds.
    var space = 0
    var epoch = -1
  }

  /// Every distinct name met, local names and prefixes included.
  var entries: [Entry] = []
  private var pool = ByteScratch(capacity: 16 * 1024)
  private var slots: [Int32]

  init(known: [String]) {
    slots = [Int32](repeating: -1, count: 4096)
    for name in known {
      var text = name
      _ = text.withUTF8 { intern($0.baseAddress, $0.count) }
    }
  }

  func bytes(_ id: Int) -> UnsafeBufferPointer<UInt8> {
    guard entries.indices.contains(id) else { return UnsafeBufferPointer(start: nil, count: 0) }
    return pool.slice(entries[id].start..<entries[id].start + entries[id].length)
  }

  func text(_ id: Int) -> String { bytes(id).text }

  /// Whether the bytes at `start` are exactly this name followed by something that ends a name.
  @inline(__always)
  func matches(_ id: Int, at start: UnsafePointer<UInt8>, available: Int) -> Bool {
    let entry = entries[id]
    guard entry.length < available else { return false }
    let name = pool.slice(entry.start..<entry.start + entry.length)
    for index in 0..<entry.length where name[index] != start[index] { return false }
    return !XMLBytes.isName(start[entry.length])
  }

  func length(_ id: Int) -> Int { entries[id].length }

  /// The number of a name; nil when there are too many of them.
  func intern(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int? {
    guard let start, count > 0 else { return nil }
    var hash: UInt32 = 2_166_136_261
    for index in 0..<count { hash = (hash ^ UInt32(start[index])) &* 16_777_619 }
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let id = Int(slots[slot])
      if same(id, start, count) { return id }
      slot = (slot + 1) & (slots.count - 1)
    }
    return add(start, count)
  }

  private func same(_ id: Int, _ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard entries[id].length == count else { return false }
    let name = bytes(id)
    for index in 0..<count where name[index] != start[index] { return false }
    return true
  }

  private func add(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    guard entries.count < Self.maximumCount else { return nil }
    let id = entries.count
    entries.append(Entry(start: pool.count, length: count, prefix: -1, local: id))
    pool.append(start, count)
    place(id)
    if entries.count * 2 > slots.count { enlarge() }
    let colon = (0..<count).first { start[$0] == 0x3A }
    if let colon, colon > 0, colon < count - 1,
      let prefix = intern(start, colon), let local = intern(start + colon + 1, count - colon - 1)
    {
      entries[id].prefix = prefix
      entries[id].local = entries[local].prefix == -1 ? local : id
    }
    return id
  }

  private func place(_ id: Int) {
    var hash: UInt32 = 2_166_136_261
    for byte in bytes(id) { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Int32(truncatingIfNeeded: id)
  }

  private func enlarge() {
    slots = [Int32](repeating: -1, count: slots.count * 4)
    for id in entries.indices { place(id) }
  }
}

/// Which bytes may stand in a name, as far as reading needs to know.
enum XMLBytes {
  /// Letters, digits, `-`, `.`, `:`, `_` and everything beyond ASCII.
  @inline(__always)
  static func isName(_ byte: UInt8) -> Bool {
    (byte &- 0x61) < 26 || (byte &- 0x41) < 26 || (byte &- 0x2D) < 14 && byte != 0x2F
      || byte == 0x5F || byte >= 0x80
  }
}
