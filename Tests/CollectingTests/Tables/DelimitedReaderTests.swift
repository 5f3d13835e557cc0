import Archives
import Cataloging
import Collecting
import GS1
import Testing

/// Gives a text in which one piece is repeated, without holding it.
private final class RepeatingSource: ByteSource {
  private var parts: [(bytes: [UInt8], times: Int)]

  init(_ parts: [(bytes: [UInt8], times: Int)]) { self.parts = parts }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while let part = parts.first, part.times == 0 || part.bytes.isEmpty { parts.removeFirst() }
    guard let part = parts.first else { return 0 }
    guard part.bytes.count <= buffer.count else {
      let head = Array(part.bytes.prefix(buffer.count))
      buffer.copyBytes(from: head)
      parts[0].bytes.removeFirst(head.count)
      return head.count
    }
    buffer.copyBytes(from: part.bytes)
    parts[0].times -= 1
    return part.bytes.count
  }
}

@Suite struct DelimitedReaderTests {
  private func read(
    _ bytes: [UInt8], delimiter: String? = nil, encoding: String? = nil
  ) throws -> ReadRows {
    try ReadRows(
      DelimitedReader(delimiter: delimiter, encoding: encoding) { MemorySource(bytes) })
  }

  private func read(_ text: String, delimiter: String? = nil) throws -> ReadRows {
    try read(Array(text.utf8), delimiter: delimiter)
  }

  @Test func namesTheEncodingATableIsReadIn() throws {
    func encoding(_ bytes: [UInt8]) throws -> String {
      try DelimitedReader { MemorySource(bytes) }.dialect.encoding
    }
    #expect(try encoding(Array("Gr\u{F6}\u{DF}e;Lot\n1;2\n".utf8)) == "utf-8")
    #expect(try encoding([0x47, 0x72, 0xF6, 0xDF, 0x65, 0x3B, 0x4C, 0x0A]) == "windows-1252")
    // The head may end in the middle of a character.
    #expect(try encoding([0x41, 0x3B, 0x42, 0x0A, 0xC3]) == "utf-8")
  }

  @Test(arguments: [";", ",", "\t", "|"])
  func recognisesTheDelimiter(mark: String) throws {
    let text = "a;b;c\n1;2,5;3\n4;5,5;6\n".replacing(";", with: "#").replacing(
      ",", with: mark == "," ? "." : ","
    ).replacing("#", with: mark)
    let rows = try read(text)
    #expect(rows.texts.allSatisfy { $0.count == 3 })
    #expect(rows.texts.count == 3)
  }

  @Test func decimalCommasDoNotLookLikeDelimiters() throws {
    let rows = try read("Lot;Menge;Gewicht\nA;1,5;2,5\nB;1,5;2,5\nC;1,5;2,5\n")
    #expect(rows.texts[1] == ["A", "1,5", "2,5"])
  }

  /// The quotes around a cell that is too long are part of its text, as the text behind them shows.
  @Test func aRowTooLongForItsQuotedCellIsSetAsideAlone() throws {
    let long = String(repeating: "a", count: TableLimits.rowBytes + 1)
    let rows = try read("a,b,c\n1,\"\(long)\"x,3\n4,5,6\n", delimiter: ",")
    #expect(rows.texts == [["a", "b", "c"], ["4", "5", "6"]])
    #expect(rows.faults.map(\.reason) == [.sizeLimit])
    #expect(rows.faults.map(\.line) == [2])
  }

  @Test func takesTheDelimiterTheFirstLineNames() throws {
    let rows = try read("sep=;\r\na,x;b\r\n1,2;3\r\n")
    #expect(rows.texts == [["a,x", "b"], ["1,2", "3"]])
    #expect(rows.rows[0].position.line == 2)
  }

  @Test func keepsLineBreaksQuotesAndDelimitersInsideQuotes() throws {
    let rows = try read("a,b\r\n\"one\r\ntwo, \"\"three\"\"\",x\r\n4,5\"6\n")
    #expect(rows.texts == [["a", "b"], ["one\ntwo, \"three\"", "x"], ["4", "5\"6"]])
    #expect(rows.rows.map(\.position.line) == [1, 2, 4])
    #expect(rows.rows.map(\.position.byteOffset) == [0, 5, 30])
    #expect(rows.rows.map(\.number) == [1, 2, 3])
    #expect(rows.faults.isEmpty)
  }

  @Test func quotesInsideOneLineThatEncloseOnlyAWordStayText() throws {
    let rows = try read("a,b\n\"ACME\" Ltd,2\n\"c\" ,3\n")
    #expect(rows.texts == [["a", "b"], ["\"ACME\" Ltd", "2"], ["c", "3"]])
    #expect(rows.rows[1].notes.map(\.code) == [.schemaBreach])
  }

  @Test func aStrayQuoteCostsItsLineOnly() throws {
    let rows = try read("a,b\n1,\"2\n3,4\n\"5\",6\n7,8\n")
    #expect(rows.texts == [["a", "b"], ["3", "4"], ["5", "6"], ["7", "8"]])
    #expect(rows.faults.map(\.reason) == [.notWellFormed])
    #expect(rows.faults.map(\.line) == [2])
    #expect(rows.rows.map(\.position.line) == [1, 3, 4, 5])
    #expect(rows.rows.map(\.position.byteOffset) == [0, 9, 13, 19])
  }

  @Test func aQuoteThatNeverClosesCostsItsLineOnly() throws {
    let rows = try read("a,b\n1,\"2\n3,4\n5,6")
    #expect(rows.texts == [["a", "b"], ["3", "4"], ["5", "6"]])
    #expect(rows.faults.count == 1)
    let last = try read("a,b\n1,2\n3,\"4")
    #expect(last.texts.count == 2)
    #expect(last.faults.map(\.reason) == [.truncated])
  }

  @Test func readsMarkedUTF8AndBothByteOrdersOfUTF16() throws {
    let text = "Größe;Stück\r\n7;\"a\nb\"\r\n8;€😀\r\n"
    let marked = try read([0xEF, 0xBB, 0xBF] + Array(text.utf8))
    #expect(marked.texts[0] == ["Größe", "Stück"])
    #expect(marked.rows[0].position.byteOffset == 3)
    for isLittle in [true, false] {
      var bytes: [UInt8] = isLittle ? [0xFF, 0xFE] : [0xFE, 0xFF]
      for unit in text.utf16 {
        let (low, high) = (UInt8(unit & 0xFF), UInt8(unit >> 8))
        bytes += isLittle ? [low, high] : [high, low]
      }
      let rows = try read(bytes)
      #expect(rows.texts == marked.texts)
      #expect(rows.rows.map(\.position.byteOffset) == [2, 28, 46])
      #expect(rows.rows.map(\.position.line) == [1, 2, 4])
    }
  }

  @Test func readsUndeclaredWindowsTextCellByCellAndSaysSo() throws {
    let rows = try read(
      Array("a;b\nGr".utf8) + [0xF6, 0xDF] + Array("e;x\n".utf8) + [0x80, 0x3B]
        + Array("ä\n".utf8))
    #expect(rows.texts == [["a", "b"], ["Größe", "x"], ["€", "ä"]])
    #expect(rows.rows.map { $0.notes.map(\.code) } == [[], [.textEncoding], [.textEncoding]])
  }

  @Test(arguments: [
    ("windows-1252", "€ä"), ("iso-8859-15", "\u{80}ä"), ("iso-8859-1", "\u{80}ä"),
    ("windows-1250", "€ä"),
  ])
  func readsDeclaredEncodings(encoding: String, expected: String) throws {
    let rows = try read([0x61, 0x3B, 0x80, 0xE4, 0x0A], delimiter: ";", encoding: encoding)
    #expect(rows.texts == [["a", expected]])
    let special = try read([0xA4, 0x3B, 0x61, 0x0A], delimiter: ";", encoding: "iso-8859-15")
    #expect(special.texts == [["€", "a"]])
  }

  @Test func whatDeclaredUTF8IsNotIsReplacedAndTold() throws {
    let rows = try read([0x61, 0x3B, 0xFF, 0x0A, 0x00, 0x3B, 0x62], encoding: "utf-8")
    #expect(rows.texts == [["a", "\u{FFFD}"], ["\u{FFFD}", "b"]])
    #expect(rows.rows.map { $0.notes.map(\.code) } == [[.textEncoding], [.textEncoding]])
  }

  @Test func aLargeCellIsFineAndAHugeOneIsRefusedWithItsPlace() throws {
    let piece = [UInt8](repeating: 0x61, count: 1 << 18)
    func rows(_ pieces: Int) throws -> ReadRows {
      try ReadRows(
        DelimitedReader(delimiter: ",") {
          RepeatingSource([
            (Array("a,b\n1,\"".utf8), 1), (piece, pieces), (Array("\"\n3,4\n".utf8), 1),
          ])
        })
    }
    let large = try rows(40)
    #expect(large.texts[1][1].utf8.count == 40 << 18)
    #expect(large.faults.isEmpty)
    let huge = try rows(800)
    #expect(huge.texts == [["a", "b"], ["3", "4"]])
    #expect(huge.faults.map(\.reason) == [.sizeLimit])
    #expect(huge.faults.map(\.line) == [2])
    #expect(huge.faults.map(\.byteOffset) == [4])
  }

  @Test func everyBoundaryOfPiecesGivesTheSameRows() throws {
    let text = "\u{FEFF}a;b\r\n\"x\"\"y\r\nz\";2\r\n\r\nü;\"\"\r\n"
    let whole = try read(text)
    #expect(whole.texts == [["a", "b"], ["x\"y\nz", "2"], ["ü", ""]])
    for step in 1...7 {
      let rows = try ReadRows(
        DelimitedReader { DrippingSource(Array(text.utf8), step: step) })
      #expect(rows.texts == whole.texts)
      #expect(rows.rows.map(\.position) == whole.rows.map(\.position))
    }
  }

  @Test func readsOldLineEndsAndAFileWithoutOne() throws {
    #expect(try read("a,b\r1,2\r3,4").texts == [["a", "b"], ["1", "2"], ["3", "4"]])
    #expect(try read("only").texts == [["only"]])
    #expect(try read("").texts.isEmpty)
  }
}
