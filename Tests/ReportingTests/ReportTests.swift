import Foundation
import Settings
import Testing

@testable import Assessing
@testable import Reporting

@Suite struct ReportTests {
  @Test func showsHostileTextInert() throws {
    let hostile = "<script>alert(1)</script> <img src=x onerror=y> \u{202E}=cmd|' /C calc'!A0\u{0}"
    var context = try Sample.context(message: hostile, subjects: 3)
    context.assessment.organization.name = hostile + "</style></title>"
    context.assessment.purpose = .init(
      kind: "request", reference: "\"}</style><script>", procedure: hostile)
    context.assessment.requirements[0].statement = hostile
    context.assessment.findings[0].subjects[0].values = [hostile: hostile]
    context.assessment.findings[0].evidence[0].path = "javascript:alert(1)"
    context.evidencePaths = ["line:a.xml": "evidence/a b%\"><script>.xml"]
    for file in ReportSet.render(context) where file.mediaType == "text/html" {
      let text = String(decoding: file.bytes, as: UTF8.self)
      #expect(!text.contains("<script>alert"))
      #expect(text.components(separatedBy: "<script").count <= 2, "our own script and no other")
      #expect(text.components(separatedBy: "</style>").count == 2)
      #expect(!text.contains("<img"))
      #expect(!text.contains("\u{202E}"))
      #expect(!text.contains("href=\"javascript"))
      #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    }
    let report = Sample.page(context)
    #expect(report.contains("../evidence/a%20b%25%22%3E%3Cscript%3E.xml"))
  }

  /// A finding of a check that could not judge last time is neither new nor continuing: it is told.
  @Test func countsWhatIsListedNowAndCannotBeCompared() throws {
    var context = try Sample.context(message: "What nobody could judge then")
    context.assessment.since.asOf = context.assessment.asOf
    context.assessment.findings[0].since = Finding.Change(status: .notComparable)
    let page = Sample.page(context)
    #expect(page.contains("0 no longer seen, 1 not comparable."))
    #expect(page.contains("Listed now, not comparable with last time (1)"))
    #expect(TextSummary.text(context.assessment).contains("0 no longer seen, 1 not comparable."))
  }

  @Test func showsWhoSignedOffInPlaceOfLinesForAPen() throws {
    var context = try Sample.context(message: "m")
    #expect(Sample.page(context).contains("Prepared: name, date, signature"))
    context.signOffs = [
      SignOff(
        step: .approved, name: "Head of QA", account: "qa1", at: Instant(milliseconds: 0),
        comment: nil)
    ]
    let page = Sample.page(context)
    #expect(page.contains("Head of QA") && !page.contains("Prepared: name, date, signature"))
  }

  @Test func asksForNothingFromOutsideAndSaysSoByHash() throws {
    for file in ReportSet.render(try Sample.context(message: "m"))
    where file.mediaType == "text/html" {
      let text = String(decoding: file.bytes, as: UTF8.self)
      #expect(!text.contains("http://") && !text.contains("https://") && !text.contains("url("))
      #expect(text.contains("default-src &#39;none&#39;"))
      for name in ["style", "script"] where text.contains("<\(name)>") {
        let content = try #require(
          text.components(separatedBy: "<\(name)>").last?
            .components(separatedBy: "</\(name)>").first)
        let hash = Page.hash(content)
        #expect(text.contains("\(name)-src &#39;sha256-\(hash)&#39;"))
      }
    }
  }

  /// A limit of the law needs nobody's decision; words, switches and scales are no limits.
  @Test func asksToAdoptOnlyLimitsThatNoLawFixes() throws {
    var context = try Sample.context(message: "m")
    context.assessment.profile.parameters = [
      "notice_hours": .init(value: "24", unit: "hour", from: "law", checks: ["c"]),
      "until_day": .init(value: "2027-02-08", from: "law", checks: ["c"]),
      "containment_minutes": .init(value: "60", unit: "minute", from: "check", checks: ["c"]),
      "words": .init(value: "tbd, tba", from: "check", checks: ["c"]),
      "are_decommissioned": .init(value: "0", from: "check", checks: ["c"]),
      "scale": .init(value: "1000", unit: "digits", from: "check", checks: ["c"]),
      "own_days": .init(value: "3", unit: "day", from: "firm", checks: ["c"]),
    ]
    let page = Sample.page(context)
    #expect(page.contains("1 limit that no law fixes is a default of a check: adopt or change"))
    #expect(page.contains("limit of the law; may only be tightened"))
    #expect(page.contains("fixed by the law"))
    #expect(page.contains("60 minutes"))
  }

  @Test(
    arguments: [
      ([:], "the date or limit in the firm&#39;s own record"),
      (
        ["containment_minutes": .init(value: "60", unit: "minute", from: "check", checks: ["c"])],
        "limit not adopted by the firm; default 60 minutes"
      ),
      (
        ["c.containment_minutes": .init(value: "60", unit: "minute", from: "check", checks: ["c"])],
        "limit not adopted by the firm; default 60 minutes"
      ),
      (
        ["containment_minutes": .init(value: "30", unit: "minute", from: "firm", checks: ["c"])],
        "the firm&#39;s own limit"
      ),
      (
        [
          "containment_minutes": .init(
            value: "30", unit: "minute", from: "configuration", checks: ["c"])
        ],
        "limit not adopted by the firm; 30 minutes set in muster.yaml"
      ),
      (
        ["major_after_days": .init(value: "30", unit: "day", from: "check", checks: ["c"])],
        "the date or limit in the firm&#39;s own record"
      ),
      (
        ["open_days": .init(value: "30", unit: "day", from: "check", checks: ["other"])],
        "the date or limit in the firm&#39;s own record"
      ),
    ] as [([String: Assessment.Parameter], String)])
  func callsALimitTheFirmsOwnOnlyWhereTheFirmStatedIt(
    _ parameters: [String: Assessment.Parameter], _ words: String
  ) throws {
    var context = try Sample.context(message: "m")
    context.assessment.profile.parameters = parameters
    context.assessment.findings[0].authority = .firm
    context.assessment.findings[0].basis = "ICH Q10"
    #expect(Sample.page(context).contains("\(words): ICH Q10"))
  }

  @Test func whatNoDateDecidesOfIsNotCalledUndated() throws {
    var context = try Sample.context(message: "m")
    context.assessment.coverage = [
      SourceCoverage(
        source: "events", kind: "epcis", artifacts: .init(taken: 1, excluded: 0, unreadable: 0),
        completeThrough: nil, declared: false, newest: context.assessment.asOf,
        months: [.init(month: "2026-09", records: 3, state: .delivered)]),
      SourceCoverage(
        source: "courses", kind: "training", artifacts: .init(taken: 1, excluded: 0, unreadable: 0),
        completeThrough: nil, declared: false, newest: nil, months: []),
      SourceCoverage(
        source: "nothing", kind: "deviation",
        artifacts: .init(taken: 0, excluded: 0, unreadable: 0),
        completeThrough: nil, declared: false, newest: nil,
        months: [.init(month: "2026-09", records: 0, state: .notDelivered)]),
    ]
    let page = Sample.page(context)
    #expect(page.contains("no date of theirs decides to which month they belong: courses."))
    #expect(page.ranges(of: "no date decides").count == 1)
    #expect(!page.contains("nothing they hold bears a date"))
  }

  /// Fourteen columns fit a sheet on its side, those for a pen included.
  @Test func theChecklistIsPrintedOnItsSideWithAWidthForEveryColumn() throws {
    let context = try Sample.context(message: "m")
    let page = String(
      decoding: CompletenessChecklist(context.assessment).html(context), as: UTF8.self)
    #expect(page.contains("@page{size:landscape;"))
    #expect(page.contains("th:nth-child(\(CompletenessChecklist.headers.count)){width:"))
    #expect(CompletenessChecklist.widths.count == CompletenessChecklist.headers.count)
    #expect(CompletenessChecklist.widths.reduce(0, +) == 100)
    #expect(!Sample.page(context).contains("size:landscape"))
  }

  @Test func checklistHoldsTheSameRowsOnPageAndInTable() throws {
    var context = try Sample.context(message: "m")
    context.assessment.requirements[0].footnote = "paragraph to be compared with the official text"
    let checklist = CompletenessChecklist(context.assessment)
    let csv = String(decoding: checklist.csv, as: UTF8.self)
    let html = String(decoding: checklist.html(context), as: UTF8.self)
    #expect(checklist.rows.count == context.assessment.requirements.count)
    for row in checklist.rows {
      #expect(csv.contains(row[0]))
      #expect(html.contains(row[0]))
    }
    // One sign for one thing, here and in the gap report.
    #expect(checklist.rows[0][3].hasSuffix(" †") && html.contains("A dagger † at a citation"))
  }

  @Test func csvQuotesWhatMustBeQuoted() {
    var text = CSVText(headers: ["a"])
    text.add(["x,\"y\"\nz"])
    #expect(String(decoding: text.bytes, as: UTF8.self) == "a\r\n\"x,\"\"y\"\"\nz\"\r\n")
  }

  /// A name from right to left keeps to itself; where no element may stand it is plain text.
  @Test func namesFromRightToLeftAreIsolated() {
    let name = "ל 5 ב"
    #expect(
      element("p", text: "by \(name) on 2026-07-01, <x>").rendered
        == "<p>by <bdi>\(name)</bdi> on 2026-07-01, &lt;x&gt;</p>\n")
    #expect(element("title", text: name).rendered == "<title>\(name)</title>")
    #expect(
      element("svg") { [element("text", text: name)] }.rendered
        == "<svg><text>\(name)</text></svg>\n")
    #expect(element("a", [("title", name)], text: "Ü").rendered == "<a title=\"\(name)\">Ü</a>")
  }

  /// The table names parties as the pages do, in the message and in a column of its own.
  @Test func findingsCSVNamesParties() throws {
    var context = try Sample.context(message: "Sold to 0399992000014.")
    context.names = PartyNames(["0399992000014": "Wholesaler A"])
    context.assessment.findings[0].subjects[0].gln = "0399992000014"
    let rows = String(decoding: FindingsTable.csv(context), as: UTF8.self).split(separator: "\r\n")
    #expect(rows[0].hasSuffix(",party"))
    #expect(rows[1].contains("Sold to 0399992000014 (Wholesaler A)."))
    #expect(rows[1].hasSuffix(",Wholesaler A"))
  }

  /// Whoever selects a lot is told that records of no lot stay.
  @Test func aSelectionOfLotsSaysWhatItDoesNotSelect() throws {
    var context = try Sample.context(message: "m")
    #expect(!Sample.page(context).contains("Records that name no lot"))
    context.assessment.scope.lots = ["Q26X20"]
    #expect(Sample.page(context).contains("Lots are selected: Q26X20. Records that name no lot"))
  }

  @Test func saysHowManyAreNotShown() throws {
    let context = try Sample.context(message: "m", subjects: 100)
    let report = Sample.page(context)
    #expect(report.contains("6 of 100 listed"))
    #expect(report.contains("54 further rows (on paper: see report/findings.csv)"))
    #expect(report.contains("60 of 100 are on this page; all are in report/findings.csv."))
    let rows = String(decoding: FindingsTable.csv(context), as: UTF8.self).split(separator: "\r\n")
    #expect(rows.count == 101)
  }

  @Test func findingsOfOneCheckStandTogetherAndTheRestIsCounted() throws {
    var context = try Sample.context(message: "m")
    let first = context.assessment.findings[0]
    context.assessment.findings = (0..<600).map { number in
      var other = first
      other.fingerprint = Sample.fingerprint(number)
      other.message = "Finding \(number)"
      other.group = ["lot": "L\(number)"]
      return other
    }
    let report = Sample.page(context)
    #expect(report.contains("T (600 findings)"))
    #expect(report.contains("8 of 600"))
    #expect(report.contains("100 more of 600, in short"))
    #expect(report.contains("492 of 600 findings of this check are not on this page"))
  }

  @Test func headingsGoDownOneStepAtATime() throws {
    for file in ReportSet.render(try Sample.context(message: "m", subjects: 9))
    where file.mediaType == "text/html" {
      let text = String(decoding: file.bytes, as: UTF8.self)
      var level = 0
      for part in text.components(separatedBy: "<h").dropFirst() {
        guard let next = part.first?.wholeNumberValue, (1...6).contains(next) else { continue }
        #expect(next <= level + 1, "\(file.path): \(part.prefix(80))")
        level = next
      }
      #expect(text.components(separatedBy: "<h1").count == 2)
    }
  }

  @Test func everyIdIsUniqueAndEveryAnchorExists() throws {
    let text = Sample.page(try Sample.context(message: "m", subjects: 9))
    let ids = text.components(separatedBy: " id=\"").dropFirst().compactMap {
      $0.components(separatedBy: "\"").first
    }
    #expect(Set(ids).count == ids.count)
    for part in text.components(separatedBy: "href=\"#").dropFirst() {
      let anchor = part.components(separatedBy: "\"")[0]
      #expect(ids.contains(anchor), "#\(anchor)")
    }
  }

  @Test func anchorsOfTwoTextsNeverMeet() {
    #expect(Link.anchor("r-", "DSCSA-PID-01") == "r-DSCSA-PID-01")
    #expect(Link.anchor("r-", "a b") != Link.anchor("r-", "a_20b"))
    #expect(Link.anchor("r-", "é") != Link.anchor("r-", "e"))
  }

  @Test func printsNoneOfTheWordsThatAreNeverPrinted() throws {
    var context = try Sample.context(message: "m", subjects: 3)
    context.assessment.requirements[0].evidence = [
      EvidenceLine(
        kind: "suspect_case", forEach: "firm", found: 0, status: .notDelivered, text: "None.",
        notFound: ["K"])
    ]
    for file in ReportSet.render(context) where file.path != "report/findings.csv" {
      Sample.expectQuietWords(String(decoding: file.bytes, as: UTF8.self), file.path)
    }
    Sample.expectQuietWords(TextSummary.text(context.assessment), "summary")
  }
}

/// A small assessment with one requirement, one check and one finding.
enum Sample {
  static func page(_ context: ReportContext) -> String {
    String(decoding: Page.html(GapReport.document(context), withTools: true), as: UTF8.self)
  }

  static func fingerprint(_ number: Int) -> String {
    let digits = String(number + 0x1000_0000, radix: 16)
    return digits + String(repeating: "0", count: 64 - digits.utf8.count)
  }

  /// No word of the left column of the words reports print, whatever surrounds it.
  static func expectQuietWords(_ page: String, _ name: String) {
    var text = page.lowercased()
    for tag in ["style", "script"] {
      while let start = text.range(of: "<\(tag)>"), let end = text.range(of: "</\(tag)>") {
        text.removeSubrange(start.lowerBound..<end.upperBound)
      }
    }
    let words = Set(text.split { !$0.isLetter && $0 != "-" }.map(String.init))
    for word in [
      "violation", "violations", "breach", "non-compliant", "compliant", "illegal", "inadequate",
      "readiness", "passed", "inspection-ready", "proves", "offender", "offenders", "verdict",
      "deficiency", "deficiencies", "observation", "observations", "critical", "major", "suspect",
      "illegitimate", "counterfeit", "falsified", "adulterated", "misbranded", "fabricated",
      "back-dated", "missing", "lost", "late", "accepted", "waived", "withheld", "privileged",
      "man", "offending",
    ] { #expect(!words.contains(word), "\(word) in \(name)") }
    for phrase in [
      "failed to", "all good", "too regular", "known gap", "root cause", "human error",
    ] {
      #expect(!text.contains(phrase), "\(phrase) in \(name)")
    }
  }

  static func check(_ verdict: Verdict, _ id: String = "c") throws -> CheckResult {
    CheckResult(
      id: id, title: "T", statement: "S", authority: .law, basis: nil, mark: nil, footnote: nil,
      severity: .major, lookFirst: "machine", covers: [], reads: [], requirements: ["R-1"],
      verdict: verdict, reason: nil, population: 1, unit: CountWords(one: "unit", many: "units"),
      gaps: 0, reviews: 0, notEvaluable: 0, openAtCutOff: 0, listed: 0, findings: 0, steps: 0,
      sha256: "0")
  }

  static func finding(message: String, subjects: Int = 1) throws -> Finding {
    let at = try #require(Instant(text: "2026-09-30T23:59:59Z"))
    let pointer = EvidencePointer(
      artifact: "line:a.xml", sha256: "00", path: "a.xml", source: "line",
      position: Position(line: 7), record: "event", role: "found")
    let list = (0..<subjects).map { Subject(key: "(01)09506000134352(21)A\($0)", evidence: [0]) }
    return Finding(
      fingerprint: String(repeating: "ab", count: 32), check: "c", kind: .gap, authority: .law,
      requirements: ["R-1"], severity: .critical, lookFirst: "machine", section: "records",
      decideToday: false, title: "T",
      message: message, count: subjects, population: 200,
      unit: CountWords(one: "unit", many: "units"),
      group: [:], subjects: list, listed: subjects, expected: "e", observed: "o",
      evidence: [pointer], remedy: "r", firstSeen: at,
      since: Finding.Change(status: .noBaseline))
  }

  static func context(message: String, subjects: Int = 1) throws -> ReportContext {
    let at = try #require(Instant(text: "2026-09-30T23:59:59Z"))
    let day = try #require(CalendarDay(year: 2026, month: 9, day: 30))
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
