import Cataloging
import Foundation
import Settings
import Testing

@testable import Assessing

/// Silence is never a pass: where nothing was delivered, nothing of a kind is there, or only files
/// are, no check and no requirement is met. All checks there are, whether a profile names them.
@Suite struct SilenceTests {
  /// A firm judged by every check of the library and every requirement of its profiles.
  private func firm() throws -> TestFirm {
    let firm = try TestFirm(checks: [])
    let whole = try Library.load()
    var seen: Set<String> = []
    var rows = whole.profiles.values.sorted { $0.id < $1.id }.flatMap(\.requirements)
      .filter { seen.insert($0.id).inserted }
    // Nothing is left out for want of a fact.
    for index in rows.indices { rows[index].appliesWhen = [] }
    let named = Set(rows.flatMap(\.checks))
    var rest = try #require(rows.first)
    rest.id = "REST"
    rest.expects = []
    rest.checks = whole.checks.keys.filter { !named.contains($0) }.sorted()
    var profile = try #require(whole.profiles["dscsa-manufacturer"])
    profile.id = "test-profile"
    profile.requirements = rows + (rest.checks.isEmpty ? [] : [rest])
    firm.library = whole
    firm.library.profiles["test-profile"] = profile
    return firm
  }

  private func expectSilence(_ assessment: Assessment, _ library: Library) {
    let met = assessment.checks.filter { $0.verdict == .met }
    #expect(met.map(\.id) == [])
    #expect(assessment.requirements.filter { $0.verdict == .met }.map(\.id) == [])
    #expect(assessment.summary.metByData == 0 && assessment.summary.metByDocuments == 0)
    #expect(Set(library.checks.keys).isSubset(of: assessment.checks.map(\.id)))
    #expect(assessment.checks.allSatisfy { $0.reason?.code != .checkError })
  }

  @Test func nothingIsMetInAnEmptyCatalog() throws {
    let firm = try firm()
    let assessment = try firm.assess(asOf: "2026-07-31T20:00:00Z")
    expectSilence(assessment, firm.library)
    #expect(assessment.findings.isEmpty)
    #expect(assessment.requirements.allSatisfy { $0.verdict == .notAssessed })
  }

  @Test func nothingIsMetByFilesWithoutARegister() throws {
    let firm = try firm()
    try firm.load("files: [{ file: SOP-1.pdf }, { file: SOP-2.pdf }]")
    let assessment = try firm.assess(asOf: "2026-07-31T20:00:00Z")
    let own = assessment.checks.filter { $0.id != "document-file-whole" }
    #expect(own.filter { $0.verdict == .met }.map(\.id) == [])
    #expect(assessment.requirements.filter { $0.verdict == .met }.map(\.id) == [])
  }

  /// Every kind is delivered and holds no record, and no nil return speaks for it.
  @Test func nothingIsMetByEmptyExports() throws {
    let firm = try firm()
    let kinds = firm.library.recordKinds.keys.sorted().map { "\($0): []" }
    try firm.load(
      """
      records: { \(kinds.joined(separator: ", ")) }
      """)
    let assessment = try firm.assess(asOf: "2026-07-31T20:00:00Z")
    expectSilence(assessment, firm.library)
    // What is expected of the firm, a site or the period is not found; nothing else is examined.
    let expectations = assessment.checks.filter { $0.population > 0 }
    #expect(expectations.count > 5)
    #expect(expectations.allSatisfy { $0.id.hasPrefix("expected-") })
    #expect(expectations.allSatisfy { $0.verdict == .gap || $0.reason?.code == .authorityNotLaw })
    let reasons = Set(assessment.checks.filter { $0.population == 0 }.compactMap(\.reason?.code))
    #expect(reasons.isSubset(of: [.noPopulation, .nothingOccurred, .sourceNotDelivered]))
  }

  /// Records there are, but none of the period, so that every population is empty.
  @Test func nothingIsMetByRecordsOutsideThePeriod() throws {
    let firm = try firm()
    try firm.load(
      """
      events:
        - { step: commissioning, epcs: ["(01)09521234567899(21)A1"], at: "2024-07-01T08:00:00Z", lot: L1, expiry: "2025-06-30" }
        - { step: destroying, epcs: ["(01)09521234567899(21)A1"], at: "2024-07-02T08:00:00Z" }
      records:
        deviation:
          - { dev_id: D1, occurred_at: "2024-07-02T08:00:00Z", class: minor, closed_at: "2024-07-09T08:00:00Z" }
        complaint: []
        alert: []
      """)
    let assessment = try firm.assess(asOf: "2026-07-31T20:00:00Z")
    let met = assessment.checks.filter { $0.verdict == .met && $0.population == 0 }
    #expect(met.isEmpty)
    #expect(assessment.requirements.filter { $0.verdict == .met }.map(\.id) == [])
    // Nothing is known of what happened in the period, so nobody may say that nothing did.
    let told = ["received-unit-shipped", "shipped-unit-received", "case-quantity"].map { id in
      assessment.checks.first { $0.id == id }?.reason?.code
    }
    #expect(told == [.noPopulation, .noPopulation, .noPopulation])
  }
}
