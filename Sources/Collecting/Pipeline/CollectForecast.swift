package import Cataloging
import Foundation
import GRDB
package import Settings

/// How much disk a collect will take, told from the sizes of what is new at the sources.
package enum CollectForecast {
  /// Bytes of catalog, original and log a byte of text makes: measured two and a half at five
  /// million units, four on small files.
  static let factor: Int64 = 3
  /// How many times a packed file is longer unpacked.
  static let unpacked: Int64 = 10
  /// Tables, log and sorting of an empty catalog.
  static let base: Int64 = 16 << 20

  /// The forecast for the files that changed since the last collect; nil when none did.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  package static func of(
    _ configuration: MusterConfiguration, catalog: Catalog
  ) throws -> DiskForecast? {
    guard let folder = catalog.folder?.path else { return nil }
    let own = OwnFiles(configuration, catalog: folder)
    let needed = try catalog.read { db in
      var needed: Int64 = 0
      for source in configuration.sources {
        guard case .path(let place) = source.place else { continue }
        let known = try sizes(of: source.name, db)
        for found in SourceWalk(place: place, exclude: source.exclude, own: own).found
        where found.kind == .file {
          guard let status = found.status else { continue }
          // A copy of the same file has another inode and is not kept again.
          var stamp = ArtifactStamp(status)
          (stamp.ctimeMs, stamp.inode) = (nil, nil)
          guard known[found.path] != stamp else { continue }
          needed = clampedSum(needed, growth(of: stamp.bytes, path: found.path, kind: source.kind))
        }
      }
      return needed
    }
    guard needed > 0 else { return nil }
    return DiskForecast(
      stage: "collecting", folder: folder, needed: clampedSum(needed, base),
      free: DiskSpace.free(at: folder))
  }

  /// What a file of so many bytes adds.
  static func growth(of bytes: Int64, path: String, kind: String) -> Int64 {
    if kind == "document" { return bytes }
    let name = path.lowercased()
    let isPacked = [".gz", ".zip", ".xlsx"].contains { name.hasSuffix($0) }
    let (grown, overflow) = bytes.multipliedReportingOverflow(
      by: isPacked ? factor * unpacked : factor)
    return overflow ? Int64.max : grown
  }

  private static func clampedSum(_ left: Int64, _ right: Int64) -> Int64 {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? Int64.max : sum
  }

  /// What the catalog holds of a source by path.
  private static func sizes(of source: String, _ db: Database) throws -> [String: ArtifactStamp] {
    var known: [String: ArtifactStamp] = [:]
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT a.path, a.bytes, a.mtime_ms FROM artifact a JOIN source s USING (source_id)
          WHERE s.name = ? AND a.superseded_by IS NULL AND a.container_id IS NULL
            AND a.status <> 'unreadable'
          """), arguments: [source])
    while let row = try rows.next() {
      known[row[0]] = ArtifactStamp(bytes: row[1], mtimeMs: row[2])
    }
    return known
  }
}
