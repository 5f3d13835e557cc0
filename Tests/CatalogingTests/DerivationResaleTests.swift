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
