package import Settings

extension DefectCode {
  /// Meaning, usual cause and remedy, for `muster explain`.
  package var explanation: CodeExplanation {
    let text = Self.explanations[self] ?? ("", "")
    let taken = Self.documents[self] == nil ? "record" : "file"
    return CodeExplanation(
      code: rawValue, place: "collect", meaning: "\(summary) The \(taken) was taken all the same.",
      cause: text.cause, remedy: text.remedy)
  }

  private static let master = "Correct the value in the system it comes from and export again."
  private static let sender = "Tell the sender which file and line it is; ask for a corrected one."
  private static let export = "Change the export so that the value is written as the standard asks."

  private static let explanations: [DefectCode: (cause: String, remedy: String)] =
    identifiers.merging(times) { one, _ in one }.merging(values) { one, _ in one }
    .merging(documents) { one, _ in one }

  private static let identifiers: [DefectCode: (cause: String, remedy: String)] = [
    .badCheckDigit: ("A digit was typed wrong, or two keys were put together from parts.", master),
    .wrongDigitCount: (
      "A spreadsheet took the leading zeros away, or another key stands in the field.", master
    ),
    .badSerialCharacter: ("A serial was made with characters a GS1 code cannot carry.", master),
    .serialTooLong: ("Two values were joined, or a serial has more than 20 characters.", master),
    .serialEmpty: ("An export wrote the class of a product where a unit belongs.", export),
    .spreadsheetDamage: (
      "The file was opened and saved in a spreadsheet: leading zeros went, or 1.23E+13 came.",
      "Export again and do not open the file in a spreadsheet in between."
    ),
    .spreadsheetMarks: (
      "The export writes =\"…\" so that Excel keeps leading zeros.",
      "Nothing; an export without these marks is read alike."
    ),
    .surroundingWhitespace: (
      "Fixed-width fields or a manual entry.",
      "Export without them: a lot or serial with blanks is another one than that without."
    ),
    .unknownScheme: (
      "An internal number stands where a GS1 key belongs, or an EPC of another scheme.", master
    ),
    .companyPrefixLength: ("An EPC URI was cut at the wrong place.", master),
    .missingSeparator: (
      "The scanner does not pass on the separator (FNC1) after a field of variable length.",
      "Set the scanner or its driver to send the separator."
    ),
    .classInEPCList: ("A product without serial was written into a list of units.", export),
    .badPercentEncoding: ("A serial with special characters was not encoded for the URI.", export),
    .caseDamaged: ("A system turned the whole value into capitals or small letters.", export),
    .allZeros: ("A default value was never replaced.", master),
    .emptyIdentifier: ("A field is blank in the source system.", master),
    .unreadableRest: ("The scan was cut, or holds a field this program does not know.", export),
    .contradictoryElements: ("Two labels were read as one scan.", sender),
    .invalidDate: ("Day and month were exchanged, or the date does not exist.", master),
    .dayZero: (
      "GS1 allows day 00 for “end of month”; some systems do not read it so.",
      "Nothing, when the end of the month is meant; else correct the date where it comes from."
    ),
    .unexpectedKind: ("A case or pallet number stands where an item's belongs, say.", export),
    .variableMeasure: ("Indicator 9 belongs to goods of variable measure.", master),
  ]

  private static let times: [DefectCode: (cause: String, remedy: String)] = [
    .timeMissing: ("The step was recorded by hand without a time.", export),
    .timeUnreadable: (
      "A local form of date is written.",
      "Declare format.dates for the source of a table, such as [DD.MM.YYYY] or [D MMM YY] (MMM is a "
        + "month's name), or change the export."
    ),
    .timeZoneMissing: (
      "The line or system writes local time without its offset.",
      "Write the offset; until then declare time_zone for the source in muster.yaml."
    ),
    .timeZoneInvalid: ("An abbreviation stands where an offset belongs.", export),
    .missingSeconds: ("The form was shortened on the way.", export),
    .dateOnly: (
      "The system keeps days only.",
      "Order within the day cannot be shown; export the time if known. Where it stands in a column "
        + "of its own, write columns: { field: [\"date\", \"time\"] }."
    ),
    .epochMilliseconds: ("A database number was exported as it is.", export),
    .looseTimeForm: ("A blank instead of T, or a comma instead of a point.", export),
    .timeSkipped: (
      "The clock was set forward that night, or the zone of the source is another one.",
      "Check time_zone of the source."
    ),
    .timeTwice: (
      "The clock was set back that night and the time has no offset.",
      "Export times with their offset."
    ),
  ]

  private static let values: [DefectCode: (cause: String, remedy: String)] = [
    .wordUnknown: (
      "A word of the firm's own, a typing error, or a word of a later vocabulary.", export
    ),
    .wordMissing: ("The interface does not fill the field.", export),
    .actionMissing: ("The event was put together by hand.", export),
    .actionUnknown: ("The event was put together by hand.", export),
    .typeUnknown: ("An event type of the firm's own, or of a later version of EPCIS.", export),
    .expiryUnreadable: ("A local form of date is written.", export),
    .lotContradicted: (
      "The lot in the code and the lot in the field come from different systems.",
      "Find out which of the two is right, correct the other where it comes from, and export again."
    ),
    .quantityUnreadable: ("A decimal comma, or a unit written beside the number.", export),
    .statementUnreadable: ("The statement is written as text.", sender),
    .numberUnreadable: (
      "A decimal comma, or a unit written beside the number.",
      "Declare format.decimal for the source, or change the export."
    ),
    .dateAsNumber: (
      "Excel counts days from 1900 or 1904; a cell of format Text or General shows the number.",
      "Give the column a date format in Excel, save it, and collect the .xlsx or export again."
    ),
    .dateUnreadable: (
      "The date form differs from the one declared.",
      "Declare format.dates for the source, such as [DD.MM.YYYY] or [D MMM YY] (MMM is a month's "
        + "name), or change the export."
    ),
    .valueUnknown: (
      "The source uses a word of its own.",
      "Map it under values: of the source in muster.yaml."
    ),
    .valueMissing: ("The field was left blank in the source system.", master),
    .severalValues: (
      "A record that concerns several lots writes them into one cell.",
      "Export or write a row for each lot."
    ),
    .spreadsheetError: (
      "A look-up in the spreadsheet found nothing, or a program wrote a formula without its value.",
      "Correct the formula, or open the file in a spreadsheet program and save it, and collect again."
    ),
    .valueTooLong: ("A long text was put into a short field.", "Read it in the original."),
    .columnUnrecognised: (
      "The system has a field of its own, or calls one otherwise.",
      "Nothing, when the column is of no use here; else name it under \"columns\" of the source "
        + "(muster collect --dry-run shows how)."
    ),
    .keyRepeated: (
      "The export joined two tables, or a record was entered twice.",
      "Find out which record is right, correct the other where it comes from, and export again."
    ),
    .dateAmbiguous: (
      "03/04 is a day in March or in April, and nobody said which.",
      "Declare format.dates for the source, as its system writes: [\"DD/MM/YYYY\"] or "
        + "[\"MM/DD/YYYY\"]."
    ),
    .numberAmbiguous: (
      "1,234 is a thousand or a little more than one, and nobody said which.",
      "Declare format.decimal for the source."
    ),
    .numberRounded: (
      "The system keeps more digits than the field has.", "Read the rest in the original."
    ),
    .digestUnreadable: (
      "Another digest than SHA-256, or one that was cut off.",
      "Export the SHA-256 in hexadecimal."
    ),
    .leadingZerosLost: (
      "The file was opened and saved in a spreadsheet.",
      "Export again and do not open the file in a spreadsheet in between."
    ),
    .fileMissing: (
      "The document was moved, or the folder it lies in is no source.",
      "Put the file where the register says, or add its folder as a source of kind document."
    ),
    .digestMismatch: (
      "The document was changed after it was registered.",
      "Compare it with the approved original."
    ),
  ]

  private static let documents: [DefectCode: (cause: String, remedy: String)] = [
    .textEncoding: (
      "The file says UTF-8 and is written in a Windows encoding, say.",
      "Declare format.encoding for the source, or change the export."
    ),
    .byteOrderMark: ("A Windows program saved the file.", "Nothing needs to be done."),
    .doctype: ("An old template. It is not followed.", "Nothing needs to be done."),
    .namespaceMissing: ("The document was put together by hand.", sender),
    .versionMismatch: ("A template of one version was filled by an interface of another.", sender),
    .versionUnknown: ("A later version of the standard, or a typing error.", sender),
    .elementUnexpected: ("An extension without a namespace of its own.", sender),
    .elementRepeated: ("The document was put together by hand.", sender),
    .elementCase: ("A tool changed the names.", sender),
    .elementMissing: ("The interface leaves out what it has no value for.", sender),
    .rootUnexpected: ("A piece of a document was saved, or another sort of document.", sender),
    .wrapped: ("The file was saved with the envelope it was sent in.", "Nothing needs to be done."),
    .noEvents: (
      "Nothing happened in the time exported, or a filter left nothing.",
      "Nothing, when that is expected; else look at the period and the filter of the export."
    ),
    .resultContinues: (
      "A service gave one page of its answer, with the address of the next.",
      "Collect the other pages too; where they all are there, nothing needs to be done."
    ),
    .truncated: (
      "The transfer broke off, or the file was copied while it was written.",
      "Fetch the file again and collect."
    ),
    .limitReached: (
      "A value, list or nesting is larger than any real one.",
      "Look at the original; ask the sender."
    ),
    .schemaBreach: ("The interface writes another structure than the standard.", sender),
  ]
}
