internal import Cataloging
internal import GRDB
internal import Reporting
internal import Settings

/// The files enclosed with the answers to one request, each with its production number.
struct ResponseFiles {
  /// A file as its system had it.
  struct Original {
    let id: Int64
    let system: String
    let path: String
    let sha256: String
  }

  private let db: Database
  private let vault: Vault
  private let request: String
  private let parts: PartFolder
  private(set) var items: [PackItem] = []
  private var number = 0
  /// Originals enclosed already, by artifact: each goes in once, whatever it answers.
  private var originals: [Int64: Response.Enclosure] = [:]
  /// Records of each file, counted once for all of them.
  private var recordCounts: [Int64: Int]?

  init(_ db: Database, vault: Vault, request: String, parts: PartFolder) {
    self.db = db
    self.vault = vault
    self.request = request
    self.parts = parts
  }

  func original(_ artifact: Int64) throws -> Original? {
    try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT s.name, a.path, a.sha256 FROM artifact a JOIN source s ON s.source_id = a.source_id
          WHERE a.artifact_id = ?
          """), arguments: [artifact]
    ).map { Original(id: artifact, system: $0["name"], path: $0["path"], sha256: $0["sha256"]) }
  }

  /// Encloses an original whole.
  mutating func enclose(
    _ original: Original, _ item: InspectionRequest.Item, positions: [String]
  ) throws -> Response.Enclosure {
    if var known = originals[original.id] {
      known.positions = positions
      return known
    }
    guard let copy = try VaultCopy(db, sha256: original.sha256, vault: vault) else {
      throw PackingError(
        .evidenceDamaged,
        "The original of \(original.system):\(original.path) is not in the vault. Collect its "
          + "source again.")
    }
    let production = nextNumber()
    let path = place(item, production, Self.fileName(original.path))
    items.append(PackItem(path: path, content: .vault(copy)))
    let enclosure = Response.Enclosure(
      production: production, path: path, what: "whole original", system: original.system,
      originalPath: original.path, originalSHA256: original.sha256, sha256: original.sha256,
      bytes: copy.size, positions: positions, records: try records(in: original.id))
    originals[original.id] = enclosure
    return enclosure
  }

  /// Encloses a part of an original, written anew.
  mutating func add(
    _ bytes: [UInt8], _ ending: String, _ production: String, _ original: Original,
    _ item: InspectionRequest.Item, positions: [String]
  ) throws -> Response.Enclosure {
    let path = place(item, production, "\(Self.fileName(original.path)).\(ending)")
    let made = try parts.write(path) { try $0(bytes) }
    items.append(made.item)
    return Response.Enclosure(
      production: production, path: path, what: "extract", system: original.system,
      originalPath: original.path, originalSHA256: original.sha256,
      sha256: made.sha256, bytes: made.item.size, positions: positions,
      records: positions.count)
  }

  /// The next production number.
  mutating func nextNumber() -> String {
    number += 1
    let digits = String(number)
    return "\(request)-\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
  }

  /// How many records a file holds, with those of what lies in it: events, or rows of tables.
  private mutating func records(in artifact: Int64) throws -> Int {
    let counts = try recordCounts ?? Self.recordCounts(db)
    recordCounts = counts
    return counts[artifact] ?? 0
  }

  private static func recordCounts(_ db: Database) throws -> [Int64: Int] {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT coalesce(a.container_id, a.artifact_id), sum(CASE WHEN s.kind = ?
          THEN coalesce(e.events, 0) + a.records_quarantined ELSE a.records_read END)
        FROM artifact a JOIN source s ON s.source_id = a.source_id
        LEFT JOIN (SELECT artifact_id, count(*) AS events FROM all_event GROUP BY artifact_id) e
          ON e.artifact_id = a.artifact_id
        GROUP BY 1
        """, arguments: [AskedSubjects.events])
    var counts: [Int64: Int] = [:]
    while let row = try rows.next() { counts[row[0]] = row[1] }
    return counts
  }

  private func place(
    _ item: InspectionRequest.Item, _ production: String, _ name: String
  ) -> String {
    let folder =
      "requests/\(PackName.safe(request, limit: 24))/\(PackName.safe(item.number, limit: 12))"
    let room = PackName.longestPath - PackName.longestIdentifier - "/data/\(folder)/".utf8.count
    let limit = min(PackName.longestSegment, room)
    return "\(folder)/\(PackName.safe("\(production)-\(name)", limit: limit))"
  }

  private static func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
