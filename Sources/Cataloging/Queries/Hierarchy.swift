package import GRDB
package import GS1

/// What was in what at one moment: the containers above a unit and everything below it.
package struct Hierarchy: Codable, Equatable, Sendable {
  /// Levels followed up or down (contract 4).
  package static let depthLimit = 8

  /// One thing and what is in it.
  package struct Node: Codable, Equatable, Sendable {
    /// The form people read.
    package var identifier: String
    /// When it was put in, RFC 3339; nil at the top.
    package var since: String?
    /// Where that is recorded.
    package var opened: EventLine.Position?
    /// How many things are directly in it.
    package var count: Int
    /// Those that are listed; fewer than `count` when the limit was reached.
    package var content: [Node]
  }

  /// A container above.
  package struct Container: Codable, Equatable, Sendable {
    /// The form people read.
    package var identifier: String
    /// When the thing below was put in, RFC 3339.
    package var since: String
    /// Where that is recorded.
    package var opened: EventLine.Position?
  }

  /// The moment, RFC 3339.
  package var at: String
  /// Containers from the inside out; two at one level when the records contradict each other.
  package var containers: [Container]
  /// The thing itself and what is in it.
  package var content: Node

  /// Reads what was in what at `atMs` (UTC milliseconds), listing at most `limit` things.
  /// Nil when the catalog does not hold the EPC.
  package static func read(
    _ db: Database, _ epc: EPC, atMs: Int64, limit: Int = 100_000
  ) throws -> Hierarchy? {
    let look = TraceLookup(db)
    guard let id = try look.id(of: epc) else { return nil }
    var left = limit
    return Hierarchy(
      at: Instant.rfc3339(atMs), containers: try above(look, id, atMs),
      content: try node(look, id, atMs, since: nil, opened: nil, depth: 0, left: &left))
  }

  /// The moments at which the content of a container, or the container of a unit, changed.
  package static func changes(_ db: Database, _ epc: EPC) throws -> [Int64] {
    guard let id = try TraceLookup(db).id(of: epc) else { return [] }
    return try Int64.fetchAll(
      db,
      sql: """
        SELECT from_ms FROM containment WHERE child_id = ?1 OR parent_id = ?1
        UNION SELECT to_ms FROM containment
        WHERE (child_id = ?1 OR parent_id = ?1) AND to_ms IS NOT NULL ORDER BY 1
        """, arguments: [id])
  }

  private static func above(
    _ look: TraceLookup, _ id: Int64, _ atMs: Int64
  ) throws -> [Container] {
    var found: [Container] = []
    var level = [id]
    var seen: Set<Int64> = [id]
    for _ in 0..<depthLimit {
      var next: [Int64] = []
      for child in level {
        let rows = try Row.fetchAll(
          look.db,
          sql: """
            SELECT parent_id, from_ms, open_event FROM containment
            WHERE child_id = ? AND from_ms <= ? AND (to_ms IS NULL OR to_ms > ?)
            ORDER BY from_ms, open_event
            """, arguments: [child, atMs, atMs])
        for row in rows where seen.insert(row[0]).inserted {
          found.append(
            Container(
              identifier: try look.canonical(row[0]), since: Instant.rfc3339(row[1]),
              opened: try EventLine.position(look, of: row[2])))
          next.append(row[0])
        }
      }
      if next.isEmpty { break }
      level = next
    }
    return found
  }

  private static func node(
    _ look: TraceLookup, _ id: Int64, _ atMs: Int64, since: String?,
    opened: EventLine.Position?, depth: Int, left: inout Int
  ) throws -> Node {
    let rows = try Row.fetchAll(
      look.db,
      sql: """
        SELECT c.child_id, min(c.from_ms), min(c.open_event) FROM containment c
        JOIN epc e ON e.epc_id = c.child_id JOIN product p ON p.product_id = e.product_id
        WHERE c.parent_id = ? AND c.from_ms <= ? AND (c.to_ms IS NULL OR c.to_ms > ?)
        GROUP BY c.child_id ORDER BY p.gtin, e.serial
        """, arguments: [id, atMs, atMs])
    var content: [Node] = []
    if depth < depthLimit {
      for row in rows {
        if left <= 0 { break }
        left -= 1
        content.append(
          try node(
            look, row[0], atMs, since: Instant.rfc3339(row[1]),
            opened: try EventLine.position(look, of: row[2]), depth: depth + 1, left: &left))
      }
    }
    return Node(
      identifier: try look.canonical(id), since: since, opened: opened, count: rows.count,
      content: content)
  }
}
