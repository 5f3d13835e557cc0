/// A small random generator with a stated algorithm, so that a seed gives the same firm for ever.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  /// Starts at `seed`; a `stream` name keeps two users of one seed from moving each other.
  init(seed: UInt64, stream: String) {
    var state = seed
    for byte in stream.utf8 { state = Self.mix(state ^ UInt64(byte)) }
    self.state = state
  }

  /// The next 64 random bits.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.finish(state)
  }

  /// A number in `range`, from the high bits.
  mutating func pick(_ range: ClosedRange<Int>) -> Int {
    let width = UInt64(range.upperBound - range.lowerBound + 1)
    return range.lowerBound + Int(next().multipliedFullWidth(by: width).high)
  }

  /// One step of the generator as a pure function of `value`.
  static func mix(_ value: UInt64) -> UInt64 { finish(value &+ 0x9E37_79B9_7F4A_7C15) }

  // Wrapping arithmetic is the definition of the algorithm.
  private static func finish(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// A pool of serials handed to one product: number `n` of the pool is a scrambled 60-bit value.
///
/// The scrambling is a bijection, so serials never repeat and need no memory of those issued.
struct SerialPool {
  private let key: UInt64
  private(set) var issued: UInt64 = 0

  init(seed: UInt64, name: String) {
    var random = SplitMix(seed: seed, stream: name)
    key = random.next() & Self.mask
  }

  private static let mask: UInt64 = (1 << 60) - 1

  /// The next serial value of the pool.
  mutating func next() -> UInt64 {
    issued += 1
    return Self.scramble(issued &+ key)
  }

  // Odd multipliers and xor-shifts are invertible modulo 2^60; overflow beyond it is cut on purpose.
  private static func scramble(_ value: UInt64) -> UInt64 {
    var z = value & mask
    z = (z &* 0x0D1B_54A3_2D19_2ED3) & mask
    z ^= z >> 29
    z = (z &* 0x0BF5_8476_D1CE_4E5B) & mask
    z ^= z >> 31
    z = (z &* 0x09E3_779B_97F4_A7C5) & mask
    z ^= z >> 30
    return z
  }
}
