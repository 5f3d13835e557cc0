import GRDB
import Settings

/// Reads everything a catalog holds and says what is not as it was written.
package enum CatalogCheck {
  /// One thing that is wrong.
  package struct Problem: Codable, Equatable, Sendable {
    /// What is wrong, and where.
    package var what: String
    /// What to do about it.
    package var remedy: String
  }

  /// Checks tables, references, ledgers, audit trail and every original; empty when all is well.
  ///
  /// `progress` hears how many originals of how many have been read.
  package static func run(
    _ catalog: Catalog, progress: ((Int, Int) -> Void)? = nil
  ) throws -> [Problem] {
    let damage = try damage(catalog)
    return damage.isEmpty ? try faults(catalog, progress: progress) : damage
  }

  /// What keeps the tables from being read at all: damage SQLite finds, tables and columns that are
  /// not there, values of another kind than their column's.
  static func damage(_ catalog: Catalog) throws -> [Problem] {
    try catalog.read { try integrity($0) + shape($0) }
  }

  /// What does not belong together in tables that can be read, and originals that are not whole.
  static func faults(
    _ catalog: Catalog, progress: ((Int, Int) -> Void)? = nil
  ) throws -> [Problem] {
    var problems = try catalog.read { try references($0) + ledgers($0) + audit($0) }
    guard let vault = catalog.vault else { return problems }
    let objects = try catalog.read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM vault_object ORDER BY sha256").map(
        VaultObject.init(row:))
    }
    for (index, object) in objects.enumerated() {
      if let fault = vault.fault(of: object) {
        problems.append(
          Problem(what: "The original \(object.sha256) \(fault).", remedy: restoreOriginal))
      }
      progress?(index + 1, objects.count)
    }
    return problems
  }

  private static let restoreOriginal =
    "Run 'muster collect --rehash' while the source still has it, or put the file back from a backup "
    + "of the catalog folder; a pack with this original is refused until then."
  static let restoreCatalog =
    "Restore the catalog folder from a backup, or collect all sources into a new folder."

  private static func integrity(_ db: Database) throws -> [Problem] {
    let lines = try String.fetchAll(db, sql: "PRAGMA integrity_check(20)")
    return lines == ["ok"]
      ? []
      : lines.map {
        Problem(what: "SQLite found damage in the catalog: \($0).", remedy: restoreCatalog)
      }
  }

  private static func shape(_ db: Database) throws -> [Problem] {
    if let table = try Schema.missingTable(db) {
      return [Problem(what: "The table \(table) was not found.", remedy: restoreCatalog)]
    }
    if let name = try Schema.foreignObject(db) {
      return [
        Problem(
          what: "\(name) is not in the schema as this release writes it.", remedy: restoreCatalog)
      ]
    }
    return try CatalogShape.fault(db).map { [Problem(what: $0, remedy: restoreCatalog)] } ?? []
  }

  /// References every row must resolve: table, column, table referred to, its key.
  private static let links: [(String, String, String, String)] = [
    ("artifact", "source_id", "source", "source_id"),
    ("artifact", "container_id", "artifact", "artifact_id"),
    ("artifact", "superseded_by", "artifact", "artifact_id"),
    ("record", "artifact_id", "artifact", "artifact_id"),
    ("record", "kind_id", "record_kind", "kind_id"),
    ("defect", "artifact_id", "artifact", "artifact_id"),
    ("defect", "record_id", "record", "record_id"),
    ("defect", "epc_id", "epc", "epc_id"),
    ("quarantine", "artifact_id", "artifact", "artifact_id"),
    ("ledger", "run_id", "run", "run_id"), ("ledger", "source_id", "source", "source_id"),
    ("all_lot", "product_id", "product", "product_id"),
    ("epc", "product_id", "product", "product_id"),
    ("document", "document_id", "record", "record_id"),
    ("all_event", "event_id", "record", "record_id"),
    ("all_event", "document_id", "document", "document_id"),
    ("all_event", "lot_id", "all_lot", "lot_id"), ("all_event", "parent_id", "epc", "epc_id"),
    ("epc_run", "event_id", "all_event", "event_id"), ("epc_run", "first_epc", "epc", "epc_id"),
    ("epc_run", "last_epc", "epc", "epc_id"),
    ("event_quantity", "event_id", "all_event", "event_id"),
    ("event_party", "event_id", "all_event", "event_id"),
    ("event_transaction", "event_id", "all_event", "event_id"),
    ("fate_event", "fate_id", "fate", "fate_id"),
    ("fate_event", "event_id", "all_event", "event_id"),
    ("fate", "product_id", "product", "product_id"), ("fate", "lot_id", "all_lot", "lot_id"),
    ("unit_fate", "epc_id", "epc", "epc_id"), ("unit_fate", "fate_id", "fate", "fate_id"),
    ("fate_stay", "fate_id", "fate", "fate_id"), ("fate_stay", "parent_id", "epc", "epc_id"),
    ("fate_shipment", "fate_id", "fate", "fate_id"),
    ("fate_shipment", "shipment_event", "all_event", "event_id"),
    ("fate_receipt", "fate_id", "fate", "fate_id"),
    ("fate_receipt", "receipt_event", "all_event", "event_id"),
    ("master_location", "record_id", "record", "record_id"),
    ("master_product", "record_id", "record", "record_id"),
  ]

  private static func references(_ db: Database) throws -> [Problem] {
    var problems: [Problem] = []
    var links = links
    for layout in try RecordTables.layouts(db) {
      for table in [layout.table] + layout.lists.map(\.table) {
        links.append((RecordTables.quoted(table), "record_id", "record", "record_id"))
      }
    }
    for (table, column, target, key) in links {
      let count =
        try Int.fetchOne(
          db,
          sql: """
            SELECT count(*) FROM \(table) t WHERE t.\(column) IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM \(target) u WHERE u.\(key) = t.\(column))
            """) ?? 0
      if count > 0 {
        problems.append(
          Problem(
            what: "\(Noun.counted(count, "row", "rows")) of \(table) with nothing in \(target) "
              + "that \(column) refers to.",
            remedy: restoreCatalog))
      }
    }
    let homeless = try String.fetchAll(
      db,
      sql: """
        SELECT s.name || ': ' || a.path FROM artifact a JOIN source s USING (source_id)
        WHERE a.status = 'taken' AND a.container_id IS NULL AND a.sha256 <> ''
          AND NOT EXISTS (SELECT 1 FROM vault_object v WHERE v.sha256 = a.sha256)
        ORDER BY s.name, a.path LIMIT 50
        """)
    return problems
      + homeless.map {
        Problem(what: "The original of \($0) is not in the vault.", remedy: restoreOriginal)
      }
  }

  /// Ledgers that do not add up.
  static func ledgers(_ db: Database) throws -> [Problem] {
    let artifacts =
      try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM artifact WHERE records_read <> records_taken + records_unchanged
            + records_excluded + records_quarantined
          """) ?? 0
    let runs =
      try Int.fetchOne(
        db,
        sql: "SELECT count(*) FROM ledger WHERE seen <> taken + unchanged + excluded + unreadable"
      ) ?? 0
    var problems: [Problem] = []
    if artifacts > 0 {
      problems.append(
        Problem(
          what: "The record ledger of \(Noun.counted(artifacts, "artifact", "artifacts")) does not "
            + "add up.",
          remedy: restoreCatalog))
    }
    if runs > 0 {
      problems.append(
        Problem(
          what: "The artifact ledger of \(Noun.counted(runs, "run", "runs")) does not add up.",
          remedy: restoreCatalog))
    }
    return problems
  }

  private static func audit(_ db: Database) throws -> [Problem] {
    try AuditTrail.fault(db).map {
      [
        Problem(
          what: $0,
          remedy: "Keep the folder as it is, find out who could write to it, and restore the "
            + "catalog from a backup made before.")
      ]
    } ?? []
  }
}
