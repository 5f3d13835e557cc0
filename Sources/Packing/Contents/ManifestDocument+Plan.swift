internal import Assessing
internal import GRDB
internal import Settings

extension ManifestDocument {
  /// States what a plan encloses and leaves, but for the two lists of it.
  init(
    _ plan: EvidencePlan, _ db: Database, packId: String, assessment: Assessment, files: [Made]
  ) throws {
    var counts: [String: [String: Int]] = [:]
    for original in plan.enclosed {
      counts[original.artifact.source, default: [:]]["enclosed", default: 0] += 1
    }
    for left in plan.left { counts[left.artifact.source, default: [:]][left.why, default: 0] += 1 }
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT s.name, s.kind, s.place, count(a.artifact_id) AS seen FROM source s
        LEFT JOIN artifact a ON a.source_id = s.source_id AND a.container_id IS NULL
        GROUP BY s.source_id ORDER BY s.name
        """)
    let sources = rows.map { row -> SourceCount in
      let name: String = row["name"]
      func count(_ what: String) -> Int { counts[name]?[what] ?? 0 }
      return SourceCount(
        source: name, kind: row["kind"], place: row["place"], seen: row["seen"],
        enclosed: count("enclosed"), outsideScope: count("outside_scope"),
        superseded: count("superseded"), excluded: count("excluded"),
        unreadable: count("unreadable"))
    }
    self.init(
      schema: Self.schemaName, packId: packId, created: assessment.generatedAt.text,
      asOf: assessment.asOf.text, from: assessment.scope.from.iso, to: assessment.scope.to.iso,
      digestAlgorithm: "sha256", sources: sources, items: [], notEnclosed: [], files: files,
      totals: Totals(
        items: plan.enclosed.count, bytes: plan.enclosed.reduce(0) { $0 &+ $1.copy.size },
        notEnclosed: plan.left.count))
  }

  /// The originals of a plan, each made when it is asked for.
  static func items(_ plan: EvidencePlan) -> some Sequence<Item> {
    var first: [String: String] = [:]
    var earlier: [String: String] = [:]
    for original in plan.enclosed {
      let sha256 = original.copy.digests.sha256
      if let path = first[sha256] {
        earlier[original.path] = path
      } else {
        first[sha256] = original.path
      }
    }
    return plan.enclosed.lazy.map { [earlier] in Item($0, duplicateOf: earlier[$0.path]) }
  }

  /// What a plan leaves, in the same way.
  static func notEnclosed(_ plan: EvidencePlan) -> some Sequence<NotEnclosed> {
    plan.left.lazy.map { left in
      NotEnclosed(
        source: left.artifact.source, originalPath: left.artifact.path,
        sha256: left.artifact.sha256, reason: left.why, detail: left.artifact.reason)
    }
  }
}

extension ManifestDocument.Item {
  fileprivate init(_ original: EvidencePlan.Enclosed, duplicateOf: String?) {
    let artifact = original.artifact
    self.init(
      path: original.path, kind: artifact.kind, source: artifact.source,
      originalPath: artifact.path, sha256: original.copy.digests.sha256,
      bytes: original.copy.size,
      modified: artifact.modifiedMs.map { Instant(milliseconds: $0).text },
      collected: Instant(milliseconds: artifact.collectedMs).text,
      collectedBy: artifact.collectedBy,
      mediaType: artifact.mediaType, format: artifact.format, status: artifact.status,
      enclosedAs: original.why, reason: artifact.reason,
      lots: original.lots.map { ManifestDocument.Lot(gtin: $0.gtin, lot: $0.lot) },
      requirements: original.requirements, serves: original.serves, members: original.members,
      duplicateOf: duplicateOf, absentAtSource: artifact.isAbsent)
  }
}
