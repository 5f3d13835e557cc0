import Foundation
import Settings
import Testing

@testable import Assessing

/// Records expected of a line, a person, the period, a shipment; more than one; not too old.
@Suite struct GrainTests {
  private static let kinds = [
    """
    id: batch_record
    title: Batch record
    unit: { one: batch record, many: batch records }
    key: [lot]
    fields:
      lot: { type: id }
      line: { type: id }
    """,
    """
    id: chart_point
    title: Chart point
    unit: { one: chart point, many: chart points }
    citations: ["ICH Q10"]
    key: [chart, plotted_at]
    in_period: { at: plotted_at }
    fields:
      chart: { type: id }
      line: { type: id }
      plotted_at: { type: instant }
    """,
    """
    id: person
    title: Person
    unit: { one: person, many: persons }
    key: [person_key]
    fields:
      person_key: { type: id }
    """,
    """
    id: training
    title: Training
    unit: { one: training record, many: training records }
    citations: ["21 CFR 211.25"]
    key: [person, course]
    fields:
      person: { type: person }
      course: { type: id }
    """,
    """
    id: delivery
    title: Delivery
    unit: { one: delivery, many: deliveries }
    citations: ["21 CFR 211.196"]
    key: [delivery_no]
    fields:
      delivery_no: { type: id, references: shipment }
    """,
    """
    id: site_review
    title: Review of a site
    unit: { one: site review, many: site reviews }
    citations: ["21 CFR 211.22"]
    key: [site, reviewed_on]
    fields:
      site: { type: id, references: site }
      reviewed_on: { type: date }
    """,
    """
    id: site_master
    title: Site
    unit: { one: site, many: sites }
    key: [site]
    fields:
      site: { type: id }
      gln: { type: id }
    """,
    """
    id: agreement
    title: Agreement
    unit: { one: agreement, many: agreements }
    citations: ["21 CFR 200.10"]
    key: [number]
    fields:
      number: { type: id }
      acceptor: { type: id, references: partner }
      sites: { type: list, of: id, separator: ";" }
    """,
  ]

  private func firm(_ expects: String, configuration: String = "") throws -> TestFirm {
    let firm = try TestFirm(
      checks: [],
      requirements: """
          - id: T-1
            title: Title
            statement: Something is true.
            citations: ["21 CFR 211.100"]
            mark: k
            authority: law
            severity: major
            expects: [\(expects)]
            checks: []
            look_at: "Look."
            judged_by: documents
        """, configuration: configuration, records: Self.kinds)
    firm.configuration.sites[0].lines = ["L1", "L2"]
    return firm
  }

  private func assess(_ firm: TestFirm, _ given: String) throws -> Assessment {
    try firm.load(given)
    return try firm.assess(asOf: "2026-07-31T20:00:00Z")
  }

  @Test func aLineWithoutItsRecordIsListed() throws {
    let firm = try firm("{ evidence: chart_point, for_each: line }")
    let assessment = try assess(
      firm,
      """
      records:
        batch_record: [{ lot: A1, line: L1 }, { lot: A2, line: L2 }]
        chart_point: [{ chart: C1, line: L1, plotted_at: "2026-07-02T08:00:00Z" }]
      """)
    let finding = try #require(assessment.findings.first)
    #expect(finding.check == "expected-chart-point-by-line" && finding.kind == .gap)
    #expect(finding.message == "No chart point was found for L2.")
    #expect(assessment.requirements.first?.evidence.first?.notFound == ["L2"])
  }

  /// Which lines ran, batch records say: a line of the settings may have stood still.
  @Test(arguments: [#"[{ lot: A1, line: L1 }]"#, "[]"])
  func aLineNoBatchRecordNamesIsNotListed(batchRecords: String) throws {
    let firm = try firm("{ evidence: chart_point, for_each: line }")
    let assessment = try assess(
      firm,
      """
      records:
        batch_record: \(batchRecords)
        chart_point: [{ chart: C1, line: L1, plotted_at: "2026-07-02T08:00:00Z" }]
      """)
    #expect(assessment.findings.isEmpty)
    #expect(assessment.requirements.first?.evidence.first?.notFound == [])
  }

  @Test func aPersonWithoutTrainingIsListed() throws {
    let firm = try firm("{ evidence: training, for_each: person }")
    let assessment = try assess(
      firm,
      """
      records:
        person: [{ person_key: P1 }, { person_key: P2 }]
        training: [{ person: P1, course: SOP-1 }]
      """)
    #expect(
      assessment.findings.map(\.message) == ["No training record was found for P2."])
    #expect(assessment.requirements.first?.verdict == .gap)
  }

  @Test func aPeriodWithoutARecordIsListed() throws {
    let firm = try firm("{ evidence: chart_point, for_each: period }")
    let assessment = try assess(
      firm,
      """
      records:
        chart_point: [{ chart: C1, line: L1, plotted_at: "2026-03-02T08:00:00Z" }]
      """)
    #expect(assessment.findings.map(\.message) == ["No chart point was found for the period."])
    #expect(assessment.requirements.first?.evidence.first?.status == .notFound)
  }

  @Test func aSaleWithoutItsDeliveryIsListed() throws {
    let firm = try firm("{ evidence: delivery, for_each: shipment }")
    let assessment = try assess(
      firm,
      """
      events:
        - { step: commissioning, epcs: ["(01)09521234567899(21)A1..A2"], at: "2026-07-01T08:00:00Z", lot: L1, expiry: "2028-06-30" }
        - { step: shipping, epcs: ["(01)09521234567899(21)A1"], at: "2026-07-10T08:00:00Z", from: "9520000000011", to: "9520000000028", desadv: "9520000000011:700001" }
        - { step: shipping, epcs: ["(01)09521234567899(21)A2"], at: "2026-07-11T08:00:00Z", from: "9520000000011", to: "9520000000028", desadv: "9520000000011:700002" }
      partners:
        - { gln: "9520000000011", name: Own, own: true }
        - { gln: "9520000000028", name: Wholesaler A, role: wholesaler }
      records: { delivery: [{ delivery_no: "700001" }] }
      """)
    let finding = try #require(assessment.findings.first)
    #expect(finding.check == "expected-delivery-by-shipment" && finding.count == 1)
    #expect(finding.evidence.first?.position.line == 4)
  }

  /// The company signs, its plants are named: by GLN or as the firm calls them.
  @Test(arguments: [
    (#"["9520000000028"]"#, true), (#"[cayey]"#, true), (#"[]"#, false), (#"[ponce]"#, false),
  ])
  func anAgreementHoldsForThePlantItNames(sites: String, holds: Bool) throws {
    let firm = try firm("{ evidence: agreement, for_each: partner, roles: [cmo] }")
    firm.configuration.partners[0].role = .contractManufacturer
    let assessment = try assess(
      firm,
      """
      events:
        - { step: commissioning, epcs: ["(01)09521234567899(21)A1"], at: "2026-07-01T08:00:00Z", lot: L1, expiry: "2028-06-30" }
        - { step: shipping, epcs: ["(01)09521234567899(21)A1"], at: "2026-07-10T08:00:00Z", from: "9520000000011", to: "9520000000011", ship_from: "9520000000028", ship_to: "9520000000011" }
      records:
        agreement: [{ number: "1", acceptor: "9520000000035", sites: \(sites) }]
        site_master: [{ site: cayey, gln: "9520000000028" }, { site: ponce, gln: "9520000000059" }]
      """)
    #expect(
      assessment.findings.map(\.message)
        == (holds ? [] : ["No agreement was found for 9520000000028."]))
  }

  @Test func theLeastNumberCounts() throws {
    let firm = try firm("{ evidence: site_review, for_each: site, at_least: 2 }")
    let assessment = try assess(
      firm, "records: { site_review: [{ site: dayton, reviewed_on: 2026-07-01 }] }")
    #expect(
      assessment.findings.map(\.message) == ["Fewer than 2 site reviews were found for dayton."])
    #expect(assessment.findings.map(\.check) == ["expected-site-review-by-site-at-least-2"])
  }

  private static let parameter = """
    parameters:
      review_days: { type: integer, unit: day, default: 0, min: 0, max: 999, why: the firm's own }
      strict_days: { type: integer, unit: day, default: 0, min: 0, max: 999, why: the firm's own }
    requirements:
    """

  private func agedFirm(_ limits: String, within names: [String] = ["review_days"]) throws
    -> TestFirm
  {
    let expects = names.map {
      "{ evidence: site_review, for_each: site, newest: { by: reviewed_on, within: \($0) } }"
    }
    let firm = try firm(expects.joined(separator: ", "), configuration: limits)
    let text = try #require(firm.library.profiles["test-profile"]?.origin.text)
    firm.library = try Library.parse(
      files: [
        ("dscsa/test-profile.yaml", text.replacing("requirements:\n", with: Self.parameter + "\n"))
      ]
        + Self.kinds.map { kind in
          let id = kind.split(separator: "\n").first.map { $0.dropFirst(4) } ?? ""
          return ("records/\(id).yaml", kind)
        })
    return firm
  }

  @Test func theNewestRecordIsTooOldOnlyByALimitTheFirmStates() throws {
    let old = "records: { site_review: [{ site: dayton, reviewed_on: 2025-03-01 }] }"
    let silent = try agedFirm("")
    #expect(try assess(silent, old).findings.isEmpty)
    let firm = try agedFirm(
      "firm_limits: [{ parameter: review_days, value: 365, procedure: SOP QA-9 }]\n")
    let assessment = try assess(firm, old)
    let finding = try #require(assessment.findings.first)
    #expect(finding.check == "fresh-site-review-by-site" && finding.kind == .gap)
    #expect(finding.basis == "The firm's own limit: SOP QA-9")
    #expect(
      finding.message
        == "The newest site review of dayton is of 2025-03-01, more than 365 days old."
    )
    #expect(assessment.requirements.first?.verdict == .gap)
  }

  /// Where two limits are stated for one kind of record, each is held against it.
  @Test func theStricterOfTwoLimitsIsNotPassedOver() throws {
    let limits = """
      firm_limits:
        - { parameter: review_days, value: 700, procedure: SOP QA-9 }
        - { parameter: strict_days, value: 100, procedure: SOP QA-10 }

      """
    let firm = try agedFirm(limits, within: ["review_days", "strict_days"])
    let assessment = try assess(
      firm, "records: { site_review: [{ site: dayton, reviewed_on: 2025-03-01 }] }")
    #expect(assessment.findings.map(\.check) == ["fresh-site-review-by-site-strict-days"])
    #expect(assessment.findings.first?.basis == "The firm's own limit: SOP QA-10")
    #expect(assessment.requirements.first?.verdict == .gap)
  }
}
