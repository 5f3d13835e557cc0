/// The things already counted: ids as bits, everything else as text. Catalog ids are dense, so
/// a hundred million of them fit into some megabytes.
struct SubjectSet {
  private static let wordsPerBlock = 64
  private var blocks: [Int64: [UInt64]] = [:]
  private var texts: Set<String> = []

  /// Adds an id and says whether it is new.
  mutating func insert(_ id: Int64) -> Bool {
    let block = id >> 12
    let bit = Int(id & 4095)
    let mask: UInt64 = 1 << UInt64(bit & 63)
    return blocks[
      block, default: [UInt64](repeating: 0, count: Self.wordsPerBlock)
    ].withUnsafeMutableBufferPointer { words in
      let isNew = words[bit >> 6] & mask == 0
      words[bit >> 6] |= mask
      return isNew
    }
  }

  /// Adds a text and says whether it is new.
  mutating func insert(_ text: String) -> Bool { texts.insert(text).inserted }
}
