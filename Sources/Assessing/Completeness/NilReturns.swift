internal import GRDB
internal import Settings

/// Statements that nothing of a kind occurred: records of kind `nil_return`, and export notes of a
/// source that showed no rows. Only these make an empty population "nothing occurred".
struct NilReturns {
  /// By record kind, a sentence on the returns that speak for every day of the period, and for every
  /// site or source when they name one.
  var sentences: [String: String] = [:]
  /// Returns that records of their kind contradict, in sentences: nothing rests on them.
  var contradicted: [String] = []

  /// What one statement speaks for: a site, a source, or the whole firm.
  private enum Part: Hashable {
    case firm
    case site(String)
    case source(String)
  }

  private struct Entry {
    var from: Int64
    var to: Int64
    var record: Int64
  }

  private let db: Database
  private let evidence: EvidenceLookup

  /// Reads the returns that cover every day of a period between them.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  init(from: Int64, to: Int64, _ db: Database, kinds: [String: RecordKind]) throws {
    self.db = db
    evidence = try EvidenceLookup(db, kinds: kinds)
    var found: [String: [Part: [Entry]]] = [:]
    func read(_ sql: String, _ part: (String?) -> Part) throws {
      for row in try Row.fetchAll(db, sql: sql) {
        guard let kind: String = row[0], let from: Int64 = row[1], let to: Int64 = row[2] else {
          continue
        }
        found[kind, default: [:]][part(row[4]), default: []].append(
          Entry(from: from, to: to, record: row[3]))
      }
    }
    if let kind = kinds["nil_return"] {
      // A site goes by its name or its GLN.
      let site =
        kind.fields.contains { $0.name == "site" }
        ? "coalesce((SELECT s.site FROM run_site s WHERE s.gln = n.site), n.site)" : "NULL"
      try read(
        """
        SELECT n.kind, n.period_from_day, n.period_until_day, n.record_id, \(site)
        FROM temp.all_nil_return n WHERE n.signed_by IS NOT NULL ORDER BY 2, 4
        """
      ) { $0.map(Part.site) ?? .firm }
    }
    if kinds["export_note"] != nil {
      try read(
        """
        SELECT s.kind, n.period_from_day, n.period_until_day, n.record_id, s.name
        FROM temp.all_export_note n JOIN source s ON s.name = n.source_name
        WHERE n.rows = 0 ORDER BY 2, 4
        """
      ) { $0.map(Part.source) ?? .firm }
    }
    let sites = try String.fetchAll(db, sql: "SELECT site FROM run_site").map(Part.site)
    for (kind, parts) in found.sorted(by: { $0.key < $1.key }) {
      let covered = parts.compactMapValues { Self.covering($0, from: from, to: to) }
      let sources = try String.fetchAll(
        db, sql: "SELECT name FROM source WHERE kind = ?", arguments: [kind]
      ).map(Part.source)
      let whole = [[.firm], sites, sources].first { asked in
        !asked.isEmpty && asked.allSatisfy { covered[$0] != nil }
      }
      guard let whole else { continue }
      let places = try places(whole.flatMap { covered[$0] ?? [] })
      let unit = kinds[kind]?.unit
      let present = try inScope(kind, kinds)
      if present > 0 {
        let there = Noun.counted(
          present, "\(unit?.one ?? kind) is", "\(unit?.many ?? kind) are")
        contradicted.append(
          "A nil return states that there was no \(unit?.one ?? kind) in the period (\(places)), "
            + "but \(there) in scope: nothing was made to rest on the return.")
      } else {
        sentences[kind] =
          "Nothing occurred: a nil return states that there was no \(unit?.one ?? kind) in the "
          + "period (\(places))."
      }
    }
  }

  /// The entries that cover a period between them; nil when they do not.
  private static func covering(_ entries: [Entry], from: Int64, to: Int64) -> [Entry]? {
    var next = from
    var used: [Entry] = []
    for entry in entries.sorted(by: { ($0.from, $0.record) < ($1.from, $1.record) })
    where entry.from <= next && entry.to >= next && next <= to {
      next = entry.to + 1
      used.append(entry)
    }
    return next > to && !used.isEmpty ? used : nil
  }

  private func inScope(_ kind: String, _ kinds: [String: RecordKind]) throws -> Int {
    guard kinds[kind] != nil || kind == "event" else { return 0 }
    return try Int.fetchOne(db, sql: "SELECT count(*) FROM temp.\(kind)") ?? 0
  }

  private func places(_ entries: [Entry]) throws -> String {
    try entries.compactMap { entry in
      try evidence.pointer(entry.record, role: "return").map { pointer in
        pointer.artifact + (pointer.position.label.map { ", \($0)" } ?? "")
      }
    }.joined(separator: "; ")
  }
}
