package import Cataloging
package import GRDB

/// The catalog as an assessment saw it, for reports that read it themselves.
package enum CutOffCatalog {
  /// The day of an instant at the firm's sites, since 1970-01-01; the later one where they differ.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  package static func day(_ db: Database, of instant: Instant) throws -> Int64 {
    let zones = try String.fetchAll(
      db, sql: "SELECT DISTINCT time_zone FROM main.run_site WHERE time_zone IS NOT NULL")
    return (zones.isEmpty ? ["UTC"] : zones).map {
      CutOff.day(of: instant.milliseconds, zone: $0)
    }.max() ?? 0
  }

  /// Runs `body` on the catalog; on a copy derived up to the cut-off when it holds later events,
  /// so that a report shows nothing its assessment did not see.
  ///
  /// - Throws: GRDB's `DatabaseError`, a `DerivationError`, or what `body` throws.
  package static func read<Value>(
    _ catalog: Catalog, asOf: Instant, _ body: (Database) throws -> Value
  ) throws -> Value {
    try CatalogConnection(catalog).read { db in
      let newest = try CutOff.newestEvent(db)
      guard let newest, newest > asOf.milliseconds else { return try body(db) }
      return try ScratchCatalog.with(
        copyOf: db, cutOff: asOf.milliseconds, folder: catalog.folder, body)
    }
  }
}
