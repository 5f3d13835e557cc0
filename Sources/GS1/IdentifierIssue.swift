/// What is wrong with how an identifier was written: a closed list, each with a stable code.
package struct IdentifierIssue: OptionSet, Hashable, Sendable {
  /// One bit per issue; bits never change meaning.
  package let rawValue: UInt32

  /// A set from its bits; unknown bits are kept but have no code.
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The check digit of a GTIN, SSCC, GLN, GSRN, PZN or PPN does not fit its digits.
  package static let badCheckDigit = IdentifierIssue(rawValue: 1 << 0)
  /// A key has too few or too many digits, or an EPC URI's parts do not add up.
  package static let wrongDigitCount = IdentifierIssue(rawValue: 1 << 1)
  /// A serial, lot or extension holds a character outside GS1 set 82.
  package static let badSerialCharacter = IdentifierIssue(rawValue: 1 << 2)
  /// A serial, lot or extension is longer than its key allows, after decoding.
  package static let serialTooLong = IdentifierIssue(rawValue: 1 << 3)
  /// A serial or lot is there but empty.
  package static let serialEmpty = IdentifierIssue(rawValue: 1 << 4)
  /// A spreadsheet left its mark: `1.23E+13`, a trailing `.0`, quotes, `="…"`.
  package static let spreadsheetDamage = IdentifierIssue(rawValue: 1 << 5)
  /// Blanks, line breaks or a byte order mark stood around the identifier.
  package static let surroundingWhitespace = IdentifierIssue(rawValue: 1 << 6)
  /// No GS1 spelling was recognised; the text is kept as it is.
  package static let unknownScheme = IdentifierIssue(rawValue: 1 << 7)
  /// The company prefix of an EPC URI is not 6 to 12 digits long.
  package static let companyPrefixLength = IdentifierIssue(rawValue: 1 << 8)
  /// A separator (FNC1, ASCII 29) after a field of variable length was lost.
  package static let missingSeparator = IdentifierIssue(rawValue: 1 << 9)
  /// A class (GTIN, lot or pattern) stands where a single object belongs.
  package static let classInEPCList = IdentifierIssue(rawValue: 1 << 10)
  /// A `%` without two hexadecimal digits, or a character that had to be percent-encoded.
  package static let badPercentEncoding = IdentifierIssue(rawValue: 1 << 11)
  /// Fixed parts of an EPC URI or link are in the wrong case.
  package static let caseDamaged = IdentifierIssue(rawValue: 1 << 12)
  /// The key is all zeros.
  package static let allZeros = IdentifierIssue(rawValue: 1 << 13)
  /// Nothing stood where an identifier was expected.
  package static let emptyIdentifier = IdentifierIssue(rawValue: 1 << 14)
  /// An element string goes on with something that is no known application identifier.
  package static let unreadableRest = IdentifierIssue(rawValue: 1 << 15)
  /// The same application identifier occurs twice with different values.
  package static let contradictoryElements = IdentifierIssue(rawValue: 1 << 16)
  /// A date inside an element string is no calendar date.
  package static let invalidDate = IdentifierIssue(rawValue: 1 << 17)
  /// A date inside an element string has day 00, read as the last day of its month.
  package static let dayZero = IdentifierIssue(rawValue: 1 << 18)
  /// A key of this kind does not belong in this field (a place in the EPC list, a unit as place).
  package static let unexpectedKind = IdentifierIssue(rawValue: 1 << 19)
  /// Indicator digit 9, variable measure, which no pack of a medicine carries.
  package static let variableMeasure = IdentifierIssue(rawValue: 1 << 20)

  /// The closed list, in bit order: each issue with its stable code, as it stands in defect rows.
  package static let list: [(issue: IdentifierIssue, code: String)] = [
    (.badCheckDigit, "bad_check_digit"),
    (.wrongDigitCount, "wrong_digit_count"),
    (.badSerialCharacter, "bad_serial_character"),
    (.serialTooLong, "serial_too_long"),
    (.serialEmpty, "serial_empty"),
    (.spreadsheetDamage, "spreadsheet_damage"),
    (.surroundingWhitespace, "surrounding_whitespace"),
    (.unknownScheme, "unknown_scheme"),
    (.companyPrefixLength, "company_prefix_length"),
    (.missingSeparator, "missing_separator"),
    (.classInEPCList, "class_in_epc_list"),
    (.badPercentEncoding, "bad_percent_encoding"),
    (.caseDamaged, "case_damaged"),
    (.allZeros, "all_zeros"),
    (.emptyIdentifier, "empty_identifier"),
    (.unreadableRest, "unreadable_rest"),
    (.contradictoryElements, "contradictory_elements"),
    (.invalidDate, "invalid_date"),
    (.dayZero, "day_zero"),
    (.unexpectedKind, "unexpected_kind"),
    (.variableMeasure, "variable_measure"),
  ]

  /// The codes of the issues in this set, in bit order.
  package var codes: [String] {
    isEmpty ? [] : Self.list.filter { contains($0.issue) }.map { $0.code }
  }
}
