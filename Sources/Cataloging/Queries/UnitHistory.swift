import GRDB
import GS1

/// Whether an event counts, and why not.
package struct TraceEffect: Codable, Equatable, Sendable {
  /// Whether the event acts on the thing's life.
  package var effective: Bool
  /// `duplicate`, `declared_in_error`, `declaration`, `superseded_file`, `shipping_detail`,
  /// `excluded`, `voided`, `not_derived`; nil for an event that simply counts.
  package var code: String?
  /// The reason as a sentence.
  package var text: String?
  /// The record that says so: the kept twin, the declaration, the void.
  package var by: TraceRecord?
}

/// One event in a life: the thing's own, or of a container it was in at that time.
package struct LifeEntry: Codable, Equatable, Sendable {
  /// How the event names the thing, or the container: `epc`, `child`, `parent`, `input`, `output`.
  package var role: String
  /// The container through which the event reached the thing; nil for its own.
  package var through: TraceIdentity?
  /// Whether it counts.
  package var effect: TraceEffect
  /// The event.
  package var event: TraceEvent
}

/// What the records show of a thing at the end.
package struct UnitFacts: Codable, Equatable, Sendable {
  /// `commissioned`, `packed`, `shipped`, `received`, `returned`, `held`, `recalled`,
  /// `decommissioned`, `destroyed`, `dispensed`, `sampled`, `stolen`, `unknown`.
  package var state: String
  /// When it came to that state, RFC 3339 in UTC.
  package var stateSince: String?
  /// Last disposition, bare CBV word.
  package var disposition: String?
  /// Whether it is or was a container.
  package var isContainer: Bool
  /// Lot of the earliest commissioning that counts.
  package var lot: String?
  /// Expiry as ISO date.
  package var expiry: String?
  /// How often it was commissioned.
  package var commissionings: Int64
  /// How often it was shipped, returns and voided shipments aside.
  package var shipments: Int64
  /// The container it is in.
  package var parent: TraceIdentity?
}

/// A thing's whole life: every event in order, whether it counts or not.
package struct UnitHistory: Codable, Equatable, Sendable {
  /// The thing.
  package var identity: TraceIdentity
  /// Its product, for units and cases.
  package var product: TraceProduct?
  /// What it amounts to; nil when no event that counts names it.
  package var facts: UnitFacts?
  /// Every event in order.
  package var events: [LifeEntry]
  /// What does not fit together in it.
  package var remarks: [LifeRemark]

  /// Reads the life of a thing; nil when the catalog does not know it.
  ///
  /// Takes time by the thing's own events and by the events that do not count.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  static func read(_ reader: TraceReader, _ epc: EPC) throws -> UnitHistory? {
    guard let id = try reader.id(of: epc) else { return nil }
    return UnitHistory(
      identity: TraceIdentity(epc),
      product: epc.kind == .sgtin ? try reader.product(epc.key) : nil,
      facts: try facts(id, reader), events: try LifeReader(reader, of: id).entries(),
      remarks: try LifeRemark.read(reader, of: id))
  }

  private static func facts(_ id: Int64, _ reader: TraceReader) throws -> UnitFacts? {
    let row = try Row.fetchOne(
      reader.db,
      sql: """
        SELECT u.*, l.lot AS lot FROM all_unit u LEFT JOIN all_lot l ON l.lot_id = u.lot_id
        WHERE u.epc_id = ?
        """, arguments: [id])
    return try row.map { row in
      UnitFacts(
        state: row["state"], stateSince: (row["state_ms"] as Int64?).map(InstantText.rfc3339),
        disposition: row["disposition"], isContainer: row["is_container"], lot: row["lot"],
        expiry: (row["expiry_day"] as Int?).flatMap(CivilDay.iso),
        commissionings: row["commission_count"], shipments: row["ship_count"],
        parent: try (row["parent_id"] as Int64?).map(reader.identity))
    }
  }
}
