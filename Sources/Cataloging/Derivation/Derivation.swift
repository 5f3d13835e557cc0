package import GRDB

/// Computes the derived tables (unit lives, containment, shipments, custody, lots) from the
/// current event tables. They are a pure function of current records and of the configuration's
/// partners: the order in which files arrived, and surrogate ids, change nothing but ids.
package enum Derivation {
  /// Key of `meta` that says whether the derived tables belong to the records.
  static let stateKey = "derivation"
  /// The version of the rules of derivation; more by one when the same records give other tables.
  static let version = 7
  private static let versionKey = "derivation_version"

  /// Says that records changed and the derived tables no longer belong to them. Part of every
  /// transaction that adds, supersedes or excludes an event.
  package static func markStale(_ db: Database) throws {
    try db.cachedStatement(
      sql: "INSERT OR REPLACE INTO meta(key, value) VALUES (?, 'stale')"
    ).execute(arguments: [stateKey])
  }

  /// Whether the derived tables belong to the records: false after an interrupted run.
  package static func isCurrent(_ db: Database) throws -> Bool {
    let state = try String.fetchOne(
      db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [stateKey])
    return state == "complete"
  }

  /// Whether the derived tables may be judged: they belong to the records, or there are none.
  package static func isUsable(_ db: Database) throws -> Bool {
    if try isCurrent(db) { return true }
    return try Int64.fetchOne(db, sql: "SELECT record_id FROM record LIMIT 1") == nil
  }

  /// Refuses to go on after a collect that did not come to its end.
  ///
  /// - Throws: `CatalogError.unfinished`.
  package static func requireUsable(_ db: Database) throws {
    if try !isUsable(db) { throw CatalogError.unfinished }
  }

  /// Whether the derived tables were computed by the rules of this release: a collect computes them
  /// anew when not. What is read alone, such as a pack, keeps those it was judged by.
  package static func isOfThisRelease(_ db: Database) throws -> Bool {
    try String.fetchOne(
      db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [versionKey])
      == String(version)
  }

  /// Rebuilds every derived table from the records dated up to `cutOffMs` (UTC milliseconds,
  /// all when nil). Call inside a write transaction; large catalogs want one of their own.
  ///
  /// - Throws: `DerivationError` when SQLite refuses or the catalog is too large.
  package static func run(_ db: Database, cutOffMs: Int64? = nil) throws {
    try markStale(db)
    FreedMemory.mapLargeBlocks()
    // First, for lots and products that only records name are counted with the others.
    try RecordLinking.run(db)
    try DerivedState.forget(db)
    var run = try DerivationRun(db, cutOffMs: cutOffMs)
    try run.rebuild()
    try SerialScreening.run(db)
    try ChartScreening.run(db, cutOffMs: cutOffMs)
    if cutOffMs == nil, run.canBeExtended { try DerivedState(db).write(db) }
    try markComplete(db)
  }

  /// Brings the derived tables up to the records: for what new events touch and its kin, or all of
  /// it when that is more than `percent` of the EPCs, when files were superseded or left out, or
  /// when the configuration of parties changed. Call as `run` is called.
  ///
  /// Says whether a part was enough.
  ///
  /// - Throws: `DerivationError` when SQLite refuses or the catalog is too large.
  @discardableResult
  package static func update(_ db: Database, percent: Int = 10) throws -> Bool {
    if try isOfThisRelease(db), let state = try DerivedState.read(db), try state.isExtended(db),
      let touched = try Touched.find(db, since: state, percent: percent)
    {
      try markStale(db)
      try RecordLinking.run(db)
      var run = try DerivationRun(db, cutOffMs: nil, touched: touched)
      if try run.standsAlone(db) {
        try run.rebuild()
        try SerialScreening.run(db, lots: touched.lots)
        try ChartScreening.run(db)
        try DerivedState(db).write(db)
        try markComplete(db)
        return true
      }
    }
    try run(db)
    return false
  }

  private static func markComplete(_ db: Database) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO meta(key, value) VALUES (?, 'complete'), (?, ?)",
      arguments: [stateKey, versionKey, String(version)])
  }
}
