/// What deriving needs of one event, without text.
struct EventFact {
  /// UTC milliseconds; for an event without time, that of its neighbour in the file.
  var ms: Int64
  var id: Int64
  /// The parent's place among the containers (until the events stand in order, among the table's
  /// `parents`), or -1.
  var parent: Int32 = -1
  /// The place among the trades, or -1.
  var trade: Int32 = -1
  var common: Common

  /// What the events of a file, or of a lot in it, mostly have in common.
  struct Common: Hashable {
    /// 0 when the event states none.
    var lot: Int32
    /// `EventFact.none` when the event states none.
    var expiry: Int32
    var day: Int32
    var artifact: Int32
    var source: Int32
    /// The interned read point or location, 0 when unknown.
    var place: Int32
    /// The interned disposition, 0 when unknown.
    var disposition: Int32
    var act: Act
    var flags: Flags
  }

  var lot: Int32 { common.lot }
  var expiry: Int32 { common.expiry }
  var day: Int32 { common.day }
  var artifact: Int32 { common.artifact }
  var source: Int32 { common.source }
  var place: Int32 { common.place }
  var disposition: Int32 { common.disposition }
  var act: Act { common.act }
  var flags: Flags { common.flags }

  static let none = Int32.min

  struct Flags: OptionSet, Hashable {
    let rawValue: UInt16
    static let untimed = Flags(rawValue: 1)
    /// Disposition returned, or an RMA among the business transactions.
    static let isReturn = Flags(rawValue: 2)
    /// At or from a partner that breaks containers without saying so.
    static let infersUnpacking = Flags(rawValue: 4)
    static let hasQuantities = Flags(rawValue: 8)
    /// A shipment that is also an aggregation.
    static let packsAndShips = Flags(rawValue: 16)
    /// At a place of the firm itself.
    static let atOwnPlace = Flags(rawValue: 32)
    static let hasChildren = Flags(rawValue: 64)
    static let hasHash = Flags(rawValue: 128)
    static let isDeclaration = Flags(rawValue: 256)
  }

  var isReturn: Bool { flags.contains(.isReturn) }
  var ships: Bool { act == .ship || flags.contains(.packsAndShips) }
}

/// The parties of an event that moves goods.
struct Trade {
  var fromOwner: Int32
  var toOwner: Int32
  var from: Int32
  var to: Int32
  /// Digests of the purchase order and the despatch advice, 0 where there is none.
  var po: UInt64
  var desadv: UInt64
  /// An order-free digest of the EPCs listed.
  var digest: UInt64 = 0
  var listed: Int64 = 0
  /// Owners known and different.
  var isSale: Bool
  /// Leaves the firm: not a return, not non-saleable stock, not to an own place or its 3PL.
  var leaves: Bool

  /// A digest of both papers.
  var papers: UInt64 { po &* 31 &+ desadv }
}

/// How far two clocks may differ before an order is judged: 0 within one
/// source, 5 minutes within one site and between those of the firm, 60 minutes between firms.
enum Skew {
  static let sameSite: Int64 = 300_000
  static let betweenFirms: Int64 = 3_600_000

  static func allowed(_ a: EventFact, _ b: EventFact) -> Int64 {
    if a.source == b.source { return 0 }
    let isOwn = a.flags.contains(.atOwnPlace) && b.flags.contains(.atOwnPlace)
    return isOwn || (a.place != 0 && a.place == b.place) ? sameSite : betweenFirms
  }

  /// Whether `later` is after `earlier` by more than clocks explain. Events of one second are
  /// one moment: level-3 systems stamp a whole lot at its close.
  static func exceeded(from earlier: EventFact, to later: EventFact) -> Bool {
    if earlier.flags.contains(.untimed) || later.flags.contains(.untimed) { return false }
    let (lag, overflow) = later.ms.subtractingReportingOverflow(earlier.ms)
    if overflow { return later.ms > earlier.ms }
    guard lag > 0, lag > allowed(earlier, later) else { return false }
    return second(later.ms) != second(earlier.ms)
  }

  /// Whether both happened within one second, as files that drop fractions tell it.
  static func areOneMoment(_ a: EventFact, _ b: EventFact) -> Bool {
    !a.flags.contains(.untimed) && !b.flags.contains(.untimed) && second(a.ms) == second(b.ms)
  }

  private static func second(_ ms: Int64) -> Int64 {
    ms >= 0 ? ms / 1000 : (ms + 1) / 1000 - 1
  }
}

/// Text as small numbers; 0 is "none".
struct Interner {
  private(set) var words: [String] = [""]
  /// The bytes of all words one after the other, and where each ends.
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]
  /// Codes by hash, 0 for a free place.
  private var slots: [Int32] = Array(repeating: 0, count: 64)

  mutating func code(_ text: UnsafeBufferPointer<UInt8>?) -> Int32 {
    guard let text, !text.isEmpty else { return 0 }
    let mask = slots.count - 1
    var slot = Self.hash(text) & mask
    while slots[slot] != 0 {
      if isEqual(slots[slot], text) { return slots[slot] }
      slot = (slot + 1) & mask
    }
    let code = Int32(clamping: words.count)
    words.append(String(decoding: text, as: UTF8.self))
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    slots[slot] = code
    if words.count * 2 > slots.count { grow() }
    return code
  }

  func word(_ code: Int32) -> String? {
    code > 0 && Int(code) < words.count ? words[Int(code)] : nil
  }

  private func isEqual(_ code: Int32, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = ends[Int(code) - 1]
    guard ends[Int(code)] - start == text.count else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      for index in text.indices where bytes[start + index] != text[index] { return false }
      return true
    }
  }

  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(text))
    return hasher.finalize()
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    bytes.withUnsafeBufferPointer { bytes in
      for code in 1..<ends.count {
        let word = UnsafeBufferPointer(rebasing: bytes[ends[code - 1]..<ends[code]])
        var slot = Self.hash(word) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = Int32(clamping: code)
      }
    }
  }
}
