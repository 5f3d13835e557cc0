import Cataloging
import Collecting
import GS1
import Testing

/// Values that stand in another shape than the standard gives them: taken where they are certain,
/// else kept and said.
@Suite struct OddShapeTests {
  private func xml(_ parts: String) throws -> RecordingSink.Taken {
    let sink = try Read.xml(
      """
      <e:EPCISDocument xmlns:e="urn:epcglobal:epcis:xsd:1" schemaVersion="1.2"
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:m="urn:epcglobal:cbv:mda"
        xmlns:x="urn:x"><EPCISBody><EventList><ObjectEvent>
      <eventTime>2026-10-20T12:00:00Z</eventTime><action>ADD</action>\(parts)
      </ObjectEvent></EventList></EPCISBody></e:EPCISDocument>
      """)
    #expect(sink.faults.isEmpty)
    return try #require(sink.taken.first)
  }

  private func json(_ members: String) throws -> RecordingSink.Taken {
    let sink = try Read.json(
      JSONSample.document(
        #"{"type":"ObjectEvent","eventTime":"2026-10-20T12:00:00Z","action":"ADD",\#(members)}"#))
    #expect(sink.faults.isEmpty)
    return try #require(sink.taken.first)
  }

  private func lots(_ taken: RecordingSink.Taken) -> [String] {
    taken.event.attributes.filter { $0.name == "lotNumber" }.map(\.value)
  }

  @Test(arguments: [
    #"<m:lotNumber xsi:type="xsd:string">L1</m:lotNumber>"#,
    #"<m:lotNumber xml:lang="en">L1</m:lotNumber>"#,
    #"<m:lotNumber x:from="erp">L1</m:lotNumber>"#,
  ])
  func attributesOfALotAreNoPartOfIt(lot: String) throws {
    let taken = try xml("<extension><ilmd>\(lot)</ilmd></extension>")
    #expect(lots(taken) == ["L1"])
    #expect(try lots(xml(#"<ilmd><m:lotNumber xsi:nil="true"/></ilmd>"#)) == [""])
  }

  @Test func theSchemasTypeIsNotTheTypeOfADocumentOrParty() throws {
    let event = try xml(
      """
      <bizTransactionList><bizTransaction xsi:type="e:BusinessTransactionType"
        type="urn:epcglobal:cbv:btt:po">P1</bizTransaction></bizTransactionList>
      <extension><sourceList><source xsi:type="e:SourceDestType"
        type="urn:epcglobal:cbv:sdt:owning_party">urn:epc:id:sgln:0312345.00001.0</source>
      </sourceList></extension>
      """
    ).event
    #expect(event.bizTransactions.map { $0.type?.normalised } == ["po"])
    #expect(event.sources.map { $0.type?.normalised } == ["owning_party"])
  }

  @Test func extensionsInsideListsAreKept() throws {
    let event = try xml(
      """
      <extension><quantityList><quantityElement>
      <epcClass>urn:epc:class:lgtin:0312345.067890.L1</epcClass><x:a>1</x:a></quantityElement>
      </quantityList><sourceList><x:b>2</x:b></sourceList><persistentDisposition>
      <set>active</set><x:c>3</x:c></persistentDisposition><quantity>4</quantity></extension>
      """
    ).event
    #expect(event.attributes.map(\.name) == ["a", "b", "c"])
    #expect(event.unknown.map(\.name) == ["quantity"])
  }

  @Test(arguments: [
    "<persistentDisposition><set>recalled</set></persistentDisposition>",
    "<sensorElementList><sensorElement/></sensorElementList>",
  ])
  func aPartThatStandsTwiceIsTold(part: String) throws {
    #expect(try xml(part).notes.isEmpty)
    #expect(try xml(part + part).notes.map(\.code) == [.elementRepeated])
  }

  @Test func anIdentifierWithoutItsElementIsTakenAndTold() throws {
    let taken = try xml("<childEPCs>\n  \(Sample.urn2)\n</childEPCs>")
    #expect(taken.event.epcs.filter { $0.role == .child }.map(\.epc.canonical) == [Sample.unit2])
    #expect(taken.notes.map(\.code) == [.elementUnexpected])
  }

  /// An event that declares another one wrong has no effect of its own.
  @Test(arguments: [
    ("null", 0), ("[]", 0), ("\"\"", 1), ("\" \\n\"", 1), ("{}", 1), ("[{}]", 1),
    (#"{"declarationTime":null,"reason":null,"correctiveEventIDs":[]}"#, 1),
    (#"{"declarationTime":"","reason":" "}"#, 1),
  ])
  func anEmptyErrorDeclarationDeclaresNothing(value: String, notes: Int) throws {
    let taken = try json("\"errorDeclaration\":\(value)")
    #expect(taken.event.errorDeclaration == nil)
    #expect(taken.notes.map(\.code) == Array(repeating: .elementUnexpected, count: notes))
    #expect(
      try json(#""errorDeclaration":{"ex:why":"typo"}"#).event.errorDeclaration != nil)
  }

  @Test(arguments: [
    "<errorDeclaration/>", #"<errorDeclaration xsi:nil="true"/>"#,
    "<errorDeclaration><declarationTime/><correctiveEventIDs/></errorDeclaration>",
  ])
  func anEmptyElementDeclaresNoError(element: String) throws {
    let taken = try xml("<baseExtension>\(element)</baseExtension>")
    #expect(taken.event.errorDeclaration == nil)
    #expect(taken.notes.map(\.code) == [.elementUnexpected])
    let other = "<errorDeclaration><x:why>typo</x:why></errorDeclaration>"
    #expect(try xml(other).event.errorDeclaration != nil)
  }

  @Test func anEmptyIdentifierIsNoneAndIsTold() throws {
    let written = try xml("<epcList><epc> </epc><epc>\(Sample.urn1)</epc><epc/></epcList>")
    let converted = try json(#""epcList":["","\#(Sample.urn1)"],"childEPCs":" ""#)
    for (taken, count) in [(written, 2), (converted, 2)] {
      #expect(taken.event.epcs.map(\.epc.canonical) == [Sample.unit1])
      #expect(taken.notes.map(\.code) == Array(repeating: .emptyIdentifier, count: count))
    }
    let list = try Read.xml(
      Sample.document([Sample.urn1, Sample.urn2, " "].map { Sample.object($0) }.joined()))
    #expect(list.epcs == [[Sample.unit1], [Sample.unit2], []])
  }

  /// JSON-LD 1.1: a member that is null is not there.
  @Test func whatIsNullIsNotThere() throws {
    let plain =
      #""quantityList":[{"epcClass":"https://id.gs1.org/01/00312345678906/10/L1","quantity":5}],"#
      + #""bizTransactionList":[{"bizTransaction":"P1"}],"ex:a":{"b":1}"#
    let nulls =
      #""quantityList":[{"epcClass":"https://id.gs1.org/01/00312345678906/10/L1","quantity":5,"#
      + #""uom":null}],"bizTransactionList":[{"type":null,"bizTransaction":"P1"}],"#
      + #""sensorElementList":null,"ex:a":{"b":1,"c":null},"ex:d":null,"action":null,"bizStep":null,"#
      + #""persistentDisposition":{},"certificationInfo":null,"sourceList":null"#
    let (expected, taken) = (try json(plain), try json(nulls))
    #expect(taken.event.quantities.map(\.uom) == [nil])
    #expect(taken.event.bizTransactions.map(\.type) == [nil])
    #expect(taken.event.actionText == nil)
    #expect(taken.event.certificationInfo.isEmpty)
    #expect(EventHash.digest(taken.event) == EventHash.digest(expected.event))
    #expect(try json(#""sensorElementList":[]"#).event.sensorElements == nil)
    #expect(try json(#""ilmd":{"cbvmda:lotNumber":null}"#).event.attributes.isEmpty)
  }

  @Test func aPlaceThatIsNamedTwiceIsTold() throws {
    let ids = ["urn:epc:id:sgln:0312345.00001.0", "urn:epc:id:sgln:0312345.00002.0"]
    let taken = try xml("<readPoint><id>\(ids[0])</id><id>\(ids[1])</id></readPoint>")
    #expect(taken.event.readPoint?.raw == ids[1])
    #expect(taken.notes.map(\.code) == [.elementRepeated])
    let json = try Read.json(
      JSONSample.object(
        Sample.urn1, extra: ",\"readPoint\":{\"id\":\"\(ids[0])\",\"id\":\"\(ids[1])\"}"))
    #expect(json.events.map(\.readPoint?.raw) == [ids[1]])
    #expect(json.taken[0].notes.map(\.code) == [.elementRepeated])
  }

  @Test func anElementThatStandsTwiceIsTold() throws {
    let taken = try xml("<bizStep>packing</bizStep><bizStep>shipping</bizStep>")
    #expect(taken.event.bizStep?.normalised == "shipping")
    #expect(taken.notes.map(\.code) == [.elementRepeated])
    #expect(taken.notes.map(\.field) == ["bizStep"])
  }

  @Test(arguments: [
    #"{"cbvmda:lotNumber":["L1"]}"#, #"[{"cbvmda:lotNumber":"L1"}]"#,
    #"{"cbvmda:lotNumber":{"@value":"L1","@type":"xsd:string"}}"#,
    #"{"urn:epcglobal:cbv:mda:lotNumber":"L1"}"#,
  ])
  func aLotIsFoundInEveryFormOfJSONLD(ilmd: String) throws {
    #expect(try lots(json(#""ilmd":\#(ilmd)"#)) == ["L1"])
  }

  @Test(arguments: [
    #""epcList":{"epc":["\#(Sample.urn1)"]}"#, #""epcList":[["\#(Sample.urn1)"]]"#,
    #""epcList":{"epc":"\#(Sample.urn1)"}"#, #""epcList":[{"id":"\#(Sample.urn1)"}]"#,
  ])
  func identifiersAreFoundInWrappedLists(list: String) throws {
    let taken = try json(list)
    #expect(taken.event.epcs.map(\.epc.canonical) == [Sample.unit1])
    #expect(taken.notes.isEmpty)
  }

  @Test func singleValuesMayBeNamedOrTyped() throws {
    let event = try json(
      #""bizStep":{"id":"shipping"},"readPoint":[{"id":"https://id.gs1.org/414/0312345000011"}],"#
        + #""eventID":{"@id":"urn:e"},"recordTime":{"@value":"2026-10-20T12:00:00Z"},"#
        + #""errorDeclaration":[{"declarationTime":"2026-10-20T13:00:00Z"}],"#
        + #""extension":[{"ex:a":1}],"quantityList":{"quantityElement":[{"quantity":5,"#
        + #""epcClass":"https://id.gs1.org/01/00312345678906/10/L1","ex:b":2}]},"#
        + #""bizTransactionList":{"bizTransaction":[{"type":"po","value":"P1"}]}"#
    ).event
    #expect(event.bizStep?.normalised == "shipping")
    #expect(event.readPoint?.epc.key == "0312345000011")
    #expect(event.eventID == "urn:e")
    #expect(event.recordTime != nil)
    #expect(event.errorDeclaration?.time != nil)
    #expect(event.quantities.map(\.epcClass.epc.serial) == ["L1"])
    #expect(event.bizTransactions.map(\.id) == ["P1"])
    #expect(event.attributes.map(\.name) == ["a", "b"])
    #expect(try json(#""isA":["AggregationEvent"]"#).event.type == .aggregation)
  }

  @Test func whatHasNoFormThatIsKnownIsKeptAndTold() throws {
    let taken = try json(
      #""bizStep":["packing","shipping"],"persistentDisposition":["active"],"#
        + #""epcList":{"a":1,"b":2},"readPoint":{"id":[1,2]},"ilmd":"L1""#)
    #expect(
      taken.event.unknown.map(\.name)
        == ["bizStep", "persistentDisposition", "epc", "id", "ilmd"])
    #expect(taken.notes.map(\.code) == Array(repeating: .elementUnexpected, count: 5))
    #expect(try json(#""bizStep":null,"epcList":null,"ilmd":null"#).notes.isEmpty)
  }

  @Test(arguments: [
    #""epcisBody":[EVENT]"#, #""epcisBody":{"queryResults":{"resultsBody":[EVENT]}}"#,
    #""epcisBody":{"queryResults":[EVENT]}"#,
  ])
  func eventsAreFoundWithoutTheListAroundThem(body: String) throws {
    let event = JSONSample.object(Sample.urn1)
    let sink = try Read.json(
      #"{"type":"EPCISDocument",\#(body.replacing("EVENT", with: event))}"#)
    #expect(sink.epcs == [[Sample.unit1]])
    #expect(sink.faults.isEmpty)
    #expect(sink.open == 0)
  }

  @Test func whatMayHoldEventsIsNeverPassedOverInSilence() throws {
    let event = JSONSample.object(Sample.urn1)
    for body in [
      #"{"events":[\#(event)]}"#, #"{"EventList":{"ObjectEvent":[\#(event)]}}"#,
      #"[{"eventList":[\#(event)]}]"#,
    ] {
      let sink = try Read.json(#"{"type":"EPCISDocument","epcisBody":\#(body)}"#)
      #expect(sink.faults.map(\.reason) == [.notAnEvent])
    }
    let quiet = try Read.json(
      #"{"type":"EPCISDocument","epcisBody":{"ex:a":{"b":1},"queryName":"q","eventList":[]}}"#)
    #expect(quiet.faults.isEmpty)
  }
}
