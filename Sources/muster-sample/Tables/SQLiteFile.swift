/// Writes tables of text, integers and blanks as an SQLite 3 database, without SQLite: the library
/// puts its own version into every file, so that its bytes would differ from machine to machine.
///
/// Layout: https://www.sqlite.org/fileformat2.html, pages of 4096 bytes, no overflow pages: a row
/// must fit a page.
struct SQLiteFile {
  enum Value {
    case none
    case integer(Int)
    case text(String)
  }

  private static let pageSize = 4096
  private var pages: [[UInt8]] = [[]]
  private var schema: [[Value]] = []

  /// Adds a table; columns are declared without a type.
  ///
  /// - Throws: `SampleFault` for a row that does not fit a page.
  mutating func add(_ name: String, columns: [String], rows: [[Value]]) throws {
    let root = try tree(rows)
    schema.append([
      .text("table"), .text(name), .text(name), .integer(root),
      .text("CREATE TABLE \(name)(\(columns.joined(separator: ", ")))"),
    ])
  }

  /// The whole file.
  ///
  /// - Throws: `SampleFault` when the tables' columns do not fit the first page.
  func bytes() throws -> [UInt8] {
    var pages = pages
    var first = Self.header(pages: pages.count)
    first += try Self.leaf(
      schema.enumerated().map { Self.cell(row: $0.offset + 1, $0.element) }, after: 100)
    pages[0] = first
    return pages.flatMap { $0 }
  }

  /// Writes the leaves of a table and the pages above them; gives the topmost.
  private mutating func tree(_ rows: [[Value]]) throws -> Int {
    var leaves: [(page: Int, last: Int)] = []
    var cells: [[UInt8]] = []
    var used = 8
    func room(_ cell: [UInt8]) -> Int { cell.count + 2 }
    for (index, row) in rows.enumerated() {
      let cell = Self.cell(row: index + 1, row)
      guard room(cell) < Self.pageSize - 100 else {
        throw SampleFault("Row \(index + 1) of a sample database is larger than a page.")
      }
      if used + room(cell) > Self.pageSize {
        pages.append(try Self.leaf(cells, after: 0))
        leaves.append((pages.count, index))
        cells = []
        used = 8
      }
      cells.append(cell)
      used += room(cell)
    }
    pages.append(try Self.leaf(cells, after: 0))
    leaves.append((pages.count, rows.count))
    var level = leaves
    while level.count > 1 {
      // Groups of like size, so that no page above has a single child.
      let groups = (level.count + 299) / 300
      let size = (level.count + groups - 1) / groups
      var above: [(page: Int, last: Int)] = []
      for start in stride(from: 0, to: level.count, by: size) {
        let group = level[start..<min(start + size, level.count)]
        guard let right = group.last else { continue }
        let children = group.dropLast().map { Self.big($0.page, 4) + Self.variable($0.last) }
        pages.append(try Self.page(type: 5, children, after: 0, right: right.page))
        above.append((pages.count, right.last))
      }
      level = above
    }
    return pages.count
  }

  private static func leaf(_ cells: [[UInt8]], after: Int) throws -> [UInt8] {
    try page(type: 13, cells, after: after, right: nil)
  }

  /// A b-tree page; `after` bytes of the first page are taken by the file header.
  private static func page(
    type: UInt8, _ cells: [[UInt8]], after: Int, right: Int?
  ) throws -> [UInt8] {
    var content: [UInt8] = []
    var pointers: [UInt8] = []
    var start = pageSize
    for cell in cells {
      start -= cell.count
      content = cell + content
      pointers += big(start, 2)
    }
    var page: [UInt8] = [type, 0, 0] + big(cells.count, 2) + big(start, 2) + [0]
    if let right { page += big(right, 4) }
    page += pointers
    let gap = pageSize - after - page.count - content.count
    guard gap >= 0 else { throw SampleFault("A page of a sample database is too full.") }
    return page + Array(repeating: 0, count: gap) + content
  }

  /// A row as a table leaf cell: length of the record, row number, record.
  private static func cell(row: Int, _ values: [Value]) -> [UInt8] {
    var types: [UInt8] = []
    var body: [UInt8] = []
    for value in values {
      switch value {
      case .none: types += variable(0)
      case .integer(let number):
        types += variable(6)
        body += big(number, 8)
      case .text(let text):
        types += variable(13 + 2 * text.utf8.count)
        body += Array(text.utf8)
      }
    }
    // The header's length counts its own bytes.
    let length = types.count + (types.count + 1 > 127 ? 2 : 1)
    let record = variable(length) + types + body
    return variable(record.count) + variable(row) + record
  }

  private static func header(pages: Int) -> [UInt8] {
    var header = Array("SQLite format 3\0".utf8)
    header += big(pageSize, 2) + [1, 1, 0, 64, 32, 32]
    header += big(1, 4) + big(pages, 4) + big(0, 4) + big(0, 4) + big(1, 4) + big(4, 4)
    header += big(0, 4) + big(0, 4) + big(1, 4)  // UTF-8
    header += Array(repeating: 0, count: 32)
    return header + big(1, 4) + big(3_040_001, 4)
  }

  private static func big(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * (width - 1 - $0))) }
  }

  /// A variable-length integer of up to four bytes.
  private static func variable(_ value: Int) -> [UInt8] {
    var bytes = [UInt8(value & 127)]
    var rest = value >> 7
    while rest > 0 {
      bytes.insert(UInt8(rest & 127 | 128), at: 0)
      rest >>= 7
    }
    return bytes
  }
}
