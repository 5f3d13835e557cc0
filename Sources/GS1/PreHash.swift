/// The growing text of an event hash. Lists are sorted as bytes, in place, since an event may hold
/// thousands of EPCs.
struct PreHash {
  var bytes: [UInt8] = []

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

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
    append(Instant.rfc3339Milliseconds(instant.milliseconds &+ (roundsUp(text) ? 1 : 0)))
  }

  private func roundsUp(_ text: String) -> Bool {
    guard let point = text.utf8.firstIndex(where: { $0 == 0x2E || $0 == 0x2C }) else {
      return false
    }
    let digits = text.utf8[point...].dropFirst().prefix { $0.isASCIIDigit }
    guard digits.count >= 4, let fourth = digits.dropFirst(3).first else { return false }
    return fourth >= 0x35
  }

  /// The canonical link of an identity, written without making text of it in the usual cases.
  mutating func identity(_ epc: EPC) {
    switch epc.kind {
    case .sgtin where epc.serial.utf8.allSatisfy(GS1Characters.isLinkLiteral):
      append("https://id.gs1.org/01/")
      append(epc.key)
      append("/21/")
      append(epc.serial)
    case .sscc:
      append("https://id.gs1.org/00/")
      append(epc.serial)
    default:
      append(epc.digitalLink)
    }
  }

  mutating func epcs(_ name: String, _ list: [EPCReference], _ role: EventRole) {
    guard list.contains(where: { $0.role == role }) else { return }
    append(name)
    let start = bytes.count
    var places: [Range<Int>] = []
    places.reserveCapacity(list.count)
    for reference in list where reference.role == role {
      let low = bytes.count
      append("epc=")
      identity(reference.epc)
      places.append(low..<bytes.count)
    }
    sort(places, from: start)
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

  /// Puts the pieces at `places`, which fill the text from `start` on, in byte order.
  private mutating func sort(_ places: [Range<Int>], from start: Int) {
    guard places.count > 1 else { return }
    bytes.withUnsafeBufferPointer { text in
      func precedes(_ one: Range<Int>, _ two: Range<Int>) -> Bool {
        text[one].lexicographicallyPrecedes(text[two])
      }
      let isSorted = zip(places, places.dropFirst()).allSatisfy { !precedes($1, $0) }
      return isSorted ? nil : places.sorted(by: precedes).flatMap { text[$0] }
    }.map { bytes.replaceSubrange(start..., with: $0) }
  }
}
