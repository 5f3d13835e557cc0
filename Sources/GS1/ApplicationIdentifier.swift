/// What an application identifier says about the length of the value behind it (GS1 General Specifications,
/// section 3).
package struct ApplicationIdentifier: Sendable {
  /// Two to four digits.
  package let code: String
  /// The fewest and the most characters of a value.
  package let length: ClosedRange<Int>

  /// Identifiers whose first two digits fix the length, so that no separator follows (General
  /// Specifications, figure 7.8.5-2): characters of identifier and value together.
  private static let predefined: [String: Int] = [
    "00": 20, "01": 16, "02": 16, "03": 16, "04": 18, "11": 8, "12": 8, "13": 8, "14": 8, "15": 8,
    "16": 8, "17": 8, "18": 8, "19": 8, "20": 4, "31": 10, "32": 10, "33": 10, "34": 10, "35": 10,
    "36": 10, "41": 16,
  ]

  /// Whether a value of this identifier ends without a separator.
  package static func isPredefinedLength(_ code: String) -> Bool {
    predefined[String(code.prefix(2))] != nil
  }

  private static let exact: [String: ApplicationIdentifier] = {
    let lengths: [(ClosedRange<Int>, String)] = [
      (2...2, "20"), (3...3, "422"), (6...6, "11 12 13 15 16 17 8005"), (10...10, "7003"),
      (13...13, "410 411 412 413 414 415 416 417"), (14...14, "01 02 03"), (17...17, "402"),
      (18...18, "00 8006 8017 8018"), (1...6, "242"), (1...8, "30 37"), (1...10, "8019"),
      (1...12, "8011"), (4...12, "421"), (6...12, "7007"), (8...12, "8008"),
      (1...20, "10 21 22 243 254 420 710 711 712 713 714 715 716 717 8012"),
      (1...25, "8013 8020"), (13...25, "255"), (1...28, "235"),
      (1...30, "90 240 241 250 251 400 401 403 8004 8010"), (13...30, "253"), (14...30, "8003"),
      (1...70, "8200"), (1...90, "91 92 93 94 95 96 97 98 99"),
    ]
    var table: [String: ApplicationIdentifier] = [:]
    for (length, codes) in lengths {
      for code in codes.split(separator: " ").map(String.init) {
        table[code] = ApplicationIdentifier(code: code, length: length)
      }
    }
    return table
  }()

  /// The identifier at the start of these bytes: the longest known code of two to four digits.
  package static func leading(_ bytes: ArraySlice<UInt8>) -> ApplicationIdentifier? {
    for count in 2...4 where bytes.count >= count {
      let head = bytes.prefix(count)
      guard ByteText.allDigits(head) else { return nil }
      if let known = known(ByteText.text(head)) { return known }
    }
    return nil
  }

  /// The identifier of a code, or nil when this module does not know it.
  package static func known(_ code: String) -> ApplicationIdentifier? {
    if let known = exact[code] { return known }
    // Measures and amounts carry the place of the decimal point as their fourth digit.
    guard code.utf8.count == 4, ByteText.allDigits(code.utf8), let last = code.utf8.last else {
      return nil
    }
    let family = code.prefix(3)
    guard last <= 0x39, let number = Int(family) else { return nil }
    switch number {
    case 310...316, 320...337, 340...357, 360...369:
      return ApplicationIdentifier(code: code, length: 6...6)
    case 390, 392: return ApplicationIdentifier(code: code, length: 1...15)
    case 391, 393: return ApplicationIdentifier(code: code, length: 4...18)
    case 723: return ApplicationIdentifier(code: code, length: 2...30)
    default: return nil
    }
  }
}
