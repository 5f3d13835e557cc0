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

  /// Every distinct name met, local names and prefixes included: `count` of them. Plain memory,
  /// because every tag looks here.
  private(set) var entries: UnsafeMutablePointer<Entry>
  private(set) var count = 0
  private var capacity = 1024
  private let pool = ByteScratch(capacity: 16 * 1024)
  private var slots: UnsafeMutablePointer<Int32>
  private var slotCount = 4096

  deinit {
    entries.deallocate()
    slots.deallocate()
  }

  init(known: [String]) {
    slots = UnsafeMutablePointer<Int32>.allocate(capacity: slotCount)
    slots.initialize(repeating: -1, count: slotCount)
    entries = UnsafeMutablePointer<Entry>.allocate(capacity: capacity)
    for name in known {
      var text = name
      _ = text.withUTF8 { intern($0.baseAddress, $0.count) }
    }
  }

  func bytes(_ id: Int) -> UnsafeBufferPointer<UInt8> {
    guard id >= 0, id < count else { return UnsafeBufferPointer(start: nil, count: 0) }
    return pool.slice(entries[id].start..<entries[id].start + entries[id].length)
  }

  func text(_ id: Int) -> String { bytes(id).text }

  /// Whether the bytes at `start` are exactly this name followed by something that ends a name.
  @inline(__always)
  func matches(_ id: Int, at start: UnsafePointer<UInt8>, available: Int) -> Bool {
    let length = entries[id].length
    guard length < available else { return false }
    let name = pool.start + entries[id].start
    for index in 0..<length where name[index] != start[index] { return false }
    return !XMLBytes.isName(start[length])
  }

  func length(_ id: Int) -> Int { entries[id].length }

  /// The number of a name; nil when there are too many of them.
  func intern(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int? {
    guard let start, count > 0 else { return nil }
    var hash: UInt32 = 2_166_136_261
    for index in 0..<count { hash = (hash ^ UInt32(start[index])) &* 16_777_619 }
    var slot = Int(hash) & (slotCount - 1)
    while slots[slot] >= 0 {
      let id = Int(slots[slot])
      if same(id, start, count) { return id }
      slot = (slot + 1) & (slotCount - 1)
    }
    return add(start, count)
  }

  private func same(_ id: Int, _ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard entries[id].length == count else { return false }
    let name = pool.start + entries[id].start
    for index in 0..<count where name[index] != start[index] { return false }
    return true
  }

  private func add(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    guard self.count < Self.maximumCount else { return nil }
    let id = self.count
    if id == capacity { makeRoom() }
    (entries + id).initialize(
      to: Entry(start: pool.count, length: count, prefix: -1, local: id))
    self.count += 1
    pool.append(start, count)
    place(id)
    if self.count * 2 > slotCount { enlarge() }
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
    var slot = Int(hash) & (slotCount - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slotCount - 1) }
    slots[slot] = Int32(truncatingIfNeeded: id)
  }

  private func enlarge() {
    slots.deallocate()
    slotCount *= 4
    slots = UnsafeMutablePointer<Int32>.allocate(capacity: slotCount)
    slots.initialize(repeating: -1, count: slotCount)
    for id in 0..<count { place(id) }
  }

  private func makeRoom() {
    capacity *= 2
    let larger = UnsafeMutablePointer<Entry>.allocate(capacity: capacity)
    larger.update(from: entries, count: count)
    entries.deallocate()
    entries = larger
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
