import GRDB
import GS1

/// One thing in a hierarchy, with what is in it.
package struct HierarchyNode: Codable, Equatable, Sendable {
  /// The thing.
  package var identity: TraceIdentity
  /// Whether it is the thing asked for.
  package var isSubject: Bool
  /// Whether the shipment lists this branch by itself.
  package var isListed: Bool
  /// How many things are directly in it.
  package var children: Int
  /// How many units are in it at any depth.
  package var items: Int
  /// What is in it, in the order of natural keys; above the thing asked for only its own branch.
  package var content: [HierarchyNode]
  /// How many direct children are counted and not listed.
  package var omitted: Int
  /// Other containers it was in at the same time.
  package var alsoIn: [TraceIdentity]
}

/// The hierarchy around a thing at one moment.
package struct HierarchyMoment: Codable, Equatable, Sendable {
  /// `shipped`, `voided` for a shipment that was voided, or `now`.
  package var occasion: String
  /// When, RFC 3339 in UTC; nil for now.
  package var instant: String?
  /// When, on the clock of the place; nil for now.
  package var local: String?
  /// Where the shipment stands; nil for now.
  package var record: TraceRecord?
  /// The outermost container, or the thing itself.
  package var root: HierarchyNode
}

/// What a thing was in and what was in it: as of each shipment, then now.
package struct Hierarchy: Codable, Equatable, Sendable {
  /// As of each shipment in order, then now.
  package var moments: [HierarchyMoment]

  /// Reads the hierarchies of a thing; nil when the catalog does not know it.
  ///
  /// `listing` bounds how many children of one container are listed, and forty times that the
  /// whole; what is not listed is counted.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  static func read(_ reader: TraceReader, _ epc: EPC, listing: Int = 10) throws -> Hierarchy? {
    guard let id = try reader.id(of: epc) else { return nil }
    var moments = try shipments(reader.db, of: id).map { try moment($0, id, reader, listing) }
    var tree = HierarchyTree(
      reader: reader, subject: id, listed: nil, at: .max, listing: max(0, listing))
    moments.append(HierarchyMoment(occasion: "now", root: try tree.root()))
    return Hierarchy(moments: moments)
  }

  /// The first shipment of a thing; with `inside` the first that was not voided of those in which
  /// it lay in something. Only that one is looked at: some things were shipped ten thousand times.
  static func firstShipment(
    _ reader: TraceReader, of id: Int64, inside: Bool = false
  ) throws -> HierarchyMoment? {
    guard let shipment = try shipments(reader.db, of: id, inside: inside, limit: 1).first else {
      return nil
    }
    return try moment(shipment, id, reader, 8)
  }

  /// Counts what is in a container at an instant, down to a depth: directly, and units at any level.
  ///
  /// The instant goes along as a column: compared with a parameter, it makes SQLite read every stay
  /// of the catalog into a filter before it looks up the first.
  static let countSQL = """
    WITH RECURSIVE inside(id, level, at) AS (
      SELECT child_id, 1, ?2 FROM containment
      WHERE parent_id = ?1 AND from_ms <= ?2 AND (to_ms IS NULL OR to_ms > ?2)
      UNION
      SELECT c.child_id, i.level + 1, i.at FROM inside i
      JOIN containment c ON c.parent_id = i.id
      WHERE i.level < ?3 AND c.from_ms <= i.at AND (c.to_ms IS NULL OR c.to_ms > i.at))
    SELECT count(DISTINCT CASE WHEN i.level = 1 THEN i.id END),
      count(DISTINCT CASE WHEN NOT EXISTS (SELECT 1 FROM all_unit u
        WHERE u.epc_id = i.id AND u.is_container = 1) THEN i.id END)
    FROM inside i
    """

  private struct Shipment {
    var ms: Int64
    var event: Int64
    var listed: Int64
    var isVoided: Bool
  }

  private static func shipments(
    _ db: Database, of id: Int64, inside: Bool = false, limit: Int = -1
  ) throws -> [Shipment] {
    let wanted =
      inside
      ? """
      AND s.void_event IS NULL AND EXISTS (SELECT 1 FROM containment c
        WHERE c.child_id = s.epc_id AND c.from_ms <= s.ship_ms
          AND (c.to_ms IS NULL OR c.to_ms > s.ship_ms))
      """ : ""
    return try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT s.ship_ms, s.shipment_event, s.listed_id, s.void_event IS NOT NULL
          FROM shipment_unit s WHERE s.epc_id = ? \(wanted)
          ORDER BY s.ship_ms, s.shipment_event LIMIT ?
          """), arguments: [id, limit]
    ).map { Shipment(ms: $0[0], event: $0[1], listed: $0[2], isVoided: $0[3]) }
  }

  private static func moment(
    _ shipment: Shipment, _ id: Int64, _ reader: TraceReader, _ listing: Int
  ) throws -> HierarchyMoment {
    let event = try reader.events([shipment.event])[shipment.event]
    var tree = HierarchyTree(
      reader: reader, subject: id, listed: shipment.listed, at: shipment.ms,
      listing: max(0, listing))
    return HierarchyMoment(
      occasion: shipment.isVoided ? "voided" : "shipped", instant: event?.instant,
      local: event?.local, record: event?.record, root: try tree.root())
  }
}

/// Builds the hierarchy of one moment; the end of time means now.
private struct HierarchyTree {
  let reader: TraceReader
  let subject: Int64
  let listed: Int64?
  let at: Int64
  let listing: Int
  private var budget: Int

  init(reader: TraceReader, subject: Int64, listed: Int64?, at: Int64, listing: Int) {
    self.reader = reader
    self.subject = subject
    self.listed = listed
    self.at = at
    self.listing = listing
    budget = listing.multipliedReportingOverflow(by: 40).partialValue
  }

  mutating func root() throws -> HierarchyNode {
    var path: [(id: Int64, others: [Int64])] = []
    var current = subject
    var met: Set<Int64> = []
    while path.count <= Ancestry.depth, met.insert(current).inserted {
      var parents = try parents(of: current)
      // Of two open containers the listed one carried it; else the one it was put in last.
      if let listed, let index = parents.firstIndex(of: listed) { parents.swapAt(0, index) }
      path.append((current, Array(parents.dropFirst())))
      guard let parent = parents.first else { break }
      current = parent
    }
    var node = try node(subject, depth: 0, others: path.first?.others ?? [])
    for (container, others) in path.dropFirst() {
      let counts = try counts(of: container)
      node = HierarchyNode(
        identity: try reader.identity(container), isSubject: false, isListed: container == listed,
        children: counts.children, items: counts.items, content: [node],
        omitted: max(0, counts.children - 1), alsoIn: try others.map(reader.identity))
    }
    return node
  }

  private mutating func node(
    _ id: Int64, depth: Int, others: [Int64] = []
  ) throws -> HierarchyNode {
    let counts = try counts(of: id)
    var content: [HierarchyNode] = []
    if depth < Ancestry.depth, counts.children > 0 {
      for child in try children(of: id, limit: min(listing, max(0, budget))) {
        budget -= 1
        content.append(try node(child, depth: depth + 1))
      }
    }
    return HierarchyNode(
      identity: try reader.identity(id), isSubject: id == subject && depth == 0,
      isListed: id == listed, children: counts.children, items: counts.items, content: content,
      omitted: max(0, counts.children - content.count), alsoIn: try others.map(reader.identity))
  }

  private func parents(of id: Int64) throws -> [Int64] {
    try Int64.fetchAll(
      reader.db.cachedStatement(
        sql: """
          SELECT parent_id FROM containment
          WHERE child_id = ?1 AND from_ms <= ?2 AND (to_ms IS NULL OR to_ms > ?2)
          ORDER BY from_ms DESC, open_event DESC
          """), arguments: [id, at]
    ).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private func children(of id: Int64, limit: Int) throws -> [Int64] {
    try Int64.fetchAll(
      reader.db.cachedStatement(
        sql: """
          SELECT DISTINCT c.child_id, p.scheme, p.gtin, e.serial FROM containment c
          JOIN epc e ON e.epc_id = c.child_id JOIN product p ON p.product_id = e.product_id
          WHERE c.parent_id = ?1 AND c.from_ms <= ?2 AND (c.to_ms IS NULL OR c.to_ms > ?2)
          ORDER BY p.scheme, p.gtin, e.serial LIMIT ?3
          """), arguments: [id, at, limit])
  }

  private func counts(of id: Int64) throws -> (children: Int, items: Int) {
    try reader.content(of: id, at: at)
  }
}
