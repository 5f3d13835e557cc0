internal import GRDB
internal import Settings

/// Statements that nothing of a kind occurred: records of kind `nil_return`, and export notes of a
/// source that showed no rows. Only these make an empty population "nothing occurred".
enum NilReturns {
  /// By record kind, a sentence on the returns that cover every day of a period between them.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  static func covering(
    from: Int64, to: Int64, _ db: Database, kinds: [String: RecordKind]
  ) throws -> [String: String] {
    var found: [String: [(from: Int64, to: Int64, record: Int64)]] = [:]
    func read(_ sql: String) throws {
      for row in try Row.fetchAll(db, sql: sql) {
        guard let kind: String = row[0], let from: Int64 = row[1], let to: Int64 = row[2] else {
          continue
        }
        found[kind, default: []].append((from, to, row[3]))
      }
    }
    if kinds["nil_return"] != nil {
      try read(
        """
        SELECT kind, period_from_day, period_until_day, record_id FROM temp.all_nil_return
        WHERE signed_by IS NOT NULL ORDER BY 2, 4
        """)
    }
    if kinds["export_note"] != nil {
      try read(
        """
        SELECT s.kind, n.period_from_day, n.period_until_day, n.record_id
        FROM temp.all_export_note n JOIN source s ON s.name = n.source_name
        WHERE n.rows = 0 ORDER BY 2, 4
        """)
    }
    let evidence = try EvidenceLookup(db, kinds: kinds)
    var sentences: [String: String] = [:]
    for (kind, returns) in found {
      var next = from
      var used: [Int64] = []
      for entry in returns.sorted(by: { ($0.from, $0.record) < ($1.from, $1.record) })
      where entry.from <= next && entry.to >= next && next <= to {
        next = entry.to + 1
        used.append(entry.record)
      }
      guard next > to, !used.isEmpty else { continue }
      let places = try used.compactMap { record in
        try evidence.pointer(record, role: "return").map { pointer in
          pointer.artifact + (pointer.position.label.map { ", \($0)" } ?? "")
        }
      }
      let name = kinds[kind]?.unit.one ?? kind
      sentences[kind] =
        "Nothing occurred: a nil return states that there was no \(name) in the period "
        + "(\(places.joined(separator: "; ")))."
    }
    return sentences
  }
}
