@testable import Assessing
import Settings
import Testing

@testable import Cataloging
@testable import Reporting

@Suite struct TextTests {
  @Test(arguments: [
    (0, "0 units"), (1, "1 unit"), (2, "2 units"), (1000, "1000 units"), (12_345, "12,345 units"),
    (-1_234_567, "-1,234,567 units"),
  ])
  func countsWithTheWordThatFits(count: Int, text: String) {
    #expect(Noun.counted(count, "unit", "units") == text)
  }

  @Test func namesPartiesWhereTheirNumberStandsAlone() {
    let names = PartyNames(["0399992000014": "Wholesaler A", "short": "x"])
    #expect(names.named("sold to 0399992000014.") == "sold to 0399992000014 (Wholesaler A).")
    #expect(names.named("(00)0399992000014") == "(00)0399992000014")
    #expect(names.named("00399992000014") == "00399992000014")
    #expect(names.named("03999920000149") == "03999920000149")
    #expect(names.named("0399992000014 (known)") == "0399992000014 (Wholesaler A) (known)")
    #expect(names.named("no number") == "no number")
  }

  @Test func placesInAFileStayInOneCellOfASpreadsheet() {
    #expect(ResponseTables.places(["line 7", "line 9"]) == "line 7; line 9")
    let places = (1...10_000).map { "line \($0)" }
    let cell = ResponseTables.places(places)
    #expect(cell.utf16.count <= WorkbookText.longest && cell.utf16.count > 32_000)
    let shown = cell.split(separator: "; ").count - 1
    let words = "and \(Noun.counted(10_000 - shown, "more", "more")), each in the file enclosed"
    #expect(cell.hasPrefix("line 1; line 2; ") && cell.hasSuffix("line \(shown); \(words)"))
  }

  @Test func putsWhatIsDecidedTodayFirstThenPriorityThenLaw() throws {
    var findings = try ["a", "b", "c", "d"].map { check in
      var finding = try Sample.finding(message: check)
      finding.check = check
      return finding
    }
    findings[0].severity = .minor
    findings[1].severity = .major
    findings[1].authority = .firm
    findings[2].severity = .major
    findings[3].severity = .minor
    findings[3].decideToday = true
    #expect(FindingOrder.sorted(findings).map(\.check) == ["d", "c", "b", "a"])
    #expect(FindingOrder.sorted(findings.reversed()).map(\.check) == ["d", "c", "b", "a"])
  }

  @Test func summaryPrintsOneLineForEachCheckAndCountsTheRest() throws {
    var context = try Sample.context(message: "m")
    let first = try Sample.finding(message: "first")
    context.assessment.findings =
      [first, first, first]
      + (0..<20).map { number in
        var other = first
        other.check = "check-\(number)"
        return other
      }
    let text = TextSummary.text(context.assessment)
    #expect(text.contains("Items for action (23: 23 priority A):"))
    #expect(text.contains("first And 2 more of this sort."))
    #expect(text.contains("… and 11 more; the report lists all of them."))
    #expect(text.contains("Decide today: none in the records examined."))
  }

  @Test func diffSaysThatAFindingBecameGraver() throws {
    let before = try Sample.context(message: "m").assessment
    var after = before
    after.findings[0].kind = .review
    after.findings[0].severity = .minor
    let text = DiffText.text(
      AssessmentDiff(before: after, named: "a", after: before, named: "b"))
    #expect(text.contains("1 continuing (1 changed)"), "\(text)")
    #expect(text.contains("1 -> 1, for review -> item for action, priority C -> A"))
    #expect(!text.contains("Nothing is different."))
  }

  @Test(arguments: [
    (Finding.Kind.gap, "Items for action", "For a person's review"),
    (.review, "For a person's review", "Items for action"),
  ])
  func summaryDoesNotSayNoneOfWhatIsToBeDecidedToday(
    _ kind: Finding.Kind, _ own: String, _ other: String
  ) throws {
    var context = try Sample.context(message: "m")
    var finding = try Sample.finding(message: "first")
    finding.kind = kind
    finding.decideToday = true
    context.assessment.findings = [finding]
    let text = TextSummary.text(context.assessment)
    #expect(text.contains("\(own): none besides those above."), "\(text)")
    #expect(text.contains("\(other): none in the records examined."))
  }

  @Test func summarySaysWhereNothingWasAssessed() throws {
    var context = try Sample.context(message: "m")
    #expect(!TextSummary.text(context.assessment).contains("Nothing was assessed"))
    context.assessment.findings = []
    for index in context.assessment.requirements.indices {
      context.assessment.requirements[index].verdict = .notAssessed
      context.assessment.requirements[index].reason = Reason(.noPopulation, "No records.")
    }
    context.assessment.summary.events = 2
    #expect(TextSummary.text(context.assessment).contains("Nothing was assessed: what was found"))
    context.assessment.summary.events = 0
    context.assessment.summary.lots = 0
    #expect(TextSummary.text(context.assessment).contains("Nothing was assessed: no records of"))
  }

  /// Deviations and calibrations are records too, though no event and no lot comes with them.
  @Test func summaryDoesNotSayThatNoRecordsWereFoundWhereTablesWere() throws {
    var context = try Sample.context(message: "m")
    context.assessment.findings = []
    context.assessment.requirements[0].verdict = .notAssessed
    context.assessment.requirements[0].reason = Reason(.sourceNotDelivered, "No source.")
    context.assessment.coverage = [
      SourceCoverage(
        source: "qms", kind: "deviation", artifacts: .init(taken: 1, excluded: 0, unreadable: 0),
        completeThrough: nil, declared: false, newest: nil,
        months: [.init(month: "2026-09", records: 3, state: .delivered)])
    ]
    #expect(TextSummary.text(context.assessment).contains("Nothing was assessed: what was found"))
    #expect(RunOutcome(context.assessment).exit == 3)
    context.assessment.coverage[0].months = [
      .init(month: "2024-09", records: 3, state: .delivered)
    ]
    #expect(TextSummary.text(context.assessment).contains("Nothing was assessed: no records of"))
    context.assessment.checks = [try Sample.check(.met)]
    context.assessment.checks[0].reads = ["document", "controlled_document"]
    #expect(RunOutcome(context.assessment).exit == 3, "that files can be opened judges nothing")
    context.assessment.checks[0].reads = ["deviation"]
    #expect(!TextSummary.text(context.assessment).contains("Nothing was assessed"))
    #expect(RunOutcome(context.assessment).exit == 0)
  }

  @Test func summarySaysWhatStandsAboveOfEachPart() throws {
    var context = try Sample.context(message: "m")
    var urgent = try Sample.finding(message: "first")
    urgent.kind = .review
    urgent.decideToday = true
    var other = try Sample.finding(message: "second")
    other.kind = .review
    context.assessment.findings = [urgent, other, try Sample.finding(message: "third")]
    let text = TextSummary.text(context.assessment)
    #expect(
      text.contains(
        "For a person's review (1: 1 priority A) – besides those above, not counted as items for "
          + "action:"), "\(text)")
    #expect(text.contains("Items for action (1: 1 priority A):"))
  }

  @Test func oneWildDateDoesNotFillTheGridWithMonths() {
    var months = (0..<300).map { month in
      CatalogStatus.Month(
        month: "\(2001 + month / 12)-" + String("\(month % 12 + 101)".dropFirst()), events: 0)
    }
    months[0].events = 1
    months[299].events = 7
    let source = CatalogStatus.SourceLine(
      name: "line", kind: "epcis", place: "p", taken: 1, superseded: 0, absent: 0, unreadable: 0,
      excluded: 0, records: [:], undated: 1, months: months)
    let status = CatalogStatus(
      schemaVersion: 1, digest: "0", events: 8, identifiers: 1, originals: 1, originalBytes: 1,
      auditEntries: 1, ledgersAddUp: true, isDerived: true, sources: [source], quarantine: [],
      unreadable: [], runs: [])
    let text = StatusText.text(status)
    #expect(text.contains("2001-02 to 2025-11: nothing in 298 months"))
    #expect(text.contains("line: 1 record without a readable time"))
    #expect(text.contains("how far it is complete is not declared"))
    #expect(text.contains("1 entry"))
    #expect(text.split(separator: "\n").count < 40)
  }
}
