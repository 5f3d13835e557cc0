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
    try linkProducts(db, layouts)
    let ids = try IdentityTexts(db)
    for layout in layouts { try linkLots(db, layout) }
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

  private static func linkProducts(_ db: Database, _ layouts: [RecordLayout]) throws {
    let products = try ProductTexts(db)
    try db.execute(sql: "DROP TABLE IF EXISTS temp.product_text")
    try db.execute(
      sql: """
        CREATE TEMP TABLE product_text(text TEXT PRIMARY KEY, product_id INTEGER) WITHOUT ROWID
        """)
    for table in layouts.flatMap(tables) {
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
        if texts.isEmpty { continue }
        for text in texts {
          guard let id = try products.id(of: text) else { continue }
          try db.cachedStatement(
            sql: "INSERT OR IGNORE INTO temp.product_text VALUES (?, ?)"
          ).execute(arguments: [text, id])
        }
        // All at once: a table of many products would be searched for each otherwise.
        try db.execute(
          sql: """
            UPDATE \(name) AS t SET \(column) = (
              SELECT p.product_id FROM temp.product_text p WHERE p.text = t.\(value))
            WHERE t.\(column) IS NULL AND t.\(value) IN (SELECT text FROM temp.product_text)
            """)
      }
    }
    try db.execute(sql: "DROP TABLE temp.product_text")
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

  /// A lot that only records name is written down.
  private static func linkLots(_ db: Database, _ layout: RecordLayout) throws {
    for table in tables(layout) {
      for cell in table.cells {
        guard let link = cell.columns.first(where: { $0.part == .lot }),
          let text = cell.columns.first?.name,
          let product = product(for: cell, table.cells, layout, isList: table.isList)
        else { continue }
        let (name, column, value) = quoted(table.name, link.name, text)
        try db.execute(
          sql: """
            INSERT INTO all_lot(product_id, lot)
            SELECT DISTINCT product, lot FROM (
              SELECT \(product) AS product, t.\(value) AS lot FROM \(name) t
              WHERE t.\(column) IS NULL AND t.\(value) IS NOT NULL)
            WHERE product IS NOT NULL ORDER BY 1, 2
            ON CONFLICT(product_id, lot) DO NOTHING;
            UPDATE \(name) AS t SET \(column) = (
              SELECT l.lot_id FROM all_lot l WHERE l.product_id = \(product) AND l.lot = t.\(value))
            WHERE t.\(column) IS NULL AND t.\(value) IS NOT NULL AND \(product) IS NOT NULL
            """)
      }
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

  /// Fills the link to a unit of every row that has a text and no link yet, row by row.
  private static func linkUnits(
    _ db: Database, _ layout: RecordLayout, _ ids: IdentityTexts
  ) throws {
    for table in tables(layout) {
      for cell in table.cells {
        guard let link = cell.columns.first(where: { $0.part == .epc }),
          let text = cell.columns.first?.name
        else { continue }
        let (name, column, value) = quoted(table.name, link.name, text)
        let product = product(for: cell, table.cells, layout, isList: table.isList) ?? "NULL"
        let order = table.isList ? "t.ord" : "0"
        let select = try db.makeStatement(
          sql: """
            SELECT t.record_id, \(order), t.\(value), \(product) FROM \(name) t
            WHERE \(table.isList ? "(t.record_id, t.ord) > (?, ?)" : "t.record_id > ?")
              AND t.\(column) IS NULL AND t.\(value) IS NOT NULL
            ORDER BY 1, 2 LIMIT \(batch)
            """)
        let update = try BulkStatement(
          db,
          "UPDATE \(name) SET \(column) = ? WHERE record_id = ?"
            + (table.isList ? " AND ord = ?" : ""))
        // Rows are gathered first: a cursor over a table that is being written sees both states.
        var last: (record: Int64, order: Int64) = (Int64.min, 0)
        while true {
          let rows = try Row.fetchAll(
            select, arguments: table.isList ? [last.record, last.order] : [last.record])
          for row in rows {
            last = (row[0], row[1])
            guard let id = try ids.unit(row[2], product: row[3]) else { continue }
            update.bind(1, id)
            update.bind(2, last.record)
            if table.isList { update.bind(3, last.order) }
            try update.run()
          }
          if rows.count < batch { break }
        }
      }
    }
  }

  /// Rows gathered at once.
  private static let batch = 1024

  private static func quoted(
    _ table: String, _ link: String, _ text: String
  ) -> (table: String, link: String, text: String) {
    (RecordTables.quoted(table), RecordTables.quoted(link), RecordTables.quoted(text))
  }
}
