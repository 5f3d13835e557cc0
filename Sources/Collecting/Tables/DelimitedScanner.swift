import Archives
import Glibc
import Settings

/// Splits delimited text (RFC 4180 and what is really sent) into records of cells, as bytes.
///
/// Positions are those of the file. A quote that never ends, or ends in the middle of a text lines
/// later, costs the line it stands on: reading goes on with the next.
final class DelimitedScanner {
  /// One cell of the current record.
  struct Cell {
    /// Where its bytes stand in `scratch`.
    var range: Range<Int>
    /// Whether text stood behind its closing quote.
    var isOdd = false
  }

  /// What the next stretch of the text is.
  enum Step {
    case record
    case fault(ReadFault)
    case end
  }

  /// Lines given up because of a quote that does not end, each of which reads the rest anew.
  static let maximumRestarts = 64
  private static let quote: UInt8 = 0x22
  private static let chunk = 256 * 1024

  let scratch = ByteScratch(capacity: 4096)
  private(set) var cells: [Cell] = []
  /// Line of the current record's start, from 1.
  private(set) var line = 1
  /// Offset of the current record's first byte in the file.
  private(set) var offset = 0
  /// Records so far, the current one included.
  private(set) var number = 0

  private let delimiter: UInt8
  private let open: () throws -> any ByteSource
  private let isUTF16: Bool
  private var source: any ByteSource
  private let buffer = RawBuffer(count: DelimitedScanner.chunk)
  private var cursor = 0
  private var limit = 0
  // What was consumed: bytes of the text as read, offset in the file, lines.
  private var consumed = 0
  private var fileOffset: Int
  private var currentLine = 1
  private var restarts = 0
  // Where the second line of the current record begins; nil while there is none.
  private var secondLine: (consumed: Int, file: Int, line: Int)?
  private var isStoring = true
  private var refusal: String?

  /// Reads the bytes `open` gives; `markLength` bytes at their start are a byte order mark.
  init(
    delimiter: UInt8, isUTF16: Bool, markLength: Int, open: @escaping () throws -> any ByteSource
  ) throws {
    self.delimiter = delimiter
    self.isUTF16 = isUTF16
    self.open = open
    // UTF-16 comes decoded, without its mark.
    fileOffset = markLength
    source = try open()
    if !isUTF16 { try skip(markLength) }
  }

  /// Reads the next record into `cells`.
  func next() throws -> Step {
    cells.removeAll(keepingCapacity: true)
    scratch.clear()
    isStoring = true
    refusal = nil
    secondLine = nil
    line = currentLine
    offset = fileOffset
    guard try peek() != nil else { return .end }
    number += 1
    while true {
      let begin = scratch.count
      if try peek() == Self.quote {
        if let fault = try quoted(begin) { return .fault(fault) }
      } else {
        try plain()
        close(begin, isOdd: false)
      }
      guard let byte = try peek() else { break }
      if byte == delimiter {
        consume(1)
        continue
      }
      try endLine(byte)
      break
    }
    if let refusal { return .fault(fault(.sizeLimit, refusal)) }
    return .record
  }

  /// A fault at the start of the current record.
  func fault(_ reason: ReadFault.Reason, _ detail: String) -> ReadFault {
    ReadFault(reason, line: line, byteOffset: offset, detail: detail)
  }

  // MARK: Cells

  private func close(_ begin: Int, isOdd: Bool) {
    if scratch.count - begin > TableLimits.cellBytes {
      refuse("A cell of more than \(TableLimits.cellBytes) bytes.")
    }
    guard isStoring else { return }
    guard cells.count < TableLimits.columns else {
      refuse(
        "A row of more than \(Noun.grouped(TableLimits.columns)) cells, as many as a spreadsheet has."
      )
      return
    }
    cells.append(Cell(range: begin..<scratch.count, isOdd: isOdd))
  }

  private func refuse(_ detail: String) {
    if refusal == nil { refusal = detail }
    isStoring = false
    scratch.clear()
  }

  /// Takes the bytes up to the delimiter or the end of the line.
  private func plain() throws {
    while try peek() != nil {
      let bytes = rest()
      let count = Self.run(bytes, until: delimiter)
      store(bytes, count)
      consume(count)
      if count < bytes.count { return }
    }
  }

  /// Takes a quoted cell; says a fault when its quote is not one that opens a cell.
  private func quoted(_ begin: Int) throws -> ReadFault? {
    consume(1)
    while true {
      guard try peek() != nil else { return try endless() }
      let bytes = rest()
      let count = Self.run(bytes, until: Self.quote)
      store(bytes, count)
      consume(count)
      guard let byte = try peek() else { return try endless() }
      guard byte == Self.quote else {
        if bytes.count > count { try lineInside(byte) }
        continue
      }
      consume(1)
      guard let next = try peek() else {
        close(begin, isOdd: false)
        return nil
      }
      switch next {
      case Self.quote:
        if isStoring { scratch.append(Self.quote) }
        consume(1)
      case delimiter, 0x0A, 0x0D:
        close(begin, isOdd: false)
        return nil
      default: return try textBehindQuote(begin)
      }
    }
  }

  // Blanks may follow a closing quote; other text does when the quotes are part of the text, or
  // when the opening one was a stray and this is the opening one of a later cell.
  private func textBehindQuote(_ begin: Int) throws -> ReadFault? {
    if secondLine != nil {
      return try restart("A quote opens a cell on this line and is not closed properly.")
    }
    // Of a row that is refused nothing is stored any more, what stood before the cell neither.
    let inner = isStoring ? Array(scratch.slice(begin..<scratch.count)) : []
    let before = scratch.count
    try plain()
    if isStoring {
      let behind = Array(scratch.slice(before..<scratch.count))
      let isOdd = behind.contains { $0 != 0x20 && $0 != 0x09 }
      scratch.truncate(to: begin)
      if isOdd { scratch.append(Self.quote) }
      scratch.append(inner)
      if isOdd {
        scratch.append(Self.quote)
        scratch.append(behind)
      }
      close(begin, isOdd: isOdd)
    }
    return nil
  }

  private func endless() throws -> ReadFault? {
    guard secondLine == nil else {
      return try restart("A quote opens a cell on this line and never closes.")
    }
    return fault(.truncated, "The text ends inside a quoted cell.")
  }

  /// Goes back to the line behind the one the current record begins on.
  private func restart(_ detail: String) throws -> ReadFault {
    let fault = fault(.notWellFormed, detail)
    guard let second = secondLine, restarts < Self.maximumRestarts else {
      throw ReadFault(
        .notWellFormed, line: line, byteOffset: offset,
        detail: "More than \(Self.maximumRestarts) quotes are not closed; the rest is not read.")
    }
    restarts += 1
    source = try open()
    cursor = 0
    limit = 0
    try skip(second.consumed)
    consumed = second.consumed
    fileOffset = second.file
    currentLine = second.line
    return fault
  }

  // MARK: Lines and bytes

  private func lineInside(_ byte: UInt8) throws {
    let before = scratch.count
    try endLine(byte)
    // A line break inside a cell is one line feed, however it is written.
    if isStoring {
      scratch.truncate(to: before)
      scratch.append(0x0A)
    }
    if secondLine == nil { secondLine = (consumed, fileOffset, currentLine) }
  }

  private func endLine(_ byte: UInt8) throws {
    consume(1)
    if byte == 0x0D, try peek() == 0x0A { consume(1) }
    currentLine += 1
  }

  private func store(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    guard isStoring else { return }
    scratch.append(bytes, count)
    if scratch.count > TableLimits.rowBytes {
      refuse("A row of more than \(TableLimits.rowBytes) bytes.")
    }
  }

  private func store(_ bytes: UnsafeBufferPointer<UInt8>, _ count: Int) {
    if let base = bytes.baseAddress, count > 0 { store(base, count) }
  }

  /// How many bytes stand before a byte or the end of a line. Windows that double keep short cells
  /// cheap and let the C library run through long ones.
  private static func run(_ bytes: UnsafeBufferPointer<UInt8>, until byte: UInt8) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    var done = 0
    var window = 64
    while done < bytes.count {
      let start = base + done
      var length = min(window, bytes.count - done)
      let whole = length
      cut(&length, at: byte, start)
      cut(&length, at: 0x0A, start)
      cut(&length, at: 0x0D, start)
      done += length
      if length < whole { return done }
      window = min(window * 4, 1 << 18)
    }
    return done
  }

  private static func cut(_ length: inout Int, at byte: UInt8, _ start: UnsafePointer<UInt8>) {
    guard let found = memchr(start, Int32(byte), length) else { return }
    length = UnsafeRawPointer(start).distance(to: UnsafeRawPointer(found))
  }

  private func rest() -> UnsafeBufferPointer<UInt8> {
    UnsafeRawBufferPointer(rebasing: buffer.bytes[cursor..<limit]).bindMemory(to: UInt8.self)
  }

  private func peek() throws -> UInt8? {
    if cursor == limit {
      cursor = 0
      limit = try source.read(into: buffer.bytes)
      if limit == 0 { return nil }
    }
    return buffer.bytes[cursor]
  }

  private func consume(_ count: Int) {
    if isUTF16 {
      for index in cursor..<cursor + count {
        let byte = buffer.bytes[index]
        if byte & 0xC0 != 0x80 { fileOffset += byte >= 0xF0 ? 4 : 2 }
      }
    } else {
      fileOffset += count
    }
    consumed += count
    cursor += count
  }

  /// Passes over bytes at the start of a freshly opened source.
  private func skip(_ count: Int) throws {
    var left = count
    while left > 0, try peek() != nil {
      let step = min(left, limit - cursor)
      cursor += step
      left -= step
    }
    consumed = count
  }
}
