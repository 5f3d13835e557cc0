package import GS1

/// One cell as a reader found it, before a record kind says what it means.
package struct RawValue: Sendable, Hashable {
  /// What the format itself says a value is.
  package enum Form: Sendable, Hashable {
    /// Text, or nothing is said.
    case text
    /// A spreadsheet's date: days since 1899-12-30 in the 1900 system; workbooks that count from
    /// 1904 add 1462 first. The text is how a person would see it.
    case excelDate(Double)
    /// A number with a point as decimal mark and no grouping, perhaps with an exponent.
    case number
    /// A share in a spreadsheet's cell that shows it in percent; the text is what it shows, `95.5%`.
    case percent
    /// `true` or `false`.
    case boolean
  }

  /// The value as text, exactly as written.
  package var text: String
  /// What the format says it is.
  package var form: Form
  /// The IANA zone its header names for a local time.
  package var zone: String?

  /// A value from its parts.
  package init(_ text: String, _ form: Form = .text, zone: String? = nil) {
    self.text = text
    self.form = form
    self.zone = zone
  }
}

/// One record as a source wrote it, its cells sorted to the columns of a record kind.
///
/// A column that is not there and one whose text is blank mean the same: nothing was given.
package struct RawRecord: Sendable {
  /// Cells by column path: the field's name, `struct_field` inside a structure.
  package var values: [String: RawValue]
  /// Items of lists by field name, in order. An item has its cells by field name; an item of a
  /// plain list has the one cell `value`.
  package var lists: [String: [[String: RawValue]]]
  /// What no field takes: `x_` fields by their name, other columns by their header.
  package var extra: [String: String]
  /// Where it stands: the line of a text file, or the row of a sheet or result set, from 1.
  package var position: SourcePosition

  /// A record from its parts.
  package init(
    values: [String: RawValue] = [:], lists: [String: [[String: RawValue]]] = [:],
    extra: [String: String] = [:], position: SourcePosition = SourcePosition()
  ) {
    self.values = values
    self.lists = lists
    self.extra = extra
    self.position = position
  }

  /// Splits a cell that holds the items of a plain list; blank items are left out.
  package static func items(of cell: RawValue, separator: String) -> [[String: RawValue]] {
    guard !separator.isEmpty else { return [["value": cell]] }
    return cell.text.split(separator: separator, omittingEmptySubsequences: true)
      .map { CellText.trimmed(String($0)) }.filter { !$0.isEmpty }.map {
        ["value": RawValue($0, .text)]
      }
  }
}
