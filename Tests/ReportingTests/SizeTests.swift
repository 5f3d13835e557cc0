import Foundation
import Testing

@testable import Assessing
@testable import Reporting
import Settings

/// What a page weighs when there is much to tell. With MUSTER_SIZE_PAGE=FILE the page is written
/// there, to be opened in a browser.
@Suite struct SizeTests {
  /// Findings over a hundred thousand units: forty checks, fifty listed units each.
  static func context(findings: Int, units: Int) throws -> ReportContext {
    var context = try Sample.context(message: "m")
    let sample = try Sample.finding(message: "m", subjects: units)
    let pointers = (0..<units).map { number in
      var pointer = sample.evidence[0]
      pointer.path = "2026-08/ASN-7\(number + 10_000).xml"
      pointer.artifact = "distribution-events:\(pointer.path)"
      pointer.position = Position(line: number * 8 + 91)
      pointer.written = "2026-08-26T17:00:00.000Z"
      return pointer
    }
    context.assessment.findings = (0..<findings).map { number in
      var finding = sample
      finding.fingerprint = Sample.fingerprint(number)
      finding.check = "check-number-\(number % 40)"
      finding.title = "Each unit that left the site was commissioned before"
      finding.message =
        "\(units) of 100000 units of lot Q26X\(number) sold by 0399991000015 have no commissioning "
        + "event in the sources examined."
      finding.severity = [.critical, .major, .minor][number % 3]
      finding.kind = number % 2 == 0 ? .gap : .review
      finding.group = ["lot": "Q26X\(number)"]
      finding.evidence = pointers
      finding.subjects = (0..<units).map { unit in
        var subject = Subject(
          key: "(01)00399991303024(21)X\(number)Y\(unit)", evidence: [unit])
        subject.values = ["site gln": "0399991000107", "expiry day": "2028-07-31"]
        return subject
      }
      return finding
    }
    return context
  }

  @Test func staysUnderTenMegabytesAndSaysWhereTheRestIs() throws {
    let context = try Self.context(findings: 2000, units: 50)
    let page = Page.html(GapReport.document(context), withTools: true)
    #expect(page.count < 10_000_000)
    let text = String(decoding: page, as: UTF8.self)
    #expect(text.contains("6 of 50 are on this page; all are in report/findings.csv."))
    let rows = FindingsTable.csv(context).count { $0 == 10 }
    #expect(rows == 2000 * 50 + 1)
    if let file = ProcessInfo.processInfo.environment["MUSTER_SIZE_PAGE"] {
      try Data(page).write(to: URL(filePath: file))
    }
  }
}
