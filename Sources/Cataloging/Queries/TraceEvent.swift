/// A business document an event names.
package struct TraceTransaction: Codable, Equatable, Sendable {
  /// Type as a bare CBV word: `po`, `desadv`, `inv` ….
  package var type: String?
  /// Number without the URN around it.
  package var number: String
  /// GLN inside the identifier.
  package var gln: String?
}

/// The transaction statement that travelled with an event's document.
package struct TraceStatement: Codable, Equatable, Sendable {
  /// Whether the document carries one.
  package var present: Bool
  /// Whether it is affirmed; nil when the document does not say.
  package var affirmed: Bool?
  /// Its text.
  package var text: String?
}

/// The EPCIS document an event came in.
package struct TraceDocument: Codable, Equatable, Sendable {
  /// Identifier of the instance, from the header.
  package var instance: String?
  /// Time of creation as written.
  package var created: String?
  /// Sender of the header.
  package var sender: TraceParty?
  /// Receiver of the header.
  package var receiver: TraceParty?
  /// The transaction statement of the header.
  package var statement: TraceStatement
}

/// One event as the catalog holds it, by natural keys.
package struct TraceEvent: Codable, Equatable, Sendable {
  /// EPCIS name of the type: `ObjectEvent` ….
  package var type: String
  /// `ADD`, `OBSERVE` or `DELETE`.
  package var action: String?
  /// Business step, bare CBV word.
  package var step: String?
  /// Disposition, bare CBV word.
  package var disposition: String?
  /// When, RFC 3339 in UTC; nil when the source gives no readable time.
  package var instant: String?
  /// When, on the clock of the place: `2026-07-01 10:00:00 +02:00`.
  package var local: String?
  /// The time exactly as the source writes it.
  package var written: String?
  /// eventTimeZoneOffset exactly as the source writes it.
  package var zone: String?
  /// eventID.
  package var uri: String?
  /// Read point.
  package var readPoint: TraceParty?
  /// Business location.
  package var location: TraceParty?
  /// Owning party of the source list.
  package var fromOwner: TraceParty?
  /// Owning party of the destination list.
  package var toOwner: TraceParty?
  /// Location of the source list.
  package var shipFrom: TraceParty?
  /// Location of the destination list.
  package var shipTo: TraceParty?
  /// Every business transaction, in the order of the event.
  package var transactions: [TraceTransaction] = []
  /// Lot as the event states it.
  package var lot: String?
  /// Expiry as ISO date.
  package var expiry: String?
  /// Expiry exactly as the source writes it.
  package var expiryWritten: String?
  /// The parent an aggregation names.
  package var parent: TraceIdentity?
  /// How many EPCs the event lists, a parent included.
  package var listed: Int64 = 0
  /// When the event was declared to correct another one, RFC 3339 in UTC.
  package var declared: String?
  /// Why it was declared, bare CBV word.
  package var declaredReason: String?
  /// eventIDs of the events that replace what it declares.
  package var correctiveEvents: [String] = []
  /// The document it came in.
  package var document: TraceDocument?
  /// Where it stands.
  package var record: TraceRecord

  /// UTC milliseconds for ordering; not part of the JSON.
  var ms: Int64?

  private enum CodingKeys: String, CodingKey {
    case type, action, step, disposition, instant, local, written, zone, uri, readPoint, location
    case fromOwner, toOwner, shipFrom, shipTo, transactions, lot, expiry, expiryWritten, parent
    case listed, declared, declaredReason, correctiveEvents, document, record
  }

  /// What happened in two words at most: the step, else the action and type.
  package var deed: String {
    step ?? [action?.lowercased(), type].compactMap(\.self).joined(separator: " ")
  }
}
