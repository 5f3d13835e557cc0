internal import Cataloging
internal import Foundation
internal import GRDB

/// A copy of the catalog derived anew as if nothing had happened after a cut-off.
enum ScratchCatalog {
  /// Copies, derives up to the cut-off, runs `body` on the copy and removes it.
  ///
  /// - Throws: GRDB's `DatabaseError`, a `DerivationError`, or what `body` throws.
  static func with<Value>(
    copyOf db: Database, cutOff: Int64, folder: URL?, _ body: (Database) throws -> Value
  ) throws -> Value {
    let home = folder ?? FileManager.default.temporaryDirectory
    removeLeftovers(in: home)
    let process = ProcessInfo.processInfo.processIdentifier
    let place = home.appendingPathComponent("scratch-\(process)-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: place) }
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { db in
      // The copy is thrown away: nothing of it has to survive a crash.
      try db.execute(sql: "PRAGMA journal_mode = OFF")
      try db.execute(sql: "PRAGMA synchronous = OFF")
      try db.execute(sql: "PRAGMA cache_size = -60000")
    }
    let path = place.appendingPathComponent("catalog.sqlite").path
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    defer { try? queue.close() }
    try queue.writeWithoutTransaction { copy in
      try db.backup(to: copy)
    }
    return try queue.writeWithoutTransaction { copy in
      try Derivation.run(copy, cutOffMs: cutOff)
      return try body(copy)
    }
  }

  /// Removes copies of processes that are gone, which were killed before they could.
  private static func removeLeftovers(in home: URL) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: home.path)) ?? []
    for name in names where name.hasPrefix("scratch-") {
      let parts = name.split(separator: "-")
      guard parts.count > 2, let process = Int32(parts[1]), kill(process, 0) != 0, errno == ESRCH
      else { continue }
      try? FileManager.default.removeItem(at: home.appendingPathComponent(name))
    }
  }
}
