/// Small readings of cell texts: blanks, spreadsheet faults.
package enum CellText {
  /// The text without blanks around it: spaces, tabs, line ends, no-break spaces.
  package static func trimmed(_ text: String) -> String {
    // Most texts have no blank around them, which their first and last byte tell.
    if let first = text.utf8.first, let last = text.utf8.last,
      (0x21...0x7E).contains(first), (0x21...0x7E).contains(last)
    {
      return text
    }
    let scalars = text.unicodeScalars
    guard let start = scalars.firstIndex(where: { !isBlank($0) }),
      let end = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(scalars[start...end])
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x20, 0xA0, 0x2007, 0x202F, 0xFEFF: true
    default: false
    }
  }

  /// Whether a trimmed text of a field other than free text says that there is no value.
  static func saysNothing(_ text: String) -> Bool {
    // Nearly every text is told by its length.
    text.utf8.count <= 12 && (nothing.contains(text) || nothing.contains(text.lowercased()))
  }

  /// What programs and people write where there is nothing; `NA` may be a code.
  private static let nothing: Set<String> = [
    "", "-", "--", "---", "–", "—", ".", "/", "./.", "-/-", "n/a", "n.a.", "k.a.", "k. a.", "null",
    "(null)", "[null]", "<null>", "\\N", "nan", "nat", "<na>", "nil", "(blank)", "(leer)",
    "(empty)",
  ]

  /// Whether a text stands in place of a name or number that is yet to come or will not.
  static func holdsAPlace(_ text: String) -> Bool {
    text.utf8.count <= 20 && placeholders.contains(text.lowercased())
  }

  private static let placeholders: Set<String> = [
    "none", "keine", "keiner", "kein", "entfällt", "tbd", "tbc", "t.b.d.", "pending", "ausstehend",
    "not applicable", "nicht zutreffend", "aucun", "aucune", "ninguno", "ninguna", "nessuno",
    "nessuna",
  ]

  /// Whether a date is the one that a program writes where it has none: all zeros.
  static func isNoDate(_ text: String) -> Bool {
    text.utf8.contains(0x30) && text.utf8.allSatisfy { "0.-/: TZ".utf8.contains($0) }
  }

  /// Whether a spreadsheet wrote its own fault in place of a value: `#REF!`, `#N/A` ….
  static func isSpreadsheetFault(_ text: String) -> Bool {
    switch text {
    case "#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
      "#BEZUG!", "#NV", "#WERT!", "#ZAHL!":
      true
    default: false
    }
  }

  /// Whether a spreadsheet had no room to show a value: `########`.
  static func isOnlyMarks(_ text: String) -> Bool {
    text.utf8.count > 3 && text.utf8.allSatisfy { $0 == 0x23 }
  }

  /// Whether a text names several lots: what GS1 allows in a lot has no blank, so that a sign or word
  /// with blanks around it stands between two.
  static func namesSeveralLots(_ text: String) -> Bool {
    guard text.utf8.contains(where: { $0 == 0x20 || $0 == 0x0A || $0 == 0x3B }) else {
      return false
    }
    let parts = lotSeparators.reduce([text]) { parts, mark in
      parts.flatMap { $0.split(separator: mark).map(String.init) }
    }
    return parts.count { part in part.contains { $0.isLetter || $0.isNumber } } > 1
  }

  /// The lots in a text: `Lot L1`, `L1 (2 pallets)`, `L1 L2`. A blank stands in none, and each has a
  /// figure; a text that is not made so is given back.
  package static func lots(in text: String) -> [String] {
    let bare = text.firstRange(of: " (").map { text[..<$0.lowerBound] } ?? text[...]
    let words = bare.split(whereSeparator: \.isWhitespace)
    guard words.count > 1 else { return [String(bare)] }
    let lots = words.filter {
      !lotWords.contains($0.lowercased().filter(\.isLetter)) || hasDigit($0)
    }
    return !lots.isEmpty && lots.allSatisfy(hasDigit) ? lots.map(String.init) : [text]
  }

  private static func hasDigit(_ word: Substring) -> Bool { word.contains(where: \.isNumber) }

  private static let lotWords: Set<String> = [
    "lot", "lots", "lotno", "batch", "batches", "batchno", "charge", "chargen", "chargennr", "lote",
    "lotes", "lotto", "lotti", "no", "nr", "",
  ]

  private static let lotSeparators = [
    ";", "\n", ", ", " / ", " + ", " & ", " - ", " – ", " and ", " und ", " et ", " to ", " bis ",
  ]

  /// Whether a number was shown in powers of ten, as in `1.23E+13`: its digits are gone.
  static func isPowerOfTen(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let mark = bytes.firstIndex(where: { $0 == 0x45 || $0 == 0x65 }), mark > 0,
      mark + 1 < bytes.count
    else { return false }
    let hasSign = bytes[mark + 1] == 0x2B
    let power = bytes[(mark + (hasSign ? 2 : 1))...]
    guard !power.isEmpty, power.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
    var points = 0
    for byte in bytes[..<mark] {
      if byte == 0x2E || byte == 0x2C {
        points += 1
      } else if !(0x30...0x39).contains(byte) {
        return false
      }
    }
    // Without sign, a code may look so: 12E3.
    return hasSign ? points <= 1 : points == 1
  }

  /// Whether a whole number was written with a decimal: `4012345000016.0`.
  static func isWholeWithDecimal(_ text: String) -> Bool {
    guard text.hasSuffix(".0") else { return false }
    let digits = text.utf8.dropLast(2)
    return digits.count >= 3 && digits.allSatisfy { (0x30...0x39).contains($0) }
  }
}
