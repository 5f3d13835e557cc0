/// The columns of a table whose records name their values themselves: more come as it is read.
struct GrowingColumns {
  /// Their names, in order of appearance.
  private(set) var names: [String]
  private var indexes: [String: Int] = [:]

  /// Begins with columns that are known beforehand.
  init(_ names: [String] = []) {
    self.names = names
    for (index, name) in names.enumerated() { indexes[name] = index }
  }

  /// The place of a column, which is added when it is new; nil when there are as many as there may be.
  mutating func index(of name: String) -> Int? {
    if let known = indexes[name] { return known }
    guard names.count < TableLimits.columns else { return nil }
    names.append(name)
    indexes[name] = names.count - 1
    return names.count - 1
  }
}

extension TableRow {
  /// Columns of which a row keeps blank cells; others stand apart, so that a row costs what it holds
  /// however many columns were met.
  private static let keptBlank = 256

  /// Puts a cell into a column, counted from 0; the columns before it are blank until they are put.
  mutating func put(_ cell: TableCell, column: Int) {
    guard column < Self.keptBlank else {
      scattered[column] = cell
      return
    }
    while cells.count <= column { cells.append(.blank) }
    cells[column] = cell
  }
}
