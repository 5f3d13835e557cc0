import Cataloging
import Testing

private let minute = Story.minute
private let hour = Story.hour
private let day = Story.day

struct DerivationTradeTests {
  /// Four units in two cases on a pallet.
  private func packedStory() -> Story {
    let story = Story()
    story.commission(["A1", "A2", "A3", "A4"], at: 0)
    story.commission(["C1", "C2"], lot: nil, expiry: nil, at: 0)
    story.pack(["A1", "A2"], into: "C1", at: minute)
    story.pack(["A3", "A4"], into: "C2", at: minute)
    story.pack(["C1", "C2"], into: "P1", at: hour)
    return story
  }

  @Test func whatLiesInACaseGoesWithItThoughTheShipmentPacksItOnceMore() throws {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    story.commission(["C1"], lot: nil, at: 0)
    story.pack(["A1"], into: "C1", at: hour)
    story.tell {
      ($0.type, $0.action, $0.step) = ("aggregation", "add", "shipping")
      ($0.parent, $0.children, $0.at, $0.place) = ("C1", ["A1", "A2"], day, "OWN")
      ($0.fromOwner, $0.toOwner, $0.from, $0.to) = ("OWN", "W1", "OWN", "W1")
    }
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.shipped(atMs: day) == ["A1", "A2", "C1"])
    #expect(try catalog.unit("A1", "state") == "shipped")
    #expect(try catalog.rows("SELECT shipped FROM lot_fact") == ["2"])
    #expect(try catalog.rows("SELECT children, items FROM container_content") == ["2 2"])
    #expect(try catalog.defects().isEmpty)
  }

  @Test func aVoidedPalletCancelsTheShipmentOfAllItHolds() throws {
    let story = packedStory()
    story.ship(["P1"], at: day)
    story.void(["P1"], at: day + hour)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.shipped(atMs: day).isEmpty)
    #expect(try catalog.unit("A1", "state") == "packed")
    #expect(try catalog.unit("A1", "ship_count") == "0")
    #expect(try catalog.rows("SELECT void_ms IS NULL FROM all_shipment") == ["0"])
    #expect(try catalog.defects().isEmpty)
  }

  @Test func aPartialVoidCancelsOnlyItsCases() throws {
    let story = packedStory()
    story.ship(["P1"], at: day)
    story.void(["C2"], at: day + hour)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.shipped(atMs: day) == ["A1", "A2", "C1", "P1"])
    #expect(try catalog.shipped(atMs: day, voided: true) == ["A3", "A4", "C2"])
    #expect(try catalog.rows("SELECT void_ms FROM all_shipment") == ["-"])
    #expect(try catalog.rows("SELECT units FROM shipment_lot") == ["2"])
  }

  @Test func aVoidByAnotherOwnerCancelsNothing() throws {
    let story = packedStory()
    story.ship(["P1"], at: day)
    story.void(["P1"], by: "W2", at: day + hour)
    #expect(try DerivedCatalog(story).unit("A1", "ship_count") == "1")
  }

  @Test func aVoidBetweenTwoShipmentsIsNoDoubleShipment() throws {
    let story = packedStory()
    story.ship(["P1"], at: day)
    story.void(["P1"], at: day + hour)
    story.ship(["P1"], to: "W2", at: 2 * day)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects().isEmpty)
    #expect(try catalog.unit("A1", "ship_count") == "1")
  }

  @Test func theSameOwnerShippingTwiceIsNamed() throws {
    let story = packedStory()
    story.ship(["P1"], at: day)
    story.ship(["P1"], to: "W2", at: 2 * day)
    #expect(try DerivedCatalog(story).defects() == ["shipped_twice P1"])
  }

  @Test func aReturnAndAnotherSaleIsNoDefect() throws {
    let story = packedStory()
    story.ship(["P1"], at: day)
    story.receive(["P1"], at: 2 * day)
    story.ship(["C1"], from: "W1", to: "OWN", at: 5 * day, returned: true)
    story.receive(["C1"], at: 6 * day, place: "OWN", returned: true)
    story.act("inspecting", ["C1"], disposition: "sellable_accessible", at: 6 * day + hour)
    let returned = try DerivedCatalog(story)
    #expect(try returned.defects().isEmpty)
    #expect(try returned.unit("A1", "state") == "returned")
    #expect(try returned.rows("SELECT shipped, returned FROM lot_fact") == ["2 2"])
    story.ship(["C1"], to: "W2", at: 8 * day)
    #expect(try DerivedCatalog(story).defects().isEmpty)
  }

  @Test func aReturnedUnitOfASoldPalletNeedsNoUnpacking() throws {
    let story = packedStory()
    story.ship(["P1"], at: day)
    story.ship(["A1"], from: "W1", to: "OWN", at: 5 * day, returned: true)
    story.receive(["A1"], at: 6 * day, place: "OWN", returned: true)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects().isEmpty)
    #expect(try catalog.unit("A1", "parent_id") == "-")
  }

  @Test func aPalletBrokenByALogisticsPartnerInSilenceIsNoDefect() throws {
    let story = packedStory()
    story.partners.append((gln: "3PLX", role: "3pl", infers: true, own: false))
    story.ship(["P1"], to: "3PLX", at: day)
    story.receive(["P1", "C1", "C2"], at: day + hour, place: "3PLX")
    story.pack(["C1"], into: "P2", at: 2 * day, place: "3PLX")
    story.tell {
      ($0.step, $0.disposition, $0.epcs, $0.at) = ("shipping", "in_transit", ["P2", "C2"], 3 * day)
      ($0.fromOwner, $0.toOwner, $0.from, $0.to) = ("3PLX", "W1", "3PLX", "W1")
    }
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects().isEmpty)
    #expect(
      try catalog.shipped(atMs: 3 * day) == ["A1", "A2", "A3", "A4", "C1", "C2", "P2"])
    #expect(
      try catalog.stays().filter { $0.hasPrefix("C") } == [
        "C1 P1 \(hour) \(2 * day)", "C1 P2 \(2 * day) -", "C2 P1 \(hour) \(3 * day)",
      ])
  }

  @Test func withoutThatDeclarationTheSameStoryIsNamed() throws {
    let story = packedStory()
    story.ship(["P1"], to: "3PL", at: day)
    story.pack(["C1"], into: "P2", at: 2 * day, place: "3PL")
    story.ship(["C2"], from: "3PL", to: "W1", at: 3 * day)
    #expect(
      try DerivedCatalog(story).defects() == ["shipped_loose_in_parent C2", "two_parents C1"])
  }

  @Test func aCaseShippedLooseAndAgainInItsPalletIsNamedTwice() throws {
    let story = packedStory()
    story.ship(["C1"], at: day)
    story.ship(["P1"], to: "W2", at: 2 * day)
    let catalog = try DerivedCatalog(story)
    #expect(
      try catalog.defects() == ["shipped_again_in_parent C1", "shipped_loose_in_parent C1"])
  }

  @Test func listingAPalletAndItsCaseInOneShipmentIsNamedOnceAndCountedOnce() throws {
    let story = packedStory()
    story.ship(["P1", "C1"], at: day)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects() == ["listed_with_parent C1"])
    #expect(try catalog.rows("SELECT listed, units, containers FROM all_shipment") == ["2 4 3"])
    #expect(
      try catalog.rows(
        """
        SELECT c.children, c.items FROM container_content c JOIN epc e ON e.epc_id = c.container_id
        WHERE e.serial = 'P1'
        """) == ["2 4"])
  }

  @Test func anEmptyCaseOnAShippedPalletIsNamed() throws {
    let story = packedStory()
    story.unpack(["A1", "A2"], from: "C1", at: 2 * hour)
    story.ship(["P1", "P9"], at: day)
    #expect(
      try DerivedCatalog(story).defects() == [
        "empty_parent_shipped C1", "parent_content_unknown P9",
      ])
  }

  @Test func aProductThatIsNotAggregatedOrCountedByLotHasNoContentToMiss() throws {
    let story = packedStory()
    story.notAggregated = ["19521234567893"]
    story.commission(["C9"], lot: nil, expiry: nil, at: 0)
    story.ship(["P1", "C9"], at: day)
    story.tell {
      ($0.step, $0.epcs, $0.at, $0.quantityLots) = ("shipping", ["P7"], day, ["L1"])
    }
    #expect(try DerivedCatalog(story).defects().isEmpty)
  }

  @Test func theOwnershipChainMayNotSkipAnOwner() throws {
    let story = packedStory()
    story.ship(["P1"], at: day)
    story.ship(["P1"], from: "W2", to: "RX", at: 3 * day)
    #expect(try DerivedCatalog(story).defects() == ["owner_break P1"])
  }

  /// A head office and its sites have GLNs of their own, and are one owner.
  @Test func aTransferBetweenTwoGLNsOfTheFirmIsNoSale() throws {
    let story = packedStory()
    story.partners.append((gln: "OWN2", role: "manufacturer", infers: false, own: true))
    story.tell {
      ($0.step, $0.disposition, $0.epcs, $0.at) = ("shipping", "in_transit", ["P1"], day)
      ($0.fromOwner, $0.toOwner, $0.from, $0.to) = ("OWN", "OWN2", "OWN", "OWN2")
    }
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.rows("SELECT is_sale FROM all_shipment") == ["0"])
  }

  @Test func aStockTransferBeforeTheSaleIsNoDoubleShipment() throws {
    let story = packedStory()
    story.tell {
      ($0.step, $0.disposition, $0.epcs, $0.at) = ("shipping", "in_transit", ["P1"], day)
      ($0.fromOwner, $0.toOwner, $0.from, $0.to) = ("OWN", "OWN", "OWN", "3PL")
    }
    story.receive(["P1"], at: day + hour, place: "3PL")
    story.tell {
      ($0.step, $0.disposition, $0.epcs, $0.at) = ("shipping", "in_transit", ["P1"], 3 * day)
      ($0.fromOwner, $0.toOwner, $0.from, $0.to) = ("OWN", "W1", "3PL", "W1")
    }
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects().isEmpty)
    #expect(try catalog.rows("SELECT is_sale FROM all_shipment ORDER BY ship_ms") == ["0", "1"])
    #expect(
      try catalog.rows(
        """
        SELECT c.seq, c.owner_gln, c.holder_gln FROM custody c JOIN epc e ON e.epc_id = c.epc_id
        WHERE e.serial = 'A1' ORDER BY c.seq
        """) == ["1 OWN OWN", "2 OWN 3PL", "3 OWN 3PL", "4 W1 W1"])
  }

  @Test func aHoldOnOneCaseReachesItsLotUntilItIsReleased() throws {
    let story = packedStory()
    story.act("holding", ["C1"], disposition: "sellable_not_accessible", at: day)
    story.ship(["C2"], at: 2 * day)
    #expect(
      try DerivedCatalog(story).defects() == [
        "shipped_loose_in_parent C2", "shipped_on_hold A3 lot", "shipped_on_hold A4 lot",
      ])
    story.act("inspecting", ["C1"], disposition: "sellable_accessible", at: day + hour)
    #expect(try DerivedCatalog(story).defects() == ["shipped_loose_in_parent C2"])
  }

  @Test func whatLiesInAHeldCaseIsOnHoldItselfAndNotThroughItsLot() throws {
    let story = packedStory()
    story.act("holding", ["C1"], disposition: "sellable_not_accessible", at: day)
    story.unpack(["C1"], from: "P1", at: day + hour)
    story.ship(["C1"], at: 2 * day)
    #expect(
      try DerivedCatalog(story).defects() == [
        "shipped_on_hold A1 inherited", "shipped_on_hold A2 inherited", "shipped_on_hold C1 unit",
      ])
  }

  @Test func theHeldCaseItselfIsNamedOnceWhenItShips() throws {
    let story = packedStory()
    story.act("holding", ["C1"], disposition: "sellable_not_accessible", at: day)
    story.unpack(["C1"], from: "P1", at: day + hour)
    story.ship(["C1"], at: 2 * day)
    let found = try DerivedCatalog(story).defects()
    #expect(found.contains("shipped_on_hold C1 unit"))
  }

  @Test(arguments: [
    ("sellable_not_accessible", "shipped_on_hold"), ("recalled", "shipped_after_recall"),
  ])
  func aCaseOfAHeldPalletIsNamedInAnother(disposition: String, code: String) throws {
    let story = packedStory()
    story.act("holding", ["P1"], disposition: disposition, at: day)
    story.unpack(["C1"], from: "P1", at: day + hour)
    story.pack(["C1"], into: "P2", at: day + 2 * hour)
    story.ship(["P2"], at: 2 * day)
    let found = try DerivedCatalog(story).defects()
    #expect(found.contains { $0.hasPrefix("\(code) C1") })
    #expect(found.contains { $0.hasPrefix("\(code) A1 unit") } == false)
  }

  @Test func aQuarantineTransferToTheOwnLogisticsProviderIsSilent() throws {
    let story = packedStory()
    story.act("holding", ["P1"], disposition: "sellable_not_accessible", at: day)
    story.tell {
      ($0.step, $0.disposition, $0.epcs, $0.at) = ("shipping", "in_transit", ["P1"], 2 * day)
      ($0.fromOwner, $0.toOwner, $0.from, $0.to) = ("OWN", "OWN", "OWN", "3PL")
    }
    #expect(try DerivedCatalog(story).defects().isEmpty)
  }

  @Test func aHeldReturnSaysNothingOfItsLot() throws {
    let story = packedStory()
    story.unpack(["C1"], from: "P1", at: 2 * hour)
    story.ship(["C1"], at: day)
    story.ship(["C1"], from: "W1", to: "OWN", at: 5 * day, returned: true)
    story.receive(["C1"], at: 6 * day, place: "OWN", returned: true)
    story.act("holding", ["C1"], disposition: "non_sellable_other", at: 6 * day + hour)
    story.ship(["P1"], at: 7 * day)
    #expect(try DerivedCatalog(story).defects().isEmpty)
  }

  @Test func aNonSaleableReturnGoesToTheProcessorInSilence() throws {
    let story = packedStory()
    story.ship(["P1"], at: day)
    story.ship(["A1"], from: "W1", to: "OWN", at: 5 * day, returned: true)
    story.receive(["A1"], at: 6 * day, place: "OWN", returned: true)
    story.act("holding", ["A1"], disposition: "non_sellable_other", at: 7 * day)
    story.tell {
      ($0.step, $0.disposition) = ("shipping", "non_sellable_other")
      ($0.epcs, $0.at) = (["A1"], 8 * day)
      ($0.fromOwner, $0.toOwner, $0.from, $0.to) = ("OWN", "RP", "OWN", "RP")
    }
    story.destroy(["A1"], at: 9 * day, place: "RP")
    #expect(try DerivedCatalog(story).defects().isEmpty)
  }

  @Test func aSaleAfterARecallOfTheLotIsNamed() throws {
    let story = packedStory()
    story.tell {
      ($0.step, $0.disposition, $0.at, $0.quantityLots) = ("holding", "recalled", day, ["L1"])
    }
    story.ship(["P1"], at: 2 * day)
    #expect(
      try DerivedCatalog(story).defects() == [
        "shipped_after_recall A1 lot", "shipped_after_recall A2 lot",
        "shipped_after_recall A3 lot", "shipped_after_recall A4 lot",
      ])
  }

  /// The lot is blocked by its number and set free pallet by pallet, or the other way round.
  @Test func aHoldAndItsReleaseMeetOnWhateverLevelTheyAreTold() throws {
    for (isLotHeld, released) in [(true, ["P1"]), (true, ["A1", "A2", "A3", "A4"]), (false, [])] {
      let story = packedStory()
      story.tell {
        ($0.step, $0.disposition, $0.at) = ("holding", "sellable_not_accessible", 2 * hour)
        if isLotHeld { $0.quantityLots = ["L1"] } else { $0.epcs = ["A1", "A2", "A3", "A4"] }
      }
      story.tell {
        ($0.step, $0.disposition, $0.at) = ("storing", "sellable_accessible", 3 * hour)
        if isLotHeld { $0.epcs = released } else { $0.quantityLots = ["L1"] }
      }
      story.ship(["P1"], at: day)
      #expect(try DerivedCatalog(story).defects().isEmpty, "\(isLotHeld) \(released)")
    }
  }

  @Test func whatWasNotReleasedIsOnHoldStill() throws {
    let story = packedStory()
    story.tell {
      ($0.step, $0.disposition, $0.at) = ("holding", "sellable_not_accessible", 2 * hour)
      $0.quantityLots = ["L1"]
    }
    story.act("storing", ["A1"], disposition: "sellable_accessible", at: 3 * hour)
    story.ship(["P1"], at: day)
    #expect(
      try DerivedCatalog(story).defects() == [
        "shipped_on_hold A2 lot", "shipped_on_hold A3 lot", "shipped_on_hold A4 lot",
      ])
  }

  @Test func receiptsFindTheirShipmentAndOrderIsJudgedBeyondSkewOnly() throws {
    let story = packedStory()
    story.file = "partner.xml"
    story.sources["partner.xml"] = "partner"
    story.receive(["P1"], at: day - 30 * minute)
    story.file = "ship.xml"
    story.ship(["P1"], at: day)
    let near = try DerivedCatalog(story)
    #expect(try near.defects().isEmpty)
    #expect(
      try near.rows(
        "SELECT r.shipment_event = s.shipment_event, r.units FROM all_receipt r, all_shipment s")
        == ["1 4"])
    story.events[story.events.count - 2].at = day - 3 * hour
    #expect(try DerivedCatalog(story).defects() == ["out_of_order P1 receive_before_ship"])
  }
}

struct DerivationExportTests {
  @Test func packsDecommissionedForExportStayInTheirPallet() throws {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    story.pack(["A1", "A2"], into: "P1", at: minute)
    story.partners.append((gln: "3PLX", role: "3pl", infers: true, own: false))
    story.decommission(["A1", "A2"], at: day - hour, place: "3PLX")
    story.ship(["P1"], at: day)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.shipped(atMs: day) == ["A1", "A2", "P1"])
    #expect(try catalog.rows("SELECT units FROM all_shipment") == ["2"])
    #expect(
      try catalog.defects() == ["shipped_after_end A1 inherited", "shipped_after_end A2 inherited"])
  }

  @Test func aSerialCommissionedAnewIsInNothingItsFormerLifeWasIn() throws {
    let story = Story()
    story.commission(["A1"], at: 0)
    story.pack(["A1"], into: "P1", at: minute)
    story.decommission(["A1"], at: hour)
    story.commission(["A1"], at: 2 * hour)
    story.pack(["A1"], into: "P2", at: 3 * hour)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects() == ["recommissioned_after_end A1 same_lot"])
    #expect(try catalog.stays() == ["A1 P1 \(minute) \(2 * hour)", "A1 P2 \(3 * hour) -"])
  }
}
