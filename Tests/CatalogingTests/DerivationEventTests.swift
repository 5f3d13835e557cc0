import Cataloging
import Testing

private let minute = Story.minute
private let hour = Story.hour
private let day = Story.day

struct DerivationEventTests {
  @Test func anEventToldInTwoFormatsActsOnce() throws {
    let story = Story()
    story.file = "b.json"
    story.commission(["A1"], at: 0)
    story.file = "a.xml"
    story.commission(["A1"], at: 0)
    for files in [["a.xml", "b.json"], ["b.json", "a.xml"]] {
      let catalog = try DerivedCatalog(story, files: files)
      #expect(try catalog.defects().isEmpty)
      #expect(try catalog.unit("A1", "commission_count") == "1")
      #expect(
        try catalog.rows(
          """
          SELECT a.path FROM ineffective_event i JOIN all_event e ON e.event_id = i.event_id
          JOIN artifact a ON a.artifact_id = e.artifact_id
          """) == ["b.json"])
    }
  }

  @Test func anErrorDeclarationIsNoDuplicateAndNeutralisesItsEvent() throws {
    let story = Story()
    story.commission(["A1"], at: 0)
    story.ship(["A1"], at: day)
    story.events[1].uri = "urn:uuid:1"
    var correction = story.events[1]
    correction.declared = 2 * day
    story.tell(correction)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.ineffective() == ["declaration", "declared_in_error"])
    #expect(try catalog.unit("A1", "state") == "commissioned")
    #expect(try catalog.rows("SELECT count(*) FROM all_shipment") == ["0"])
    let before = try DerivedCatalog(story, cutOff: day + hour)
    #expect(try before.unit("A1", "state") == "shipped")
  }

  @Test func aDeclarationWithoutEventIDFindsItsEventByHash() throws {
    let story = Story()
    story.commission(["A1"], at: 0)
    story.commission(["A1"], lot: "L2", at: hour)
    var correction = story.events[1]
    correction.declared = day
    story.file = "fix.xml"
    story.tell(correction)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects().isEmpty)
    #expect(try catalog.unit("A1", "commission_count") == "1")
  }

  @Test func aTransactionTiesGoodsToABusinessDocumentAndBeginsOrEndsNothing() throws {
    let story = Story()
    story.commission(["A1"], at: 0)
    for (epc, action, at) in [("A1", "delete", hour), ("A2", "add", hour)] {
      story.tell {
        ($0.type, $0.action, $0.epcs, $0.at, $0.po) = ("transaction", action, [epc], at, "PO1")
      }
    }
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.unit("A1", "state") == "commissioned")
    #expect(try catalog.unit("A1", "final_event") == "-")
    #expect(try catalog.unit("A2", "commission_count") == "0")
  }

  @Test(arguments: [
    ("destroyed", "destroyed"), ("dispensed", "dispensed"), ("retail_sold", "dispensed"),
    ("inactive", "decommissioned"), ("in_progress", "commissioned"),
  ])
  func aDeleteUnderAFirmsOwnStepEndsWhatItsDispositionSaysHasEnded(
    disposition: String, state: String
  ) throws {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    let step = "urn:firm:step:scrapping"
    story.act(step, ["A1"], disposition: disposition, action: "delete", at: hour)
    story.act(step, ["A2"], disposition: disposition, at: hour)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.unit("A1", "state") == state)
    #expect(try catalog.unit("A2", "state") == "commissioned")
  }

  @Test func aSerialThatStandsForManyIsNamedAtEachPackingAndNotForEachPair() throws {
    let story = Story()
    story.commission(["A1"], at: 0)
    for number in 1...30 { story.pack(["A1"], into: "C\(number)", at: Int64(number) * hour) }
    let catalog = try DerivedCatalog(story)
    let rows = try catalog.rows(
      "SELECT event_id, count(*) FROM life_defect WHERE code = 'two_parents' GROUP BY 1 ORDER BY 1")
    #expect(rows.count == 29)
    #expect(rows.first == "3 1")
    #expect(rows.last == "31 8")
  }

  @Test func eachOfManyReceiptsBelongsToAShipmentOfItsOwn() throws {
    let story = Story()
    story.commission(["A1"], at: 0)
    for number in 1...300 {
      story.ship(["A1"], to: "W1", at: Int64(number) * day)
      story.receive(["A1"], at: Int64(number) * day + hour)
    }
    let catalog = try DerivedCatalog(story)
    #expect(
      try catalog.rows("SELECT count(DISTINCT shipment_event) FROM receipt_unit") == ["300"])
  }

  @Test func supersededFilesDoNotActAbsentOnesDo() throws {
    let story = Story()
    story.file = "old.xml"
    story.commission(["A1"], lot: "L2", at: 0)
    story.file = "gone.xml"
    story.commission(["A1"], at: hour)
    story.superseded = ["old.xml"]
    story.absent = ["gone.xml"]
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.ineffective() == ["superseded_file"])
    #expect(try catalog.defects().isEmpty)
    #expect(try catalog.unit("A1", "commission_count") == "1")
  }

  @Test func aShippingDetailSecondsBeforeItsShipmentIsNoSecondShipment() throws {
    let story = Story()
    story.commission(["A1"], at: 0)
    story.ship(["A1"], at: day, po: "PO1")
    story.ship(["A1"], at: day + 5_000, po: "PO1")
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.ineffective() == ["shipping_detail"])
    #expect(try catalog.shipped(atMs: day + 5_000) == ["A1"])
    #expect(try catalog.defects().isEmpty)
    story.events[1].po = "PO2"
    #expect(try DerivedCatalog(story).defects() == ["shipped_twice A1"])
  }

  @Test func withinOneFileOfOneInstantDocumentOrderHolds() throws {
    let story = Story()
    story.commission(["C1", "C2"], lot: nil, expiry: nil, at: 0)
    story.commission(["A1"], at: 0)
    story.pack(["A1"], into: "C1", at: hour)
    story.unpack(["A1"], from: "C1", at: hour)
    story.pack(["A1"], into: "C2", at: hour)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects().isEmpty)
    #expect(try catalog.rows("SELECT seq FROM epc_event WHERE role = 2") == ["2", "3", "4"])
  }

  @Test func acrossFilesOfOneInstantTheStepsDecide() throws {
    let story = Story()
    story.file = "z.xml"
    story.commission(["A1", "C1"], at: 0)
    story.file = "y.xml"
    story.pack(["A1"], into: "C1", at: 0)
    story.file = "x.xml"
    story.ship(["C1"], at: 0)
    for files in [["x.xml", "y.xml", "z.xml"], ["z.xml", "y.xml", "x.xml"]] {
      let catalog = try DerivedCatalog(story, files: files)
      #expect(try catalog.defects().isEmpty)
      #expect(
        try catalog.rows(
          """
          SELECT a.biz_step FROM epc_event v JOIN epc e ON e.epc_id = v.epc_id
          JOIN all_event a ON a.event_id = v.event_id WHERE e.serial = 'A1' ORDER BY v.seq
          """) == ["commissioning", "packing"])
      #expect(try catalog.shipped(atMs: 0) == ["A1", "C1"])
    }
  }

  @Test func lotsThatDifferInSpellingAreSetAgainstTheEstablishedOne() throws {
    let story = Story()
    story.commission(["A1", "A2"], lot: "Q26047", at: 0)
    story.commission(["A3"], lot: "Q26O47", at: 0)
    story.commission(["A4"], lot: "Q26-047", at: 0)
    story.commission(["A5"], lot: "q26047", at: 0)
    let catalog = try DerivedCatalog(story)
    #expect(
      try catalog.rows(
        """
        SELECT l.lot, o.lot, v.kind FROM lot_variant v JOIN all_lot l ON l.lot_id = v.lot_id
        JOIN all_lot o ON o.lot_id = v.other_lot_id ORDER BY l.lot
        """) == [
          "Q26-047 Q26047 separator", "Q26O47 Q26047 confusable", "q26047 Q26047 case",
        ])
  }

  @Test func twoExpiriesOfOneLotAreCountedApart() throws {
    let story = Story()
    story.commission(["A1", "A2"], expiry: 21_000, at: 0)
    story.commission(["A3"], expiry: 21_001, at: hour)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.rows("SELECT expiry_day, units FROM lot_expiry") == ["21000 2", "21001 1"])
    #expect(try catalog.rows("SELECT expiry_day, expiries FROM lot_fact") == ["21000 2"])
  }
}

struct DerivationHierarchyTests {
  @Test func aSecondPackingNeverClosesTheFirst() throws {
    let story = Story()
    story.commission(["C1", "C2"], lot: nil, expiry: nil, at: 0)
    story.commission(["A1"], at: 0)
    story.pack(["A1"], into: "C1", at: hour)
    story.pack(["A1"], into: "C2", at: 2 * hour)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects() == ["two_parents A1"])
    #expect(try catalog.stays() == ["A1 C1 \(hour) -", "A1 C2 \(2 * hour) -"])
  }

  @Test func unpackingWithoutChildrenUnpacksAll() throws {
    let story = Story()
    story.commission(["C1", "C2"], lot: nil, expiry: nil, at: 0)
    story.commission(["A1", "A2"], at: 0)
    story.pack(["A1", "A2"], into: "C1", at: hour)
    story.unpack([], from: "C1", at: 2 * hour)
    story.pack(["A1"], into: "C2", at: 3 * hour)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects().isEmpty)
    #expect(
      try catalog.stays() == [
        "A1 C1 \(hour) \(2 * hour)", "A1 C2 \(3 * hour) -", "A2 C1 \(hour) \(2 * hour)",
      ])
  }

  @Test func takingALogisticsLabelOffFreesItsCases() throws {
    let story = Story()
    story.commission(["A1"], at: 0)
    story.commission(["C1"], lot: nil, at: 0)
    story.pack(["A1"], into: "C1", at: hour)
    story.pack(["C1"], into: "P1", at: hour)
    story.decommission(["P1"], at: 2 * hour)
    story.ship(["C1"], at: day)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects().isEmpty)
    #expect(try catalog.shipped(atMs: day) == ["A1", "C1"])
  }

  @Test func unitsOfADecommissionedCaseThatGoOnAloneLive() throws {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    story.commission(["C1"], lot: nil, at: 0)
    story.pack(["A1", "A2"], into: "C1", at: hour)
    story.decommission(["C1"], at: 2 * hour)
    story.ship(["A1"], at: day)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects().isEmpty)
    #expect(try catalog.unit("A1", "state") == "shipped")
    #expect(try catalog.unit("A2", "state") == "decommissioned")
  }

  @Test func aCircleIsNamedAndEndsNothing() throws {
    let story = Story()
    story.pack(["K2"], into: "K1", at: 0)
    story.pack(["K3"], into: "K2", at: hour)
    story.pack(["K1"], into: "K3", at: 2 * hour)
    story.pack(["K4"], into: "K4", at: 3 * hour)
    story.ship(["K1"], at: day)
    let catalog = try DerivedCatalog(story)
    #expect(
      try catalog.defects().filter { $0.hasPrefix("cycle") } == ["cycle K1", "cycle K4"])
    #expect(try catalog.shipped(atMs: day) == ["K1", "K2", "K3"])
  }

  @Test func whatLiesInALongChainOrRingIsCountedAsFarAsActsReach() throws {
    let story = Story()
    let count = 60
    story.commission(["A1"], at: 0)
    story.pack(["A1"], into: "K1", at: 1)
    for number in 1..<count {
      story.pack(["K\(number)"], into: "K\(number + 1)", at: Int64(number) + 1)
    }
    let chain = try DerivedCatalog(story)
    let counted = "SELECT sum(items), count(*) FROM container_content"
    #expect(try chain.rows(counted) == ["17 60"])
    story.pack(["K\(count)"], into: "K1", at: hour)
    #expect(try DerivedCatalog(story).rows(counted) == ["17 60"])
  }

  @Test func actsReachEightLevelsDownAndNoFurther() throws {
    let story = Story()
    for level in 0..<12 { story.pack(["K\(level + 1)"], into: "K\(level)", at: Int64(level)) }
    story.ship(["K0"], at: day)
    let catalog = try DerivedCatalog(story)
    #expect(
      try catalog.shipped(atMs: day) == ["K0", "K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8"])
    #expect(
      try catalog.defects().filter { $0.hasPrefix("nested_too_deep") }
        == (8...11).map { "nested_too_deep K\($0)" }.sorted())
  }

  @Test func nineContainersInEachOtherAreNamedWhicheverWasPackedLast() throws {
    let inside = Story()
    for level in 1...8 {
      inside.pack(["K\(level + 1)"], into: "K\(level)", at: Int64(level) * hour)
    }
    #expect(try DerivedCatalog(inside).defects().isEmpty)
    inside.pack(["K1"], into: "K0", at: day)
    #expect(try DerivedCatalog(inside).defects() == ["nested_too_deep K1"])

    let middle = Story()
    for level in [0, 1, 2, 3, 5, 6, 7, 8] {
      middle.pack(["K\(level + 1)"], into: "K\(level)", at: Int64(level) * hour)
    }
    middle.pack(["K5"], into: "K4", at: day)
    #expect(try DerivedCatalog(middle).defects() == ["nested_too_deep K5"])
    middle.unpack(["K4"], from: "K3", at: 20 * hour)
    #expect(try DerivedCatalog(middle).defects().isEmpty)
  }

  @Test func unpackingWhatIsNotInsideIsNamed() throws {
    let story = Story()
    story.commission(["C1"], lot: nil, expiry: nil, at: 0)
    story.commission(["A1", "A2", "A3"], at: 0)
    story.pack(["A1"], into: "C1", at: hour)
    story.unpack(["A2"], from: "C1", at: 2 * hour)
    story.unpack(["A3"], from: "C1", at: 2 * hour)
    story.pack(["A3"], into: "C1", at: 3 * hour)
    #expect(
      try DerivedCatalog(story).defects() == [
        "out_of_order A3 unpack_before_pack", "unpacked_nonmember A2",
      ])
  }

  @Test func aShipmentStampedBeforeItsPackingWithinTheSkewCarriesTheCase() throws {
    let story = Story()
    story.sources = ["a.xml": "a", "b.xml": "b"]
    story.file = "a.xml"
    story.ship(["P1"], at: hour)
    story.file = "b.xml"
    story.pack(["C1"], into: "P1", at: hour + 4 * minute)
    story.commission(["A1", "C1"], at: 0)
    story.pack(["A1"], into: "C1", at: minute)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.shipped(atMs: hour) == ["A1", "C1", "P1"])
    #expect(try catalog.defects().isEmpty)
  }
}
