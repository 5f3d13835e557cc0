internal import GRDB
internal import Settings

/// The temporary tables and views a check sees beside the catalog's own: the run, its parameters
/// and the subjects in scope. `x` is in scope, `all_x` is everything.
struct SessionSchema {
  /// The statements, in order; all make temporary objects.
  let statements: [String]

  /// The schema for a window, with the views of some record kinds and lists.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  init(
    _ db: Database, window: Window, kinds: [RecordKind], lists: some Sequence<ListDefinition>
  ) throws {
    var statements =
      Self.tables + lists.sorted { $0.id < $1.id }.map(Self.view) + Self.views(window)
    for kind in kinds.sorted(by: { $0.id < $1.id }) {
      statements += try RecordViews(db, kind, window: window).statements
    }
    self.statements = statements
  }

  private static func view(of list: ListDefinition) -> String {
    let rows = list.values.map { "('\($0.replacing("'", with: "''"))')" }
    return "CREATE TEMP VIEW \(list.view)(value) AS VALUES \(rows.joined(separator: ", "))"
  }

  /// How many lots of packs are in scope: one that is known of containers alone is the same lot
  /// under the code of its case.
  static let packedLots = """
    SELECT count(*) FROM temp.lot l
    WHERE EXISTS (SELECT 1 FROM main.fate f WHERE f.lot_id = l.lot_id AND f.is_container = 0)
      OR NOT EXISTS (SELECT 1 FROM main.fate f WHERE f.lot_id = l.lot_id)
    """

  private static let tables = [
    """
    CREATE TEMP TABLE run(as_of_ms INTEGER NOT NULL, as_of_day INTEGER NOT NULL,
      from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL, from_day INTEGER NOT NULL,
      to_day INTEGER NOT NULL, watermark_ms INTEGER NOT NULL, watermark_day INTEGER NOT NULL,
      scoped INTEGER NOT NULL, scoped_events INTEGER NOT NULL)
    """,
    """
    CREATE TEMP TABLE param_list(name TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY(name, value)) WITHOUT ROWID
    """,
    """
    CREATE TEMP TABLE param_map(name TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY(name, key)) WITHOUT ROWID
    """,
    // What the completeness checks read besides records.
    """
    CREATE TEMP TABLE expected_until(kind TEXT PRIMARY KEY, day INTEGER NOT NULL) WITHOUT ROWID
    """,
    // Records a check lists that asks of a field whether it is blank.
    """
    CREATE TEMP TABLE told_blank(record_id INTEGER NOT NULL, field TEXT NOT NULL,
      PRIMARY KEY(record_id, field)) WITHOUT ROWID
    """,
    """
    CREATE TEMP TABLE run_line(name TEXT PRIMARY KEY, site TEXT NOT NULL, line TEXT NOT NULL)
      WITHOUT ROWID
    """,
    """
    CREATE TEMP TABLE document_state(about TEXT PRIMARY KEY, state TEXT NOT NULL,
      words TEXT NOT NULL, record_id INTEGER, law INTEGER NOT NULL, severity TEXT NOT NULL,
      rank INTEGER NOT NULL) WITHOUT ROWID
    """,
    // Topics and processes of the register without regard to case, hyphens and underscores.
    """
    CREATE TEMP TABLE document_topic(record_id INTEGER NOT NULL, topic TEXT NOT NULL,
      PRIMARY KEY(record_id, topic)) WITHOUT ROWID
    """,
    "CREATE TEMP TABLE past_defect(defect_id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE later_document(document_id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE scope_lot(lot_id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE scope_product(product_id INTEGER PRIMARY KEY)",
    // Cases and pallets that held something in scope.
    "CREATE TEMP TABLE scope_container(epc_id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE scope_event(event_id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE scope_site(site TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TEMP TABLE scope_partner(gln TEXT PRIMARY KEY) WITHOUT ROWID",
    // What is left to the profile of another market.
    "CREATE TEMP TABLE left_product(product_id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE left_container(epc_id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE left_event(event_id INTEGER PRIMARY KEY)",
  ]

  // What has no day at all is in scope: nothing is left out for want of a date. A lot without any
  // unit is one that begins after the cut-off.
  // Days stand as numbers and a scope only where there is one: every unit is held against both.
  private static func views(_ window: Window) -> [String] {
    let isScoped = !window.products.isEmpty || !window.lots.isEmpty
    let hasEvents = isScoped || !window.siteGLNs.isEmpty || !window.partnerGLNs.isEmpty
    let leaves = !window.leftProducts.isEmpty
    func events(_ column: String) -> String {
      (hasEvents ? " AND \(column) IN (SELECT event_id FROM temp.scope_event)" : "")
        + (leaves ? " AND \(column) NOT IN (SELECT event_id FROM temp.left_event)" : "")
    }
    let lots =
      (isScoped ? " AND l.lot_id IN (SELECT lot_id FROM temp.scope_lot)" : "")
      + (leaves ? " AND l.product_id NOT IN (SELECT product_id FROM temp.left_product)" : "")
    let chosen =
      isScoped
      ? """
       AND (u.lot_id IN (SELECT lot_id FROM temp.scope_lot)
        OR (u.lot_id IS NULL AND u.product_id IN (SELECT product_id FROM temp.scope_product))
        OR u.epc_id IN (SELECT epc_id FROM temp.scope_container))
      """ : ""
    let kept =
      leaves
      ? """
       AND u.product_id NOT IN (SELECT product_id FROM temp.left_product)
        AND u.epc_id NOT IN (SELECT epc_id FROM temp.left_container)
      """ : ""
    let units = chosen + kept
    let products =
      leaves
      ? """
       AND coalesce(m.gtin, '') NOT IN (SELECT p.gtin FROM temp.left_product l
        JOIN main.product p ON p.product_id = l.product_id)
      """ : ""
    return [
      """
      CREATE TEMP VIEW effective_event AS SELECT * FROM main.all_event e
      WHERE (e.event_ms IS NULL OR e.event_ms <= (SELECT as_of_ms FROM temp.run))
        AND NOT EXISTS (SELECT 1 FROM main.ineffective_event i WHERE i.event_id = e.event_id)
      """,
      """
      CREATE TEMP VIEW event AS SELECT * FROM temp.effective_event e
      WHERE (e.event_day IS NULL OR e.event_day BETWEEN \(window.fromDay) AND \(window.toDay))
        \(events("e.event_id"))
      """,
      """
      CREATE TEMP VIEW unit AS SELECT * FROM main.all_unit u
      WHERE (u.first_day IS NULL OR u.first_day <= \(window.toDay))
        AND (u.last_day IS NULL OR u.last_day >= \(window.fromDay))\(units)
      """,
      """
      CREATE TEMP VIEW lot AS SELECT l.lot_id, l.product_id, l.lot, f.expiry_day, f.expiries,
        f.commissioned, f.first_commission_ms, f.last_commission_ms, f.last_commission_day, f.packed,
        f.shipped, f.decommissioned, f.destroyed, f.sampled, f.dispensed, f.returned, f.in_stock,
        f.first_ship_ms, f.first_ship_event, f.first_day, f.last_day
      FROM main.all_lot l JOIN main.lot_fact f ON f.lot_id = l.lot_id
      WHERE (f.first_day <= \(window.toDay)
          OR (f.first_day IS NULL
            AND EXISTS (SELECT 1 FROM main.all_unit u WHERE u.lot_id = f.lot_id)))
        AND (f.last_day IS NULL OR f.last_day >= \(window.fromDay))\(lots)
      """,
      """
      CREATE TEMP VIEW shipment AS SELECT * FROM main.all_shipment s
      WHERE (s.ship_day IS NULL OR s.ship_day BETWEEN \(window.fromDay) AND \(window.toDay))
        \(events("s.shipment_event"))
      """,
      """
      CREATE TEMP VIEW receipt AS SELECT * FROM main.all_receipt r
      WHERE (r.receive_day IS NULL OR r.receive_day BETWEEN \(window.fromDay) AND \(window.toDay))
        \(events("r.receipt_event"))
      """,
      """
      CREATE TEMP VIEW all_document AS SELECT * FROM main.document d
      WHERE d.document_id NOT IN (SELECT document_id FROM temp.later_document)
      """,
      // Shadows the table of the same name: in scope is what carries an event in scope, and what
      // carries none but was made in the period.
      """
      CREATE TEMP VIEW document AS SELECT * FROM main.document d
      WHERE d.document_id IN (SELECT e.document_id FROM temp.event e)
        OR (d.events = 0 AND (d.created_ms IS NULL OR d.created_ms
          BETWEEN (SELECT from_ms FROM temp.run) AND (SELECT to_ms FROM temp.run)))
      """,
      // These shadow tables too: what only a file said that another took the place of, or that is
      // dated after the cut-off, is history.
      """
      CREATE TEMP VIEW defect AS SELECT * FROM main.defect f
      WHERE f.defect_id NOT IN (SELECT defect_id FROM temp.past_defect)
      """,
      """
      CREATE TEMP VIEW master_location AS SELECT * FROM main.master_location m
      WHERE \(current("m"))
      """,
      """
      CREATE TEMP VIEW master_product AS SELECT * FROM main.master_product m
      WHERE \(current("m"))\(products)
      """,
      """
      CREATE TEMP VIEW product_setting AS SELECT p.product_id, r.name, r.ndc, r.case_quantity,
        r.aggregated, r.national_code, r.national_code_type
      FROM run_product r JOIN main.product p ON p.gtin = r.gtin AND p.scheme = 1
      """,
    ]
  }

  private static func current(_ table: String) -> String {
    """
    NOT EXISTS (SELECT 1 FROM main.artifact a
        WHERE a.artifact_id = \(table).artifact_id AND a.superseded_by IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM temp.later_document d
        WHERE d.document_id = \(table).document_id)
    """
  }

  /// Names made here, for dropping them again; views before what they read.
  var objects: [(kind: String, name: String)] {
    statements.reversed().compactMap { statement in
      let words = statement.split(whereSeparator: { $0 == " " || $0 == "(" || $0 == "\n" })
      return words.count > 3 ? (String(words[2]), String(words[3])) : nil
    }
  }
}
