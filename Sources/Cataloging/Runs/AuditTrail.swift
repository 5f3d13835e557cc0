import Crypto
package import GRDB

/// The append-only trail of who did what, when and why; each entry carries the hash of the one
/// before, and `meta` the last one, so that a changed, removed or added entry shows.
package enum AuditTrail {
  /// What stands before the first entry.
  package static let origin = String(repeating: "0", count: 64)

  /// Writes an entry with facts for machines in `detail`; says its hash.
  @discardableResult
  package static func append(
    _ db: Database, atMs: Int64, who: String, what: String, why: String? = nil,
    detail: CanonicalJSON = .object([:])
  ) throws -> String {
    let last = try Row.fetchOne(
      db, sql: "SELECT audit_id, hash FROM audit ORDER BY audit_id DESC LIMIT 1")
    let id = (last.map { $0[0] as Int64 } ?? 0) + 1
    let entry = Entry(
      id: id, atMs: atMs, who: who, what: what, why: why, detail: detail.text,
      previous: last.map { $0[1] } ?? origin)
    let hash = entry.hash
    try db.execute(
      sql: "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [id, atMs, who, what, why, entry.detail, entry.previous, hash])
    try db.execute(
      sql: """
        INSERT INTO meta(key, value) VALUES ('audit_head', ?)
        ON CONFLICT(key) DO UPDATE SET value = excluded.value
        """, arguments: ["\(id) \(hash)"])
    return hash
  }

  /// Follows the chain from its first entry; nil when it holds, else a sentence on the first break.
  package static func fault(_ db: Database) throws -> String? {
    var previous = origin
    var expected: Int64 = 1
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT audit_id, at_ms, who, what, why, detail, previous, hash FROM audit
        ORDER BY audit_id
        """)
    while let row = try rows.next() {
      let id: Int64 = row[0]
      guard id == expected else {
        return "Entry \(expected) of the audit trail is not there; the next one is \(id)."
      }
      let entry = Entry(
        id: id, atMs: row[1], who: row[2], what: row[3], why: row[4], detail: row[5],
        previous: row[6])
      guard entry.previous == previous else {
        return "Entry \(id) of the audit trail does not follow the one before it."
      }
      let hash: String = row[7]
      guard entry.hash == hash else {
        return "Entry \(id) of the audit trail was changed after it was written."
      }
      previous = hash
      expected += 1
    }
    let head = try String.fetchOne(
      db, sql: "SELECT value FROM meta WHERE key = 'audit_head'")
    let found = expected == 1 ? nil : "\(expected - 1) \(previous)"
    guard head == found else {
      return "The audit trail ends at entry \(expected - 1), which is not the last one written."
    }
    return nil
  }

  private struct Entry {
    var id: Int64
    var atMs: Int64
    var who: String
    var what: String
    var why: String?
    var detail: String
    var previous: String

    /// SHA-256 over the canonical JSON of the entry, the hash before it included.
    var hash: String {
      let json = CanonicalJSON.object([
        "at_ms": .integer(atMs), "audit_id": .integer(id), "detail": .string(detail),
        "previous": .string(previous), "what": .string(what), "who": .string(who),
        "why": .optional(why),
      ])
      return HexText.of(SHA256.hash(data: Array(json.text.utf8)))
    }
  }
}
