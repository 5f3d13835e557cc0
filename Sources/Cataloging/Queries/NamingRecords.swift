import GRDB

/// Records of one kind that name a lot or a serial.
package struct NamingRecords: Codable, Equatable, Sendable {
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

  /// How many of a kind are listed.
  private static let listed = 10

  /// Records of every kind that name the lot or the EPC of an id, current ones, kinds people look for
  /// first in front.
  static func read(_ db: Database, of id: Int64, _ kinds: NamingKinds) throws -> [NamingRecords] {
    try kinds.kinds.compactMap { kind in
      let count =
        try Int.fetchOne(db.cachedStatement(sql: kind.count), arguments: [id]) ?? 0
      guard count > 0 else { return nil }
      let rows = try Row.fetchAll(
        db.cachedStatement(sql: kind.rows), arguments: [id, listed])
      return NamingRecords(
        kind: kind.layout.kind, count: count,
        entries: rows.map { row in
          Entry(
            values: kind.layout.cells.compactMap { cell in
              kinds.cutOff?.hides(cell, of: kind.layout, row) == true ? nil : value(cell, row)
            },
            record: TraceRecord(
              source: row["muster_source"] ?? "", path: row["muster_path"] ?? "",
              sha256: row["muster_sha"] ?? "", line: row["muster_line"], byte: row["muster_byte"],
              pointer: row["muster_pointer"]))
        })
    }
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
}
