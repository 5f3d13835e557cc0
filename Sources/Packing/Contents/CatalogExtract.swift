internal import Archives
internal import Cataloging
internal import Foundation
internal import GRDB
internal import Glibc

/// The part of a catalog that goes into a pack, in an SQLite file of its own.
///
/// Tables keep the definitions they have in the catalog; rows are inserted in the order of their
/// keys into a new file, so that the same catalog gives the same bytes.
final class CatalogExtract: Sendable {
  /// Where the file stands; it goes with this value.
  let file: String
  /// Bytes in the file.
  let size: UInt64
  /// Its SHA-256.
  let sha256: String

  /// Writes the extract beside `output`. `artifacts` nil means everything; `withUnits` false
  /// leaves out what is kept per unit.
  init(
    of catalog: Catalog, folder: URL, artifacts: [Int64]?, withUnits: Bool, notes: [String: String],
    beside output: String
  ) throws {
    file = PartFolder.place(of: "catalog", beside: output)
    TemporaryFiles.add(file)
    unlink(file)
    let created = open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard created >= 0 else {
      throw PackingError(
        .cannotWrite, "Cannot create \(file): \(systemReason()).")
    }
    close(created)
    do {
      let copy = CatalogCopy(
        source: folder.appendingPathComponent("catalog.sqlite").path, artifacts: artifacts,
        withUnits: withUnits, notes: notes)
      try copy.write(to: file)
      let digest = try RunningDigest.of(FileByteSource(path: file), withSHA512: false)
      (size, sha256) = (digest.count, digest.sha256)
    } catch {
      unlink(file)
      if let error = error as? ArchiveError {
        throw PackingError(.cannotWrite, error.description)
      }
      let plain = CatalogError.plain(error, place: folder.path)
      throw PackingError(.catalogUnreadable, "The catalog could not be copied: \(plain)")
    }
  }

  deinit {
    unlink(file)
    TemporaryFiles.forget(file)
  }
}

private struct CatalogCopy {
  let source: String
  let artifacts: [Int64]?
  let withUnits: Bool
  let notes: [String: String]

  /// Columns that tie a row to one unit.
  private static let unitColumns: Set<String> = ["epc_id", "container_id", "first_epc"]
  /// Columns that tie a row to what several units share.
  private static let sharedColumns: Set<String> = ["fate_id", "path_id"]
  /// Tables copied before the others, because the others are selected by them.
  private static let first = [
    "artifact", "record", "document", "all_event", "epc_run", "unit_fate", "fate",
  ]
  /// Tables that are small and tell where everything comes from: always whole.
  private static let whole: Set<String> = ["artifact", "vault_object", "source"]

  func write(to file: String) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA page_size = 4096")
      try db.execute(sql: "PRAGMA synchronous = OFF")
      try db.execute(sql: "PRAGMA cache_size = -32000")
      try db.execute(sql: "PRAGMA temp_store = FILE")
    }
    let queue = try DatabaseQueue(path: file, configuration: configuration)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA journal_mode = OFF")
      try db.execute(sql: "ATTACH DATABASE ? AS c", arguments: [source])
      try db.inTransaction {
        try copyAll(db)
        return .commit
      }
      try db.execute(sql: "DETACH DATABASE c")
    }
    try queue.close()
  }

  private func copyAll(_ db: Database) throws {
    if let artifacts {
      try db.execute(sql: "CREATE TEMP TABLE kept(id INTEGER PRIMARY KEY)")
      let statement = try db.makeStatement(sql: "INSERT OR IGNORE INTO kept VALUES (?)")
      for artifact in artifacts { try statement.execute(arguments: [artifact]) }
    }
    let definitions = try Row.fetchAll(
      db,
      sql: """
        SELECT name, sql FROM c.sqlite_master
        WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name
        """)
    let tables = definitions.map { (name: $0["name"] as String, sql: $0["sql"] as String) }
    let ordered =
      Self.first.compactMap { wanted in tables.first { $0.name == wanted } }
      + tables.filter { !Self.first.contains($0.name) }
    for table in ordered { try copy(table.name, table.sql, db) }
    for (key, value) in notes.sorted(by: { $0.key < $1.key }) {
      try db.execute(
        sql: "INSERT OR REPLACE INTO main.meta(key, value) VALUES (?, ?)", arguments: [key, value])
    }
    if withUnits { try copyViews(db) }
  }

  private func copy(_ name: String, _ definition: String, _ db: Database) throws {
    let columns = Set(try db.columns(in: name, in: "c").map(\.name))
    let isPerUnit =
      columns.isDisjoint(with: ["artifact_id", "record_id"])
      && !columns.isDisjoint(with: Self.unitColumns.union(Self.sharedColumns))
    if isPerUnit && !withUnits { return }
    try db.execute(sql: definition)
    let quoted = name.quotedDatabaseIdentifier
    let filter = filter(name, columns)
    // A table that is copied whole brings its indexes along in their order, when they are there
    // first; those of a part are sorted when it is in.
    if filter.isEmpty { try copyIndexes(of: name, db) }
    // Without an index a scan goes in the order of the keys, which the new table is filled in.
    try db.execute(sql: "INSERT INTO main.\(quoted) SELECT * FROM c.\(quoted) NOT INDEXED" + filter)
    if !filter.isEmpty { try copyIndexes(of: name, db) }
    if name == "epc_run", artifacts != nil {
      try db.execute(
        sql: """
          CREATE TEMP TABLE kept_epc AS SELECT DISTINCT e.epc_id
          FROM main.epc_run r CROSS JOIN c.epc e ON e.epc_id BETWEEN r.first_epc AND r.last_epc
          """)
      try db.execute(sql: "CREATE UNIQUE INDEX temp.kept_epc_id ON kept_epc(epc_id)")
      try keepNamed(db)
    }
  }

  /// Identifiers that records of the part name are kept too, though no event of the part does: a
  /// finding calls the unit of a complaint by its serial.
  private func keepNamed(_ db: Database) throws {
    try db.execute(sql: "CREATE TEMP TABLE named_epc(epc_id INTEGER PRIMARY KEY)")
    for layout in try RecordTables.layouts(db) {
      let tables = [(layout.table, layout.cells)] + layout.lists.map { ($0.table, $0.cells) }
      for (table, cells) in tables {
        for column in cells.flatMap(\.columns) where column.part == .epc {
          let name = column.name.quotedDatabaseIdentifier
          try db.execute(
            sql: """
              INSERT OR IGNORE INTO named_epc SELECT \(name) FROM c.\(table.quotedDatabaseIdentifier)
              WHERE \(name) IS NOT NULL AND record_id IN (SELECT record_id FROM main.record)
              """)
        }
      }
    }
  }

  private func filter(_ name: String, _ columns: Set<String>) -> String {
    // Runs that added nothing stay out, so that collecting again changes no pack.
    if name == "run" || name == "ledger" {
      return " WHERE run_id IN (SELECT run_id FROM c.artifact)"
    }
    guard artifacts != nil, !Self.whole.contains(name) else { return "" }
    if columns.contains("artifact_id") { return " WHERE +artifact_id IN (SELECT id FROM kept)" }
    // Records of any kind go by the record, whatever else their columns are called.
    if columns.contains("record_id") {
      return " WHERE +record_id IN (SELECT record_id FROM main.record)"
    }
    if name == "epc" {
      return " WHERE +epc_id IN (SELECT epc_id FROM kept_epc UNION SELECT epc_id FROM named_epc)"
    }
    let events = "(SELECT event_id FROM main.all_event)"
    if name == "custody_path" {
      return " WHERE +path_id IN (SELECT custody_path FROM main.fate)"
    }
    if columns.contains("fate_id"), name != "unit_fate" {
      let event = ["event_id", "receipt_event", "shipment_event"].first(where: columns.contains)
      // Where the event is left open it is each unit's commissioning.
      return " WHERE +fate_id IN (SELECT fate_id FROM main.unit_fate)"
        + (event.map { " AND (\($0) IS NULL OR \($0) IN \(events))" } ?? "")
    }
    // A receipt may answer no shipment: it goes by its own event.
    for column in ["event_id", "receipt_event", "shipment_event"] where columns.contains(column) {
      return " WHERE +\(column) IN \(events)"
    }
    for column in Self.unitColumns.sorted() where columns.contains(column) {
      return " WHERE +\(column) IN (SELECT epc_id FROM kept_epc)"
    }
    return ""
  }

  private func copyIndexes(of table: String, _ db: Database) throws {
    let indexes = try String.fetchAll(
      db,
      sql: """
        SELECT sql FROM c.sqlite_master
        WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL ORDER BY name
        """, arguments: [table])
    for index in indexes { try db.execute(sql: index) }
  }

  /// What is read of the tables as one: units, containment, shipments and receipts of units.
  private func copyViews(_ db: Database) throws {
    let views = try String.fetchAll(
      db, sql: "SELECT sql FROM c.sqlite_master WHERE type = 'view' ORDER BY name")
    for view in views { try db.execute(sql: view) }
    try TableShapes.write(db)
  }
}
