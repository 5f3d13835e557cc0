import Crypto
package import GRDB

/// What a catalog holds, as one digest: equal for two catalogs collected from the same bytes under
/// the same declarations, whatever their row ids and collection times.
package enum CatalogDigest {
  /// SHA-256, lower-case hexadecimal, over the schema's version and, in order, every source with
  /// its declarations and every artifact with path, digest, status and whether it is current,
  /// superseded or gone at its source.
  package static func compute(_ db: Database) throws -> String {
    var hash = SHA256()
    func add(_ fields: [CanonicalJSON]) {
      hash.update(data: Array(CanonicalJSON.array(fields).text.utf8))
      hash.update(data: [0x0A])
    }
    add([.string("muster.catalog/v1"), .integer(Int64(Schema.collectedVersion))])
    let sources = try Row.fetchCursor(
      db,
      sql: """
        SELECT name, kind, place, complete_through_day, time_zone FROM source ORDER BY name
        """)
    while let row = try sources.next() {
      add([
        .string(row[0]), .string(row[1]), .string(row[2]), .optional(row[3] as Int64?),
        .optional(row[4] as String?),
      ])
    }
    let artifacts = try Row.fetchCursor(
      db,
      sql: """
        SELECT s.name, a.path, a.sha256, a.status, a.superseded_by IS NOT NULL,
          a.absent_since_ms IS NOT NULL
        FROM artifact a JOIN source s ON s.source_id = a.source_id
        ORDER BY s.name, a.path, 5, a.sha256, a.status, 6
        """)
    while let row = try artifacts.next() {
      add([
        .string(row[0]), .string(row[1]), .string(row[2]), .string(row[3]), .integer(row[4]),
        .integer(row[5]),
      ])
    }
    return HexText.of(hash.finalize())
  }
}
