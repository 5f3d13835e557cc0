/// Reads EPC URIs of every scheme, clean or damaged (EPC Tag Data Standard, section 6).
enum EPCURNReader {
  /// The identity, or a draft of kind other with the issues that prevented one.
  static func read(_ body: [UInt8]) -> EPCDraft? {
    guard ByteText.hasPrefix(body, anyCase: "urn:epc:") else { return nil }
    let colons = body.indices.filter { body[$0] == 0x3A }.prefix(4)
    guard colons.count == 4 else { return nil }
    let head = Array(body[..<colons[3]])
    let lowered = head.map(\.lowercasedASCII)
    let scheme = ByteText.text(lowered[(colons[1] + 1)...])
    let rest = body[(colons[3] + 1)...]
    guard var draft = dispatch(scheme, rest) else { return nil }
    draft.scheme = .urn
    if head != lowered { draft.issues.insert(.caseDamaged) }
    return draft
  }

  private static func dispatch(_ scheme: String, _ rest: ArraySlice<UInt8>) -> EPCDraft? {
    switch scheme {
    case "id:sgtin": return keyed(.sgtin, rest, payload: 13, leading: true)
    case "id:upui": return keyed(.upui, rest, payload: 13, leading: true)
    case "class:lgtin": return keyed(.lgtin, rest, payload: 13, leading: true)
    case "id:sgln": return keyed(.sgln, rest, payload: 12, leading: false)
    case "id:grai": return keyed(.grai, rest, payload: 12, leading: false)
    case "id:gdti": return keyed(.gdti, rest, payload: 12, leading: false)
    case "id:sscc": return number(.sscc, rest, payload: 17, leading: true)
    case "id:pgln": return number(.pgln, rest, payload: 12, leading: false)
    case "id:gsrn": return number(.gsrn, rest, payload: 17, leading: false)
    case "id:gsrnp": return number(.gsrnp, rest, payload: 17, leading: false)
    case "id:giai": return asset(rest)
    case "id:cpi": return component(rest)
    case "id:itip": return piece(rest)
    case "idpat:sgtin": return pattern(rest)
    default: return nil
    }
  }

  /// Company prefix, reference and what follows the second point; nil when a point is missing.
  private static func parts(
    _ rest: ArraySlice<UInt8>
  ) -> (prefix: ArraySlice<UInt8>, reference: ArraySlice<UInt8>, tail: ArraySlice<UInt8>?)? {
    guard let first = rest.firstIndex(of: 0x2E) else { return nil }
    let after = rest[(first + 1)...]
    guard let second = after.firstIndex(of: 0x2E) else { return (rest[..<first], after, nil) }
    return (rest[..<first], after[..<second], after[(second + 1)...])
  }

  /// The full number with its check digit. A split outside 6…12 digits is an issue, not an end.
  private static func assemble(
    _ prefix: ArraySlice<UInt8>, _ reference: ArraySlice<UInt8>, payload: Int, leading: Bool,
    into draft: inout EPCDraft
  ) -> String? {
    guard ByteText.allDigits(prefix), ByteText.allDigits(reference), !prefix.isEmpty,
      prefix.count + reference.count == payload, !leading || !reference.isEmpty
    else {
      draft.issues.insert(.wrongDigitCount)
      draft.kind = .other
      return nil
    }
    if !(6...12).contains(prefix.count) { draft.issues.insert(.companyPrefixLength) }
    draft.companyPrefixLength = UInt8(truncatingIfNeeded: prefix.count)
    let lead = leading ? 1 : 0
    var digits = Array(reference.prefix(lead)) + prefix + reference.dropFirst(lead)
    guard let check = CheckDigit.gs1(of: digits) else { return nil }
    digits.append(0x30 + UInt8(check))
    return ByteText.text(digits)
  }

  private static func decoded(_ tail: ArraySlice<UInt8>, _ draft: inout EPCDraft) -> String {
    let (bytes, isClean) = GS1Characters.percentDecoded(tail)
    let needsEncoding = tail.contains { byte in
      byte != 0x25 && GS1Characters.isSet82(byte) && !GS1Characters.isURNLiteral(byte)
    }
    if !isClean || needsEncoding { draft.issues.insert(.badPercentEncoding) }
    return ByteText.text(bytes)
  }

  private static func keyed(
    _ kind: EPCKind, _ rest: ArraySlice<UInt8>, payload: Int, leading: Bool
  ) -> EPCDraft? {
    var draft = EPCDraft(kind: kind, scheme: .urn)
    guard let (prefix, reference, tail) = parts(rest) else {
      return EPCDraft(kind: .other, scheme: .urn, issues: .wrongDigitCount)
    }
    guard let key = assemble(prefix, reference, payload: payload, leading: leading, into: &draft)
    else { return draft }
    draft.key = key
    if let tail { draft.serial = decoded(tail, &draft) }
    if kind == .sgln {
      if let tail, tail.isEmpty { draft.issues.insert(.serialEmpty) }
      if draft.serial == "0" { draft.serial = "" }
    }
    return draft
  }

  private static func number(
    _ kind: EPCKind, _ rest: ArraySlice<UInt8>, payload: Int, leading: Bool
  ) -> EPCDraft? {
    var draft = EPCDraft(kind: kind, scheme: .urn)
    guard let (prefix, reference, tail) = parts(rest), tail == nil else {
      return EPCDraft(kind: .other, scheme: .urn, issues: .wrongDigitCount)
    }
    guard let value = assemble(prefix, reference, payload: payload, leading: leading, into: &draft)
    else { return draft }
    if kind == .sscc { draft.serial = value } else { draft.key = value }
    return draft
  }

  private static func asset(_ rest: ArraySlice<UInt8>) -> EPCDraft? {
    var draft = EPCDraft(kind: .giai, scheme: .urn)
    guard let point = rest.firstIndex(of: 0x2E), point > rest.startIndex,
      ByteText.allDigits(rest[..<point])
    else { return EPCDraft(kind: .other, scheme: .urn, issues: .wrongDigitCount) }
    let prefix = rest[..<point]
    if !(6...12).contains(prefix.count) { draft.issues.insert(.companyPrefixLength) }
    draft.companyPrefixLength = UInt8(clamping: prefix.count)
    draft.serial = ByteText.text(prefix) + decoded(rest[(point + 1)...], &draft)
    return draft
  }

  private static func component(_ rest: ArraySlice<UInt8>) -> EPCDraft? {
    var draft = EPCDraft(kind: .cpi, scheme: .urn)
    guard let point = rest.firstIndex(of: 0x2E), let last = rest.lastIndex(of: 0x2E), last > point,
      point > rest.startIndex, ByteText.allDigits(rest[..<point])
    else { return EPCDraft(kind: .other, scheme: .urn, issues: .wrongDigitCount) }
    let prefix = rest[..<point]
    if !(6...12).contains(prefix.count) { draft.issues.insert(.companyPrefixLength) }
    draft.companyPrefixLength = UInt8(clamping: prefix.count)
    draft.key = ByteText.text(prefix) + decoded(rest[(point + 1)..<last], &draft)
    draft.serial = decoded(rest[(last + 1)...], &draft)
    return draft
  }

  private static func piece(_ rest: ArraySlice<UInt8>) -> EPCDraft? {
    var draft = EPCDraft(kind: .itip, scheme: .urn)
    guard let (prefix, reference, tail) = parts(rest), let tail, tail.count > 6 else {
      return EPCDraft(kind: .other, scheme: .urn, issues: .wrongDigitCount)
    }
    let start = tail.startIndex
    let piece = tail[start..<(start + 2)]
    let total = tail[(start + 3)..<(start + 5)]
    guard tail[start + 2] == 0x2E, tail[start + 5] == 0x2E, ByteText.allDigits(piece),
      ByteText.allDigits(total),
      let gtin = assemble(prefix, reference, payload: 13, leading: true, into: &draft)
    else { return EPCDraft(kind: .other, scheme: .urn, issues: .wrongDigitCount) }
    draft.key = gtin + ByteText.text(piece) + ByteText.text(total)
    draft.serial = decoded(tail[(start + 6)...], &draft)
    return draft
  }

  /// `prefix.reference.*` is the GTIN as a class, with a serial in place of the star one unit; a
  /// wider pattern stays text.
  private static func pattern(_ rest: ArraySlice<UInt8>) -> EPCDraft? {
    guard let (_, reference, tail) = parts(rest), let tail, reference != [0x2A] else { return nil }
    if Array(tail) == [0x2A] {
      guard var draft = keyed(.gtinClass, rest, payload: 13, leading: true) else { return nil }
      draft.serial = ""
      return draft
    }
    return keyed(.sgtin, rest, payload: 13, leading: true)
  }
}
