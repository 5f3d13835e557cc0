import GRDB
import GS1

/// Something that happened to a lot.
package struct LotMoment: Codable, Equatable, Sendable {
  /// What kind of thing: `packaging`, `upload`, `quality`, `release`, `shipment`, `end`.
  package var track: String
  /// What happened.
  package var name: String
  /// When, RFC 3339 in UTC.
  package var instant: String
  /// Where it stands; nil for what was computed from many events.
  package var record: TraceRecord?
  /// UTC milliseconds for ordering; not part of the JSON.
  package var ms: Int64

  private enum CodingKeys: String, CodingKey {
    case track, name, instant, record, ms
  }

  /// Every moment of a lot up to a cut-off, in order of time.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  static func read(
    _ reader: TraceReader, lot id: Int64, _ census: LotCensus, shipments: [LotShipment],
    asOf: Int64?
  ) throws -> [LotMoment] {
    var moments: [LotMoment] = []
    func add(_ track: String, _ name: String, _ ms: Int64?, _ record: TraceRecord? = nil) {
      guard let ms, ms <= asOf ?? .max else { return }
      moments.append(
        LotMoment(
          track: track, name: name, instant: InstantText.rfc3339(ms), record: record, ms: ms))
    }
    if let row = try Row.fetchOne(
      reader.db.cachedStatement(
        sql: "SELECT first_commission_ms, last_commission_ms FROM lot_fact WHERE lot_id = ?"),
      arguments: [id])
    {
      let (first, last): (Int64?, Int64?) = (row[0], row[1])
      add(
        "packaging", first == last ? "Commissioning" : "First commissioning", first,
        try commissioning(reader, lot: id, at: first))
      if first != last {
        add(
          "packaging", "Last commissioning", last, try commissioning(reader, lot: id, at: last))
      }
    }
    let sent = shipments.filter { !$0.isReturn && !$0.isVoided }
    let name = sent.count == 1 ? "Shipment" : "First shipment"
    add("shipment", name, sent.first?.event.ms, sent.first?.event.record)
    if sent.count > 1 {
      add("shipment", "Last shipment", sent.last?.event.ms, sent.last?.event.record)
    }
    for back in shipments.filter(\.isReturn).prefix(5) {
      add("shipment", "Return", back.event.ms, back.event.record)
    }
    for (state, ms) in census.firsts where ends.contains(state) {
      let track = state == "held" || state == "recalled" ? "quality" : "end"
      add(track, "First unit \(state)", ms)
    }
    for fact in facts { try collect(fact, id, reader, add) }
    return moments.sorted { ($0.ms, $0.track, $0.name) < ($1.ms, $1.track, $1.name) }
  }

  /// Where the first event stands that commissioned units of a lot at an instant.
  private static func commissioning(
    _ reader: TraceReader, lot id: Int64, at ms: Int64?
  ) throws -> TraceRecord? {
    let statement = try reader.db.cachedStatement(
      sql: """
        SELECT min(commission_event) FROM all_unit
        WHERE lot_id = ? AND is_container = 0 AND commission_ms = ?
        """)
    guard let event = try Int64.fetchOne(statement, arguments: [id, ms]) else { return nil }
    return try reader.events([event])[event]?.record
  }

  /// States that are moments on the line of a lot.
  private static let ends: Set = [
    "decommissioned", "sampled", "destroyed", "held", "recalled", "dispensed", "stolen",
  ]

  /// Dates of record kinds that belong on the line of a lot.
  private struct Fact {
    var kind: String
    var column: String
    var track: String
    var name: String
    /// A column whose text stands behind the name.
    var label: String?
  }

  private static let facts = [
    Fact(kind: "batch_record", column: "started_at", track: "packaging", name: "Record begins"),
    Fact(kind: "batch_record", column: "ended_at", track: "packaging", name: "Record ends"),
    Fact(
      kind: "batch_record", column: "qa_review_at", track: "release", name: "Quality review"),
    Fact(
      kind: "serial_reconciliation", column: "approved_at", track: "packaging",
      name: "Serial reconciliation approved"),
    Fact(
      kind: "repository_upload", column: "submitted_at", track: "upload", name: "Upload",
      label: "market"),
    Fact(
      kind: "repository_upload", column: "ack_at", track: "upload", name: "Upload acknowledged",
      label: "market"),
    Fact(kind: "file_transfer", column: "sent_at", track: "upload", name: "File sent"),
    Fact(
      kind: "deviation", column: "detected_at", track: "quality", name: "Deviation", label: "dev_id"
    ),
    Fact(
      kind: "deviation", column: "closed_at", track: "quality", name: "Deviation closed",
      label: "dev_id"),
    Fact(
      kind: "complaint", column: "received_at", track: "quality", name: "Complaint", label: "cmp_id"
    ),
    Fact(kind: "recall", column: "decided_at", track: "quality", name: "Recall decided"),
    Fact(
      kind: "release", column: "decided_at", track: "release", name: "Decision", label: "decision"),
  ]

  /// Moments of one kind listed at most, so that a line stays readable.
  private static let limit = 12

  private static func collect(
    _ fact: Fact, _ lot: Int64, _ reader: TraceReader,
    _ add: (String, String, Int64?, TraceRecord?) -> Void
  ) throws {
    let table = "\(fact.kind)_version"
    guard try reader.db.tableExists(table) else { return }
    let columns = Set(try reader.db.columns(in: table).map(\.name))
    guard columns.contains("\(fact.column)_ms") else { return }
    let label = fact.label.flatMap { columns.contains($0) ? "v.\($0)" : nil } ?? "NULL"
    guard let link = try NamingKinds.link(reader.db, fact.kind, columns) else { return }
    for row in try Row.fetchAll(
      reader.db.cachedStatement(
        sql: """
          SELECT v.\(fact.column)_ms AS ms, \(label) AS label, a.path AS path, a.sha256 AS sha256,
            s.name AS source, r.line AS line, r.byte_offset AS byte_offset, r.pointer AS pointer
          FROM \(table) v LEFT JOIN record r ON r.record_id = v.record_id
          LEFT JOIN artifact a ON a.artifact_id = r.artifact_id
          LEFT JOIN source s ON s.source_id = a.source_id
          WHERE v.is_current = 1 AND v.\(fact.column)_ms IS NOT NULL AND \(link)
          ORDER BY ms, v.record_id LIMIT \(limit)
          """), arguments: [lot])
    {
      let text: String? = row["label"]
      add(
        fact.track, fact.name + (text.map { " \($0.replacing("_", with: " "))" } ?? ""),
        row["ms"], TraceReader.record(row))
    }
  }
}
