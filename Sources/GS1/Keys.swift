/// Global Trade Item Numbers.
package enum GTIN {
  /// The 14 digits of a GTIN of 8, 12, 13 or 14 digits; nil for any other text. The check digit is
  /// not tested.
  package static func normalised(_ text: String) -> String? {
    let count = text.utf8.count
    guard [8, 12, 13, 14].contains(count), ByteText.allDigits(text.utf8) else { return nil }
    return text.zeroPadded(to: 14)
  }

  /// Whether this is a GTIN of 8, 12, 13 or 14 digits with the right check digit.
  package static func isValid(_ text: String) -> Bool {
    normalised(text) != nil && CheckDigit.isValidGS1(text.utf8)
  }

  /// 13 digits and their check digit; nil when they are not 13 digits.
  package static func make(payload: String) -> String? {
    guard payload.utf8.count == 13, let check = CheckDigit.gs1(of: payload) else { return nil }
    return payload + String(check)
  }
}

/// Global Location Numbers.
package enum GLN {
  /// Whether this is a GLN of 13 digits, not all zero, with the right check digit.
  package static func isValid(_ text: String) -> Bool {
    text.utf8.count == 13 && CheckDigit.isValidGS1(text.utf8)
      && text.utf8.contains { $0 != 0x30 }
  }

  /// Reads a place or party where only such can stand: 13 bare digits are a GLN, every other
  /// spelling as `EPC.parse`. A key of another kind carries the issue unexpected_kind.
  package static func parse(_ text: String) -> ParsedEPC {
    var parsed = EPC.parse(text)
    if parsed.spelling.scheme == .plain, parsed.spelling.detail == 13, parsed.epc.kind == .gtinClass
    {
      parsed.epc = .sgln(gln: String(parsed.epc.key.dropFirst()))
      parsed.issues.subtract(.variableMeasure)
    } else if !parsed.epc.kind.isLocation, parsed.epc.kind != .other {
      parsed.issues.insert(.unexpectedKind)
    }
    return parsed
  }
}

/// Pharmacy Product Numbers.
package enum PPN {
  /// Whether the last two digits are the check digits of what stands before.
  package static func isValid(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count >= 5, let check = CheckDigit.ppn(of: bytes.dropLast(2)) else { return false }
    return ByteText.text(bytes.suffix(2)) == ByteText.digits(Int64(check), width: 2)
  }
}
