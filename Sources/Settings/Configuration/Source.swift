/// One configured place records come from.
package struct Source: Sendable, Hashable {
  /// Where a source's bytes are.
  package enum Place: Sendable, Hashable {
    /// A file, folder, glob or archive, absolute; `*`, `**` and `?` are left in.
    case path(String)
    /// A SQLite file, absolute, and the query to run.
    case database(path: String, query: String)
    /// An EPCIS 2.0 query endpoint.
    case url(String)
  }

  /// The unique name.
  package var name: String
  /// `epcis`, `document` or the id of a record kind.
  package var kind: String
  /// Where it is.
  package var place: Place
  /// The place as written in the file.
  package var placeText: String
  /// Globs, relative to the place, of files to leave out.
  package var exclude: [String]
  /// The last day the source is complete for; nil when not declared.
  package var completeThrough: CalendarDay?
  /// The zone of times without an offset: the source's own, else the one of `format`.
  package var timeZone: String?
  /// The site all records belong to; nil when they say it themselves.
  package var site: String?
  /// True for a log that only grows, read on from where it was left.
  package var append: Bool
  /// How tables are written.
  package var format: TableFormat
  /// Header texts by field, before aliases; the cells of several are one value, in this order.
  package var columns: [String: [String]]
  /// By field: the word of the kind by the word found.
  package var values: [String: [String: String]]
  /// Fixed values by field.
  package var constants: [String: String]
  /// Files that hold the items of lists.
  package var details: [Detail] = []
  /// How to sign in at an endpoint.
  package var credential: Credential?
  /// Where the entry stands, for messages.
  package var position: TextPosition
  /// Where the path, database or URL stands, for messages.
  package var placePosition: TextPosition
}

extension Source {
  /// A file that holds the items of one list, each row with the key of its record.
  package struct Detail: Sendable, Hashable {
    /// The list.
    package var list: String
    /// The file, absolute.
    package var path: String
    /// The file as written.
    package var placeText: String
    /// Header texts by field: the first field of the kind's key, and fields of the list's items
    /// (`value` for a plain list).
    package var columns: [String: [String]]
  }
}

/// How a delimited or spreadsheet file is written; nil members are recognised from the file.
package struct TableFormat: Sendable, Hashable {
  /// The one character between cells.
  package var delimiter: String?
  /// The character encoding by its IANA name, lower case.
  package var encoding: String?
  /// `.` or `,`.
  package var decimal: String?
  /// Date patterns in `D`, `DD`, `M`, `MM`, `MMM`, `YY`, `YYYY`, `h`, `m`, `s` letters, tried in order.
  package var dates: [String] = []
  /// The zone of times without an offset.
  package var timeZone: String?
  /// The sheet of a workbook.
  package var sheet: String?
  /// The row, from 1, that holds the headers.
  package var headerRow: Int?
  /// What stands between the items of a list in one cell.
  package var listSeparator: String?
  /// Where records stand in JSON or XML: names with `/` between them, `*` for any name; empty where
  /// they stand at the top.
  package var records: [String] = []
}

/// How to sign in at an endpoint.
package struct Credential: Sendable, Hashable {
  /// How the secret is sent.
  package enum Scheme: String, Sendable, Hashable, CaseIterable {
    case bearer, basic, header
  }
  /// Where the secret is.
  package var secret: SecretReference
  /// How it is sent.
  package var scheme: Scheme
  /// The user of scheme `basic`, or the header's name of scheme `header`.
  package var name: String?
}
