import Foundation
import Settings
import Testing

@testable import Assessing

@Suite struct CompletenessTests {
  private static let nilReturn = """
    id: nil_return
    title: Nil return
    unit: { one: nil return, many: nil returns }
    covers: [nil_return]
    key: [kind, period_from]
    in_period: { from: period_from, to: period_until }
    may_be_none: true
    fields:
      kind: { type: id }
      period_from: { type: date }
      period_until: { type: date }
      signed_by: { type: person }
    """

  private func firm(
    checks: [String] = [RecordSamples.check()], expects: String = "", judged: String = "data",
    authority: String = "law"
  ) throws -> TestFirm {
    let ids = checks.compactMap { $0.split(separator: "\n").first?.dropFirst(4) }
    let requirements = """
        - id: T-1
          title: Title
          statement: Something is true.
          citations: ["21 CFR 211.192"]
          mark: k
          authority: \(authority)
          severity: major
          expects: [\(expects)]
          checks: [\(ids.joined(separator: ", "))]
          look_at: "Look at the packs."
          judged_by: \(judged)
      """
    return try TestFirm(
      checks: checks, requirements: requirements,
      records: [
        RecordSamples.deviation.replacingOccurrences(
          of: "fields:\n  dev_id", with: "may_be_none: true\nfields:\n  dev_id"),
        RecordSamples.release, Self.nilReturn,
      ])
  }

  private static let deviations = """
    sources: [{ name: deviation, complete_through: 2026-07-31 }]
    records:
      deviation:
        - { dev_id: D1, occurred_at: "2026-07-02T08:00:00Z", class: minor, closed_at: "2026-07-09T08:00:00Z", qa_approval: { by: qa, at: "2026-07-09T08:00:00Z" } }

    """

  private func assess(_ firm: TestFirm) throws -> Assessment {
    try firm.assess(asOf: "2026-07-31T20:00:00Z")
  }

  @Test func cleanRecordsMeetTheRequirement() throws {
    let firm = try firm()
    try firm.load(Self.deviations)
    let assessment = try assess(firm)
    #expect(assessment.requirements.first?.verdict == .met)
    #expect(assessment.findings.isEmpty)
  }

  @Test func recordsDatedAfterTheCutOffAreCountedAndSaid() throws {
    let firm = try firm()
    try firm.load(
      Self.deviations + """
            - { dev_id: D2, occurred_at: "2026-08-02T08:00:00Z", class: critical }

        """)
    let assessment = try assess(firm)
    #expect(assessment.summary.afterAsOf == 1)
    #expect(
      assessment.limitations.contains {
        $0.hasPrefix("1 record of source deviation is dated after the cut-off and was left out.")
      })
  }

  @Test func valueThatCannotBeReadKeepsFromMet() throws {
    let firm = try firm()
    try firm.load(
      Self.deviations + """
            - { dev_id: D2, occurred_at: "2026-07-03T08:00:00Z", class: minor, closed_at: "next week" }

        """)
    let check = try firm.check(try assess(firm), "deviation-approved")
    #expect(check.verdict == .notAssessed && check.reason?.code == .evidenceUnreadable)
    #expect(
      check.reason?.text.hasSuffix("but 1 value could not be read: deviation.closed_at.") == true)
  }

  @Test func cutOffIsNoEarlierThanWhatAnySourceDeclares() throws {
    let firm = try firm()
    let event =
      "{ step: commissioning, epcs: [\"(01)09506000134352(21)A1\"], lot: L, at: \"2026-07-05T08:00:00Z\" }"
    try firm.load(
      Self.deviations + """
            - { dev_id: D2, occurred_at: "2026-07-30T08:00:00Z", class: critical }
        events: [ \(event) ]

        """)
    // The newest event is of 5 July; the deviations are declared complete through 31 July.
    let assessment = try firm.assess()
    #expect(assessment.asOf.text == "2026-08-01T03:59:59.999Z")
    #expect(assessment.summary.afterAsOf == 0)
  }

  @Test func kindNobodyDeliversIsOneLine() throws {
    let firm = try firm()
    try firm.load("events: []")
    let assessment = try assess(firm)
    let check = try firm.check(assessment, "deviation-approved")
    #expect(check.verdict == .notAssessed && check.reason?.code == .sourceNotDelivered)
    #expect(assessment.findings.isEmpty)
    #expect(assessment.checks.count == 1)
  }

  @Test func columnNobodyMapsIsNamed() throws {
    let firm = try firm()
    try firm.load(
      Self.deviations + "delivered: { deviation: [dev_id, occurred_at, closed_at, class] }")
    let assessment = try assess(firm)
    let check = try firm.check(assessment, "deviation-approved")
    #expect(check.reason?.code == .fieldNotDelivered)
    #expect(check.reason?.text == "No source has a column for deviation.qa_approval_by.")
    #expect(assessment.findings.isEmpty)
  }

  @Test func blankThatIsNeverBlankIsOneFindingAndKeepsFromMet() throws {
    let gaps = """
      SELECT d.record_id AS deviation_record FROM deviation d
          WHERE d.class = 'critical' AND d.occurred_at_day > 99999
      """
    let firm = try firm(checks: [RecordSamples.check(gaps: gaps)])
    try firm.load(
      Self.deviations + """
            - { dev_id: D2, class: minor }
            - { dev_id: D3, class: major }
        """)
    let assessment = try assess(firm)
    let check = try firm.check(assessment, "deviation-approved")
    #expect(check.notEvaluable == 2)
    #expect(check.verdict == .notAssessed && check.reason?.code == .factMissing)
    #expect(assessment.findings.count == 1)
    let finding = try #require(assessment.findings.first)
    #expect(finding.check == "complete-deviation" && finding.kind == .review)
    #expect(finding.group == ["field": "occurred_at"])
    // A date that can be read two ways was stated: nobody is told that it was not.
    #expect(finding.message.contains("state nothing, or nothing that can be read, for occurred_at"))
    #expect(finding.subjects.map(\.record) == ["deviation D2", "deviation D3"])
    #expect(finding.evidence.count == 2)
    #expect(finding.requirements == ["T-1"])
    #expect(assessment.requirements.first?.verdict == .notAssessed)
  }

  @Test func aConditionInsideAListSpeaksOfTheItem() throws {
    let kind = """
      id: plan
      title: Plan
      unit: { one: plan, many: plans }
      key: [plan_id]
      fields:
        plan_id: { type: id }
        steps:
          type: list
          fields:
            done_on: { type: date }
            evidence: { type: text, title: Evidence, never_blank_when: { done_on: [] } }
      """
    let firm = try TestFirm(
      checks: [],
      requirements: """
          - id: T-1
            title: Title
            statement: Something is true.
            citations: ["21 CFR 211.192"]
            mark: k
            authority: law
            severity: major
            expects: [{ evidence: plan, for_each: firm }]
            look_at: "Look."
            judged_by: person
        """, records: [kind])
    try firm.load(
      """
      records:
        plan:
          - { plan_id: P1, steps: [{ done_on: 2026-07-01, evidence: Photo }, { evidence: Later }] }
          - { plan_id: P2, steps: [{ done_on: 2026-07-01 }] }
          - { plan_id: P3, steps: [{ evidence: Open }] }
      """)
    let finding = try #require(try assess(firm).findings.first)
    #expect(finding.check == "complete-plan")
    #expect(finding.subjects.map(\.record) == ["plan P2"])
  }

  /// A check that asks for blanks of some records says nothing of the others'.
  @Test func blanksACheckDoesNotListAreTold() throws {
    let gaps =
      "SELECT d.record_id AS deviation_record, d.class AS class, "
      + "CASE WHEN d.class = 'critical' THEN 1 ELSE 0 END AS not_evaluable FROM deviation d "
      + "WHERE d.class <> 'minor' AND d.occurred_at_day IS NULL"
    let firm = try firm(checks: [RecordSamples.check(gaps: gaps)])
    try firm.load(
      Self.deviations + """
            - { dev_id: D2, class: minor }
            - { dev_id: D3, class: major }
            - { dev_id: D4, class: critical }
        """)
    let findings = try assess(firm).findings
    let told = findings.first { $0.check == "deviation-approved" }
    #expect(told?.subjects.map(\.record) == ["deviation D3"])
    let blank = findings.first { $0.check == "complete-deviation" }
    #expect(blank?.subjects.map(\.record) == ["deviation D2", "deviation D4"])
  }

  @Test func blankACheckJudgesItselfIsNotToldTwice() throws {
    let firm = try firm()
    try firm.load(
      """
      records:
        deviation:
          - { dev_id: D1, occurred_at: "2026-07-02T08:00:00Z", closed_at: "2026-07-09T08:00:00Z" }
      """)
    let assessment = try assess(firm)
    #expect(assessment.findings.map(\.check) == ["deviation-approved"])
    #expect(try firm.check(assessment, "deviation-approved").verdict == .gap)
  }

  @Test func emptyExportIsNoNilReturn() throws {
    let firm = try firm()
    try firm.load("records: { deviation: [] }")
    let check = try firm.check(try assess(firm), "deviation-approved")
    #expect(check.verdict == .notAssessed && check.reason?.code == .noPopulation)
  }

  @Test func nilReturnMakesNothingOccurred() throws {
    let firm = try firm(expects: "{ evidence: deviation, for_each: firm }")
    try firm.load(
      """
      records:
        nil_return:
          - { kind: deviation, period_from: 2026-07-01, period_until: 2026-07-15, signed_by: qa }
          - { kind: deviation, period_from: 2026-07-16, period_until: 2026-07-31, signed_by: qa }
      """)
    let assessment = try assess(firm)
    let check = try firm.check(assessment, "deviation-approved")
    #expect(check.verdict == .notApplicable && check.reason?.code == .nothingOccurred)
    #expect(check.reason?.text.contains("nil_return:nil_return.csv, line ") == true)
    #expect(assessment.requirements.first?.verdict == .notApplicable)
  }

  @Test func aNilReturnOfWhatIsLookedUpSaysNothingOfWhatShouldHaveBeenExamined() throws {
    let check = RecordSamples.check(
      population: "SELECT record_id FROM deviation WHERE class = 'critical'",
      reads: "deviation, lot_release"
    ).replacing("empty: nothing_occurred", with: "empty: no_population")
    let firm = try firm(checks: [check])
    try firm.load(
      """
      records:
        deviation: [ { dev_id: D1, occurred_at: "2026-07-02T08:00:00Z", class: minor } ]
        nil_return:
          - { kind: lot_release, period_from: 2026-07-01, period_until: 2026-07-31, signed_by: qa }
      """)
    let result = try firm.check(try assess(firm), "deviation-approved")
    #expect(result.verdict == .notAssessed && result.reason?.code == .noPopulation)
  }

  @Test(arguments: [("person", Verdict.notAssessed), ("data", .notApplicable)])
  func leavesToAPersonTheRecordsThatAreThereWhenNoCheckHadAnythingToExamine(
    judged: String, verdict: Verdict
  ) throws {
    let check = RecordSamples.check(
      population: "SELECT record_id FROM deviation WHERE class = 'critical'")
    let firm = try firm(
      checks: [check], expects: "{ evidence: deviation, for_each: firm }", judged: judged)
    try firm.load(
      """
      records:
        deviation: [ { dev_id: D1, occurred_at: "2026-07-02T08:00:00Z", class: minor } ]
      """)
    let row = try #require(try assess(firm).requirements.first)
    #expect(row.verdict == verdict)
    #expect(row.reason?.code == (verdict == .notAssessed ? .manualPending : .nothingOccurred))
  }

  private static let weighty = RecordSamples.check(
    population: "SELECT record_id FROM deviation WHERE class = 'critical'")

  @Test func aSortThatNoRecordIsOfSaysSoAndNamesTheColumnThatStaysBlank() throws {
    let firm = try firm(checks: [Self.weighty])
    try firm.load(
      """
      records:
        deviation: [ { dev_id: D1, occurred_at: "2026-07-02T08:00:00Z" } ]
      delivered: { deviation: [dev_id, occurred_at, class, closed_at, qa_approval_by] }
      """)
    let check = try firm.check(try assess(firm), "deviation-approved")
    #expect(check.verdict == .notApplicable && check.reason?.code == .nothingOccurred)
    #expect(
      check.reason?.text
        == "There was nothing to examine: there is no deviation that this asks about. "
        + "Blank in every record: deviation.class.")
  }

  @Test func aSortThatCannotBeReadIsNotNothingOccurred() throws {
    let firm = try firm(checks: [Self.weighty])
    try firm.load(
      """
      records:
        deviation: [ { dev_id: D1, occurred_at: "2026-07-02T08:00:00Z", class: siehe Anlage } ]
      """)
    let check = try firm.check(try assess(firm), "deviation-approved")
    #expect(check.verdict == .notAssessed && check.reason?.code == .evidenceUnreadable)
    #expect(check.reason?.text.hasSuffix("could not be read: deviation.class.") == true)
  }

  @Test func aBlankOfWhatTellsTheSortIsNotNothingOccurred() throws {
    let check = RecordSamples.check(
      population: "SELECT record_id FROM deviation WHERE occurred_at_day > 0")
    let firm = try firm(checks: [check])
    try firm.load(
      """
      records:
        deviation: [ { dev_id: D1, closed_at: "2026-07-09", qa_approval: { by: qa, at: "2026-07-09" } } ]
      delivered: { deviation: [dev_id, occurred_at, class, closed_at, qa_approval_by] }
      """)
    let result = try firm.check(try assess(firm), "deviation-approved")
    #expect(result.verdict == .notAssessed && result.reason?.code == .factMissing)
    #expect(
      result.reason?.text.contains("1 record lacks a value that would tell") == true)
  }

  @Test func aCheckThatAsksOnlyForAClockTimeDoesNotJudgeABlankDay() throws {
    let check = RecordSamples.check(
      gaps: "SELECT d.record_id AS deviation_record, d.class AS class FROM deviation d "
        + "LEFT JOIN lot_release r ON r.record_id = d.record_id WHERE d.occurred_at_ms IS NULL "
        + "AND d.occurred_at_day > 0 AND r.released_at_day IS NULL",
      reads: "deviation, lot_release")
    let firm = try firm(checks: [check])
    try firm.load(
      """
      records:
        deviation: [ { dev_id: D1, class: minor } ]
        lot_release: [ { gtin: "09506000134352", lot: L1, released_at: "2026-07-03" } ]
      delivered: { deviation: [dev_id, occurred_at, class] }
      """)
    let assessment = try assess(firm)
    #expect(try firm.check(assessment, "deviation-approved").notEvaluable == 1)
    #expect(assessment.findings.contains { $0.check == "complete-deviation" })
  }

  @Test(arguments: [
    ("from: \"9520000000011\", to: \"9520000000028\"", Verdict.met, nil),
    ("ship_from: \"9520000000011\"", .notAssessed, "open: 1 shipment names no owner."),
  ])
  func salesAreNotSaidToBeNoneWhereShipmentsNameNoOwner(
    _ parties: String, verdict: Verdict, ending: String?
  ) throws {
    let check = RecordSamples.check(
      gaps: "SELECT s.shipment_event AS deviation_record, s.po AS class FROM shipment s "
        + "WHERE s.is_sale = 1 AND s.ship_ms < 0",
      population: "SELECT shipment_event FROM shipment WHERE is_sale = 1", reads: "event")
    let firm = try firm(checks: [check])
    try firm.load(
      """
      events:
        - { step: commissioning, epcs: ["(01)09521234567899(21)A1"], at: "2026-07-01T08:00:00Z", lot: L1, expiry: "2028-06-30" }
        - { step: shipping, epcs: ["(01)09521234567899(21)A1"], at: "2026-07-10T08:00:00Z", \(parties) }
      """)
    let result = try firm.check(try assess(firm), "deviation-approved")
    #expect(result.verdict == verdict)
    #expect(ending.map { result.reason?.text.hasSuffix($0) == true } ?? true)
  }

  @Test(arguments: [(3, Verdict.notAssessed), (4, .met)])
  func moreThanAFifthOfTheUnitsWithoutALotCallsInQuestionWhatWasExaminedByLot(
    _ good: Int, verdict: Verdict
  ) throws {
    let check = RecordSamples.check(
      gaps: "SELECT u.commission_event AS deviation_record, 'no' AS class FROM unit u "
        + "WHERE u.lot_id IS NOT NULL AND u.commission_day < 0",
      population: "SELECT DISTINCT lot_id FROM unit WHERE lot_id IS NOT NULL", reads: "event")
    let firm = try firm(checks: [check])
    try firm.load(
      """
      events:
        - { step: commissioning, epcs: ["(01)09521234567899(21)A1..A\(good)"], at: "2026-07-01T08:00:00Z", lot: L1, expiry: "2028-06-30" }
        - { step: commissioning, epcs: ["(01)09521234567899(21)B1"], at: "2026-07-01T08:00:00Z", expiry: "2028-06-30" }
      """)
    let result = try firm.check(try assess(firm), "deviation-approved")
    #expect(result.verdict == verdict)
    #expect(verdict == .met || result.reason?.text.hasSuffix("but 1 unit has no lot.") == true)
  }

  @Test func aNilReturnThatRecordsContradictCoversNothing() throws {
    let firm = try firm(expects: "{ evidence: deviation, for_each: firm }")
    try firm.load(
      Self.deviations + """
            - { dev_id: D2, occurred_at: "2026-07-03T08:00:00Z", class: minor, closed_at: "2026-07-09T08:00:00Z" }
          nil_return:
            - { kind: deviation, period_from: 2026-07-01, period_until: 2026-07-31, signed_by: qa }

        """)
    let assessment = try assess(firm)
    #expect(try firm.check(assessment, "deviation-approved").verdict == .gap)
    #expect(
      assessment.limitations.contains {
        $0.hasPrefix("A nil return states that there was no deviation in the period")
          && $0.contains("but 2 deviations are in scope")
      })
  }

  @Test(arguments: ["minor", "critical"])
  func recordsOfOneNumberThatContradictEachOtherKeepFromMet(_ sort: String) throws {
    let check = RecordSamples.check(
      population: "SELECT record_id FROM deviation WHERE class = '\(sort)'")
    let firm = try firm(checks: [check])
    try firm.load(
      """
      records:
        deviation:
          - { dev_id: TBD, occurred_at: "2026-07-02T08:00:00Z", class: minor }
          - { dev_id: TBD, occurred_at: "2026-07-03T08:00:00Z", class: critical }
      """)
    let result = try firm.check(try assess(firm), "deviation-approved")
    #expect(result.verdict == .notAssessed && result.reason?.code == .factMissing)
    #expect(result.reason?.text.contains("records of one number contradict each other") == true)
  }

  // The firm has one site, dayton, of that GLN.
  @Test(arguments: [("9520000000011", true), ("elsewhere", false)])
  func aNilReturnOfASiteSpeaksForThatSite(_ site: String, isWhole: Bool) throws {
    let firm = try TestFirm(
      checks: [RecordSamples.check()],
      records: [
        RecordSamples.deviation, RecordSamples.release,
        Self.nilReturn + "\n  site: { type: id, references: site }",
      ])
    try firm.load(
      """
      records:
        deviation: []
        nil_return:
          - { kind: deviation, period_from: 2026-07-01, period_until: 2026-07-31, signed_by: qa, site: "\(site)" }
      """)
    let check = try firm.check(try assess(firm), "deviation-approved")
    #expect((check.reason?.code == .nothingOccurred) == isWhole)
  }

  @Test func nilReturnForPartOfThePeriodIsNotEnough() throws {
    let firm = try firm()
    try firm.load(
      """
      records:
        deviation: []
        nil_return:
          - { kind: deviation, period_from: 2026-07-01, period_until: 2026-07-15, signed_by: qa }
      """)
    let check = try firm.check(try assess(firm), "deviation-approved")
    #expect(check.verdict == .notAssessed)
  }

  private static let shipped = """
    events:
      - { step: commissioning, epcs: ["(01)09521234567899(21)A1"], at: "2026-07-01T08:00:00Z", lot: L1, expiry: "2028-06-30" }
      - { step: commissioning, epcs: ["(01)09521234567899(21)A2"], at: "2026-07-01T08:00:00Z", lot: L2, expiry: "2028-06-30" }
      - { step: commissioning, epcs: ["(01)09521234567899(21)A3"], at: "2026-07-01T08:00:00Z", lot: L3, expiry: "2028-06-30" }
      - { step: shipping, epcs: ["(01)09521234567899(21)A1", "(01)09521234567899(21)A2"], at: "2026-07-10T08:00:00Z", from: "9520000000011", to: "9520000000028" }

    """

  @Test func lotWithoutItsRecordIsAGapOfCompleteness() throws {
    let firm = try firm(checks: [], expects: "{ evidence: lot_release, for_each: lot }")
    try firm.load(
      Self.shipped + """
        records:
          lot_release:
            - { gtin: "09521234567899", lot: L1, released_at: "2026-07-08T08:00:00Z" }
        """)
    let assessment = try assess(firm)
    #expect(assessment.findings.map(\.check) == ["expected-lot-release-by-lot"])
    let finding = try #require(assessment.findings.first)
    #expect(finding.kind == .gap && finding.severity == .major)
    #expect(finding.subjects.map(\.lot) == ["L2"])
    #expect(finding.message == "No release was found for L2.")
    let requirement = try #require(assessment.requirements.first)
    #expect(requirement.verdict == .gap)
    #expect(requirement.evidence.first?.notFound == ["(01)09521234567899(10)L2"])
    #expect(requirement.evidence.first?.text == "A release was found for 1 of 2 lots shipped.")
  }

  @Test func kindThatIsNotDeliveredLeavesNoHoles() throws {
    let firm = try firm(checks: [], expects: "{ evidence: lot_release, for_each: lot }")
    try firm.load(Self.shipped)
    let assessment = try assess(firm)
    #expect(assessment.findings.isEmpty)
    #expect(assessment.requirements.first?.reason?.code == .sourceNotDelivered)
  }

  @Test func requirementIsNotMetWhereItsKindStopsBeforeThePeriodsEnd() throws {
    let firm = try firm()
    try firm.load(
      Self.deviations.replacingOccurrences(
        of: "complete_through: 2026-07-31", with: "complete_through: 2026-07-15"))
    let assessment = try assess(firm)
    #expect(assessment.requirements.first?.reason?.code == .beyondWatermark)
  }
}
