import Crypto
import Foundation
import GRDB
package import GS1
package import Settings

/// Takes the records of one kind out of one artifact, inside the transaction its `ArtifactLoader`
/// holds: types every cell, keeps versions apart, notes what cannot be read.
///
/// Make one per artifact and kind, `deliver` the fields the mapping found, `take` every record,
/// `finish` before the artifact's loader finishes. Rows that cannot be split into cells go to
/// `ArtifactLoader.quarantine`.
package final class RecordLoader {
  private let loader: ArtifactLoader
  private let kind: RecordKind
  private let layout: RecordLayout
  private let cells: [RecordCell]
  private let lists: [(field: String, cells: [RecordCell], insert: Statement)]
  private let siteCells: [String]
  private let siteZones: [String: String]
  private let reader: ValueReader
  private let versions: RecordVersions
  private var habits: Set<String> = []
  private var examined: [String: Int] = [:]

  /// Begins the records of a kind. `exportedMs` is when the source declares the export was made,
  /// in UTC milliseconds; without it the file's time orders versions.
  ///
  /// - Throws: `CatalogError` when the kind's fields make no table, GRDB's `DatabaseError`.
  package init(
    _ loader: ArtifactLoader, kind: RecordKind, format: ValueFormat = ValueFormat(),
    exportedMs: Int64? = nil
  ) throws {
    let db = loader.db
    try RecordTables.prepare(db, [kind])
    self.loader = loader
    self.kind = kind
    layout = RecordLayout(kind)
    cells = RecordCell.flattened(kind.fields)
    lists = try zip(kind.lists, layout.lists).map { field, list in
      let names = ["record_id", "ord"] + Self.names(list.cells)
      return (field.name, RecordCell.items(of: field), try Self.insert(db, list.table, names))
    }
    siteCells = cells.filter { $0.stored.references == "site" }.map(\.stored.path)
    siteZones = format.siteZones
    reader = ValueReader(format: format, currentYear: loader.currentYear)
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
  ) throws -> Statement {
    let columns = names.map(\.quotedDatabaseIdentifier).joined(separator: ", ")
    let marks = names.map { _ in "?" }.joined(separator: ", ")
    return try db.makeStatement(
      sql: "INSERT INTO \(table.quotedDatabaseIdentifier)(\(columns)) VALUES (\(marks))")
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

  private func note(_ fault: Fault, at position: SourcePosition) {
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
  package func take(_ record: RawRecord) throws {
    var faults: [Fault] = []
    let zone = siteZone(of: record)
    var texts: [String: String] = [:]
    var values: [StoredValue] = []
    for cell in cells {
      let raw = record.values[cell.stored.path]
      let read = read(raw, cell, cell.stored.path, zone, &faults)
      if kind.key.contains(cell.stored.path) {
        texts[cell.stored.path] = Self.keyText(cell, read, raw)
      }
      values += read
    }
    var items: [[[StoredValue]]] = []
    for list in lists {
      let given = record.lists[list.field] ?? []
      items.append(
        given.map { item in
          list.cells.flatMap { cell in
            read(
              item[cell.stored.path], cell, "\(list.field).\(cell.stored.path)", zone, &faults)
          }
        })
    }
    let extra = Self.extra(record.extra)
    let content = Self.digest(values, items, extra, faults)
    let key = kind.key.map { texts[$0] ?? "" }
    let isBlank = key.allSatisfy(\.isEmpty)
    let keyText = isBlank ? "\u{1E}" + HexText.of(content.prefix(16)) : key.joined(separator: " · ")
    loader.tally(kind.id)
    let decision = try versions.decide(key: keyText, content: content)
    guard decision != .unchanged else {
      loader.count(unchanged: 1)
      return
    }
    let id = try loader.record(kind: kind.id, position: record.position)
    try versions.write(id, key: keyText, content: content, decision, extra: extra, values)
    for (list, rows) in zip(lists, items) {
      for (index, row) in rows.enumerated() {
        try list.insert.execute(
          arguments: StatementArguments([id.databaseValue, index.databaseValue])
            + StatementArguments(row.map(\.databaseValue)))
      }
    }
    for fault in faults {
      loader.defect(
        fault.code, field: fault.field, raw: fault.raw, position: record.position, record: id)
      note(fault, at: record.position)
    }
    if case .rival = decision {
      loader.defect(
        .keyRepeated, field: kind.key.first, raw: keyText, position: record.position, record: id)
    }
    try loader.flushIfFull()
  }

  /// Marks as absent what an earlier state of this file held and this one does not, unless only
  /// what the file has grown by was read.
  package func finish(isWhole: Bool = true) throws {
    for (code, count) in examined.sorted(by: { $0.key < $1.key }) { loader.tally(code, count) }
    examined = [:]
    if isWhole { try versions.finish() }
  }

  // MARK: Parts

  /// One thing wrong with a cell.
  private struct Fault {
    var code: DefectCode
    var field: String
    var raw: String
  }

  private func read(
    _ raw: RawValue?, _ cell: RecordCell, _ field: String, _ zone: String?,
    _ faults: inout [Fault]
  ) -> [StoredValue] {
    let reading = reader.read(raw, cell, siteZone: zone)
    guard let raw else { return reading.values }
    examined["cell_" + cell.kind.rawValue, default: 0] += 1
    for code in reading.faults { faults.append(Fault(code: code, field: field, raw: raw.text)) }
    for code in reading.habits where habits.insert("\(code.rawValue) \(field)").inserted {
      loader.defect(code, field: field, raw: raw.text)
    }
    return reading.values
  }

  private func siteZone(of record: RawRecord) -> String? {
    for path in siteCells {
      if let site = record.values[path]?.text, let zone = siteZones[CellText.trimmed(site)] {
        return zone
      }
    }
    return nil
  }

  /// A key cell as people write it: what was read, else the text.
  private static func keyText(
    _ cell: RecordCell, _ values: [StoredValue], _ raw: RawValue?
  ) -> String {
    switch (cell.kind, values.first) {
    case (.date, .integer(let day)):
      return Int(exactly: day).flatMap { CivilDay.iso($0) } ?? ""
    case (.instant, .integer(let ms)): return Instant.rfc3339(ms)
    case (_, .text(let text)): return text
    case (_, .integer(let number)): return String(number)
    default:
      let text = CellText.trimmed(raw?.text ?? "")
      return CellText.saysNothing(text) ? "" : text
    }
  }

  private static func extra(_ extra: [String: String]) -> String? {
    let given = extra.filter { !CellText.trimmed($0.value).isEmpty }
    if given.isEmpty { return nil }
    return CanonicalJSON.object(
      given.mapValues { .string(String($0.prefix(ValueReader.textLimit / 4))) }
    ).text
  }

  private static func digest(
    _ values: [StoredValue], _ items: [[[StoredValue]]], _ extra: String?, _ faults: [Fault]
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    func add(_ value: StoredValue) {
      switch value {
      case .null: bytes.append(0)
      case .integer(let number):
        bytes.append(1)
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
      case .text(let text):
        bytes.append(2)
        withUnsafeBytes(of: UInt32(clamping: text.utf8.count).littleEndian) {
          bytes.append(contentsOf: $0)
        }
        bytes.append(contentsOf: text.utf8)
      }
    }
    for value in values { add(value) }
    for rows in items {
      add(.integer(Int64(rows.count)))
      for value in rows.joined() { add(value) }
    }
    add(extra.map { .text($0) } ?? .null)
    for fault in faults { add(.text(fault.raw)) }
    return Array(SHA256.hash(data: bytes))
  }
}

extension StoredValue {
  var databaseValue: DatabaseValue {
    switch self {
    case .null: .null
    case .integer(let number): number.databaseValue
    case .text(let text): text.databaseValue
    }
  }
}
