package import Foundation
package import GRDB
import Glibc
import Synchronization

/// One catalog: `catalog.sqlite`, `vault/`, `assessments/` and `lock` in a private folder, or an
/// empty one in memory for examples.
///
/// One process writes at a time; readers see the last committed state while it does.
package final class Catalog: Sendable {
  /// How a catalog is opened.
  package enum Mode: Sendable {
    /// Makes the folder and the tables when they are missing, takes the lock.
    case create
    /// Opens an existing catalog for writing, takes the lock.
    case write
    /// Opens an existing catalog for reading, without the lock.
    case read
  }

  /// The folder, nil for a catalog in memory.
  package let folder: URL?
  /// The originals, nil for a catalog in memory.
  package let vault: Vault?
  /// The database underneath, for what `read` and `write` do not cover.
  package let database: any DatabaseWriter
  private let lock: CatalogLock?
  private let identity: (device: dev_t, inode: ino_t)
  // SQLite is not to be asked anything of a connection that is gone.
  private let isClosed = Atomic(false)

  private init(
    folder: URL?, vault: Vault?, database: any DatabaseWriter, lock: CatalogLock?
  ) {
    var opened = stat()
    if let folder { _ = stat(folder.path + "/catalog.sqlite", &opened) }
    identity = (opened.st_dev, opened.st_ino)
    self.folder = folder
    self.vault = vault
    self.database = database
    self.lock = lock
  }

  /// Opens the catalog of a folder.
  ///
  /// - Throws: `CatalogError` (`missing`, `locked`, `newer`, `networkFileSystem`, `notACatalog`,
  ///   `file`) or GRDB's `DatabaseError`.
  package static func open(folder: URL, mode: Mode) throws -> Catalog {
    let path = folder.path
    let file = path + "/catalog.sqlite"
    if mode == .create {
      for part in [path, path + "/vault", path + "/assessments"] {
        try PrivateFile.makeFolder(part)
      }
    } else if access(file, F_OK) != 0 {
      throw errno == EACCES ? CatalogError.closed(folder: path) : .missing(folder: path)
    }
    if let name = NetworkFileSystem.name(ofFolder: path) {
      throw CatalogError.networkFileSystem(folder: path, name: name)
    }
    let lock = mode == .read ? nil : try CatalogLock(folder: path)
    if mode == .create { try PrivateFile.touch(file) }
    if mode != .read { PartialFile.removeAbandoned(in: path + "/vault") }
    let pool = try naming(path) {
      let pool = try DatabasePool(
        path: file, configuration: configuration(folder: path, readonly: mode == .read))
      if mode != .read {
        try pool.write { db in
          if try db.tableExists("meta") {
            try Schema.upgrade(db, place: file)
            return try EPCIndex.make(db)
          }
          let others = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
          guard others == 0 else { throw CatalogError.notACatalog(place: file) }
          // Only a folder without originals may begin anew: an emptied database was a catalog.
          if mode == .write || holdsOriginals(path) {
            return try Schema.checkVersion(of: db, place: file)
          }
          try Schema.create(in: db)
        }
      }
      try pool.read { db in
        try Schema.checkVersion(of: db, place: file)
        if let fault = try CatalogShape.faultOfCollection(db) { throw CatalogError.damaged(fault) }
      }
      return pool
    }
    return Catalog(
      folder: folder, vault: Vault(folder: folder.appendingPathComponent("vault")),
      database: pool, lock: lock)
  }

  private static func holdsOriginals(_ path: String) -> Bool {
    (try? FileManager.default.contentsOfDirectory(atPath: path + "/vault"))?.isEmpty == false
  }

  /// Whether the database in the folder is still the file that was opened: what is written to one
  /// that was removed or replaced is lost.
  package func isInPlace() -> Bool {
    guard let folder else { return true }
    var found = stat()
    guard stat(folder.path + "/catalog.sqlite", &found) == 0 else { return errno == EACCES }
    return found.st_ino == identity.inode && found.st_dev == identity.device
      && (access(folder.path + "/vault", F_OK) == 0 || errno == EACCES)
  }

  /// Makes an empty catalog in memory: same tables, no vault, no lock.
  package static func inMemory() throws -> Catalog {
    let queue = try DatabaseQueue(configuration: configuration(folder: nil, readonly: false))
    try queue.write { db in try Schema.create(in: db) }
    return Catalog(folder: nil, vault: nil, database: queue, lock: nil)
  }

  /// Runs a transaction: committed when the closure returns and originals put into the vault before
  /// it are on the disk, rolled back when it throws.
  package func write<T>(_ updates: (Database) throws -> T) throws -> T {
    try write(after: vault?.sync.unsettled ?? [], updates)
  }

  /// Runs a transaction that refers to no originals but these, by their paths in the vault.
  func write<T>(after originals: Set<String>, _ updates: (Database) throws -> T) throws -> T {
    try Self.naming(folder?.path) {
      try database.write { db in
        let result = try updates(db)
        try vault?.sync.settle(originals)
        return result
      }
    }
  }

  /// Reads one consistent state.
  package func read<T>(_ value: (Database) throws -> T) throws -> T {
    try Self.naming(folder?.path) { try database.read(value) }
  }

  /// Refuses to go on after a collect that did not come to its end.
  ///
  /// - Throws: `CatalogError.unfinished`.
  package func requireDerived() throws { try read(Derivation.requireUsable) }

  /// Writes without opening a transaction: for savepoints of one's own and for `VACUUM`.
  package func writeWithoutTransaction<T>(_ updates: (Database) throws -> T) throws -> T {
    try Self.naming(folder?.path) { try database.writeWithoutTransaction(updates) }
  }

  /// Runs work on the database; what SQLite says of the disk becomes a sentence with the folder.
  private static func naming<T>(_ place: String?, _ work: () throws -> T) throws -> T {
    do { return try work() } catch { throw CatalogError.plain(error, place: place) }
  }

  /// Closes every connection; the lock goes with the last reference to the catalog. What was written
  /// lies in the database file then, which may be copied without its log.
  package func close() throws {
    // The last connection to go only reads and would leave the log beside the file.
    if lock != nil, !isClosed.load(ordering: .relaxed) {
      _ = try? database.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }
    try database.close()
    isClosed.store(true, ordering: .relaxed)
  }

  /// Cache of one connection in KiB; contract 7 allows 64 MB.
  static let cacheKiB = 60_000

  private static func configuration(folder: String?, readonly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readonly
    configuration.maximumReaderCount = 3
    // A catalog may be damaged or older than a rule; the check of `status` looks at references.
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA cache_size = -\(cacheKiB)")
      guard let folder else { return }
      try db.execute(sql: "PRAGMA temp_store = FILE")
      // A catalog on a read-only disk can be read; what is sorted goes to TMPDIR then.
      if readonly, access(folder, W_OK) != 0 { return }
      let quoted = folder.replacing("'", with: "''")
      try db.execute(sql: "PRAGMA temp_store_directory = '\(quoted)'")
      if !readonly {
        try db.execute(sql: "PRAGMA synchronous = NORMAL")
        try db.execute(sql: "PRAGMA wal_autocheckpoint = 8000")
        // Indexes made after the rows are sorted on two cores.
        try db.execute(sql: "PRAGMA threads = 2")
      }
    }
    return configuration
  }
}
