/// The hash of a sequence of words, for the hash tables of loading and deriving.
///
/// It is seeded per process, so that no file can be written to make keys collide.
struct WordHash {
  private static let seed = UInt64.random(in: .min ... .max)

  /// The hash of the words so far.
  private(set) var value = Self.seed

  /// Takes the next word: both halves of a product depend on every bit of it.
  @inline(__always)
  mutating func combine(_ word: UInt64) {
    let product = (value ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    // Without the sum, words that come to zero once would stay there.
    value = (product.high ^ product.low) &+ 0xD6E8_FEB8_6659_FD93
  }

  /// Takes the next word.
  @inline(__always)
  mutating func combine(_ word: Int64) { combine(UInt64(bitPattern: word)) }
}
