internal import Cataloging
internal import GRDB
internal import Reporting
internal import Settings

/// The units, lots and products an item asks about, as temporary tables of row ids on one
/// connection: `asked_…` for the item at hand, `open_…` for all of its request, kind by kind: whoever
/// asks for the events of one lot and the releases of another is not shown the releases of the first.
struct AskedSubjects {
  /// How an item was understood.
  struct Selection {
    /// In words, for the search statement.
    var words: String
    /// False when the item names no subject, and so means everything of a kind.
    var isRestricted: Bool
    /// How many lots, products and identifiers it names.
    var asked: Int
    /// What it names and nobody knows.
    var unknown: [Response.NotEnclosed]
  }

  let db: Database
  /// Nothing dated after it is told; nil when everything collected may be.
  let cutOff: RecordCutOff?

  init(_ db: Database, cutOff: RecordCutOff? = nil) throws {
    self.db = db
    self.cutOff = cutOff
    for (name, column) in Self.subjects {
      for (table, key) in [("asked_\(name)", column), ("open_\(name)", "kind TEXT, \(column)")] {
        let names = key.split(separator: ", ").compactMap { $0.split(separator: " ").first }
        try db.execute(sql: "DROP TABLE IF EXISTS temp.\(table)")
        try db.execute(
          sql: """
            CREATE TEMP TABLE \(table)(\(key), PRIMARY KEY(\(names.joined(separator: ", "))))
              WITHOUT ROWID
            """)
      }
    }
    for (table, columns) in Self.others {
      try db.execute(sql: "DROP TABLE IF EXISTS temp.\(table)")
      try db.execute(sql: "CREATE TEMP TABLE \(table)(\(columns))")
    }
  }

  /// What a request names: identifiers, lots and products with what follows from each other, products
  /// all of which is meant, lot numbers as written.
  private static let subjects = [
    ("epc", "epc_id INTEGER"), ("lot", "lot_id INTEGER"), ("product", "product_id INTEGER"),
    ("named", "product_id INTEGER"), ("number", "lot TEXT"),
  ]

  /// What events are called as a kind of record; an item that names no kind asks for them.
  static let events = "epcis"

  /// The kinds of record an item asks for.
  static func kinds(_ item: InspectionRequest.Item) -> [String] {
    let named = item.records.map { $0 == "event" ? events : $0 }
    return named.isEmpty ? [events] : named
  }

  /// Kinds everything of which is open; files with more than what is open; events that answer the
  /// item, with their references; rows of a kind by the file they were last met in.
  private static let others = [
    ("open_kind", "kind TEXT PRIMARY KEY"),
    ("outside_artifact", "artifact_id INTEGER PRIMARY KEY"),
    ("late_artifact", "artifact_id INTEGER PRIMARY KEY"),
    ("asked_event", "event_id INTEGER PRIMARY KEY"),
    (
      "asked_reference",
      "event_id INTEGER, run_id INTEGER, epc_id INTEGER, role INTEGER, "
        + "PRIMARY KEY(event_id, run_id, epc_id)"
    ),
    ("seen_record", "top INTEGER, record_id INTEGER, PRIMARY KEY(top, record_id)"),
    (
      "asked_transaction",
      "event_id INTEGER, place INTEGER, type TEXT, id TEXT, PRIMARY KEY(event_id, place)"
    ),
  ]

  /// Drops the tables.
  func close() throws {
    for (name, _) in Self.subjects {
      for prefix in ["asked", "open"] { try db.execute(sql: "DROP TABLE temp.\(prefix)_\(name)") }
    }
    for (table, _) in Self.others { try db.execute(sql: "DROP TABLE temp.\(table)") }
  }

  /// Finds the events that name anything of the item, in files that are current, by file:
  /// `artifact_id` of the file or of the archive it lies in, then the events in their order there.
  func events() throws -> [(artifact: Int64, events: [(id: Int64, place: String)])] {
    try db.execute(
      sql: """
        DELETE FROM temp.asked_event; DELETE FROM temp.asked_reference;
        DELETE FROM temp.asked_transaction;
        INSERT OR IGNORE INTO temp.asked_event SELECT r.event_id FROM epc_run r
        WHERE EXISTS (SELECT 1 FROM temp.asked_epc a
          WHERE a.epc_id BETWEEN r.first_epc AND r.last_epc);
        INSERT OR IGNORE INTO temp.asked_event SELECT event_id FROM all_event
        WHERE lot_id IN (SELECT lot_id FROM temp.asked_lot);
        INSERT OR IGNORE INTO temp.asked_event SELECT event_id FROM event_quantity
        WHERE lot_id IN (SELECT lot_id FROM temp.asked_lot)
          OR (lot_id IS NULL AND product_id IN (SELECT product_id FROM temp.asked_named));
        DELETE FROM temp.asked_event WHERE event_id IN (SELECT e.event_id FROM all_event e
          JOIN artifact a ON a.artifact_id = e.artifact_id
          WHERE a.superseded_by IS NOT NULL OR a.status <> 'taken'
            OR \(Self.isLate(lastMs)));
        INSERT INTO temp.asked_reference SELECT event_id, run_id, epc_id, role FROM event_epc
        WHERE event_id IN (SELECT event_id FROM temp.asked_event);
        INSERT INTO temp.asked_transaction SELECT event_id, rowid, type, id FROM event_transaction
        WHERE event_id IN (SELECT event_id FROM temp.asked_event);
        """)
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT coalesce(c.artifact_id, a.artifact_id) AS top, e.event_id, a.path, r.line,
          r.pointer, a.format, a.container_id IS NOT NULL AS is_member
        FROM temp.asked_event k JOIN all_event e ON e.event_id = k.event_id
        JOIN record r ON r.record_id = e.event_id
        JOIN artifact a ON a.artifact_id = e.artifact_id
        LEFT JOIN artifact c ON c.artifact_id = a.container_id
        JOIN source s ON s.source_id = a.source_id
        ORDER BY s.name, coalesce(c.path, a.path), top, a.path, r.line, e.event_id
        """)
    var found: [(artifact: Int64, events: [(id: Int64, place: String)])] = []
    while let row = try rows.next() {
      let top: Int64 = row["top"]
      if found.last?.artifact != top { found.append((artifact: top, events: [])) }
      found[found.count - 1].events.append((id: row["event_id"], place: RecordPlace.text(row)))
    }
    return found
  }

  /// Notes for each row of a kind the file, or archive, it was last met in: looked for file by file,
  /// every row would be read once for each of them.
  func findPlaces(of table: RecordTable) throws {
    try db.execute(
      sql: """
        DELETE FROM temp.seen_record;
        INSERT INTO temp.seen_record
        SELECT coalesce(a.container_id, a.artifact_id), v.record_id FROM \(table.name) v
        JOIN artifact a ON a.artifact_id = v.muster_seen_in;
        """)
  }

  private var lastMs: Int64 { cutOff?.ms ?? .max }

  /// An event is told when it happened, its correction when it was declared.
  static func isLate(_ ms: Int64) -> String {
    "(coalesce(e.event_ms, 0) > \(ms) OR coalesce(e.declared_ms, 0) > \(ms))"
  }

  /// Everything an item of the request asks about is open to its sender, for the kinds of record the
  /// item names.
  func open(_ request: InspectionRequest) throws {
    for (name, _) in Self.subjects { try db.execute(sql: "DELETE FROM temp.open_\(name)") }
    try db.execute(sql: "DELETE FROM temp.open_kind")
    for item in request.items {
      let selection = try select(item)
      for kind in Self.kinds(item) {
        guard selection.isRestricted else {
          // Without a subject and a kind it is for a person to answer.
          if item.records.isEmpty { continue }
          try db.execute(
            sql: "INSERT OR IGNORE INTO temp.open_kind VALUES (?)", arguments: [kind])
          continue
        }
        for (name, _) in Self.subjects {
          try db.execute(
            sql: "INSERT OR IGNORE INTO temp.open_\(name) SELECT ?, * FROM temp.asked_\(name)",
            arguments: [kind])
        }
      }
    }
    try findOutside()
    try findLate()
  }

  /// Fills the tables of one item.
  func select(_ item: InspectionRequest.Item) throws -> Selection {
    for (name, _) in Self.subjects { try db.execute(sql: "DELETE FROM temp.asked_\(name)") }
    var selection = Selection(words: "", isRestricted: false, asked: 0, unknown: [])
    var words = try selectLots(item, &selection.unknown)
    if item.lots.isEmpty { words += try selectProducts(item, &selection.unknown) }
    words += try selectIdentifiers(item, &selection.unknown)
    try widen()
    selection.asked = words.count
    selection.isRestricted = !words.isEmpty
    selection.words = "everything of the kinds named"
    guard selection.isRestricted else { return selection }
    let units = try Int.fetchOne(db, sql: "SELECT count(*) FROM temp.asked_epc") ?? 0
    selection.words =
      "records that name \(words.joined(separator: ", "))"
      + (units == 0
        ? ""
        : "; \(Noun.counted(units, "identifier", "identifiers")), with what they contain and "
          + "the containers that held them")
    return selection
  }

  // Each of these gives what it looked for in words, and adds what nobody knows.

  private func selectLots(
    _ item: InspectionRequest.Item, _ unknown: inout [Response.NotEnclosed]
  ) throws -> [String] {
    for lot in item.lots {
      var arguments: StatementArguments = [lot]
      arguments += StatementArguments(item.products)
      try db.execute(
        sql: """
          INSERT OR IGNORE INTO temp.asked_lot SELECT l.lot_id FROM all_lot l
          JOIN product p ON p.product_id = l.product_id
          WHERE l.lot = ? AND \(Self.filter("p.gtin", item.products))
          """, arguments: arguments)
      try db.execute(
        sql: "INSERT OR IGNORE INTO temp.asked_number VALUES (?)", arguments: [lot])
      if try !isKnown(lot, item.products) { unknown.append(Self.notFound("lot \(lot)")) }
    }
    let products = item.products.joined(separator: ", ")
    return item.lots.map { "lot \($0)" + (products.isEmpty ? "" : " of GTIN \(products)") }
  }

  private func selectProducts(
    _ item: InspectionRequest.Item, _ unknown: inout [Response.NotEnclosed]
  ) throws -> [String] {
    for product in item.products {
      try db.execute(
        sql:
          "INSERT OR IGNORE INTO temp.asked_product SELECT product_id FROM product WHERE gtin = ?",
        arguments: [product])
      if db.changesCount == 0 { unknown.append(Self.notFound("GTIN \(product)")) }
    }
    try db.execute(
      sql: """
        INSERT INTO temp.asked_named SELECT product_id FROM temp.asked_product;
        INSERT OR IGNORE INTO temp.asked_epc SELECT epc_id FROM epc
        WHERE product_id IN (SELECT product_id FROM temp.asked_product);
        INSERT OR IGNORE INTO temp.asked_lot SELECT lot_id FROM all_lot
        WHERE product_id IN (SELECT product_id FROM temp.asked_product);
        """)
    return item.products.map { "GTIN \($0)" }
  }

  private func selectIdentifiers(
    _ item: InspectionRequest.Item, _ unknown: inout [Response.NotEnclosed]
  ) throws -> [String] {
    for text in item.identifiers {
      let found = try SubjectFinder.ids(db, .text(text))
      for id in found.units {
        try db.execute(sql: "INSERT OR IGNORE INTO temp.asked_epc VALUES (?)", arguments: [id])
      }
      for id in found.lots {
        try db.execute(sql: "INSERT OR IGNORE INTO temp.asked_lot VALUES (?)", arguments: [id])
      }
      if found.units.isEmpty && found.lots.isEmpty { unknown.append(Self.notFound(text)) }
    }
    return item.identifiers.map { "identifier \($0)" }
  }

  // Units of the lots, what containers hold, and the containers that ever held any of it. What else
  // such a container held is not asked for. Of a lot is what any event made in it, also one that was
  // taken back, or a second one of another lot: which of them is right is for the asker to see.
  private func widen() throws {
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO temp.asked_epc SELECT epc_id FROM all_unit
        WHERE lot_id IN (SELECT lot_id FROM temp.asked_lot);
        INSERT OR IGNORE INTO temp.asked_epc
        SELECT c.epc_id FROM all_event e
        CROSS JOIN epc_run r ON r.event_id = e.event_id AND r.role = 1
        CROSS JOIN epc c ON c.epc_id BETWEEN r.first_epc AND r.last_epc
        WHERE e.event_type = 'object' AND e.action = 'add' AND NOT \(Self.isLate(lastMs))
          AND e.lot IN (SELECT l.lot FROM temp.asked_lot k JOIN all_lot l ON l.lot_id = k.lot_id)
          AND e.artifact_id IN (
            SELECT artifact_id FROM artifact WHERE superseded_by IS NULL AND status = 'taken')
          AND EXISTS (SELECT 1 FROM all_lot l JOIN temp.asked_lot k ON k.lot_id = l.lot_id
            WHERE l.product_id = c.product_id AND l.lot = e.lot);
        WITH RECURSIVE down(id) AS (SELECT epc_id FROM temp.asked_epc
          UNION SELECT c.child_id FROM containment c JOIN down ON c.parent_id = down.id
          WHERE c.from_ms <= \(lastMs))
        INSERT OR IGNORE INTO temp.asked_epc SELECT id FROM down;
        WITH RECURSIVE up(id) AS (SELECT epc_id FROM temp.asked_epc
          UNION SELECT c.parent_id FROM containment c JOIN up ON c.child_id = up.id
          WHERE c.from_ms <= \(lastMs))
        INSERT OR IGNORE INTO temp.asked_epc SELECT id FROM up;
        INSERT OR IGNORE INTO temp.asked_product
        SELECT product_id FROM all_lot WHERE lot_id IN (SELECT lot_id FROM temp.asked_lot)
        UNION SELECT product_id FROM epc WHERE epc_id IN (SELECT epc_id FROM temp.asked_epc);
        """)
  }

  // A lot number is known that a lot of the products has, or a record that names no product.
  private func isKnown(_ lot: String, _ products: [String]) throws -> Bool {
    var arguments: StatementArguments = [lot]
    arguments += StatementArguments(products)
    let found = try Int.fetchOne(
      db,
      sql: """
        SELECT 1 FROM all_lot l JOIN product p ON p.product_id = l.product_id
        WHERE l.lot = ? AND \(Self.filter("p.gtin", products))
        """, arguments: arguments)
    if found != nil { return true }
    return try RecordTable.all(db).contains { try $0.names(lot, db) }
  }

  private static func filter(_ column: String, _ values: [String]) -> String {
    values.isEmpty ? "1 = 1" : "\(column) IN (\(databaseQuestionMarks(count: values.count)))"
  }

  private static func notFound(_ what: String) -> Response.NotEnclosed {
    Response.NotEnclosed(what: what, why: RegulatorPackSummary.notFound)
  }
}
