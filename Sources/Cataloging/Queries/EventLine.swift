import GRDB
import GS1

/// One event as a life story tells it.
package struct EventLine: Codable, Equatable, Sendable {
  /// Where a record stands.
  package struct Position: Codable, Equatable, Sendable {
    /// The source's name.
    package var source: String
    /// The artifact's path.
    package var path: String
    /// SHA-256 of the artifact.
    package var sha256: String
    /// Line, from 1.
    package var line: Int?
    /// Offset of the first byte.
    package var byte: Int?
    /// XPath-like or JSON pointer.
    package var pointer: String?
  }

  /// A place or party.
  package struct Party: Codable, Equatable, Sendable {
    /// GLN-13, or the text when it is no GLN.
    package var gln: String
    /// Extension of the GLN.
    package var ext: String?
    /// Its name, as far as it is known.
    package var name: String?
  }

  /// When, RFC 3339 in UTC; nil when the time cannot be read.
  package var time: String?
  /// When, as written.
  package var timeText: String?
  /// The local day, ISO.
  package var day: String?
  /// Event type: object, aggregation ….
  package var type: String
  /// add, observe or delete.
  package var action: String?
  /// Business step.
  package var step: String?
  /// Disposition.
  package var disposition: String?
  /// The part the subject plays: epc, child, parent, input, output.
  package var role: String?
  /// The container the subject was in, when the event names only that.
  package var via: String?
  /// Parent named by the event.
  package var parent: String?
  /// How many EPCs the event names.
  package var listed: Int
  /// Where it was seen.
  package var readPoint: Party?
  /// Where it is afterwards.
  package var location: Party?
  /// Seller or sender.
  package var fromOwner: Party?
  /// Buyer or receiver.
  package var toOwner: Party?
  /// Ship-from.
  package var shipFrom: Party?
  /// Ship-to.
  package var shipTo: Party?
  /// Business transactions: `type id`.
  package var transactions: [String]
  /// Lot.
  package var lot: String?
  /// Expiry, ISO, else as written.
  package var expiry: String?
  /// Event identifier.
  package var eventID: String?
  /// Instance identifier of the document around it.
  package var document: String?
  /// Whether it counts in the story.
  package var isEffective: Bool
  /// Why it does not count: duplicate, declared_in_error ….
  package var ineffectiveReason: String?
  /// The event that made it so.
  package var ineffectiveBy: Position?
  /// Where it stands.
  package var position: Position

  /// For sorting only.
  var ms: Int64?
  var id: Int64

  private enum CodingKeys: String, CodingKey {
    case time, timeText, day, type, action, step, disposition, role, via, parent, listed
    case readPoint, location, fromOwner, toOwner, shipFrom, shipTo, transactions, lot, expiry
    case eventID, document, isEffective, ineffectiveReason, ineffectiveBy, position
  }

  /// A line read back from JSON, which carries no row ids.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    time = try values.decodeIfPresent(String.self, forKey: .time)
    timeText = try values.decodeIfPresent(String.self, forKey: .timeText)
    day = try values.decodeIfPresent(String.self, forKey: .day)
    type = try values.decode(String.self, forKey: .type)
    action = try values.decodeIfPresent(String.self, forKey: .action)
    step = try values.decodeIfPresent(String.self, forKey: .step)
    disposition = try values.decodeIfPresent(String.self, forKey: .disposition)
    role = try values.decodeIfPresent(String.self, forKey: .role)
    via = try values.decodeIfPresent(String.self, forKey: .via)
    parent = try values.decodeIfPresent(String.self, forKey: .parent)
    listed = try values.decode(Int.self, forKey: .listed)
    readPoint = try values.decodeIfPresent(Party.self, forKey: .readPoint)
    location = try values.decodeIfPresent(Party.self, forKey: .location)
    fromOwner = try values.decodeIfPresent(Party.self, forKey: .fromOwner)
    toOwner = try values.decodeIfPresent(Party.self, forKey: .toOwner)
    shipFrom = try values.decodeIfPresent(Party.self, forKey: .shipFrom)
    shipTo = try values.decodeIfPresent(Party.self, forKey: .shipTo)
    transactions = try values.decode([String].self, forKey: .transactions)
    lot = try values.decodeIfPresent(String.self, forKey: .lot)
    expiry = try values.decodeIfPresent(String.self, forKey: .expiry)
    eventID = try values.decodeIfPresent(String.self, forKey: .eventID)
    document = try values.decodeIfPresent(String.self, forKey: .document)
    isEffective = try values.decode(Bool.self, forKey: .isEffective)
    ineffectiveReason = try values.decodeIfPresent(String.self, forKey: .ineffectiveReason)
    ineffectiveBy = try values.decodeIfPresent(Position.self, forKey: .ineffectiveBy)
    position = try values.decode(Position.self, forKey: .position)
    id = 0
  }

  /// Reads an event; nil when there is none with that id.
  init?(_ look: TraceLookup, event id: Int64, role: EventRole?, via: String? = nil) throws {
    let row = try Row.fetchOne(
      look.db.cachedStatement(
        sql: """
          SELECT e.*, r.line, r.byte_offset, r.pointer, i.reason, i.by_event,
            d.instance_identifier
          FROM all_event e JOIN record r ON r.record_id = e.event_id
          LEFT JOIN ineffective_event i ON i.event_id = e.event_id
          LEFT JOIN document d ON d.document_id = e.document_id
          WHERE e.event_id = ?
          """), arguments: [id])
    guard let row else { return nil }
    func party(_ gln: String, _ ext: String? = nil) throws -> Party? {
      guard let key: String = row[gln] else { return nil }
      return Party(gln: key, ext: ext.flatMap { row[$0] }, name: try look.name(key))
    }
    self.id = id
    ms = row["event_ms"]
    time = ms.map(Instant.rfc3339)
    timeText = row["event_text"]
    day = (row["event_day"] as Int?).flatMap(CivilDay.iso)
    type = row["event_type"]
    action = row["action"]
    step = row["biz_step"]
    disposition = row["disposition"]
    self.role = role?.name
    self.via = via
    parent = try (row["parent_id"] as Int64?).map { try look.canonical($0) }
    listed = row["epc_count"]
    readPoint = try party("read_point_gln", "read_point_ext")
    location = try party("location_gln", "location_ext")
    fromOwner = try party("from_owner_gln")
    toOwner = try party("to_owner_gln")
    shipFrom = try party("from_gln")
    shipTo = try party("to_gln")
    transactions = try String.fetchAll(
      look.db,
      sql: """
        SELECT coalesce(type || ' ', '') || id FROM event_transaction
        WHERE event_id = ? ORDER BY rowid
        """, arguments: [id])
    lot = row["lot"]
    expiry = (row["expiry_day"] as Int?).flatMap(CivilDay.iso) ?? row["expiry_text"]
    eventID = row["event_uri"]
    document = row["instance_identifier"]
    ineffectiveReason = row["reason"]
    isEffective = ineffectiveReason == nil
    ineffectiveBy = try (row["by_event"] as Int64?).flatMap { try Self.position(look, of: $0) }
    let artifact = try look.artifact(row["artifact_id"])
    position = Position(
      source: artifact.source, path: artifact.path, sha256: artifact.sha256, line: row["line"],
      byte: row["byte_offset"], pointer: row["pointer"])
  }

  /// Where a record stands.
  static func position(_ look: TraceLookup, of record: Int64) throws -> Position? {
    let row = try Row.fetchOne(
      look.db, sql: "SELECT * FROM record WHERE record_id = ?", arguments: [record])
    return try row.map { row in
      let artifact = try look.artifact(row["artifact_id"])
      return Position(
        source: artifact.source, path: artifact.path, sha256: artifact.sha256,
        line: row["line"], byte: row["byte_offset"], pointer: row["pointer"])
    }
  }
}
