import Archives
import Assessing
import Testing

@testable import Reporting

@Suite struct WorkbookTests {
  @Test func writesTextNeverAFormula() throws {
    let context = try Sample.context(message: "=1+1")
    let sheet = try part("xl/worksheets/sheet2.xml", of: GapWorkbook.bytes(context))
    #expect(sheet.contains("<t xml:space=\"preserve\">=1+1</t>"))
    for (name, text) in try parts(of: GapWorkbook.bytes(context)) {
      #expect(!text.contains("<f>") && !text.contains("<f "), "\(name)")
    }
  }

  @Test func namesWhoSignedOffAndLeavesTheOthersToThePen() throws {
    var context = try Sample.context(message: "m")
    context.signOffs = [
      SignOff(
        step: .approved, name: "Head of QA", account: "qa1", at: Instant(milliseconds: 0),
        comment: nil)
    ]
    let sheet = try part("xl/worksheets/sheet1.xml", of: GapWorkbook.bytes(context))
    #expect(sheet.contains("Prepared by") && sheet.contains("Head of QA, qa1, 1970-01-01"))
  }

  /// A line of a file in an archive is no line of the archive.
  @Test func namesTheFileInAnArchiveAndNoColumnOfTheProgram() throws {
    var context = try Sample.context(message: "Two alerts.")
    context.assessment.findings[0].evidence[0].artifact = "line:Q3.zip!/a.xml"
    context.assessment.findings[0].evidence[0].path = "Q3.zip!/a.xml"
    context.assessment.findings[0].subjects[0].values = ["shown": "was acknowledged after"]
    context.evidencePaths = ["line:Q3.zip!/a.xml": "evidence/epcis/line/q3.zip"]
    let all = try parts(of: GapWorkbook.bytes(context))
    for sheet in ["xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"] {
      let text = try #require(all[sheet])
      #expect(text.contains("evidence/epcis/line/q3.zip!/a.xml, line 7"))
    }
    #expect(all.values.allSatisfy { !$0.contains("shown:") })
    #expect(all["xl/worksheets/sheet3.xml"]?.contains(">was acknowledged after<") == true)
    let csv = String(decoding: FindingsTable.csv(context), as: UTF8.self)
    #expect(csv.contains(",was acknowledged after,") && !csv.contains("shown="))
  }

  @Test func keepsIdentifiersAsTheyAre() throws {
    let sheet = table([[.text("09506000134352"), .text("007"), .text("1E5")]])
    let text = try first(sheet)
    for value in ["09506000134352", "007", "1E5"] {
      #expect(text.contains("t=\"inlineStr\"><is><t xml:space=\"preserve\">\(value)</t>"))
    }
    #expect(text.contains("numberStoredAsText=\"1\""))
  }

  @Test func showsWhatXMLHasNoPlaceForAndKeepsLiteralEscapes() throws {
    let text = try first(table([[.text("a\u{0}b\u{202E}<&\"_x0041_ _x00_")]]))
    #expect(text.contains("a\u{FFFD}b[U+202E]&lt;&amp;&quot;_x005F_x0041_ _x00_"))
  }

  @Test func cutsATextThatIsTooLongWithAMark() throws {
    let long = String(repeating: "é", count: 40_000)
    let cell = WorkbookText.cell(long)
    #expect(cell.utf16.count == WorkbookText.longest)
    #expect(cell.hasSuffix("[cut: 40000 characters, the CSV has all]"))
    #expect(WorkbookText.cell(String(long.prefix(32_767))).utf16.count == 32_767)
  }

  @Test func splitsBeforeTheRowLimit() throws {
    let rows = (0..<25).map { [WorkbookCell.text("row \($0)")] }
    var writer = writer()
    writer.rowLimit = 10
    let all = try parts(of: writer.bytes([table(rows)]))
    let book = try #require(all["xl/workbook.xml"])
    for name in ["T", "T (2)", "T (3)"] { #expect(book.contains("<sheet name=\"\(name)\"")) }
    #expect(!book.contains("T (4)"))
    let last = try #require(all["xl/worksheets/sheet3.xml"])
    #expect(last.contains("row 18<") && last.contains("row 24<") && !last.contains("row 17<"))
    #expect(last.contains("<autoFilter ref=\"A1:C8\"/>"))
  }

  @Test func saysWhatItLeavesOut() throws {
    var context = try Sample.context(message: "m", subjects: 3)
    context.assessment.findings[0].count = 500
    var book = GapWorkbook(context: context)
    #expect(book.leftOut.contains { $0.contains("3 of 500 are here") })
    book.rowLimit = 3
    #expect(book.leftOut.contains { $0.contains("numbered sheets") })
  }

  @Test func givesTheUserColumnsThatSayTheyAreNotReadBack() throws {
    let text = try part(
      "xl/worksheets/sheet2.xml", of: GapWorkbook.bytes(Sample.context(message: "m")))
    #expect(text.contains("<dataValidations count=\"5\">"))
    #expect(text.contains("It is not read back."))
    #expect(text.contains("&quot;open,in work,waiting,done,no action&quot;"))
    #expect(text.contains("type=\"date\""))
  }

  @Test func freezesFiltersAndRepeatsTheHeaderOfEveryList() throws {
    let context = try Sample.context(message: "m")
    let all = try parts(of: GapWorkbook.bytes(context))
    let sheets = GapWorkbook(context: context).sheets
    for (index, sheet) in sheets.enumerated() where sheet.isTable {
      let text = try #require(all["xl/worksheets/sheet\(index + 1).xml"])
      #expect(text.contains("state=\"frozen\"") && text.contains("<autoFilter"))
      #expect(text.contains("orientation=\"landscape\""))
      #expect(sheet.name.count <= 24)
    }
    let book = try #require(all["xl/workbook.xml"])
    #expect(book.ranges(of: "_xlnm.Print_Titles").count == 7)
  }

  @Test func holdsTheChecklistThatThePageAndTheTableHold() throws {
    let context = try Sample.context(message: "m")
    let checklist = CompletenessChecklist(context.assessment)
    let sheet = try #require(GapWorkbook(context: context).sheets.first { $0.name == "Checklist" })
    #expect(sheet.columns.map(\.title) == CompletenessChecklist.headers)
    for (index, row) in checklist.rows.enumerated() {
      let shown = sheet.row(index).map { cell in
        if case .text(let text) = cell { text } else { "" }
      }
      #expect(shown == row)
    }
  }

  @Test func givesTheSameBytesTwice() throws {
    let context = try Sample.context(message: "m", subjects: 50)
    #expect(try GapWorkbook.bytes(context) == GapWorkbook.bytes(context))
  }

  @Test(arguments: [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
  func namesColumns(_ column: Int, _ letters: String) {
    #expect(SheetSource.letters(column) == letters)
  }

  private func table(_ rows: [[WorkbookCell]]) -> WorkbookSheet {
    let columns = ["A", "B", "C"].map { WorkbookColumn($0, 20) }
    return .table("T", columns, count: rows.count) { rows[$0] }
  }

  private func writer() -> WorkbookWriter {
    WorkbookWriter(
      title: "t", creator: "muster 1", created: "2026-10-01T00:00:00Z",
      printing: WorkbookPrinting(footer: ("a & b", "", ""), paper: 9))
  }

  private func first(_ sheet: WorkbookSheet) throws -> String {
    try part("xl/worksheets/sheet1.xml", of: writer().bytes([sheet]))
  }

  private func part(_ name: String, of bytes: [UInt8]) throws -> String {
    try #require(try parts(of: bytes)[name])
  }

  private func parts(of bytes: [UInt8]) throws -> [String: String] {
    let reader = try ZipReader(RandomAccessBytes(bytes), mode: .strict)
    #expect(reader.problems == [])
    var parts: [String: String] = [:]
    for member in reader.members {
      parts[member.name] = String(
        decoding: try reader.open(member).readAll(limit: 1 << 24), as: UTF8.self)
    }
    return parts
  }
}
