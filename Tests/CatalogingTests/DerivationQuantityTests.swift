import Cataloging
import Foundation
import Testing

private let hour = Story.hour
private let day = Story.day

/// Goods told by lot and number of packs, without serials.
struct DerivationQuantityTests {
  /// Lots of shipments with their units and expiry, in the order they left.
  private func shipped(_ story: Story) throws -> [String] {
    try DerivedCatalog(story).rows(
      """
      SELECT p.gtin, l.lot, x.units, x.class_units, x.expiry_day FROM shipment_lot x
      JOIN all_lot l ON l.lot_id = x.lot_id JOIN product p ON p.product_id = l.product_id
      JOIN all_shipment s ON s.shipment_event = x.shipment_event
      ORDER BY s.ship_ms, p.gtin, l.lot
      """
    ).map { $0.replacingOccurrences(of: Story.gtin("A") + " ", with: "") }
  }

  /// A lot made by number, with an expiry.
  private func made(_ lot: String, expiry: Int64 = 21_000) -> Story {
    let story = Story()
    story.tell {
      ($0.action, $0.step, $0.disposition) = ("add", "commissioning", "active")
      ($0.quantityLots, $0.lot, $0.expiry, $0.at, $0.place) = ([lot], lot, expiry, 0, "OWN")
    }
    return story
  }

  @Test func aSaleByLotAndQuantityIsASaleOfTheLot() throws {
    let story = made("L1")
    story.ship(lot: "L1", "48", at: day)
    story.ship(lot: "L1", "12.0", at: 2 * day)
    #expect(try shipped(story) == ["L1 48 48 21000", "L1 12 12 21000"])
    let lot = try DerivedCatalog(story).rows(
      "SELECT commissioned, first_ship_ms, last_day - first_day FROM lot_fact")
    #expect(lot == ["0 \(Story.start + day) 2"])
  }

  /// Some systems list the serials and say how many they are, too; more than they are have none.
  @Test(arguments: [("2", "L1 2 0 21000"), ("9", "L1 9 7 21000"), ("some", "L1 2 - 21000")])
  func serialsOfTheLotAreAmongTheNumber(quantity: String, row: String) throws {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    story.ship(["A1", "A2"], at: day)
    story.events[1].quantityLots = ["L1"]
    story.events[1].quantity = quantity
    #expect(try shipped(story) == [row])
  }

  /// What is weighed has no number of packs, but left all the same.
  @Test func whatIsNoNumberOfPacksLeavesWithoutOne() throws {
    for quantity in ["2.5 kg", "", "-4", "nan", "inf", "0x10", "12.7", "1,000", "0"] {
      let story = made("L1")
      story.ship(lot: "L1", quantity, at: day)
      #expect(try shipped(story) == ["L1 0 - 21000"])
    }
    let story = made("L1")
    for number in 1...3 { story.ship(lot: "L1", "99999999999999999999", at: Int64(number) * day) }
    #expect(try shipped(story).count == 3)
  }

  @Test func aVoidTakesTheSaleBackThatItFits() throws {
    let story = made("L1")
    story.ship(lot: "L1", "48", to: "W1", at: day, desadv: "D1")
    story.ship(lot: "L1", "12", to: "W1", at: 2 * day, desadv: "D2")
    story.void([], at: 3 * day, desadv: "D1")
    story.events[3].quantityLots = ["L1"]
    story.events[3].quantity = "48"
    #expect(try shipped(story) == ["L1 12 12 21000"])
    let voids = try DerivedCatalog(story).rows(
      "SELECT desadv, void_ms FROM all_shipment ORDER BY ship_ms")
    #expect(voids == ["D1 \(Story.start + 3 * day)", "D2 -"])
  }

  @Test func aVoidOfAPartLeavesTheRest() throws {
    let story = made("L1")
    story.ship(lot: "L1", "48", at: day)
    story.void([], at: 2 * day)
    story.events[2].quantityLots = ["L1"]
    story.events[2].quantity = "8"
    #expect(try shipped(story) == ["L1 40 40 21000"])
  }

  @Test func packsCountedIntoACaseLeaveWithItsPallet() throws {
    let story = made("L1")
    for (type, quantity, at) in [("add", "48", hour), ("delete", "8", 2 * hour)] {
      story.tell {
        ($0.type, $0.action, $0.step) = ("aggregation", type, "packing")
        ($0.parent, $0.at, $0.quantityLots, $0.quantity) = ("C1", at, ["L1"], quantity)
      }
    }
    story.pack(["C1"], into: "P1", at: 3 * hour)
    story.ship(["P1"], at: day)
    #expect(try shipped(story) == ["L1 40 40 21000"])
    story.void(["P1"], at: 2 * day)
    #expect(try shipped(story) == [])
  }

  @Test func anEmptiedCaseCarriesNothing() throws {
    let story = made("L1")
    story.tell {
      ($0.type, $0.action, $0.step) = ("aggregation", "add", "packing")
      ($0.parent, $0.at, $0.quantityLots) = ("K1", hour, ["L1"])
    }
    story.unpack([], from: "K1", at: 2 * hour)
    story.ship(["K1"], at: day)
    #expect(try shipped(story) == [])
  }

  /// The event that ships a case may say once more what is in it.
  @Test func whatACaseHoldsIsThereOnceThoughTheShipmentNamesItToo() throws {
    let story = made("L1")
    story.tell {
      ($0.type, $0.action, $0.step) = ("aggregation", "add", "packing")
      ($0.parent, $0.at, $0.quantityLots) = ("P1", hour, ["L1"])
    }
    story.ship(["P1"], at: day)
    story.events[2].quantityLots = ["L1"]
    #expect(try shipped(story) == ["L1 9 9 21000"])
    story.void(["P1"], at: 2 * day)
    let voids = try DerivedCatalog(story).rows("SELECT void_event IS NOT NULL FROM all_shipment")
    #expect(voids == ["1"])
  }

  @Test func aVoidOfThePalletLeavesWhatStoodBesideIt() throws {
    let story = made("L1")
    story.commission(["A1"], lot: "L2", at: 0)
    story.pack(["A1"], into: "P1", at: hour)
    story.ship(["P1"], at: day)
    story.events[story.events.count - 1].quantityLots = ["L1"]
    story.void(["P1"], at: 2 * day)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.rows("SELECT void_event, units FROM all_shipment") == ["- 10"])
    #expect(try catalog.sold() == ["A1 W1 void", "P1 W1 void"])
    #expect(try shipped(story) == ["L1 9 9 21000"])
  }

  /// A case has a GTIN of its own; its lot is that of the packs in it.
  @Test func aLotOfCasesIsTheLotOfTheirPacks() throws {
    let (pack, cases) = ("09506000134352", "19506000134359")
    let story = Story()
    story.ship(lot: "L1", "7", of: pack, at: day)
    story.ship(lot: "L1", "3", of: cases, at: 2 * day)
    #expect(try shipped(story) == ["\(pack) L1 7 7 -", "\(pack) L1 0 - -"])
    story.caseQuantities = [pack: 12]
    #expect(try shipped(story) == ["\(pack) L1 7 7 -", "\(pack) L1 36 36 -"])
    let alone = Story()
    alone.ship(lot: "L1", "3", of: cases, at: day)
    #expect(try shipped(alone) == ["\(cases) L1 3 3 -"])
  }

  /// Firms that give cases another item reference keep the number of the lot.
  @Test func aLotOfCasesBelongsToTheOnlyLotOfItsNumber() throws {
    let (pack, cases, other) = ("09506000134352", "19506000199990", "09506000177779")
    let story = Story()
    story.ship(lot: "L1", "7", of: pack, at: day)
    story.ship(lot: "L1", "3", of: cases, at: 2 * day)
    #expect(try shipped(story) == ["\(pack) L1 7 7 -", "\(pack) L1 0 - -"])
    story.ship(lot: "L1", "5", of: other, at: 3 * day)
    #expect(
      try shipped(story) == ["\(pack) L1 7 7 -", "\(cases) L1 3 3 -", "\(other) L1 5 5 -"])
  }
}
