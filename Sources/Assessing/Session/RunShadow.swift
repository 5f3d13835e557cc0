internal import Cataloging
internal import GRDB
internal import Settings

/// The tables of the run as the configuration states them today, in front of the catalog's own:
/// an assessment writes nothing into the catalog, and yet a partner or a limit that was changed
/// since the last collect counts at once.
enum RunShadow {
  private static let tables = ["source"] + Schema.runTableNames

  /// Makes temporary tables of the same shape and fills them.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  static func create(_ db: Database, _ configuration: MusterConfiguration) throws {
    for table in tables {
      let definition = try String.fetchOne(
        db, sql: "SELECT sql FROM main.sqlite_master WHERE type = 'table' AND name = ?",
        arguments: [table])
      guard let definition, definition.hasPrefix("CREATE TABLE") else {
        throw AssessingError(
          .catalogUnreadable, "The catalog has no table \(table); collect into a new folder.")
      }
      try db.execute(sql: "CREATE TEMP TABLE" + definition.dropFirst("CREATE TABLE".count))
    }
    try db.execute(sql: "INSERT INTO temp.source SELECT * FROM main.source")
    try fill(db, configuration, asOf: nil)
  }

  /// Whether the configuration says otherwise than at the last collect what derived tables follow
  /// from; asked before a cut-off is filled in.
  static func isNewerThanCollect(_ db: Database) throws -> Bool {
    try RunConfiguration.digest(db) != RunConfiguration.digest(db, in: "main")
  }

  /// Fills the tables of the run anew for a cut-off.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  static func fill(_ db: Database, _ configuration: MusterConfiguration, asOf: Int64?) throws {
    try RunConfiguration.fill(db, configuration, asOfMs: asOf)
  }
}
