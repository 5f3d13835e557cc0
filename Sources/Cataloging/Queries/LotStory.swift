package import GRDB
import GS1

/// What became of one lot: counts by end state, expiries, files and shipments.
package struct LotStory: Codable, Equatable, Sendable {
  /// Units under one expiry.
  package struct Expiry: Codable, Equatable, Sendable {
    /// ISO date.
    package var date: String
    /// Units commissioned with it.
    package var units: Int
  }

  /// One shipment that held units of the lot.
  package struct Shipment: Codable, Equatable, Sendable {
    /// When, RFC 3339.
    package var time: String?
    /// The local day, ISO.
    package var day: String?
    /// Seller.
    package var fromOwner: EventLine.Party?
    /// Buyer.
    package var toOwner: EventLine.Party?
    /// Ship-to.
    package var shipTo: EventLine.Party?
    /// Purchase order.
    package var order: String?
    /// Despatch advice.
    package var advice: String?
    /// Units of the lot in it.
    package var units: Int
    /// Whether it is a return.
    package var isReturn: Bool
    /// Whether it was voided as a whole.
    package var isVoided: Bool
    /// Where it is recorded.
    package var position: EventLine.Position?
  }

  /// One file with events that state the lot.
  package struct File: Codable, Equatable, Sendable {
    /// The source's name.
    package var source: String
    /// The artifact's path.
    package var path: String
    /// SHA-256 of the artifact.
    package var sha256: String
    /// Events in it that state the lot.
    package var events: Int
  }

  /// GTIN-14.
  package var gtin: String
  /// The lot, exact.
  package var lot: String
  /// The product's name.
  package var productName: String?
  /// Units by end state: commissioned, packed, shipped …, in_stock.
  package var units: [String: Int]
  /// Expiries, the most used first.
  package var expiries: [Expiry]
  /// Other spellings of the same lot.
  package var variants: [String]
  /// Files with events that state the lot.
  package var files: [File]
  /// Shipments in order.
  package var shipments: [Shipment]

  /// Reads every lot of that name, of one product or of all; empty when there is none.
  package static func read(_ db: Database, lot: String, gtin: String?) throws -> [LotStory] {
    let look = TraceLookup(db)
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT l.lot_id, p.gtin FROM all_lot l JOIN product p USING (product_id)
        WHERE l.lot = ?1 AND (?2 IS NULL OR p.gtin = ?2) ORDER BY p.gtin
        """, arguments: [lot, gtin])
    return try rows.map { try story(look, id: $0[0], lot: lot, gtin: $0[1]) }
  }

  private static let states = [
    "commissioned", "packed", "shipped", "decommissioned", "destroyed", "sampled", "dispensed",
    "returned", "in_stock",
  ]

  private static func story(
    _ look: TraceLookup, id: Int64, lot: String, gtin: String
  ) throws -> LotStory {
    let db = look.db
    let fact = try Row.fetchOne(
      db, sql: "SELECT * FROM lot_fact WHERE lot_id = ?", arguments: [id])
    var units: [String: Int] = [:]
    for state in states { units[state] = (fact?[state] as Int?) ?? 0 }
    return LotStory(
      gtin: gtin, lot: lot, productName: try UnitHistory.productName(db, gtin), units: units,
      expiries: try Row.fetchAll(
        db,
        sql: """
          SELECT expiry_day, units FROM lot_expiry WHERE lot_id = ?
          ORDER BY units DESC, expiry_day
          """, arguments: [id]
      ).map { Expiry(date: CivilDay.iso($0[0]) ?? "", units: $0[1]) },
      variants: try String.fetchAll(
        db,
        sql: """
          SELECT l.lot FROM lot_variant v JOIN all_lot l ON l.lot_id = v.other_lot_id
          WHERE v.lot_id = ?1
          UNION SELECT l.lot FROM lot_variant v JOIN all_lot l ON l.lot_id = v.lot_id
          WHERE v.other_lot_id = ?1 ORDER BY 1
          """, arguments: [id]), files: try files(db, id), shipments: try shipments(look, id))
  }

  private static func files(_ db: Database, _ id: Int64) throws -> [File] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT s.name, a.path, a.sha256, count(*) FROM all_event e
        JOIN artifact a ON a.artifact_id = e.artifact_id JOIN source s USING (source_id)
        WHERE e.lot_id = ? GROUP BY a.artifact_id ORDER BY s.name, a.path, a.sha256
        """, arguments: [id]
    ).map { File(source: $0[0], path: $0[1], sha256: $0[2], events: $0[3]) }
  }

  private static func shipments(_ look: TraceLookup, _ id: Int64) throws -> [Shipment] {
    let rows = try Row.fetchAll(
      look.db,
      sql: """
        SELECT s.*, x.units AS lot_units FROM shipment_lot x
        JOIN all_shipment s ON s.shipment_event = x.shipment_event
        JOIN all_event e ON e.event_id = s.shipment_event
        WHERE x.lot_id = ? ORDER BY s.ship_ms, e.hash, s.shipment_event
        """, arguments: [id])
    return try rows.map { row in
      func party(_ column: String) throws -> EventLine.Party? {
        guard let gln: String = row[column] else { return nil }
        return EventLine.Party(gln: gln, ext: nil, name: try look.name(gln))
      }
      return Shipment(
        time: (row["ship_ms"] as Int64?).map(Instant.rfc3339),
        day: (row["ship_day"] as Int?).flatMap(CivilDay.iso),
        fromOwner: try party("from_owner_gln"), toOwner: try party("to_owner_gln"),
        shipTo: try party("to_gln"), order: row["po"], advice: row["desadv"],
        units: row["lot_units"], isReturn: row["is_return"],
        isVoided: (row["void_event"] as Int64?) != nil,
        position: try EventLine.position(look, of: row["shipment_event"]))
    }
  }
}
