import Archives
package import Cataloging
import Foundation
import GRDB
import GS1
package import Settings

/// How much disk a collect will take, told from the sizes of what is new at the sources.
package enum CollectForecast {
  /// Bytes of catalog, original and log a byte of text makes, where nothing better is known.
  static let factor: Int64 = 3
  /// Bytes of catalog and sorting an event and a reference to an EPC make: measured 300 and 55 in
  /// the catalog, and half of that besides while it is made.
  static let event = 500.0
  static let reference = 100.0
  /// What part of a text of events its original takes.
  static let original = 0.2
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
          needed = clampedSum(
            needed,
            growth(of: stamp.bytes, path: found.path, kind: source.kind) {
              (try? ArtifactIntake.head(of: FileByteSource(path: found.absolute), bytes: headBytes))
                ?? []
            })
        }
      }
      return needed
    }
    guard needed > 0 else { return nil }
    return DiskForecast(
      stage: "collecting", folder: folder, needed: clampedSum(needed, base),
      free: DiskSpace.free(at: folder))
  }

  /// How much of a text is looked at.
  private static let headBytes = 128 << 10

  /// What a file of so many bytes adds; `head` are its first bytes.
  static func growth(of bytes: Int64, path: String, kind: String, head: () -> [UInt8]) -> Int64 {
    if kind == "document" { return bytes }
    let name = path.lowercased()
    let isPacked = [".gz", ".zip", ".xlsx"].contains { name.hasSuffix($0) }
    if !isPacked, kind == "epcis" || kind == "events", let growth = ofEvents(head()) {
      return Int64(exactly: (growth * Double(bytes)).rounded()) ?? Int64.max
    }
    let (grown, overflow) = bytes.multipliedReportingOverflow(
      by: isPacked ? factor * unpacked : factor)
    return overflow ? Int64.max : grown
  }

  /// What a byte of EPCIS adds that goes on as it begins: a file with an event for each serial makes
  /// a sixth of what one with long lists does. Nil where it does not begin with events.
  private static func ofEvents(_ head: [UInt8]) -> Double? {
    // XML names the time and its zone where an element begins and where it ends, JSON once.
    let isXML = FormatSniffer.sniff(head).family == .epcisXML
    let events = Double(ByteSearch.count("eventTime", in: head)) / (isXML ? 4 : 2)
    guard events >= 1 else { return nil }
    let references = Double(
      ByteSearch.count(":sgtin:", in: head) + ByteSearch.count(":sscc:", in: head)
        + ByteSearch.count("/21/", in: head) + ByteSearch.count("/00/", in: head))
    return original + (events * event + references * reference) / Double(head.count)
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
