import GRDB

/// Makes an index over rows that are there, sorting them in parts of 8 MB.
///
/// SQLite sorts as much at once as its page cache may hold, on each of its threads: 180 MB with the
/// cache of a catalog. Small parts are sorted on the other core while the next is read, a quarter
/// faster.
enum IndexSort {
  private static let cacheKiB = 8_000

  /// Runs a `CREATE INDEX`.
  static func make(_ db: Database, _ sql: String) throws {
    try db.execute(sql: "PRAGMA cache_size = -\(cacheKiB)")
    defer { try? db.execute(sql: "PRAGMA cache_size = -\(Catalog.cacheKiB)") }
    try db.execute(sql: sql)
  }
}
