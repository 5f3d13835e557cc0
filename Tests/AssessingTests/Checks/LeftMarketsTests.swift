import Testing

@testable import Assessing
@testable import Settings

/// A firm that serves the United States and the Union: each profile judges the packs of its market.
@Suite struct LeftMarketsTests {
  private static let american = "09506000134352"
  private static let german = "09506000134369"

  /// A pack, a case and a pallet of each product, sold to a buyer of its market.
  private static let sales = """
    partners:
      - { gln: "9520000000011", name: Own site, own: true }
    events:
      - { step: commissioning, epcs: ["(01)\(american)(21)A1..A3"], lot: US1, at: "2026-07-01T08:00:00Z" }
      - { step: commissioning, epcs: ["(01)\(german)(21)B1..B5"], lot: DE1, at: "2026-07-01T09:00:00Z" }
      - { step: packing, parent: "(01)19506000134366(21)C1", children: ["(01)\(german)(21)B1..B5"], at: "2026-07-02T08:00:00Z" }
      - { step: packing, parent: "(00)095060001343520000", children: ["(01)19506000134366(21)C1"], at: "2026-07-02T09:00:00Z" }
      - { step: packing, parent: "(00)095060001343520017", children: ["(01)\(american)(21)A1..A3"], at: "2026-07-02T10:00:00Z" }
      - { step: shipping, epcs: ["(00)095060001343520000"], from: "9520000000011", to: "9520000000035", at: "2026-07-03T08:00:00Z" }
      - { step: shipping, epcs: ["(00)095060001343520017"], from: "9520000000011", to: "9520000000028", at: "2026-07-03T09:00:00Z" }
    """

  private func firm(
    records: [String] = [],
    buyers: [(gln: String, country: String?)] = [("9520000000028", "US"), ("9520000000035", "DE")]
  ) throws -> TestFirm {
    let firm = try TestFirm(
      checks: [
        checkText(
          "c",
          gaps: "SELECT u.epc_id AS epc, u.last_event AS found_event FROM unit u WHERE 1 = 0",
          population: "SELECT epc_id FROM unit"),
        checkText(
          "sales",
          gaps: "SELECT 1 AS epc, s.shipment_event AS found_event FROM shipment s WHERE 1 = 0",
          population: "SELECT shipment_event FROM shipment"),
      ],
      requirements: """
          - id: T-1
            title: Title
            statement: Something is true.
            citations: ["FD&C Act 582"]
            mark: k
            authority: law
            severity: critical
            checks: [c, sales]
            look_at: "Look at the packs."
            judged_by: data
        markets: { own: [US], others: [DE, AT] }
        """, records: records)
    firm.configuration.partners = buyers.map {
      Partner(
        gln: $0.gln, name: "Buyer", role: .wholesaler, country: $0.country, sendsReceipts: false,
        unpack: .recorded, statementBy: .epcis)
    }
    return firm
  }

  private func left(_ assessment: Assessment) -> [String] {
    (assessment.scope.left ?? []).map { "\($0.gtin) \($0.markets.joined(separator: " "))" }
  }

  @Test func leavesAProductSoldInAnotherMarketToTheProfileOfThatMarket() throws {
    let firm = try firm()
    try firm.load(Self.sales)
    let assessment = try firm.assess()
    #expect(left(assessment) == ["\(Self.german) DE"])
    // Three packs and their pallet; neither the case nor the pallet that went to Germany.
    #expect(assessment.summary.units == 4)
    #expect(assessment.summary.lots == 1)
    #expect(assessment.summary.events == 3)
    #expect(try firm.check(assessment, "c").population == 4)
    #expect(try firm.check(assessment, "sales").population == 1)
    #expect(
      assessment.limitations.contains {
        $0.hasPrefix("1 product is for markets under another law and was not judged: ")
          && $0.contains("\(Self.german) (DE)")
      })
  }

  @Test func keepsWhatIsSoldInBothMarkets() throws {
    let firm = try firm()
    try firm.load(
      Self.sales + "\n" + """
          - { step: commissioning, epcs: ["(01)\(Self.german)(21)B9"], lot: DE2, at: "2026-07-04T08:00:00Z" }
          - { step: shipping, epcs: ["(01)\(Self.german)(21)B9"], from: "9520000000011", to: "9520000000028", at: "2026-07-05T08:00:00Z" }
        """)
    #expect(left(try firm.assess()).isEmpty)
  }

  @Test(arguments: [nil, "CH"])
  func keepsAProductOfWhichNoMarketUnderAnotherLawIsKnown(_ country: String?) throws {
    let firm = try firm(buyers: [("9520000000028", "US"), ("9520000000035", country)])
    try firm.load(Self.sales)
    #expect(left(try firm.assess()).isEmpty)
  }

  @Test func leavesAProductSoldInAThirdCountryBesides() throws {
    let firm = try firm(
      buyers: [("9520000000028", "US"), ("9520000000035", "DE"), ("9520000000042", "CH")])
    try firm.load(
      Self.sales + "\n" + """
          - { step: commissioning, epcs: ["(01)\(Self.german)(21)B9"], lot: DE2, at: "2026-07-04T08:00:00Z" }
          - { step: shipping, epcs: ["(01)\(Self.german)(21)B9"], from: "9520000000011", to: "9520000000042", at: "2026-07-05T08:00:00Z" }
        """)
    #expect(left(try firm.assess()) == ["\(Self.german) CH DE"])
  }

  /// Stock that moves within a group is sold nowhere yet.
  @Test func learnsNothingFromAMoveToAnAffiliate() throws {
    let firm = try firm(buyers: [("9520000000028", "US"), ("9520000000042", "DE")])
    firm.configuration.affiliates = [Affiliate(gln: "9520000000035", name: "Daughter")]
    try firm.load(Self.sales)
    #expect(left(try firm.assess()).isEmpty)
  }

  @Test func believesTheMarketsTheConfigurationStates() throws {
    let firm = try firm()
    firm.configuration.products = [
      Product(gtin: Self.american, markets: ["AT"]),
      Product(gtin: Self.german, markets: ["DE", "US"]),
    ]
    try firm.load(Self.sales)
    let assessment = try firm.assess()
    #expect(left(assessment) == ["\(Self.american) AT"])
    #expect(assessment.scope.left?.first?.declared == true)
  }

  @Test(arguments: [("US", true), ("DE", false), ("Germany", true)])
  func readsTheMarketsThatRecordsName(_ market: String, _ stays: Bool) throws {
    let firm = try firm(records: [Self.release])
    try firm.load(
      Self.sales + "\nrecords:\n  lot_release:\n    - { release_id: R1, gtin: \"\(Self.german)\", "
        + "lot: DE1, market: \(market) }\n")
    #expect(left(try firm.assess()).isEmpty == stays)
  }

  /// Records of what is left out are left out with it; those of the whole firm stay.
  @Test func leavesTheRecordsOfALotWithIt() throws {
    let firm = try firm(records: [Self.release])
    try firm.load(
      Self.sales + "\n" + """
        records:
          lot_release:
            - { release_id: R1, gtin: "\(Self.german)", lot: DE1 }
            - { release_id: R2, gtin: "\(Self.american)", lot: US1 }
            - { release_id: R3 }
        """)
    firm.library = try TestFirm.library(
      checks: [
        checkText(
          "c", gaps: "SELECT r.record_id AS release_record FROM lot_release r WHERE 1 = 0",
          population: "SELECT record_id FROM lot_release", subjects: "release_record",
          reads: "lot_release")
      ],
      requirements: """
          - id: T-1
            title: Title
            statement: Something is true.
            citations: ["FD&C Act 582"]
            mark: k
            authority: law
            severity: critical
            checks: [c]
            look_at: "Look at the packs."
            judged_by: data
        markets: { own: [US], others: [DE] }
        """, [], [Self.release])
    let assessment = try firm.assess()
    #expect(try firm.check(assessment, "c").population == 2)
  }

  private static let release = """
    id: lot_release
    title: Release
    unit: { one: release, many: releases }
    key: [release_id]
    fields:
      release_id: { type: id, title: Number }
      gtin: { type: id, title: GTIN, references: product }
      lot: { type: id, title: Lot, references: lot }
      market: { type: id, title: Market }
    """

  /// A selection of lots takes the cases and pallets the packs lay in.
  @Test func takesTheContainersOfALotIntoScope() throws {
    let firm = try firm()
    try firm.load(Self.sales)
    firm.configuration.scope.lots = ["US1"]
    #expect(try firm.assess().summary.units == 4)
  }
}
