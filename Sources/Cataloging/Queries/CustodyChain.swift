import GRDB
import GS1

/// Who owned and who held a thing from one event to the next.
package struct CustodyStep: Codable, Equatable, Sendable {
  /// Since when, RFC 3339 in UTC.
  package var from: String
  /// Until when; nil for the open end.
  package var to: String?
  /// Owner, as the owning parties of shipments tell it.
  package var owner: TraceParty?
  /// Where it was or was bound for.
  package var holder: TraceParty?
  /// The listed container by which the event reached it; nil when the event lists the thing.
  package var through: TraceIdentity?
  /// The event, with its transactions, document and transaction statement.
  package var event: TraceEvent?
}

/// The chain of owners and holders of a thing, the last step open.
package struct CustodyChain: Codable, Equatable, Sendable {
  /// The steps in order; voided shipments make none.
  package var steps: [CustodyStep]

  /// Reads the chain of a thing; nil when the catalog does not know it.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  static func read(_ reader: TraceReader, _ epc: EPC) throws -> CustodyChain? {
    let db = reader.db
    guard let id = try reader.id(of: epc) else { return nil }
    var rows = try derived(db, id)
    if rows.isEmpty { rows = try told(db, id) }
    let events = try reader.events(rows.map(\.event))
    var listed: [Int64: Int64] = [:]
    for row in try Row.fetchAll(
      db, sql: "SELECT shipment_event, listed_id FROM shipment_unit WHERE epc_id = ?",
      arguments: [id])
    {
      listed[row["shipment_event"]] = row["listed_id"]
    }
    var steps: [CustodyStep] = []
    for (index, row) in rows.enumerated() {
      let next = index + 1 < rows.count ? rows[index + 1].fromMs : nil
      let through = listed[row.event].flatMap { $0 == id ? nil : $0 }
      steps.append(
        CustodyStep(
          from: InstantText.rfc3339(row.fromMs), to: next.map(InstantText.rfc3339),
          owner: try reader.party(row.owner), holder: try reader.party(row.holder),
          through: try through.map(reader.identity), event: events[row.event]))
    }
    return CustodyChain(steps: steps)
  }

  private struct Move {
    var fromMs: Int64
    var owner: String?
    var holder: String?
    var event: Int64
  }

  private static func derived(_ db: Database, _ id: Int64) throws -> [Move] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT from_ms, owner_gln, holder_gln, event_id FROM custody WHERE epc_id = ? ORDER BY seq
        """, arguments: [id]
    ).map {
      Move(
        fromMs: $0["from_ms"], owner: $0["owner_gln"], holder: $0["holder_gln"],
        event: $0["event_id"])
    }
  }

  /// With at most one shipment or receipt there is no row of custody: the commissioning and that
  /// one event tell the chain.
  private static func told(_ db: Database, _ id: Int64) throws -> [Move] {
    let ship = try Row.fetchOne(
      db,
      sql: """
        SELECT s.ship_ms, s.shipment_event, e.from_owner_gln, e.to_owner_gln, e.from_gln, e.to_gln
        FROM shipment_unit s JOIN all_event e ON e.event_id = s.shipment_event
        WHERE s.epc_id = ? AND s.void_event IS NULL ORDER BY s.ship_ms LIMIT 1
        """, arguments: [id])
    let receipt = try Row.fetchOne(
      db,
      sql: """
        SELECT r.receive_ms, r.receipt_event, e.to_owner_gln, e.read_point_gln, e.location_gln
        FROM receipt_unit r JOIN all_event e ON e.event_id = r.receipt_event
        WHERE r.epc_id = ? ORDER BY r.receive_ms LIMIT 1
        """, arguments: [id])
    let made = try Row.fetchOne(
      db,
      sql: """
        SELECT u.commission_ms, u.commission_event, e.read_point_gln, e.location_gln
        FROM all_unit u JOIN all_event e ON e.event_id = u.commission_event
        WHERE u.epc_id = ? AND u.commission_ms IS NOT NULL
        """, arguments: [id])
    var moves: [Move] = []
    if let made {
      moves.append(
        Move(
          fromMs: made["commission_ms"], owner: ship?["from_owner_gln"],
          holder: made["location_gln"] ?? made["read_point_gln"],
          event: made["commission_event"]))
    }
    if let ship {
      moves.append(
        Move(
          fromMs: ship["ship_ms"], owner: ship["to_owner_gln"] ?? ship["from_owner_gln"],
          holder: ship["to_gln"] ?? ship["to_owner_gln"], event: ship["shipment_event"]))
    }
    if let receipt {
      moves.append(
        Move(
          fromMs: receipt["receive_ms"],
          owner: receipt["to_owner_gln"] ?? moves.last?.owner,
          holder: receipt["location_gln"] ?? receipt["read_point_gln"],
          event: receipt["receipt_event"]))
    }
    return moves.sorted { $0.fromMs < $1.fromMs }
  }
}
