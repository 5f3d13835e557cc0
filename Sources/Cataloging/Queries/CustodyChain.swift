package import GRDB
package import GS1

/// Who owned and who held a unit, step by step.
package struct CustodyChain: Codable, Equatable, Sendable {
  /// One stretch of time.
  package struct Step: Codable, Equatable, Sendable {
    /// From when, RFC 3339.
    package var from: String
    /// Until when; nil while it lasts.
    package var to: String?
    /// The owner, as far as it is recorded.
    package var owner: EventLine.Party?
    /// The holder, as far as it is recorded.
    package var holder: EventLine.Party?
    /// What began it: business step.
    package var step: String?
    /// Where that is recorded.
    package var position: EventLine.Position?
  }

  /// The steps in order.
  package var steps: [Step]

  /// Reads the chain of an EPC; nil when the catalog does not hold it.
  package static func read(_ db: Database, _ epc: EPC) throws -> CustodyChain? {
    let look = TraceLookup(db)
    guard let id = try look.id(of: epc) else { return nil }
    var rows = try Row.fetchAll(
      db,
      sql: """
        SELECT c.from_ms, c.to_ms, c.owner_gln, c.holder_gln, c.event_id, e.biz_step
        FROM custody c JOIN all_event e ON e.event_id = c.event_id
        WHERE c.epc_id = ? ORDER BY c.seq
        """, arguments: [id])
    // The table holds only what does not follow from one commissioning and one shipment.
    if rows.isEmpty {
      rows = try Row.fetchAll(db, sql: simple, arguments: [id])
    }
    var steps = try rows.map { row in
      Step(
        from: Instant.rfc3339(row[0]), to: (row[1] as Int64?).map(Instant.rfc3339),
        owner: try party(look, row[2]), holder: try party(look, row[3]), step: row[5],
        position: try EventLine.position(look, of: row[4]))
    }
    for index in steps.indices.dropLast() where steps[index].to == nil {
      steps[index].to = steps[index + 1].from
    }
    return CustodyChain(steps: steps)
  }

  private static let simple = """
    SELECT ms, NULL, owner, holder, event, step FROM (
      SELECT u.commission_ms AS ms, 0 AS rank, e.from_owner_gln AS owner,
        coalesce(e.location_gln, e.read_point_gln) AS holder, u.commission_event AS event,
        e.biz_step AS step
      FROM all_unit u JOIN all_event e ON e.event_id = u.commission_event
      WHERE u.epc_id = ?1 AND u.commission_ms IS NOT NULL
      UNION ALL
      SELECT x.ship_ms, 1, s.to_owner_gln, s.to_gln, x.shipment_event, 'shipping'
      FROM shipment_unit x JOIN all_shipment s ON s.shipment_event = x.shipment_event
      WHERE x.epc_id = ?1 AND x.void_event IS NULL
      UNION ALL
      SELECT x.receive_ms, 2, s.to_owner_gln, r.at_gln, x.receipt_event, 'receiving'
      FROM receipt_unit x JOIN all_receipt r ON r.receipt_event = x.receipt_event
      LEFT JOIN all_shipment s ON s.shipment_event = x.shipment_event
      WHERE x.epc_id = ?1)
    ORDER BY ms, rank
    """

  private static func party(_ look: TraceLookup, _ gln: String?) throws -> EventLine.Party? {
    try gln.map { EventLine.Party(gln: $0, ext: nil, name: try look.name($0)) }
  }
}
