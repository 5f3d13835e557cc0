/// The newest serials of many by commissioning, in bounded memory.
struct NewestSerials {
  /// A serial as it was commissioned.
  struct Serial {
    var lot: Int64
    /// When, in milliseconds of Unix time.
    var commissioned: Int64
    var event: Int64
    fileprivate var mix: UInt64
    /// Where its bytes stand.
    fileprivate var place: Range<Int>
  }

  private let most: Int
  private var kept: [Serial] = []
  /// The serials one after the other.
  private var bytes: [UInt8] = []

  /// Keeps so many.
  init(most: Int) {
    self.most = max(1, most)
  }

  /// Takes one more.
  mutating func add(
    _ serial: some Collection<UInt8>, lot: Int64, commissioned: Int64, event: Int64
  ) {
    let start = bytes.count
    bytes.append(contentsOf: serial)
    kept.append(
      Serial(
        lot: lot, commissioned: commissioned, event: event, mix: Self.mixed(serial),
        place: start..<bytes.count))
    if kept.count >= most * 2 { forget() }
  }

  /// Those kept, the oldest first. What was commissioned at one instant has no order: it is mixed,
  /// lest the catalog's own order shows.
  var inOrder: [Serial] {
    Array(
      kept.sorted { ($0.commissioned, $0.mix) < ($1.commissioned, $1.mix) }.suffix(most))
  }

  /// The characters of one of those kept.
  func text(of serial: Serial) -> [UInt8] { Array(bytes[serial.place]) }

  private mutating func forget() {
    kept = inOrder
    var left: [UInt8] = []
    for index in kept.indices {
      let start = left.count
      left += bytes[kept[index].place]
      kept[index].place = start..<left.count
    }
    bytes = left
  }

  /// A number without any relation to the order of serials (FNV-1a, then mixed).
  private static func mixed(_ serial: some Collection<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in serial { hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01B3 }
    hash ^= hash >> 33
    hash = hash &* 0xFF51_AFD7_ED55_8CCD
    return hash ^ hash >> 33
  }
}
