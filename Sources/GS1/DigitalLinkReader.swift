/// Reads GS1 Digital Link URIs on any domain, with any path in front of the key (GS1 Digital Link
/// Standard: URI Syntax, section 4).
enum DigitalLinkReader {
  /// Names of keys and qualifiers that earlier editions allowed in place of numbers.
  private static let names: [String: String] = [
    "gtin": "01", "sscc": "00", "gln": "414", "glnx": "254", "ser": "21", "lot": "10", "cpv": "22",
    "party": "417", "grai": "8003", "giai": "8004", "gsrn": "8018", "gsrnp": "8017", "gdti": "253",
    "cpid": "8010", "cpsn": "8011", "itip": "8006",
  ]

  private static let keys: Set<String> = [
    "00", "01", "253", "414", "417", "8003", "8004", "8006", "8010", "8017", "8018",
  ]

  /// The identity, or nil when the link names no GS1 key.
  static func read(_ body: [UInt8]) -> EPCDraft? {
    var issues: IdentifierIssue = []
    guard let elements = pathElements(body, &issues) else { return nil }
    var keyIssues: IdentifierIssue = []
    guard let epc = ElementString.identity(of: elements, issues: &keyIssues) else {
      return EPCDraft(
        kind: .other, scheme: .digitalLink, issues: issues.union(keyIssues))
    }
    return EPCDraft(
      kind: epc.kind, key: epc.key, serial: epc.serial, scheme: .digitalLink,
      issues: issues.union(keyIssues))
  }

  /// Everything a link says, in its path and behind it as `17=291231`; none for what is no link.
  static func elements(_ body: [UInt8]) -> [ScannedElement] {
    var issues: IdentifierIssue = []
    guard var elements = pathElements(body, &issues) else { return [] }
    guard let question = body.firstIndex(of: 0x3F) else { return elements }
    let query = body[(question + 1)...].prefix { $0 != 0x23 }
    for part in query.split(separator: 0x26) {
      guard let sign = part.firstIndex(of: 0x3D) else { continue }
      let value = GS1Characters.percentDecoded(part[(sign + 1)...]).0
      elements.append(
        ScannedElement(ai: identifier(part[..<sign]), value: ByteText.text(value)))
    }
    return elements
  }

  /// The key and what qualifies it in the path; nil when it names no key.
  private static func pathElements(
    _ body: [UInt8], _ issues: inout IdentifierIssue
  ) -> [ScannedElement]? {
    guard let slashes = firstPair(of: 0x2F, in: body) else { return nil }
    let end = body.firstIndex { $0 == 0x3F || $0 == 0x23 } ?? body.count
    guard slashes + 2 <= end else { return nil }
    let afterScheme = body[(slashes + 2)..<end]
    guard let pathStart = afterScheme.firstIndex(of: 0x2F) else { return nil }
    let segments = afterScheme[(pathStart + 1)...].split(
      separator: 0x2F, omittingEmptySubsequences: false)
    guard let (start, ai) = primaryKey(segments) else { return nil }
    var elements: [ScannedElement] = []
    var index = start
    while index + 1 < segments.count {
      let name = index == start ? ai : identifier(segments[index])
      let (value, isClean) = GS1Characters.percentDecoded(segments[index + 1])
      if !isClean { issues.insert(.badPercentEncoding) }
      elements.append(ScannedElement(ai: name, value: ByteText.text(value)))
      index += 2
    }
    if elements[0].ai == "01", [8, 12, 13].contains(elements[0].value.utf8.count) {
      let short = elements[0].value
      elements[0].value = short.zeroPadded(to: 14)
    }
    return elements
  }

  private static func firstPair(of byte: UInt8, in body: [UInt8]) -> Int? {
    body.indices.dropLast().first { body[$0] == byte && body[$0 + 1] == byte }
  }

  private static func identifier(_ segment: ArraySlice<UInt8>) -> String {
    let text = ByteText.text(segment)
    return names[text] ?? text
  }

  /// The first path segment that is a key followed by a value that can be one; a path in front may
  /// itself hold `01`, so a value of digits is asked for.
  private static func primaryKey(
    _ segments: [ArraySlice<UInt8>]
  ) -> (index: Int, ai: String)? {
    var fallback: (Int, String)?
    for index in segments.indices.dropLast() {
      let ai = identifier(segments[index])
      guard keys.contains(ai) else { continue }
      let value = segments[index + 1]
      let isPlausible =
        switch ai {
        case "01": (8...14).contains(value.count) && ByteText.allDigits(value)
        case "00", "8017", "8018": value.count == 18 && ByteText.allDigits(value)
        case "414", "417": value.count == 13 && ByteText.allDigits(value)
        case "253": value.count >= 13 && ByteText.allDigits(value.prefix(13))
        case "8003": value.count >= 14 && ByteText.allDigits(value.prefix(14))
        case "8006": value.count == 18 && ByteText.allDigits(value)
        default: value.count > 6
        }
      if isPlausible { return (index, ai) }
      if fallback == nil, !value.isEmpty { fallback = (index, ai) }
    }
    return fallback
  }
}
