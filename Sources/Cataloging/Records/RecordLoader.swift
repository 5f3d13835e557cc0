import GRDB
package import GS1
package import Settings

/// Takes the records of one kind out of one artifact, inside the transaction its `ArtifactLoader`
/// holds: keeps versions apart, notes what cannot be read.
///
/// Make one per artifact and kind, `deliver` the fields the mapping found, `take` every record,
/// `finish` before the artifact's loader finishes. Rows that cannot be split into cells go to
/// `ArtifactLoader.quarantine`.
package final class RecordLoader {
  private let loader: ArtifactLoader
  private let kind: RecordKind
  private let lists: [BulkStatement]
  private let versions: RecordVersions

  /// Begins the records of a kind. `exportedMs` is when the source declares the export was made,
  /// in UTC milliseconds; without it the file's time orders versions.
  ///
  /// - Throws: `CatalogError` when the kind's fields make no table, GRDB's `DatabaseError`.
  package init(_ loader: ArtifactLoader, kind: RecordKind, exportedMs: Int64? = nil) throws {
    let db = loader.db
    try RecordTables.prepare(db, [kind])
    self.loader = loader
    self.kind = kind
    let layout = RecordLayout(kind)
    lists = try layout.lists.map { list in
      try Self.insert(db, list.table, ["record_id", "ord"] + Self.names(list.cells))
    }
    versions = try RecordVersions(
      db, layout, artifact: loader.artifact, exportedMs: exportedMs,
      insert: Self.insert(
        db, layout.table, RecordVersions.columns + ["extra"] + Self.names(layout.cells)))
  }

  private static func names(_ cells: [RecordLayout.Cell]) -> [String] {
    cells.flatMap(\.columns).filter { !$0.isLink }.map(\.name)
  }

  private static func insert(
    _ db: Database, _ table: String, _ names: [String]
  ) throws -> BulkStatement {
    let columns = names.map(\.quotedDatabaseIdentifier).joined(separator: ", ")
    let marks = names.map { _ in "?" }.joined(separator: ", ")
    return try BulkStatement(
      db, "INSERT INTO \(table.quotedDatabaseIdentifier)(\(columns)) VALUES (\(marks))")
  }

  /// Writes down which fields the source delivers, blank or not: column paths (`qa_approval_by`)
  /// and names of lists.
  package func deliver(_ fields: some Sequence<String>) throws {
    let statement = try loader.db.cachedStatement(
      sql: "INSERT OR IGNORE INTO delivered_field(source_id, kind, field) VALUES (?, ?, ?)")
    for field in Set(fields).sorted() {
      try statement.execute(arguments: [versions.source, kind.id, field])
    }
  }

  /// Cells of one field that hold something no value could be made of.
  package struct Unread: Sendable {
    /// What is wrong with them.
    package var code: DefectCode
    /// The field's path.
    package var field: String
    /// What the first of them holds.
    package var raw: String
    /// Where the first of them stands.
    package var position: SourcePosition
    /// How many they are.
    package var count = 0
  }

  /// What could not be read of the records taken, in order of appearance.
  package private(set) var unread: [Unread] = []

  private func note(_ fault: TypedRecord.Fault, at position: SourcePosition) {
    guard DefectCode.unreadValues.contains(fault.code) else { return }
    let known = unread.firstIndex { $0.code == fault.code && $0.field == fault.field }
    let place = known ?? unread.count
    if known == nil {
      unread.append(
        Unread(code: fault.code, field: fault.field, raw: fault.raw, position: position))
    }
    unread[place].count += 1
  }

  /// Takes one record. Whatever is wrong with a cell is a defect; the record stays.
  package func take(_ record: TypedRecord) throws {
    for habit in record.habits {
      loader.defect(habit.code, field: habit.field, raw: habit.raw)
    }
    let ownKey = "\u{1E}" + HexText.of(record.content.prefix(16))
    let isBlank = record.key.allSatisfy(\.isEmpty)
    var key = isBlank ? ownKey : record.key.joined(separator: " · ")
    loader.tally(kind.id)
    var decision = try versions.decide(key: key, content: record.content)
    // What is left of a key with a blank in it tells two records of one file no longer apart.
    if case .rival = decision, record.key.contains("") {
      key = ownKey
      decision = try versions.decide(key: key, content: record.content)
    }
    guard decision != .unchanged else {
      loader.countUnchanged()
      return
    }
    let id = try loader.record(kind: kind.id, position: record.position)
    try versions.write(id, key: key, record, decision)
    for (list, rows) in zip(lists, record.items) {
      for (index, row) in rows.enumerated() {
        list.bind(1, id)
        list.bind(2, index)
        list.bind(from: 3, row)
        try list.run()
      }
    }
    for fault in record.faults {
      loader.defect(
        fault.code, field: fault.field, raw: fault.raw, position: record.position, record: id)
      note(fault, at: record.position)
    }
    if case .rival = decision {
      loader.defect(
        .keyRepeated, field: kind.key.first, raw: key, position: record.position, record: id)
    }
    try loader.flushIfFull()
  }

  /// Counts what `typing` examined, and marks as absent what an earlier state of this file held and
  /// this one does not, unless only what the file has grown by was read.
  package func finish(_ typing: RecordTyping, isWhole: Bool = true) throws {
    for (kind, count) in typing.examined { loader.tally("cell_" + kind.rawValue, count) }
    if isWhole { try versions.finish() }
  }
}

extension BulkStatement {
  /// Binds values side by side.
  func bind(from index: Int32, _ values: [StoredValue]) {
    for (offset, value) in values.enumerated() {
      let index = index + Int32(clamping: offset)
      switch value {
      case .null: bind(index, Int64?.none)
      case .integer(let number): bind(index, number)
      case .text(let text): bind(index, text)
      }
    }
  }
}
