import GRDB

/// Records of one kind that name a lot.
package struct LotRecords: Codable, Equatable, Sendable {
  /// One record: the values of its fields as they were read, and where it stands.
  package struct Entry: Codable, Equatable, Sendable {
    /// Field paths with their values, blanks left out, in the order of the kind.
    package var values: [[String]]
    /// Where it stands.
    package var record: TraceRecord
  }

  /// The kind's id.
  package var kind: String
  /// How many there are.
  package var count: Int
  /// The first of them.
  package var entries: [Entry]

  /// Records of every kind that name a lot, current ones, kinds people look for first in front. With a cut-off, records
  /// that begin after it are left out, and so are the fields that became known after it.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  static func read(
    _ db: Database, lot id: Int64, listing: Int = 10, cutOff: RecordCutOff? = nil
  ) throws -> [LotRecords] {
    try inOrder(RecordTables.layouts(db)).compactMap { layout in
      guard try db.tableExists(layout.table) else { return nil }
      let columns = Set(try db.columns(in: layout.table).map(\.name))
      guard var link = try link(db, layout.kind, columns) else { return nil }
      if let cutOff { link += " AND NOT (\(cutOff.begins(layout, columns)))" }
      let count =
        try Int.fetchOne(
          db, sql: "SELECT count(*) FROM \(layout.table) v WHERE v.is_current = 1 AND \(link)",
          arguments: [id]) ?? 0
      guard count > 0 else { return nil }
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT v.*, a.path AS muster_path, a.sha256 AS muster_sha, s.name AS muster_source,
            r.line AS muster_line, r.byte_offset AS muster_byte, r.pointer AS muster_pointer
          FROM \(layout.table) v LEFT JOIN record r ON r.record_id = v.record_id
          LEFT JOIN artifact a ON a.artifact_id = r.artifact_id
          LEFT JOIN source s ON s.source_id = a.source_id
          WHERE v.is_current = 1 AND \(link) ORDER BY v.muster_key, v.record_id LIMIT ?
          """, arguments: [id, listing])
      return LotRecords(
        kind: layout.kind, count: count,
        entries: rows.map { row in
          Entry(
            values: layout.cells.compactMap { cell in
              cutOff?.hides(cell, of: layout, row) == true ? nil : value(cell, row)
            },
            record: TraceRecord(
              source: row["muster_source"] ?? "", path: row["muster_path"] ?? "",
              sha256: row["muster_sha"] ?? "", line: row["muster_line"], byte: row["muster_byte"],
              pointer: row["muster_pointer"]))
        })
    }
  }

  /// What people look for first.
  private static let first = [
    "batch_record", "release", "serial_reconciliation", "label_reconciliation", "deviation",
    "repository_upload", "recall", "complaint", "batch_facts", "sample", "sampling_result",
  ]

  /// Kinds people look for first, then the others by name.
  private static func inOrder(_ layouts: [RecordLayout]) -> [RecordLayout] {
    layouts.filter { first.contains($0.kind) }.sorted {
      (first.firstIndex(of: $0.kind) ?? 0) < (first.firstIndex(of: $1.kind) ?? 0)
    } + layouts.filter { !first.contains($0.kind) }
  }

  private static func value(_ cell: RecordLayout.Cell, _ row: Row) -> [String]? {
    let column =
      cell.columns.first { $0.part == .text } ?? cell.columns.first { $0.part == .value }
    guard let column else { return nil }
    switch (row[column.name] as DatabaseValue).storage {
    case .string(let text): return text.isEmpty ? nil : [cell.path, text]
    case .int64(let number):
      if cell.kind == "boolean" { return [cell.path, number == 0 ? "no" : "yes"] }
      return [cell.path, String(number)]
    default: return nil
    }
  }

  /// The condition that a version names a lot, one place for its id; nil when the kind cannot.
  static func link(_ db: Database, _ kind: String, _ columns: Set<String>) throws -> String? {
    if columns.contains("lot_id") { return "v.lot_id = ?" }
    let list = "\(kind)__lots"
    guard try db.tableExists(list),
      try db.columns(in: list).contains(where: { $0.name == "lot_id" })
    else { return nil }
    return "v.record_id IN (SELECT record_id FROM \(list) WHERE lot_id = ?)"
  }
}
