import GRDB

/// Names of parties and places by GLN and extension, as traces give them.
struct PlaceNames {
  private struct Place: Hashable {
    var gln: String
    var suffix: String
  }

  private var extended: [Place: String] = [:]
  private var partners: [String: String] = [:]
  private var plain: [String: String] = [:]

  /// Reads master data and the partners of the configuration once.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  init(_ db: Database) throws {
    // What was delivered later stands over what came before.
    let places = try Row.fetchCursor(
      db,
      sql: """
        SELECT gln, ext, name FROM master_location
        WHERE gln IS NOT NULL AND name IS NOT NULL ORDER BY record_id
        """)
    while let row = try places.next() {
      let (gln, suffix, name): (String, String?, String) = (row[0], row[1], row[2])
      if let suffix { extended[Place(gln: gln, suffix: suffix)] = name }
      if (suffix ?? "").isEmpty { plain[gln] = name }
    }
    let own = try Row.fetchCursor(
      db, sql: "SELECT gln, name FROM run_partner WHERE name IS NOT NULL")
    while let row = try own.next() { partners[row[0]] = row[1] }
  }

  /// The name of the place with that extension, else what the configuration calls the party, else
  /// what master data calls it.
  func name(_ gln: String, _ suffix: String?) -> String? {
    suffix.flatMap { extended[Place(gln: gln, suffix: $0)] } ?? partners[gln] ?? plain[gln]
  }
}
