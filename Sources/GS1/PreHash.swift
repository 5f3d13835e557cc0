/// The growing text of an event hash. Lists are sorted as bytes, in place, since an event may hold
/// thousands of EPCs.
struct PreHash {
  var bytes: [UInt8] = []

  mutating func append(_ text: String) {
    let isDone: Void? = text.utf8.withContiguousStorageIfAvailable {
      bytes.append(contentsOf: $0)
    }
    if isDone == nil { bytes.append(contentsOf: text.utf8) }
  }

  private mutating func literal(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  mutating func field(_ name: String, _ value: String) {
    append(name)
    bytes.append(0x3D)
    append(EventHash.canonicalText(value))
  }

  /// UTC with milliseconds, rounded half up at the fourth decimal; unreadable times as written.
  mutating func time(_ name: String, _ instant: ParsedInstant?, _ text: String) {
    guard let instant else {
      if !text.isEmpty { field(name, text) }
      return
    }
    append(name)
    bytes.append(0x3D)
    InstantText.append(
      rfc3339Milliseconds: instant.milliseconds &+ (roundsUp(text) ? 1 : 0), to: &bytes)
  }

  private func roundsUp(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      guard let point = bytes.firstIndex(where: { $0 == 0x2E || $0 == 0x2C }) else { return false }
      let digits = bytes[(point + 1)...].prefix(4)
      return digits.count == 4 && digits.allSatisfy(\.isASCIIDigit) && bytes[point + 4] >= 0x35
    }
  }

  /// The canonical link of an identity, written without making text of it in the usual cases.
  mutating func identity(_ epc: EPC) {
    switch epc.kind {
    case .sgtin where epc.serial.utf8.allSatisfy(GS1Characters.isLinkLiteral):
      literal("https://id.gs1.org/01/")
      append(epc.key)
      literal("/21/")
      append(epc.serial)
    case .sscc:
      literal("https://id.gs1.org/00/")
      append(epc.serial)
    default:
      append(epc.digitalLink)
    }
  }

  mutating func epcs(_ name: String, _ list: [EPCReference], _ role: EventRole) {
    append(name)
    var places: [Range<Int>] = []
    if list.count > 1 { places.reserveCapacity(list.count) }
    let start = bytes.count
    var product: String?
    var opening: [UInt8] = []
    var isOneProduct = true
    for reference in list where reference.role == role {
      let low = bytes.count
      let epc = reference.epc
      // Units of one product begin alike, so that is written once and copied.
      if epc.kind == .sgtin, epc.key == product {
        bytes.append(contentsOf: opening)
      } else {
        literal("epc=")
        if epc.kind == .sgtin {
          isOneProduct = isOneProduct && places.isEmpty
          literal("https://id.gs1.org/01/")
          append(epc.key)
          literal("/21/")
          product = epc.key
          opening = Array(bytes[low...])
        }
      }
      if epc.kind != .sgtin || !appendLinkLiteral(epc.serial) {
        isOneProduct = false
        bytes.removeLast(bytes.count - low)
        literal("epc=")
        identity(epc)
      }
      places.append(low..<bytes.count)
    }
    sort(places, from: start, after: isOneProduct ? opening.count : nil)
  }

  /// Appends a serial that stands in a link as it is; appends nothing and says false for another.
  private mutating func appendLinkLiteral(_ serial: String) -> Bool {
    var serial = serial
    return serial.withUTF8 { text in
      guard text.allSatisfy(GS1Characters.isLinkLiteral) else { return false }
      bytes.append(contentsOf: text)
      return true
    }
  }

  mutating func quantities(_ name: String, _ list: [QuantityElement], _ role: EventRole) {
    self.list(
      name,
      list.filter { $0.role == role }.map { item in
        var text = "quantityElementepcClass=" + item.epcClass.epc.digitalLink
        if !item.quantityText.isEmpty {
          text += "quantity=" + EventHash.canonicalNumber(item.quantityText)
        }
        if let uom = item.uom, !uom.isEmpty { text += "uom=" + EventHash.canonicalText(uom) }
        return text
      })
  }

  mutating func place(_ name: String, _ place: EventParty?) {
    guard let place else { return }
    append(name + "id=" + place.epc.digitalLink)
  }

  mutating func list(_ name: String, _ items: [String]) {
    guard !items.isEmpty else { return }
    append(name)
    sorted(items)
  }

  mutating func sorted(_ items: [String]) {
    let start = bytes.count
    var places: [Range<Int>] = []
    for item in items {
      let low = bytes.count
      append(item)
      places.append(low..<bytes.count)
    }
    sort(places, from: start)
  }

  /// Puts the pieces at `places`, which fill the text from `start` on, in byte order; `opening` is
  /// how many bytes they begin with alike, where that is known.
  private mutating func sort(_ places: [Range<Int>], from start: Int, after opening: Int? = nil) {
    guard places.count > 1 else { return }
    let sorted = bytes.withUnsafeBufferPointer { text -> [UInt8]? in
      let pieces = places.map { UnsafeBufferPointer(rebasing: text[$0]) }
      let shared = opening ?? Self.sharedPrefix(pieces)
      var keys = pieces.map { SortKey(piece: $0, after: shared) }
      if zip(keys, keys.dropFirst()).allSatisfy({ !($1 < $0) }) { return nil }
      keys.sort()
      var out: [UInt8] = []
      out.reserveCapacity(text.count - start)
      for key in keys { out.append(contentsOf: key.piece) }
      return out
    }
    if let sorted { bytes.replaceSubrange(start..., with: sorted) }
  }

  /// A piece with the eight bytes that first tell it from its neighbours, first byte highest.
  private struct SortKey: Comparable {
    let piece: UnsafeBufferPointer<UInt8>
    let word: UInt64

    init(piece: UnsafeBufferPointer<UInt8>, after shared: Int) {
      self.piece = piece
      var word: UInt64 = 0
      for place in shared..<shared + 8 {
        word = word << 8 | (place < piece.count ? UInt64(piece[place]) : 0)
      }
      self.word = word
    }

    static func == (a: SortKey, b: SortKey) -> Bool { a.piece.elementsEqual(b.piece) }

    static func < (a: SortKey, b: SortKey) -> Bool {
      if a.word != b.word { return a.word < b.word }
      return a.piece.lexicographicallyPrecedes(b.piece)
    }
  }

  /// How many bytes all pieces begin with alike.
  private static func sharedPrefix(_ pieces: [UnsafeBufferPointer<UInt8>]) -> Int {
    guard let first = pieces.first else { return 0 }
    var shared = first.count
    for piece in pieces.dropFirst() {
      var length = 0
      while length < shared, length < piece.count, piece[length] == first[length] { length += 1 }
      shared = length
    }
    return shared
  }
}
