/// What reading an identifier gave: always an identity, never an error.
package struct ParsedEPC: Hashable, Sendable {
  /// The canonical identity; kind other with the trimmed text as key when nothing was recognised.
  package var epc: EPC
  /// How it was written.
  package var spelling: EPCSpelling
  /// What was wrong with how it was written.
  package var issues: IdentifierIssue = []
}

extension EPC {
  /// Reads an identifier in any spelling; never fails.
  package static func parse(_ text: String) -> ParsedEPC {
    var copy = text
    return copy.withUTF8 { parse($0) }
  }

  /// Reads an identifier in any spelling from UTF-8 bytes; never fails.
  package static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> ParsedEPC {
    if let fast = parseURNFast(bytes) ?? parseLinkFast(bytes) {
      return ParsedEPC(epc: EPC(fast, in: bytes), spelling: fast.spelling)
    }
    return parseAnySpelling(bytes)
  }

  private static func parseAnySpelling(_ bytes: UnsafeBufferPointer<UInt8>) -> ParsedEPC {
    let range = ByteText.trimmed(bytes)
    var issues: IdentifierIssue = range.count == bytes.count ? [] : .surroundingWhitespace
    var body = Array(bytes[range])
    if body.isEmpty {
      return ParsedEPC(
        epc: EPC(kind: .other, key: "", serial: ""),
        spelling: EPCSpelling(scheme: .text, isExact: bytes.isEmpty),
        issues: issues.union(.emptyIdentifier))
    }
    let original = body
    if let repaired = SpreadsheetDamage.repaired(body) {
      issues.insert(.spreadsheetDamage)
      body = repaired
    }
    let read = EPCSpellingReader.read(body)
    guard var draft = read, draft.kind != .other else {
      return ParsedEPC(
        epc: EPC(kind: .other, key: ByteText.text(original), serial: ""),
        spelling: EPCSpelling(scheme: .text, isExact: range.count == bytes.count),
        issues: issues.union(read?.issues ?? []).union(.unknownScheme))
    }
    draft.issues.formUnion(issues)
    var parsed = ParsedEPC(
      epc: EPC(kind: draft.kind, key: draft.key, serial: draft.serial),
      spelling: EPCSpelling(
        scheme: draft.scheme, companyPrefixLength: draft.companyPrefixLength,
        detail: draft.detail),
      issues: draft.issues)
    parsed.issues.formUnion(parsed.epc.contentIssues)
    // Only what comes out byte for byte the same may do without its raw text.
    let remade = parsed.epc.draft(spelled: parsed.spelling)
    parsed.spelling.isExact = remade.map { $0.utf8.elementsEqual(bytes) } ?? false
    return parsed
  }

  /// Issues that follow from the identity alone: characters, lengths, zeros, indicator.
  package var contentIssues: IdentifierIssue {
    var issues: IdentifierIssue = []
    let hasSerial: Bool
    switch kind {
    case .sgtin, .lgtin, .giai, .grai, .gdti, .itip, .upui, .cpi, .ppn: hasSerial = true
    case .sgln: hasSerial = !serial.isEmpty
    default: hasSerial = false
    }
    if hasSerial {
      // A GRAI or GDTI without serial is a class, a PPN without serial a product: no fault.
      let mayBeEmpty = kind == .grai || kind == .gdti || kind == .ppn
      if serial.isEmpty, !mayBeEmpty { issues.insert(.serialEmpty) }
      if serial.utf8.count > kind.serialLimit { issues.insert(.serialTooLong) }
      if !serial.utf8.allSatisfy(GS1Characters.isSet82) { issues.insert(.badSerialCharacter) }
    }
    let number = kind == .sscc ? serial : key
    if kind != .other, !number.isEmpty, number.utf8.allSatisfy({ $0 == 0x30 }) {
      issues.insert(.allZeros)
    }
    if kind == .sgtin || kind == .lgtin || kind == .gtinClass, key.utf8.first == 0x39 {
      issues.insert(.variableMeasure)
    }
    return issues
  }
}

/// An identity under construction.
struct EPCDraft {
  var kind: EPCKind
  var key = ""
  var serial = ""
  var scheme: EPCSpelling.Scheme
  var companyPrefixLength: UInt8 = 0
  var detail: UInt8 = 0
  var issues: IdentifierIssue = []
}

/// Finds out which spelling a trimmed, non-empty text is in.
enum EPCSpellingReader {
  static func read(_ body: [UInt8]) -> EPCDraft? {
    if ByteText.hasPrefix(body, anyCase: "urn:") { return EPCURNReader.read(body) }
    if ByteText.hasPrefix(body, anyCase: "http://") || ByteText.hasPrefix(body, anyCase: "https://")
    {
      return DigitalLinkReader.read(body)
    }
    if let draft = plainKey(body) { return draft }
    return elementString(body)
  }

  /// A bare GTIN of 8, 12, 13 or 14 digits or SSCC of 18 digits. Bare digits that begin like an
  /// element string have other lengths: 16 for a GTIN, 20 for an SSCC.
  private static func plainKey(_ body: [UInt8]) -> EPCDraft? {
    guard [8, 12, 13, 14, 18].contains(body.count), ByteText.allDigits(body) else { return nil }
    let kind: EPCKind = body.count == 18 ? .sscc : .gtinClass
    var draft = EPCDraft(kind: kind, scheme: .plain)
    draft.detail = UInt8(body.count)
    if kind == .sscc {
      draft.serial = ByteText.text(body)
    } else {
      draft.key = ByteText.text(body).zeroPadded(to: 14)
    }
    if !CheckDigit.isValidGS1(body) { draft.issues.insert(.badCheckDigit) }
    return draft
  }

  private static func elementString(_ body: [UInt8]) -> EPCDraft? {
    let code = ElementString.parse(bytes: body)
    guard let epc = code.epc else {
      guard code.form != .unknown else { return nil }
      return EPCDraft(kind: .other, scheme: .text, issues: code.issues)
    }
    var draft = EPCDraft(kind: epc.kind, key: epc.key, serial: epc.serial, scheme: .elementString)
    switch code.form {
    case .bracketed: draft.scheme = .bracketed
    case .scan: draft.scheme = .scan
    case .elementString, .unknown: draft.scheme = .elementString
    case .identifiers: draft.scheme = .bracketed
    }
    if let symbology = code.symbology, let index = EPCSpelling.symbologies.firstIndex(of: symbology)
    {
      draft.detail = UInt8(truncatingIfNeeded: index)
    }
    draft.issues = code.issues
    return draft
  }
}

/// What spreadsheets do to codes, and what of it can be undone with certainty.
enum SpreadsheetDamage {
  /// The code without `="…"`, quotes or a leading apostrophe, or with a trailing `.0` of a bare
  /// number taken away; the text itself for a number in exponent form, whose digits are lost. Nil
  /// when there is no damage.
  static func repaired(_ body: [UInt8]) -> [UInt8]? {
    if isExponent(body) { return body }
    var low = 0
    var high = body.count
    if body[0] == 0x3D, body.count > 2, body[1] == 0x22 { low = 1 }
    if high - low >= 2, body[low] == 0x22, body[high - 1] == 0x22 {
      low += 1
      high -= 1
    } else if body[0] == 0x27, body.count > 1, body[1].isASCIIDigit || body[1] == 0x28 {
      low = 1
    } else {
      low = 0
    }
    var inner = body[low..<high]
    let text = ByteText.text(inner)
    if inner.count > 7, text.hasSuffix(".0"), ByteText.allDigits(inner.dropLast(2)) {
      inner = inner.dropLast(2)
    }
    guard inner.count < body.count, !inner.isEmpty else { return nil }
    return Array(inner)
  }

  /// Whether this is a number in exponent form, `1.23E+13`, with point or comma.
  static func isExponent(_ body: [UInt8]) -> Bool {
    guard let mark = body.firstIndex(where: { $0 == 0x45 || $0 == 0x65 }), mark > 0 else {
      return false
    }
    let mantissa = body[..<mark]
    var exponent = body[(mark + 1)...]
    guard let first = mantissa.first, first.isASCIIDigit,
      mantissa.allSatisfy({ $0.isASCIIDigit || $0 == 0x2E || $0 == 0x2C }),
      mantissa.filter({ !$0.isASCIIDigit }).count <= 1,
      let sign = exponent.first, sign == 0x2B
    else { return false }
    exponent = exponent.dropFirst()
    return (1...3).contains(exponent.count) && ByteText.allDigits(exponent)
  }
}
