import GRDB
import GS1

/// How many units of a lot share something.
package struct LotCount: Codable, Equatable, Sendable {
  /// What they share: a state, an expiry, a code.
  package var name: String
  /// How many they are.
  package var units: Int64
}

/// A shipment that carried units of a lot.
package struct LotShipment: Codable, Equatable, Sendable {
  /// Units of the lot in it.
  package var units: Int64
  /// Whether it is a return.
  package var isReturn: Bool
  /// Whether the whole shipment was voided.
  package var isVoided: Bool
  /// The shipping event, with parties, transactions, document and statement.
  package var event: TraceEvent
}

/// How much of a lot went to one consignee, returns and voided shipments aside.
package struct LotConsignee: Codable, Equatable, Sendable {
  /// The new owner; nil when the shipments do not say.
  package var owner: TraceParty?
  /// The place of delivery; nil when the shipments do not say.
  package var shipTo: TraceParty?
  /// How many shipments.
  package var shipments: Int
  /// How many units.
  package var units: Int64
}

/// Remarks of one code on the units of a lot.
package struct LotRemark: Codable, Equatable, Sendable {
  /// The stable code.
  package var code: String
  /// What the code says, as a sentence.
  package var text: String
  /// On how many units.
  package var units: Int64
  /// The first of them in the order of serials; `units` counts all.
  package var listed: [LifeRemark]
}

/// What the records show of a lot: its making, its units, where they went.
package struct LotStory: Codable, Equatable, Sendable {
  /// The lot.
  package var identity: TraceIdentity
  /// Its product.
  package var product: TraceProduct
  /// Every expiry its units were commissioned with, ISO dates.
  package var expiries: [LotCount]
  /// Units whose lot it is, containers aside.
  package var units: Int64
  /// Units with a commissioning event that counts.
  package var commissioned: Int64
  /// First commissioning, RFC 3339 in UTC.
  package var firstCommissioned: String?
  /// Last commissioning, RFC 3339 in UTC.
  package var lastCommissioned: String?
  /// Units by the state they ended in; the sum is `units`.
  package var states: [LotCount]
  /// Every shipment in order of time.
  package var shipments: [LotShipment]
  /// Where it went.
  package var consignees: [LotConsignee]
  /// Events that name the lot by quantity, without serials.
  package var quantityEvents: Int64
  /// Lots of the product spelled almost alike.
  package var variants: [TraceIdentity]
  /// What does not fit together in the lives of its units.
  package var remarks: [LotRemark]

  /// Reads a lot, an EPC of kind lgtin; nil when the catalog does not know it.
  static func read(_ reader: TraceReader, _ lot: EPC) throws -> LotStory? {
    guard let id = try reader.id(ofLot: lot) else { return nil }
    return try read(reader, lot, id, LotCensus(reader.db, lot: id))
  }

  /// The same of a lot whose units are counted.
  static func read(
    _ reader: TraceReader, _ lot: EPC, _ id: Int64, _ census: LotCensus
  ) throws -> LotStory {
    let db = reader.db
    let fact = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT commissioned, first_commission_ms, last_commission_ms FROM lot_fact
          WHERE lot_id = ?
          """), arguments: [id])
    let states = census.states
    let shipments = try shipments(reader, id)
    return LotStory(
      identity: TraceIdentity(lot), product: try reader.product(lot.key),
      expiries: try expiries(db, id), units: states.reduce(0) { $0 + $1.units },
      commissioned: fact?["commissioned"] ?? 0,
      firstCommissioned: (fact?["first_commission_ms"] as Int64?).map(InstantText.rfc3339),
      lastCommissioned: (fact?["last_commission_ms"] as Int64?).map(InstantText.rfc3339),
      states: states, shipments: shipments, consignees: consignees(shipments),
      quantityEvents: try Int64.fetchOne(
        db.cachedStatement(
          sql: "SELECT count(DISTINCT event_id) FROM event_quantity WHERE lot_id = ?"),
        arguments: [id]) ?? 0,
      variants: try variants(db, id, gtin: lot.key),
      remarks: try remarks(reader, id))
  }

  private static func counts(_ db: Database, _ sql: String, _ id: Int64) throws -> [LotCount] {
    try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [id]).map {
      LotCount(name: $0[0], units: $0[1])
    }
  }

  private static func expiries(_ db: Database, _ id: Int64) throws -> [LotCount] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: "SELECT expiry_day, units FROM lot_expiry WHERE lot_id = ? ORDER BY expiry_day"),
      arguments: [id]
    ).map { LotCount(name: CivilDay.iso($0[0]) ?? "unknown", units: $0[1]) }
  }

  private static func shipments(_ reader: TraceReader, _ id: Int64) throws -> [LotShipment] {
    let rows = try Row.fetchAll(
      reader.db.cachedStatement(
        sql: """
          SELECT l.shipment_event, l.units, s.is_return, s.void_event IS NOT NULL AS is_voided
          FROM shipment_lot l JOIN all_shipment s ON s.shipment_event = l.shipment_event
          WHERE l.lot_id = ? ORDER BY s.ship_ms, l.shipment_event
          """), arguments: [id])
    let events = try reader.events(rows.map { $0["shipment_event"] as Int64 })
    return rows.compactMap { row in
      events[row["shipment_event"]].map {
        LotShipment(
          units: row["units"], isReturn: row["is_return"], isVoided: row["is_voided"], event: $0)
      }
    }
  }

  /// Totals per new owner and place of delivery, in the order of GLNs.
  private static func consignees(_ shipments: [LotShipment]) -> [LotConsignee] {
    var totals: [String: LotConsignee] = [:]
    for shipment in shipments where !shipment.isReturn && !shipment.isVoided {
      let (owner, place) = (shipment.event.toOwner, shipment.event.shipTo)
      let key = (owner?.gln ?? "") + "\u{0}" + (place?.gln ?? "")
      totals[key, default: LotConsignee(owner: owner, shipTo: place, shipments: 0, units: 0)]
        .shipments += 1
      totals[key]?.units += shipment.units
    }
    return totals.sorted { $0.key < $1.key }.map(\.value)
  }

  private static func variants(_ db: Database, _ id: Int64, gtin: String) throws -> [TraceIdentity]
  {
    try String.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT DISTINCT l.lot FROM lot_variant v JOIN all_lot l
          ON l.lot_id = CASE WHEN v.lot_id = ?1 THEN v.other_lot_id ELSE v.lot_id END
          WHERE v.lot_id = ?1 OR v.other_lot_id = ?1 ORDER BY l.lot
          """), arguments: [id]
    ).map { TraceIdentity(.lgtin(gtin: gtin, lot: $0)) }
  }

  /// Remarks listed per code; what is not listed is counted.
  private static let listed = 20

  private static func remarks(_ reader: TraceReader, _ id: Int64) throws -> [LotRemark] {
    let codes = try counts(
      reader.db,
      """
      SELECT d.code, count(DISTINCT d.epc_id) FROM life_defect d
      JOIN all_unit u ON u.epc_id = d.epc_id WHERE u.lot_id = ? GROUP BY d.code ORDER BY d.code
      """, id)
    return try codes.map { code in
      let rows = try Row.fetchAll(
        reader.db.cachedStatement(
          sql: """
            SELECT d.epc_id, d.code, d.event_id, d.other_event, d.other_epc, d.note
            FROM life_defect d JOIN all_unit u ON u.epc_id = d.epc_id
            JOIN epc e ON e.epc_id = d.epc_id
            WHERE u.lot_id = ? AND d.code = ? ORDER BY e.serial, d.event_id, d.other_event LIMIT ?
            """), arguments: [id, code.name, listed])
      return LotRemark(
        code: code.name, text: LifeRemark.sentence(code.name), units: code.units,
        listed: try LifeRemark.remarks(rows, reader))
    }
  }
}
