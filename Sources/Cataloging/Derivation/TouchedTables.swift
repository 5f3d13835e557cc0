import GRDB

/// What is touched as temporary tables, for statements to join, and the emptying of the derived
/// tables of it.
enum TouchedTables {
  static func fill(_ db: Database, _ touched: Touched) throws {
    try drop(db)
    for table in ["touched_epc", "touched_event", "touched_lot"] {
      try db.execute(sql: "CREATE TEMP TABLE \(table)(id INTEGER PRIMARY KEY)")
    }
    let epc = try DirectStatement(db, "INSERT INTO temp.touched_epc VALUES (?)")
    try touched.epcs.forEach { try epc.run($0) }
    let event = try DirectStatement(db, "INSERT INTO temp.touched_event VALUES (?)")
    for id in touched.events { try event.run(id) }
    let lot = try DirectStatement(db, "INSERT INTO temp.touched_lot VALUES (?)")
    for id in touched.lots.sorted() { try lot.run(id) }
  }

  static func empty(_ db: Database) throws {
    let keys: [(table: String, column: String, touched: String)] = [
      ("ineffective_event", "event_id", "event"),
      ("unit_fate", "epc_id", "epc"), ("all_shipment", "shipment_event", "event"),
      ("shipment_lot", "shipment_event", "event"), ("all_receipt", "receipt_event", "event"),
      ("container_content", "container_id", "epc"),
      ("lot_fact", "lot_id", "lot"), ("lot_expiry", "lot_id", "lot"),
      ("life_defect", "epc_id", "epc"),
    ]
    try db.execute(
      sql: """
        CREATE TEMP TABLE touched_fate AS SELECT DISTINCT fate_id FROM unit_fate
        WHERE epc_id IN (SELECT id FROM temp.touched_epc)
        """)
    for key in keys {
      try db.execute(
        sql: """
          DELETE FROM \(key.table)
          WHERE \(key.column) IN (SELECT id FROM temp.touched_\(key.touched))
          """)
    }
    // A fate may be shared with units that are not touched.
    for table in ["fate", "fate_event", "fate_stay", "fate_shipment", "fate_receipt"] {
      try db.execute(
        sql: """
          DELETE FROM \(table) WHERE fate_id IN (SELECT t.fate_id FROM temp.touched_fate t
            WHERE NOT EXISTS (SELECT 1 FROM unit_fate u WHERE u.fate_id = t.fate_id))
          """)
    }
    // Both look at every lot and every serial, and are short.
    try db.execute(sql: "DELETE FROM lot_variant")
    try db.execute(sql: "DELETE FROM life_defect WHERE code = 'spelling_variant'")
  }

  static func drop(_ db: Database) throws {
    for table in ["touched_epc", "touched_event", "touched_lot", "touched_fate"] {
      try db.execute(sql: "DROP TABLE IF EXISTS temp.\(table)")
    }
  }
}
