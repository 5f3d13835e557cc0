package import GRDB

/// Names of parties and places by GLN, for reports.
package enum PartyDirectory {
  /// The name the configuration gives, else the newest of master data, else the id of the site.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  package static func read(_ db: Database) throws -> [String: String] {
    var names: [String: String] = [:]
    for sql in [
      "SELECT gln, site FROM run_site WHERE gln IS NOT NULL ORDER BY site DESC",
      """
      SELECT gln, name FROM master_location WHERE gln IS NOT NULL AND name IS NOT NULL
      AND coalesce(ext, '') = '' ORDER BY record_id
      """,
      "SELECT gln, name FROM run_partner WHERE name IS NOT NULL ORDER BY gln",
    ] {
      let rows = try Row.fetchCursor(db, sql: sql)
      while let row = try rows.next() { names[row[0]] = row[1] }
    }
    return names
  }
}
