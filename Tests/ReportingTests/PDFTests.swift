import Assessing
import Testing

@testable import Reporting

@Suite struct PDFTests {
  @Test func givesTheSameBytesTwiceAndNoOtherDate() throws {
    let one = try report(["Text"])
    #expect(one == (try report(["Text"])))
    let text = String(decoding: one, as: UTF8.self)
    #expect(text.hasPrefix("%PDF-1.4\n"))
    #expect(text.ranges(of: "/CreationDate (D:20260930235959Z)").count == 1)
    #expect(!text.contains("/ModDate"))
  }

  @Test func pointsEveryEntryOfTheTableAtItsObject() throws {
    let bytes = try report((0..<400).map { "Paragraph \($0)" })
    let text = String(decoding: bytes, as: Unicode.ASCII.self)
    let table = try #require(text.ranges(of: "xref\n").first { $0.lowerBound > text.startIndex })
    let rows = text[table.upperBound...].split(separator: "\n").dropFirst(2)
    var number = 1
    for row in rows.prefix(while: { $0.hasSuffix("00000 n ") }) {
      let place = try #require(Int(row.prefix(10)))
      let start = Array("\(number) 0 obj".utf8)
      #expect(bytes[place..<place + start.count].elementsEqual(start))
      number += 1
    }
    #expect(text.contains("/Size \(number) "))
  }

  @Test(arguments: [
    ("Zürich – “ok”", "Z\u{FC}rich \u{96} \u{93}ok\u{94}", false),
    ("Łódź, Čapek, Őrs", "Lódz, Capek, Ors", true), ("Αθήνα", "Athina", true),
    ("София", "Sofiya", true), ("≥ 20", ">= 20", true), ("中", "[U+4E2D]", true),
    ("a\u{202E}b", "a[U+202E]b", true), ("a\u{0}b\tc", "a b c", false),
  ])
  func writesWhatTheFontsLackInOtherLetters(
    _ text: String, _ expected: String, _ isChanged: Bool
  ) {
    let encoded = WinAnsi(text)
    let wanted = expected.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    #expect(encoded.bytes == wanted)
    #expect(encoded.isChanged == isChanged)
  }

  @Test func breaksLinesWithinTheWidthAndLosesNothing() {
    let long = String(repeating: "a/b", count: 200) + " " + String(repeating: "word ", count: 90)
    var inline = PDFInline(size: 9)
    let lines = inline.lines(RichText(long), width: 200)
    for line in lines { #expect(line.width <= 200.01) }
    let kept = lines.flatMap { $0.runs.flatMap(\.bytes) }.filter { $0 != 0x20 }
    #expect(kept == Array(long.utf8).filter { $0 != 0x20 })
  }

  @Test func repeatsTheHeadingOfATableOnEveryPageAndKeepsEveryRow() {
    let rows = (0..<500).map { [RichText("row \($0)"), RichText("value \($0)")] }
    var flow = PDFFlow(width: 595, height: 842)
    PDFTable(ReportTable("Many", ["Name", "Value"], rows)).draw(on: &flow)
    #expect(flow.pages.count > 5)
    for page in flow.pages {
      #expect(contains(page, "(Name)"))
      #expect(!page.links.isEmpty || page.operations.count > 100)
    }
    let all = flow.pages.flatMap(\.operations)
    for index in 0..<500 { #expect(count(all, "(\(index))") >= 2) }
  }

  /// A heading at the foot of a page stands with the table or picture below it.
  @Test(arguments: Array(stride(from: 600.0, to: 780, by: 12)))
  func leavesNoHeadingAloneAtTheFoot(_ start: Double) {
    let row = [RichText((0..<8).map { "line\($0)" }.joined(separator: "\n")), "x"]
    let table = ReportBlock.table(ReportTable("Caption", ["A", "B"], [row]))
    for blocks in [[table], [.heading(3, "Second", id: "h"), table]] {
      var flow = PDFFlow(width: 595, height: 842)
      flow.y = start
      PDFBlocks.draw(ReportSection("s", "First", blocks), on: &flow)
      let pages = flow.pages.indices.filter { contains(flow.pages[$0], "(First)") }
      #expect(pages.count == 1 && flow.pages.count <= 2)
      #expect(pages.allSatisfy { contains(flow.pages[$0], "(line7)") })
    }
  }

  @Test func splitsARowThatIsLongerThanAPage() {
    let tall = (0..<300).map { "line\($0)" }.joined(separator: "\n")
    var flow = PDFFlow(width: 595, height: 842)
    PDFTable(ReportTable("Tall", ["A", "B"], [[RichText(tall), "x"]])).draw(on: &flow)
    #expect(flow.pages.count > 2)
    let all = flow.pages.flatMap(\.operations)
    for index in 0..<300 { #expect(count(all, "(line\(index))") == 1) }
  }

  @Test func numbersPagesAndStatesBothClocks() throws {
    var flow = PDFFlow(width: 595, height: 842)
    for _ in 0..<3 { flow.breakPage() }
    flow.finish(.init(left: "EP-1", second: "as of A, generated B"))
    #expect(flow.pages.count == 4)
    for (index, page) in flow.pages.enumerated() {
      #expect(contains(page, "(Page \(index + 1) of 4)"))
      #expect(contains(page, "(as of A, generated B)"))
    }
  }

  @Test func leadsOnlyToPlacesThereAre() throws {
    let section = ReportSection(
      "s", "Section (one)",
      [
        .paragraph(.link("there", to: "#s")), .paragraph(.link("nowhere", to: "#gone")),
        .paragraph(.link("file", to: "../evidence/a.xml")),
      ])
    let text = String(decoding: try bytes([section]), as: Unicode.ASCII.self)
    #expect(text.ranges(of: "/Subtype /Link").count == 2)
    #expect(text.contains("/URI (../evidence/a.xml)"))
    #expect(text.contains("/Title (Section \\(one\\))"))
    #expect(text.contains("/Outlines"))
  }

  @Test func takesHostileTextAsText() throws {
    let text = ") Tj ET endstream endobj \\) << /JS (x) >> \u{1B}"
    let pdf = String(decoding: try report([text]), as: Unicode.ASCII.self)
    #expect(!pdf.contains("/JS"))
  }

  private func contains(_ page: PDFCanvas, _ text: String) -> Bool {
    count(page.operations, text) > 0
  }

  private func count(_ bytes: [UInt8], _ text: String) -> Int {
    String(decoding: bytes, as: Unicode.ASCII.self).ranges(of: text).count
  }

  private func report(_ paragraphs: [String]) throws -> [UInt8] {
    try bytes([ReportSection("s", "Section", paragraphs.map { .paragraph(RichText($0)) })])
  }

  private func bytes(_ sections: [ReportSection]) throws -> [UInt8] {
    let context = try Sample.context(message: "m")
    let document = ReportDocument(
      title: "Report", subtitle: "Firm", stamp: [], runningHead: "Purpose. Pack EP-1.",
      runningFoot: "As of A. Generated B.", sections: sections)
    return try PDFReport.bytes(document, for: context.assessment)
  }
}
