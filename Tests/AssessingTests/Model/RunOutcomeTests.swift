import Testing

@testable import Assessing
import Settings

struct RunOutcomeTests {
  @Test func countsGapsAtOrAboveTheSeverityAndNeverReviews() {
    var assessment = Assessment.sample()
    #expect(RunOutcome(assessment).exit == 1)
    assessment.findings[0].kind = .review
    let outcome = RunOutcome(assessment)
    #expect(outcome.gaps == 0)
    #expect(outcome.reviews == 1)
    #expect(outcome.exit == 0)
  }

  @Test func letsAGapBelowTheSeverityPass() {
    var assessment = Assessment.sample()
    assessment.findings[0].severity = .minor
    #expect(RunOutcome(assessment, failOn: .major).exit == 0)
    #expect(RunOutcome(assessment, failOn: .minor).exit == 1)
  }

  @Test func keepsCountingAGapUnderAnInterimMeasure() throws {
    var assessment = Assessment.sample()
    let day = try #require(CalendarDay(iso: "2026-12-31"))
    assessment.findings[0].interim = InterimNote(
      reference: "CAPA-1", measure: "Second scan", until: day, inForce: true)
    #expect(RunOutcome(assessment).gaps == 1)
  }

  /// A period nobody set, or a lot misspelt: events were collected, and none was looked at.
  @Test func saysIncompleteWhereAllEventsLieOutsideTheScope() {
    var assessment = Assessment.sample()
    assessment.findings = []
    assessment.coverage = [
      SourceCoverage(
        source: "line", kind: "epcis",
        artifacts: .init(taken: 1, excluded: 0, unreadable: 0),
        completeThrough: nil, declared: false, newest: nil,
        months: [.init(month: "2026-07", records: 75, state: .delivered)])
    ]
    assessment.summary.events = 0
    #expect(RunOutcome(assessment).exit == 3)
    #expect(assessment.eventsElsewhere?.first == "2026-07")
    assessment.summary.events = 75
    #expect(RunOutcome(assessment).exit == 0)
  }

  @Test func saysIncompleteWhereNothingWasThereToJudge() {
    var assessment = Assessment.sample()
    assessment.findings = []
    assessment.requirements[0].verdict = .notAssessed
    assessment.requirements[0].reason = Reason(.noPopulation, "No records.")
    #expect(RunOutcome(assessment).exit == 3)
    assessment.requirements[0].reason = Reason(.manualPending, "A person looks.")
    #expect(RunOutcome(assessment).exit == 0)
    assessment.requirements[0].verdict = .met
    assessment.requirements[0].reason = nil
    #expect(RunOutcome(assessment).exit == 0)
  }

  @Test func saysIncompleteBeforeGapsAndStillCountsThem() {
    var assessment = Assessment.sample()
    assessment.ledger.quarantined = 1
    #expect(RunOutcome(assessment).exit == 3)
    #expect(RunOutcome(assessment).gaps == 1)
  }
}
