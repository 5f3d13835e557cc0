import Assessing
import Foundation
import Testing

@testable import Reporting

@Suite struct ReportTests {
  @Test func showsHostileTextInert() throws {
    let context = try Sample.context(
      message: "<script>alert(1)</script> \u{202E}=cmd|' /C calc'!A0")
    for file in ReportSet.render(context) where file.mediaType == "text/html" {
      let text = String(decoding: file.bytes, as: UTF8.self)
      #expect(!text.contains("<script"))
      #expect(!text.contains("\u{202E}"))
    }
  }

  @Test func asksForNothingFromOutside() throws {
    for file in ReportSet.render(try Sample.context(message: "m"))
    where file.mediaType == "text/html" {
      let text = String(decoding: file.bytes, as: UTF8.self)
      #expect(!text.contains("http://") && !text.contains("https://") && !text.contains("url("))
      #expect(text.contains("default-src 'none'") || text.contains("default-src &#39;none&#39;"))
    }
  }

  @Test func checklistHoldsTheSameRowsOnPageAndInTable() throws {
    let context = try Sample.context(message: "m")
    let checklist = CompletenessChecklist(context.assessment)
    let csv = String(decoding: checklist.csv, as: UTF8.self)
    let html = String(decoding: checklist.html(context), as: UTF8.self)
    #expect(checklist.rows.count == context.assessment.requirements.count)
    for row in checklist.rows {
      #expect(csv.contains(row[0]))
      #expect(html.contains(row[0]))
    }
  }

  @Test func csvQuotesWhatMustBeQuoted() {
    var text = CSVText(headers: ["a"])
    text.add(["x,\"y\"\nz"])
    #expect(String(decoding: text.bytes, as: UTF8.self) == "a\r\n\"x,\"\"y\"\"\nz\"\r\n")
  }

  @Test func saysHowManyAreNotShown() throws {
    let context = try Sample.context(message: "m", subjects: 100)
    let report = String(decoding: GapReport.html(context), as: UTF8.self)
    #expect(report.contains("40 of 100 listed here; all are in report/findings.csv"))
    let rows = String(decoding: FindingsTable.csv(context), as: UTF8.self).split(separator: "\r\n")
    #expect(rows.count == 101)
  }

  @Test func printsNoneOfTheWordsThatAreNeverPrinted() throws {
    let context = try Sample.context(message: "m", subjects: 3)
    let words = [
      "violation", "breach", "non-compliant", "illegal", "failed", "inadequate", "inspection-ready",
      "offender", "deficiency", "suspect", "illegitimate", "counterfeit", "fabricated", "waived",
      "withheld", "privileged", "readiness",
    ]
    for file in ReportSet.render(context) {
      let text = String(decoding: file.bytes, as: UTF8.self).lowercased()
      for word in words { #expect(!text.contains(word), "\(word) in \(file.path)") }
    }
  }
}

/// A small assessment with one requirement, one check and one finding.
enum Sample {
  static func finding(message: String, subjects: Int = 1) throws -> Finding {
    let at = try #require(Instant(text: "2026-09-30T23:59:59Z"))
    let pointer = EvidencePointer(
      artifact: "line:a.xml", sha256: "00", path: "a.xml", source: "line",
      position: Position(line: 7), record: "event", role: "found")
    let list = (0..<subjects).map { Subject(key: "(01)09506000134352(21)A\($0)", evidence: [0]) }
    return Finding(
      fingerprint: String(repeating: "ab", count: 32), check: "c", kind: .gap, authority: .law,
      requirements: ["R-1"], severity: .critical, lookFirst: "machine", title: "T",
      message: message, count: subjects, population: 200,
      unit: CountWords(one: "unit", many: "units"),
      group: [:], subjects: list, listed: subjects, expected: "e", observed: "o",
      evidence: [pointer], remedy: "r", firstSeen: at,
      since: Finding.Change(status: .noBaseline))
  }

  static func context(message: String, subjects: Int = 1) throws -> ReportContext {
    let at = try #require(Instant(text: "2026-09-30T23:59:59Z"))
    let day = try #require(CivilDay(year: 2026, month: 9, day: 30))
    let finding = try finding(message: message, subjects: subjects)
    let requirement = RequirementResult(
      id: "R-1", title: "A requirement", statement: "S", citation: "C", authority: .law,
      severity: .major, verdict: .gap, judgedBy: .data, evidence: [], checks: ["c"],
      findings: [finding.fingerprint], lookAt: "Look.")
    let assessment = Assessment(
      schema: Assessment.schemaName, tool: .init(name: "muster", version: "0"), generatedAt: at,
      generatedAtFixed: false, asOf: at,
      organization: .init(name: "Firm", gln: nil, roles: [], markets: []),
      profile: .init(
        id: "p", title: "P", edition: "1", regime: "dscsa",
        sha256: String(repeating: "0", count: 64),
        parameters: [:]),
      scope: .init(from: day, to: day, products: [], lots: [], sites: [], partners: []),
      inputs: .init(catalog: "0", profile: "0", configuration: "0", baseline: nil),
      summary: Summary(), coverage: [], ledger: Ledger(), limitations: [],
      requirements: [requirement], checks: [], findings: [finding], since: Since())
    return ReportContext(assessment: assessment, packID: "EP-1")
  }
}
