/// What stands in one cell of a workbook. There is no case for a formula.
enum WorkbookCell: Equatable {
  /// Text and identifiers alike: written inline, shown as written.
  case text(String)
  /// A count.
  case number(Int)
  /// Text in bold: a label.
  case label(String)
  /// Text in large bold: a title.
  case title(String)
  /// Left for the user.
  case user
  /// Nothing.
  case blank
}

/// A column of a sheet.
struct WorkbookColumn {
  /// What the user may put into a column of theirs.
  enum Entry {
    /// Text of at most so many characters.
    case text(Int)
    /// A day.
    case date
    /// One of a list.
    case choice([String])
  }

  let title: String
  /// In characters of the body font.
  let width: Int
  /// Set for a column the user fills in.
  let entry: Entry?

  init(_ title: String, _ width: Int, entry: Entry? = nil) {
    self.title = title
    self.width = width
    self.entry = entry
  }
}

/// One sheet: rows are asked for one at a time, so that a long sheet is never held whole.
struct WorkbookSheet {
  /// At most 24 characters, so that a number fits behind it.
  let name: String
  let columns: [WorkbookColumn]
  let count: Int
  /// True for a list: first row is the header, stays in view and filters.
  let isTable: Bool
  /// Columns that are printed, from the left; nil for all.
  let printed: Int?
  let row: (Int) -> [WorkbookCell]

  /// A list with a header.
  static func table(
    _ name: String, _ columns: [WorkbookColumn], count: Int,
    printed: Int? = nil, row: @escaping (Int) -> [WorkbookCell]
  ) -> WorkbookSheet {
    WorkbookSheet(
      name: name, columns: columns, count: count, isTable: true, printed: printed, row: row)
  }

  /// A page of text.
  static func page(
    _ name: String, widths: [Int], rows: [[WorkbookCell]]
  ) -> WorkbookSheet {
    WorkbookSheet(
      name: name, columns: widths.map { WorkbookColumn("", $0) }, count: rows.count,
      isTable: false, printed: nil
    ) { rows[$0] }
  }

  /// The sheet in parts that keep within `limit` rows, headers counted; most sheets are one.
  func split(atRows limit: Int) -> [WorkbookSheet] {
    let room = max(1, limit - (isTable ? 1 : 0))
    guard count > room else { return [self] }
    return stride(from: 0, to: count, by: room).enumerated().map { part, start in
      WorkbookSheet(
        name: part == 0 ? name : "\(name) (\(part + 1))", columns: columns,
        count: min(room, count - start), isTable: isTable,
        printed: printed
      ) { row(start + $0) }
    }
  }
}
