import Foundation
package import GRDB

/// The one place where the tables of a catalog are written down.
///
/// Names are snake_case and singular; `*_ms` are UTC milliseconds, `*_day` site-local days since
/// 1970-01-01, `*_text` the spelling of the source. `all_x` is everything current.
package enum Schema {
  /// The version written to `meta`; a catalog with a higher one is refused, one with a lower one
  /// brought up when it is next written to.
  package static let version = 7

  /// The version of what is collected, which digests of catalogs state: it stays when only derived
  /// tables change.
  static let collectedVersion = 1

  /// The tables that are a pure function of the others, in the order they are derived.
  package static let derivedTables = [
    "ineffective_event", "unit_fate", "fate", "fate_event", "fate_stay", "fate_shipment",
    "fate_receipt", "all_shipment", "shipment_lot", "all_receipt", "custody_path",
    "container_content", "lot_fact", "lot_expiry", "lot_variant", "life_defect",
    "record_conflict", "account_person", "serial_screen", "chart_point",
  ]

  /// The tables that carry the configuration of a run; `configure` fills them anew.
  package static let runTableNames = [
    "run_site", "run_partner", "run_product", "firm_limit", "calendar",
  ]

  /// The tables that hold what was collected, in the order a copy writes them.
  package static let collectedTables = [
    "meta", "run", "source", "artifact", "vault_object", "record_kind", "record", "defect",
    "tally", "quarantine", "ledger", "audit", "product", "all_lot", "epc", "document",
    "all_event", "epc_run", "epc_spelling", "event_quantity", "event_party",
    "event_transaction", "event_correction", "master_location", "master_product",
    "kind_layout", "delivered_field", "reread",
  ]

  /// Of these, the ones that tell of sources, files and runs and are not large.
  static let collectionTables = [
    "meta", "run", "source", "artifact", "vault_object", "record_kind", "quarantine", "ledger",
    "audit",
  ]

  /// Creates every table in an empty database and stamps the version.
  package static func create(in db: Database) throws {
    for part in [
      collection, dictionaries, events, references, referenceView, records, runTables, derived,
    ] {
      try db.execute(sql: part)
    }
    try EPCIndex.make(db)
    try TableShapes.write(db)
    try db.execute(
      sql: "INSERT INTO meta(key, value) VALUES ('schema_version', ?)",
      arguments: [String(version)])
  }

  /// Drops the derived tables and their indexes and creates them empty.
  package static func rebuildDerived(in db: Database) throws {
    for table in derivedTables.reversed() {
      try db.execute(sql: "DROP TABLE IF EXISTS \"\(table)\"")
    }
    try db.execute(sql: derived)
    try db.execute(sql: records)
    try TableShapes.write(db)
  }

  /// The views of every catalog, by name, as SQLite keeps their definitions.
  package static func views() throws -> [String: String] {
    try Catalog.inMemory().read { db in
      let rows = try Row.fetchAll(
        db, sql: "SELECT name, sql FROM sqlite_master WHERE type = 'view'")
      return Dictionary(rows.map { ($0[0] as String, $0[1] as String) }) { first, _ in first }
    }
  }

  /// What stands in the schema of a catalog that is not as this release writes it: a view that is
  /// gone, another's view, a trigger, a virtual table; nil when there is nothing. None of these may
  /// come between a reader and the tables.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  package static func foreignObject(_ db: Database) throws -> String? {
    var known = try views()
    let active = try Row.fetchAll(
      db,
      sql: """
        SELECT name, type, sql FROM main.sqlite_master
        WHERE type NOT IN ('table', 'index') OR upper(sql) LIKE '%VIRTUAL%' ORDER BY name
        """)
    for row in active {
      let (name, type): (String, String) = (row[0], row[1])
      let own = known.removeValue(forKey: name)
      if type == "view", own == row[2] as String? { continue }
      return name
    }
    return known.keys.min()
  }

  /// The first table that every catalog has and this one has not.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  static func missingTable(_ db: Database) throws -> String? {
    try (collectedTables + runTableNames + derivedTables).first {
      try !db.tableExists($0, in: "main")
    }
  }

  /// Brings a catalog of an earlier version up: what was collected stays, what follows from it has
  /// to be derived anew.
  static func upgrade(_ db: Database, place: String) throws {
    guard try version(of: db, place: place) < version else { return }
    // What is derived now, or was in an earlier version, as a table or as a view of them.
    let once = [
      "unit_life", "containment", "all_unit", "shipment_unit", "receipt_unit", "epc_event",
      "custody",
    ]
    for name in once {
      if try db.tableExists(name) { try db.execute(sql: "DROP TABLE \(name)") }
      try db.execute(sql: "DROP VIEW IF EXISTS \(name)")
    }
    if try db.tableExists("event_epc") {
      try db.execute(sql: references)
      try db.execute(
        sql: """
          INSERT INTO epc_run(event_id, first_epc, last_epc, role, spelling)
          SELECT event_id, epc_id, epc_id, role, spelling FROM event_epc ORDER BY rowid
          """)
      try db.execute(sql: "DROP TABLE event_epc")
      try db.execute(sql: referenceView)
    }
    try nameOutermostContainers(db)
    try rebuildDerived(in: db)
    try DerivedState.forget(db)
    try Derivation.markStale(db)
    try db.execute(
      sql: "UPDATE meta SET value = ? WHERE key = 'schema_version'", arguments: [String(version)])
  }

  /// Up to version 5 a member of an archive in an archive named the inner one.
  private static func nameOutermostContainers(_ db: Database) throws {
    let inner = "SELECT artifact_id FROM artifact WHERE container_id IS NOT NULL"
    // A damaged catalog may name containers in a circle.
    for _ in 0..<mostNestedBefore {
      try db.execute(
        sql: """
          UPDATE artifact SET container_id = (
            SELECT o.container_id FROM artifact o WHERE o.artifact_id = artifact.container_id)
          WHERE container_id IN (\(inner))
          """)
      if db.changesCount == 0 { return }
    }
  }

  /// How deep archives could lie in archives.
  private static let mostNestedBefore = 8

  /// Checks the stamp of an existing catalog.
  ///
  /// - Throws: `CatalogError` with code `newer` when a later release wrote it, `older` when it must
  ///   be collected into first, `damaged` when the stamp of a catalog is gone, `notACatalog` when it
  ///   is another program's file.
  static func checkVersion(of db: Database, place: String) throws {
    if try version(of: db, place: place) < version { throw CatalogError.older(place: place) }
  }

  private static func version(of db: Database, place: String) throws -> Int {
    guard try db.tableExists("meta"),
      // Anything may stand in a damaged file.
      let value = try DatabaseValue.fetchOne(
        db, sql: "SELECT value FROM meta WHERE key = 'schema_version'"),
      let found = String.fromDatabaseValue(value).flatMap({ Int($0) })
    else {
      // Tables of ours, or originals beside it, without the stamp: pages or the journal were lost.
      let ours = ["epc_run", "event_epc", "vault_object", "all_event"]
      let vault = URL(filePath: place).deletingLastPathComponent().appending(path: "vault").path
      let originals = (try? FileManager.default.contentsOfDirectory(atPath: vault)) ?? []
      guard try !originals.isEmpty || ours.contains(where: { try db.tableExists($0) }) else {
        throw CatalogError.notACatalog(place: place)
      }
      throw CatalogError.damaged("\(place) is damaged: its version cannot be read.")
    }
    guard found <= version else { throw CatalogError.newer(place: place, version: found) }
    return found
  }
}
