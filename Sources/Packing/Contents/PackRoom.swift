package import Cataloging
internal import GRDB

/// How much room a pack takes while it is made.
package enum PackRoom {
  /// Bytes a file takes in the lists of a pack before they are packed.
  private static let listed: Int64 = 3000

  /// Bytes of the originals as they are kept, of a copy of the database, of that copy packed and of
  /// the lists of originals; nil for a catalog in memory.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  package static func needed(for catalog: Catalog) throws -> Int64? {
    guard catalog.folder != nil else { return nil }
    let (pages, originals, files) = try catalog.read { db in
      (
        try Int64.fetchOne(
          db, sql: "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
          ?? 0,
        try Int64.fetchOne(db, sql: "SELECT coalesce(sum(deflated_bytes), 0) FROM vault_object")
          ?? 0,
        try Int64.fetchOne(db, sql: "SELECT count(*) FROM artifact") ?? 0
      )
    }
    return originals &+ pages &+ pages / 3 &+ files &* listed
  }
}
