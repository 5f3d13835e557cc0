import GRDB
import GS1
import Testing

@testable import Cataloging

/// Dossiers of lots over a story told as files.
struct LotDossierTests {
  static let lot = EPC.lgtin(gtin: Samples.gtin, lot: "L1")
  static let crates = ["(01)19506000134359(21)C1", "(01)19506000134359(21)C2"]

  /// Four units, two in each crate; the crate with the later serials goes out first, then both.
  static func story() throws -> Catalog {
    let catalog = try Catalog.inMemory()
    let units = ["A1", "A2", "B1", "B2"].map { Samples.unit($0) }
    try catalog.write { db in
      _ = try Samples.load(
        [
          Samples.commissioning(units), Samples.commissioning(crates, lot: nil, expiry: nil),
          Samples.packing(crates[0], Array(units[..<2])),
          Samples.packing(crates[1], Array(units[2...])),
        ], into: db, path: "line.xml")
      _ = try Samples.load(
        [
          Samples.shipping([crates[1]]), Samples.shipping(crates, at: "2026-07-09T10:00:00Z"),
        ], into: db, path: "out.xml")
      try Derivation.run(db)
    }
    return catalog
  }

  static func dossier(_ listed: [EPC] = []) throws -> LotDossier {
    try #require(
      try story().read { db in
        try LotDossier.read(
          TraceReader(db), lot, NamingKinds(db, of: .lot, cutOff: nil), listed: listed)
      })
  }

  @Test func showsWhatTheFirstShipmentLists() throws {
    let dossier = try Self.dossier()
    let pallet = try #require(dossier.pallet)
    #expect(!dossier.palletIsListed)
    #expect(pallet.instant == "2026-07-05T10:00:00Z")
    #expect(pallet.root.identity.text == Self.crates[1])
    #expect(pallet.root.content.map(\.identity.serial) == ["B1", "B2"])
    #expect(pallet.root.items == 2)
  }

  @Test func showsTheContainerOfAListedUnit() throws {
    let dossier = try Self.dossier([
      QueriesTests.unit("unheard of"), QueriesTests.unit("A2"), QueriesTests.unit("B1"),
    ])
    let pallet = try #require(dossier.pallet)
    #expect(dossier.palletIsListed)
    #expect(pallet.occasion == "shipped")
    #expect(pallet.instant == "2026-07-09T10:00:00Z")
    #expect(pallet.root.identity.text == Self.crates[0])
    #expect(pallet.root.content.first?.isSubject == true)
  }

  @Test func takesTheFirstUnitBySerialOfWhatWentOutTogether() throws {
    let catalog = try Self.story()
    let (first, serial) = try catalog.read { db in
      let id = try #require(try TraceReader(db).id(ofLot: Self.lot))
      let unit = try #require(
        try LotCensus(db, lot: id).firstShippedInside(db, lot: id))
      return (unit, try TraceReader(db).epc(unit).serial)
    }
    #expect(serial == "B1", "\(first)")
  }

  @Test func countsUnitsByTheStateTheyEndedIn() throws {
    let catalog = try Self.story()
    let census = try catalog.read { db in
      try LotCensus(db, lot: #require(try TraceReader(db).id(ofLot: Self.lot)))
    }
    #expect(census.states == [LotCount(name: "shipped", units: 4)])
    #expect(census.firsts.map(\.ms) == [1_783_591_200_000])
  }

  @Test func countsTheContentOfAContainerWithoutReadingWhatOthersHold() throws {
    let plan = try Self.story().read { db in
      try Row.fetchAll(
        db, sql: "EXPLAIN QUERY PLAN " + Hierarchy.countSQL, arguments: [1, 2, 3]
      ).map { $0["detail"] as String }
    }
    #expect(plan.contains { $0.contains("fate_stay_by_parent") })
    #expect(!plan.contains { $0.contains("BLOOM") || $0.contains("SCAN s") })
  }

  @Test func namesAPlaceByItsExtensionThenThePartnerThenMasterData() throws {
    let catalog = try Catalog.inMemory()
    let names = try catalog.write { db in
      try db.execute(
        sql: """
          INSERT INTO master_location(record_id, artifact_id, uri, gln, ext, name) VALUES
          (1, 1, 'u', '9520000000011', 'D1', 'Dock, old'),
          (2, 1, 'u', '9520000000011', 'D1', 'Dock'), (3, 1, 'u', '9520000000011', 'D1', NULL),
          (4, 1, 'u', '9520000000011', NULL, 'Works of the partner'),
          (5, 1, 'u', '9520000000028', '', 'Warehouse');
          INSERT INTO run_partner(gln, name) VALUES ('9520000000011', 'Works');
          """)
      return try PlaceNames(db)
    }
    #expect(names.name("9520000000011", "D1") == "Dock")
    #expect(names.name("9520000000011", "D2") == "Works")
    #expect(names.name("9520000000011", nil) == "Works")
    #expect(names.name("9520000000028", nil) == "Warehouse")
    #expect(names.name("9520000000035", nil) == nil)
  }

  private static func balance(_ story: Story) throws -> [String] {
    let catalog = try DerivedCatalog(story)
    return try catalog.queue.read { db in
      let lot = try #require(try Int64.fetchOne(db, sql: "SELECT lot_id FROM all_lot"))
      return try LotBalance.read(db, lot: lot, LotCensus(db, lot: lot)).steps.map {
        "\($0.role.rawValue) \($0.name): \($0.units)"
      }
    }
  }

  /// Ten units, moved by the firm to its logistics provider, which takes them in.
  private static func atTheProvider() -> Story {
    let story = Story()
    let units = (1...8).map { "A\($0)" }
    story.commission(units + ["B1", "B2"], at: 0)
    story.tell {
      ($0.step, $0.disposition, $0.epcs, $0.at) = ("shipping", "in_transit", units, Story.day)
      ($0.fromOwner, $0.toOwner, $0.from, $0.to) = ("OWN", "OWN", "OWN", "3PL")
    }
    story.receive(units, at: Story.day + Story.hour, place: "3PL")
    return story
  }

  private func sell(_ units: [String], from: String = "OWN", to: String, at: Int64, _ story: Story)
  {
    story.tell {
      ($0.step, $0.disposition, $0.epcs, $0.at) = ("shipping", "in_transit", units, at)
      ($0.fromOwner, $0.toOwner, $0.from, $0.to, $0.place) = (from, to, "3PL", to, "3PL")
    }
  }

  @Test func whatLiesAtTheLogisticsProviderIsNotSold() throws {
    #expect(
      try Self.balance(Self.atTheProvider()) == [
        "level Commissioned: 10", "kept With a logistics provider, not sold: 8",
        "level In own stock: 2",
      ])
  }

  /// A unit is sold once, whatever became of it: received, sent back, voided or taken out before.
  @Test func aUnitIsSoldByAShipmentToAnotherOwner() throws {
    let story = Self.atTheProvider()
    sell(["A1", "A2", "A3", "A4"], to: "W1", at: 2 * Story.day, story)
    story.receive(["A1"], at: 3 * Story.day)
    story.ship(["A2"], from: "W1", to: "OWN", at: 4 * Story.day, returned: true)
    story.receive(["A2"], at: 5 * Story.day, place: "OWN", returned: true)
    story.void(["A3"], at: 2 * Story.day + Story.hour)
    story.decommission(["A5"], at: 2 * Story.day, place: "3PL")
    #expect(
      try Self.balance(story) == [
        "level Commissioned: 10", "loss Decommissioned, inactive: 1", "sold Sold: 1",
        "sold Sold, with a receipt: 1", "sold Sold, came back: 1",
        "kept With a logistics provider, not sold: 4", "level In own stock: 2",
      ])
  }

  @Test func whatTheFirmBoughtAndHoldsIsItsOwnStock() throws {
    let story = Story()
    story.commission(["A1", "A2"], at: 0, place: "W1")
    story.ship(["A1", "A2"], from: "W1", to: "OWN", at: Story.day)
    story.receive(["A1", "A2"], at: 2 * Story.day, place: "OWN")
    story.ship(["A2"], to: "W2", at: 3 * Story.day)
    #expect(
      try Self.balance(story) == [
        "level Commissioned: 2", "sold Sold: 1", "level In own stock: 1",
      ])
  }

  @Test func whereNoOwnerIsStatedNothingIsCalledSold() throws {
    let story = Story()
    story.commission(["A1", "A2", "A3"], at: 0)
    for (unit, place) in [("A1", "W1"), ("A2", "3PL")] {
      story.tell {
        ($0.step, $0.disposition, $0.epcs, $0.at) = ("shipping", "in_transit", [unit], Story.day)
        ($0.from, $0.to) = ("OWN", place)
      }
    }
    #expect(
      try Self.balance(story) == [
        "level Commissioned: 3", "moved Sent out, new owner not stated: 1",
        "kept With a logistics provider, not sold: 1", "level In own stock: 1",
      ])
  }

  @Test func stockLentToAPartnerStaysTheFirmsOwn() throws {
    let story = Self.atTheProvider()
    story.tell {
      ($0.step, $0.disposition, $0.epcs) = ("shipping", "in_transit", ["A1"])
      ($0.at, $0.place) = (2 * Story.day, "3PL")
      ($0.fromOwner, $0.toOwner, $0.from, $0.to) = ("OWN", "OWN", "3PL", "W1")
    }
    story.act("holding", ["A2"], disposition: "sellable_not_accessible", at: 2 * Story.day)
    #expect(
      try Self.balance(story) == [
        "level Commissioned: 10", "kept On hold, not sold: 1",
        "kept With a logistics provider, not sold: 6", "kept With a partner, not sold: 1",
        "level In own stock: 2",
      ])
  }
}
