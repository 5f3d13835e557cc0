import Cataloging
import Collecting
import GS1
import Testing

/// Events in what portals, message brokers and search engines put around them.
@Suite struct EnvelopeTests {
  private static let event = JSONSample.object(Sample.urn1)
  private static let document = JSONSample.document(event)

  @Test(arguments: [
    #"{"EPCISDocument":\#(document)}"#,
    #"{"status":"OK","data":\#(document),"errors":[]}"#,
    #"{"captureID":"7","success":true,"payload":\#(document)}"#,
    #"{"action":"capture","id":"7","message":{"body":\#(document)}}"#,
    #"{"count":1,"events":[\#(event)]}"#,
    #"{"sender":"A","data":{"events":[\#(event)]}}"#,
    #"{"creationDate":"2026-10-20T12:00:00Z","events":[\#(event)]}"#,
    #"{"items":[{"id":1,"event":\#(event)}]}"#,
    #"{"took":3,"hits":{"total":{"value":1},"hits":[{"_id":"1","_source":\#(event)}]}}"#,
    #"{"data":[{"type":"epcis-event","id":"1","attributes":\#(event)}]}"#,
    #"{"offset":0,"key":null,"value":\#(event)}"#,
    #"{"sender":"A","data":\#(document)}"#,
    #"{"pages":[[\#(event)]]}"#,
  ])
  func readsEventsInAnEnvelope(text: String) throws {
    let sink = try Read.json(text)
    #expect(sink.epcs == [[Sample.unit1]])
    #expect(sink.faults.isEmpty)
    #expect(sink.open == 0)
    let event = try #require(sink.events.first)
    #expect(
      Array(text.utf8)[event.position.byteOffset...].starts(with: Array(#"{"type":"Obj"#.utf8)))
  }

  /// A broker's message has a time of its own, under the name events have it.
  @Test(arguments: [
    #"{"topic":"t","id":"1","eventType":"E","eventTime":"2026-10-20T12:00:01Z","data":PAYLOAD,"v":1}"#,
    #"{"payload":PAYLOAD,"eventTime":"2026-10-20T12:00:01Z"}"#,
    #"{"eventID":"7","recordTime":"2026-10-20T12:00:01Z","body":PAYLOAD}"#,
    #"{"readPoint":"Line 1","disposition":"ok","events":[PAYLOAD]}"#,
    #"{"eventTime":"2026-10-20T12:00:01Z",PAYLOAD"#,
  ])
  func readsThePayloadOfAMessageThatHasATime(form: String) throws {
    let isOpen = form.hasSuffix(",PAYLOAD")
    for payload in isOpen ? [String(Self.document.dropFirst())] : [Self.event, Self.document] {
      let message = form.replacing("PAYLOAD", with: payload)
      for text in isOpen ? [message] : [message, "[\(message)]", "\(message)\n"] {
        let sink = try Read.json(text)
        #expect(sink.epcs == [[Sample.unit1]], "\(text)")
        #expect(sink.faults.isEmpty)
        #expect(sink.open == 0)
      }
    }
  }

  @Test func aContextHoldsInItsOwnEventOnly() throws {
    func event(_ extra: String) -> String {
      JSONSample.object(Sample.urn1, extra: extra + ",\"ex:a\":\"1\"")
    }
    let stated = event(#","@context":[{"ex":"urn:mine:"}]"#)
    let inDocument = try Read.json(JSONSample.document(stated + "," + event("")))
    #expect(
      inDocument.events.map { $0.attributes.map(\.namespace) } == [["urn:mine:"], ["urn:ex:"]])
    let inLines = try Read.json(stated + "\n" + event("") + "\n")
    #expect(inLines.events.map { $0.attributes.map(\.namespace) } == [["urn:mine:"], ["ex"]])
    let documents = try Read.json(JSONSample.document(event("")) + "\n" + event(""))
    #expect(documents.events.map { $0.attributes.map(\.namespace) } == [["urn:ex:"], ["ex"]])
  }

  @Test(arguments: [
    #""epcisBody":{"epcis:eventList":[EVENT]}"#, #""epcis:epcisBody":{"eventList":[EVENT]}"#,
    #""epcisBody":{"zz:eventList":[EVENT]}"#,
    #""https://ref.gs1.org/epcis/epcisBody":{"https://ref.gs1.org/epcis/eventList":[EVENT]}"#,
  ])
  func readsTheListUnderItsNameWithAPrefix(body: String) throws {
    let text = #"{"type":"EPCISDocument",\#(body.replacing("EVENT", with: Self.event))}"#
    for text in [text, text.replacing(#""type":"EPCISDocument","#, with: "")] {
      let sink = try Read.json(text)
      #expect(sink.epcs == [[Sample.unit1]], "\(text)")
      #expect(sink.faults.isEmpty)
    }
  }

  @Test(arguments: [#""epcisBody":{"eventList":"TEXT"}"#, #""epcisBody":"TEXT""#])
  func eventsAsTextAreSetAside(body: String) throws {
    let text = "[\(Self.event)]".replacing(#"""#, with: #"\""#)
    let sink = try Read.json(#"{"type":"EPCISDocument",\#(body.replacing("TEXT", with: text))}"#)
    #expect(sink.faults.map(\.reason) == [.notAnEvent])
    #expect(sink.faults.first?.detail.contains("holds a text in place of events") == true)
    let empty = try Read.json(#"{"type":"EPCISDocument",\#(body.replacing("TEXT", with: ""))}"#)
    #expect(empty.faults.isEmpty)
  }

  /// An XML document that a converter turned into JSON.
  @Test func readsXMLTurnedIntoJSON() throws {
    let sink = try Read.json(
      #"{"epcis:EPCISDocument":{"@schemaVersion":"1.2","EPCISBody":{"EventList":{"ObjectEvent":["#
        + #"{"eventTime":"2026-10-20T12:00:00Z","epcList":{"epc":["\#(Sample.urn1)"]},"action":"ADD"}]}}}}"#
    )
    #expect(sink.epcs == [[Sample.unit1]])
    #expect(sink.events.map(\.type) == [.object])
    #expect(sink.faults.isEmpty)
  }

  /// Every part of each counts, the header before the events too.
  @Test func readsAListOfDocuments() throws {
    let header =
      #""epcisHeader":{"epcisMasterData":{"vocabularyList":[]}},"epcisBody""#
    let full = Self.document.replacing(#""epcisBody""#, with: header)
    #expect(full != Self.document)
    for text in ["[\(full),\(full)]", "[\(Self.event),\(full)]", "\(full)\n\(full)\n"] {
      let sink = try Read.json(text)
      #expect(sink.epcs == [[Sample.unit1], [Sample.unit1]])
      #expect(sink.faults.isEmpty)
      #expect(sink.headers.count == 2)
    }
  }

  /// Header members count wherever they stand, and what has some of their names is no document.
  @Test func theHeaderIsTheDocumentsOwn() throws {
    let moved =
      #"{"schemaVersion":"2.0","sender":"A","transport":{"sender":"B","hops":[{"at":1}]},"#
      + Self.document.dropFirst()
    for text in [moved, "[\(moved)]", #"{"data":\#(moved)}"#] {
      let sink = try Read.json(text)
      #expect(sink.epcs == [[Sample.unit1]])
      #expect(sink.headers.map(\.sender) == ["A"])
      #expect(sink.headers.map(\.kind) == [.document])
    }
  }

  @Test func whatIsNoEventAmongEventsIsSetAside() throws {
    let sink = try Read.json(#"{"events":[\#(Self.event),{"a":1}],"links":[{"rel":"self"}]}"#)
    #expect(sink.epcs == [[Sample.unit1]])
    #expect(sink.faults.map(\.reason) == [.notAnEvent])
    let many = String(repeating: #"{"a":1},"#, count: 10_002)
    let faults = try Read.json(#"{"events":[\#(many)\#(Self.event)]}"#).faults
    #expect(faults.count == 10_000)
    #expect(faults.last?.detail.hasSuffix("And 2 more behind it in this list.") == true)
  }

  @Test func anEnvelopeWithoutEventsHoldsNoEPCIS() throws {
    #expect(try Read.json(#"{"data":{"items":[{"a":1}]}}"#).faults.map(\.reason) == [.noEPCIS])
    let text = Self.document.replacing(#"""#, with: #"\""#)
    let fault = try #require(try Read.json(#"{"body":"\#(text)"}"#).faults.first)
    #expect(fault.reason == .noEPCIS)
    #expect(fault.detail.contains("\"body\""))
  }

  /// One page of a service's answer: without a word the rest would be taken for not there.
  @Test(arguments: [
    #"{"data":{"events":[\#(event)]},"next":"https://x"}"#,
    #"{"nextPageToken":"x","events":[\#(event)]}"#,
    #"{"value":[\#(event)],"@odata.nextLink":"https://x"}"#,
    #"{"events":[\#(event)],"_links":{"self":"https://y","next":{"href":"https://x"}}}"#,
    #"{"links":{"next":"https://x"},\#(document.dropFirst())"#,
    #"\#(document.dropLast()),"next":"https://x"}"#,
  ])
  func whereAResultGoesOnIsTold(_ text: String) throws {
    let sink = try Read.json(text)
    #expect(sink.epcs == [[Sample.unit1]])
    #expect(sink.faults.isEmpty)
    #expect(sink.notes.map(\.code) == [.resultContinues])
  }

  @Test(arguments: [
    #"{"events":[\#(event)],"next":null}"#,
    #"{"events":[\#(event)],"links":{"self":"https://y","next":""}}"#,
    #"{"next":"https://x",\#(event.dropFirst())"#,
  ])
  func theLastPageAndAnEventsOwnMemberTellOfNoOther(_ text: String) throws {
    let sink = try Read.json(text)
    #expect(sink.epcs == [[Sample.unit1]])
    #expect(!sink.notes.contains { $0.code == .resultContinues })
  }

  /// What a vendor adds to an event is no event, though it has a time.
  @Test func whatAnEventHoldsIsNoEvent() throws {
    let note = #""note":{"eventTime":"x","a":[{"b":1}]}"#
    let first = Self.event.replacing(#"{"type""#, with: #"{\#(note),"type""#)
    for text in [first, JSONSample.document(first), "[\(first)]"] {
      let sink = try Read.json(text)
      #expect(sink.epcs == [[Sample.unit1]])
      #expect(sink.faults.isEmpty)
    }
    let notes = try Read.json(first).taken.flatMap(\.notes)
    #expect(notes.contains { $0.code == .elementUnexpected && $0.field == "note" })
  }
}
