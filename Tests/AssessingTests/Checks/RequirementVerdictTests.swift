import Testing

@testable import Assessing
@testable import Settings

struct RequirementVerdictTests {
  private func firm(_ rows: String, checks: [String]) throws -> TestFirm {
    let firm = try TestFirm(checks: checks, requirements: rows)
    try firm.load(
      """
      events: [ { step: commissioning, epcs: ["(01)09506000134352(21)A1"], lot: GOOD, at: "2026-07-30T08:00:00Z" } ]
      """)
    return firm
  }

  private func row(
    _ id: String, checks: String = "", expects: String = "", judge: String = "data",
    authority: String = "law", mark: String = "k", when: String = ""
  ) -> String {
    """
      - id: \(id)
        title: Title
        statement: Something is true.
        citations: ["FD&C Act 582"]
        mark: \(mark)
        authority: \(authority)
        severity: critical
        expects: [\(expects)]
        checks: [\(checks)]
        look_at: "Look at the packs."
        judged_by: \(judge)
        \(when)

    """
  }

  private static let clean = checkText("c", gaps: listedUnits)

  @Test func leavesToAPersonWhatDataCannotJudge() throws {
    let firm = try firm(
      row("T-1", judge: "person") + row("T-2", checks: "c", judge: "documents")
        + row("T-3", authority: "practice"), checks: [Self.clean])
    let assessment = try firm.assess()
    let rows = assessment.requirements
    #expect(assessment.summary.notAssessed == 3 && assessment.summary.forPerson == 3)
    #expect(rows.map(\.verdict) == [.notAssessed, .notAssessed, .notAssessed])
    #expect(rows.allSatisfy { $0.reason?.code == .manualPending })
    #expect(rows.allSatisfy { $0.reason?.text.contains("Look at the packs.") == true })
  }

  @Test func isNotAssessedWhileExpectedRecordsWereNeverDelivered() throws {
    let firm = try firm(
      row("T-1", checks: "c", expects: "{ evidence: batch_record, for_each: lot }"),
      checks: [Self.clean])
    let requirement = try #require(try firm.assess().requirements.first)
    #expect(requirement.verdict == .notAssessed)
    #expect(requirement.reason?.code == .sourceNotDelivered)
    #expect(requirement.evidence.first?.status == .notDelivered)
  }

  @Test func appliesOnlyWhenItsFactsHold() throws {
    let firm = try firm(
      row("T-1", checks: "c", when: "applies_when: { distributes: true }")
        + row("T-2", checks: "c", when: "applies_when: { role: [manufacturer] }"),
      checks: [Self.clean])
    let rows = try firm.assess().requirements
    #expect(rows.first?.verdict == .notApplicable)
    #expect(rows.first?.reason?.code == .conditionFalse)
    #expect(rows.last?.verdict == .met)
  }

  @Test func putsAGapBeforeWhatIsNotAssessedAndThatBeforeReview() throws {
    let gap = checkText("g", gaps: listedUnits.replacing("'BAD'", with: "'GOOD'"))
    let review = checkText(
      "r", gaps: listedUnits.replacing("'BAD'", with: "'GOOD'"), authority: "practice")
    let broken = checkText("x", gaps: "SELECT nothing AS epc, 1 AS x_event FROM unit")
    let firm = try firm(
      row("T-1", checks: "g, x, r, c") + row("T-2", checks: "x, r, c") + row("T-3", checks: "r, c")
        + row("T-4", checks: "c"), checks: [gap, review, broken, Self.clean])
    let verdicts = try firm.assess().requirements.map(\.verdict)
    #expect(verdicts == [.gap, .notAssessed, .review, .met])
  }

  @Test func reviewsAtMostWhatIsNoConfirmedLaw() throws {
    let gap = checkText("g", gaps: listedUnits.replacing("'BAD'", with: "'GOOD'"))
    let firm = try firm(
      row("T-1", checks: "g", mark: "c/u") + row("T-2", checks: "g", authority: "guidance"),
      checks: [gap])
    let rows = try firm.assess().requirements
    #expect(rows.map(\.verdict) == [.review, .review])
    #expect(rows.map(\.reason?.code) == [.citationNotConfirmed, .authorityNotLaw])
    #expect(rows.first?.footnote == "paragraph to be compared with the official text")
    #expect(rows.last?.footnote == nil)
  }

  @Test func showsWhichMonthsHaveNoEvents() throws {
    let firm = try TestFirm(
      checks: [Self.clean],
      requirements: row("T-1", checks: "c", expects: "{ evidence: event, for_each: period }"),
      configuration: "scope:\n  period: { from: 2026-06-01, to: 2026-07-31 }\n")
    try firm.load(
      """
      events: [ { step: commissioning, epcs: ["(01)09506000134352(21)A1"], lot: GOOD, at: "2026-07-30T08:00:00Z" } ]
      """)
    let assessment = try firm.assess()
    #expect(assessment.requirements.first?.evidence.first?.notFound == ["2026-06"])
    #expect(assessment.requirements.first?.reason?.code == .factMissing)
    let months = assessment.coverage.first?.months ?? []
    #expect(months.map(\.month) == ["2026-06", "2026-07"])
    #expect(months.map(\.state) == [.none, .delivered])
  }

  @Test func aRowSwitchedOffStaysAndItsFindingsToo() throws {
    let gap = checkText("g", gaps: listedUnits.replacing("'BAD'", with: "'GOOD'"))
    let firm = try firm(row("T-1", checks: "g"), checks: [gap])
    firm.library.profiles["test-profile"]?.requirements[0].disabled = RequirementOverlay(
      requirement: "T-1", profile: "own", reason: "No such line", approvedBy: "QA-1",
      approvedOn: CalendarDay(iso: "2026-06-01"), position: .start)
    let assessment = try firm.assess()
    let requirement = try #require(assessment.requirements.first)
    #expect(requirement.verdict == .notAssessed)
    #expect(requirement.reason?.code == .disabledByOverlay)
    #expect(
      requirement.reason?.text
        == "Switched off by own (No such line; approved by QA-1 on 2026-06-01).")
    #expect(assessment.findings.map(\.kind) == [.gap])
    #expect(RunOutcome(assessment).exit == 1)
  }

  @Test func declaredFactsDecideWhetherARowApplies() throws {
    let firm = try firm(
      row("T-1", checks: "c", when: "applies_when: { repacks: true }"), checks: [Self.clean])
    #expect(try firm.assess().requirements.first?.reason?.code == .factMissing)
    firm.configuration.facts = ["repacks": ["false"]]
    let reason = try firm.assess().requirements.first?.reason
    #expect(reason?.code == .conditionFalse)
    #expect(
      reason?.text == "It applies when “repacks” is answered with yes; the answer here is no.")
    firm.configuration.facts = ["repacks": ["true"]]
    #expect(try firm.assess().requirements.first?.verdict == .met)
  }

  /// A measure for another site than the one it happened at would otherwise look as if it were there.
  @Test func tellsOfAnInterimMeasureForAGroupNothingIsOf() throws {
    let firm = try TestFirm(
      checks: [
        checkText("c", gaps: listedUnits, groupBy: "lot_text", authority: "practice")
      ], configuration: TestFirm.period)
    try firm.load(AssessorTests.units)
    func said(_ lot: String) throws -> [String] {
      firm.configuration.interimMeasures = [
        InterimMeasure(
          check: "c", group: ["lot_text": lot], capa: "CAPA-7", measure: "Second check by hand",
          until: try #require(CalendarDay(iso: "2026-12-31")))
      ]
      let assessment = try firm.assess()
      #expect((assessment.findings.first?.interim != nil) == (lot == "BAD"))
      return assessment.limitations.filter { $0.contains("interim measure") }
    }
    #expect(try said("BAD").isEmpty)
    #expect(
      try said("BAT") == [
        "The interim measure under CAPA-7 is for lot_text \"BAT\" of check c, and no finding of that "
          + "check is of it: the measure stands beside nothing."
      ])
  }

  @Test func aGapUnderAnInterimMeasureCountsAndTheMeasureEndsWithTheSiteDay() throws {
    func interim(
      until: String, authority: String, beside check: String = "g"
    ) throws -> (Finding?, Int32) {
      let text = checkText(
        "g", gaps: listedUnits.replacing("'BAD'", with: "'GOOD'"), authority: authority
      ).replacing("title: Title\n", with: "aliases: [older]\ntitle: Title\n")
      let firm = try firm(row("T-1", checks: "g"), checks: [text])
      firm.configuration.interimMeasures = [
        InterimMeasure(
          check: check, group: [:], capa: "CAPA-7", measure: "Second check by hand",
          until: try #require(CalendarDay(iso: until)))
      ]
      let assessment = try firm.assess(asOf: "2026-07-31T20:00:00Z")
      return (assessment.findings.first, RunOutcome(assessment).exit)
    }
    let (open, _) = try interim(until: "2026-07-31", authority: "practice")
    #expect(open?.interim?.inForce == true && open?.interim?.reference == "CAPA-7")
    let (renamed, _) = try interim(until: "2026-07-31", authority: "practice", beside: "older")
    #expect(renamed?.interim?.reference == "CAPA-7", "an earlier id names the same check")
    let (ended, _) = try interim(until: "2026-07-30", authority: "practice")
    #expect(ended?.interim?.inForce == false)
    let (law, exit) = try interim(until: "2026-12-31", authority: "law")
    #expect(law?.kind == .gap && law?.interim == nil && exit == 1)
  }
}
