import Foundation
import Settings
import Testing

@testable import Assessing

struct BaselineTests {
  private func firm() throws -> TestFirm {
    let firm = try TestFirm(
      checks: [checkText("c", gaps: listedUnits)], configuration: TestFirm.period)
    try firm.load(AssessorTests.units)
    return firm
  }

  @Test func saysWhatIsNewContinuingAndNoLongerSeen() throws {
    let firm = try firm()
    let first = try firm.assess()
    let bytes = try AssessmentEncoder.json(first)
    let again = try firm.assess(baseline: .bytes(bytes, name: "a.json"))
    #expect(again.findings.first?.since.status == .continuing)
    #expect(again.findings.first?.since.joined == 0)
    #expect(again.since.continuing == 1)
    #expect(again.inputs.baseline == Digest.sha256(bytes))
    var earlier = first
    earlier.findings[0].fingerprint = "gone"
    let changed = try firm.assess(
      baseline: .bytes(try AssessmentEncoder.json(earlier), name: "b.json"))
    #expect(changed.findings.first?.since.status == .new)
    #expect(changed.since.noLongerSeen.map(\.fingerprint) == ["gone"])
    #expect(changed.since.noLongerSeen.first?.reason == nil)
  }

  /// The second quarter after the first: what lies in the first alone is not settled by that.
  @Test func saysThatAnotherPeriodSettlesNothing() throws {
    let firm = try firm()
    var earlier = try firm.assess()
    earlier.findings[0].fingerprint = "gone"
    earlier.scope.from = try #require(CalendarDay(iso: "2026-01-01"))
    let now = try firm.assess(
      baseline: .bytes(try AssessmentEncoder.json(earlier), name: "a.json"))
    let reason = try #require(now.since.noLongerSeen.first?.reason)
    #expect(reason.hasPrefix("Seen over 2026-01-01 to ") && reason.hasSuffix("be open still."))
  }

  @Test func keepsTheDayAFindingWasFirstSeen() throws {
    let firm = try firm()
    var earlier = try firm.assess()
    let first = Instant(milliseconds: 1_000)
    earlier.findings[0].firstSeen = first
    let bytes = try AssessmentEncoder.json(earlier)
    let again = try firm.assess(baseline: .bytes(bytes, name: "a.json"))
    #expect(again.findings.first?.firstSeen == first)
  }

  @Test func saysWhenACheckWasAddedOrChanged() throws {
    let firm = try firm()
    var earlier = try firm.assess()
    earlier.findings = []
    earlier.checks[0].sha256 = "another"
    var again = try firm.assess(
      baseline: .bytes(try AssessmentEncoder.json(earlier), name: "a.json"))
    #expect(again.findings.first?.since.status == .checkAddedOrChanged)
    earlier.checks = []
    again = try firm.assess(
      baseline: .bytes(try AssessmentEncoder.json(earlier), name: "a.json"))
    #expect(again.findings.first?.since.status == .checkAddedOrChanged)
  }

  @Test func comparesNothingAcrossScopes() throws {
    let firm = try firm()
    var earlier = try firm.assess()
    earlier.scope.lots = ["X"]
    earlier.findings[0].fingerprint = "other"
    let again = try firm.assess(
      baseline: .bytes(try AssessmentEncoder.json(earlier), name: "a.json"))
    #expect(again.findings.first?.since.status == .notComparable)
    #expect(again.since.noLongerSeen.isEmpty)
    #expect(again.since.notComparable.count == 1)
  }

  @Test func neverComparesAnAssessmentWithItself() throws {
    let firm = try firm()
    let store = try #require(
      Assessor(library: firm.library, catalog: firm.catalog, configuration: firm.configuration)
        .store)
    let first = try firm.assess(baseline: .newest)
    let path = try store.save(first)
    let bytes = try #require(FileManager.default.contents(atPath: path))
    let again = try firm.assess(baseline: .newest, now: 1_793_999_999_000)
    #expect(again.inputs.baseline == nil)
    let kept = try store.save(again)
    #expect(kept == path)
    #expect(FileManager.default.contents(atPath: path) == bytes, "only the clock differs")
    #expect(store.entries().count == 1)
  }

  @Test func keepsItsBaselineWhenRunAgainOnUnchangedInput() throws {
    let firm = try firm()
    let store = try #require(
      Assessor(library: firm.library, catalog: firm.catalog, configuration: firm.configuration)
        .store)
    try store.save(try firm.assess(baseline: .newest))
    firm.configuration.organization.name = "Quillhaven Pharma, Inc."
    let second = try firm.assess(baseline: .newest)
    #expect(second.inputs.baseline != nil)
    try store.save(second)
    let third = try firm.assess(baseline: .newest)
    #expect(third == second)
    let bytes = (try AssessmentEncoder.json(third), try AssessmentEncoder.json(second))
    #expect(bytes.0 == bytes.1)
    #expect(store.entries().count == 2)
    firm.configuration.organization.name = "Quillhaven Pharma"
    let back = try firm.assess(baseline: .newest)
    #expect(back.inputs.baseline == nil)
  }

  /// A kind of record decides what a check reads of it, as the check's own text does.
  @Test func aRecordKindDescribedOtherwiseIsAnotherInput() throws {
    let kind = """
      id: deviation
      title: Deviation
      unit: { one: deviation, many: deviations }
      covers: [R09]
      citations: ["21 CFR 211.192"]
      key: [dev_id]
      fields:
        dev_id: { type: id, never_blank: true, aliases: [PR ID] }

      """
    let check = checkText("c", gaps: listedUnits, reads: "event, deviation")
    let firm = try TestFirm(checks: [check], configuration: TestFirm.period, records: [kind])
    try firm.load(AssessorTests.units)
    let store = try #require(
      Assessor(library: firm.library, catalog: firm.catalog, configuration: firm.configuration)
        .store)
    let first = try firm.assess(baseline: .newest)
    try store.save(first)
    firm.library = try TestFirm.library(
      checks: [check], requirements: nil, [], [kind.replacing("[PR ID]", with: "[PR Number]")])
    let second = try firm.assess(baseline: .newest)
    #expect(second.profile.sha256 != first.profile.sha256)
    #expect(second.inputs.baseline != nil)
    try store.save(second)
    #expect(store.entries().count == 2)
  }

  /// In a file's name half a second behind a full one stands before it.
  @Test func theNewestEarlierAssessmentIsFoundByTimeNotBySpelling() throws {
    let firm = try firm()
    let store = AssessmentStore(folder: firm.folder.path + "/catalog/assessments")
    func kept(_ asOf: String) throws -> Assessment {
      let assessment = try firm.assess(asOf: asOf, baseline: .newest)
      try store.save(assessment)
      return assessment
    }
    func digest(_ number: Int) throws -> String {
      let name = try #require(store.entries().first { $0.number == number }?.name)
      let bytes = FileManager.default.contents(
        atPath: "\(firm.folder.path)/catalog/assessments/\(name)")
      return Digest.sha256(Array(try #require(bytes)))
    }
    _ = try kept("2026-07-31T20:00:00Z")
    let half = try kept("2026-07-31T20:00:00.500Z")
    #expect(half.inputs.baseline == (try digest(1)))
    firm.configuration.organization.name = "Quillhaven Pharma, Inc."
    #expect(try kept("2026-07-31T20:00:00.500Z").inputs.baseline == (try digest(2)))
    #expect(try kept("2026-07-31T20:00:00Z").inputs.baseline == (try digest(1)))
  }

  /// A name somebody made up, with the greatest number there is, is no assessment of the store.
  @Test func passesOverAFileWhoseNumberLeavesNoRoomForTheNext() throws {
    let firm = try firm()
    let store = AssessmentStore(folder: firm.folder.path + "/kept")
    let first = try store.save(try firm.assess())
    let name = "test-profile_2026-07-31T235959Z_\(Int.max)_00000000.json"
    try Data("{}".utf8).write(to: URL(filePath: "\(firm.folder.path)/kept/\(name)"))
    #expect(store.entries().count == 1)
    var later = try firm.assess()
    later.inputs.catalog = "another"
    #expect(try store.save(later).contains("_0002_") && first.contains("_0001_"))
  }

  @Test func keepsAssessmentsPrivate() throws {
    let firm = try firm()
    let store = AssessmentStore(folder: firm.folder.path + "/kept")
    let path = try store.save(try firm.assess())
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }
}
