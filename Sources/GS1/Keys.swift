/// Global Trade Item Numbers.
package enum GTIN {
  /// The 14 digits of a GTIN of 8, 12, 13 or 14 digits; nil for any other text. The check digit is
  /// not tested.
  package static func normalised(_ text: String) -> String? {
    let count = text.utf8.count
    guard [8, 12, 13, 14].contains(count), ByteText.allDigits(text.utf8) else { return nil }
    return String(repeating: "0", count: 14 - count) + text
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

  /// The ten digits of the NDC inside a US GTIN-14 (prefix 03); nil for another GTIN.
  package static func ndc10(_ gtin: String) -> String? {
    let bytes = Array(gtin.utf8)
    guard bytes.count == 14, ByteText.allDigits(bytes), bytes[1] == 0x30, bytes[2] == 0x33 else {
      return nil
    }
    return ByteText.text(bytes[3..<13])
  }
}

/// Serial Shipping Container Codes.
package enum SSCC {
  /// Whether this is an SSCC of 18 digits with the right check digit.
  package static func isValid(_ text: String) -> Bool {
    text.utf8.count == 18 && CheckDigit.isValidGS1(text.utf8)
  }

  /// 17 digits and their check digit; nil when they are not 17 digits.
  package static func make(payload: String) -> String? {
    guard payload.utf8.count == 17, let check = CheckDigit.gs1(of: payload) else { return nil }
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

  /// 12 digits and their check digit; nil when they are not 12 digits.
  package static func make(payload: String) -> String? {
    guard payload.utf8.count == 12, let check = CheckDigit.gs1(of: payload) else { return nil }
    return payload + String(check)
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

/// German Pharmazentralnummern of eight digits.
package enum PZN {
  /// Whether these are eight digits with the right check digit, with or without `PZN-` in front.
  package static func isValid(_ text: String) -> Bool {
    guard let digits = normalised(text), let last = digits.utf8.last else { return false }
    return CheckDigit.pzn(of: Array(digits.utf8.dropLast())).map { $0 == Int(last & 0x0F) } ?? false
  }

  /// Eight digits of a PZN with or without `PZN`, a hyphen or a blank in front; seven digits are
  /// the older form and get a zero. Nil for any other text.
  package static func normalised(_ text: String) -> String? {
    var bytes = Array(text.utf8)[...]
    if ByteText.hasPrefix(bytes, anyCase: "pzn") { bytes = bytes.dropFirst(3) }
    bytes = bytes.drop { $0 == 0x2D || $0 == 0x20 }
    guard (7...8).contains(bytes.count), ByteText.allDigits(bytes) else { return nil }
    return bytes.count == 7 ? "0" + ByteText.text(bytes) : ByteText.text(bytes)
  }

  /// The German NTIN of 14 digits for a PZN; nil when it is none.
  package static func ntin(_ text: String) -> String? {
    normalised(text).flatMap { GTIN.make(payload: "04150" + $0) }
  }

  /// The PPN of twelve characters for a PZN; nil when it is none.
  package static func ppn(_ text: String) -> String? {
    normalised(text).flatMap { PPN.make(payload: "11" + $0) }
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

  /// The payload (agency code and national number) with its two check digits; nil when it holds
  /// other than digits and capital letters.
  package static func make(payload: String) -> String? {
    CheckDigit.ppn(of: payload.utf8).map { payload + ByteText.digits(Int64($0), width: 2) }
  }

  /// The PZN inside a PPN of agency 11; nil for another.
  package static func pzn(_ ppn: String) -> String? {
    let bytes = Array(ppn.utf8)
    guard bytes.count == 12, bytes.starts(with: "11".utf8), ByteText.allDigits(bytes) else {
      return nil
    }
    return ByteText.text(bytes[2..<10])
  }
}

/// National trade item numbers: GTINs whose prefix marks a national medicine code.
package enum NTIN {
  /// The country and national number inside a GTIN-14, by prefix: Germany (04150, PZN), France
  /// (03400, CIP), Spain (0847000, CN); nil for another GTIN. Only the German split is confirmed.
  package static func national(_ gtin: String) -> (country: String, number: String)? {
    let bytes = Array(gtin.utf8)
    guard bytes.count == 14, ByteText.allDigits(bytes) else { return nil }
    if bytes.starts(with: "04150".utf8) { return ("DE", ByteText.text(bytes[5..<13])) }
    if bytes.starts(with: "03400".utf8) { return ("FR", ByteText.text(bytes[1..<14])) }
    if bytes.starts(with: "0847000".utf8) { return ("ES", ByteText.text(bytes[7..<13])) }
    return nil
  }
}
