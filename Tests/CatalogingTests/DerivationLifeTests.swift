import Cataloging
import Testing

private let minute = Story.minute
private let hour = Story.hour
private let day = Story.day

struct DerivationLifeTests {
  /// Two units in a case on a pallet, shipped after two days.
  private func cleanStory() -> Story {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    story.commission(["C1"], lot: nil, expiry: nil, at: minute)
    story.pack(["A1", "A2"], into: "C1", at: 2 * minute)
    story.pack(["C1"], into: "P1", at: hour)
    story.ship(["P1"], at: 2 * day)
    return story
  }

  @Test func aCleanLifeHasNoDefect() throws {
    let catalog = try DerivedCatalog(cleanStory())
    #expect(try catalog.defects().isEmpty)
    #expect(try catalog.shipped(atMs: 2 * day) == ["A1", "A2", "C1", "P1"])
    #expect(try catalog.unit("A1", "state") == "shipped")
    #expect(try catalog.unit("A1", "ship_count") == "1")
    #expect(
      try catalog.rows(
        "SELECT commissioned, shipped, in_stock, packed FROM lot_fact") == ["2 2 0 0"])
    #expect(
      try catalog.rows(
        """
        SELECT e.serial, c.children, c.items, c.products, c.lots FROM container_content c
        JOIN epc e ON e.epc_id = c.container_id ORDER BY e.serial
        """) == ["C1 2 2 1 1", "P1 1 2 1 1"])
    #expect(
      try catalog.rows("SELECT listed, units, containers, is_sale FROM all_shipment")
        == ["1 2 2 1"])
    #expect(try catalog.rows("SELECT units FROM shipment_lot") == ["2"])
  }

  @Test func aUnitShippedInACaseButNeverCommissionedIsNamed() throws {
    let story = cleanStory()
    story.events[0].epcs = ["A1"]
    let catalog = try DerivedCatalog(story)
    #expect(
      try catalog.defects() == ["never_commissioned A2 packed", "never_commissioned A2 shipped"])
  }

  @Test func aSerialThatDiffersOnlyInSpellingNamesItsTwin() throws {
    let story = Story()
    story.commission(["0A1", "BO2", "x3"], at: 0)
    story.ship(["A1", "B02", "X3"], at: day)
    let catalog = try DerivedCatalog(story)
    #expect(
      try catalog.defects().filter { $0.hasPrefix("spelling") } == [
        "spelling_variant A1 zeros", "spelling_variant B02 confusable", "spelling_variant X3 case",
      ])
  }

  @Test func aMisspeltSerialThatIsOnlyLookedAtNamesItsTwin() throws {
    let story = Story()
    story.commission(["0A1"], at: 0)
    story.act("inspecting", ["A1"], disposition: "conformant", at: day)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects() == ["spelling_variant A1 zeros"])
  }

  @Test func theEarliestCommissioningGivesTheLot() throws {
    let story = Story()
    story.commission(["A1"], lot: "L2", at: hour, place: "CMO")
    story.commission(["A1"], lot: "L1", at: 0)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects() == ["commissioned_twice A1 other_lot+other_site"])
    #expect(
      try catalog.rows(
        "SELECT l.lot FROM all_unit u JOIN all_lot l ON l.lot_id = u.lot_id") == ["L1"])
  }

  @Test func aSerialUsedAgainAfterDecommissioningIsNamed() throws {
    let story = Story()
    story.commission(["A1"], at: 0)
    story.decommission(["A1"], at: hour)
    story.commission(["A1"], lot: "L2", at: day)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects() == ["recommissioned_after_end A1 other_lot"])
    #expect(try catalog.unit("A1", "state") == "commissioned")
  }

  @Test func commissioningAfterUseIsNamedOnlyBeyondTheClocksSkew() throws {
    let story = Story()
    story.file = "pack.xml"
    story.sources["pack.xml"] = "packer"
    story.pack(["A1", "A2"], into: "P1", at: 0)
    story.file = "line.xml"
    story.commission(["A1"], at: 4 * minute)
    story.commission(["A2"], at: 6 * minute)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects() == ["commissioned_after_use A2"])
  }

  @Test func anUploadStampedAtOneSecondIsNoDefectWhateverItsOrder() throws {
    let story = Story()
    story.pack(["A1"], into: "C1", at: 500)
    story.pack(["C1"], into: "P1", at: 300)
    story.commission(["A1", "C1"], at: 900)
    story.ship(["P1"], at: 100)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects().isEmpty)
    #expect(try catalog.shipped(atMs: 100) == ["A1", "C1", "P1"])
  }

  @Test func packingAndShippingAfterTheEndAreNamed() throws {
    let story = Story()
    story.commission(["A1", "A2", "A3"], at: 0)
    story.decommission(["A1", "A2"], at: hour)
    story.destroy(["A3"], at: hour)
    story.pack(["A1"], into: "P1", at: 2 * hour)
    story.ship(["P1"], at: day)
    story.ship(["A2", "A3"], at: day)
    let catalog = try DerivedCatalog(story)
    #expect(
      try catalog.defects() == [
        "packed_after_end A1 decommissioned", "shipped_after_end A1 inherited",
        "shipped_after_end A2 own", "shipped_after_end A3 own",
      ])
  }

  @Test func aSampleLeftOnRecordInAShippedCaseIsNamedUnlessItWasUnpacked() throws {
    let story = cleanStory()
    story.file = "lims.xml"
    story.decommission(["A1"], at: day)
    #expect(try DerivedCatalog(story).defects() == ["shipped_after_end A1 inherited"])
    story.unpack(["A1"], from: "C1", at: day + hour)
    #expect(try DerivedCatalog(story).defects().isEmpty)
  }

  @Test func samplesDecommissionedAtLotEndAreSilent() throws {
    let story = cleanStory()
    story.commission(["S1", "S2"], at: 3 * minute)
    story.act("sampling", ["S1"], disposition: "non_sellable_other", at: hour)
    story.decommission(["S1", "S2"], at: day)
    story.destroy(["S2"], at: 30 * day)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects().isEmpty)
    #expect(
      try catalog.rows(
        "SELECT commissioned, shipped, sampled, decommissioned, destroyed FROM lot_fact")
        == ["4 2 0 1 1"])
    #expect(try catalog.unit("S2", "state") == "destroyed")
  }

  @Test func aSecondDispensingIsNamedADoubleScanIsNot() throws {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    story.act("dispensing", ["A1", "A2"], disposition: "dispensed", at: day, place: "RX")
    story.act(
      "dispensing", ["A1"], disposition: "dispensed", at: day + 40_000, place: "RX")
    story.act("dispensing", ["A2"], disposition: "dispensed", at: 3 * day, place: "RX")
    #expect(try DerivedCatalog(story).defects() == ["ended_twice A2 dispensed"])
  }

  @Test func anEventAfterDestructionIsNamed() throws {
    let story = Story()
    story.commission(["A1"], at: 0)
    story.destroy(["A1"], at: day)
    story.act("storing", ["A1"], at: 2 * day)
    #expect(try DerivedCatalog(story).defects() == ["event_after_end A1 destroyed"])
  }

  @Test func takingADestroyedPackOutOfItsCaseIsAnEventAfterItsEnd() throws {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    story.commission(["C1"], lot: nil, at: 0)
    story.pack(["A1", "A2"], into: "C1", at: hour)
    story.destroy(["A1"], at: day)
    story.act("dispensing", ["A2"], disposition: "dispensed", at: day, place: "RX")
    story.unpack(["A1", "A2"], from: "C1", at: 4 * day, place: "RX")
    #expect(try DerivedCatalog(story).defects() == ["event_after_end A1 destroyed"])
  }

  @Test func aRejectThatNeverLeftAndComesBackIsNamed() throws {
    let story = Story()
    story.commission(["A1", "A2", "A3"], at: 0)
    story.decommission(["A1"], at: hour)
    story.act("sampling", ["A2"], disposition: "non_sellable_other", at: hour)
    story.destroy(["A3"], at: hour)
    story.receive(["A1"], at: 9 * day, place: "OWN", returned: true)
    story.ship(["A2", "A3"], from: "W1", to: "OWN", at: 8 * day, returned: true)
    #expect(
      try DerivedCatalog(story).defects() == [
        "event_after_end A1 decommissioned", "event_after_end A2 sampled",
        "event_after_end A3 destroyed",
      ])
  }

  @Test func expiredStockThatABuyerSendsBackIsSilent() throws {
    let story = Story()
    story.commission(["A1"], at: 0)
    story.ship(["A1"], at: day)
    story.decommission(["A1"], at: 300 * day, place: "W1")
    story.ship(["A1"], from: "W1", to: "OWN", at: 301 * day, returned: true)
    story.receive(["A1"], at: 302 * day, place: "OWN", returned: true)
    #expect(try DerivedCatalog(story).defects().isEmpty)
  }

  @Test func aDestroyedCaseThatIsSoldIsNamedWithWhatItHeld() throws {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    story.commission(["C1"], lot: nil, at: 0)
    story.pack(["A1", "A2"], into: "C1", at: hour)
    story.destroy(["C1"], at: day)
    story.ship(["C1"], at: 2 * day)
    #expect(
      try DerivedCatalog(story).defects() == [
        "shipped_after_end A1 inherited", "shipped_after_end A2 inherited",
        "shipped_after_end C1 own",
      ])
  }

  @Test func aCaseDestroyedAboutWhenItIsSoldIsNamedEmpty() throws {
    let story = Story()
    story.sources = ["wms.xml": "wms"]
    story.commission(["A1"], at: 0)
    story.commission(["C1"], lot: nil, at: 0)
    story.pack(["A1"], into: "C1", at: hour)
    story.destroy(["C1"], at: day)
    story.file = "wms.xml"
    story.ship(["C1"], at: day + 3 * minute)
    #expect(try DerivedCatalog(story).defects() == ["empty_parent_shipped C1"])
  }

  @Test func aReturnOfAPackThatNeverLeftDoesNotTakeItOutOfItsCase() throws {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    story.pack(["A1", "A2"], into: "C1", at: hour)
    story.ship(["A1"], from: "W1", to: "OWN", at: 2 * day, returned: true)
    story.receive(["A1"], at: 3 * day, place: "OWN", returned: true)
    story.ship(["C1"], at: 4 * day)
    #expect(try DerivedCatalog(story).shipped(atMs: 4 * day) == ["A1", "A2", "C1"])
  }

  @Test func destroyingACaseDestroysWhatIsInItAtThatTime() throws {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    story.pack(["A1", "A2"], into: "C1", at: minute)
    story.commission(["C1"], lot: nil, at: 0)
    story.unpack(["A2"], from: "C1", at: hour)
    story.destroy(["C1"], at: day)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.unit("A1", "state") == "destroyed")
    #expect(try catalog.unit("A2", "state") == "commissioned")
    #expect(try catalog.defects().isEmpty)
  }

  /// Two units that become one of another lot.
  private func repackaging() -> Story {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    story.tell {
      ($0.type, $0.step, $0.disposition) = ("transformation", "repackaging", "active")
      ($0.inputs, $0.outputs, $0.lot, $0.at) = (["A1", "A2"], ["B1"], "R1", day)
      $0.expiry = 20_900
    }
    return story
  }

  @Test func repackagingEndsTheOldSerialsAndStartsTheNew() throws {
    let story = repackaging()
    story.ship(["B1"], at: 2 * day)
    story.ship(["A1"], at: 3 * day)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects() == ["shipped_after_end A1 own"])
    #expect(try catalog.unit("B1", "commission_count") == "1")
    #expect(try catalog.unit("A2", "state") == "decommissioned")
  }

  /// Systems tell a repackaging by what went in and out, and the new serials once more.
  @Test(arguments: ["R1", "R2"])
  func repackagingToldByCommissioningTooIsOneMaking(lot: String) throws {
    let story = repackaging()
    story.commission(["B1"], lot: lot, expiry: 20_900, at: day + Story.minute)
    let defects = try DerivedCatalog(story).defects()
    #expect(defects == (lot == "R1" ? [] : ["commissioned_twice B1 other_lot"]))
  }

  @Test func eventsWithoutTimeOrWithQuantitiesOnlyAreTakenQuietly() throws {
    let story = cleanStory()
    story.events[0].at = nil
    story.tell {
      ($0.step, $0.at, $0.quantityLots, $0.fromOwner, $0.toOwner) = (
        "shipping", day, ["L9"], "OWN", "W1"
      )
    }
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects().isEmpty)
    #expect(try catalog.unit("A1", "commission_ms") == "-")
    #expect(try catalog.rows("SELECT count(*) FROM all_shipment") == ["2"])
  }

  @Test func anEmptyCatalogDerivesToNothing() throws {
    let catalog = try DerivedCatalog(Story(), files: [])
    #expect(try catalog.rows("SELECT count(*) FROM all_unit") == ["0"])
  }

  @Test func whatIsDatedAfterTheCutOffIsUnseen() throws {
    let catalog = try DerivedCatalog(cleanStory(), cutOff: day)
    #expect(try catalog.unit("A1", "state") == "packed")
    #expect(try catalog.rows("SELECT count(*) FROM all_shipment") == ["0"])
    #expect(
      try catalog.rows(
        "SELECT at_event, items FROM container_content ORDER BY items") == ["0 2", "0 2"])
  }

  @Test func aCommissioningThatAnotherFileRepeatsForSomeSerialsIsTheSame() throws {
    let story = Story()
    story.file = "line.xml"
    story.commission(["A1", "A2"], at: 250)
    story.file = "sale.xml"
    story.commission(["A1"], at: 0)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects() == ["commissioning_told_again A1"])
    #expect(try catalog.unit("A1", "commission_count") == "1")
  }

  @Test func twoCommissioningsInOneFileAreTwo() throws {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    story.commission(["A1"], at: 500)
    #expect(try DerivedCatalog(story).defects() == ["commissioned_twice A1 same_lot"])
  }
}
