package import Archives
import Cataloging
import GS1

/// Rows of CSV, TSV and other delimited text.
package final class DelimitedReader: RowReader {
  /// What was recognised or declared about the text.
  package struct Dialect: Hashable, Sendable {
    /// The byte between cells.
    package var delimiter: UInt8
    /// The encoding by its IANA name.
    package var encoding: String
  }

  /// How the text is written.
  package private(set) var dialect: Dialect

  private let scanner: DelimitedScanner
  private let decoder: CellDecoder
  private let firstNotes: [TableNote]
  private var isFirst = true
  private var isOver = false
  // Columns in which marks of a spreadsheet were told.
  private var marked: Set<Int> = []

  private static let headBytes = 64 * 1024

  /// Reads the text `open` gives, which may be asked for more than once; a nil delimiter or
  /// encoding is recognised.
  package init(
    delimiter: String? = nil, encoding: String? = nil,
    open: @escaping () throws -> any ByteSource
  ) throws {
    let raw = try ArtifactIntake.head(of: open(), bytes: Self.headBytes)
    let isUTF16 = UTF16Source.recognizes(raw) || encoding?.hasPrefix("utf-16") == true
    let mark =
      isUTF16
      ? (raw.starts(with: [0xFF, 0xFE]) || raw.starts(with: [0xFE, 0xFF]) ? 2 : 0)
      : raw.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let source: () throws -> any ByteSource =
      isUTF16 ? { UTF16Source(try open()) } : open
    let head =
      isUTF16
      ? try ArtifactIntake.head(of: source(), bytes: Self.headBytes) : Array(raw.dropFirst(mark))
    let named = DelimiterGuess.declared(in: head)
    let byte =
      delimiter?.utf8.first
      ?? DelimiterGuess.delimiter(of: head, isWhole: head.count < Self.headBytes - 4)
    // A byte order mark says more than a declaration.
    let known = isUTF16 || mark > 0 ? "utf-8" : encoding
    decoder = CellDecoder(declared: known)
    scanner = try DelimitedScanner(
      delimiter: byte, isUTF16: isUTF16, markLength: mark, open: source)
    dialect = Dialect(
      delimiter: byte,
      encoding: isUTF16 ? "utf-16" : known ?? (Self.isUTF8(head) ? "utf-8" : "windows-1252"))
    var notes: [TableNote] = []
    if let encoding, known != encoding, !(isUTF16 && encoding.hasPrefix("utf-16")) {
      notes.append(
        TableNote(code: .textEncoding, raw: "declared \(encoding), marked \(dialect.encoding)"))
    }
    firstNotes = notes
    if named != nil { _ = try scanner.next() }
  }

  /// Whether a beginning is UTF-8, but for a character it may end in the middle of.
  private static func isUTF8(_ head: [UInt8]) -> Bool {
    let whole = head.lastIndex { $0 < 0x80 }.map { head[...$0] } ?? []
    return String(validating: whole, as: UTF8.self) != nil
  }

  /// The next row; rows in which nothing stands are passed over. Damage of the bytes is the last
  /// thing read: the rows above it stay.
  package func next() throws -> TableItem? {
    while !isOver {
      switch try step() {
      case .end: return nil
      case .fault(let fault): return .fault(fault)
      case .record:
        if scanner.cells.count == 1, scanner.scratch.count == 0 { continue }
        return .row(row())
      }
    }
    return nil
  }

  private func step() throws -> DelimitedScanner.Step {
    do {
      return try scanner.next()
    } catch let error as ArchiveError {
      isOver = true
      return .fault(
        scanner.fault(.sourceDamaged, "From here on nothing can be read: \(error.message)"))
    }
  }

  /// What stands inside `="…"`, with which exports keep a spreadsheet from taking zeros away; nil
  /// for any other text.
  private static func unmarked(_ text: String) -> String? {
    let bytes = text.utf8
    guard bytes.count > 2, bytes.starts(with: "=\"".utf8), bytes.last == 0x22
    else { return nil }
    let inner = bytes.dropFirst(2).dropLast()
    return inner.contains(0x22) ? nil : String(inner)
  }

  private func row() -> TableRow {
    var row = TableRow(
      cells: [], number: scanner.number,
      position: SourcePosition(line: scanner.line, byteOffset: scanner.offset))
    row.cells.reserveCapacity(scanner.cells.count)
    for (column, cell) in scanner.cells.enumerated() {
      let (written, oddity) = decoder.text(scanner.scratch.slice(cell.range))
      let text = Self.unmarked(written) ?? written
      row.cells.append(TableCell(text))
      if text.utf8.count != written.utf8.count, marked.insert(column).inserted {
        row.notes.append(TableNote(code: .spreadsheetMarks, column: column, raw: written))
      }
      switch oddity {
      case .assumedWindows1252:
        dialect.encoding = "windows-1252"
        row.notes.append(
          TableNote(
            code: .textEncoding, column: column, raw: "no UTF-8, read as windows-1252: \(text)"))
      case .invalidBytes, .nul:
        row.notes.append(TableNote(code: .textEncoding, column: column, raw: text))
      case nil: break
      }
      if cell.isOdd {
        row.notes.append(TableNote(code: .schemaBreach, column: column, raw: text))
      }
    }
    if isFirst {
      row.notes += firstNotes
      isFirst = false
    }
    return row
  }
}
