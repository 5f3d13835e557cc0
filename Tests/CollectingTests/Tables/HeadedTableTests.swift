import Archives
import Cataloging
import Collecting
import GS1
import Testing

@Suite struct HeadedTableTests {
  private static let known: Set<String> = ["Lot", "Qty", "Date"]

  private func table(_ text: String, row: Int? = nil) throws -> (HeadedTable, ReadRows) {
    let reader = try DelimitedReader { MemorySource(Array(text.utf8)) }
    let table = try HeadedTable(reader, declared: row, isRagged: true) { Self.known.contains($0) }
    return (table, try ReadRows(table))
  }

  @Test(arguments: [
    "Gesamtergebnis;576;;", "*;576;ST;", "L1 Ergebnis;10;;", "Total (2 lots);576;;", "Σ;576;;",
  ])
  func sumsOfListsAndPivotTablesAreNoRecords(line: String) throws {
    let (table, rows) = try table("Lot;Qty;Date;Site\nA;1;2;x\n\(line)\n")
    #expect(rows.texts.map(\.first) == ["A"])
    #expect(table.remarks.count == 1)
  }

  /// What an audit trail records may be the names of fields.
  @Test func aRecordThatHoldsWordsOfHeadersIsARecord() throws {
    let (table, rows) = try table(
      "When;What;Who\n2026-07-01;Lot;Qty\n2026-07-02;Qty;Date\n")
    #expect(table.columns == ["When", "What", "Who"])
    #expect(rows.texts.count == 2)
  }

  @Test func aRowOfManyCellsAboveTheHeadersIsTold() throws {
    let (table, rows) = try table("Site;dayton;Status;Open\nLot;Qty;Date;x\nA;1;2;3\n")
    #expect(rows.texts == [["A", "1", "2", "3"]])
    #expect(table.remarks == ["the row at line 1 stands above the headers and is left out"])
  }

  @Test func findsTheHeadersUnderTitles() throws {
    let (table, rows) = try table(
      "Lot list;;\nprinted 2026-07-01;;\n\nLot;Qty;Site\nA;1;x\nB;2;y\n")
    #expect(table.columns == ["Lot", "Qty", "Site"])
    #expect(table.headerRow == 4)
    #expect(rows.texts == [["A", "1", "x"], ["B", "2", "y"]])
    #expect(rows.rows.map(\.number) == [5, 6])
  }

  @Test func takesTheRowThatIsDeclared() throws {
    let (table, rows) = try table("Lot;Qty\nCharge;Menge\nA;1\n", row: 2)
    #expect(table.columns == ["Charge", "Menge"])
    #expect(rows.texts == [["A", "1"]])
    #expect(try self.table("Lot;Qty\nA;1\n", row: 9).0.headerRow == nil)
  }

  @Test func takesTheFirstRowOfTextsWhenNothingIsKnown() throws {
    let (table, rows) = try table("x\nalpha;beta\n1;2\n")
    #expect(table.columns == ["alpha", "beta"])
    #expect(rows.texts == [["1", "2"]])
  }

  @Test func setsAsideOnlyWhatCannotBeSplitIntoItsFields() throws {
    let (_, rows) = try table(
      "Lot;Qty;Date\nA;1;2\nB;1;2;;\nC;1;2;surplus\nD;1\n\n;;\ncontinued\nE;5;6\n")
    #expect(
      rows.texts == [["A", "1", "2"], ["B", "1", "2", "", ""], ["D", "1"], ["E", "5", "6"]])
    #expect(rows.faults.map(\.reason) == [.raggedRow, .raggedRow])
    #expect(rows.faults.map(\.line) == [4, 8])
    #expect(rows.faults[0].detail == "4 cells where the header has 3")
    #expect(rows.rows[2].notes.map(\.code) == [.elementMissing])
  }

  /// Sums below a table are no record, and are told; a row that only begins so is one.
  @Test func rowsOfTotalsAreNoRecords() throws {
    let (table, rows) = try table(
      "Lot;Qty;Date;Site\nA;1;2;x\nTotal:;1.000;;\nSumme;2;3;\nTotal;1;;y\nGesamt;1;2;3\nTotal;;;\n"
    )
    #expect(rows.texts.map(\.first) == ["A", "Total", "Gesamt", "Total"])
    #expect(
      table.remarks == [
        "the row of totals at line 3 is no record and is left out",
        "the row of totals at line 4 is no record and is left out",
      ])
  }

  @Test func oneCellIsOne() throws {
    let (_, rows) = try table("Lot;Qty;Date\nA-4711\nA;1;2\n")
    #expect(rows.faults.map(\.detail) == ["1 cell where the header has 3"])
  }

  /// The line that closes a report is told and no record; a record that broke off is set aside.
  @Test(arguments: [
    "End of report", "*** End of Report ***", "-- END --;;", "2 rows selected.", "(2 rows)",
    "Total records: 2", ";Page 1 of 3;", "Ende der Liste", "2 Datensätze", "Fin du rapport",
    "Fine del rapporto", "Fin del informe", "2 filas seleccionadas", "2 righe", "Seite 1 von 3",
    "Summe: 2", "Summe Einträge: 2", "Count: 2", "-----", "Report generated 2026-10-01 08:00",
    "Ausdruck vom 30.09.2026, Seite 1 von 1", "Applied filters: none", "Source: MES",
  ])
  func linesThatCloseAReportAreNoRecords(line: String) throws {
    let (table, rows) = try table("Lot;Qty;Date\nA;1;2\nB;1;2\n\n\(line)\n")
    #expect(rows.texts.map(\.first) == ["A", "B"])
    #expect(rows.faults.isEmpty)
    let text = line.replacing(";", with: "")
    #expect(
      table.remarks == [
        "the line \"\(text)\" at line 5 is no record and is left out; 2 rows stand above it"
      ])
    #expect(try self.table("Lot;Qty;Date\nEnd of line 4\n").1.faults.count == 1)
    #expect(try self.table("Lot\nEnd\n").1.texts == [["End"]])
  }

  @Test func headersThatComeAgainAreNoRecord() throws {
    let (_, rows) = try table("Lot;Qty;\nA;1;\nLot;Qty;\nB;2;\nLot;3;\n")
    #expect(rows.texts == [["A", "1", ""], ["B", "2", ""], ["Lot", "3", ""]])
    #expect(rows.rows.map(\.position.line) == [2, 4, 5])
    #expect(try table("Lot\nLot\n").1.texts == [["Lot"]])
  }

  @Test func aValueUnderABlankHeaderIsTold() throws {
    let (_, rows) = try table("Lot;Qty;;\nA;1;;stray\nB;2;;\n")
    #expect(rows.rows.map { $0.notes.map(\.code) } == [[.elementUnexpected], []])
    #expect(rows.rows[0].notes[0].raw == "right of the headers, in column 4: stray")
    #expect(rows.texts[0] == ["A", "1"])
  }

  @Test func marksThatKeepLeadingZerosAreTakenAwayAndToldOnceAColumn() throws {
    let (_, rows) = try table(
      "Lot;Qty\n=\"007\";1\n\"=\"\"008\"\"\";=\"2\"\n=1+1;=\"\"\n=\"a\"\"b\";3\n")
    #expect(rows.texts == [["007", "1"], ["008", "2"], ["=1+1", ""], ["=\"a\"\"b\"", "3"]])
    let codes = rows.rows.map { $0.notes.map(\.code) }
    #expect(codes.prefix(2) == [[.spreadsheetMarks], [.spreadsheetMarks]])
  }

  @Test func aBlankColumnAtTheEndIsNoColumn() throws {
    let (table, rows) = try table("Lot;Qty;\nA;1;\nB;2\n")
    #expect(table.columns == ["Lot", "Qty"])
    #expect(rows.rows.allSatisfy { $0.notes.isEmpty })
    #expect(rows.faults.isEmpty)
  }
}
