import Archives
import Cataloging
import Collecting
import GS1
import Testing

@Suite struct WorkbookTests {
  private func rows(
    _ maker: WorkbookMaker, sheet: String? = nil
  ) throws -> ReadRows {
    let book = try Workbook(RandomAccessBytes(maker.bytes()))
    return try ReadRows(book.cells(of: book.sheet(named: sheet)))
  }

  private func cells(_ cells: [WorkbookMaker.Cell], from1904: Bool = false) throws -> TableRow {
    var maker = WorkbookMaker(sheets: [("Data", [cells])])
    maker.isFrom1904 = from1904
    return try rows(maker).rows[0]
  }

  @Test func readsSharedInlineAndFormulaTexts() throws {
    let row = try cells([
      .shared("Größe & <b>"), .inline("0012"), .formula("A1&amp;B1", value: "joined"),
      .shared(" x_x000D_y "), .none, .boolean(true), .error("#N/A"),
    ])
    #expect(
      row.cells.map(\.text) == ["Größe & <b>", "0012", "joined", " x\ry ", "", "true", "#N/A"])
    #expect(row.cells[5] == TableCell("true", .boolean))
    #expect(row.position.pointer == "Data!A1")
  }

  @Test func aFormulaWithoutItsValueIsTold() throws {
    for value in [nil, ""] {
      let row = try cells([
        .formula("NOW()", value: value, type: value == nil ? "str" : "n"), .shared("x"),
      ])
      #expect(row.cells.map(\.text) == ["", "x"])
      #expect(row.notes.map(\.code) == [.spreadsheetError])
    }
  }

  @Test(arguments: [
    ("0.1", "0.1"), ("0.30000000000000004", "0.3"), ("1.1000000000000001", "1.1"),
    ("9506000134352", "9506000134352"), ("9.506000134352E+12", "9506000134352"),
    ("1E-3", "0.001"), ("-12.50", "-12.5"), ("99.99999999999999999", "100"), ("0", "0"),
    ("2.2999999999999998", "2.3"), ("1234567.8900000001", "1234567.89"),
  ])
  func writesNumbersAsPeopleSeeThem(stored: String, shown: String) throws {
    let row = try cells([.number(stored)])
    #expect(row.cells[0] == TableCell(shown, .number))
    #expect(row.notes.isEmpty)
  }

  /// Of more than 15 digits a spreadsheet keeps the first: no serial is made of the rest.
  @Test func aNumberThatLostDigitsIsNoCode() throws {
    let row = try cells([
      .number("1.2345678901234567E+17"), .number("123456789012345678", style: 3),
      .number("1E+15"), .number("123456789012345"),
    ])
    #expect(
      row.cells.map(\.text) == [
        "1.23456789012346E+17", "1.23456789012346E+17", "1E+15", "123456789012345",
      ])
  }

  @Test func keepsLeadingZerosThatAFormatShows() throws {
    #expect(try cells([.number("312345678906", style: 3)]).cells[0].text == "00312345678906")
  }

  @Test func readsDatesOfBothSystems() throws {
    let row = try cells([
      .number("46204", style: 1), .number("46204.604166666664", style: 2),
      .number("46204", style: 2), .number("1.5", style: 4), .number("60", style: 1),
    ])
    #expect(
      row.cells.map(\.text)
        == ["2026-07-01", "2026-07-01T14:30:00", "2026-07-01T00:00:00", "1.5", "60"])
    #expect(row.cells[0] == TableCell("2026-07-01", .excelDate(46204)))
    #expect(row.cells[3] == TableCell("1.5", .number))
    let later = try cells([.number("44742", style: 1)], from1904: true)
    #expect(later.cells[0] == TableCell("2026-07-01", .excelDate(46204)))
  }

  @Test func percentagesAndMonthsStandAsPeopleSeeThem() throws {
    var maker = WorkbookMaker(sheets: [
      (
        "Data",
        [
          [
            .number("0.955", style: 1), .number("0.98249999999999993", style: 2),
            .number("46143", style: 3), .number("46173", style: 4), .number("46143", style: 5),
          ]
        ]
      )
    ])
    maker.formats = ["0.0%", "0.00 %", "mm/yyyy", "mmm-yy", "dd-mmm-yy"]
    let row = try rows(maker).rows[0]
    #expect(row.cells[0] == TableCell("95.5%", .percent))
    #expect(row.cells[1] == TableCell("98.25%", .percent))
    #expect(row.cells[2] == TableCell("2026-05"))
    #expect(row.cells[3] == TableCell("2026-05-31", .excelDate(46173)))
    #expect(row.cells[4] == TableCell("2026-05-01", .excelDate(46143)))
  }

  @Test func findsASheetByNameAndListsTheOthers() throws {
    let maker = WorkbookMaker(sheets: [
      ("Notes", [[.shared("read me")]]), ("Batch list", [[.shared("Lot")], [], [.shared("A1")]]),
    ])
    #expect(try rows(maker).texts == [["read me"]])
    let found = try rows(maker, sheet: "batch-list")
    #expect(found.texts == [["Lot"], ["A1"]])
    #expect(found.rows.map(\.number) == [1, 3])
    #expect(found.rows[1].position.pointer == "'Batch list'!A3")
    let fault = #expect(throws: Workbook.Fault.self) { try rows(maker, sheet: "Lots") }
    #expect(fault?.description.contains("\"Notes\", \"Batch list\"") == true)
  }

  @Test func readsColumnsNobodySees() throws {
    var maker = WorkbookMaker(sheets: [("A", [[.shared("a"), .shared("b"), .number("3")]])])
    maker.hiddenColumns = true
    #expect(try rows(maker).texts == [["a", "b", "3"]])
  }

  @Test func rowNumbersBeyondAnySheetAreCountedOnFromTheLast() throws {
    for number in ["9223372036854775807", "-9223372036854775808", "0"] {
      var maker = WorkbookMaker(sheets: [("A", [])])
      maker.written =
        "<row r=\"\(number)\"><c><v>1</v></c></row><row><c><v>2</v></c></row><row><c><v>3</c></row>"
      let read = try rows(maker)
      #expect(read.texts == [["1"], ["2"]])
      #expect(read.faults.count == 1)
    }
  }

  @Test func aLoneCellFarToTheRightIsToldAndCostsNoRowOfThousands() throws {
    var maker = WorkbookMaker(sheets: [("A", [])])
    let row = "<row><c r=\"A2\"><v>7</v></c><c r=\"XFD2\"><v>8</v></c><c r=\"XFC2\"/></row>"
    maker.written =
      "<row><c t=\"str\"><v>Number</v></c></row>" + String(repeating: row, count: 60)
    // Rows read before and after the headers are known.
    for declared in [1, nil] {
      let book = try Workbook(RandomAccessBytes(maker.bytes()))
      let table = try HeadedTable(
        book.cells(of: book.sheet(named: nil)), declared: declared, isRagged: false,
        isKnown: { $0 == "Number" })
      let read = try ReadRows(table)
      #expect(read.texts == Array(repeating: ["7"], count: 60))
      #expect(
        read.rows.map { $0.notes.map(\.raw) }
          == Array(repeating: ["right of the headers, in column 16384: 8"], count: 60))
    }
  }

  @Test func aFormatOfVeryManyZerosIsNotWrittenOut() throws {
    var maker = WorkbookMaker(sheets: [("A", [[.number("1", style: 1), .number("1", style: 2)]])])
    maker.formats = [String(repeating: "0", count: 10_000), "000"]
    #expect(try rows(maker).texts == [["1", "001"]])
  }

  /// Looked up one by one in a list, these would take minutes.
  @Test func aWorkbookOfVeryManySheetsOpens() throws {
    var maker = WorkbookMaker(sheets: [("A", [[.number("1")]])])
    maker.furtherTabs = 20_000
    #expect(try Workbook(RandomAccessBytes(maker.bytes())).sheets.count == 20_001)
  }

  @Test func aCutOffWorkbookIsSaidToBeDamaged() throws {
    let bytes = try WorkbookMaker(sheets: [("A", [[.shared("a")]])]).bytes()
    #expect(throws: (any Error).self) {
      _ = try Workbook(RandomAccessBytes(Array(bytes.prefix(bytes.count / 2))))
    }
  }

  @Test func aRowWhoseValuesAreLostIsSetAside() throws {
    let maker = WorkbookMaker(sheets: [
      (
        "Data",
        [
          [.shared("Deviation No"), .shared("Title")], [.formula("NOW()", value: nil)],
          [.shared("D-1"), .shared("t")],
        ]
      )
    ])
    let book = try Workbook(RandomAccessBytes(maker.bytes()))
    let table = try HeadedTable(
      book.cells(of: book.sheet(named: nil)), declared: 1, isRagged: false, isKnown: { _ in true })
    let rows = try ReadRows(table)
    #expect(rows.rows.count == 1)
    #expect(rows.faults.map(\.reason) == [.notARecord])
    #expect(rows.faults.first?.detail.contains("formula") == true)
  }

  /// Lists kept by hand write a lot once beside all that happened to it.
  @Test(arguments: [nil, 2])
  func aCellOverSeveralRowsBelongsToEachOfThem(declared: Int?) throws {
    var maker = WorkbookMaker(sheets: [
      (
        "Data",
        [
          [.shared("Deviations of the quarter")],
          [.shared("Lot"), .shared("Deviation No"), .shared("Title")],
          [.shared("L1"), .shared("D-1"), .shared("a")],
          [.none, .shared("D-2"), .shared("b")],
          [],
          [.shared("L3"), .shared("D-3"), .none],
          [.shared("L2"), .shared("D-4"), .shared("c")],
          [.none, .shared("D-5"), .none],
          [.none, .shared("D-6"), .none],
        ]
      )
    ])
    maker.merged = ["A1:C1", "A3:A6", "B2:C2", "A7:A8", "C7:C8", "A2", "A9:", "A0:A99999999999"]
    let book = try Workbook(RandomAccessBytes(maker.bytes()))
    let table = try HeadedTable(
      book.cells(of: book.sheet(named: nil)), declared: declared, isRagged: false,
      isKnown: { $0 != "Deviations of the quarter" })
    #expect(
      try ReadRows(table).texts == [
        ["L1", "D-1", "a"], ["L1", "D-2", "b"], ["L3", "D-3"], ["L2", "D-4", "c"],
        ["L2", "D-5", "c"], ["", "D-6"],
      ])
  }
}
