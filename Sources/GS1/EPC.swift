/// The canonical identity of a thing, whatever spelling a source used.
package struct EPC: Hashable, Sendable {
  /// What kind of thing it names.
  package var kind: EPCKind
  /// GTIN-14 for sgtin, lgtin, gtin and upui; GLN-13 for sgln and pgln; the numeric key for grai,
  /// gsrn, gdti, itip, cpi; PPN for ppn; "" for sscc and giai; the whole text for other.
  package var key: String
  /// Decoded serial; SSCC-18 digits; lot of lgtin; GLN extension of sgln ("" when none or `0`).
  /// Exact: never trimmed, folded or made a number.
  package var serial: String

  /// An identity from its parts, unchecked.
  package init(kind: EPCKind, key: String, serial: String) {
    self.kind = kind
    self.key = key
    self.serial = serial
  }

  /// The unit (GTIN-14, serial).
  package static func sgtin(gtin: String, serial: String) -> EPC {
    EPC(kind: .sgtin, key: gtin, serial: serial)
  }

  /// The logistics unit of 18 digits.
  package static func sscc(_ digits: String) -> EPC {
    EPC(kind: .sscc, key: "", serial: digits)
  }

  /// The place of a 13-digit GLN, with an extension ("" for none).
  package static func sgln(gln: String, extension suffix: String = "") -> EPC {
    EPC(kind: .sgln, key: gln, serial: suffix == "0" ? "" : suffix)
  }

  /// The lot of a GTIN-14.
  package static func lgtin(gtin: String, lot: String) -> EPC {
    EPC(kind: .lgtin, key: gtin, serial: lot)
  }

  /// Application identifiers and values of this identity, key first; empty for ppn and other.
  package var elements: [(ai: String, value: String)] {
    switch kind {
    case .sgtin: [("01", key), ("21", serial)]
    case .lgtin: [("01", key), ("10", serial)]
    case .gtinClass: [("01", key)]
    case .upui: [("01", key), ("235", serial)]
    case .sscc: [("00", serial)]
    case .sgln: serial.isEmpty ? [("414", key)] : [("414", key), ("254", serial)]
    case .pgln: [("417", key)]
    case .grai: [("8003", "0" + key + serial)]
    case .giai: [("8004", serial)]
    case .gsrn: [("8018", key)]
    case .gsrnp: [("8017", key)]
    case .gdti: [("253", key + serial)]
    case .cpi: [("8010", key), ("8011", serial)]
    case .itip: [("8006", key), ("21", serial)]
    case .ppn, .other: []
    }
  }

  /// The form people read: `(01)09521234567896(21)ABC`, `(00)…`, `(414)…(254)…`; other as written.
  package var canonical: String {
    switch kind {
    case .other: key
    case .ppn: serial.isEmpty ? "(9N)" + key : "(9N)" + key + "(S)" + serial
    default: elements.reduce(into: "") { $0 += "(" + $1.ai + ")" + $1.value }
    }
  }

  /// The canonical GS1 Digital Link, `https://id.gs1.org/01/…/21/…`; ppn and other as `canonical`.
  package var digitalLink: String { link(from: "https://id.gs1.org") }

  /// The GS1 Digital Link on a domain, given with its scheme; ppn and other as `canonical`.
  package func link(from origin: String) -> String {
    guard !elements.isEmpty else { return canonical }
    return elements.reduce(into: origin) {
      $0 += "/" + $1.ai + "/" + GS1Characters.linkEncoded($1.value)
    }
  }

  /// The element string without brackets; ASCII 29 between fields of variable length.
  package var elementString: String {
    var text = ""
    var needsSeparator = false
    for (ai, value) in elements {
      if needsSeparator { text += "\u{1D}" }
      text += ai + value
      needsSeparator = !ApplicationIdentifier.isPredefinedLength(ai)
    }
    return elements.isEmpty ? canonical : text
  }

  /// The EPC URI for a company prefix of 6 to 12 digits; nil when the key does not have the digits
  /// for it or its kind has no URI (EPC Tag Data Standard, section 6).
  package func urn(companyPrefixLength length: Int) -> String? {
    guard (6...12).contains(length) else { return nil }
    let encoded = GS1Characters.urnEncoded(serial)
    switch kind {
    case .sgtin: return split("urn:epc:id:sgtin:", key, 14, length, leading: true, "." + encoded)
    case .upui: return split("urn:epc:id:upui:", key, 14, length, leading: true, "." + encoded)
    case .gtinClass: return split("urn:epc:idpat:sgtin:", key, 14, length, leading: true, ".*")
    case .lgtin: return split("urn:epc:class:lgtin:", key, 14, length, leading: true, "." + encoded)
    case .sscc: return split("urn:epc:id:sscc:", serial, 18, length, leading: true, "")
    case .sgln:
      let suffix = serial.isEmpty ? ".0" : "." + encoded
      return split("urn:epc:id:sgln:", key, 13, length, leading: false, suffix)
    case .pgln: return split("urn:epc:id:pgln:", key, 13, length, leading: false, "")
    case .grai: return split("urn:epc:id:grai:", key, 13, length, leading: false, "." + encoded)
    case .gdti: return split("urn:epc:id:gdti:", key, 13, length, leading: false, "." + encoded)
    case .gsrn: return split("urn:epc:id:gsrn:", key, 18, length, leading: false, "")
    case .gsrnp: return split("urn:epc:id:gsrnp:", key, 18, length, leading: false, "")
    case .giai: return cut("urn:epc:id:giai:", serial, length, "")
    case .cpi: return cut("urn:epc:id:cpi:", key, length, "." + encoded)
    case .itip:
      let digits = Array(key.utf8)
      guard digits.count == 18 else { return nil }
      let pieces = ByteText.text(digits[14..<16]) + "." + ByteText.text(digits[16..<18])
      return split(
        "urn:epc:id:itip:", ByteText.text(digits[0..<14]), 14, length, leading: true,
        "." + pieces + "." + encoded)
    case .ppn, .other: return nil
    }
  }

  /// The text a source wrote, made again from identity and spelling; nil when it cannot be made
  /// exactly, so that the loader keeps the original text.
  package func text(spelled spelling: EPCSpelling) -> String? {
    guard spelling.isExact else { return nil }
    return draft(spelled: spelling)
  }

  /// What `text(spelled:)` would make, without trust in `isExact`.
  func draft(spelled spelling: EPCSpelling) -> String? {
    switch spelling.scheme {
    case .urn: return urn(companyPrefixLength: Int(spelling.companyPrefixLength))
    case .digitalLink: return elements.isEmpty ? nil : digitalLink
    case .bracketed: return kind == .other ? nil : canonical
    case .elementString: return elements.isEmpty ? nil : elementString
    case .scan:
      let index = Int(spelling.detail)
      guard index < EPCSpelling.symbologies.count, !elements.isEmpty else { return nil }
      return EPCSpelling.symbologies[index] + elementString
    case .plain:
      let digits = kind == .sscc ? serial : key
      guard digits.utf8.count >= Int(spelling.detail) else { return nil }
      return String(digits.suffix(Int(spelling.detail)))
    case .text: return kind == .other ? key : nil
    }
  }

  /// Company prefix and rest of a numeric key; `leading` keys carry their indicator or extension
  /// digit in front of the prefix. The check digit is left out.
  private func split(
    _ scheme: String, _ number: String, _ count: Int, _ length: Int, leading: Bool, _ tail: String
  ) -> String? {
    let digits = Array(number.utf8)
    guard digits.count == count, ByteText.allDigits(digits) else { return nil }
    let start = leading ? 1 : 0
    let end = start + length
    guard end <= count - 1 else { return nil }
    let prefix = ByteText.text(digits[start..<end])
    let rest = ByteText.text(digits[..<start]) + ByteText.text(digits[end..<(count - 1)])
    return scheme + prefix + "." + rest + tail
  }

  private func cut(_ scheme: String, _ value: String, _ length: Int, _ tail: String) -> String? {
    let bytes = Array(value.utf8)
    guard bytes.count > length, ByteText.allDigits(bytes[..<length]) else { return nil }
    let rest = GS1Characters.urnEncoded(ByteText.text(bytes[length...]))
    return scheme + ByteText.text(bytes[..<length]) + "." + rest + tail
  }
}
