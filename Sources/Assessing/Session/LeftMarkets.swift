internal import Cataloging
internal import GRDB
internal import Settings

/// Which products a profile leaves to the profile of another market.
///
/// A firm that serves two markets makes packs for each, and the law of one asks nothing of the
/// other's. A product is left out when it is for a market the profile names as another law's and for
/// none of its own: as the configuration states, else by the buyers of its sales and by every record
/// that names a market of it. A market that is not stated, or in words, keeps a product in.
struct LeftMarkets {
  /// A product that is left out.
  struct Product {
    /// Its `product_id`.
    var id: Int64
    /// What the assessment says of it.
    var statement: Assessment.LeftProduct
  }

  private let own: Set<String>
  private let others: Set<String>
  private let configuration: MusterConfiguration

  /// The markets of a profile; of one that names none, no product is left out.
  init(_ markets: ProfileMarkets?, _ configuration: MusterConfiguration) {
    own = Set(markets?.own ?? [])
    others = Set(markets?.others ?? [])
    self.configuration = configuration
  }

  /// False where no buyer and no product is declared for another market.
  var mayLeave: Bool {
    configuration.partners.contains { $0.country.map(others.contains) ?? false }
      || configuration.products.contains { !others.isDisjoint(with: $0.markets) }
  }

  /// The products left out, by GTIN; read in a session that leaves out nothing.
  ///
  /// - Throws: `DatabaseError` when the catalog cannot be read.
  func products(_ db: Database, _ kinds: [String: RecordKind]) throws -> [Product] {
    var declared: [String: Set<String>] = [:]
    for product in configuration.products where !product.markets.isEmpty {
      declared[product.gtin, default: []].formUnion(product.markets)
    }
    let known = try markets(db, kinds)
    let rows = try Row.fetchAll(
      db, sql: "SELECT product_id, gtin FROM main.product WHERE scheme = 1 ORDER BY gtin")
    return rows.compactMap { row in
      let id: Int64 = row[0]
      let gtin: String = row[1]
      let markets = declared[gtin] ?? known[id] ?? []
      guard !markets.isDisjoint(with: others), markets.isDisjoint(with: own),
        markets.allSatisfy({ $0.utf8.count == 2 })
      else { return nil }
      return Product(
        id: id,
        statement: Assessment.LeftProduct(
          gtin: gtin, markets: markets.sorted(), declared: declared[gtin] != nil))
    }
  }

  /// What sales and records name as markets of a product, and "" where one is not stated.
  private func markets(
    _ db: Database, _ kinds: [String: RecordKind]
  ) throws -> [Int64: Set<String>] {
    var selects = [
      """
      SELECT l.product_id, b.country FROM main.all_shipment s
      JOIN run_partner f ON f.gln = s.from_owner_gln AND f.own = 1
      JOIN main.shipment_lot x ON x.shipment_event = s.shipment_event
      JOIN main.all_lot l ON l.lot_id = x.lot_id
      LEFT JOIN run_partner b ON b.gln = s.to_owner_gln
      WHERE s.is_sale = 1 AND s.is_return = 0 AND s.void_event IS NULL
        AND coalesce(b.own, 0) = 0 AND coalesce(b.role, '') <> 'affiliate'
      """
    ]
    for id in kinds.keys.sorted() {
      guard let kind = kinds[id] else { continue }
      let cells = RecordLayout(kind).cells
      guard let market = cells.first(where: { $0.path == "market" })?.presence else { continue }
      for link in cells.flatMap(\.columns) where link.part == .lot || link.part == .product {
        let column = "v.\(link.name.quotedDatabaseIdentifier)"
        let product =
          link.part == .product
          ? column : "(SELECT l.product_id FROM main.all_lot l WHERE l.lot_id = \(column))"
        selects.append(
          """
          SELECT \(product), v.\(market.quotedDatabaseIdentifier) FROM temp.all_\(id) v
          WHERE \(column) IS NOT NULL AND v.\(market.quotedDatabaseIdentifier) IS NOT NULL
          """)
      }
    }
    var markets: [Int64: Set<String>] = [:]
    let rows = try Row.fetchCursor(db, sql: selects.joined(separator: " UNION "))
    while let row = try rows.next() {
      guard let product = row[0] as Int64? else { continue }
      let market: String = row[1] ?? ""
      markets[product, default: []].insert(market.filter { !$0.isWhitespace }.uppercased())
    }
    return markets
  }

  /// Writes down what a session leaves out with these products: their cases and pallets that held
  /// nothing else, and the events that name nothing else.
  ///
  /// - Throws: `DatabaseError` when the session has no such tables.
  static func fill(_ db: Database, products: [Int64]) throws {
    guard !products.isEmpty else { return }
    for product in products {
      try db.execute(sql: "INSERT INTO temp.left_product VALUES (?)", arguments: [product])
    }
    let left = "f.product_id IN (SELECT product_id FROM temp.left_product)"
    try db.execute(
      sql: """
        INSERT INTO temp.left_container
        SELECT epc_id FROM (\(Session.containers(of: left)))
        EXCEPT SELECT epc_id FROM
          (\(Session.containers(of: "f.is_container = 0 AND NOT \(left)")))
        """)
    // A case has a code of its own.
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO temp.left_product
        SELECT f.product_id FROM temp.left_container c
        JOIN main.unit_fate u ON u.epc_id = c.epc_id JOIN main.fate f ON f.fate_id = u.fate_id
        WHERE f.kind = 1
        EXCEPT
        SELECT f.product_id FROM main.fate f JOIN main.unit_fate u ON u.fate_id = f.fate_id
        WHERE f.kind = 1 AND f.is_container = 1
          AND u.epc_id NOT IN (SELECT epc_id FROM temp.left_container)
        """)
    try fillQuantities(db)
    let isLeftUnit = "(\(left) OR u.epc_id IN (SELECT epc_id FROM temp.left_container))"
    func events(_ units: String, _ quantities: String) -> String {
      """
      SELECT v.event_id FROM main.fate_event v WHERE v.event_id IS NOT NULL AND v.fate_id IN (
        SELECT u.fate_id FROM main.unit_fate u JOIN main.fate f ON f.fate_id = u.fate_id
        WHERE \(units))
      UNION SELECT u.commission_event FROM main.unit_fate u
      JOIN main.fate f ON f.fate_id = u.fate_id WHERE u.commission_event IS NOT NULL AND \(units)
      UNION SELECT q.event_id FROM main.event_quantity q WHERE \(quantities)
      """
    }
    let isLeftQuantity = "q.product_id IN (SELECT product_id FROM temp.left_product)"
    try db.execute(
      sql: """
        INSERT INTO temp.left_event
        SELECT event_id FROM (\(events(isLeftUnit, isLeftQuantity)))
        EXCEPT
        SELECT event_id FROM (\(events("NOT " + isLeftUnit, "NOT coalesce(\(isLeftQuantity), 0)")))
        """)
  }

  /// Cases and pallets of which events tell the number of packs alone.
  private static func fillQuantities(_ db: Database) throws {
    let others = Session.containers(
      of: "f.is_container = 0 AND f.product_id NOT IN (SELECT product_id FROM temp.left_product)")
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO temp.left_product
        SELECT c.product_id FROM main.product c
        JOIN main.product p ON p.scheme = 1 AND substr(p.gtin, 2, 12) = substr(c.gtin, 2, 12)
          AND p.gtin < c.gtin
        WHERE c.scheme = 1 AND p.product_id IN (SELECT product_id FROM temp.left_product)
        EXCEPT
        SELECT f.product_id FROM main.fate f JOIN main.unit_fate u ON u.fate_id = f.fate_id
        WHERE u.epc_id NOT IN (SELECT epc_id FROM temp.left_container)
        """)
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO temp.left_container
        SELECT e.parent_id FROM main.all_event e
        JOIN main.event_quantity q ON q.event_id = e.event_id
        WHERE e.parent_id IS NOT NULL
        GROUP BY e.parent_id
        HAVING min(coalesce(q.product_id IN (SELECT product_id FROM temp.left_product), 0)) = 1
        EXCEPT SELECT epc_id FROM (\(others))
        """)
  }
}
