package import GRDB
package import GS1

/// The life of one unit or container: what is known of it now and every event that names it, or
/// names a container while it was inside.
package struct UnitHistory: Codable, Equatable, Sendable {
  /// The form people read: `(01)…(21)…`, `(00)…`.
  package var identifier: String
  /// GTIN-14; nil for a logistics unit.
  package var gtin: String?
  /// Serial; nil for a logistics unit.
  package var serial: String?
  /// SSCC-18; nil for a unit of a product.
  package var sscc: String?
  /// The product's name.
  package var productName: String?
  /// The lot.
  package var lot: String?
  /// Expiry, ISO.
  package var expiry: String?
  /// State at the cut-off: commissioned, packed, shipped …; nil when no effective event names it.
  package var state: String?
  /// The container it is in at the cut-off.
  package var parent: String?
  /// Every spelling the sources used, sorted.
  package var spellings: [String]
  /// Events in order, the ineffective ones among them.
  package var events: [EventLine]
  /// Contradictions found while deriving: codes, sorted.
  package var contradictions: [String]
  /// What readers noticed about the identifier: codes, sorted.
  package var defects: [String]

  /// Reads the life of an EPC; nil when the catalog does not hold it.
  package static func read(_ db: Database, _ epc: EPC) throws -> UnitHistory? {
    let look = TraceLookup(db)
    guard let id = try look.id(of: epc) else { return nil }
    let unit = try Row.fetchOne(
      db,
      sql: """
        SELECT u.state, u.parent_id, u.expiry_day, l.lot FROM all_unit u
        LEFT JOIN all_lot l ON l.lot_id = u.lot_id WHERE u.epc_id = ?
        """, arguments: [id])
    let isItem = epc.kind != .sscc
    let events = try lines(look, id)
    return UnitHistory(
      identifier: epc.canonical, gtin: isItem ? epc.key : nil, serial: isItem ? epc.serial : nil,
      sscc: isItem ? nil : epc.serial, productName: try productName(db, epc.key),
      lot: unit?["lot"], expiry: (unit?["expiry_day"] as Int?).flatMap(CivilDay.iso),
      state: unit?["state"],
      parent: try (unit?["parent_id"] as Int64?).map { try look.canonical($0) },
      spellings: try spellings(db, id, epc, events.map(\.id)), events: events,
      contradictions: try String.fetchAll(
        db, sql: "SELECT DISTINCT code FROM life_defect WHERE epc_id = ? ORDER BY code",
        arguments: [id]),
      defects: try String.fetchAll(
        db, sql: "SELECT DISTINCT code FROM defect WHERE epc_id = ? ORDER BY code",
        arguments: [id]))
  }

  static func productName(_ db: Database, _ gtin: String) throws -> String? {
    guard !gtin.isEmpty else { return nil }
    return try String.fetchOne(
      db,
      sql: """
        SELECT name FROM (
          SELECT name, 2 AS rank, 0 AS age FROM run_product WHERE gtin = ?1
          UNION ALL SELECT name, 1, record_id FROM master_product WHERE gtin = ?1)
        WHERE name IS NOT NULL ORDER BY rank DESC, age DESC LIMIT 1
        """, arguments: [gtin])
  }

  /// Direct events, effective or not, and those of its containers while it was inside.
  private static func lines(_ look: TraceLookup, _ id: Int64) throws -> [EventLine] {
    var lines: [EventLine] = []
    var known: Set<Int64> = []
    for (event, role) in try direct(look, id) where known.insert(event).inserted {
      if let line = try EventLine(look, event: event, role: role) { lines.append(line) }
    }
    for (event, container) in try inherited(look, id) where known.insert(event).inserted {
      let via = try look.canonical(container)
      if let line = try EventLine(look, event: event, role: nil, via: via) { lines.append(line) }
    }
    let order = try sequence(look.db, id)
    return lines.sorted { left, right in
      if left.ms != right.ms { return (left.ms ?? Int64.min) < (right.ms ?? Int64.min) }
      let (a, b) = (order[left.id] ?? Int.max, order[right.id] ?? Int.max)
      return a != b ? a < b : left.id < right.id
    }
  }

  private static func sequence(_ db: Database, _ id: Int64) throws -> [Int64: Int] {
    var order: [Int64: Int] = [:]
    let rows = try Row.fetchCursor(
      db, sql: "SELECT event_id, seq FROM epc_event WHERE epc_id = ?", arguments: [id])
    while let row = try rows.next() { order[row[0]] = row[1] }
    return order
  }

  /// More ineffective events than this are looked for in one pass over all references.
  private static let probeLimit = 2_000

  private static func direct(
    _ look: TraceLookup, _ id: Int64
  ) throws -> [(Int64, EventRole)] {
    func role(_ row: Row) -> EventRole {
      EventRole(rawValue: UInt8(clamping: row[1] as Int64)) ?? .epc
    }
    let db = look.db
    let state = try Derivation.isCurrent(db)
    let ineffective =
      try Int.fetchOne(db, sql: "SELECT count(*) FROM ineffective_event") ?? 0
    if !state || ineffective > probeLimit {
      return try Row.fetchAll(
        db, sql: "SELECT event_id, role FROM event_epc WHERE epc_id = ? ORDER BY rowid",
        arguments: [id]
      ).map { ($0[0], role($0)) }
    }
    var found = try Row.fetchAll(
      db, sql: "SELECT event_id, role FROM epc_event WHERE epc_id = ? ORDER BY seq",
      arguments: [id]
    ).map { ($0[0] as Int64, role($0)) }
    for event in try Int64.fetchAll(
      db, sql: "SELECT event_id FROM ineffective_event ORDER BY event_id")
    {
      for reference in try look.references(of: event) where reference.epc == id {
        found.append((event, reference.role))
      }
    }
    return found
  }

  /// Events of containers that fall into the time the unit was inside, up to eight levels up.
  private static func inherited(
    _ look: TraceLookup, _ id: Int64
  ) throws -> [(Int64, Int64)] {
    var found: [(Int64, Int64)] = []
    var stays: [(child: Int64, from: Int64, to: Int64, depth: Int)] = [(id, .min, .max, 0)]
    var index = 0
    while index < stays.count, index < 1_000 {
      let stay = stays[index]
      index += 1
      guard stay.depth < Hierarchy.depthLimit else { continue }
      let rows = try Row.fetchAll(
        look.db,
        sql: """
          SELECT parent_id, from_ms, to_ms FROM containment WHERE child_id = ?
          ORDER BY from_ms, parent_id
          """, arguments: [stay.child])
      for row in rows {
        let parent: Int64 = row[0]
        let from = max(stay.from, row[1] as Int64)
        let to = min(stay.to, (row[2] as Int64?) ?? Int64.max)
        guard from < to else { continue }
        let events = try Int64.fetchAll(
          look.db,
          sql: """
            SELECT x.event_id FROM epc_event x JOIN all_event e ON e.event_id = x.event_id
            WHERE x.epc_id = ? AND e.event_ms >= ? AND e.event_ms <= ?
              AND e.event_type = 'object' ORDER BY x.seq
            """, arguments: [parent, from, to])
        found += events.map { ($0, parent) }
        stays.append((parent, from, to, stay.depth + 1))
      }
    }
    return found
  }

  private static func spellings(
    _ db: Database, _ id: Int64, _ epc: EPC, _ events: [Int64]
  ) throws -> [String] {
    var found: Set<String> = []
    let look = TraceLookup(db)
    for event in Set(events).sorted().prefix(500) {
      let start = try look.spellingCodes(of: id, in: event)
      for code in start {
        if let text = EPCSpelling(code: code).flatMap({ epc.text(spelled: $0) }) {
          found.insert(text)
        }
      }
    }
    found.formUnion(
      try String.fetchAll(
        db, sql: "SELECT DISTINCT raw FROM epc_spelling WHERE epc_id = ?", arguments: [id]))
    return found.sorted()
  }
}
