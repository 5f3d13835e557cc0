import Assessing
import Testing

@testable import Reporting

/// The pages for a meeting, and the whole report for whoever wants it.
@Suite struct PrintFormTests {
  private static func context() throws -> ReportContext {
    var context = try DossierTests.context()
    let first = context.assessment.findings[0]
    context.assessment.findings = (0..<60).map { number in
      var other = first
      other.fingerprint = Sample.fingerprint(number)
      other.check = "check-\(number)"
      other.message = "What the records show, number \(number)."
      other.decideToday = false
      return other
    }
    return context
  }

  private static func pages(_ file: ReportFile) -> Int {
    String(decoding: file.bytes, as: Unicode.ASCII.self).ranges(of: "/Type /Page ").count
  }

  @Test func everyDossierAndTheReportAreThereAsPDF() throws {
    let context = try Self.context()
    let files = try OfficeReports.render(context)
    #expect(files.map(\.path) == files.map(\.path).sorted())
    let pages = ReportSet.render(context).map(\.path).filter { $0.contains("/dossiers/") }
    for page in pages {
      let file = try #require(files.first { $0.path == page.dropLast(4) + "pdf" })
      #expect(file.mediaType == "application/pdf")
      #expect(Self.pages(file) > 0)
    }
    let report = Sample.page(context)
    #expect(report.contains("href=\"dossiers/lot-0001-Q26X20.pdf\""))
  }

  @Test func theShortFormIsShortAndSaysWhatItLeavesOut() throws {
    let files = try OfficeReports.render(try Self.context())
    let short = try #require(files.first { $0.path == "report/gap-report.pdf" })
    let whole = try #require(files.first { $0.path == "report/gap-report-full.pdf" })
    #expect(Self.pages(short) <= 8, "\(Self.pages(short))")
    #expect(Self.pages(whole) > Self.pages(short))
    let document = GapReport.document(try Self.context())
    var flow = PDFFlow(width: 612, height: 792)
    flow.isShort = true
    for section in document.sections { PDFBlocks.draw(section, on: &flow) }
    #expect(flow.bookmarks.contains { $0.title.hasPrefix("Items for action") })
    #expect(!flow.bookmarks.contains { $0.title.hasPrefix("Every requirement") })
    #expect(document.shortNote?.plain.contains("gap-report-full.pdf") == true)
  }

  @Test func everyFindingStandsInTheShortForm() throws {
    let context = try Self.context()
    let blocks = ShortList.blocks(context.assessment.findings, .action, context)
    guard case .table(let table) = blocks.first else {
      Issue.record("no table")
      return
    }
    #expect(table.rows.count == 60)
    #expect(table.rows.last?.cells[1].plain.contains("number 59") == true)
    let many = Array(repeating: context.assessment.findings[0], count: 450)
    guard case .note(let rest) = ShortList.blocks(many, .action, context).last else {
      Issue.record("no note")
      return
    }
    #expect(rest.plain.contains("250 more of 450"))
  }

  /// A sentence that says how many were examined has it said once.
  @Test(arguments: [
    ("12 units left while others were on hold (9334 examined).", 1),
    ("Lot Q26X20 has units without an end.", 1),
  ])
  func whatWasExaminedIsSaidOnce(_ message: String, times: Int) throws {
    let context = try Self.context()
    var finding = context.assessment.findings[0]
    (finding.message, finding.count, finding.population) = (message, 12, 9334)
    guard case .table(let table) = ShortList.blocks([finding], .review, context).first else {
      Issue.record("no table")
      return
    }
    let text = try #require(table.rows.first?.cells[1].plain)
    #expect(text.ranges(of: "examined").count == times, "\(text)")
  }

  @Test func thePageHasBothFormsAndALinkBetweenThem() throws {
    let page = Sample.page(try Self.context())
    #expect(page.contains("<body id=\"whole\">"))
    #expect(page.contains("href=\"#whole\""))
    #expect(page.contains("body:not(:target) .annex"))
    #expect(page.contains("class=\"sheet annex\""))
    #expect(page.contains("Copy as CSV"))
  }
}
