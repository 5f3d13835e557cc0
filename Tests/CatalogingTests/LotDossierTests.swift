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
}
