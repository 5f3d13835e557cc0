import Foundation
import GRDB
import GS1
import Testing

@testable import Cataloging

@Suite struct TraceTests {
  private let sscc = "(00)095200000000000011"

  private func unit(_ serial: String) -> EPC {
    .sgtin(gtin: Samples.gtin, serial: serial)
  }

  /// Two units commissioned, packed and shipped; the commissioning is told twice.
  private func filled() throws -> Catalog {
    let catalog = try Catalog.inMemory()
    try catalog.write { db in
      let events = [
        Samples.commissioning([Samples.unit("A1"), Samples.unit("A2")]),
        Samples.commissioning([Samples.unit("A1"), Samples.unit("A2")]),
        Samples.packing(sscc, [Samples.unit("A1"), Samples.unit("A2")]),
        Samples.shipping([sscc]),
        Samples.packing(
          sscc, [Samples.unit("A2")], at: "2026-07-08T09:00:00Z", action: .delete),
      ]
      let loader = try ArtifactLoader(db, artifact: Samples.artifact(db), nowMs: Samples.nowMs)
      var header = EPCISDocumentHeader(kind: .document)
      header.instanceIdentifier = "DOC-1"
      header.vocabulary = [
        EPCISDocumentHeader.VocabularyElement(
          type: "urn:epcglobal:epcis:vtype:Location", id: "urn:epc:id:sgln:952000000.002.0",
          attributes: [
            EPCISDocumentHeader.VocabularyAttribute(
              id: "urn:epcglobal:cbv:mda#name", value: "Wholesaler A")
          ])
      ]
      let document = try loader.document(header)
      for event in events { try loader.event(event, document: document) }
      _ = try loader.finish()
      try Derivation.run(db)
    }
    return catalog
  }

  @Test func tellsTheLifeOfAUnitThroughItsContainer() throws {
    let history = try #require(
      try filled().read { try UnitHistory.read($0, unit("A1")) })
    #expect(history.identifier == Samples.unit("A1"))
    #expect(history.lot == "L1")
    #expect(history.expiry == "2028-06-30")
    #expect(history.parent == sscc)
    #expect(
      history.events.map(\.step) == ["commissioning", "commissioning", "packing", "shipping"])
    #expect(history.events.map(\.isEffective).count { !$0 } == 1)
    #expect(history.events.compactMap(\.ineffectiveReason) == ["duplicate"])
    #expect(history.events.last?.via == sscc)
    #expect(history.events.last?.toOwner?.name == "Wholesaler A")
    #expect(history.events.first?.position.path == "events.xml")
    #expect(history.events.first?.position.line == 7)
    #expect(history.events.first?.document == "DOC-1")
    #expect(history.spellings == [Samples.unit("A1")])
    let json = try JSONEncoder().encode(history)
    let back = try JSONDecoder().decode(UnitHistory.self, from: json)
    #expect(back.events.map(\.position) == history.events.map(\.position))
  }

  @Test func tellsWhatWasInsideThenAndNow() throws {
    let catalog = try filled()
    let epc = EPC.sscc("095200000000000011")
    func content(_ time: String) throws -> [String] {
      let at = try #require(Instant.parse(time)).milliseconds
      let hierarchy = try catalog.read { try Hierarchy.read($0, epc, atMs: at) }
      return try #require(hierarchy).content.content.map(\.identifier)
    }
    #expect(try content("2026-07-01T08:59:59Z") == [])
    #expect(try content("2026-07-01T09:00:00Z") == [Samples.unit("A1"), Samples.unit("A2")])
    #expect(try content("2026-07-08T09:00:00Z") == [Samples.unit("A1")])
    let up = try catalog.read {
      try Hierarchy.read($0, unit("A1"), atMs: Samples.nowMs)
    }
    #expect(up?.containers.map(\.identifier) == [sscc])
    let limited = try catalog.read {
      try Hierarchy.read($0, epc, atMs: 1_783_000_000_000, limit: 1)
    }
    #expect(limited?.content.count == 2)
    #expect(limited?.content.content.count == 1)
    #expect(try catalog.read { try Hierarchy.changes($0, epc) }.count == 2)
  }

  @Test func tellsWhoHeldAUnit() throws {
    let chain = try #require(
      try filled().read { try CustodyChain.read($0, unit("A1")) })
    #expect(chain.steps.map(\.step) == ["commissioning", "shipping"])
    #expect(chain.steps.last?.owner?.gln == "9520000000028")
    #expect(chain.steps.last?.holder?.gln == "9520000000035")
    #expect(chain.steps.first?.to == chain.steps.last?.from)
  }

  @Test func tellsWhatBecameOfALot() throws {
    let catalog = try filled()
    let stories = try catalog.read { try LotStory.read($0, lot: "L1", gtin: nil) }
    let story = try #require(stories.first)
    #expect(story.gtin == Samples.gtin)
    #expect(story.units["commissioned"] == 2)
    #expect(story.expiries == [LotStory.Expiry(date: "2028-06-30", units: 2)])
    #expect(story.files.map(\.path) == ["events.xml"])
    #expect(story.shipments.map(\.units) == [2])
    #expect(story.shipments.first?.order == "PO/77")
    #expect(try catalog.read { try LotStory.read($0, lot: "l1", gtin: nil) } == [])
  }

  @Test func reportsASubjectInWords() throws {
    let catalog = try filled()
    let report = try catalog.read { try TraceReport.read($0, .epc(unit("A1"))) }
    #expect(report.isFound)
    #expect(report.isCurrent)
    #expect(report.hierarchyThen?.containers.count == 1)
    let text = report.text
    for part in ["recorded in: line: events.xml:7", "to owner: Wholesaler A", "not effective: dup"]
    {
      #expect(text.contains(part), "\(part)")
    }
    let lot = try catalog.read { try TraceReport.read($0, .lot("L1", gtin: nil)) }
    #expect(lot.text.contains("units commissioned: 2"))
    let none = try catalog.read { try TraceReport.read($0, .epc(unit("0A1"))) }
    #expect(!none.isFound)
    #expect(none.text.contains("Similar identifiers: \(Samples.unit("A1"))"))
    let status = try catalog.read { try CatalogStatus.read($0) }.text
    #expect(status.contains("2026-07  5"))
    #expect(status.contains("records: 6 read = 6 taken"))
  }

  @Test func knowsNothingOfWhatItDoesNotHold() throws {
    let catalog = try filled()
    #expect(try catalog.read { try UnitHistory.read($0, unit("a1")) } == nil)
    #expect(
      try catalog.read { try TraceLookup($0).similar(to: unit("0a1")) } == [Samples.unit("A1")])
  }

  @Test(arguments: [
    (
      "urn:epc:id:sgtin:950600.0013435.A1",
      TraceSubject.epc(.sgtin(gtin: Samples.gtin, serial: "A1"))
    ),
    (
      "https://id.gs1.org/01/09506000134352/21/A1",
      .epc(.sgtin(gtin: Samples.gtin, serial: "A1"))
    ),
    (
      "]d201095060001343521728063010L1\u{1D}21A1",
      .epc(.sgtin(gtin: Samples.gtin, serial: "A1"))
    ),
    ("095200000000000011", .epc(.sscc("095200000000000011"))),
    ("(01)09506000134352(10)L1", .lot("L1", gtin: Samples.gtin)),
  ])
  func readsWhatPeoplePaste(_ text: String, _ subject: TraceSubject) throws {
    #expect(try TraceSubject(text) == subject)
  }

  @Test(arguments: ["hello", "9520000000011", "09506000134352", ""])
  func saysWhatATextDoesNotName(_ text: String) {
    #expect(throws: CatalogError.self) { _ = try TraceSubject(text) }
  }
}
