import Archives
import Testing

@testable import Collecting

/// Parts of a workbook that hold nothing, millions of times.
@Suite struct WorkbookLimitTests {
  private func xml(_ text: String) -> XMLPullReader {
    XMLPullReader(MemorySource(Array(text.utf8)))
  }

  @Test func textsWithoutALetterTakeMemoryToo() throws {
    let parts = "<sst>" + String(repeating: "<si/>", count: 2000) + "</sst>"
    var texts = SharedTexts()
    try texts.read(xml(parts), limit: 16_000)
    let fault = #expect(throws: Workbook.Fault.self) {
      var texts = SharedTexts()
      try texts.read(xml(parts), limit: 15_999)
    }
    #expect(fault?.code == "size_limit")
  }

  @Test func moreFormatsThanAnyWorkbookHasAreRefused() throws {
    func styles(_ count: Int) throws -> WorkbookStyles {
      let formats = String(repeating: "<xf numFmtId='14'/>", count: count)
      return try WorkbookStyles(xml("<styleSheet><cellXfs>\(formats)</cellXfs></styleSheet>"))
    }
    #expect(try styles(65_490)[65_489] == .date)
    let fault = #expect(throws: Workbook.Fault.self) { _ = try styles(70_000) }
    #expect(fault?.code == "size_limit")
  }
}
