/// The words a collect of tables and documents writes down, explained.
enum TableExplanations {
  private static let columns =
    "Say which column is which under columns: of the source; muster collect --dry-run helps."

  /// Meaning, usual cause and remedy by word.
  static let texts: [String: (meaning: String, cause: String, remedy: String)] = [
    "ragged_row": (
      "A row has more cells than the table has headers, or one cell only; it is in quarantine.",
      "A delimiter stands inside a cell without quotes, or a remark stands below the table.",
      "Export again with quotes around texts, and without remarks below the table."
    ),
    "not_a_record": (
      "A value that is no object stands in a list of records; it is in quarantine.",
      "The list was put together by hand.", "Look at the original at the place named."
    ),
    "columns_collide": (
      "Two columns mean one field; nothing of the file was taken.",
      "The export has a field under two names.", columns
    ),
    "no_column_recognised": (
      "No column of the table is known as a field of the record kind.",
      "Headers in the firm's own words, or another export lies in the folder.", columns
    ),
    "no_header": (
      "No row of headers was found.", "The export has no headers, or they stand far below.",
      "Say format.header_row for the source, or export with headers."
    ),
    "not_a_table": (
      "The file is no table and was set aside.", "Notes or pictures lie beside the exports.",
      "Nothing, when that is expected."
    ),
    "xml_not_a_table": (
      "XML is read as records only where format.records names the elements that are records.",
      "The system exports XML by default.",
      "Write format: { records: \"Lots/Lot\" } with the names of the file under the source, or "
        + "export as CSV."
    ),
    "old_or_protected_workbook": (
      "An Excel file with a password, or of the old .xls kind.", "It was saved so by a person.",
      "Save it as .xlsx without a password."
    ),
    "other_workbook": (
      "A workbook in a form that is not read (.xlsb, .ods).",
      "It was saved so by a person, or a program other than Excel made it.",
      "Save it as .xlsx or CSV."
    ),
    "workbook_damaged": (
      "The workbook cannot be read.", "The transfer broke off.",
      "Open it in Excel and save it again."
    ),
    "no_such_sheet": (
      "The workbook has no sheet of that name.", "The tab was renamed.",
      "Correct format.sheet of the source; the message lists the tabs."
    ),
    "no_sheet": (
      "The workbook has no sheet with cells.", "It holds charts only.", "Export the data."
    ),
    "part_missing": (
      "The workbook lacks one of its parts.", "It was made by a faulty program.",
      "Open it in Excel and save it again."
    ),
    "is_a_database": (
      "The file is a SQLite database.", "The source names it as a path.",
      "Write database: and query: in place of path:."
    ),
    "not_a_database": (
      "The file named under database: is no SQLite database.",
      "The path leads to another file, or to an encrypted database.",
      "Correct database: of the source."
    ),
    "database_damaged": (
      "The database breaks off or contradicts itself; nothing of it was taken.",
      "It was copied while its program wrote to it, or the disk is at fault.",
      "Make the copy with the program's own backup (sqlite3 DB .backup COPY) and collect again."
    ),
    "database_locked": (
      "The program that owns the database keeps others out.", "A write or backup is under way.",
      "Collect again later, or from a copy."
    ),
    "query_fails": (
      "The database does not run the query of the source.",
      "A table or column has another name; the message lists the tables.",
      "Correct query: of the source."
    ),
    "query_limit": (
      "The query was ended: it took too many steps, too much of the disk, or gave a value of more "
        + "than 64 MB. Nothing of it was taken.",
      "It calls itself without an end, joins tables without an index, or asks for whole documents.",
      "Ask for fewer rows or columns, or export the rows to a file."
    ),
    "query_writes": (
      "The query is not one SELECT; what changes something is never run.",
      "A script with several statements was pasted.", "Write one SELECT under query:."
    ),
    "nested_gzip": (
      "A gzip file inside a gzip file; what is in it was not read.", "It was packed twice.",
      "Unpack it once and collect."
    ),
    "zip_in_gzip": (
      "A zip inside a gzip file; what is in it was not read.",
      "A transfer packed once more what was packed already.", "Unpack it once and collect."
    ),
    "not_a_pdf": (
      "The file is called a PDF but does not begin like one.",
      "An error page was saved instead of the document.", "Fetch the document again."
    ),
    "pdf_truncated": (
      "The PDF has no end: it was cut off.", "The transfer broke off.",
      "Fetch the document again."
    ),
    "not_only_appended": (
      "A log that should only grow has changed in lines already taken; it was read whole.",
      "The log was rotated, edited or written anew.",
      "Find out who changed it, or take append: true away."
    ),
  ]
}
