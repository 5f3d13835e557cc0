import GRDB
import GS1
import Testing

@testable import Cataloging

@Suite struct ArtifactLoaderTests {
  private func row(_ catalog: Catalog, _ sql: String) throws -> Row {
    try #require(try catalog.read { try Row.fetchOne($0, sql: sql) })
  }

  private func defects(_ catalog: Catalog) throws -> [String] {
    try catalog.read {
      try String.fetchAll(
        $0, sql: "SELECT code || '/' || coalesce(field, '') FROM defect ORDER BY 1")
    }
  }

  @Test func fillsTheColumnsOfACommissioning() throws {
    let catalog = try Catalog.inMemory()
    let summary = try catalog.write {
      try Samples.load([Samples.commissioning([Samples.unit("A1"), Samples.unit("A2")])], into: $0)
    }
    #expect(summary.events == 1)
    #expect(summary.references == 2)
    #expect(summary.newEPCs == 2)
    let event = try row(catalog, "SELECT * FROM all_event")
    #expect(event["event_type"] == "object")
    #expect(event["action"] == "add")
    #expect(event["biz_step"] == "commissioning")
    #expect(event["event_ms"] == 1_782_892_800_000)
    #expect(event["event_day"] == 20_635)
    #expect(event["read_point_gln"] == "9520000000011")
    #expect(event["read_point_ext"] == "L1")
    #expect(event["location_ext"] as String? == nil)
    #expect(event["lot"] == "L1")
    #expect(event["expiry_day"] == CivilDay.parseISO("2028-06-30"))
    #expect(event["ilmd_place"] == "ilmd")
    #expect(event["epc_count"] == 2)
    #expect(event["extra"] as String? == nil)
    let lot = try row(
      catalog, "SELECT l.lot, p.gtin FROM all_lot l JOIN product p USING (product_id)")
    #expect(lot["gtin"] == Samples.gtin)
    #expect(try defects(catalog) == [])
  }

  @Test func blanksAroundTheIDsOfEventsDoNotPartThem() throws {
    let catalog = try Catalog.inMemory()
    var event = Samples.commissioning([Samples.unit("A1")])
    event.eventID = "\n  urn:uuid:1\n"
    event.errorDeclaration = ErrorDeclaration(time: nil, timeText: "", reason: nil)
    event.errorDeclaration?.correctiveEventIDs = [" urn:uuid:2 "]
    _ = try catalog.write { [event] in try Samples.load([event], into: $0) }
    #expect(try row(catalog, "SELECT event_uri FROM all_event")["event_uri"] == "urn:uuid:1")
    let correction = try row(catalog, "SELECT corrective_uri FROM event_correction")
    #expect(correction["corrective_uri"] == "urn:uuid:2")
  }

  @Test func aStructureInPlaceOfALotIsKeptAndTold() throws {
    let catalog = try Catalog.inMemory()
    var event = Samples.commissioning([Samples.unit("A1")])
    event.attributes = [
      EventAttribute(
        place: .ilmd, namespace: "urn:epcglobal:cbv:mda", name: "lotNumber",
        value: "{\"value\":\"L1\"}")
    ]
    _ = try catalog.write { [event] in try Samples.load([event], into: $0) }
    let found = try row(catalog, "SELECT lot, extra FROM all_event")
    #expect(found["lot"] as String? == nil)
    #expect((found["extra"] as String?)?.contains("lotNumber") == true)
    #expect(try defects(catalog).contains("element_unexpected/lot"))
  }

  @Test func keepsPartiesAndDocumentsOfAShipment() throws {
    let catalog = try Catalog.inMemory()
    _ = try catalog.write {
      try Samples.load([Samples.shipping([Samples.unit("A1")])], into: $0)
    }
    let event = try row(catalog, "SELECT * FROM all_event")
    #expect(event["from_owner_gln"] == "9520000000011")
    #expect(event["to_owner_gln"] == "9520000000028")
    #expect(event["to_gln"] == "9520000000035")
    #expect(event["po"] == "PO/77")
    #expect(event["po_gln"] == "9520000000028")
    #expect(event["transaction_count"] == 1)
    #expect(event["ilmd_place"] == "none")
    let count = try catalog.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM event_party") }
    #expect(count == 4)
  }

  @Test(arguments: [true, false])
  func keepsAListOfNewSerialsAsOneRow(isFirst: Bool) throws {
    let catalog = try Catalog.inMemory()
    // Serials in no order, as they are drawn.
    let units = (0..<300).map { Samples.unit("S\($0 * 7919 % 1000)") }
    let other = (0..<3).map { Samples.unit("T\($0)", gtin: "09506000117843") }
    let cache = LoadCache()
    if !isFirst {
      _ = try catalog.write { try Samples.load([Samples.commissioning([units[100]])], into: $0) }
    }
    try catalog.write { db in
      try EPCIndex.deferred(db, by: cache)
      #expect(cache.holdsEveryEPC == isFirst)
      let loader = try ArtifactLoader(
        db, artifact: Samples.artifact(db, path: "more.xml"), nowMs: Samples.nowMs, cache: cache)
      try loader.event(Samples.commissioning(units + other))
      try loader.event(Samples.packing("(00)095200000000000011", Array(units[10..<58])))
      try loader.event(Samples.shipping([units[3], units[4], units[3], units[2]]))
      #expect(try loader.finish().references == 303 + 49 + 4)
      try EPCIndex.make(db, for: cache)
    }
    let runs = try catalog.read { db in
      try Int.fetchAll(
        db,
        sql: """
          SELECT last_epc - first_epc + 1 FROM epc_run WHERE event_id > ? ORDER BY run_id
          """, arguments: [isFirst ? 0 : 1])
    }
    let packed = [1, 48]
    let listed = [2, 1, 1]
    #expect(runs == (isFirst ? [300, 3] : [100, 1, 199, 3]) + packed + listed)
    let serials = try catalog.read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT e.serial FROM event_epc x JOIN epc e USING (epc_id) JOIN all_event v USING (event_id)
          WHERE v.biz_step = 'commissioning' AND x.event_id > \(isFirst ? 0 : 1)
          ORDER BY x.run_id, x.epc_id
          """)
    }
    #expect(serials.prefix(300) == units.map { String($0.dropFirst(22)) }[...])
  }

  @Test func keepsDocumentOrderAndParent() throws {
    let catalog = try Catalog.inMemory()
    let units = ["B", "A", "C"].map { Samples.unit($0) }
    _ = try catalog.write {
      try Samples.load([Samples.packing("(00)095200000000000011", units)], into: $0)
    }
    let serials = try catalog.read {
      try String.fetchAll(
        $0,
        sql: """
          SELECT e.serial || '/' || x.role FROM event_epc x JOIN epc e USING (epc_id)
          ORDER BY x.run_id, x.epc_id
          """)
    }
    #expect(serials == ["095200000000000011/3", "B/2", "A/2", "C/2"])
    let event = try row(
      catalog, "SELECT e.kind FROM all_event a JOIN epc e ON e.epc_id = a.parent_id")
    #expect(event["kind"] == 2)
  }

  @Test func givesOneIdToAllSpellingsOfAnEPC() throws {
    let catalog = try Catalog.inMemory()
    let spellings = [
      "urn:epc:id:sgtin:950600.0013435.A%2F1", "https://id.gs1.org/01/09506000134352/21/A%2F1",
      "(01)09506000134352(21)A/1",
    ]
    _ = try catalog.write {
      try Samples.load(spellings.map { Samples.commissioning([$0]) }, into: $0)
    }
    let count = try catalog.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM epc") }
    #expect(count == 1)
  }

  @Test func usesTheZoneOfTheSourceWhenATimeHasNone() throws {
    let catalog = try Catalog.inMemory()
    let event = Samples.commissioning(
      [Samples.unit("A1")], at: "2026-07-01T23:30:00", zone: nil)
    _ = try catalog.write {
      try Samples.load([event], into: $0, zone: "America/New_York")
    }
    let found = try row(catalog, "SELECT event_ms, event_day FROM all_event")
    #expect(found["event_ms"] == InstantText.parse("2026-07-02T03:30:00Z")?.milliseconds)
    #expect(found["event_day"] == CivilDay.parseISO("2026-07-01"))
    #expect(try defects(catalog) == ["time_zone_missing/event_time"])
  }

  @Test func usesTheStatedOffsetBeforeTheZoneOfTheSource() throws {
    let catalog = try Catalog.inMemory()
    let event = Samples.commissioning(
      [Samples.unit("A1")], at: "2026-07-01T23:30:00", zone: "+09:00")
    _ = try catalog.write { try Samples.load([event], into: $0, zone: "America/New_York") }
    let found = try row(catalog, "SELECT event_ms, event_day FROM all_event")
    #expect(found["event_ms"] == InstantText.parse("2026-07-01T14:30:00Z")?.milliseconds)
    #expect(found["event_day"] == CivilDay.parseISO("2026-07-01"))
  }

  @Test func readsLotAndExpiryFromOlderPlaces() throws {
    let catalog = try Catalog.inMemory()
    var ushc = Samples.commissioning([Samples.unit("A1")], lot: nil, expiry: nil)
    let namespace = "http://epcis.gs1us.org/hc/ns"
    ushc.attributes = [
      EventAttribute(place: .event, namespace: namespace, name: "lotNumber", value: "U1"),
      EventAttribute(
        place: .event, namespace: namespace, name: "itemExpirationDate", value: "2028-02-00"),
    ]
    var sap = Samples.commissioning([Samples.unit("A2")], lot: nil, expiry: nil)
    sap.attributes = [
      EventAttribute(place: .vendor, namespace: "", name: "LOTNO", value: "S1"),
      EventAttribute(place: .vendor, namespace: "", name: "DATEX", value: "20280229"),
      EventAttribute(place: .vendor, namespace: "", name: "MATNR", value: "4711"),
    ]
    var line = Samples.commissioning([Samples.unit("A3")], lot: nil, expiry: nil)
    line.attributes = [
      EventAttribute(place: .vendor, namespace: "urn:v", name: "BATCH", value: "B1"),
      EventAttribute(place: .vendor, namespace: "urn:v", name: "EXPIRY", value: "20280229"),
      EventAttribute(place: .event, namespace: "urn:v", name: "lot", value: "not this one"),
    ]
    _ = try catalog.write { try Samples.load([ushc, sap, line], into: $0) }
    let rows = try catalog.read {
      try Row.fetchAll(
        $0, sql: "SELECT lot, ilmd_place, expiry_day, extra FROM all_event ORDER BY event_id")
    }
    let day = CivilDay.parseISO("2028-02-29")
    #expect(rows.map { $0["lot"] as String? } == ["U1", "S1", "B1"])
    #expect(rows.map { $0["ilmd_place"] as String? } == ["ushc", "sap", "vendor"])
    #expect(rows.map { $0["expiry_day"] as Int? } == [day, day, day])
    #expect(
      rows[1]["extra"]
        == #"{"attributes":[{"name":"MATNR","place":"vendor","value":"4711"}]}"#)
    #expect(try defects(catalog) == ["day_zero/expiry"])
  }

  @Test func takesBadRecordsInAndSaysWhatIsWrong() throws {
    let catalog = try Catalog.inMemory()
    var event = Samples.commissioning(
      ["(01)09506000134351(21)A1", "nonsense"], expiry: "soon", at: "yesterday")
    event.action = nil
    event.actionText = "INSERT"
    event.bizStep = EventWord("comissioning", .bizStep)
    event.readPoint = EventParty("9520000000012")
    _ = try catalog.write { try Samples.load([event], into: $0) }
    #expect(
      try defects(catalog) == [
        "action_unknown/action", "bad_check_digit/epc", "bad_check_digit/read_point",
        "expiry_unreadable/expiry", "time_unreadable/event_time", "unknown_scheme/epc",
        "word_unknown/biz_step",
      ])
    let linked = try row(
      catalog,
      """
      SELECT count(*) FROM defect d JOIN epc e USING (epc_id)
      JOIN all_event a ON a.event_id = d.record_id
      """)
    #expect(linked[0] == 2)
    let taken = try row(catalog, "SELECT records_read, records_taken FROM artifact")
    #expect(taken["records_taken"] == 1)
  }

  @Test func listsAnIdentifierOncePerArtifact() throws {
    let catalog = try Catalog.inMemory()
    let bad = "(01)09506000134351(21)A1"
    _ = try catalog.write {
      _ = try Samples.load([Samples.commissioning([bad]), Samples.shipping([bad])], into: $0)
      return try Samples.load([Samples.shipping([bad])], into: $0, path: "second.xml")
    }
    #expect(try defects(catalog) == ["bad_check_digit/epc", "bad_check_digit/epc"])
  }

  @Test func keepsSpellingsThatCannotBeMadeAgain() throws {
    let catalog = try Catalog.inMemory()
    let text = " urn:epc:id:sgtin:950600.0013435.A1\n"
    _ = try catalog.write { try Samples.load([Samples.commissioning([text])], into: $0) }
    let raw = try catalog.read { try String.fetchOne($0, sql: "SELECT raw FROM epc_spelling") }
    #expect(raw == text)
  }

  @Test func keepsTheDomainOfAFirmsLinksOnceAnEvent() throws {
    let catalog = try Catalog.inMemory()
    let own = (1...3).map { "https://id.pharma.example/01/09506000134352/21/A\($0)" }
    let other = "https://id.other.example/01/09506000134352/21/B1"
    try catalog.write {
      _ = try Samples.load(
        [Samples.commissioning(own + [other]), Samples.shipping(own)], into: $0)
    }
    let rows = try catalog.read {
      try Row.fetchAll($0, sql: "SELECT event_id, epc_id, raw FROM epc_spelling ORDER BY rowid")
    }
    #expect(rows.map { $0["epc_id"] } == [0, 4, 0])
    #expect(
      rows.map { $0["raw"] } == ["https://id.pharma.example", other, "https://id.pharma.example"])
    let runs = try catalog.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM epc_run") }
    #expect(runs == 2)
  }

  @Test func addsTheRecordLedgerUp() throws {
    let catalog = try Catalog.inMemory()
    try catalog.write { db in
      let loader = try ArtifactLoader(
        db, artifact: Samples.artifact(db), nowMs: Samples.nowMs)
      try loader.event(Samples.commissioning([Samples.unit("A1")]))
      for _ in 1...5 { loader.countUnchanged() }
      try loader.quarantine(reason: "truncated", position: SourcePosition(line: 9))
      let summary = try loader.finish()
      #expect(summary.records.read == 7)
      let row = try Row.fetchOne(db, sql: "SELECT * FROM artifact")
      #expect(row?["records_read"] == 7)
      #expect(row?["records_quarantined"] == 1)
      let tally = try Int.fetchOne(db, sql: "SELECT examined FROM tally WHERE code = 'epc'")
      #expect(tally == 1)
    }
  }

  @Test func findsEPCsOfEarlierArtifactsThroughAColdCache() throws {
    let catalog = try Catalog.inMemory()
    let units = (1...500).map { Samples.unit("S\($0)") }
    let first = try catalog.write {
      try Samples.load([Samples.commissioning(units)], into: $0)
    }
    let second = try catalog.write {
      try Samples.load(
        [Samples.shipping(units.reversed() + [Samples.unit("NEW")])], into: $0, path: "b.xml")
    }
    #expect(first.newEPCs == 500)
    #expect(second.newEPCs == 1)
    #expect(second.references == 501)
  }

  @Test func mixesNewAndKnownEPCsInEveryProportion() throws {
    let catalog = try Catalog.inMemory()
    func load(_ range: some Sequence<Int>, _ path: String) throws -> Int {
      let units = range.map { Samples.unit("S\(10_000 + $0)") }
      return try catalog.write {
        try Samples.load([Samples.shipping(units)], into: $0, path: path).newEPCs
      }
    }
    #expect(try load(stride(from: 0, to: 1_000, by: 7), "a") == 143)
    #expect(try load(0..<1_000, "b") == 857)
    #expect(try load(990..<1_200, "c") == 200)
    let (epcs, references, joined) = try catalog.read { db in
      (
        try Int.fetchOne(db, sql: "SELECT count(DISTINCT serial) FROM epc"),
        try Int.fetchOne(db, sql: "SELECT count(*) FROM event_epc"),
        try Int.fetchOne(db, sql: "SELECT count(*) FROM event_epc JOIN epc USING (epc_id)")
      )
    }
    #expect(epcs == 1_200)
    #expect(references == 143 + 1_000 + 210)
    #expect(joined == references)
    let order = try catalog.read {
      try String.fetchAll(
        $0,
        sql: "SELECT serial FROM event_epc JOIN epc USING (epc_id) ORDER BY run_id, epc_id")
    }
    #expect(order.suffix(210) == (990..<1_200).map { "S\(10_000 + $0)" }[...])
  }

  @Test func forgetsIdsOfARolledBackTransaction() throws {
    struct Stop: Error {}
    let catalog = try Catalog.inMemory()
    let cache = LoadCache()
    let (source, run) = try catalog.write { db in
      (
        try SourceRegister.upsert(db, name: "line", kind: "epcis", place: "in"),
        try RunLog.begin(db, command: "collect", startedMs: 0)
      )
    }
    let register = ArtifactRegister(source: source, run: run, nowMs: 1)
    let facts = ArtifactFacts(path: "a.xml", sha256: "00", stamp: ArtifactStamp(bytes: 1))
    #expect(throws: Stop.self) {
      _ = try catalog.load(
        facts, original: nil, register: register, timeZone: nil, nowMs: 1, cache: cache
      ) { loader in
        try loader.event(Samples.commissioning([Samples.unit("A1")]))
        try loader.flush()
        throw Stop()
      }
    }
    let empty = try catalog.read { db in
      try ["artifact", "record", "all_event", "event_epc", "epc", "product"].map {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)")
      }
    }
    #expect(empty.allSatisfy { $0 == 0 })
    _ = try catalog.load(
      facts, original: nil, register: register, timeZone: nil, nowMs: 1, cache: cache
    ) { try $0.event(Samples.commissioning([Samples.unit("A1")])) }
    let joined = try catalog.read {
      try Int.fetchOne(
        $0,
        sql: """
          SELECT count(*) FROM event_epc JOIN epc USING (epc_id) JOIN product USING (product_id)
          """)
    }
    #expect(joined == 1)
  }

  @Test func knowsEveryIssueCodeOfIdentifiers() {
    for entry in IdentifierIssue.list {
      #expect(DefectCode(rawValue: entry.code) != nil, "\(entry.code)")
    }
    for code in DefectCode.allCases { #expect(code.summary != code.rawValue, "\(code)") }
  }
}
