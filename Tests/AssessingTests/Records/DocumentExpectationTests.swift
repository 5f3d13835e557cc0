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
      approved_by_qa: { type: person }
      effective_from: { type: instant }
      superseded_at: { type: instant, known_from: superseded_at }
      valid_until: { type: date }
      products: { type: list, of: id, references: product }
      partners: { type: list, of: id, references: partner }
      path: { type: text }
    """

  private func firm(
    topic: String = "roles and scope", each: String = "firm", authority: String = "law",
    and more: [(id: String, authority: String, topic: String)] = [], check: String? = nil
  ) throws -> TestFirm {
    let rows = [(id: "T-1", authority: authority, topic: topic)] + more
    let texts = rows.map { row in
      """
        - id: \(row.id)
          title: Title
          statement: Something is true.
          citations: ["21 CFR 211.100"]
          mark: k
          authority: \(row.authority)
          severity: major
          expects: [{ evidence: document, topic: "\(row.topic)", for_each: \(each) }]
          checks: [\(check.map { $0.dropFirst(4).prefix { $0 != "\n" } } ?? "")]
          look_at: "Read the document."
          judged_by: documents
      """
    }
    return try TestFirm(
      checks: check.map { [$0] } ?? [], requirements: texts.joined(separator: "\n"),
      records: [Self.register])
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

  @Test(arguments: ["practice", "guidance", "firm"])
  func whatIsNoLawMakesNoGapButAFindingForReview(_ authority: String) throws {
    let firm = try firm(authority: authority)
    let assessment = try assess(firm, entry(Self.inForce + ", valid_until: 2026-06-30"))
    let requirement = try #require(assessment.requirements.first)
    #expect(requirement.verdict == .review)
    let finding = try #require(assessment.findings.first)
    #expect(assessment.findings.count == 1)
    #expect(finding.check == "expected-documents-of-practice-in-order")
    #expect(finding.kind == .review && finding.severity == .major)
    #expect(
      finding.message
        == "The document on roles and scope: not valid on the last day of the period.")
    #expect(finding.evidence.first?.position.line != nil, "where to look")
    #expect(finding.requirements == ["T-1"] && requirement.findings == [finding.fingerprint])
  }

  @Test func oneThatLawAndPracticeExpectIsAFindingOfLaw() throws {
    let firm = try firm(
      and: [(id: "T-2", authority: "practice", topic: "roles and scope")])
    let assessment = try assess(firm, entry(Self.inForce + ", valid_until: 2026-06-30"))
    #expect(assessment.findings.map(\.check) == ["expected-documents-in-order"])
    #expect(assessment.findings.first?.requirements == ["T-1", "T-2"])
    #expect(assessment.requirements.map(\.verdict) == [.gap, .review])
    #expect(!assessment.checks.contains { $0.id == "expected-documents-of-practice-in-order" })
  }

  @Test func eachFindingSpeaksForTheRequirementsOfItsDocuments() throws {
    let firm = try firm(and: [(id: "T-2", authority: "practice", topic: "contacts")])
    let ended = Self.inForce + ", valid_until: 2026-06-30"
    let assessment = try assess(
      firm, entry(ended) + "    - { doc_id: D2, version: \"1\", topic: contacts, \(ended) }\n")
    let named = assessment.findings.map { [$0.check] + $0.requirements }.sorted { $0[0] < $1[0] }
    #expect(
      named == [
        ["expected-documents-in-order", "T-1"],
        ["expected-documents-of-practice-in-order", "T-2"],
      ])
  }

  @Test func checksWithNothingToExamineTakeNothingFromTheDocuments() throws {
    let drafts = "FROM controlled_document WHERE version = '0'"
    let firm = try firm(
      check: checkText(
        "drafts", gaps: "SELECT record_id AS document_record \(drafts)",
        population: "SELECT record_id \(drafts)", subjects: "document_record",
        empty: "nothing_occurred", reads: "controlled_document"))
    let assessment = try assess(firm, entry(Self.inForce))
    #expect(assessment.checks.first { $0.id == "drafts" }?.verdict == .notApplicable)
    let requirement = try #require(assessment.requirements.first)
    #expect(requirement.verdict == .met && requirement.metBy == .documents)
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

  @Test func oneWhoseFileIsAnotherOneSaysSo() throws {
    let firm = try firm()
    let assessment = try assess(
      firm, entry(Self.inForce + #", path: "d1.pdf", _defect: digest_mismatch"#))
    let requirement = try #require(assessment.requirements.first)
    #expect(requirement.reason?.code == .evidenceUnreadable)
    #expect(
      requirement.reason?.text.contains("another digest than the register states") == true)
    #expect(requirement.evidence.first?.text.contains("not among those collected") == false)
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

  /// A register with a column for the name of who approved, and none for the date: of no document
  /// can be said that it was not approved.
  @Test func aRegisterThatSaysWhoApprovedAndNotWhenSaysNothing() throws {
    let firm = try firm()
    let assessment = try assess(
      firm, entry(#"approved_by_qa: QA-1, effective_from: "2026-01-15T09:00:00Z""#),
      more:
        "delivered: { controlled_document: [doc_id, version, topic, approved_by_qa, effective_from] }"
    )
    #expect(
      assessment.requirements.first?.reason?.text
        == "When a document was approved is not stated: the register of documents has no column for it."
    )
    #expect(assessment.findings.isEmpty)
  }

  /// A document whose file is not the one the register means was not judged: no check says of it
  /// that there is no exception.
  @Test(arguments: ["file_missing", "digest_mismatch"])
  func oneThatCouldNotBeJudgedIsNotCountedAmongTheExamined(_ defect: String) throws {
    let damaged = entry(Self.inForce + ", path: d1.pdf, _defect: \(defect)")
    let alone = try assess(try firm(), damaged)
    #expect(!alone.checks.contains { $0.id.hasPrefix("expected-documents") })
    let firm = try firm(and: [(id: "T-2", authority: "law", topic: "contacts")])
    let both = try assess(
      firm, damaged + "    - { doc_id: D2, version: \"1\", topic: contacts, \(Self.inForce) }\n")
    for id in ["expected-documents-in-order", "expected-documents-for-the-period"] {
      #expect(try firm.check(both, id).population == 1, "\(id)")
    }
  }

  @Test func oneWithoutApprovalWasNotHeldAgainstThePeriod() throws {
    let assessment = try assess(
      try firm(), entry(#"effective_from: "2026-01-15T09:00:00Z""#))
    #expect(assessment.checks.map(\.id).contains("expected-documents-in-order"))
    #expect(!assessment.checks.map(\.id).contains("expected-documents-for-the-period"))
  }

  /// Two warehouses of one wholesaler go by one name: each has its own agreement.
  @Test func partnersOfOneNameAreToldApart() throws {
    let firm = try firm(each: "partner, roles: [wholesaler]")
    for gln in ["9520000000035", "9520000000042"] {
      var partner = firm.configuration.partners[0]
      (partner.gln, partner.name) = (gln, "Wholesaler B")
      firm.configuration.partners.append(partner)
    }
    let ended = Self.inForce + ", valid_until: 2026-06-30"
    let assessment = try assess(
      firm,
      entry(Self.inForce + #", partners: ["9520000000028", "9520000000035"]"#)
        + entry(ended + #", partners: ["9520000000042"]"#, id: "D2"))
    let finding = try #require(assessment.findings.first)
    #expect(
      finding.message
        == "The document on roles and scope for Wholesaler B (9520000000042): not valid on the last "
        + "day of the period.")
    #expect(finding.population == 3)
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
