/// One element of a scanned code: identifier and value.
package struct ScannedElement: Hashable, Sendable {
  /// Application identifier (`01`), or data identifier (`9N`) in codes that use those.
  package var ai: String
  /// The value as scanned.
  package var value: String
}

/// What reading a scan gave.
package struct ScannedCode: Hashable, Sendable {
  /// How the code was written.
  package enum Form: String, Sendable {
    /// Application identifiers in brackets.
    case bracketed
    /// With a symbology identifier in front.
    case scan
    /// Application identifiers without brackets.
    case elementString = "element_string"
    /// Data identifiers, with or without an ISO/IEC 15434 envelope.
    case identifiers = "data_identifiers"
    /// None of these.
    case unknown
  }

  /// How the code was written.
  package var form: Form
  /// The symbology identifier, `]d2` and its like.
  package var symbology: String?
  /// Elements in the order scanned.
  package var elements: [ScannedElement] = []
  /// What was wrong.
  package var issues: IdentifierIssue = []
  /// The thing it names; nil when it holds no readable key.
  package var epc: EPC?
}

/// Reads GS1 element strings, bracketed or scanned, and the data identifier form of PPN codes.
package enum ElementString {
  private static let separator: UInt8 = 0x1D

  /// Reads the UTF-8 bytes of a scan or printed element string; what is none has form unknown and
  /// no elements.
  package static func parse(bytes: [UInt8]) -> ScannedCode {
    var code = ScannedCode(form: .unknown)
    // No symbol holds more than 7,089 characters; each element is looked up among all before it.
    guard bytes.count <= 8_192 else { return code }
    var body = bytes[...]
    if let symbology = EPCSpelling.symbologies.first(where: { body.starts(with: $0.utf8) }) {
      code.symbology = symbology
      code.form = .scan
      body = body.dropFirst(symbology.utf8.count)
    }
    if body.starts(with: "[)>".utf8) {
      readEnvelope(body.dropFirst(3), into: &code)
    } else if body.first == 0x28 {
      readBracketed(body, into: &code)
    } else if body.starts(with: "9N".utf8), body.count >= 10 {
      readDataIdentifiers(body, into: &code)
    } else {
      let hadSeparator = body.first == separator
      let begins = ApplicationIdentifier.leading(body.drop { $0 == separator })
      if code.form == .unknown {
        guard let begins, hadSeparator || beginsWithKey(body, begins.code) else { return code }
        code.form = .elementString
      }
      readPlain(body, into: &code)
    }
    finish(&code)
    return code
  }

  /// Every element of a Digital Link, a scan or an element string; none for other texts.
  package static func elements(of text: String) -> [ScannedElement] {
    let bytes = Array(text.utf8)
    return text.contains("://") ? DigitalLinkReader.elements(bytes) : parse(bytes: bytes).elements
  }

  /// The thing that elements name, the key's check digit tested; nil when none has the digits.
  static func identity(of elements: [ScannedElement], issues: inout IdentifierIssue) -> EPC? {
    func value(_ ai: String) -> String? { elements.first { $0.ai == ai }?.value }
    func digits(_ text: String, _ count: Int) -> Bool {
      guard text.utf8.count == count, ByteText.allDigits(text.utf8) else {
        issues.insert(.wrongDigitCount)
        return false
      }
      if !CheckDigit.isValidGS1(text.utf8) { issues.insert(.badCheckDigit) }
      return true
    }
    if let sscc = value("00") { return digits(sscc, 18) ? .sscc(sscc) : nil }
    if let gtin = value("01") ?? value("8P") {
      guard digits(gtin, 14) else { return nil }
      if let serial = value("21") ?? value("S") { return .sgtin(gtin: gtin, serial: serial) }
      if let unit = value("235") { return EPC(kind: .upui, key: gtin, serial: unit) }
      if let lot = value("10") ?? value("1T") { return .lgtin(gtin: gtin, lot: lot) }
      return EPC(kind: .gtinClass, key: gtin, serial: "")
    }
    if let ppn = value("9N") {
      if !PPN.isValid(ppn) { issues.insert(.badCheckDigit) }
      return EPC(kind: .ppn, key: ppn, serial: value("S") ?? value("21") ?? "")
    }
    if let gln = value("414") {
      return digits(gln, 13) ? .sgln(gln: gln, extension: value("254") ?? "") : nil
    }
    if let gln = value("417") {
      return digits(gln, 13) ? EPC(kind: .pgln, key: gln, serial: "") : nil
    }
    if let key = value("8018") {
      return digits(key, 18) ? EPC(kind: .gsrn, key: key, serial: "") : nil
    }
    if let key = value("8017") {
      return digits(key, 18) ? EPC(kind: .gsrnp, key: key, serial: "") : nil
    }
    return assetIdentity(value, digits)
  }

  private static func assetIdentity(
    _ value: (String) -> String?, _ digits: (String, Int) -> Bool
  ) -> EPC? {
    if let grai = value("8003") {
      let key = String(grai.dropFirst().prefix(13))
      guard grai.utf8.first == 0x30, digits(key, 13) else { return nil }
      return EPC(kind: .grai, key: key, serial: String(grai.dropFirst(14)))
    }
    if let gdti = value("253") {
      let key = String(gdti.prefix(13))
      guard digits(key, 13) else { return nil }
      return EPC(kind: .gdti, key: key, serial: String(gdti.dropFirst(13)))
    }
    if let piece = value("8006") {
      guard piece.utf8.count == 18, digits(String(piece.prefix(14)), 14) else { return nil }
      return EPC(kind: .itip, key: piece, serial: value("21") ?? "")
    }
    if let asset = value("8004") { return EPC(kind: .giai, key: "", serial: asset) }
    if let part = value("8010") {
      return EPC(kind: .cpi, key: part, serial: value("8011") ?? "")
    }
    return nil
  }

  /// Whether a text without any mark is an element string: it must begin with a key of digits.
  private static func beginsWithKey(_ body: ArraySlice<UInt8>, _ ai: String) -> Bool {
    let count: Int
    switch ai {
    case "00": count = 18
    case "01", "8003": count = 14
    case "253", "414", "417": count = 13
    case "8006", "8017", "8018": count = 18
    default: return false
    }
    let value = body.dropFirst(ai.utf8.count).prefix(count)
    return value.count == count && ByteText.allDigits(value)
  }

  private static func finish(_ code: inout ScannedCode) {
    var seen: [String: String] = [:]
    for element in code.elements {
      if let earlier = seen[element.ai], earlier != element.value {
        code.issues.insert(.contradictoryElements)
      }
      seen[element.ai] = element.value
      if ["11", "12", "13", "15", "16", "17"].contains(element.ai) {
        // The century does not matter for whether it is a date, but for 29 February 2000/2100.
        if let date = GS1Date(yymmdd: element.value, currentYear: 2026) {
          if date.isDayZero { code.issues.insert(.dayZero) }
        } else {
          code.issues.insert(.invalidDate)
        }
      }
      if element.ai == "10" || element.ai == "21" {
        if element.value.isEmpty { code.issues.insert(.serialEmpty) }
        if element.value.utf8.count > 20 { code.issues.insert(.serialTooLong) }
        if !element.value.utf8.allSatisfy(GS1Characters.isSet82) {
          code.issues.insert(.badSerialCharacter)
        }
      }
    }
    var issues = code.issues
    code.epc = identity(of: code.elements, issues: &issues)
    code.issues = issues
  }

  // MARK: Forms

  private static func readPlain(_ body: ArraySlice<UInt8>, into code: inout ScannedCode) {
    var rest = body
    while true {
      rest = rest.drop { $0 == separator }
      guard !rest.isEmpty else { return }
      guard let ai = ApplicationIdentifier.leading(rest) else {
        code.issues.insert(.unreadableRest)
        return
      }
      rest = rest.dropFirst(ai.code.utf8.count)
      let field = rest.prefix { $0 != separator }
      if ai.length.count == 1 {
        let value = field.prefix(ai.length.upperBound)
        if value.count < ai.length.lowerBound || !ByteText.allDigits(value) {
          code.issues.insert(.wrongDigitCount)
        }
        code.elements.append(ScannedElement(ai: ai.code, value: ByteText.text(value)))
        rest = rest.dropFirst(value.count)
        continue
      }
      let split = LostSeparator.find(in: field, of: ai, after: code.elements.map(\.ai))
      if split != .none { code.issues.insert(.missingSeparator) }
      var value = field
      if case .certain(let count) = split { value = field.prefix(count) }
      code.elements.append(ScannedElement(ai: ai.code, value: ByteText.text(value)))
      rest = rest.dropFirst(value.count)
    }
  }

  private static func readBracketed(_ body: ArraySlice<UInt8>, into code: inout ScannedCode) {
    var elements: [ScannedElement] = []
    var rest = body
    var value: [UInt8] = []
    while let byte = rest.first {
      if byte == 0x28, let identifier = bracket(rest) {
        if !elements.isEmpty { elements[elements.count - 1].value = ByteText.text(value) }
        elements.append(ScannedElement(ai: identifier, value: ""))
        value = []
        rest = rest.dropFirst(identifier.utf8.count + 2)
      } else {
        guard !elements.isEmpty else { return }
        if byte != separator { value.append(byte) }
        rest = rest.dropFirst()
      }
    }
    guard !elements.isEmpty else { return }
    elements[elements.count - 1].value = ByteText.text(value)
    code.form = elements.contains { $0.ai == "9N" || $0.ai == "8P" } ? .identifiers : .bracketed
    code.elements = elements
  }

  /// The identifier in brackets at the start; only a known one, since brackets are serial
  /// characters too.
  private static func bracket(_ rest: ArraySlice<UInt8>) -> String? {
    guard let close = rest.prefix(6).firstIndex(of: 0x29) else { return nil }
    let name = ByteText.text(rest[(rest.startIndex + 1)..<close])
    if ApplicationIdentifier.known(name) != nil { return name }
    return ["9N", "8P", "1T", "D", "S", "16D", "27Q"].contains(name) ? name : nil
  }

  private static func readEnvelope(_ body: ArraySlice<UInt8>, into code: inout ScannedCode) {
    var rest = body.drop { $0 == 0x1E }
    let format = ByteText.text(rest.prefix(2))
    rest = rest.dropFirst(2)
    let content = rest.prefix { $0 != 0x1E && $0 != 0x04 }
    if format == "05" {
      if code.form == .unknown { code.form = .elementString }
      readPlain(content, into: &code)
    } else {
      readDataIdentifiers(content, into: &code)
    }
  }

  private static func readDataIdentifiers(
    _ body: ArraySlice<UInt8>, into code: inout ScannedCode
  ) {
    code.form = .identifiers
    for field in body.split(separator: separator) {
      guard
        let name = ["9N", "8P", "16D", "27Q", "1T", "D", "S"].first(where: {
          field.starts(with: $0.utf8)
        })
      else {
        code.issues.insert(.unreadableRest)
        continue
      }
      let value = ByteText.text(field.dropFirst(name.utf8.count))
      code.elements.append(ScannedElement(ai: name, value: value))
    }
  }
}

/// Looks for an element that ran into the one before because a separator was lost.
enum LostSeparator {
  enum Finding: Equatable {
    /// Nothing suspicious.
    case none
    /// Suspicious, but more than one reading or none: left as scanned.
    case suspected
    /// Exactly one reading gives product, serial, lot and expiry: so many bytes belong here.
    case certain(Int)
  }

  static func find(
    in field: ArraySlice<UInt8>, of ai: ApplicationIdentifier, after seen: [String]
  ) -> Finding {
    guard ["10", "21"].contains(ai.code), !seen.contains("17") else {
      return field.count > ai.length.upperBound ? .suspected : .none
    }
    let known = Set(seen).union([ai.code])
    var whole: [Int] = []
    var isSuspect = false
    for count in 1..<max(2, min(field.count, ai.length.upperBound + 1)) {
      guard let tail = tail(field.dropFirst(count)) else { continue }
      isSuspect = true
      if known.union(tail).isSuperset(of: ["01", "21", "17", "10"]), known.isDisjoint(with: tail) {
        whole.append(count)
      }
    }
    guard field.count > ai.length.upperBound else { return isSuspect ? .suspected : .none }
    return whole.count == 1 ? .certain(whole[0]) : .suspected
  }

  /// Identifiers of a tail that begins with an expiry and may go on with lot or serial.
  private static func tail(_ bytes: ArraySlice<UInt8>) -> [String]? {
    guard bytes.starts(with: "17".utf8), bytes.count >= 8,
      GS1Date(yymmdd: ByteText.text(bytes.dropFirst(2).prefix(6)), currentYear: 2026) != nil
    else { return nil }
    let rest = bytes.dropFirst(8)
    if rest.isEmpty { return ["17"] }
    let name = ByteText.text(rest.prefix(2))
    guard ["10", "21"].contains(name), (1...20).contains(rest.count - 2) else { return nil }
    return ["17", name]
  }
}
