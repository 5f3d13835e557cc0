import Foundation

extension RecordSource {
  /// Writes the records and gives the line or row each stands in; nil for records left out.
  func write(_ rows: [Cell?], below root: URL) throws -> [Int?] {
    switch form {
    case .lines: return try writeLines(rows, below: root)
    case .delimited(let sign): return try writeDelimited(rows, String(sign), below: root)
    case .sheet, .database: return try writeTable(rows, below: root)
    }
  }

  /// One object a line.
  private func writeLines(_ rows: [Cell?], below root: URL) throws -> [Int?] {
    let file = try OutputFile(root.appendingPathComponent(path))
    var lines: [Int?] = []
    var blank = blanks(rows)
    for row in rows {
      guard let row else {
        lines.append(nil)
        continue
      }
      lines.append(file.line)
      // The first record shows the whole form.
      try file.row(String(row.json(dialect).dropLast()) + blank + "}")
      blank = ""
    }
    try file.close()
    return lines
  }

  /// Members no record has, as JSON says that they are blank.
  private func blanks(_ rows: [Cell?]) -> String {
    var filled: Set<String> = []
    for row in rows.compactMap({ $0 }) {
      guard case .fields(let fields) = row else { continue }
      filled.formUnion(fields.filter { !$0.value.isNone }.map(\.name))
      filled.formUnion(row.columns.filter { !$0.value.isNone }.map(\.name))
    }
    let form = RecordColumns.of(kind)
    return form.plain.filter { !filled.contains($0) }.map { ", " + quote($0) + ": null" }.joined()
      + form.lists.map(\.name).filter { !filled.contains($0) }.map { ", " + quote($0) + ": []" }
      .joined()
  }

  /// All columns any record has, in the order they first appear, then those of the form.
  private func columns(_ rows: [Cell?]) -> [String] {
    var seen: Set<String> = []
    let form = RecordColumns.of(kind)
    let whole =
      form.plain
      + form.lists.flatMap { list in
        list.fields.isEmpty ? [list.name] : list.fields.map { list.name + "_" + $0 }
      }
    // An empty list of structures would leave one column for the whole list.
    let bare = Set(form.lists.filter { !$0.fields.isEmpty }.map(\.name))
    return (rows.compactMap { $0 }.flatMap { $0.columns.map(\.name) } + whole)
      .filter { !bare.contains($0) && seen.insert($0).inserted }
  }

  private func header(_ column: String) -> String {
    headers.first { $0.field == column }?.header ?? column
  }

  private func writeDelimited(
    _ rows: [Cell?], _ sign: String, below root: URL
  ) throws -> [Int?] {
    let file = try OutputFile(root.appendingPathComponent(path))
    let names = columns(rows)
    func put(_ cells: [String]) throws {
      let text = cells.map { cell in
        let isPlain = !cell.contains { $0 == "\"" || $0 == "\n" || String($0) == sign }
        return isPlain ? cell : "\"" + cell.replacing("\"", with: "\"\"") + "\""
      }.joined(separator: sign)
      if isWindows {
        file.bytes.append(contentsOf: windows(text))
      } else {
        file.put(text)
      }
      try file.end()
    }
    try put(names.map(header))
    var lines: [Int?] = []
    for row in rows {
      guard let row else {
        lines.append(nil)
        continue
      }
      lines.append(file.line)
      let values = Dictionary(row.columns.map { ($0.name, $0.value) }) { first, _ in first }
      try put(names.map { dialect.text(values[$0] ?? .none) })
    }
    try file.close()
    return lines
  }

  /// Windows-1252 of the letters the firms use: all of Latin-1, the euro sign and the dash.
  private func windows(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { scalar in
      switch scalar.value {
      case ..<256: UInt8(truncatingIfNeeded: scalar.value)
      case 0x20AC: 0x80
      case 0x2013: 0x96
      default: 0x3F
      }
    }
  }

  private func writeTable(_ rows: [Cell?], below root: URL) throws -> [Int?] {
    let names = columns(rows)
    var table: [[Cell]] = []
    var lines: [Int?] = []
    for row in rows {
      guard let row else {
        lines.append(nil)
        continue
      }
      let values = Dictionary(row.columns.map { ($0.name, $0.value) }) { first, _ in first }
      table.append(names.map { values[$0] ?? .none })
      if case .sheet = form { lines.append(table.count + 1) } else { lines.append(table.count) }
    }
    let bytes: [UInt8]
    if case .sheet = form {
      var book = Workbook(sheet: name)
      book.rows = [names.map { .text(header($0)) }] + table.map { $0.map(sheetCell) }
      bytes = book.bytes
    } else {
      var base = SQLiteFile()
      try base.add(
        kind, columns: names.map(header), rows: table.map { $0.map(databaseCell) })
      bytes = try base.bytes()
    }
    let file = try OutputFile(root.appendingPathComponent(path))
    file.bytes = bytes
    try file.close()
    return lines
  }

  private func sheetCell(_ cell: Cell) -> Workbook.Value {
    switch cell {
    case .none: return .none
    // A sheet's numbers hold fifteen digits.
    case .integer(let number) where number.magnitude < 1_000_000_000_000_000:
      return .number(String(number))
    case .decimal(let number, let scale):
      return .number(Dialect().text(number, scale: scale))
    case .day(let day): return .date(day: day.number, ms: nil)
    case .at(let moment, let zone) where dialect.isLocal:
      let wall = moment.ms + zone.offset(at: moment) * 60_000
      let day = floorDivide(wall, 86_400_000)
      return .date(day: day, ms: wall - day * 86_400_000)
    default:
      let text = dialect.text(cell)
      return text.isEmpty ? .none : .text(text)
    }
  }

  private func databaseCell(_ cell: Cell) -> SQLiteFile.Value {
    switch cell {
    case .none: return .none
    case .integer(let number): return .integer(number)
    case .flag(let flag): return .integer(flag ? 1 : 0)
    default: return .text(dialect.text(cell))
    }
  }
}
