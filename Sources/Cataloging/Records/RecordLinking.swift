import GRDB
import GS1

/// Ties records to products, lots and EPCs, tells which source's version counts, and turns account
/// lists into a cross-map. A pure function of the records, the dictionaries and the sources.
enum RecordLinking {
  /// Runs over every kind the catalog has tables for. Part of every derivation, before lots are
  /// tallied: a lot that only records name is a lot too.
  static func run(_ db: Database) throws {
    let layouts = try RecordTables.layouts(db)
    guard !layouts.isEmpty else { return }
    for table in ["record_conflict", "account_person"] {
      try db.execute(sql: "DELETE FROM \(table)")
    }
    let products = try ProductTexts(db)
    for layout in layouts { try linkProducts(db, layout, products) }
    let ids = IdentityTexts(db)
    for layout in layouts { try linkLots(db, layout, ids) }
    try fillLoneLots(db)
    for layout in layouts { try linkLoneLots(db, layout) }
    try db.execute(sql: "DROP TABLE temp.lone_lot")
    for layout in layouts { try linkUnits(db, layout, ids) }
    let hasAbsent = try RecordSources.hasAbsentFiles(db)
    for layout in layouts { try RecordSources.settle(db, layout, hasAbsent: hasAbsent) }
    try AccountMap.fill(db, layouts)
  }

  /// The tables of a layout with their cells; the first is that of the records.
  private static func tables(
    _ layout: RecordLayout
  ) -> [(name: String, cells: [RecordLayout.Cell], isList: Bool)] {
    [(layout.table, layout.cells, false)] + layout.lists.map { ($0.table, $0.cells, true) }
  }

  // MARK: Products

  private static func linkProducts(
    _ db: Database, _ layout: RecordLayout, _ products: ProductTexts
  ) throws {
    for table in tables(layout) {
      for cell in table.cells {
        guard let link = cell.columns.first(where: { $0.part == .product }),
          let text = cell.columns.first?.name
        else { continue }
        let (name, column, value) = quoted(table.name, link.name, text)
        let texts = try String.fetchAll(
          db,
          sql: """
            SELECT DISTINCT \(value) FROM \(name)
            WHERE \(column) IS NULL AND \(value) IS NOT NULL ORDER BY 1
            """)
        for text in texts {
          guard let id = try products.id(of: text) else { continue }
          try db.cachedStatement(
            sql: "UPDATE \(name) SET \(column) = ? WHERE \(column) IS NULL AND \(value) = ?"
          ).execute(arguments: [id, text])
        }
      }
    }
  }

  // MARK: Lots

  /// The column a lot's or serial's product stands in: of a sibling, else of the record.
  private static func product(
    for cell: RecordLayout.Cell, _ cells: [RecordLayout.Cell], _ layout: RecordLayout,
    isList: Bool
  ) -> String? {
    func link(_ cells: [RecordLayout.Cell]) -> String? {
      let candidates = cells.filter { $0.references == "product" }
      // Inside a structure its own product is nearer than another.
      let nearest = candidates.first { candidate in
        let prefix = cell.path.split(separator: "_").dropLast().joined(separator: "_")
        return !prefix.isEmpty && candidate.path.hasPrefix(prefix + "_")
      }
      let plain = candidates.first { $0.path == "gtin" }
      return (nearest ?? plain ?? candidates.first)?.columns.first { $0.part == .product }?.name
    }
    if let own = link(cells) { return "t.\(RecordTables.quoted(own))" }
    guard isList, let parent = link(layout.cells) else { return nil }
    return """
      (SELECT p.\(RecordTables.quoted(parent)) FROM \(RecordTables.quoted(layout.table)) p \
      WHERE p.record_id = t.record_id)
      """
  }

  private static func linkLots(
    _ db: Database, _ layout: RecordLayout, _ ids: IdentityTexts
  ) throws {
    try eachCell(db, layout, .lot) { text, product in
      try product.map { try ids.lot(text, product: $0) }
    }
  }

  /// A lot without a product is the only one of that spelling, cases of its units aside; it may
  /// have got company since.
  private static func linkLoneLots(_ db: Database, _ layout: RecordLayout) throws {
    for table in tables(layout) {
      for cell in table.cells {
        guard let link = cell.columns.first(where: { $0.part == .lot }),
          let text = cell.columns.first?.name
        else { continue }
        let (name, column, value) = quoted(table.name, link.name, text)
        let product = product(for: cell, table.cells, layout, isList: table.isList) ?? "NULL"
        try db.execute(
          sql: """
            UPDATE \(name) AS t SET \(column) = (
              SELECT l.lot_id FROM temp.lone_lot l WHERE l.lot = t.\(value))
            WHERE t.\(value) IS NOT NULL AND \(product) IS NULL
            """)
      }
    }
  }

  // A lot number that stands on units and on their cases is one lot: the GTINs of both differ in the
  // first digit and the check digit only (GS1 General Specifications, 2.1). The unit's counts.
  private static func fillLoneLots(_ db: Database) throws {
    try db.execute(sql: "DROP TABLE IF EXISTS temp.lone_lot")
    try db.execute(
      sql: """
        CREATE TEMP TABLE lone_lot(lot TEXT PRIMARY KEY, lot_id INTEGER) WITHOUT ROWID
        """)
    try db.execute(
      sql: """
        INSERT INTO temp.lone_lot
        SELECT lot, lot_id FROM (
          SELECT l.lot, l.lot_id,
            row_number() OVER (PARTITION BY l.lot ORDER BY p.gtin, p.scheme) AS place,
            min(substr(p.gtin, 2, 12)) OVER (PARTITION BY l.lot) AS least,
            max(substr(p.gtin, 2, 12)) OVER (PARTITION BY l.lot) AS most
          FROM all_lot l JOIN product p ON p.product_id = l.product_id)
        WHERE place = 1 AND least = most
        """)
  }

  // MARK: Units

  private static func linkUnits(
    _ db: Database, _ layout: RecordLayout, _ ids: IdentityTexts
  ) throws {
    try eachCell(db, layout, .epc) { text, product in try ids.unit(text, product: product) }
  }

  /// Fills a link of every row that has a text and no link yet, row by row.
  private static func eachCell(
    _ db: Database, _ layout: RecordLayout, _ part: RecordLayout.Part,
    _ find: (_ text: String, _ product: Int64?) throws -> Int64?
  ) throws {
    for table in tables(layout) {
      for cell in table.cells {
        guard let link = cell.columns.first(where: { $0.part == part }),
          let text = cell.columns.first?.name
        else { continue }
        let (name, column, value) = quoted(table.name, link.name, text)
        let product = product(for: cell, table.cells, layout, isList: table.isList) ?? "NULL"
        let update =
          "UPDATE \(name) SET \(column) = ? WHERE record_id = ?"
          + (table.isList ? " AND ord = ?" : "")
        // Rows are gathered first: a cursor over a table that is being written sees both states.
        var waiting: [(record: Int64, order: Int64, text: String, product: Int64?)] = []
        let rows = try Row.fetchCursor(
          db,
          sql: """
            SELECT t.record_id, \(table.isList ? "t.ord" : "0"), t.\(value), \(product)
            FROM \(name) t WHERE t.\(column) IS NULL AND t.\(value) IS NOT NULL ORDER BY 1, 2
            """)
        while let row = try rows.next() { waiting.append((row[0], row[1], row[2], row[3])) }
        for row in waiting {
          guard let id = try find(row.text, row.product) else { continue }
          try db.cachedStatement(sql: update).execute(
            arguments: table.isList ? [id, row.record, row.order] : [id, row.record])
        }
      }
    }
  }

  private static func quoted(
    _ table: String, _ link: String, _ text: String
  ) -> (table: String, link: String, text: String) {
    (RecordTables.quoted(table), RecordTables.quoted(link), RecordTables.quoted(text))
  }
}
