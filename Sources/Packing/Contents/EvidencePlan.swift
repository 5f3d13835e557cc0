internal import Assessing
internal import Cataloging
internal import GRDB

/// One artifact of the catalog that stands for itself (not a member of an archive).
struct CatalogedArtifact: Sendable {
  let id: Int64
  let source: String
  let kind: String
  let path: String
  let sha256: String
  let modifiedMs: Int64?
  let collectedMs: Int64
  let collectedBy: String?
  let mediaType: String?
  let format: String?
  let status: String
  let reason: String?
  let isSuperseded: Bool
  let isAbsent: Bool
}

/// Which originals go into a pack, and why the others do not.
struct EvidencePlan {
  /// An original that goes in.
  struct Enclosed {
    let artifact: CatalogedArtifact
    let copy: VaultCopy
    /// Path below `data/`.
    let path: String
    /// `in_scope`, `cited` or `unreadable`.
    let why: String
    let members: [String]
    let lots: [(gtin: String, lot: String)]
    let requirements: [String]
    let serves: [String]
  }

  /// An original that does not.
  struct Left {
    let artifact: CatalogedArtifact
    /// `outside_scope`, `superseded`, `excluded` or `unreadable`.
    let why: String
  }

  /// Sorted by path.
  private(set) var enclosed: [Enclosed] = []
  private(set) var left: [Left] = []
  /// Artifacts, members included, whose records are in the pack; nil when that is all of them.
  private(set) var keptArtifacts: [Int64]?

  /// Plans from the catalog's tables; nothing is read from the vault.
  init(_ db: Database, vault: Vault, assessment: Assessment) throws {
    let members = try Self.members(db)
    let relevant = try RelevantArtifacts(db, scope: assessment.scope)
    let cited = Set(assessment.findings.flatMap { $0.evidence.map(\.sha256) })
    let served = Self.requirements(assessment)
    let expecting = Self.expecting(assessment)
    var names = EvidenceNames()
    let lots = try NamedLots(db)
    let standing = try Self.withStandingRecords(db)
    let current = try Self.withCurrentTwins(db)
    var kept: [Int64] = []
    var keptAll = true
    let artifacts = try Self.artifacts(db)
    while let artifact = try artifacts.next() {
      let parts = members[artifact.id] ?? []
      let inScope =
        relevant.contains(artifact.id) || parts.contains { relevant.contains($0.id) }
      let isCited = cited.contains(artifact.sha256)
      // Of a file put in another's place the rows that stand still lie in the former one, too.
      let stands =
        standing.contains(artifact.id) || parts.contains { standing.contains($0.id) }
      if artifact.isSuperseded, stands, inScope, current.contains(artifact.sha256) {
        // The same bytes read again: one original serves both.
        kept.append(artifact.id)
        kept += parts.map(\.id)
        left.append(Left(artifact: artifact, why: Self.whyLeft(artifact)))
        continue
      }
      let copy = try VaultCopy(db, sha256: artifact.sha256, vault: vault)
      let reason = Self.reason(
        artifact, inScope: inScope && (!artifact.isSuperseded || stands), isCited: isCited)
      if reason != nil, copy == nil, artifact.status == "taken" {
        throw PackingError(
          .evidenceDamaged,
          "The original of \(artifact.source):\(artifact.path) is not in the vault. "
            + "Collect its source again.")
      }
      guard let why = reason, let copy else {
        left.append(Left(artifact: artifact, why: Self.whyLeft(artifact)))
        keptAll = keptAll && artifact.status != "taken"
        continue
      }
      kept.append(artifact.id)
      kept += parts.map(\.id)
      enclosed.append(
        Enclosed(
          artifact: artifact, copy: copy, path: names.path(for: artifact), why: why,
          members: parts.map(\.path),
          lots: lots.of([artifact.id] + parts.map(\.id)),
          requirements: served[artifact.sha256] ?? [], serves: expecting[artifact.kind] ?? []))
    }
    keptArtifacts = keptAll ? nil : kept
    enclosed.sort { $0.path < $1.path }
  }

  /// Where each original lies, by `source:path`; members of an archive lie where it does.
  var pathsByArtifact: [String: String] {
    var paths: [String: String] = [:]
    for original in enclosed {
      for name in [original.artifact.path] + original.members {
        paths["\(original.artifact.source):\(name)"] = original.path
      }
    }
    return paths
  }

  private static func reason(
    _ artifact: CatalogedArtifact, inScope: Bool, isCited: Bool
  ) -> String? {
    if isCited { return "cited" }
    if artifact.status == "unreadable" { return "unreadable" }
    return artifact.status == "taken" && inScope ? "in_scope" : nil
  }

  private static func whyLeft(_ artifact: CatalogedArtifact) -> String {
    if artifact.status != "taken" { return artifact.status }
    return artifact.isSuperseded ? "superseded" : "outside_scope"
  }

  /// Superseded artifacts in which records lie that still count.
  private static func withStandingRecords(_ db: Database) throws -> Set<Int64> {
    let isAny = try Bool.fetchOne(
      db,
      sql:
        "SELECT EXISTS (SELECT 1 FROM artifact WHERE superseded_by IS NOT NULL AND status = 'taken')"
    )
    guard isAny == true else { return [] }
    var found: Set<Int64> = []
    for table in try RecordTables.layouts(db).map(\.table) {
      found.formUnion(
        try Int64.fetchSet(
          db,
          sql: """
            SELECT DISTINCT r.artifact_id FROM \(table.quotedDatabaseIdentifier) v
            JOIN record r ON r.record_id = v.record_id
            JOIN artifact a ON a.artifact_id = r.artifact_id
            WHERE v.superseded_by IS NULL AND a.superseded_by IS NOT NULL
            """))
    }
    return found
  }

  /// Digests of superseded artifacts that a current one has, too.
  private static func withCurrentTwins(_ db: Database) throws -> Set<String> {
    try String.fetchSet(
      db,
      sql: """
        SELECT sha256 FROM artifact WHERE container_id IS NULL AND superseded_by IS NOT NULL
        INTERSECT SELECT sha256 FROM artifact WHERE container_id IS NULL AND superseded_by IS NULL
        """)
  }

  /// One at a time: their rows take many times the room of what is kept of them.
  private static func artifacts(_ db: Database) throws -> MapCursor<RowCursor, CatalogedArtifact> {
    // Words that a hundred thousand files share are kept once.
    var words: Set<String> = []
    func shared(_ word: String) -> String { words.insert(word).memberAfterInsert }
    return try Row.fetchCursor(
      db,
      sql: """
        SELECT a.*, s.name AS source_name, s.kind AS source_kind
        FROM artifact a JOIN source s ON s.source_id = a.source_id
        WHERE a.container_id IS NULL
        ORDER BY s.name, a.path, a.artifact_id
        """
    ).map { row in
      CatalogedArtifact(
        id: row["artifact_id"], source: shared(row["source_name"]),
        kind: shared(row["source_kind"]), path: row["path"], sha256: row["sha256"],
        modifiedMs: row["mtime_ms"], collectedMs: row["collected_ms"],
        collectedBy: (row["collected_by"] as String?).map(shared),
        mediaType: (row["media_type"] as String?).map(shared),
        format: (row["format"] as String?).map(shared), status: row["status"],
        reason: row["reason"], isSuperseded: (row["superseded_by"] as Int64?) != nil,
        isAbsent: (row["absent_since_ms"] as Int64?) != nil)
    }
  }

  private static func members(_ db: Database) throws -> [Int64: [(id: Int64, path: String)]] {
    var members: [Int64: [(id: Int64, path: String)]] = [:]
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT artifact_id, container_id, path FROM artifact
        WHERE container_id IS NOT NULL ORDER BY path, artifact_id
        """)
    while let row = try rows.next() {
      members[row["container_id"], default: []].append((row[0], row["path"]))
    }
    return members
  }

  /// The lots that events name, in order, and for each artifact the places of its own among them.
  /// One pass over the events serves all originals.
  private struct NamedLots {
    private var lots: [(gtin: String, lot: String)] = []
    private var places: [Int64: [Int]] = [:]

    init(_ db: Database) throws {
      var placeOf: [Int64: Int] = [:]
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT l.lot_id, p.gtin, l.lot FROM all_lot l JOIN product p ON p.product_id = l.product_id
          ORDER BY p.gtin, l.lot
          """)
      while let row = try rows.next() {
        let lot: (gtin: String, lot: String) = (row[1], row[2])
        if lots.last.map({ $0 != lot }) ?? true { lots.append(lot) }
        placeOf[row[0]] = lots.count - 1
      }
      let named = try Row.fetchCursor(
        db, sql: "SELECT DISTINCT artifact_id, lot_id FROM all_event WHERE lot_id IS NOT NULL")
      while let row = try named.next() {
        guard let place = placeOf[row[1]] else { continue }
        places[row[0], default: []].append(place)
      }
    }

    func of(_ artifacts: [Int64]) -> [(gtin: String, lot: String)] {
      var found: Set<Int> = []
      for artifact in artifacts { found.formUnion(places[artifact] ?? []) }
      return found.sorted().map { lots[$0] }
    }
  }

  // Requirements that expect records of a source's kind.
  private static func expecting(_ assessment: Assessment) -> [String: [String]] {
    var expecting: [String: Set<String>] = [:]
    for requirement in assessment.requirements {
      for line in requirement.evidence {
        expecting[line.kind == "event" ? "epcis" : line.kind, default: []].insert(requirement.id)
      }
    }
    return expecting.mapValues { $0.sorted() }
  }

  // Requirements whose findings point into an original, by its digest.
  private static func requirements(_ assessment: Assessment) -> [String: [String]] {
    var served: [String: Set<String>] = [:]
    for finding in assessment.findings {
      for pointer in finding.evidence {
        served[pointer.sha256, default: []].formUnion(finding.requirements)
      }
    }
    return served.mapValues { $0.sorted() }
  }
}

/// Gives each original its safe place below `evidence/`.
private struct EvidenceNames {
  private var taken: Set<String> = []

  mutating func path(for artifact: CatalogedArtifact) -> String {
    let kind = PackName.safe(artifact.kind, limit: 24)
    let source = PackName.safe(artifact.source, limit: 24)
    let folder = "evidence/\(kind)/\(source)"
    let room =
      PackName.longestPath - PackName.longestIdentifier - "/data/\(folder)/".utf8.count
    let limit = min(PackName.longestSegment, room)
    let last = artifact.path.split(separator: "/").last.map(String.init) ?? ""
    let name = PackName.safe(last, limit: limit)
    var candidate = name
    var mark = String(artifact.sha256.prefix(8))
    var number = 1
    while !taken.insert("\(folder)/\(candidate)").inserted {
      candidate = PackName.marked(name, mark, limit: limit)
      number += 1
      mark = "\(artifact.sha256.prefix(8))-\(number)"
    }
    return "\(folder)/\(candidate)"
  }
}
