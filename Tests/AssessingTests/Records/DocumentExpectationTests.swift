import Foundation
import Settings
import Testing

@testable import Assessing

/// A document is judged by its register: it exists, is approved, is valid and covers the period.
@Suite struct DocumentExpectationTests {
  private static let register = """
    id: controlled_document
    title: Controlled document
    unit: { one: document, many: documents }
    key: [doc_id, version]
    in_period: { from: effective_from, to: superseded_at }
    fields:
      doc_id: { type: id }
      version: { type: id }
      topic: { type: text }
      approved_at: { type: instant }
      effective_from: { type: instant }
      superseded_at: { type: instant, known_from: superseded_at }
      valid_until: { type: date }
      products: { type: list, of: id, references: product }
      path: { type: text }
    """

  private func firm(
    topic: String = "roles and scope", each: String = "firm", authority: String = "law"
  ) throws -> TestFirm {
    try TestFirm(
      checks: [],
      requirements: """
          - id: T-1
            title: Title
            statement: Something is true.
            citations: ["21 CFR 211.100"]
            mark: k
            authority: \(authority)
            severity: major
            expects: [{ evidence: document, topic: "\(topic)", for_each: \(each) }]
            checks: []
            look_at: "Read the document."
            judged_by: documents
        """, records: [Self.register])
  }

  private func entry(_ rest: String, id: String = "D1", version: String = "1") -> String {
    "    - { doc_id: \(id), version: \"\(version)\", topic: Roles_and-scope, \(rest) }\n"
  }

  private func assess(_ firm: TestFirm, _ entries: String, more: String = "") throws -> Assessment {
    try firm.load("records:\n  controlled_document:\n\(entries)\(more)")
    return try firm.assess(asOf: "2026-07-31T20:00:00Z")
  }

  private static let approved = #"approved_at: "2026-01-05T09:00:00Z""#
  private static let inForce = approved + #", effective_from: "2026-01-15T09:00:00Z""#

  @Test func oneInOrderMeetsTheRequirementByDocuments() throws {
    let firm = try firm()
    let assessment = try assess(firm, entry(Self.inForce))
    let requirement = try #require(assessment.requirements.first)
    #expect(requirement.verdict == .met && requirement.metBy == .documents)
    #expect(requirement.evidence.first?.text == "Document on roles and scope: in order.")
    #expect(requirement.evidence.first?.topic == "roles and scope")
    #expect(assessment.findings.isEmpty)
  }

  @Test(arguments: [
    (#"effective_from: "2026-01-15T09:00:00Z""#, "no approval stated"),
    (
      #"approved_at: "2026-08-05T09:00:00Z", effective_from: "2026-01-15T09:00:00Z""#,
      "no approval stated"
    ),
    (inForce + ", valid_until: 2026-06-30", "not valid on the last day of the period"),
    (
      inForce + #", superseded_at: "2026-07-20T00:00:00Z""#,
      "not valid on the last day of the period"
    ),
  ])
  func oneThatIsNotApprovedOrNotValidIsAGap(_ row: (entry: String, words: String)) throws {
    let firm = try firm()
    let assessment = try assess(firm, entry(row.entry))
    let requirement = try #require(assessment.requirements.first)
    #expect(requirement.verdict == .gap)
    #expect(requirement.evidence.first?.status == .partial)
    let finding = try #require(assessment.findings.first)
    #expect(assessment.findings.count == 1)
    #expect(finding.check == "expected-documents-in-order" && finding.kind == .gap)
    #expect(finding.message == "The document on roles and scope: \(row.words).")
    #expect(finding.evidence.first?.position.line != nil, "where to look")
    #expect(finding.requirements == ["T-1"] && requirement.findings == [finding.fingerprint])
  }

  @Test func whatIsNoLawMakesNoGap() throws {
    let firm = try firm(authority: "practice")
    let assessment = try assess(firm, entry(#"effective_from: "2026-01-15T09:00:00Z""#))
    #expect(assessment.requirements.first?.verdict == .review)
    #expect(assessment.findings.allSatisfy { $0.kind == .review })
  }

  @Test func oneThatBeganWithinThePeriodIsForReview() throws {
    let firm = try firm()
    let late = Self.approved + #", effective_from: "2026-07-15T09:00:00Z""#
    let assessment = try assess(firm, entry(late))
    #expect(assessment.requirements.first?.verdict == .review)
    #expect(assessment.findings.map(\.check) == ["expected-documents-for-the-period"])
  }

  @Test func versionsThatFollowEachOtherCoverThePeriod() throws {
    let firm = try firm()
    let first = Self.inForce + #", superseded_at: "2026-07-15T09:00:00Z""#
    let second = Self.approved + #", effective_from: "2026-07-15T09:00:00Z""#
    let assessment = try assess(firm, entry(first) + entry(second, version: "2"))
    #expect(assessment.requirements.first?.verdict == .met)
  }

  @Test func oneTheRegisterDoesNotHaveIsALineOfTheChecklist() throws {
    let firm = try firm(topic: "relief")
    let assessment = try assess(firm, entry(Self.inForce))
    let requirement = try #require(assessment.requirements.first)
    #expect(requirement.verdict == .notAssessed && requirement.reason?.code == .factMissing)
    #expect(
      requirement.reason?.text
        == "Document on relief: not found in the register. Read the document.")
    #expect(requirement.evidence.first?.notFound == ["relief"])
    #expect(requirement.evidence.first?.status == .notFound)
    #expect(assessment.findings.isEmpty)
  }

  @Test func oneWhoseFileIsNotThereIsNotAssessed() throws {
    let firm = try firm()
    let assessment = try assess(
      firm, entry(Self.inForce + #", path: "d1.pdf", _defect: file_missing"#))
    #expect(assessment.requirements.first?.verdict == .notAssessed)
    #expect(assessment.requirements.first?.reason?.code == .evidenceUnreadable)
  }

  @Test func filesWithoutARegisterAreNeverEnough() throws {
    let firm = try firm()
    try firm.load("files: [{ file: \"roles.pdf\" }]")
    let requirement = try #require(
      try firm.assess(asOf: "2026-07-31T20:00:00Z").requirements.first)
    #expect(requirement.verdict == .notAssessed)
    #expect(requirement.reason?.code == .manualPending)
    #expect(requirement.reason?.text.contains("no register that states which is approved") == true)
  }

  @Test func aRegisterWithoutAColumnForApprovalSaysNothing() throws {
    let firm = try firm()
    let assessment = try assess(
      firm, entry(#"effective_from: "2026-01-15T09:00:00Z""#),
      more: "delivered: { controlled_document: [doc_id, version, topic, effective_from] }")
    #expect(assessment.requirements.first?.reason?.code == .fieldNotDelivered)
    #expect(assessment.findings.isEmpty)
  }

  @Test func eachProductNeedsItsOwn() throws {
    let firm = try firm(each: "product")
    let events = """
      events:
        - { step: commissioning, epcs: ["(01)09521234567899(21)A1"], at: "2026-07-01T08:00:00Z", lot: L1, expiry: "2028-06-30" }
        - { step: commissioning, epcs: ["(01)09506000134352(21)A2"], at: "2026-07-01T08:00:00Z", lot: L2, expiry: "2028-06-30" }

      """
    let assessment = try assess(
      firm, entry(Self.inForce + #", products: ["09521234567899"]"#), more: events)
    let line = try #require(assessment.requirements.first?.evidence.first)
    #expect((line.found, line.expected) == (1, 2))
    #expect(line.notFound == ["09506000134352"])
    #expect(assessment.requirements.first?.verdict == .notAssessed)
  }
}
