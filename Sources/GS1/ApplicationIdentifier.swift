/// What an application identifier says about the value behind it (GS1 General Specifications,
/// section 3).
package struct ApplicationIdentifier: Sendable {
  /// Two to four digits.
  package let code: String
  /// The fewest and the most characters of a value.
  package let length: ClosedRange<Int>
  /// Whether the value is digits only.
  package let isNumeric: Bool

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
    var table: [String: ApplicationIdentifier] = [:]
    func add(_ code: String, _ length: ClosedRange<Int>, numeric: Bool = false) {
      table[code] = ApplicationIdentifier(code: code, length: length, isNumeric: numeric)
    }
    for (code, count) in [("00", 18), ("01", 14), ("02", 14), ("03", 14), ("20", 2)] {
      add(code, count...count, numeric: true)
    }
    for code in ["11", "12", "13", "15", "16", "17"] { add(code, 6...6, numeric: true) }
    for code in ["10", "21", "22", "243"] { add(code, 1...20) }
    for code in ["235"] { add(code, 1...28) }
    for code in ["240", "241", "250", "251", "400", "401", "403", "90"] { add(code, 1...30) }
    for code in ["91", "92", "93", "94", "95", "96", "97", "98", "99"] { add(code, 1...90) }
    for code in ["30", "37"] { add(code, 1...8, numeric: true) }
    add("242", 1...6, numeric: true)
    add("253", 13...30)
    add("254", 1...20)
    add("255", 13...25, numeric: true)
    add("402", 17...17, numeric: true)
    for last in 0...7 { add("41\(last)", 13...13, numeric: true) }
    add("420", 1...20)
    add("421", 4...12)
    add("422", 3...3, numeric: true)
    for last in 0...7 { add("71\(last)", 1...20) }
    add("7003", 10...10, numeric: true)
    add("7007", 6...12, numeric: true)
    add("8003", 14...30)
    add("8004", 1...30)
    add("8005", 6...6, numeric: true)
    add("8006", 18...18, numeric: true)
    add("8008", 8...12, numeric: true)
    add("8010", 1...30)
    add("8011", 1...12, numeric: true)
    add("8012", 1...20)
    add("8013", 1...25)
    add("8017", 18...18, numeric: true)
    add("8018", 18...18, numeric: true)
    add("8019", 1...10, numeric: true)
    add("8020", 1...25)
    add("8200", 1...70)
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
      return ApplicationIdentifier(code: code, length: 6...6, isNumeric: true)
    case 390, 392: return ApplicationIdentifier(code: code, length: 1...15, isNumeric: true)
    case 391, 393: return ApplicationIdentifier(code: code, length: 4...18, isNumeric: true)
    case 723: return ApplicationIdentifier(code: code, length: 2...30, isNumeric: false)
    default: return nil
    }
  }
}
