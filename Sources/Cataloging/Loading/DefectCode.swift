/// What a reader noticed about a record it took: the closed list behind `defect.code`.
///
/// Raw values are stored and never change; those of identifiers equal `IdentifierIssue.list`.
package enum DefectCode: String, CaseIterable, Sendable {
  // Identifiers
  case badCheckDigit = "bad_check_digit"
  case wrongDigitCount = "wrong_digit_count"
  case badSerialCharacter = "bad_serial_character"
  case serialTooLong = "serial_too_long"
  case serialEmpty = "serial_empty"
  case spreadsheetDamage = "spreadsheet_damage"
  case spreadsheetMarks = "spreadsheet_marks"
  case surroundingWhitespace = "surrounding_whitespace"
  case unknownScheme = "unknown_scheme"
  case companyPrefixLength = "company_prefix_length"
  case missingSeparator = "missing_separator"
  case classInEPCList = "class_in_epc_list"
  case badPercentEncoding = "bad_percent_encoding"
  case caseDamaged = "case_damaged"
  case allZeros = "all_zeros"
  case emptyIdentifier = "empty_identifier"
  case unreadableRest = "unreadable_rest"
  case contradictoryElements = "contradictory_elements"
  case invalidDate = "invalid_date"
  case dayZero = "day_zero"
  case unexpectedKind = "unexpected_kind"
  case variableMeasure = "variable_measure"
  // Times
  case timeMissing = "time_missing"
  case timeUnreadable = "time_unreadable"
  case timeZoneMissing = "time_zone_missing"
  case timeZoneInvalid = "time_zone_invalid"
  case missingSeconds = "missing_seconds"
  case dateOnly = "date_only"
  case epochMilliseconds = "epoch_milliseconds"
  case looseTimeForm = "loose_time_form"
  case timeSkipped = "time_skipped"
  case timeTwice = "time_twice"
  // Words and values
  case wordUnknown = "word_unknown"
  case wordMissing = "word_missing"
  case actionMissing = "action_missing"
  case actionUnknown = "action_unknown"
  case typeUnknown = "type_unknown"
  case expiryUnreadable = "expiry_unreadable"
  case lotContradicted = "lot_contradicted"
  case quantityUnreadable = "quantity_unreadable"
  case statementUnreadable = "statement_unreadable"
  case numberUnreadable = "number_unreadable"
  case dateUnreadable = "date_unreadable"
  case dateAsNumber = "date_as_number"
  case dateAmbiguous = "date_ambiguous"
  case numberAmbiguous = "number_ambiguous"
  case numberRounded = "number_rounded"
  case digestUnreadable = "digest_unreadable"
  case leadingZerosLost = "leading_zeros_lost"
  case valueUnknown = "value_unknown"
  case valueMissing = "value_missing"
  case valueTooLong = "value_too_long"
  case severalValues = "several_values"
  case spreadsheetError = "spreadsheet_error"
  case keyRepeated = "key_repeated"
  /// A column of a table that no field takes.
  case columnUnrecognised = "column_unrecognised"
  case fileMissing = "file_missing"
  case digestMismatch = "digest_mismatch"
  // Documents
  case textEncoding = "text_encoding"
  case byteOrderMark = "byte_order_mark"
  case doctype = "doctype"
  case namespaceMissing = "namespace_missing"
  case versionMismatch = "version_mismatch"
  case versionUnknown = "version_unknown"
  case elementUnexpected = "element_unexpected"
  case elementRepeated = "element_repeated"
  case elementCase = "element_case"
  case elementMissing = "element_missing"
  case rootUnexpected = "root_unexpected"
  case wrapped = "wrapped"
  case noEvents = "no_events"
  case resultContinues = "result_continues"
  case truncated = "truncated"
  case limitReached = "limit_reached"
  case schemaBreach = "schema_breach"

  /// One line for people.
  package var summary: String { Self.summaries[self] ?? rawValue }

  private static let summaries: [DefectCode: String] = [
    // Identifiers
    .badCheckDigit: "The check digit does not fit the digits.",
    .wrongDigitCount: "The number of digits is wrong for the key.",
    .badSerialCharacter: "A serial or lot holds a character outside GS1 set 82.",
    .serialTooLong: "A serial, lot or extension is longer than its key allows.",
    .serialEmpty: "A serial or lot is empty.",
    .spreadsheetDamage: "A spreadsheet changed the code.",
    .spreadsheetMarks: "A value stands in =\"…\"; the marks were taken away.",
    .surroundingWhitespace: "Blanks stand around the value.",
    .unknownScheme: "No GS1 spelling was recognised.",
    .companyPrefixLength: "The company prefix does not have 6 to 12 digits.",
    .missingSeparator: "The scan holds no separator where one belongs.",
    .classInEPCList: "A class stands where one object belongs.",
    .badPercentEncoding: "The percent-encoding is wrong.",
    .caseDamaged: "Fixed parts are in the wrong case.",
    .allZeros: "The key is all zeros.",
    .emptyIdentifier: "No identifier is given.",
    .unreadableRest: "The element string cannot be read to its end.",
    .contradictoryElements: "An element occurs twice with different values.",
    .invalidDate: "A date in the element string is no date.",
    .dayZero: "A date has day 00; it was read as the month's last day.",
    .unexpectedKind: "The key is of another kind than the field is for.",
    .variableMeasure: "The indicator digit is 9, for variable measure.",
    // Times
    .timeMissing: "A time is not given.",
    .timeUnreadable: "A time cannot be read.",
    .timeZoneMissing: "The offset of local time is not given.",
    .timeZoneInvalid: "The offset of local time is no offset.",
    .missingSeconds: "A time has no seconds.",
    .dateOnly: "A date stands where a time belongs.",
    .epochMilliseconds: "A number of milliseconds stands where a time belongs.",
    .looseTimeForm: "A time is written in a loose form.",
    .timeSkipped: "The clock skipped this local time; the offset before the change is used.",
    .timeTwice: "The clock showed this local time twice; the earlier is used.",
    // Values
    .wordUnknown: "A word is not in the vocabulary.",
    .wordMissing: "A word of the vocabulary is not given.",
    .actionMissing: "The action is not given.",
    .actionUnknown: "The action is none of ADD, OBSERVE, DELETE.",
    .typeUnknown: "The event type is not one of EPCIS.",
    .expiryUnreadable: "The expiry is no date.",
    .lotContradicted: "Two places of one record give different lots or expiries.",
    .quantityUnreadable: "A quantity is no number.",
    .statementUnreadable: "The statement's affirmation is neither true nor false.",
    .numberUnreadable: "A number cannot be read.",
    .dateUnreadable: "A date cannot be read.",
    .dateAsNumber: "A date is written as the day number of a spreadsheet; it was not taken.",
    .dateAmbiguous: "A date fits two formats with different days; none was taken.",
    .numberAmbiguous: "A mark may group digits or begin the fraction; none was taken.",
    .numberRounded: "A number has more digits than are kept; it was rounded.",
    .digestUnreadable: "A digest is not 64 hexadecimal digits.",
    .leadingZerosLost: "A key has no leading zeros any more.",
    .valueUnknown: "A value is not one of the field's words.",
    .valueMissing: "A value that is never blank is blank.",
    .severalValues: "A cell names several lots where one belongs.",
    .spreadsheetError:
      "A cell shows an error such as #N/A, or a formula that was never calculated.",
    .valueTooLong: "A value is longer than is kept; the original has it whole.",
    .fileMissing: "A file that a record names is not among those collected.",
    .digestMismatch: "A file that a record names has another SHA-256 than the record says.",
    .keyRepeated: "Two records of one file have the same key.",
    .columnUnrecognised: "No field takes a column; its cells are kept beside the records.",
    // Documents
    .textEncoding: "Bytes do not fit the stated encoding.",
    .byteOrderMark: "The file begins with a byte order mark.",
    .doctype: "The file has a document type declaration.",
    .namespaceMissing: "The root element has no namespace.",
    .versionMismatch: "The stated version does not fit the namespace.",
    .versionUnknown: "The stated version is not known.",
    .elementUnexpected: "An element stands where the schema has none.",
    .elementRepeated: "An element that occurs once occurs again.",
    .elementCase: "A name is in the wrong case.",
    .elementMissing: "An element the schema asks for is not there.",
    .rootUnexpected: "The outermost element is not one of EPCIS.",
    .wrapped: "The document is wrapped in another.",
    .noEvents: "The document holds no event.",
    .resultContinues: "The export says that it goes on elsewhere.",
    .truncated: "The file ends in the middle.",
    .limitReached: "A limit of reading was reached.",
    .schemaBreach: "The document breaks its schema.",
  ]
}

extension DefectCode {
  /// Codes of cells whose text no value could be made of: to a check they look blank.
  package static let unreadValues: [DefectCode] = [
    .dateUnreadable, .dateAmbiguous, .dateAsNumber, .timeUnreadable, .numberUnreadable,
    .numberAmbiguous, .wordUnknown, .digestUnreadable, .spreadsheetDamage, .spreadsheetError,
    .severalValues,
  ]
}
