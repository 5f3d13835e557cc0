import Cataloging
import Testing

private let minute = Story.minute
private let hour = Story.hour
private let day = Story.day

/// Which shipment a void cancels, and for which units.
struct DerivationVoidTests {
  private func unitsOnAPallet() -> Story {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    story.pack(["A1", "A2"], into: "P1", at: minute)
    return story
  }

  @Test func aVoidCancelsTheShipmentWhosePapersItQuotes() throws {
    for quotesOrder in [false, true] {
      let story = Story()
      story.commission(["A1"], at: 0)
      story.ship(["A1"], to: "W1", at: day, po: "PO1", desadv: "DA1")
      story.ship(["A1"], to: "W2", at: 2 * day, po: "PO2", desadv: "DA2")
      story.void(
        ["A1"], at: 3 * day, po: quotesOrder ? "PO1" : nil, desadv: quotesOrder ? nil : "DA1")
      let catalog = try DerivedCatalog(story)
      #expect(try catalog.sold() == ["A1 W1 void", "A1 W2"])
      #expect(try catalog.unit("A1", "state_ms") == "\(Story.start + 2 * day)")
      #expect(try catalog.defects().isEmpty)
    }
  }

  @Test func aVoidWithoutPapersCancelsTheShipmentToTheBuyerItNames() throws {
    let story = Story()
    story.commission(["A1"], at: 0)
    story.ship(["A1"], to: "W1", at: day)
    story.ship(["A1"], to: "W2", at: 2 * day)
    story.void(["A1"], to: "W1", at: 3 * day)
    #expect(try DerivedCatalog(story).sold() == ["A1 W1 void", "A1 W2"])
  }

  @Test func aVoidThatNamesNothingCancelsTheLatestShipment() throws {
    let story = Story()
    story.commission(["A1"], at: 0)
    story.ship(["A1"], to: "W1", at: day)
    story.ship(["A1"], to: "W2", at: 2 * day)
    story.void(["A1"], at: 3 * day)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.sold() == ["A1 W1", "A1 W2 void"])
    #expect(try catalog.unit("A1", "state_ms") == "\(Story.start + day)")
  }

  @Test func aVoidOfALooseUnitLeavesTheSaleOfItsPalletStanding() throws {
    for buyer in ["W2", nil] {
      let story = unitsOnAPallet()
      story.ship(["A1"], to: "W2", at: day)
      story.ship(["P1"], to: "W1", at: 2 * day)
      story.void(["A1"], to: buyer, at: 3 * day)
      let catalog = try DerivedCatalog(story)
      #expect(try catalog.sold() == ["A1 W1", "A1 W2 void", "A2 W1", "P1 W1"])
      #expect(try catalog.defects().isEmpty)
    }
  }

  @Test func aVoidOfAPalletLeavesTheSaleOfALooseUnitStanding() throws {
    let story = unitsOnAPallet()
    story.ship(["P1"], to: "W1", at: day)
    story.ship(["A1"], to: "W2", at: 2 * day)
    story.void(["P1"], to: "W1", at: 3 * day)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.sold() == ["A1 W1 void", "A1 W2", "A2 W1 void", "P1 W1 void"])
    #expect(try catalog.unit("A1", "state") == "shipped")
    #expect(try catalog.unit("A2", "state") == "packed")
    #expect(try catalog.defects() == ["shipped_loose_in_parent A1"])
  }

  @Test func twoVoidsInAnyOrderLeaveTheUnitAsItWasBeforeBothShipments() throws {
    let story = Story()
    story.commission(["A1"], at: 0)
    story.ship(["A1"], to: "W1", at: day)
    story.ship(["A1"], to: "W2", at: 2 * day)
    story.void(["A1"], to: "W1", at: 3 * day)
    story.void(["A1"], to: "W2", at: 4 * day)
    #expect(try DerivedCatalog(story).unit("A1", "state") == "commissioned")
  }

  @Test func aUnitPutOnAPalletAfterItWasShippedIsNotVoidedWithThePallet() throws {
    let story = unitsOnAPallet()
    story.commission(["A3"], at: 0)
    story.ship(["A3"], to: "W2", at: hour)
    story.ship(["P1"], at: day)
    story.pack(["A3"], into: "P1", at: 2 * day)
    story.void(["P1"], at: 3 * day)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.sold() == ["A1 W1 void", "A2 W1 void", "A3 W2", "P1 W1 void"])
  }

  @Test func aVoidReachesWhatThePalletCarriedThoughItIsUnpackedSince() throws {
    let story = unitsOnAPallet()
    story.ship(["P1"], at: day)
    story.unpack([], from: "P1", at: day + hour)
    story.void(["P1"], at: day + 2 * hour)
    story.ship(["A1"], to: "W2", at: 2 * day)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.sold() == ["A1 W1 void", "A1 W2", "A2 W1 void", "P1 W1 void"])
    #expect(try catalog.unit("A2", "state") == "packed")
    #expect(try catalog.unit("A1", "ship_count") == "1")
    #expect(try catalog.rows("SELECT units FROM shipment_lot") == ["1"])
    #expect(try catalog.defects().isEmpty)
  }

  @Test func unpackingAndVoidingAtOneInstantInTwoFilesIsAVoidOfAll() throws {
    let story = unitsOnAPallet()
    story.commission(["C1"], lot: nil, expiry: nil, at: 0)
    story.pack(["C1"], into: "P1", at: hour)
    story.commission(["A3"], at: 0)
    story.pack(["A3"], into: "C1", at: hour)
    story.ship(["P1"], at: day)
    story.file = "floor.xml"
    story.unpack([], from: "P1", at: day + hour)
    story.file = "erp.xml"
    story.void(["P1"], at: day + hour)
    story.file = "later.xml"
    story.ship(["A1", "C1"], to: "W2", at: 2 * day)
    let catalog = try DerivedCatalog(story)
    #expect(
      try catalog.shipped(atMs: day, voided: true) == ["A1", "A2", "A3", "C1", "P1"])
    #expect(try catalog.shipped(atMs: 2 * day) == ["A1", "A3", "C1"])
    #expect(try catalog.defects().isEmpty)
  }

  @Test func aPartialVoidAfterUnpackingReachesItsCaseOnly() throws {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    story.commission(["C1", "C2"], lot: nil, expiry: nil, at: 0)
    story.pack(["A1"], into: "C1", at: minute)
    story.pack(["A2"], into: "C2", at: minute)
    story.pack(["C1", "C2"], into: "P1", at: hour)
    story.ship(["P1"], at: day)
    story.unpack([], from: "C2", at: day + minute)
    story.void(["C2"], at: day + hour)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.shipped(atMs: day) == ["A1", "C1", "P1"])
    #expect(try catalog.shipped(atMs: day, voided: true) == ["A2", "C2"])
  }

  @Test func aVoidedPalletNamesNoEndedUnitLeftInItThoughItIsUnpackedBefore() throws {
    let story = unitsOnAPallet()
    story.destroy(["A1"], at: hour)
    story.ship(["P1"], at: day)
    story.file = "floor.xml"
    story.unpack([], from: "P1", at: day + hour)
    story.file = "erp.xml"
    story.void(["P1"], at: day + hour)
    #expect(try DerivedCatalog(story).defects().isEmpty)
  }
}
