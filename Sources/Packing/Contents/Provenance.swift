internal import Assessing
internal import Cataloging
internal import GRDB

/// The files below `data/provenance/`, from the catalog's own tables.
struct Provenance {
  struct Run: Encodable {
    let schema = "muster.run/v1"
    let packId: String
    let kind: String
    let isDraft: Bool
    let tool: Assessment.Tool
    let generatedAt: String
    let generatedAtFixedBySourceDateEpoch: Bool
    let asOf: String
    let organization: Assessment.Organization
    let purpose: Assessment.Purpose?
    let scope: Assessment.Scope
    let inputs: Assessment.Inputs
    let catalogPart: String
    let parameters: [String: String]
    let collects: [Collect]
    let audit: AuditHead
  }

  struct Collect: Encodable {
    let command: String
    let started: String
    let ended: String?
    let user: String?
    let host: String?
    let tool: String?
    let outcome: String?
  }

  struct AuditHead: Codable {
    let entries: Int
    let head: String
  }

  struct AuditEntry: Codable {
    let auditId: Int64
    let at: String
    let atMs: Int64
    let who: String
    let what: String
    let why: String?
    let detail: String
    let previous: String
    let hash: String

    // The recipe of the catalog's audit trail: SHA-256 over canonical JSON.
    var computedHash: String {
      let json = CanonicalJSON.object([
        "at_ms": .integer(atMs), "audit_id": .integer(auditId), "detail": .string(detail),
        "previous": .string(previous), "what": .string(what), "who": .string(who),
        "why": .optional(why),
      ])
      return Digests.sha256(Array(json.text.utf8))
    }
  }

  struct LogLine: Encodable {
    let source: String
    let path: String
    let sha256: String
    let bytes: Int64
    let status: String
    let reason: String?
    let format: String?
    let collected: String
    let by: String?
    let read: Int
    let taken: Int
    let unchanged: Int
    let excluded: Int
    let quarantined: Int
  }

  struct QuarantineLine: Encodable {
    let source: String
    let path: String
    let reason: String
    let line: Int64?
    let byte: Int64?
    let detail: String?
  }

  let collects: [Collect]
  let audit: [AuditEntry]

  init(_ db: Database) throws {
    func text(_ ms: Int64?) -> String? { ms.map { Instant(milliseconds: $0).text } }
    // A run that added nothing leaves no trace, so that collecting again changes no pack.
    collects = try Row.fetchAll(
      db,
      sql: "SELECT * FROM run WHERE run_id IN (SELECT run_id FROM artifact) ORDER BY run_id"
    ).map { row in
      Collect(
        command: row["command"], started: Instant(milliseconds: row["started_ms"]).text,
        ended: text(row["ended_ms"]), user: row["user"], host: row["host"], tool: row["tool"],
        outcome: row["outcome"])
    }
    audit = try Row.fetchAll(db, sql: "SELECT * FROM audit ORDER BY audit_id").map { row in
      AuditEntry(
        auditId: row["audit_id"], at: Instant(milliseconds: row["at_ms"]).text, atMs: row["at_ms"],
        who: row["who"],
        what: row["what"], why: row["why"], detail: row["detail"], previous: row["previous"],
        hash: row["hash"])
    }
  }

  /// The files but `run.json`; the lists of them are written down row by row.
  func files(_ db: Database, in parts: PartFolder) throws -> [MadeFile] {
    [
      MadeFile(
        PackFile(path: "provenance/audit-trail.jsonl", bytes: try DocumentEncoder.lines(audit))),
      try parts.write("provenance/collection-log.jsonl") { try Self.writeLog(db, to: $0) },
      try parts.write("provenance/quarantine.jsonl") { try Self.writeQuarantine(db, to: $0) },
    ]
  }

  private static func writeLog(_ db: Database, to sink: ListJSON.Sink) throws {
    let lines = try Row.fetchCursor(
      db,
      sql: """
        SELECT a.*, s.name AS source FROM artifact a JOIN source s USING (source_id)
        ORDER BY s.name, a.path, a.artifact_id
        """
    ).map { row in
      LogLine(
        source: row["source"], path: row["path"], sha256: row["sha256"], bytes: row["bytes"],
        status: row["status"], reason: row["reason"], format: row["format"],
        collected: Instant(milliseconds: row["collected_ms"]).text, by: row["collected_by"],
        read: row["records_read"], taken: row["records_taken"],
        unchanged: row["records_unchanged"], excluded: row["records_excluded"],
        quarantined: row["records_quarantined"])
    }
    try DocumentEncoder.lines(lines, to: sink)
  }

  private static func writeQuarantine(_ db: Database, to sink: ListJSON.Sink) throws {
    let lines = try Row.fetchCursor(
      db,
      sql: """
        SELECT q.*, a.path, s.name AS source FROM quarantine q
        JOIN artifact a USING (artifact_id) JOIN source s USING (source_id)
        ORDER BY s.name, a.path, q.quarantine_id
        """
    ).map { row in
      QuarantineLine(
        source: row["source"], path: row["path"], reason: row["reason"], line: row["line"],
        byte: row["byte_offset"], detail: row["detail"])
    }
    try DocumentEncoder.lines(lines, to: sink)
  }
}
