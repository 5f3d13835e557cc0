internal import Assessing
internal import GRDB
internal import Reporting

/// Reads the events of one original that answer an item, with what is open of each.
struct EventExtract {
  let db: Database
  let subject: Subject

  /// What the extract is of and for.
  struct Subject {
    let production: String
    let stamp: String
    let agent: String
    let system: String
    let path: String
    let sha256: String
    let request: String
    let item: String
  }

  private static let roles: [Int64: String] = [
    1: "epc", 2: "child", 3: "parent", 4: "input", 5: "output",
  ]
  private static let types = [
    "object": "ObjectEvent", "aggregation": "AggregationEvent",
    "transaction": "TransactionEvent", "transformation": "TransformationEvent",
    "association": "AssociationEvent",
  ]

  /// EPCIS and CSV of the events; both hold the same.
  func files(events: [Int64], created: Instant) throws -> (epcis: [UInt8], csv: [UInt8]) {
    let lines = try events.compactMap(line)
    var csv = CSVText(headers: Self.headers)
    for line in lines { for cells in Self.rows(line) { csv.add(cells) } }
    let document = EPCISExtract(subject: subject, created: created, events: lines)
    return (try DocumentEncoder.verbatim(document), csv.bytes)
  }

  private func line(_ event: Int64) throws -> ExtractLine? {
    guard
      let row = try Row.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT e.*, r.line, r.byte_offset, r.pointer, a.path, l.lot AS known_lot
            FROM all_event e JOIN record r ON r.record_id = e.event_id
            JOIN artifact a ON a.artifact_id = e.artifact_id
            LEFT JOIN all_lot l ON l.lot_id = e.lot_id WHERE e.event_id = ?
            """),
        arguments: [event])
    else { return nil }
    let (shown, otherKeys) = try identifiers(event)
    let (quantities, otherQuantities) = try quantities(event)
    let others = otherKeys + otherQuantities
    var correction: ExtractLine.Correction?
    if let declared = row["declared_ms"] as Int64? {
      correction = .init(
        declaredAt: declared == 0 ? nil : Instant(milliseconds: declared).text,
        reason: row["declared_reason"])
    }
    let transactions = try Row.fetchAll(
      db.cachedStatement(
        sql: "SELECT type, id FROM temp.asked_transaction WHERE event_id = ? ORDER BY place"),
      arguments: [event])
    let lotIsAsked = try Bool.fetchOne(
      db.cachedStatement(
        sql: "SELECT ? IN (SELECT lot_id FROM temp.asked_lot)"),
      arguments: [row["lot_id"] as Int64? ?? -1])
    let mayShowLot = lotIsAsked == true || others == 0
    return ExtractLine(
      production: subject.production, confidentiality: subject.stamp,
      original: .init(
        system: subject.system, path: row["path"], sha256: subject.sha256, line: row["line"],
        byte: row["byte_offset"], pointer: row["pointer"]),
      document: try document(row["document_id"]),
      type: Self.types[row["event_type"]] ?? row["event_type"],
      action: (row["action"] as String?)?.uppercased(),
      businessStep: row["biz_step"], disposition: row["disposition"],
      eventTime: row["event_text"], timeZoneOffset: row["zone_text"], eventId: row["event_uri"],
      correction: correction,
      readPoint: Self.place(row["read_point_gln"], row["read_point_ext"]),
      businessLocation: Self.place(row["location_gln"], row["location_ext"]),
      lot: mayShowLot ? row["lot"] : nil, expiry: mayShowLot ? row["expiry_text"] : nil,
      sellerGln: row["from_owner_gln"], buyerGln: row["to_owner_gln"],
      shipFromGln: row["from_gln"], shipToGln: row["to_gln"],
      transactions: transactions.map { .init(type: $0["type"], id: $0["id"]) },
      identifiers: shown, quantities: quantities, otherIdentifiers: others)
  }

  private func quantities(_ event: Int64) throws -> ([ExtractLine.Quantity], Int) {
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT q.role, p.gtin, l.lot, q.class_text, q.quantity_text, q.uom,
            coalesce(q.lot_id, -1) IN (SELECT lot_id FROM temp.asked_lot)
              OR (q.lot_id IS NULL AND coalesce(q.product_id, -1) IN
                (SELECT product_id FROM temp.asked_product)) AS is_asked
          FROM event_quantity q LEFT JOIN all_lot l ON l.lot_id = q.lot_id
          LEFT JOIN product p ON p.product_id = q.product_id
          WHERE q.event_id = ? ORDER BY q.rowid
          """),
      arguments: [event])
    let asked = rows.filter { $0["is_asked"] as Bool }
    return (
      asked.map { row in
        ExtractLine.Quantity(
          role: Self.roles[row["role"]] ?? "epc", gtin: row["gtin"], lot: row["lot"],
          other: row["class_text"], amount: row["quantity_text"], unit: row["uom"])
      }, rows.count - asked.count
    )
  }

  private func identifiers(_ event: Int64) throws -> ([ExtractLine.Identifier], Int) {
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT x.role, p.scheme, p.gtin, e.serial,
            x.epc_id IN (SELECT epc_id FROM temp.asked_epc) AS is_asked
          FROM temp.asked_reference x JOIN epc e ON e.epc_id = x.epc_id
          JOIN product p ON p.product_id = e.product_id
          WHERE x.event_id = ? ORDER BY x.run_id, x.epc_id
          """),
      arguments: [event])
    var shown: [ExtractLine.Identifier] = []
    var others = 0
    while let row = try rows.next() {
      guard row["is_asked"] as Bool else {
        others += 1
        continue
      }
      let role = Self.roles[row["role"]] ?? "epc"
      // Schemes of the catalog: 1 SGTIN, 2 SSCC; the rest is shown as it is kept.
      let key: String = row["gtin"]
      let serial: String = row["serial"]
      switch row["scheme"] as Int64 {
      case 1:
        shown.append(.init(role: role, gtin: key, serial: serial, sscc: nil, other: nil))
      case 2: shown.append(.init(role: role, gtin: nil, serial: nil, sscc: serial, other: nil))
      default:
        let both = [key, serial].filter { !$0.isEmpty }.joined(separator: ".")
        shown.append(.init(role: role, gtin: nil, serial: nil, sscc: nil, other: both))
      }
    }
    return (shown, others)
  }

  private func document(_ id: Int64?) throws -> ExtractLine.Document? {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: "SELECT * FROM document WHERE document_id = ?"),
      arguments: [id])
    return row.map { row in
      ExtractLine.Document(
        instance: row["instance_identifier"], created: row["created_text"],
        sender: row["sender_text"] ?? row["sender_gln"],
        receiver: row["receiver_text"] ?? row["receiver_gln"],
        statementPresent: row["statement_present"], statementAffirmed: row["statement_affirmed"],
        statement: row["statement_text"])
    }
  }

  private static func place(_ gln: String?, _ ext: String?) -> String? {
    gln.map { gln in ext.map { $0.isEmpty ? gln : "\(gln).\($0)" } ?? gln }
  }

  private static let headers = [
    "production_number", "kind", "system", "original_path", "original_sha256", "line", "type",
    "action", "business_step", "disposition", "event_time", "time_zone_offset", "event_id", "role",
    "gtin", "serial", "sscc", "other_identifier", "quantity", "unit", "lot", "expiry", "seller_gln",
    "buyer_gln",
    "ship_from_gln", "ship_to_gln", "read_point", "business_location", "transactions",
    "other_identifiers_not_shown", "confidentiality",
  ]

  private static func rows(_ line: ExtractLine) -> [[String]] {
    var subjects = line.identifiers.map {
      [
        $0.role, $0.gtin ?? "", $0.serial ?? "", $0.sscc ?? "", $0.other ?? "", "", "",
        line.lot ?? "",
      ]
    }
    subjects += line.quantities.map {
      [
        $0.role, $0.gtin ?? "", "", "", $0.gtin == nil ? $0.other ?? "" : "", $0.amount ?? "",
        $0.unit ?? "", $0.lot ?? "",
      ]
    }
    if subjects.isEmpty { subjects = [["", "", "", "", "", "", "", line.lot ?? ""]] }
    let transactions = line.transactions.map { "\($0.type ?? "") \($0.id)" }
    return subjects.map { subject in
      [
        line.production, "EXTRACT", line.original.system, line.original.path,
        line.original.sha256, line.original.line.map(String.init) ?? line.original.pointer ?? "",
        line.type, line.action ?? "", line.businessStep ?? "", line.disposition ?? "",
        line.eventTime ?? "", line.timeZoneOffset ?? "", line.eventId ?? "",
      ] + subject + [
        line.expiry ?? "", line.sellerGln ?? "", line.buyerGln ?? "", line.shipFromGln ?? "",
        line.shipToGln ?? "", line.readPoint ?? "", line.businessLocation ?? "",
        transactions.joined(separator: "; "), "\(line.otherIdentifiers)", line.confidentiality,
      ]
    }
  }
}
