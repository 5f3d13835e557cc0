import GRDB
import Testing

@testable import Cataloging

/// Screening what new units touch, against screening everything.
@Suite struct SerialScreeningTests {
  /// Adds units with the ids `epcs` to the lot of a fate of the same number.
  private func add(_ db: Database, _ epcs: ClosedRange<Int>, lot: Int) throws {
    try db.execute(
      sql: """
        WITH RECURSIVE n(i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
        INSERT INTO epc(epc_id, product_id, serial, kind)
        SELECT i, 1, printf('%010d', i * 7368787 % 9999999967), 1 FROM n
        """, arguments: [epcs.lowerBound, epcs.upperBound])
    try db.execute(
      sql: """
        INSERT INTO unit_fate(epc_id, fate_id, commission_event, commission_ms)
        SELECT epc_id, ?1, epc_id / 500, ?1 * 1000000 + epc_id FROM epc WHERE epc_id BETWEEN ?2 AND ?3
        """, arguments: [lot, epcs.lowerBound, epcs.upperBound])
    try db.execute(
      sql: """
        INSERT OR REPLACE INTO lot_fact(lot_id, product_id, expiries, commissioned, packed, shipped,
          decommissioned, destroyed, sampled, dispensed, returned, in_stock, last_commission_ms)
        SELECT fate_id, 1, 0, count(*), 0, 0, 0, 0, 0, 0, 0, 0, max(commission_ms)
        FROM unit_fate WHERE fate_id = ?
        """, arguments: [lot])
  }

  private func catalog() throws -> Catalog {
    let catalog = try Catalog.inMemory()
    try catalog.write { db in
      try db.execute(
        sql: """
          INSERT INTO product(product_id, scheme, gtin) VALUES (1, 1, '04012345678901');
          INSERT INTO all_lot(lot_id, product_id, lot) VALUES (1, 1, 'OLD'), (2, 1, 'NEW');
          INSERT INTO fate(fate_id, product_id, kind, is_container, lot_id, commission_count, state,
            ship_count)
          VALUES (1, 1, 1, 0, 1, 1, 'commissioned', 0), (2, 1, 1, 0, 2, 1, 'commissioned', 0);
          """)
      try add(db, 1...700, lot: 1)
      try add(db, 1001...1000 + SerialScreening.limit, lot: 2)
      try SerialScreening.run(db)
    }
    return catalog
  }

  private func rows(_ db: Database) throws -> [Row] {
    try Row.fetchAll(db, sql: "SELECT * FROM serial_screen ORDER BY 1, 2, 3")
  }

  @Test(arguments: [1, 2])
  func aProductScreenedAgainEqualsTheWhole(lot: Int) throws {
    try catalog().write { db in
      let before = try rows(db)
      #expect(before.count == 9)
      #expect(try ScreenedSerials.read(db, product: 1)?.lots == [2])
      try add(db, 30_001...31_000, lot: lot)
      try SerialScreening.run(db, lots: [Int64(lot)])
      let part = try rows(db)
      let kept = try ScreenedSerials.read(db, product: 1)
      try SerialScreening.run(db)
      #expect(try part == rows(db))
      #expect(try kept == ScreenedSerials.read(db, product: 1))
      #expect(part != before)
    }
  }

  @Test func ofOlderLotsNoSerialIsRead() throws {
    try catalog().write { db in
      try db.execute(sql: "UPDATE epc SET serial = 'A' || serial")
      let before = try rows(db)
      try SerialScreening.run(db, lots: [1])
      #expect(try before == rows(db))
      try SerialScreening.run(db, lots: [2])
      #expect(try before != rows(db))
    }
  }

  @Test func aProductLeftWithTooFewIsForgotten() throws {
    try catalog().write { db in
      try db.execute(sql: "UPDATE lot_fact SET commissioned = 10")
      try SerialScreening.run(db, lots: [1])
      #expect(try rows(db).isEmpty)
      #expect(try ScreenedSerials.read(db, product: 1) == nil)
    }
  }
}
