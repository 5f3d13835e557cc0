import GRDB

/// The kinds of records that can name a lot, or an EPC, and how they are read: the same for every one.
struct NamingKinds {
  /// What records are looked for.
  enum Subject { case lot, epc }

  /// One kind.
  struct Kind {
    let layout: RecordLayout
    /// The statement that counts the records of a subject, one place for its id.
    let count: String
    /// The statement that reads the first of them, places for its id and for how many.
    let rows: String
  }

  /// Kinds people look for first, then the others by name.
  let kinds: [Kind]
  /// Records that begin after it are left out, and so are the fields that became known after it.
  let cutOff: RecordCutOff?

  /// Looks up which kinds a catalog has.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  init(_ db: Database, of subject: Subject, cutOff: RecordCutOff?) throws {
    self.cutOff = cutOff
    kinds = try Self.inOrder(RecordTables.layouts(db)).compactMap { layout in
      guard try db.tableExists(layout.table) else { return nil }
      let columns = Set(try db.columns(in: layout.table).map(\.name))
      guard var link = try Self.link(db, layout, columns, to: subject) else { return nil }
      if let cutOff { link += " AND NOT (\(cutOff.begins(layout, columns)))" }
      return Kind(
        layout: layout,
        count: "SELECT count(*) FROM \(layout.table) v WHERE v.is_current = 1 AND \(link)",
        rows: """
          SELECT v.*, a.path AS muster_path, a.sha256 AS muster_sha, s.name AS muster_source,
            r.line AS muster_line, r.byte_offset AS muster_byte, r.pointer AS muster_pointer
          FROM \(layout.table) v LEFT JOIN record r ON r.record_id = v.record_id
          LEFT JOIN artifact a ON a.artifact_id = r.artifact_id
          LEFT JOIN source s ON s.source_id = a.source_id
          WHERE v.is_current = 1 AND \(link) ORDER BY v.muster_key, v.record_id LIMIT ?2
          """)
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

  private static func link(
    _ db: Database, _ layout: RecordLayout, _ columns: Set<String>, to subject: Subject
  ) throws -> String? {
    subject == .lot ? try link(db, layout.kind, columns) : try linkToEPC(db, layout, columns)
  }

  /// The condition that a version names a lot, one place for its id; nil when the kind cannot.
  static func link(_ db: Database, _ kind: String, _ columns: Set<String>) throws -> String? {
    if columns.contains("lot_id") { return "v.lot_id = ?1" }
    let list = "\(kind)__lots"
    guard try db.tableExists(list),
      try db.columns(in: list).contains(where: { $0.name == "lot_id" })
    else { return nil }
    return "v.record_id IN (SELECT record_id FROM \(list) WHERE lot_id = ?1)"
  }

  /// The same for an EPC: a record may name it in several fields, and in lists.
  private static func linkToEPC(
    _ db: Database, _ layout: RecordLayout, _ columns: Set<String>
  ) throws -> String? {
    func links(_ cells: [RecordLayout.Cell], in columns: Set<String>) -> [String] {
      cells.flatMap(\.columns).filter { $0.part == .epc && columns.contains($0.name) }
        .map { RecordTables.quoted($0.name) + " = ?1" }
    }
    var conditions = links(layout.cells, in: columns).map { "v." + $0 }
    for list in layout.lists where try db.tableExists(list.table) {
      let present = Set(try db.columns(in: list.table).map(\.name))
      conditions += links(list.cells, in: present).map {
        "v.record_id IN (SELECT record_id FROM \(RecordTables.quoted(list.table)) WHERE \($0))"
      }
    }
    return conditions.isEmpty ? nil : "(" + conditions.joined(separator: " OR ") + ")"
  }
}
