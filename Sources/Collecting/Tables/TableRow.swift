package import Cataloging
package import GS1

/// One cell of a table as it was read, before a record kind says what it means.
package struct TableCell: Hashable, Sendable {
  /// What a cell is made of.
  package enum Content: Hashable, Sendable {
    /// One value.
    case value(RawValue)
    /// Plain values, as a JSON array has them.
    case list([RawValue])
    /// Objects of a JSON array, each with its members by path.
    case items([[TableMember]])
  }

  /// What it is made of.
  package var content: Content

  /// A cell of one value.
  package init(_ text: String, _ form: RawValue.Form = .text) {
    content = .value(RawValue(text, form))
  }

  /// A cell of several values.
  package init(_ content: Content) { self.content = content }

  /// A cell in which nothing stands.
  package static let blank = TableCell("")

  /// The text of a single value; nil for several.
  package var text: String? {
    if case .value(let value) = content { value.text } else { nil }
  }

  /// Whether nothing but blanks stand in it.
  package var isBlank: Bool {
    switch content {
    case .value(let value): value.text.utf8.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
    case .list(let values): values.isEmpty
    case .items(let items): items.isEmpty
    }
  }
}

/// One member of an object inside a list.
package struct TableMember: Hashable, Sendable {
  /// The member's name; of a nested object the names joined by a dot.
  package var path: String
  /// Its value.
  package var value: RawValue

  /// A member from its parts.
  package init(path: String, value: RawValue) {
    self.path = path
    self.value = value
  }
}

/// Something noticed about a row or one of its cells.
package struct TableNote: Hashable, Sendable {
  /// The code of the defect row.
  package var code: DefectCode
  /// The column it is about, from 0; nil for the row.
  package var column: Int?
  /// What stood there.
  package var raw: String?

  /// A value in a column, counted from 0, that is right of all headers, so that no field can take it.
  static func beyondHeaders(_ cell: TableCell, column: Int) -> TableNote {
    TableNote(
      code: .elementUnexpected,
      raw: "right of the headers, in column \(column + 1): \(cell.text ?? "")")
  }
}

/// One row of a table.
package struct TableRow: Sendable {
  /// The cells by column; those at the end may be left out.
  package var cells: [TableCell]
  /// Cells in columns right of `cells`, of a table so wide that most of a row is blank.
  package var scattered: [Int: TableCell] = [:]
  /// The row of the sheet or file, from 1, title and header rows included.
  package var number: Int
  /// Where it stands.
  package var position: SourcePosition
  /// What was noticed while it was read.
  package var notes: [TableNote] = []
  /// By column, the last row of a cell that people see as one with those below it.
  var merged: [Int: Int] = [:]

  /// A row from its parts.
  package init(
    cells: [TableCell], number: Int, position: SourcePosition, notes: [TableNote] = []
  ) {
    self.cells = cells
    self.number = number
    self.position = position
    self.notes = notes
  }

  /// Whether no cell holds anything.
  package var isBlank: Bool {
    cells.allSatisfy(\.isBlank) && scattered.values.allSatisfy(\.isBlank)
  }

  /// Columns, from 0, in which lists of objects stand.
  var lists: [Int] {
    func holds(_ cell: TableCell) -> Bool {
      if case .items(let items) = cell.content { !items.isEmpty } else { false }
    }
    return cells.indices.filter { holds(cells[$0]) }
      + scattered.filter { holds($0.value) }.map(\.key)
  }

  /// The cell of a column; blank when the row ends before it.
  package subscript(column: Int) -> TableCell {
    cells.indices.contains(column) ? cells[column] : scattered[column] ?? .blank
  }
}

/// What a reader of rows comes to next.
package enum TableItem: Sendable {
  /// A row.
  case row(TableRow)
  /// A stretch that could not be split into cells.
  case fault(ReadFault)
}

/// Rows of cells in the order of the artifact, titles and headers among them.
package protocol RowReader: AnyObject {
  /// The next row or unreadable stretch; nil at the end.
  /// - Throws: `ReadFault` when nothing can be read any more, or what the bytes' source throws.
  func next() throws -> TableItem?
  /// Says how many columns have headers, once these are known.
  func settle(columns: Int)
}

extension RowReader {
  /// Nothing changes for a reader whose rows cost what they hold.
  package func settle(columns: Int) {}
}

/// A table whose columns have names.
package protocol TableReader: AnyObject {
  /// The names of the columns; a reader of JSON finds more as it goes on.
  var columns: [String] { get }
  /// What was passed over beside the records, in sentences without capital and full stop.
  var remarks: [String] { get }
  /// The next row or unreadable stretch; nil at the end.
  /// - Throws: `ReadFault` when nothing can be read any more, or what the bytes' source throws.
  func next() throws -> TableItem?
}

extension TableReader {
  /// Nothing stands beside the rows.
  package var remarks: [String] { [] }
}

/// What a row or cell may hold; what is more is refused with its position.
package enum TableLimits {
  /// Bytes of one cell.
  package static let cellBytes = 16 << 20
  /// Bytes of one row.
  package static let rowBytes = 64 << 20
  /// Columns, as many as a spreadsheet has.
  package static let columns = 16_384
  /// Bytes that a value counts as beside its name and text, in a record without columns.
  static let valueBytes = 16
  /// Items of one list.
  package static let items = 100_000
}
