import Cataloging
import GRDB
import GS1
import Settings
import Testing

@testable import Assessing

/// What was wrong with a file is held against nobody once another took its place; what still counts
/// though its source has it no longer is told.
@Suite struct ReplacedFileTests {
  private let given = """
    events:
      - { step: commissioning, epcs: ["(01)09506000134352(21)A1"], at: "2026-07-01T08:00:00Z", read_point: "9520000000011", location: "9520000000011", lot: L1, expiry: "2028-06-30" }
    products:
      - { gtin: "09506000134352", name: "Tablets" }
    """

  private func firm() throws -> TestFirm {
    let defects =
      "SELECT f.record_id AS found_event, f.code AS code FROM defect f WHERE f.code = 'planted'"
    let firm = try TestFirm(checks: [
      checkText("defects", gaps: defects, subjects: "found_event"),
      checkText(
        "products",
        gaps: "SELECT m.record_id AS found_record, m.gtin AS gtin FROM master_product m",
        population: "SELECT gtin FROM master_product", subjects: "gtin"),
    ])
    try firm.load(given)
    try firm.catalog.write { db in
      try db.execute(
        sql: """
          INSERT INTO defect(artifact_id, record_id, code)
          SELECT artifact_id, event_id, 'planted' FROM all_event
          """)
    }
    return firm
  }

  private func supersede(_ firm: TestFirm) throws {
    try firm.catalog.write { db in
      let source = try SourceRegister.upsert(db, name: "later", kind: "epcis", place: "in")
      let id = try ArtifactRegister(source: source, run: 1, nowMs: 1).add(
        db,
        ArtifactFacts(path: "new.xml", sha256: "00", stamp: ArtifactStamp(bytes: 1)))
      try db.execute(
        sql: "UPDATE artifact SET superseded_by = ? WHERE artifact_id <> ?", arguments: [id, id])
      try Derivation.run(db)
    }
  }

  @Test func defectsAndMasterDataGoWithTheirFile() throws {
    let firm = try firm()
    let before = try firm.assess()
    #expect(try firm.check(before, "defects").gaps == 1)
    #expect(try firm.check(before, "products").population == 1)
    try supersede(firm)
    let after = try firm.assess()
    #expect(try firm.check(after, "defects").gaps == 0)
    #expect(try firm.check(after, "products").population == 0)
    #expect(before.ledger.defects == 1)
    #expect(after.ledger.defects == 0)
  }

  /// A year mistyped in an export put the cut-off there for good, though the export was corrected.
  @Test func theCutOffIsThatOfEventsThatCount() throws {
    let firm = try firm()
    #expect(try firm.assess().asOf.text.hasPrefix("2026-07-01T08:00:00"))
    try supersede(firm)
    #expect(try !firm.assess().asOf.text.hasPrefix("2026-07-01"))
  }

  /// A firm that delivers nothing that counts has not shown that nothing occurred.
  @Test func eventsThatCountNoMoreAreNoDelivery() throws {
    let firm = try TestFirm(checks: [
      checkText("units", gaps: listedUnits, empty: "nothing_occurred")
    ])
    try firm.load(given)
    try supersede(firm)
    try firm.catalog.write { db in
      try db.execute(sql: "UPDATE source SET kind = 'complaint'")
    }
    let check = try firm.check(firm.assess(), "units")
    #expect(check.verdict == .notAssessed)
    #expect(check.reason?.code == .sourceNotDelivered)
  }

  @Test func aSiteThatOnlyAReplacedFileNamesIsNotKnown() throws {
    let firm = try firm()
    firm.configuration.scope.sites = firm.configuration.sites.map(\.id)
    let gln = try #require(firm.configuration.sites.first?.gln)
    #expect(gln == "9520000000011")
    func isTold() throws -> Bool {
      try firm.assess().limitations.contains { $0.contains("whose GLN \(gln) no event collected") }
    }
    #expect(try !isTold())
    try supersede(firm)
    #expect(try isTold())
  }

  @Test func defectsOfWhatIsDatedLaterAreNotSeen() throws {
    let firm = try firm()
    let before = try firm.assess(asOf: "2026-06-30T12:00:00Z")
    #expect(try firm.check(before, "defects").gaps == 0)
  }

  @Test func saysWhatCountsThoughItsSourceIsGone() throws {
    let firm = try firm()
    let sentences = try firm.assess().limitations
    #expect(sentences.contains { $0.contains("is no longer in the configuration; what it") })
    #expect(!sentences.contains { $0.contains("no longer at the source") })
    try firm.catalog.write { db in
      try db.execute(sql: "UPDATE artifact SET absent_since_ms = 1")
    }
    #expect(
      try firm.assess().limitations.contains {
        $0.contains("is no longer at the source and still counts as last seen")
      })
  }

  @Test func saysThatTheConfigurationIsNewerThanWhatWasDerived() throws {
    let firm = try firm()
    try firm.catalog.write { db in
      try RunConfiguration.fill(db, firm.configuration, asOfMs: nil)
    }
    func isTold() throws -> Bool {
      try firm.assess().limitations.contains { $0.contains("otherwise at the last collect") }
    }
    #expect(try !isTold())
    firm.configuration.partners.removeAll()
    #expect(try isTold())
  }
}
