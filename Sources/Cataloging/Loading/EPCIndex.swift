package import GRDB

/// The index that keeps every EPC one row.
///
/// Serials come in no order, so each new one lands on another page of the index, and each file
/// would write nearly the whole index to the log again. A first load therefore does without it as
/// long as `LoadCache` holds every EPC there is, and makes it once, sorted. A run that was killed
/// before leaves a catalog without it: whoever opens that for writing makes it first.
package enum EPCIndex {
  /// The serial comes first: SQLite sorts by a text a third faster than by a number and a text, and
  /// finds a serial whose product is not known.
  static let definition = "CREATE UNIQUE INDEX epc_by_serial ON epc(serial, product_id)"

  /// Takes the index away when no EPC is there yet, and lets `cache` stand in for it.
  package static func deferred(_ db: Database, by cache: LoadCache) throws {
    guard !cache.holdsEveryEPC,
      try Int64.fetchOne(db, sql: "SELECT 1 FROM epc LIMIT 1") == nil
    else { return }
    try db.execute(sql: "DROP INDEX IF EXISTS epc_by_serial")
    cache.forget()
    cache.holdsEveryEPC = try !isThere(db)
  }

  /// Makes the index where `cache` stood in for it, and frees the memory that took first: sorting
  /// takes its own.
  package static func make(_ db: Database, for cache: LoadCache) throws {
    if cache.holdsEveryEPC { cache.free() }
    try make(db)
  }

  /// Makes the index unless it is there.
  package static func make(_ db: Database) throws {
    if try !isThere(db) { try IndexSort.make(db, definition) }
  }

  // A catalog of an earlier version has it as a constraint of the table.
  private static func isThere(_ db: Database) throws -> Bool {
    try Int64.fetchOne(db, sql: "SELECT 1 FROM pragma_index_list('epc') WHERE \"unique\" = 1")
      != nil
  }
}
