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
      // What was destroyed or dispensed before went with all it held, and is told as such.
      let shipment = table.facts[Int(walk.reach.entries[empty].rank)]
      let isTold = walk.reach.entries[range.lowerBound..<empty].contains { entry in
        let fact = table.facts[Int(entry.rank)]
        return fact.act.removes && Skew.exceeded(from: fact, to: shipment)
      }
      if isTold { continue }
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
    try reportCases(db, walk.defects, walk.cases, onlyTouched: onlyTouched)
  }

  /// Trade item cases (GTIN indicator 1 to 8) that no aggregation names as a parent, of products
  /// of which others are containers.
  private static func reportCases(
    _ db: Database, _ defects: DefectRows, _ walked: CaseProducts, onlyTouched: Bool
  ) throws {
    guard onlyTouched else {
      for product in walked.shippedLoose.intersection(walked.containers).sorted() {
        try report(db, defects, product, "")
      }
      return
    }
    for product in walked.touched.keys.sorted() {
      let has = try CaseProducts.haveContainers(db, product)
      if has == walked.touched[product] {
        guard has, walked.shippedLoose.contains(product) else { continue }
        try report(db, defects, product, "AND epc_id IN (SELECT id FROM temp.touched_epc)")
      } else {
        // With the first container of a product, or without its last, all its cases read otherwise.
        try db.execute(
          sql: """
            DELETE FROM life_defect WHERE code = 'parent_content_unknown' AND epc_id IN (
              SELECT epc_id FROM all_unit WHERE product_id = ? AND is_container = 0)
            """, arguments: [product])
        if has { try report(db, defects, product, "") }
      }
    }
  }

  private static func report(
    _ db: Database, _ defects: DefectRows, _ product: Int64, _ condition: String
  ) throws {
    let cases = try DirectStatement(
      db,
      """
      SELECT epc_id, first_ship_event FROM all_unit
      WHERE product_id = ? AND is_container = 0 AND ship_count > 0 \(condition)
      ORDER BY epc_id
      """)
    cases.bind(1, product)
    while try cases.next() {
      try defects.add(
        LifeDefect(code: .parentContentUnknown, epc: cases.int(0), event: cases.int(1)))
    }
  }
}

/// Products of cases (GTIN indicator 1 to 8) that may be containers, and what the walk met of them.
final class CaseProducts {
  private var all: Set<Int64> = []
  private(set) var containers: Set<Int64> = []
  /// With units that were shipped and are no containers.
  private(set) var shippedLoose: Set<Int64> = []
  /// Where only a part is derived, those of what is touched, and whether they had containers before.
  private(set) var touched: [Int64: Bool] = [:]

  /// Those the configuration does not declare as never aggregated; before anything is emptied.
  init(_ db: Database, _ parties: Parties, onlyTouched: Bool) throws {
    let rows = try DirectStatement(
      db,
      """
      SELECT product_id, gtin FROM product
      WHERE scheme = 1 AND substr(gtin, 1, 1) BETWEEN '1' AND '8'
      """)
    while try rows.next() {
      if !parties.notAggregated.contains(rows.string(1) ?? "") { all.insert(rows.int(0)) }
    }
    guard onlyTouched, !all.isEmpty else { return }
    let named = try DirectStatement(
      db,
      """
      SELECT DISTINCT e.product_id
      FROM temp.touched_epc t CROSS JOIN epc e ON e.epc_id = t.id
      """)
    while try named.next() {
      let product = named.int(0)
      if all.contains(product) { touched[product] = try Self.haveContainers(db, product) }
    }
  }

  /// Whether a unit of the product is a container, by the tables as they are.
  static func haveContainers(_ db: Database, _ product: Int64) throws -> Bool {
    try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM fate WHERE product_id = ? AND is_container = 1)",
      arguments: [product]) ?? false
  }

  func note(_ life: Life, isShipped: Bool) {
    guard !all.isEmpty, all.contains(life.product) else { return }
    if life.isContainer {
      containers.insert(life.product)
    } else if isShipped {
      shippedLoose.insert(life.product)
    }
  }
}
