import GRDB
import GS1
import Testing

@testable import Cataloging

/// An element with nothing in it says as little as none: a check that asks for what is absent must
/// not find a value in it.
@Suite struct EventBlankTests {
  private func load(_ event: EPCISEvent) throws -> Catalog {
    let catalog = try Catalog.inMemory()
    _ = try catalog.write { try Samples.load([event], into: $0) }
    return catalog
  }

  private func row(_ catalog: Catalog, _ sql: String = "SELECT * FROM all_event") throws -> Row {
    try #require(try catalog.read { try Row.fetchOne($0, sql: sql) })
  }

  private func defects(_ catalog: Catalog) throws -> [String] {
    try catalog.read {
      try String.fetchAll(
        $0,
        sql: """
          SELECT code || '/' || coalesce(field, '') FROM defect
          WHERE code <> 'surrounding_whitespace' ORDER BY 1
          """)
    }
  }

  private func nulls(_ row: Row, _ columns: [String]) -> [String] {
    columns.filter { row[$0] as String? == nil }
  }

  @Test(arguments: ["", " \n\t"])
  func blankPartiesAndOrdersOfAShipmentAreAbsent(blank: String) throws {
    var event = Samples.shipping([Samples.unit("A1")])
    for index in event.sources.indices { event.sources[index].party = EventParty(blank) }
    for index in event.destinations.indices { event.destinations[index].party = EventParty(blank) }
    event.bizTransactions[0].id = blank
    let catalog = try load(event)
    let columns = ["from_owner_gln", "to_owner_gln", "from_gln", "to_gln", "po"]
    let found = try row(catalog)
    #expect(nulls(found, columns) == columns)
    #expect(found["transaction_count"] == 0)
    for table in ["event_party", "event_transaction"] {
      #expect(try row(catalog, "SELECT count(*) AS n FROM \(table)")["n"] == 0)
    }
    #expect(Set(try defects(catalog).map { $0.split(separator: "/")[0] }) == ["empty_identifier"])
    #expect(try defects(catalog).contains("empty_identifier/destination_owning_party"))
    #expect(try defects(catalog).contains("empty_identifier/transaction"))
  }

  @Test func aPartyBehindABlankOneCounts() throws {
    var event = Samples.shipping([Samples.unit("A1")])
    event.destinations.insert(
      SourceOrDestination(type: event.destinations[0].type, party: EventParty("")), at: 0)
    #expect(try row(load(event))["to_owner_gln"] == "9520000000028")
  }

  @Test func anOrderWithoutItsNumberHasNone() throws {
    var event = Samples.shipping([Samples.unit("A1")])
    event.bizTransactions[0].id = "urn:epcglobal:cbv:bt:9520000000028: "
    let found = try row(load(event))
    #expect(found["po"] as String? == nil)
    #expect(found["po_gln"] == "9520000000028")
  }

  @Test(arguments: ["", "  "])
  func blankWordsAndPlacesAreAbsent(blank: String) throws {
    var event = Samples.commissioning([Samples.unit("A1")], lot: blank, expiry: blank)
    event.bizStep = EventWord(blank, .bizStep)
    event.disposition = EventWord(blank, .disposition)
    event.readPoint = EventParty(blank)
    event.bizLocation = EventParty(blank)
    event.eventID = blank
    let catalog = try load(event)
    let columns = [
      "biz_step", "disposition", "read_point_gln", "location_gln", "lot", "expiry_text",
      "event_uri",
    ]
    #expect(nulls(try row(catalog), columns) == columns)
    #expect(
      try defects(catalog) == [
        "empty_identifier/location", "empty_identifier/read_point", "serial_empty/lot",
        "value_missing/expiry", "word_missing/biz_step", "word_missing/disposition",
      ])
  }

  @Test func blankMasterDataIsAbsent() throws {
    let catalog = try Catalog.inMemory()
    var element = EPCISDocumentHeader.VocabularyElement(
      type: "urn:epcglobal:epcis:vtype:Location", id: "urn:epc:id:sgln:952000000.001.0",
      position: SourcePosition())
    element.attributes = [("name", ""), ("city", "  "), ("postalCode", "8000")].map {
      EPCISDocumentHeader.VocabularyAttribute(id: "urn:epcglobal:cbv:mda#\($0.0)", value: $0.1)
    }
    try catalog.write { [element] db in
      let loader = try ArtifactLoader(db, artifact: Samples.artifact(db), nowMs: Samples.nowMs)
      try loader.masterData(element, document: nil)
      _ = try loader.finish()
    }
    let found = try row(catalog, "SELECT * FROM master_location")
    #expect(nulls(found, ["name", "street", "city", "postal_code"]) == ["name", "street", "city"])
  }

  /// Exports write the elements of one guideline empty and fill those of another.
  @Test func aBlankLotHidesNoOther() throws {
    var event = Samples.commissioning([Samples.unit("A1")], lot: "", expiry: " ")
    let namespace = "http://epcis.gs1us.org/hc/ns"
    event.attributes += [
      EventAttribute(place: .event, namespace: namespace, name: "lotNumber", value: "U1"),
      EventAttribute(
        place: .event, namespace: namespace, name: "itemExpirationDate", value: "2028-06-30"),
    ]
    let catalog = try load(event)
    let found = try row(catalog)
    #expect(found["lot"] == "U1")
    #expect(found["expiry_day"] == CivilDay.parseISO("2028-06-30"))
    #expect(found["ilmd_place"] == "ushc")
    #expect(try defects(catalog) == [])
  }

  /// A firm's own number of the same name is not the lot of the label.
  @Test func theStandardsLotComesBeforeAVendors() throws {
    func attribute(_ place: EventAttribute.Place, _ namespace: String, _ value: String)
      -> EventAttribute
    {
      EventAttribute(place: place, namespace: namespace, name: "lotNumber", value: value)
    }
    let (mda, ushc, own) = ("urn:epcglobal:cbv:mda:", "http://epcis.gs1us.org/hc/ns", "http://v/")
    for attributes in [
      [attribute(.ilmd, own, "V"), attribute(.ilmd, mda, "L")],
      [attribute(.event, own, "V"), attribute(.event, ushc, "L")],
      [attribute(.ilmd, own, "V"), attribute(.event, ushc, "L")],
      [attribute(.event, own, "V"), attribute(.ilmd, "", "L")],
    ] {
      var event = Samples.commissioning([Samples.unit("A1")], lot: nil)
      event.attributes += attributes
      let catalog = try load(event)
      #expect(try row(catalog)["lot"] == "L")
      #expect(try defects(catalog) == ["lot_contradicted/lot"])
    }
  }

  /// The master data of a transformation is of what comes out of it.
  @Test func theLotOfATransformationIsThatOfItsOutputs() throws {
    let made = "09506000117843"
    var units = Samples.commissioning([], lot: "PACK")
    units.type = .transformation
    units.action = nil
    units.epcs = [
      EPCReference(parsing: Samples.unit("B1"), role: .input),
      EPCReference(parsing: Samples.unit("P1", gtin: made), role: .output),
    ]
    var classes = units
    classes.epcs = []
    classes.quantities = [
      QuantityElement(
        parsingClass: "(01)\(Samples.gtin)(10)BULK", quantityText: "5", uom: "KGM", role: .input),
      QuantityElement(
        parsingClass: "(01)\(made)", quantityText: "100", uom: nil, role: .output),
    ]
    for event in [units, classes] {
      let lots = try load(event).read {
        try String.fetchAll(
          $0,
          sql: """
            SELECT p.gtin || '/' || l.lot FROM all_lot l JOIN product p USING (product_id)
            WHERE l.lot <> 'BULK'
            """)
      }
      #expect(lots == ["\(made)/PACK"])
    }
  }

  @Test func aUUIDIsOneInWhateverCase() throws {
    var event = Samples.commissioning([Samples.unit("A1")])
    event.eventID = "URN:UUID:9C6F3D5E-0000-4000-8000-00000000ABCD"
    #expect(
      try row(load(event))["event_uri"] == "urn:uuid:9c6f3d5e-0000-4000-8000-00000000abcd")
    event.eventID = "ni:///sha-256;ABcd?ver=CBV2.0"
    #expect(try row(load(event))["event_uri"] == "ni:///sha-256;ABcd?ver=CBV2.0")
  }

  @Test func anOffsetWithoutItsColonIsReadAndTold() throws {
    let event = Samples.commissioning(
      [Samples.unit("A1")], at: "2026-07-01T23:30:00Z", zone: "+0200")
    let catalog = try load(event)
    #expect(try row(catalog)["event_day"] == CivilDay.parseISO("2026-07-02"))
    #expect(try defects(catalog) == ["loose_time_form/event_zone"])
  }
}
