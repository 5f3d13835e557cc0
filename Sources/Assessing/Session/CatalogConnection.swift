internal import Cataloging
internal import Foundation
internal import GRDB

/// A connection for judging: the catalog's file opened for reading alone, or the one connection of
/// a catalog in memory. Temporary tables live and die with one `read`.
struct CatalogConnection {
  private let queue: any DatabaseWriter
  private let isOwn: Bool

  /// Connects.
  ///
  /// - Throws: GRDB's `DatabaseError` when the file cannot be opened.
  init(_ catalog: Catalog) throws {
    guard let folder = catalog.folder else {
      queue = catalog.database
      isOwn = false
      return
    }
    var configuration = Configuration()
    configuration.readonly = true
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA cache_size = -60000")
      try db.execute(sql: "PRAGMA temp_store = FILE")
    }
    queue = try DatabaseQueue(path: folder.path + "/catalog.sqlite", configuration: configuration)
    isOwn = true
  }

  /// Runs `body` on one consistent state; whatever temporary it made is gone afterwards.
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    let value = try queue.writeWithoutTransaction { db in
      try CatalogConnection.rolledBack(db, body)
    }
    if isOwn { try queue.close() }
    return value
  }

  /// Runs `body` and takes back everything it did, temporary tables included.
  static func rolledBack<Value>(
    _ db: Database, _ body: (Database) throws -> Value
  ) throws -> Value {
    var result: Result<Value, any Error>?
    try db.inSavepoint {
      result = Result { try body(db) }
      return .rollback
    }
    guard let result else {
      throw AssessingError(.catalogUnreadable, "The catalog could not be read; run again.")
    }
    return try result.get()
  }
}
