package import GRDB
package import GS1

/// Row ids and names behind what reports show; one value per question, as it remembers answers.
package final class TraceLookup {
  let db: Database
  private var identities: [Int64: EPC] = [:]
  private var names: [String: String?] = [:]
  private var artifacts: [Int64: (source: String, path: String, sha256: String)] = [:]

  /// Looks things up through a connection.
  package init(_ db: Database) { self.db = db }

  /// The row of an EPC; nil when the catalog does not hold it.
  package func id(of epc: EPC) throws -> Int64? {
    try Int64.fetchOne(
      db,
      sql: """
        SELECT e.epc_id FROM product p JOIN epc e ON e.product_id = p.product_id
        WHERE p.scheme = ? AND p.gtin = ? AND e.serial = ?
        """, arguments: [Int64(epc.kind.rawValue), epc.key, epc.serial])
  }

  /// EPCs of the same product whose serial differs in case or leading zeros alone, at most ten.
  package func similar(to epc: EPC) throws -> [String] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT e.serial FROM product p JOIN epc e ON e.product_id = p.product_id
        WHERE p.scheme = ? AND p.gtin = ? AND e.serial <> ?
          AND ltrim(lower(e.serial), '0') = ltrim(lower(?), '0')
        ORDER BY e.serial LIMIT 10
        """, arguments: [Int64(epc.kind.rawValue), epc.key, epc.serial, epc.serial])
    return rows.map { EPC(kind: epc.kind, key: epc.key, serial: $0[0]).canonical }
  }

  /// The identity of a row.
  package func epc(_ id: Int64) throws -> EPC? {
    if let known = identities[id] { return known }
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT e.kind, p.gtin, e.serial FROM epc e JOIN product p ON p.product_id = e.product_id
          WHERE e.epc_id = ?
          """), arguments: [id])
    guard let row, let kind = EPCKind(rawValue: UInt8(clamping: row[0] as Int64)) else {
      return nil
    }
    let epc = EPC(kind: kind, key: row[1], serial: row[2])
    if identities.count < 50_000 { identities[id] = epc }
    return epc
  }

  /// The form of a row's identity that people read.
  package func canonical(_ id: Int64) throws -> String {
    try epc(id)?.canonical ?? "unknown"
  }

  /// The name of a party or place: of the configuration, else of the newest master data.
  package func name(_ gln: String?) throws -> String? {
    guard let gln else { return nil }
    if let known = names[gln] { return known }
    let name = try String.fetchOne(
      db,
      sql: """
        SELECT name FROM (
          SELECT name, 2 AS rank, 0 AS age FROM run_partner WHERE gln = ?1
          UNION ALL
          SELECT name, 1, record_id FROM master_location WHERE gln = ?1)
        WHERE name IS NOT NULL ORDER BY rank DESC, age DESC LIMIT 1
        """, arguments: [gln])
    names[gln] = name
    return name
  }

  /// Source, path and digest of an artifact.
  func artifact(_ id: Int64) throws -> (source: String, path: String, sha256: String) {
    if let known = artifacts[id] { return known }
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT s.name, a.path, a.sha256 FROM artifact a JOIN source s USING (source_id)
        WHERE a.artifact_id = ?
        """, arguments: [id])
    let found = row.map { ($0[0] as String, $0[1] as String, $0[2] as String) } ?? ("", "", "")
    artifacts[id] = found
    return found
  }

  /// The first row of `event_epc` of an event, by halving: rows stand in the order of events.
  private func firstReference(of event: Int64) throws -> Int64 {
    var low: Int64 = 1
    var high = (try Int64.fetchOne(db, sql: "SELECT max(rowid) FROM event_epc") ?? 0) + 1
    let probe = try db.cachedStatement(
      sql: "SELECT event_id FROM event_epc WHERE rowid >= ? ORDER BY rowid LIMIT 1")
    while low < high {
      let middle = low + (high - low) / 2
      let found = try Int64.fetchOne(probe, arguments: [middle]) ?? Int64.max
      if found < event { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The EPCs an event names, in document order.
  package func references(of event: Int64) throws -> [(epc: Int64, role: EventRole)] {
    let start = try firstReference(of: event)
    var found: [(epc: Int64, role: EventRole)] = []
    let rows = try Row.fetchCursor(
      db,
      sql: "SELECT event_id, epc_id, role FROM event_epc WHERE rowid >= ? ORDER BY rowid",
      arguments: [start])
    while let row = try rows.next(), row[0] == event {
      guard let role = EventRole(rawValue: UInt8(clamping: row[2] as Int64)) else { continue }
      found.append((row[1], role))
    }
    return found
  }

  /// The spelling codes under which an event names an EPC.
  func spellingCodes(of epc: Int64, in event: Int64) throws -> [Int] {
    let start = try firstReference(of: event)
    var found: [Int] = []
    let rows = try Row.fetchCursor(
      db,
      sql: "SELECT event_id, epc_id, spelling FROM event_epc WHERE rowid >= ? ORDER BY rowid",
      arguments: [start])
    while let row = try rows.next(), row[0] == event {
      if row[1] == epc { found.append(row[2]) }
    }
    return found
  }
}
