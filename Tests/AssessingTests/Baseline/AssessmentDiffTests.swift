import Testing

@testable import Assessing
import Settings

@Suite struct AssessmentDiffTests {
  @Test func findsNothingBetweenAnAssessmentAndItself() throws {
    let one = Assessment.sample()
    let diff = AssessmentDiff(before: one, named: "a", after: one, named: "b")
    #expect(!diff.isDifferent)
    #expect(diff.continuing.count == one.findings.count)
  }

  @Test func namesTheMembersThatJoinedAndLeft() throws {
    var before = Assessment.sample()
    before.findings[0].subjects = [Subject(key: "A"), Subject(key: "B")]
    before.findings[0].count = 2
    before.findings[0].listed = 2
    var after = before
    after.findings[0].subjects = [Subject(key: "B"), Subject(key: "C")]
    let diff = AssessmentDiff(before: before, named: "a", after: after, named: "b")
    #expect(diff.isDifferent)
    #expect(diff.continuing[0].joined == ["C"])
    #expect(diff.continuing[0].left == ["A"])
    after.findings[0].listed = 1
    let partly = AssessmentDiff(before: before, named: "a", after: after, named: "b")
    #expect(partly.continuing[0].joined == nil)
  }

  /// The same units under another priority, or waiting for a person now, are not the same finding.
  @Test func namesAFindingThatBecameGraverOrAnItemForReview() throws {
    var before = Assessment.sample()
    before.findings[0].kind = .gap
    before.findings[0].severity = .minor
    var after = before
    after.findings[0].severity = .critical
    let graver = AssessmentDiff(before: before, named: "a", after: after, named: "b")
    #expect(graver.isDifferent)
    #expect(graver.continuing[0].severityBefore == .minor && graver.continuing[0].kindBefore == nil)
    after = before
    after.findings[0].kind = .review
    let waits = AssessmentDiff(before: before, named: "a", after: after, named: "b")
    #expect(waits.isDifferent)
    #expect(waits.continuing[0].kindBefore == .gap && waits.continuing[0].kind == .review)
  }

  @Test func sortsWhatIsSeenByAChangedCheckApart() throws {
    let after = Assessment.sample()
    var before = after
    before.findings = []
    let new = AssessmentDiff(before: before, named: "a", after: after, named: "b")
    #expect(new.new.count + new.notComparable.count == after.findings.count)
    for index in before.checks.indices { before.checks[index].sha256 = "another" }
    let changed = AssessmentDiff(before: before, named: "a", after: after, named: "b")
    #expect(changed.checkAddedOrChanged.count == after.findings.count)
  }

  @Test func comparesNothingAcrossProfilesButSaysSo() throws {
    let before = Assessment.sample()
    var after = before
    after.profile.id = "another"
    let diff = AssessmentDiff(before: before, named: "a", after: after, named: "b")
    #expect(diff.notComparableBecause != nil)
    #expect(diff.new.isEmpty && diff.noLongerSeen.isEmpty)
  }

  @Test func namesStatusesAndParametersThatChanged() throws {
    let before = Assessment.sample()
    var after = before
    after.requirements[0].verdict = before.requirements[0].verdict == .met ? .gap : .met
    after.requirements.append(after.requirements[0])
    after.requirements[1].id = "R-new"
    after.profile.parameters["limit"] = .init(value: "7", unit: nil, from: "firm")
    let diff = AssessmentDiff(before: before, named: "a", after: after, named: "b")
    #expect(diff.requirements.map(\.id).contains("R-new"))
    #expect(diff.requirements.contains { $0.before == before.requirements[0].verdict })
    #expect(diff.parameters.contains { $0.name == "limit" && $0.after == "7" })
  }
}
