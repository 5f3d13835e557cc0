import Foundation
import GRDB
import GS1

@testable import Cataloging

/// Small events and folders for tests of the catalog.
enum Samples {
  static let gtin = "09506000134352"
  static let nowMs: Int64 = 1_795_000_000_000

  /// A unit of the sample product.
  static func unit(_ serial: String, gtin: String = gtin) -> String {
    "(01)\(gtin)(21)\(serial)"
  }

  /// An object event that commissions units on a July morning.
  static func commissioning(
    _ epcs: [String], lot: String? = "L1", expiry: String? = "2028-06-30",
    at: String = "2026-07-01T08:00:00Z", zone: String? = "+02:00"
  ) -> EPCISEvent {
    var event = EPCISEvent(type: .object, position: SourcePosition(line: 7, byteOffset: 120))
    event.action = .add
    event.eventTime = InstantText.parse(at)
    event.eventTimeText = at
    event.eventTimeZoneOffset = zone
    event.bizStep = EventWord("urn:epcglobal:cbv:bizstep:commissioning", .bizStep)
    event.disposition = EventWord("active", .disposition)
    event.epcs = epcs.map { EPCReference(parsing: $0, role: .epc) }
    event.readPoint = EventParty("urn:epc:id:sgln:952000000.001.L1")
    event.bizLocation = EventParty("urn:epc:id:sgln:952000000.001.0")
    if let lot { event.attributes.append(ilmd("lotNumber", lot)) }
    if let expiry { event.attributes.append(ilmd("itemExpirationDate", expiry)) }
    return event
  }

  static func ilmd(_ name: String, _ value: String) -> EventAttribute {
    EventAttribute(place: .ilmd, namespace: "urn:epcglobal:cbv:mda", name: name, value: value)
  }

  /// An aggregation of children in a parent.
  static func packing(
    _ parent: String, _ children: [String], at: String = "2026-07-01T09:00:00Z",
    action: EventAction = .add
  ) -> EPCISEvent {
    var event = EPCISEvent(type: .aggregation)
    event.action = action
    event.eventTime = InstantText.parse(at)
    event.eventTimeText = at
    event.eventTimeZoneOffset = "+02:00"
    event.bizStep = EventWord(action == .add ? "packing" : "unpacking", .bizStep)
    event.epcs =
      [EPCReference(parsing: parent, role: .parent)]
      + children.map { EPCReference(parsing: $0, role: .child) }
    return event
  }

  /// A sale to a wholesaler under an order.
  static func shipping(
    _ epcs: [String], at: String = "2026-07-05T10:00:00Z"
  ) -> EPCISEvent {
    var event = EPCISEvent(type: .object)
    event.action = .observe
    event.eventTime = InstantText.parse(at)
    event.eventTimeText = at
    event.eventTimeZoneOffset = "+02:00"
    event.bizStep = EventWord("shipping", .bizStep)
    event.disposition = EventWord("in_transit", .disposition)
    event.epcs = epcs.map { EPCReference(parsing: $0, role: .epc) }
    event.bizTransactions = [
      BizTransaction(
        type: EventWord("po", .bizTransactionType),
        id: "urn:epcglobal:cbv:bt:9520000000028:PO%2F77")
    ]
    let owner = EventWord("owning_party", .sourceDestinationType)
    let place = EventWord("location", .sourceDestinationType)
    event.sources = [
      SourceOrDestination(type: owner, party: EventParty("9520000000011")),
      SourceOrDestination(type: place, party: EventParty("9520000000011")),
    ]
    event.destinations = [
      SourceOrDestination(type: owner, party: EventParty("9520000000028")),
      SourceOrDestination(type: place, party: EventParty("9520000000035")),
    ]
    return event
  }

  /// A source, a run and one taken artifact; says the artifact's id.
  static func artifact(_ db: Database, path: String = "events.xml") throws -> Int64 {
    let source = try SourceRegister.upsert(db, name: "line", kind: "epcis", place: "in")
    let run = try RunLog.begin(db, command: "collect", startedMs: nowMs)
    return try ArtifactRegister(source: source, run: run, nowMs: nowMs).add(
      db,
      ArtifactFacts(
        path: path, sha256: String(repeating: "a", count: 64), stamp: ArtifactStamp(bytes: 10)))
  }

  /// Loads events as one artifact.
  static func load(
    _ events: [EPCISEvent], into db: Database, path: String = "events.xml", zone: String? = nil
  ) throws -> ArtifactLoader.Summary {
    let loader = try ArtifactLoader(
      db, artifact: artifact(db, path: path), timeZone: zone, nowMs: nowMs)
    for event in events { try loader.event(event) }
    return try loader.finish()
  }

  /// A folder of one's own that goes when the test ends.
  static func withFolder<T>(_ body: (URL) throws -> T) throws -> T {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "catalog-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }
}

extension Catalog {
  /// Asks as the trace queries do.
  func trace<T>(_ ask: (TraceReader) throws -> T) throws -> T {
    try read { try ask(TraceReader($0)) }
  }
}
