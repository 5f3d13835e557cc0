import GRDB

/// Containers that left with nothing on record inside.
enum EmptyContainers {
  /// One row per container, for its first such shipment that stands. Not judged: returns, what a
  /// partner that breaks containers in silence ships, contents stated as quantities, and cases
  /// of products the configuration declares as not aggregated.
  static func report(
    _ db: Database, _ walk: UnitWalk, _ table: EventTable, onlyTouched: Bool
  ) throws {
    let gtin = try DirectStatement(db, "SELECT gtin FROM product WHERE product_id = ?")
    for dense in walk.containers.ids.indices {
      if walk.containers.hasQuantities[dense] { continue }
      let range = walk.reach.range(of: Int32(clamping: dense))
      let empty = range.first { entry in
        let fact = table.facts[Int(walk.reach.entries[entry].rank)]
        return fact.ships && !fact.isReturn && !fact.flags.contains(.infersUnpacking)
          && walk.contents.children(at: entry) == 0
          && !walk.shipments.voidedEntries.contains(entry)
      }
      guard let empty else { continue }
      if !walk.containers.isSSCC[dense] {
        gtin.bind(1, walk.containers.products[dense])
        let found = try gtin.next() ? gtin.string(0) : nil
        gtin.reset()
        if let found, table.parties.notAggregated.contains(found) { continue }
      }
      try walk.defects.add(
        LifeDefect(
          code: walk.containers.packed[dense] ? .emptyParentShipped : .parentContentUnknown,
          epc: walk.containers.ids[dense],
          event: table.facts[Int(walk.reach.entries[empty].rank)].id))
    }
    try reportCases(db, walk.defects, table.parties, onlyTouched: onlyTouched)
  }

  /// Trade item cases (GTIN indicator 1 to 8) that no aggregation names as a parent.
  private static func reportCases(
    _ db: Database, _ defects: DefectRows, _ parties: Parties, onlyTouched: Bool
  ) throws {
    let rows = try DirectStatement(
      db,
      """
      SELECT p.product_id, p.gtin FROM product p
      WHERE p.scheme = 1 AND substr(p.gtin, 1, 1) BETWEEN '1' AND '8'
        AND EXISTS (SELECT 1 FROM all_unit u WHERE u.product_id = p.product_id
          AND u.is_container = 1)
      ORDER BY p.product_id
      """)
    var products: [Int64] = []
    while try rows.next() {
      if !parties.notAggregated.contains(rows.string(1) ?? "") { products.append(rows.int(0)) }
    }
    let touched = onlyTouched ? "epc_id IN (SELECT id FROM temp.touched_epc) AND" : ""
    let cases = try DirectStatement(
      db,
      """
      SELECT epc_id, first_ship_event FROM all_unit
      WHERE \(touched) product_id = ? AND is_container = 0 AND ship_count > 0
      ORDER BY epc_id
      """)
    for product in products {
      cases.bind(1, product)
      while try cases.next() {
        try defects.add(
          LifeDefect(code: .parentContentUnknown, epc: cases.int(0), event: cases.int(1)))
      }
    }
  }
}
