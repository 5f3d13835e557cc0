internal import Assessing
internal import GRDB

extension ManifestDocument {
  /// States what a plan encloses and leaves.
  init(
    _ plan: EvidencePlan, _ db: Database, packId: String, assessment: Assessment, files: [Made]
  ) throws {
    let sorted = plan.enclosed.sorted { $0.path < $1.path }
    var firstPath: [String: String] = [:]
    let items = sorted.map { enclosed -> Item in
      let earlier = firstPath[enclosed.copy.digests.sha256]
      if earlier == nil { firstPath[enclosed.copy.digests.sha256] = enclosed.path }
      let artifact = enclosed.artifact
      return Item(
        path: enclosed.path, kind: artifact.kind, source: artifact.source,
        originalPath: artifact.path, sha256: enclosed.copy.digests.sha256,
        bytes: enclosed.copy.size,
        modified: artifact.modifiedMs.map { Instant(milliseconds: $0).text },
        collected: Instant(milliseconds: artifact.collectedMs).text,
        collectedBy: artifact.collectedBy,
        mediaType: artifact.mediaType, format: artifact.format, status: artifact.status,
        enclosedAs: enclosed.why, reason: artifact.reason,
        lots: enclosed.lots.map { Lot(gtin: $0.gtin, lot: $0.lot) },
        requirements: enclosed.requirements, serves: enclosed.serves, members: enclosed.members,
        duplicateOf: earlier,
        absentAtSource: artifact.isAbsent)
    }
    let notEnclosed = plan.left.map { left in
      NotEnclosed(
        source: left.artifact.source, originalPath: left.artifact.path,
        sha256: left.artifact.sha256, reason: left.why, detail: left.artifact.reason)
    }
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT s.name, s.kind, s.place, count(a.artifact_id) AS seen FROM source s
        LEFT JOIN artifact a ON a.source_id = s.source_id AND a.container_id IS NULL
        GROUP BY s.source_id ORDER BY s.name
        """)
    let sources = rows.map { row -> SourceCount in
      let name: String = row["name"]
      let left = notEnclosed.filter { $0.source == name }
      func count(_ reason: String) -> Int { left.count { $0.reason == reason } }
      let enclosed = items.count { $0.source == name }
      return SourceCount(
        source: name, kind: row["kind"], place: row["place"], seen: row["seen"],
        enclosed: enclosed, outsideScope: count("outside_scope"), superseded: count("superseded"),
        excluded: count("excluded"), unreadable: count("unreadable"))
    }
    self.init(
      schema: Self.schemaName, packId: packId, created: assessment.generatedAt.text,
      asOf: assessment.asOf.text, from: assessment.scope.from.text, to: assessment.scope.to.text,
      digestAlgorithm: "sha256", sources: sources, items: items, notEnclosed: notEnclosed,
      files: files,
      totals: Totals(
        items: items.count, bytes: items.reduce(0) { $0 &+ $1.bytes },
        notEnclosed: notEnclosed.count))
  }
}
