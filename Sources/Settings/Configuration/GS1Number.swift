import GS1

/// Check digits of GLN and GTIN: GS1 General Specifications, section 7.9.1.
enum GS1Number {
  /// What is wrong with a GLN-13; nil when nothing is.
  static func fault(inGLN text: String) -> String? {
    guard text.utf8.count == 13, isDigits(text) else {
      return "a GLN has 13 digits, not \"\(text)\""
    }
    return checkDigitFault(text, name: "GLN")
  }

  /// What is wrong with a GTIN of 8, 12, 13 or 14 digits; nil when nothing is.
  static func fault(inGTIN text: String) -> String? {
    guard [8, 12, 13, 14].contains(text.utf8.count), isDigits(text) else {
      let made = NDC.parse(text)?.candidates10.compactMap { GTIN.make(payload: "003" + $0) } ?? []
      let advice = made.count == 1 ? "; the GTIN of that NDC is \(made[0])" : ""
      return "a GTIN has 8, 12, 13 or 14 digits, not \"\(text)\"\(advice)"
    }
    return checkDigitFault(text, name: "GTIN")
  }

  /// A GTIN with leading zeros up to 14 digits.
  static func gtin14(_ text: String) -> String {
    text.zeroPadded(to: 14)
  }

  private static func isDigits(_ text: String) -> Bool {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  private static func checkDigitFault(_ text: String, name: String) -> String? {
    guard let written = text.utf8.last.map({ Int($0 & 0x0F) }),
      let expected = CheckDigit.gs1(of: text.utf8.dropLast())
    else { return nil }
    guard expected != written else { return nil }
    return "\(name) \(text) ends in check digit \(written), but its digits give \(expected)"
  }
}

extension DiagnosticSink {
  /// A quoted GLN-13 with a right check digit.
  func gln(_ value: YAMLValue, _ key: String) -> String? {
    guard let text = identifier(value, key) else { return nil }
    guard let fault = GS1Number.fault(inGLN: text) else { return text }
    error("\"\(key)\": \(fault)", at: value.position)
    return nil
  }

  /// A quoted GTIN with a right check digit, as a GTIN-14.
  func gtin(_ value: YAMLValue, _ key: String) -> String? {
    guard let text = identifier(value, key) else { return nil }
    guard let fault = GS1Number.fault(inGTIN: text) else { return GS1Number.gtin14(text) }
    error("\"\(key)\": \(fault)", at: value.position)
    return nil
  }

  /// A name that may stand in file names: letters, digits, `.`, `_`, `-`, not beginning with `.`.
  func name(_ value: YAMLValue, _ key: String) -> String? {
    guard let text = text(value, key) else { return nil }
    let letters = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
    guard letters, (1...64).contains(text.utf8.count), text.utf8.first != UInt8(ascii: ".") else {
      error(
        "\"\(key)\" must be 1 to 64 letters, digits, dots, hyphens or underscores and not begin "
          + "with a dot, not \"\(text)\"", at: value.position)
      return nil
    }
    return text
  }
}
