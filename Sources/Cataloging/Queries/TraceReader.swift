import GRDB
import GS1

/// Reads identities, parties and events for the trace queries, each by natural keys. What it has
/// read it keeps: one reader serves everything that is told of one state of a catalog.
final class TraceReader {
  let db: Database
  private var names: PlaceNames?
  private var products: [String: TraceProduct] = [:]
  private var identities: [Int64: EPC] = [:]
  private var contents: [Moment: (children: Int, items: Int)] = [:]
  private var firstShipments: [Int64: HierarchyMoment] = [:]

  private struct Moment: Hashable {
    var id: Int64
    var ms: Int64
  }

  init(_ db: Database) { self.db = db }

  // MARK: Identity

  /// The id of an EPC; nil when no record names it.
  func id(of epc: EPC) throws -> Int64? {
    try Int64.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT e.epc_id FROM product p JOIN epc e ON e.product_id = p.product_id
          WHERE p.scheme = ? AND p.gtin = ? AND e.serial = ?
          """), arguments: [Int(epc.kind.rawValue), epc.key, epc.serial])
  }

  /// The id of a lot, an EPC of kind lgtin; nil when no record names it.
  func id(ofLot lot: EPC) throws -> Int64? {
    try Int64.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT l.lot_id FROM product p JOIN all_lot l ON l.product_id = p.product_id
          WHERE p.gtin = ? AND l.lot = ? ORDER BY p.scheme LIMIT 1
          """), arguments: [lot.key, lot.serial])
  }

  /// The EPC behind an id.
  func epc(_ id: Int64) throws -> EPC {
    if let known = identities[id] { return known }
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT p.scheme, p.gtin, e.serial FROM epc e JOIN product p ON p.product_id = e.product_id
          WHERE e.epc_id = ?
          """), arguments: [id])
    let epc = row.map(Self.epc) ?? EPC(kind: .other, key: "unknown", serial: "")
    identities[id] = epc
    return epc
  }

  /// The identity behind an id.
  func identity(_ id: Int64) throws -> TraceIdentity { TraceIdentity(try epc(id)) }

  /// An EPC from the columns scheme, gtin, serial.
  static func epc(_ row: Row) -> EPC {
    let scheme: Int64 = row["scheme"]
    let kind = UInt8(exactly: scheme).flatMap(EPCKind.init(rawValue:)) ?? .other
    return EPC(kind: kind, key: row["gtin"], serial: row["serial"])
  }

  /// What is known of a product.
  func product(_ gtin: String) throws -> TraceProduct {
    if let known = products[gtin] { return known }
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT coalesce((SELECT name FROM run_product WHERE gtin = ?1),
            (SELECT name FROM master_product WHERE gtin = ?1 AND name IS NOT NULL
             ORDER BY record_id DESC LIMIT 1)) AS name,
          coalesce((SELECT ndc FROM run_product WHERE gtin = ?1),
            (SELECT ndc FROM master_product WHERE gtin = ?1 AND ndc IS NOT NULL
             ORDER BY record_id DESC LIMIT 1)) AS ndc
        """, arguments: [gtin])
    let product = TraceProduct(gtin: gtin, name: row?["name"], ndc: row?["ndc"])
    products[gtin] = product
    return product
  }

  // MARK: Content

  /// What is in a container at an instant: directly, and units at any level. A pallet of many lots is
  /// told of in the dossier of each.
  func content(of id: Int64, at ms: Int64) throws -> (children: Int, items: Int) {
    let moment = Moment(id: id, ms: ms)
    if let known = contents[moment] { return known }
    let row = try Row.fetchOne(
      db.cachedStatement(sql: Hierarchy.countSQL), arguments: [id, ms, Ancestry.depth])
    let content: (children: Int, items: Int) = (row?[0] ?? 0, row?[1] ?? 0)
    contents[moment] = content
    return content
  }

  /// The first shipment of a container, with eight of what each container in it holds.
  func firstShipment(of id: Int64) throws -> HierarchyMoment? {
    if let known = firstShipments[id] { return known }
    let moment = try Hierarchy.firstShipment(self, of: id)
    firstShipments[id] = moment
    return moment
  }

  // MARK: Parties

  /// A party with its name; nil for no GLN.
  func party(_ gln: String?, _ suffix: String? = nil) throws -> TraceParty? {
    guard let gln, !gln.isEmpty else { return nil }
    return TraceParty(gln: gln, extension: suffix, name: try name(gln, suffix))
  }

  private func name(_ gln: String, _ suffix: String?) throws -> String? {
    let known = try names ?? PlaceNames(db)
    names = known
    return known.name(gln, suffix)
  }

  // MARK: Events

  /// Events by id.
  func events(_ ids: some Sequence<Int64>) throws -> [Int64: TraceEvent] {
    var found: [Int64: TraceEvent] = [:]
    let all = Set(ids).sorted()
    let statement = try db.cachedStatement(sql: Self.eventSQL)
    for start in stride(from: 0, to: all.count, by: 500) {
      let part = all[start..<min(start + 500, all.count)]
      let rows = try part.compactMap { try Row.fetchOne(statement, arguments: [$0]) }
      for row in rows { found[row["event_id"]] = try event(row) }
      try each("event_transaction", "type, id, gln, number", rows) { event, row in
        found[event]?.transactions.append(
          TraceTransaction(type: row[2], number: row[5] ?? row[3], gln: row[4]))
      }
      let declaring = rows.filter { ($0["declared_ms"] as Int64?) != nil }
      try each("event_correction", "corrective_uri", declaring) { event, row in
        found[event]?.correctiveEvents.append(row[2])
      }
    }
    return found
  }

  private static let eventSQL = """
    SELECT e.*, a.path AS path, a.sha256 AS sha256, s.name AS source, r.line AS line,
      r.byte_offset AS byte_offset, r.pointer AS pointer, d.document_id AS has_document,
      d.instance_identifier, d.created_text, d.sender_gln, d.receiver_gln, d.sender_text,
      d.receiver_text, d.statement_present, d.statement_affirmed, d.statement_text
    FROM all_event e
    LEFT JOIN artifact a ON a.artifact_id = e.artifact_id
    LEFT JOIN source s ON s.source_id = a.source_id
    LEFT JOIN record r ON r.record_id = e.event_id
    LEFT JOIN document d ON d.document_id = e.document_id
    WHERE e.event_id = ?
    """

  /// The rows of some events in one of their list tables, in document order.
  private func each(
    _ table: String, _ columns: String, _ events: [Row], _ take: (Int64, Row) -> Void
  ) throws {
    guard !events.isEmpty else { return }
    let rows = try EventRows(db, table: table)
    let statement = try db.cachedStatement(
      sql: """
        SELECT rowid, event_id, \(columns) FROM \(table) WHERE rowid >= ? ORDER BY rowid
        """)
    for event in events.map({ $0["event_id"] as Int64 }).sorted() {
      let cursor = try Row.fetchCursor(statement, arguments: [try rows.start(of: event)])
      while let row = try cursor.next(), row[1] == event { take(event, row) }
    }
  }

  private func event(_ row: Row) throws -> TraceEvent {
    var event = TraceEvent(type: TraceWords.type(row["event_type"]), record: Self.record(row))
    let ms: Int64? = row["event_ms"]
    let zone: String? = row["zone_text"]
    event.ms = ms
    event.action = (row["action"] as String?)?.uppercased()
    event.step = row["biz_step"]
    event.disposition = row["disposition"]
    event.instant = ms.map(InstantText.rfc3339)
    event.written = row["event_text"]
    event.zone = zone
    event.local = ms.map { TraceWords.local($0, zone: zone, written: row["event_text"]) }
    event.uri = row["event_uri"]
    event.readPoint = try party(row["read_point_gln"], row["read_point_ext"])
    event.location = try party(row["location_gln"], row["location_ext"])
    event.fromOwner = try party(row["from_owner_gln"])
    event.toOwner = try party(row["to_owner_gln"])
    event.shipFrom = try party(row["from_gln"])
    event.shipTo = try party(row["to_gln"])
    event.lot = row["lot"]
    event.expiry = (row["expiry_day"] as Int?).flatMap(CivilDay.iso)
    event.expiryWritten = row["expiry_text"]
    event.parent = try (row["parent_id"] as Int64?).map(identity)
    event.listed = row["epc_count"]
    event.declared = (row["declared_ms"] as Int64?).map {
      $0 == 0 ? "untimed" : InstantText.rfc3339($0)
    }
    event.declaredReason = row["declared_reason"]
    if (row["has_document"] as Int64?) != nil { event.document = try document(row) }
    return event
  }

  /// The document columns of an event's row.
  private func document(_ row: Row) throws -> TraceDocument {
    TraceDocument(
      instance: row["instance_identifier"], created: row["created_text"],
      sender: try party(row["sender_gln"] ?? row["sender_text"]),
      receiver: try party(row["receiver_gln"] ?? row["receiver_text"]),
      statement: TraceStatement(
        present: (row["statement_present"] as Int64? ?? 0) != 0,
        affirmed: (row["statement_affirmed"] as Int64?).map { $0 != 0 },
        text: row["statement_text"]))
  }

  /// The columns source, path, sha256, line, byte_offset, pointer.
  static func record(_ row: Row) -> TraceRecord {
    TraceRecord(
      source: row["source"] ?? "", path: row["path"] ?? "", sha256: row["sha256"] ?? "",
      line: row["line"], byte: row["byte_offset"], pointer: row["pointer"])
  }
}

/// Words and times as a trace shows them.
enum TraceWords {
  /// The EPCIS name of a stored event type.
  static func type(_ stored: String) -> String {
    let all: [GS1.EventType] = [.object, .aggregation, .transaction, .transformation, .association]
    return all.first { $0.storedName == stored }?.name ?? stored
  }

  /// The clock of the place: the stated offset, else the one written in the time, else UTC.
  static func local(_ ms: Int64, zone: String?, written: String?) -> String {
    let stated = zone.flatMap { TimeZoneOffset.minutes(CellText.trimmed($0)) }
    let minutes = stated ?? written.flatMap { InstantText.parse($0)?.offsetMinutes } ?? 0
    let (shifted, overflow) = ms.addingReportingOverflow(Int64(minutes) * 60_000)
    let text = InstantText.rfc3339(overflow ? ms : shifted)
    return text.dropLast().replacing("T", with: " ") + " " + TimeZoneOffset.text(minutes)
  }

  /// The role of an EPC in an event.
  static func role(_ stored: Int64) -> String {
    UInt8(exactly: stored).flatMap(EventRole.init(rawValue:))?.name ?? "epc"
  }
}
