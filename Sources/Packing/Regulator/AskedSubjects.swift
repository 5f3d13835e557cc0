internal import Cataloging
internal import GRDB
internal import Reporting
internal import Settings

/// The units, lots and products an item asks about, as temporary tables of row ids on one
/// connection: `asked_…` for the item at hand, `open_…` for all of its request.
struct AskedSubjects {
  /// How an item was understood.
  struct Selection {
    /// In words, for the search statement.
    var words: String
    /// False when the item names no subject, and so means everything of a kind.
    var isRestricted: Bool
    /// What it names and nobody knows.
    var unknown: [Response.NotEnclosed]
  }

  let db: Database
  /// Nothing dated after it is told; nil when everything collected may be.
  let cutOff: RecordCutOff?

  init(_ db: Database, cutOff: RecordCutOff? = nil) throws {
    self.db = db
    self.cutOff = cutOff
    for name in ["epc", "lot", "product"] {
      for prefix in ["asked", "open"] {
        try db.execute(sql: "DROP TABLE IF EXISTS temp.\(prefix)_\(name)")
        try db.execute(
          sql: "CREATE TEMP TABLE \(prefix)_\(name)(\(name)_id INTEGER PRIMARY KEY)")
      }
    }
    for (table, columns) in Self.others {
      try db.execute(sql: "DROP TABLE IF EXISTS temp.\(table)")
      try db.execute(sql: "CREATE TEMP TABLE \(table)(\(columns))")
    }
  }

  /// Files with more than what is open; events that answer the item, with their references.
  private static let others = [
    ("outside_artifact", "artifact_id INTEGER PRIMARY KEY"),
    ("late_artifact", "artifact_id INTEGER PRIMARY KEY"),
    ("asked_event", "event_id INTEGER PRIMARY KEY"),
    (
      "asked_reference",
      "event_id INTEGER, run_id INTEGER, epc_id INTEGER, role INTEGER, "
        + "PRIMARY KEY(event_id, run_id, epc_id)"
    ),
    (
      "asked_transaction",
      "event_id INTEGER, place INTEGER, type TEXT, id TEXT, PRIMARY KEY(event_id, place)"
    ),
  ]

  /// Drops the tables.
  func close() throws {
    for name in ["epc", "lot", "product"] {
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
        WHERE lot_id IN (SELECT lot_id FROM temp.asked_lot);
        DELETE FROM temp.asked_event WHERE event_id IN (SELECT e.event_id FROM all_event e
          JOIN artifact a ON a.artifact_id = e.artifact_id
          WHERE a.superseded_by IS NOT NULL OR a.status <> 'taken'
            OR coalesce(e.event_ms, 0) > \(lastMs));
        INSERT INTO temp.asked_reference SELECT event_id, run_id, epc_id, role FROM event_epc
        WHERE event_id IN (SELECT event_id FROM temp.asked_event);
        INSERT INTO temp.asked_transaction SELECT event_id, rowid, type, id FROM event_transaction
        WHERE event_id IN (SELECT event_id FROM temp.asked_event);
        """)
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT coalesce(c.artifact_id, a.artifact_id) AS top, e.event_id, a.path, r.line,
          r.pointer, a.container_id IS NOT NULL AS is_member
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
      let line = RecordPlace.text(row)
      let member = (row["is_member"] as Bool) ? "\(row["path"] as String): " : ""
      if found.last?.artifact != top { found.append((artifact: top, events: [])) }
      found[found.count - 1].events.append((id: row["event_id"], place: member + line))
    }
    return found
  }

  private var lastMs: Int64 { cutOff?.ms ?? .max }

  /// True when every subject a file tells of is open to the sender of the request.
  func isWholeOpen(_ artifact: Int64) throws -> Bool {
    try !isLate(artifact)
      && Int.fetchOne(
        db, sql: "SELECT 1 FROM temp.outside_artifact WHERE artifact_id = ?",
        arguments: [artifact]) == nil
  }

  /// True when a file also tells of something after the cut-off.
  func isLate(_ artifact: Int64) throws -> Bool {
    try Int.fetchOne(
      db, sql: "SELECT 1 FROM temp.late_artifact WHERE artifact_id = ?", arguments: [artifact])
      != nil
  }

  private func findLate() throws {
    try db.execute(sql: "DELETE FROM temp.late_artifact")
    guard let cutOff else { return }
    var selects = ["SELECT artifact_id FROM all_event WHERE event_ms > \(cutOff.ms)"]
    for table in try RecordTable.all(db) {
      if let late = table.late(cutOff) { selects.append(late) }
    }
    for select in selects {
      try db.execute(
        sql: """
          INSERT OR IGNORE INTO temp.late_artifact
          SELECT coalesce(a.container_id, a.artifact_id) FROM artifact a
          WHERE a.artifact_id IN (\(select))
          """)
    }
  }

  /// Everything any item of the request asks about is open to its sender.
  func open(_ request: InspectionRequest) throws {
    for name in ["epc", "lot", "product"] { try db.execute(sql: "DELETE FROM temp.open_\(name)") }
    for item in request.items {
      _ = try select(item)
      for name in ["epc", "lot", "product"] {
        try db.execute(
          sql: "INSERT OR IGNORE INTO temp.open_\(name) SELECT \(name)_id FROM temp.asked_\(name)")
      }
    }
    try findOutside()
    try findLate()
  }

  /// Fills the tables of one item.
  func select(_ item: InspectionRequest.Item) throws -> Selection {
    for name in ["epc", "lot", "product"] { try db.execute(sql: "DELETE FROM temp.asked_\(name)") }
    var words: [String] = []
    var unknown: [Response.NotEnclosed] = []
    for lot in item.lots {
      var arguments: StatementArguments = [lot]
      arguments += StatementArguments(item.products)
      try db.execute(
        sql: """
          INSERT OR IGNORE INTO temp.asked_lot SELECT l.lot_id FROM all_lot l
          JOIN product p ON p.product_id = l.product_id
          WHERE l.lot = ? AND \(Self.filter("p.gtin", item.products))
          """, arguments: arguments)
      let found = db.changesCount > 0
      words.append(
        "lot \(lot)"
          + (item.products.isEmpty ? "" : " of GTIN \(item.products.joined(separator: ", "))"))
      if !found { unknown.append(Self.notFound("lot \(lot)")) }
    }
    if item.lots.isEmpty {
      for product in item.products {
        try db.execute(
          sql:
            "INSERT OR IGNORE INTO temp.asked_product SELECT product_id FROM product WHERE gtin = ?",
          arguments: [product])
        words.append("GTIN \(product)")
        if db.changesCount == 0 { unknown.append(Self.notFound("GTIN \(product)")) }
      }
      try db.execute(
        sql: """
          INSERT OR IGNORE INTO temp.asked_epc SELECT epc_id FROM epc
          WHERE product_id IN (SELECT product_id FROM temp.asked_product);
          INSERT OR IGNORE INTO temp.asked_lot SELECT lot_id FROM all_lot
          WHERE product_id IN (SELECT product_id FROM temp.asked_product);
          """)
    }
    for text in item.identifiers {
      let found = try SubjectFinder.ids(db, .text(text))
      for id in found.units {
        try db.execute(sql: "INSERT OR IGNORE INTO temp.asked_epc VALUES (?)", arguments: [id])
      }
      for id in found.lots {
        try db.execute(sql: "INSERT OR IGNORE INTO temp.asked_lot VALUES (?)", arguments: [id])
      }
      words.append("identifier \(text)")
      if found.units.isEmpty && found.lots.isEmpty { unknown.append(Self.notFound(text)) }
    }
    try widen()
    let isRestricted = !words.isEmpty
    let units = try Int.fetchOne(db, sql: "SELECT count(*) FROM temp.asked_epc") ?? 0
    let text =
      isRestricted
      ? "records that name \(words.joined(separator: ", "))"
        + (units == 0
          ? ""
          : "; \(Noun.counted(units, "identifier", "identifiers")), with what they contain and "
            + "the containers that held them")
      : "everything of the kinds named"
    return Selection(words: text, isRestricted: isRestricted, unknown: unknown)
  }

  // Units of the lots, what containers hold, and the containers that ever held any of it. What else
  // such a container held is not asked for.
  private func widen() throws {
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO temp.asked_epc SELECT epc_id FROM all_unit
        WHERE lot_id IN (SELECT lot_id FROM temp.asked_lot);
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

  // Files that also tell of something nobody asked about. Archives count with what is in them.
  private func findOutside() throws {
    try db.execute(sql: "DELETE FROM temp.outside_artifact")
    var selects = [
      """
      SELECT e.artifact_id FROM epc_run r JOIN all_event e ON e.event_id = r.event_id
      WHERE r.last_epc - r.first_epc + 1 > (SELECT count(*) FROM temp.open_epc o
        WHERE o.epc_id BETWEEN r.first_epc AND r.last_epc)
      """,
      """
      SELECT artifact_id FROM all_event
      WHERE lot_id IS NOT NULL AND lot_id NOT IN (SELECT lot_id FROM temp.open_lot)
      """,
      """
      SELECT e.artifact_id FROM event_quantity q JOIN all_event e ON e.event_id = q.event_id
      WHERE coalesce(q.lot_id, -1) NOT IN (SELECT lot_id FROM temp.open_lot)
      AND NOT (q.lot_id IS NULL AND coalesce(q.product_id, -1) IN
        (SELECT product_id FROM temp.open_product))
      """,
      """
      SELECT artifact_id FROM master_product
      WHERE coalesce(gtin, '') NOT IN (SELECT p.gtin FROM product p
        JOIN temp.open_product o ON o.product_id = p.product_id)
      """,
      "SELECT artifact_id FROM quarantine",
      "SELECT artifact_id FROM artifact WHERE status <> 'taken'",
    ]
    for table in try RecordTable.all(db) { selects.append(table.outside) }
    for select in selects {
      try db.execute(
        sql: """
          INSERT OR IGNORE INTO temp.outside_artifact
          SELECT coalesce(a.container_id, a.artifact_id) FROM artifact a
          WHERE a.artifact_id IN (\(select))
          """)
    }
  }

  private static func filter(_ column: String, _ values: [String]) -> String {
    values.isEmpty ? "1 = 1" : "\(column) IN (\(databaseQuestionMarks(count: values.count)))"
  }

  private static func notFound(_ what: String) -> Response.NotEnclosed {
    Response.NotEnclosed(
      what: what, why: "not found in the systems that search-statement.html names")
  }
}
