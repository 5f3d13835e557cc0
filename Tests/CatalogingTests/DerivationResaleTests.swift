import Cataloging
import Testing

private let minute = Story.minute
private let hour = Story.hour
private let day = Story.day

/// The same unit sold again in another container.
struct DerivationResaleTests {
  private func unitsOnAPallet() -> Story {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    story.pack(["A1", "A2"], into: "P1", at: minute)
    return story
  }

  @Test func aUnitSoldAgainInAnotherPalletIsNamed() throws {
    let story = unitsOnAPallet()
    story.ship(["P1"], at: day)
    story.unpack([], from: "P1", at: 2 * day)
    story.pack(["A1"], into: "P2", at: 2 * day + hour)
    story.ship(["P2"], to: "W2", at: 3 * day)
    #expect(try DerivedCatalog(story).defects() == ["shipped_twice A1"])
  }

  private func moveToTheWarehouse(_ epcs: [String], _ story: Story, at: Int64) {
    story.tell {
      ($0.step, $0.disposition, $0.epcs, $0.at) = ("shipping", "in_transit", epcs, at)
      ($0.from, $0.to, $0.place) = ("OWN", "3PL", "OWN")
    }
  }

  @Test func aPalletSoldAgainAfterTheFirmMovedItIsNamed() throws {
    let story = unitsOnAPallet()
    story.ship(["P1"], at: day, po: "PO1")
    moveToTheWarehouse(["P1"], story, at: 2 * day)
    story.receive(["P1"], at: 2 * day + hour, place: "3PL")
    story.ship(["P1"], to: "W2", at: 3 * day, po: "PO2", place: "3PL")
    #expect(try DerivedCatalog(story).defects() == ["shipped_twice P1"])
  }

  @Test func aSaleToldAgainWhenItLeavesTheWarehouseIsOne() throws {
    let story = unitsOnAPallet()
    story.ship(["P1"], at: day, po: "PO1")
    moveToTheWarehouse(["P1"], story, at: 2 * day)
    story.ship(["P1"], at: 3 * day, po: "PO1", place: "3PL")
    #expect(try DerivedCatalog(story).defects().isEmpty)
  }

  /// The line's system and the warehouse's tell one despatch; an order alone may be sent in parts.
  @Test(arguments: [("PO1", "DA1", true), ("PO1", nil, false), ("PO1", "DA2", false)])
  func aSaleToldTwiceWithOneDespatchAdviceIsOne(po: String, desadv: String?, isOne: Bool) throws {
    let story = unitsOnAPallet()
    story.ship(["P1"], at: day, po: "PO1", desadv: "DA1")
    story.ship(["P1"], at: day + 2 * hour, po: po, desadv: desadv)
    #expect(try DerivedCatalog(story).defects() == (isOne ? [] : ["shipped_twice P1"]))
    let orders = unitsOnAPallet()
    orders.ship(["P1"], at: day, po: "PO1")
    orders.ship(["P1"], at: day + 2 * hour, po: "PO1")
    #expect(try DerivedCatalog(orders).defects() == ["shipped_twice P1"])
  }

  /// What one buyer marks as recalled are the goods it has; the firm's own mark is the lot's.
  @Test(arguments: [("W1", false), ("OWN", true)])
  func aBuyersRecallOfAPackIsNotThatOfTheLot(place: String, ofTheLot: Bool) throws {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    story.ship(["A1"], at: day)
    story.receive(["A1"], at: 2 * day)
    story.act("holding", ["A1"], disposition: "recalled", at: 3 * day, place: place)
    story.ship(["A2"], to: "W2", at: 4 * day)
    let notes = try DerivedCatalog(story).defects().filter { $0.hasPrefix("shipped_after_recall") }
    #expect(notes == (ofTheLot ? ["shipped_after_recall A2 lot"] : []))
  }

  @Test(arguments: [true, false])
  func whatTheBuyerSentBackMayBeMovedAndSoldAgain(returned: Bool) throws {
    let story = unitsOnAPallet()
    story.ship(["P1"], at: day)
    story.ship(["P1"], from: "W1", to: "OWN", at: 2 * day, returned: returned)
    moveToTheWarehouse(["P1"], story, at: 3 * day)
    story.ship(["P1"], to: "W2", at: 4 * day, place: "3PL")
    #expect(try DerivedCatalog(story).defects().isEmpty)
  }

  @Test func aPalletSoldAgainInsideAnotherIsNamedOnceForAllItHolds() throws {
    let story = unitsOnAPallet()
    story.ship(["P1"], at: day)
    story.pack(["P1"], into: "P2", at: 2 * day)
    story.ship(["P2"], to: "W2", at: 3 * day)
    #expect(try DerivedCatalog(story).defects() == ["shipped_twice P1"])
  }

  @Test func aUnitSoldLooseAndThenPackedAndSoldIsNamed() throws {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    story.ship(["A1"], at: day)
    story.pack(["A1", "A2"], into: "P1", at: 2 * day)
    story.ship(["P1"], to: "W2", at: 3 * day)
    #expect(try DerivedCatalog(story).defects() == ["shipped_twice A1"])
  }

  @Test func aThirdFirmSellingTheUnitInItsOwnPalletBreaksTheChain() throws {
    let story = unitsOnAPallet()
    story.ship(["P1"], at: day)
    story.unpack([], from: "P1", at: 2 * day, place: "W1")
    story.pack(["A1"], into: "P2", at: 2 * day + hour, place: "W2")
    story.ship(["P2"], from: "W2", to: "RX", at: 3 * day)
    #expect(try DerivedCatalog(story).defects() == ["owner_break A1"])
  }

  @Test func theBuyerRepacksAndSellsOnInSilence() throws {
    let story = unitsOnAPallet()
    story.ship(["P1"], at: day)
    story.receive(["P1"], at: day + hour)
    story.unpack([], from: "P1", at: 2 * day, place: "W1")
    story.pack(["A1"], into: "P2", at: 2 * day + hour, place: "W1")
    story.ship(["P2"], from: "W1", to: "W2", at: 3 * day)
    #expect(try DerivedCatalog(story).defects().isEmpty)
  }

  @Test func aReturnedUnitMayBeSoldAgainInAnotherPallet() throws {
    let story = unitsOnAPallet()
    story.ship(["P1"], at: day)
    story.ship(["A1"], from: "W1", to: "OWN", at: 2 * day, returned: true)
    story.receive(["A1"], at: 2 * day + hour, place: "OWN", returned: true)
    story.pack(["A1"], into: "P2", at: 3 * day)
    story.ship(["P2"], to: "W2", at: 4 * day)
    #expect(try DerivedCatalog(story).defects().isEmpty)
  }
}
