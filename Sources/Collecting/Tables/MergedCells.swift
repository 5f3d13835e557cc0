import Archives
import GS1

/// Cells of a sheet that people see as one over several rows (ECMA-376 part 1, 18.3.1.54): the value
/// stands in the first row alone.
struct MergedCells {
  /// By first row, from 1, and column, from 0: the last row.
  private var lastRows: [Int: [Int: Int]] = [:]
  /// What more there is stays as it is stored.
  private static let limit = 100_000

  static let none = MergedCells()

  private init() {}

  /// Looks behind the rows of a sheet; `open` begins to read it.
  ///
  /// A sheet that cannot be read to its end has none: its rows say where it breaks.
  init(_ open: () throws -> any ByteSource) {
    guard let isThere = try? Self.names(open()), isThere,
      let xml = try? XMLPullReader(open())
    else { return }
    var count = 0
    while count < Self.limit, let token = try? xml.next(), token != .finished {
      guard token == .start, xml.localName == "mergeCell", let block = xml.attribute("ref") else {
        continue
      }
      count += 1
      let corners = block.split(separator: ":").map(String.init)
      guard corners.count == 2, let column = SheetReader.column(corners[0]),
        let first = Self.row(corners[0]), let last = Self.row(corners[1]), first < last
      else { continue }
      lastRows[first, default: [:]][column] = last
    }
  }

  /// By column, the last row of what begins in a row.
  subscript(row: Int) -> [Int: Int] { lastRows[row] ?? [:] }

  private static func row(_ address: String) -> Int? {
    Int(address.drop { !$0.isNumber })
  }

  /// Whether the word stands anywhere: reading a sheet twice as XML is for those that have some.
  private static func names(_ sheet: any ByteSource) throws -> Bool {
    let word: StaticString = "mergeCell "
    var tail: [UInt8] = []
    var isThere = false
    try sheet.forEachPiece { piece in
      if isThere { return }
      let bytes = piece.bindMemory(to: UInt8.self)
      let seam = tail + bytes.prefix(word.utf8CodeUnitCount)
      isThere = ByteSearch.first(word, in: bytes) != nil || ByteSearch.contains(word, in: seam)
      tail = (tail + bytes.suffix(word.utf8CodeUnitCount)).suffix(word.utf8CodeUnitCount)
    }
    return isThere
  }
}
