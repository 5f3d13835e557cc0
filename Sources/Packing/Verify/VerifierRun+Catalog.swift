internal import Archives
internal import Foundation
internal import GRDB

extension VerifierRun {
  /// V106: the catalog in the pack knows the same originals as its manifest.
  mutating func checkCatalog(_ manifest: ManifestDocument) {
    let path = BagLayout.catalog
    guard let file = files[path] else {
      report(.noted, "The catalog is not enclosed.")
      return
    }
    guard file.size <= UInt64(PackVerifier.largestCatalog) else {
      report(.noted, "The catalog is too large to be compared; its bytes were verified.", path)
      return
    }
    do {
      let scratch = try Self.scratch()
      defer { withExtendedLifetime(scratch) {} }
      let copy = scratch.path + "/catalog.sqlite"
      try unpack(file, to: copy)
      var stated = manifest.items.map {
        Original(source: $0.source, path: $0.originalPath, sha256: $0.sha256)
      }
      stated += manifest.notEnclosed.map {
        Original(source: $0.source, path: $0.originalPath, sha256: $0.sha256)
      }
      stated.sort()
      if try !Self.holds(copy, stated) {
        report(.agreement, "The catalog knows other originals than manifest.json.", path)
      }
    } catch let error as PackingError where error.code == .cannotWrite {
      // A full disk here says nothing about the pack.
      unfinished = error
    } catch {
      report(.documents, "The catalog cannot be read: \(error)", path)
    }
  }

  /// An original by where it comes from, in the order of their bytes, which is the database's.
  private struct Original: Comparable {
    let source: String
    let path: String
    let sha256: String

    var text: String { "\(source):\(path) \(sha256)" }

    static func < (one: Self, other: Self) -> Bool {
      for part in [\Self.source, \.path, \.sha256] {
        let (own, others) = (one[keyPath: part].utf8, other[keyPath: part].utf8)
        if own.lexicographicallyPrecedes(others) { return true }
        if others.lexicographicallyPrecedes(own) { return false }
      }
      return false
    }
  }

  /// A folder for what is unpacked to be looked into; a signal removes it, and after a kill the
  /// next `verify`.
  static func scratch() throws -> TemporaryFolder {
    let home = FileManager.default.temporaryDirectory.path
    do {
      return try TemporaryFolder(in: home, startingWith: "muster-verify-")
    } catch let error as ArchiveError {
      throw PackingError(.cannotWrite, error.message)
    }
  }

  func unpack(_ file: ContainedFile, to place: String) throws {
    guard
      FileManager.default.createFile(
        atPath: place, contents: nil, attributes: [.posixPermissions: 0o600]),
      let handle = FileHandle(forWritingAtPath: place)
    else { throw PackingError(.cannotWrite, "Cannot create \(place).") }
    defer { try? handle.close() }
    try container.bytes(of: file).forEachPiece { piece in
      do {
        try handle.write(contentsOf: Data(piece))
      } catch {
        throw PackingError(
          .cannotWrite,
          "The catalog of the pack (\(file.size) bytes) cannot be copied to \(place) to be looked "
            + "into. Free some space there, or set TMPDIR to a folder with room, and run again.")
      }
    }
  }

  // The database may be forged: it is opened for reading, its views and triggers are not trusted,
  // and only a real table is asked.
  private static func holds(_ file: String, _ stated: [Original]) throws -> Bool {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA trusted_schema = OFF")
      try db.execute(sql: "PRAGMA cell_size_check = ON")
    }
    let queue = try DatabaseQueue(path: file, configuration: configuration)
    return try queue.read { db in
      let tables = try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM sqlite_master
          WHERE type = 'table' AND name IN ('artifact', 'source') AND sql NOT LIKE '%VIRTUAL%'
          """)
      guard tables == 2 else {
        throw PackingError(.catalogUnreadable, "It has no table of artifacts.")
      }
      let originals = try String.fetchCursor(
        db,
        sql: """
          SELECT s.name || ':' || a.path || ' ' || a.sha256
          FROM artifact a JOIN source s ON s.source_id = a.source_id
          WHERE a.container_id IS NULL ORDER BY s.name, a.path, a.sha256
          """)
      for original in stated where try originals.next() != original.text { return false }
      return try originals.next() == nil
    }
  }
}
