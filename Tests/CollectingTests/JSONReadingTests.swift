import Cataloging
import Collecting
import GS1
import Testing

enum JSONSample {
  static let commission = #"""
    {"type":"ObjectEvent","action":"ADD","eventTime":"2026-10-20T12:00:00Z",
     "eventTimeZoneOffset":"-04:00","bizStep":"commissioning","disposition":"active",
     "epcList":["https://id.gs1.org/01/00312345678906/21/A1",
                "https://id.gs1.org/01/00312345678906/21/A2"],
     "readPoint":{"id":"https://id.gs1.org/414/0312345000011/254/L1"},
     "bizLocation":{"id":"https://id.gs1.org/414/0312345000011"},
     "ilmd":{"cbvmda:lotNumber":"LOT1","cbvmda:itemExpirationDate":"2028-10-31"}}
    """#

  static func document(_ events: String) -> String {
    #"""
    {"@context":["https://ref.gs1.org/standards/epcis/epcis-context.jsonld",
      {"ex":"urn:ex:"}],"type":"EPCISDocument","schemaVersion":"2.0",
     "creationDate":"2026-11-02T15:00:00Z","epcisBody":{"eventList":[\#(events)]}}
    """#
  }

  static func object(_ epc: String, extra: String = "") -> String {
    #"{"type":"ObjectEvent","eventTime":"2026-10-20T12:00:00Z","epcList":["\#(epc)"]\#(extra)}"#
  }
}

@Suite struct JSONReadingTests {
  /// The members of an object have no order: a context says the same behind the events as before.
  @Test func aContextBehindTheEventsNamesWhatIsInThemAllTheSame() throws {
    let place = try Workplace()
    let context = "\"@context\":[{\"ex\":\"urn:ex:\"}],"
    let event = JSONSample.object(Sample.urn1, extra: ",\"ex:line\":\"7\"")
    let front =
      "{\(context)\"type\":\"EPCISDocument\",\"schemaVersion\":\"2.0\","
      + "\"epcisBody\":{\"eventList\":[\(event)]},\"ex:note\":\"n\"}"
    let behind = front.replacing(context, with: "")
      .replacing("\"ex:note\":\"n\"", with: "\"ex:note\":\"n\"," + context.dropLast())
    let none = front.replacing(context, with: "")
    for (name, text) in [("a", front), ("b", behind), ("c", none)] {
      try place.write("\(name).json", text)
    }
    let catalog = try place.catalog()
    try place.collect(catalog)
    let hashes = try catalog.texts("SELECT hex(hash) FROM all_event ORDER BY event_id")
    #expect(hashes.count == 3 && hashes[0] == hashes[1] && hashes[0] != hashes[2])
    #expect(try catalog.count("SELECT count(DISTINCT extra) FROM all_event") == 2)
  }

  /// What stands between the elements costs neither those behind it nor the document around them.
  @Test(arguments: ["null", "\"x\"", "[{\"id\":\"y\"}]", "[]", "7"])
  func masterDataIsReadPastWhatIsNone(stranger: String) throws {
    let place = #"{"id":"urn:epc:id:sgln:0312345.00001.0","attributes":[]}"#
    for lists in [
      "{\"type\":\"urn:epcglobal:epcis:vtype:Location\",\"vocabularyElementList\":[\(stranger),\(place)]}",
      "\(stranger),{\"type\":\"urn:epcglobal:epcis:vtype:Location\",\"vocabularyElementList\":[\(place)]}",
    ] {
      let header =
        "\"epcisHeader\":{\"epcisMasterData\":{\"vocabularyList\":[\(lists)]},"
        + "\"gs1ushc:dscsaTransactionStatement\":{\"gs1ushc:affirmTransactionStatement\":\"true\"}},"
      let sink = try Read.json(
        JSONSample.document(JSONSample.object(Sample.urn1))
          .replacing("\"epcisBody\"", with: header + "\"epcisBody\""))
      #expect(sink.elements.map(\.id) == ["urn:epc:id:sgln:0312345.00001.0"])
      #expect(sink.elements.map(\.type) == ["urn:epcglobal:epcis:vtype:Location"])
      #expect(sink.headers.map(\.schemaVersion) == ["2.0"])
      #expect(sink.headers.map(\.transactionStatement.affirm) == ["true"])
      #expect(sink.epcs == [[Sample.unit1]])
      #expect(sink.notes.map(\.code) == (stranger == "null" ? [] : [.elementUnexpected]))
      #expect(sink.faults.isEmpty)
    }
  }

  /// As documents made before EPCIS 2.0 was final have it.
  @Test(arguments: [
    #""isA":"urn:epcglobal:epcis:vtype:Location","#,
    #""@type":["vtype:Location","vtype:ReadPoint"],"#,
  ])
  func readsTheKindOfMasterDataWhereEachElementStatesIt(kind: String) throws {
    let list = #"[{"vocabularyElementList":[{\#(kind)"id":"urn:epc:id:sgln:0312345.00001.0"}]}]"#
    let header = #""epcisHeader":{"epcisMasterData":{"vocabularyList":\#(list)}},"epcisBody""#
    let sink = try Read.json(
      JSONSample.document(JSONSample.object(Sample.urn1)).replacing("\"epcisBody\"", with: header))
    #expect(sink.elements.map(\.id) == ["urn:epc:id:sgln:0312345.00001.0"])
    #expect(sink.elements.first?.type.hasSuffix("vtype:Location") == true)
  }

  @Test func hashesTheSameEventAlikeInBothSyntaxes() throws {
    let xml = try Read.xml(Sample.document(Sample.commission))
    let json = try Read.json(JSONSample.document(JSONSample.commission))
    let first = try #require(xml.events.first)
    let second = try #require(json.events.first)
    #expect(first.epcs.map(\.epc) == second.epcs.map(\.epc))
    #expect(EventHash.digest(first) == EventHash.digest(second))
  }

  @Test func readsDocumentQueryBareArrayAndLines() throws {
    let event = JSONSample.object(Sample.urn1)
    let document = try Read.json(JSONSample.document(event))
    #expect(document.headers.map(\.kind) == [.document])
    #expect(document.headers.first?.schemaVersion == "2.0")
    #expect(document.headers.first?.namespace.hasPrefix("https://ref.gs1.org/") == true)
    let query = try Read.json(
      #"{"type":"EPCISQueryDocument","epcisBody":{"queryResults":{"queryName":"q","#
        + #""resultsBody":{"eventList":[\#(event)]}}}}"#)
    #expect(query.headers.map(\.kind) == [.queryDocument])
    let bare = try Read.json(event)
    #expect(bare.headers.map(\.kind) == [.bareEvent])
    let array = try Read.json("[\(event),\(event)]")
    #expect(array.headers.map(\.kind) == [.array])
    #expect(array.events.count == 2)
    let lines = try Read.json("\(event)\n\(event)\n")
    #expect(lines.events.count == 2)
    for sink in [document, query, bare, array, lines] {
      #expect(sink.epcs.allSatisfy { $0 == [Sample.unit1] })
      #expect(sink.faults.isEmpty)
      #expect(sink.open == 0)
    }
  }

  @Test func takesMembersInAnyOrder() throws {
    let sink = try Read.json(
      #"{"epcisBody":{"eventList":[{"epcList":["\#(Sample.urn1)"],"eventTime":"#
        + #""2026-10-20T12:00:00Z","type":"ObjectEvent"}]},"gs1ushc:dscsaTransactionStatement":"#
        + #"{"gs1ushc:affirmTransactionStatement":true,"gs1ushc:legalNotice":"n"},"#
        + #""schemaVersion":"2.0","type":"EPCISDocument"}"#)
    #expect(sink.begun.first?.schemaVersion == nil)
    let header = try #require(sink.headers.first)
    #expect(header.schemaVersion == "2.0")
    #expect(header.transactionStatement.isPresent)
    #expect(header.transactionStatement.affirm == "true")
    #expect(sink.epcs == [[Sample.unit1]])
  }

  @Test(arguments: [
    "shipping", "urn:epcglobal:cbv:bizstep:shipping", "https://ref.gs1.org/cbv/BizStep-shipping",
    "cbv:BizStep-shipping",
  ])
  func readsWordsInEverySpelling(word: String) throws {
    let sink = try Read.json(JSONSample.object(Sample.urn1, extra: #","bizStep":"\#(word)""#))
    #expect(sink.events.first?.bizStep?.normalised == "shipping")
  }

  @Test func reportsDuplicateKeysLoneSurrogatesAndKeepsHugeNumbers() throws {
    let sink = try Read.json(
      JSONSample.object(
        Sample.urn1,
        extra: #","action":"ADD","action":"ADD","ex:n":123456789012345678901234567890.5,"#
          + #""ex:s":"a\ud800b""#))
    let taken = try #require(sink.taken.first)
    #expect(taken.notes.contains { $0.field == "duplicate_key" && $0.raw == "action" })
    #expect(taken.notes.contains { $0.field == "lone_surrogate" })
    let values = taken.event.attributes.map(\.value)
    #expect(values == ["123456789012345678901234567890.5", "a\u{FFFD}b"])
  }

  @Test func readsEverythingAnEventMayHold() throws {
    let sink = try Read.json(
      #"""
      {"type":"AggregationEvent","eventTime":1792497600000,"action":"delete",
       "parentID":"(00)103123450000000018","childEPCs":[],
       "childQuantityList":[{"epcClass":"https://id.gs1.org/01/00312345678906/10/L1",
         "quantity":10,"uom":"KGM"}],
       "bizTransactionList":[{"type":"po","bizTransaction":"PO-1"}],
       "sourceList":[{"type":"owning_party","source":"0312345000011"}],
       "destinationList":[{"type":"location","destination":"https://id.gs1.org/414/0312345000028"}],
       "errorDeclaration":{"declarationTime":"2026-10-21T00:00:00Z","reason":"did_not_occur",
         "correctiveEventIDs":["urn:uuid:2"]},
       "persistentDisposition":{"set":["completeness_verified"]},
       "sensorElementList":[{"sensorReport":[{"value":2.0}]}],
       "certificationInfo":["c1","c2"],"readPoint":"urn:epc:id:sgln:0312345.00001.0",
       "mystery":{"b":1,"a":null}}
      """#)
    #expect(sink.faults.isEmpty)
    let event = try #require(sink.events.first)
    #expect(event.type == .aggregation)
    #expect(event.action == .delete)
    #expect(event.actionText == "delete")
    #expect(event.parent?.epc.serial == "103123450000000018")
    #expect(event.quantities.first?.quantityText == "10")
    #expect(event.bizTransactions.first?.id == "PO-1")
    #expect(event.sources.first?.party.epc.key == "0312345000011")
    #expect(event.destinations.first?.party.epc.key == "0312345000028")
    #expect(event.errorDeclaration?.reason?.normalised == "did_not_occur")
    #expect(event.sensorElements == #"[{"sensorReport":[{"value":2.0}]}]"#)
    #expect(event.certificationInfo == ["c1", "c2"])
    #expect(event.unknown == [.init(name: "mystery", json: #"{"b":1}"#)])
    #expect(event.eventTime?.milliseconds == 1_792_497_600_000)
  }

  @Test func keepsEventsBeforeAndBehindABadOne() throws {
    let good = JSONSample.object(Sample.urn1)
    let sink = try Read.json(
      JSONSample.document(#"\#(good),{"type":"ObjectEvent","epcList":[NaN]},17,\#(good)"#))
    #expect(sink.events.count == 2)
    #expect(sink.faults.map(\.reason) == [.notWellFormed, .notAnEvent])
    let cut = try Read.json(Array(JSONSample.document("\(good),\(good)").utf8.dropLast(40)))
    #expect(cut.events.count == 1)
    #expect(cut.faults.map(\.reason) == [.truncated])
    let lines = try Read.json("\(good)\n{\"type\":\n\(good)\n")
    #expect(lines.events.count + lines.faults.count >= 2)
  }

  @Test func reportsAnUnknownType() throws {
    let sink = try Read.json(#"{"type":"OddEvent","eventTime":"x","parentID":"a"}"#)
    #expect(sink.taken.first?.notes.map(\.code) == [.typeUnknown])
    #expect(sink.events.first?.type == .aggregation)
  }

  @Test func quarantinesJSONWithoutEPCIS() throws {
    #expect(try Read.json(#"{"a":1}"#).faults.map(\.reason) == [.noEPCIS])
    #expect(try Read.json("17").faults.map(\.reason) == [.noEPCIS])
    #expect(try Read.json("").faults.map(\.reason) == [.noEPCIS])
  }

  @Test func tellsPlaceOfEachEvent() throws {
    let text = JSONSample.document(
      JSONSample.object(Sample.urn1) + "\n," + JSONSample.object(Sample.urn2))
    let sink = try Read.json(text)
    let bytes = Array(text.utf8)
    for event in sink.events {
      #expect(bytes[event.position.byteOffset...].starts(with: Array(#"{"type":"Obj"#.utf8)))
    }
    #expect(
      sink.events.map(\.position.pointer) == ["/epcisBody/eventList/0", "/epcisBody/eventList/1"])
  }
}
