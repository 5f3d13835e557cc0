/// How and where the records of one kind are delivered.
struct RecordSource {
  enum Form { case lines, delimited(Character), sheet, database }
  var kind: String
  /// The source's name in the configuration.
  var name: String
  /// The file, below the firm's folder.
  var path: String
  var form = Form.lines
  var dialect = Dialect()
  /// Text as Windows writes it in Western Europe, not UTF-8.
  var isWindows = false
  /// Header texts by column, where they are not the field's own name.
  var headers: [(field: String, header: String)] = []
  /// Zone of times without offset.
  var zone: Zone?

  /// Columns that were written.
  var columns: Set<String> = []

  /// The lines of the configuration that declare the source.
  var configuration: [String] {
    var lines = ["  - name: \(name)", "    kind: \(kind)"]
    switch form {
    case .database:
      lines.append("    database: \(path)")
      lines.append("    query: SELECT * FROM \(kind)")
    default: lines.append("    path: \(path)")
    }
    lines.append("    complete_through: \(World.lastDay.text)")
    var format: [String] = []
    if case .delimited(let sign) = form { format.append("delimiter: \"\(sign)\"") }
    if isWindows { format.append("encoding: windows-1252") }
    if dialect.separator != ";" { format.append("list_separator: \"\(dialect.separator)\"") }
    if dialect.decimalComma { format.append("decimal: \",\"") }
    switch dialect.dates {
    case .german: format.append("dates: [\"DD.MM.YYYY\"]")
    case .american: format.append("dates: [\"MM/DD/YYYY\"]")
    case .iso: break
    }
    if let zone { format.append("time_zone: \(zone.rawValue)") }
    if !format.isEmpty { lines.append("    format: { \(format.joined(separator: ", ")) }") }
    let used = headers.filter { columns.contains($0.field) }
    if !used.isEmpty {
      let pairs = used.map { "\($0.field): \(quote($0.header))" }
      lines.append("    columns: { \(pairs.joined(separator: ", ")) }")
    }
    return lines
  }
}
