import GRDB
import GS1
import Testing

@testable import Cataloging

/// Trace queries over stories told in the words of the field and loaded as files are.
struct QueriesTests {
  static let pallet = "(00)095200000000000016"
  static let crate = "(01)19506000134359(21)C1"

  static func unit(_ serial: String) -> EPC { .sgtin(gtin: Samples.gtin, serial: serial) }

  /// Made, packed, shipped on a pallet, told twice, then one unit unpacked at the wholesaler.
  static func story(_ more: [EPCISEvent] = []) throws -> Catalog {
    let catalog = try Catalog.inMemory()
    let units = ["A1", "A2", "A3"].map { Samples.unit($0) }
    try catalog.write { db in
      _ = try Samples.load(
        [
          Samples.commissioning(units), Samples.commissioning([crate], lot: nil, expiry: nil),
          Samples.packing(crate, units),
          Samples.packing(pallet, [crate], at: "2026-07-01T10:00:00Z"),
        ], into: db, path: "line.xml")
      _ = try Samples.load([Samples.shipping([pallet])], into: db, path: "out.xml")
      _ = try Samples.load([Samples.shipping([pallet])], into: db, path: "out-again.xml")
      _ = try Samples.load(
        [
          Samples.packing(crate, [units[0]], at: "2026-07-09T10:00:00Z", action: .delete)
        ] + more, into: db, path: "customer.xml")
      try Derivation.run(db)
    }
    return catalog
  }

  @Test func tellsALifeThroughTheContainersOfTheTime() throws {
    let catalog = try Self.story()
    let life = try #require(try catalog.trace { try UnitHistory.read($0, Self.unit("A1")) })
    let told = life.events.map { "\($0.event.deed) \($0.through?.text ?? "itself")" }
    #expect(
      told == [
        "commissioning itself", "packing itself", "packing \(Self.crate)",
        "shipping \(Self.pallet)", "shipping \(Self.pallet)", "unpacking itself",
      ])
    let effects = life.events.map { $0.effect.code ?? "counts" }
    #expect(effects.filter { $0 == "duplicate" }.count == 1)
    let again = try #require(life.events.first { $0.effect.code == "duplicate" })
    #expect(!again.effect.effective)
    #expect(again.effect.by != nil)
    #expect(life.facts?.lot == "L1")
    #expect(life.facts?.parent == nil)
  }

  @Test func findsTheRowsOfAnEventWithoutReadingAll() throws {
    let catalog = try Self.story()
    try catalog.read { db in
      let rows = try EventRows(db, table: "epc_run")
      let all = try Row.fetchAll(db, sql: "SELECT run_id, event_id FROM epc_run ORDER BY run_id")
      let inOrder = all.map { $0[1] as Int64 }
      #expect(inOrder == inOrder.sorted(), "references stand in the order of events")
      for event in Set(inOrder) {
        let first = try #require(all.first { $0[1] == event })
        #expect(try rows.start(of: event) == first[0])
        #expect(try rows.start(of: event, from: 1) == first[0])
      }
      #expect(try rows.start(of: 0) <= 1)
      #expect(try rows.start(of: .max) > all.count)
      #expect(try EventRows(db, table: "event_correction").start(of: 1) >= 0)
    }
  }

  @Test func showsLocalTimeWithTheOffsetAsWritten() throws {
    let catalog = try Self.story()
    let life = try #require(try catalog.trace { try UnitHistory.read($0, Self.unit("A2")) })
    let first = try #require(life.events.first?.event)
    #expect(first.local == "2026-07-01 10:00:00 +02:00")
    #expect(first.written == "2026-07-01T08:00:00Z")
    #expect(first.zone == "+02:00")
    #expect(first.record.text == "line/line.xml:7")
  }

  @Test func leavesOutWhatHappensToTheContainerAfterTheUnitLeftIt() throws {
    let catalog = try Self.story([
      Samples.shipping([Self.pallet], at: "2026-07-12T10:00:00Z")
    ])
    let (gone, still) = try catalog.trace {
      (try UnitHistory.read($0, Self.unit("A1")), try UnitHistory.read($0, Self.unit("A2")))
    }
    let ships = { (life: UnitHistory?) in
      life?.events.count { $0.event.step == "shipping" && $0.effect.effective }
    }
    #expect(ships(gone) == 1)
    #expect(ships(still) == 2)
  }

  @Test func drawsTheHierarchyThenAndNow() throws {
    let catalog = try Self.story()
    let hierarchy = try #require(try catalog.trace { try Hierarchy.read($0, Self.unit("A1")) })
    #expect(hierarchy.moments.map(\.occasion) == ["shipped", "now"])
    let then = try #require(hierarchy.moments.first?.root)
    #expect(then.identity.text == Self.pallet)
    #expect(then.isListed)
    #expect(then.items == 3)
    let crate = try #require(then.content.first)
    #expect(crate.children == 3)
    #expect(crate.omitted == 2)
    #expect(crate.content.first?.isSubject == true)
    #expect(hierarchy.moments.last?.root.isSubject == true)
    #expect(hierarchy.moments.last?.root.children == 0)
  }

  @Test func countsWhatItDoesNotListInAPallet() throws {
    let catalog = try Self.story()
    let pallet = EPC.sscc("095200000000000016")
    let hierarchy = try #require(try catalog.trace { try Hierarchy.read($0, pallet, listing: 1) })
    let now = try #require(hierarchy.moments.last?.root)
    #expect(now.children == 1)
    #expect(now.items == 2)
    #expect(now.content.first?.content.count == 1)
    #expect(now.content.first?.omitted == 1)
  }

  @Test func followsOwnersAndHoldersToTheOpenEnd() throws {
    let catalog = try Self.story()
    let chain = try #require(try catalog.trace { try CustodyChain.read($0, Self.unit("A2")) })
    #expect(chain.steps.map { $0.owner?.gln } == ["9520000000011", "9520000000028"])
    let last = try #require(chain.steps.last)
    #expect(last.to == nil)
    #expect(last.holder?.gln == "9520000000035")
    #expect(last.through?.text == Self.pallet)
    #expect(last.event?.transactions.first?.number == "PO/77")
  }

  @Test func tellsWhereALotWent() throws {
    let catalog = try Self.story()
    let lot = EPC.lgtin(gtin: Samples.gtin, lot: "L1")
    let story = try #require(try catalog.trace { try LotStory.read($0, lot) })
    #expect(story.units == 3)
    #expect(story.commissioned == 3)
    #expect(story.expiries.map(\.name) == ["2028-06-30"])
    #expect(story.states.reduce(0) { $0 + $1.units } == 3)
    #expect(story.shipments.map(\.units) == [3])
    #expect(story.consignees.map(\.units) == [3])
    #expect(story.consignees.first?.shipTo?.gln == "9520000000035")
  }

  @Test func listsWhatDoesNotFitTogetherInALot() throws {
    let catalog = try Self.story([
      Samples.commissioning([Samples.unit("A1")], at: "2026-07-20T08:00:00Z")
    ])
    let lot = EPC.lgtin(gtin: Samples.gtin, lot: "L1")
    let story = try #require(try catalog.trace { try LotStory.read($0, lot) })
    let twice = try #require(story.remarks.first { $0.code == "commissioned_twice" })
    #expect(twice.units == 1)
    #expect(twice.listed.first?.subject.serial == "A1")
  }
}
