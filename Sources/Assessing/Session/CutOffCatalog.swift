package import Cataloging
package import GRDB

/// The catalog as an assessment saw it, for reports that read it themselves.
package enum CutOffCatalog {
  /// Runs `body` on the catalog; on a copy derived up to the cut-off when it holds later events,
  /// so that a report shows nothing its assessment did not see.
  ///
  /// - Throws: GRDB's `DatabaseError`, a `DerivationError`, or what `body` throws.
  package static func read<Value>(
    _ catalog: Catalog, asOf: Instant, _ body: (Database) throws -> Value
  ) throws -> Value {
    try CatalogConnection(catalog).read { db in
      let newest = try Int64.fetchOne(db, sql: "SELECT max(event_ms) FROM main.all_event")
      guard let newest, newest > asOf.milliseconds else { return try body(db) }
      return try ScratchCatalog.with(
        copyOf: db, cutOff: asOf.milliseconds, folder: catalog.folder, body)
    }
  }
}
