internal import Cataloging
internal import GRDB
internal import Settings

/// One connection prepared for checks: the run, its parameters and the scope stand beside the
/// catalog as temporary tables and views; nothing in the catalog changes.
final class Session {
  let db: Database
  let window: Window
  private(set) var inspector: Inspection
  var stepLimit: Int
  private let schema: SessionSchema

  /// Prepares a connection; of record kinds and lists, those given have their views.
  ///
  /// - Throws: `DatabaseError` when the catalog cannot be read.
  init(
    _ db: Database, window: Window, inspection: Inspection, kinds: [RecordKind] = [],
    lists: some Sequence<ListDefinition> = [], stepLimit: Int = StepLimiter.defaultLimit
  ) throws {
    self.db = db
    self.window = window
    inspector = inspection
    self.stepLimit = stepLimit
    schema = try SessionSchema(db, window: window, kinds: kinds, lists: lists)
    for statement in schema.statements { try db.execute(sql: statement) }
    try fill()
    try fillLaterDocuments()
    try fillPastDefects(kinds)
    try fillTopics(kinds)
  }

  /// Takes the temporary tables and views away again.
  func close() throws {
    for object in schema.objects {
      try db.execute(sql: "DROP \(object.kind) IF EXISTS temp.\(object.name)")
    }
  }

  private func fill() throws {
    let scoped = !window.products.isEmpty || !window.lots.isEmpty
    let scopedEvents = scoped || !window.siteGLNs.isEmpty || !window.partnerGLNs.isEmpty
    try db.execute(
      sql: "INSERT INTO temp.run VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        window.asOf, window.asOfDay, window.fromMs, window.toMs, window.fromDay, window.toDay,
        window.asOf, window.asOfDay, scoped ? 1 : 0, scopedEvents ? 1 : 0,
      ])
    if scoped { try fillSubjects() }
    for site in Set(window.sites + window.siteGLNs) {
      try db.execute(sql: "INSERT INTO temp.scope_site VALUES(?)", arguments: [site])
    }
    for gln in Set(window.partnerGLNs) {
      try db.execute(sql: "INSERT INTO temp.scope_partner VALUES(?)", arguments: [gln])
    }
    if scopedEvents { try fillEvents(scoped: scoped) }
    try LeftMarkets.fill(db, products: window.leftProducts)
  }

  /// Documents made after the cut-off. An export is always made after the events in it, so one that
  /// holds an event up to the cut-off is judged with them, and the master data in it too.
  private func fillLaterDocuments() throws {
    try db.execute(
      sql: """
        INSERT INTO temp.later_document SELECT d.document_id FROM main.document d
        WHERE d.created_ms > :as_of AND d.document_id NOT IN (
          SELECT e.document_id FROM main.all_event e
          WHERE e.document_id IS NOT NULL AND (e.event_ms IS NULL OR e.event_ms <= :as_of))
        """, arguments: ["as_of": window.asOf])
  }

  /// What was wrong with files that others took the place of, and with what is dated after the
  /// cut-off. A record that still counts keeps what was noted when it was first read.
  private func fillPastDefects(_ kinds: [RecordKind]) throws {
    try db.execute(
      sql: """
        INSERT INTO temp.past_defect SELECT f.defect_id FROM main.defect f
        JOIN main.artifact a ON a.artifact_id = f.artifact_id WHERE a.superseded_by IS NOT NULL
        UNION SELECT f.defect_id FROM main.defect f
        JOIN main.all_event e ON e.event_id = f.record_id WHERE e.event_ms > ?
        UNION SELECT f.defect_id FROM main.defect f
        JOIN temp.later_document d ON d.document_id = f.record_id
        """, arguments: [window.asOf])
    guard db.changesCount > 0 else { return }
    for kind in kinds {
      let table = RecordLayout(kind).table
      guard try db.tableExists(table, in: "main") else { continue }
      try db.execute(
        sql: """
          DELETE FROM temp.past_defect WHERE defect_id IN (
            SELECT f.defect_id FROM temp.past_defect p
            JOIN main.defect f ON f.defect_id = p.defect_id
            JOIN main.\(table.quotedDatabaseIdentifier) v ON v.record_id = f.record_id
            WHERE v.is_current = 1)
          """)
    }
  }

  private func fillSubjects() throws {
    let products = Self.list(window.products)
    let lots = Self.list(window.lots)
    try db.execute(
      sql: """
        INSERT INTO temp.scope_lot SELECT l.lot_id FROM main.all_lot l
        JOIN main.product p ON p.product_id = l.product_id
        WHERE (\(window.products.isEmpty ? "1 = 1" : "p.gtin IN \(products.sql)"))
          AND (\(window.lots.isEmpty ? "1 = 1" : "l.lot IN \(lots.sql)"))
        """, arguments: StatementArguments(products.values + lots.values))
    if window.lots.isEmpty {
      try db.execute(
        sql: """
          INSERT INTO temp.scope_product SELECT p.product_id FROM main.product p
          WHERE p.gtin IN \(products.sql)
          """, arguments: StatementArguments(products.values))
    }
    let chosen = """
      f.lot_id IN (SELECT lot_id FROM temp.scope_lot)
      OR (f.lot_id IS NULL AND f.product_id IN (SELECT product_id FROM temp.scope_product))
      """
    try db.execute(sql: "INSERT INTO temp.scope_container \(Self.containers(of: chosen))")
  }

  /// A SELECT of the cases and pallets in which units of some fates (`f`) lay, however deep.
  static func containers(of fates: String) -> String {
    """
    WITH RECURSIVE up(epc_id) AS (
      SELECT y.parent_id FROM main.fate f JOIN main.fate_stay y ON y.fate_id = f.fate_id
      WHERE \(fates)
      UNION
      SELECT y.parent_id FROM up JOIN main.unit_fate u ON u.epc_id = up.epc_id
      JOIN main.fate_stay y ON y.fate_id = u.fate_id)
    SELECT epc_id FROM up
    """
  }

  private func fillEvents(scoped: Bool) throws {
    var conditions: [String] = []
    var values: [String] = []
    if scoped {
      conditions.append(
        """
        (e.lot_id IN (SELECT lot_id FROM temp.scope_lot) OR e.event_id IN (
          SELECT x.event_id FROM main.event_epc x JOIN main.epc c ON c.epc_id = x.epc_id
          WHERE EXISTS (SELECT 1 FROM main.all_unit u
              WHERE u.epc_id = x.epc_id AND u.lot_id IN (SELECT lot_id FROM temp.scope_lot))
            OR c.product_id IN (SELECT product_id FROM temp.scope_product))
          OR e.event_id IN (\(Self.eventsOfContainers)))
        """)
    }
    if !window.siteGLNs.isEmpty {
      let list = Self.list(window.siteGLNs)
      conditions.append(
        "(e.read_point_gln IN \(list.sql) OR e.location_gln IN \(list.sql) "
          + "OR e.from_gln IN \(list.sql) OR e.to_gln IN \(list.sql))")
      values += list.values + list.values + list.values + list.values
    }
    if !window.partnerGLNs.isEmpty {
      let list = Self.list(window.partnerGLNs)
      conditions.append(
        "(e.from_owner_gln IS NULL AND e.to_owner_gln IS NULL OR e.from_owner_gln IN \(list.sql) "
          + "OR e.to_owner_gln IN \(list.sql))")
      values += list.values + list.values
    }
    try db.execute(
      sql: "INSERT INTO temp.scope_event SELECT e.event_id FROM main.all_event e WHERE "
        + conditions.joined(separator: " AND "),
      arguments: StatementArguments(values))
  }

  // Events that name a case or pallet while something in scope lay in it: they befell that, too.
  private static let eventsOfContainers = """
    WITH RECURSIVE lain(container, from_ms, to_ms) AS (
      SELECT y.parent_id, y.from_ms, y.to_ms
      FROM main.fate f JOIN main.fate_stay y ON y.fate_id = f.fate_id
      WHERE f.lot_id IN (SELECT lot_id FROM temp.scope_lot)
        OR f.product_id IN (SELECT product_id FROM temp.scope_product)
      UNION
      SELECT y.parent_id, max(y.from_ms, l.from_ms),
        CASE WHEN l.to_ms < y.to_ms OR y.to_ms IS NULL THEN l.to_ms ELSE y.to_ms END
      FROM lain l JOIN main.unit_fate u ON u.epc_id = l.container
      JOIN main.fate_stay y ON y.fate_id = u.fate_id
      WHERE (l.to_ms IS NULL OR y.from_ms <= l.to_ms) AND (y.to_ms IS NULL OR y.to_ms >= l.from_ms))
    SELECT v.event_id FROM lain l JOIN main.unit_fate u ON u.epc_id = l.container
    JOIN main.fate_event v ON v.fate_id = u.fate_id JOIN main.all_event c ON c.event_id = v.event_id
    WHERE c.event_ms >= l.from_ms AND (l.to_ms IS NULL OR c.event_ms <= l.to_ms)
    """

  private static func list(_ values: [String]) -> (sql: String, values: [String]) {
    ("(" + values.map { _ in "?" }.joined(separator: ", ") + ")", values)
  }

  /// Puts a check's lists, maps and watermark where its SQL finds them.
  func prepare(_ parameters: BoundParameters, watermark: Watermark) throws {
    try db.execute(sql: "DELETE FROM temp.param_list")
    try db.execute(sql: "DELETE FROM temp.param_map")
    try db.execute(
      sql: "UPDATE temp.run SET watermark_ms = ?, watermark_day = ?",
      arguments: [watermark.milliseconds, watermark.day])
    for (name, values) in parameters.lists {
      for value in Set(values) {
        try db.execute(
          sql: "INSERT INTO temp.param_list VALUES(?, ?)", arguments: [name, value])
      }
    }
    for (name, pairs) in parameters.maps {
      for (key, value) in pairs {
        try db.execute(
          sql: "INSERT INTO temp.param_map VALUES(?, ?, ?)", arguments: [name, key, value])
      }
    }
  }

  /// The values a statement of a check may bind, by name.
  func bindings(_ parameters: BoundParameters, watermark: Watermark) -> [String: DatabaseValue] {
    var values = parameters.scalars
    values["as_of_ms"] = window.asOf.databaseValue
    values["as_of_day"] = window.asOfDay.databaseValue
    values["from_ms"] = window.fromMs.databaseValue
    values["to_ms"] = window.toMs.databaseValue
    values["from_day"] = window.fromDay.databaseValue
    values["to_day"] = window.toDay.databaseValue
    values["watermark_ms"] = watermark.milliseconds.databaseValue
    values["watermark_day"] = watermark.day.databaseValue
    return values
  }

  /// Parameters every check may bind without declaring them.
  static let builtIn: Set<String> = [
    "as_of_ms", "as_of_day", "from_ms", "to_ms", "from_day", "to_day", "watermark_ms",
    "watermark_day",
  ]
}

/// Up to when the sources a check reads are complete.
struct Watermark: Equatable, Sendable {
  /// UTC milliseconds.
  var milliseconds: Int64
  /// Day number.
  var day: Int64
}
