import Collecting
import GS1
import Testing

/// Documents of EPCIS 1.2 that a converter of XML turned into JSON: each converter has names of its
/// own for attributes and for the text beside them.
@Suite struct ConvertedXMLTests {
  private func document(_ list: String) -> String {
    #"{"epcis:EPCISDocument":{"@schemaVersion":"1.2","EPCISBody":{"EventList":{\#(list)}}}}"#
  }

  private static let time = #""eventTime":"2026-10-20T12:00:00Z""#

  private func event(_ members: String) throws -> EPCISEvent {
    let sink = try Read.json(
      document(
        #""ObjectEvent":{\#(Self.time),"epcList":{"epc":"\#(Sample.urn1)"},"action":"ADD",\#(members)}"#
      ))
    #expect(sink.faults.isEmpty)
    #expect(sink.taken.flatMap(\.notes).isEmpty)
    return try #require(sink.events.first)
  }

  /// Events newer than EPCIS 1.0 stand in the extension of the list.
  @Test(arguments: ["{EVENT}", "[{EVENT}]", #"{"extension":{EVENT}}"#])
  func eventsInTheExtensionOfTheListAreRead(_ form: String) throws {
    let made =
      #""TransformationEvent":{\#(Self.time),"inputEPCList":{"epc":"\#(Sample.urn1)"},"#
      + #""outputEPCList":{"epc":"\#(Sample.urn2)"}}"#
    let beside = #""extension":\#(form.replacing("EVENT", with: made))"#
    let object =
      #""ObjectEvent":{\#(Self.time),"extension":{"ilmd":{"cbvmda:lotNumber":"L1"}},"#
      + #""epcList":{"epc":"\#(Sample.urn1)"},"action":"ADD"}"#
    for list in ["\(object),\(beside)", "\(beside),\(object)"] {
      let sink = try Read.json(document(list))
      #expect(
        sink.events.map(\.type).sorted { $0.rawValue < $1.rawValue } == [.object, .transformation])
      #expect(sink.events.first { $0.type == .object }?.attributes.map(\.value) == ["L1"])
      #expect(sink.faults.isEmpty)
    }
  }

  @Test(arguments: [
    ##"{"@type":"TYPE","#text":"TEXT"}"##, #"{"@type":"TYPE","$":"TEXT"}"#,
    #"{"$":{"type":"TYPE"},"_":"TEXT"}"#, #"{"type":"TYPE","content":"TEXT"}"#,
    #"{"type":"TYPE","":"TEXT"}"#, #"{"_attributes":{"type":"TYPE"},"_text":"TEXT"}"#,
    ##"{"@_type":"TYPE","#text":"TEXT"}"##, #"{"type":"TYPE","$t":"TEXT"}"#,
    #"{"_type":"TYPE","__text":"TEXT","_xmlns:x":"urn:x"}"#,
  ])
  func partiesAndTransactionsAreFound(_ form: String) throws {
    func made(_ type: String, _ text: String) -> String {
      form.replacing("TYPE", with: type).replacing("TEXT", with: text)
    }
    let buyer = "urn:epc:id:sgln:0312345.00001.0"
    let order = made("urn:epcglobal:cbv:btt:po", "urn:epcglobal:cbv:bt:0312345000011:P1")
    let party = made("urn:epcglobal:cbv:sdt:owning_party", buyer)
    let place = made("urn:epcglobal:cbv:sdt:location", buyer)
    let parties = #""destinationList":{"destination":[\#(party),\#(place)]}"#
    for list in [
      #"{"bizTransaction":\#(order)}"#, #"{"bizTransaction":[\#(order)]}"#,
      #"[{"bizTransaction":[\#(order)]}]"#,
    ] {
      let found = try event(#""bizTransactionList":\#(list),"extension":{\#(parties)}"#)
      #expect(found.bizTransactions.map(\.type?.normalised) == ["po"])
      #expect(found.bizTransactions.map(\.id) == ["urn:epcglobal:cbv:bt:0312345000011:P1"])
      #expect(found.destinations.map(\.type?.normalised) == ["owning_party", "location"])
      #expect(found.destinations.map(\.party.raw) == [buyer, buyer])
      #expect(found.attributes.isEmpty && found.unknown.isEmpty)
    }
  }

  @Test func whatAVendorAddsToAPartyIsKept() throws {
    let found = try event(
      #""sourceList":[{"type":"location","source":"X","text":"dock 4","ex:no":"7"}]"#)
    #expect(found.sources.map(\.party.raw) == ["X"])
    #expect(found.unknown.map(\.name) == ["text"])
    #expect(found.attributes.map(\.name) == ["no"])
  }

  @Test func correctingEventsAreFound() throws {
    for ids in [#"{"correctiveEventID":"urn:e1"}"#, #"{"correctiveEventID":["urn:e1"]}"#] {
      let found = try event(
        #""baseExtension":{"errorDeclaration":{"declarationTime":"2026-10-20T13:00:00Z","#
          + #""correctiveEventIDs":\#(ids)}}"#)
      #expect(found.errorDeclaration?.correctiveEventIDs == ["urn:e1"])
    }
  }

  @Test func aTextInAnObjectOfItsOwnIsTheText() throws {
    let found = try event(
      ##""bizStep":{"_text":"shipping"},"readPoint":{"id":{"$":"urn:epc:id:sgln:0312345.00001.0"}},"##
        + ##""extension":{"ilmd":{"cbvmda:lotNumber":{"_text":"L1"}}}"##)
    #expect(found.bizStep?.normalised == "shipping")
    #expect(found.readPoint?.epc.key == "0312345000011")
    #expect(found.attributes.map(\.value) == ["L1"])
  }
}
