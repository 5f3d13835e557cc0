import Archives
import Cataloging
import GS1
import Settings

/// The items of lists that stand in files of their own, by the key of the record they belong to.
final class DetailFiles {
  /// Items of all files of a source together; with more the lists belong into the records.
  static let maximumItems = 2_000_000

  /// By list and key.
  private var items: [String: [String: [[String: RawValue]]]] = [:]
  private var used: [String: Set<String>] = [:]
  private let key: String
  /// What of the files is in no record, with their path.
  private(set) var faults: [(path: String, fault: ReadFault)] = []
  /// Columns that are not there or not kept, in sentences without capital and full stop.
  private(set) var remarks: [(path: String, text: String)] = []
  /// Items read so far, of all files.
  private var count = 0

  /// The lists that have a file.
  var lists: [String] { items.keys.sorted() }

  private init(key: String) { self.key = key }

  /// Reads the files a source names; nil when it names none.
  /// - Throws: `TableRefusal` for a file that is not one; what reading throws.
  static func read(
    _ source: Source, kind: RecordKind, workFolder: String?, isCancelled: () -> Bool
  ) throws -> DetailFiles? {
    guard !source.details.isEmpty, let key = kind.key.first else { return nil }
    let details = DetailFiles(key: key)
    for detail in source.details.sorted(by: { $0.list < $1.list }) {
      guard let list = kind.lists.first(where: { $0.name == detail.list }) else { continue }
      try details.read(detail, list, source, kind, workFolder, isCancelled)
    }
    return details
  }

  /// Adds the items of a record.
  func complete(_ record: inout RawRecord) {
    guard let text = record.values[key]?.text else { return }
    let name = CellText.trimmed(text)
    for list in lists {
      guard let found = items[list]?[name] else { continue }
      record.lists[list, default: []] += found
      used[list, default: []].insert(name)
    }
  }

  /// Keys of details that no record had, by list.
  var unclaimed: [(list: String, keys: [String])] {
    lists.compactMap { list in
      let keys = Set(items[list, default: [:]].keys).subtracting(used[list] ?? []).sorted()
      return keys.isEmpty ? nil : (list, keys)
    }
  }

  private func read(
    _ detail: Source.Detail, _ list: RecordField, _ source: Source, _ kind: RecordKind,
    _ workFolder: String?, _ isCancelled: () -> Bool
  ) throws {
    items[detail.list] = items[detail.list] ?? [:]
    let path = detail.path
    let spellings = FieldSpellings(Self.kind(of: list, in: kind))
    var own = source
    own.columns = detail.columns
    own.values = [:]
    own.constants = [:]
    own.site = nil
    own.format.headerRow = nil
    own.format.records = []
    own.format.sheet = nil
    let opening = TableOpening(source: own, spellings: spellings, workFolder: workFolder)
    var open: () throws -> any ByteSource = { try FileByteSource(path: path) }
    var content = try opening.content(name: detail.placeText, open: open)
    if case .gzip = content {
      open = { try GzipReader(FileByteSource(path: path), limits: ArtifactIntake.inflateLimits) }
      content = try opening.content(name: detail.placeText.withoutGzip, open: open)
    }
    guard case .table(let table) = content else {
      throw TableRefusal(code: "not_a_table", detail: "\(detail.placeText) is no table.")
    }
    try take(table, opening, detail, isCancelled)
  }

  private func take(
    _ table: OpenTable, _ opening: TableOpening, _ detail: Source.Detail, _ isCancelled: () -> Bool
  ) throws {
    var mapper = table.mapper
    var rows = 0
    var keyless: (count: Int, first: SourcePosition)?
    while let item = try table.reader.next() {
      switch item {
      case .fault(let fault): faults.append((detail.placeText, fault))
      case .row(let row):
        rows += 1
        count += 1
        if count % 1024 == 0, isCancelled() { throw CollectingError.cancelled }
        guard count <= Self.maximumItems else {
          throw TableRefusal(
            code: "size_limit",
            detail:
              "With \(detail.placeText) the details have more than \(Self.maximumItems) rows; "
              + "write the lists into the records.")
        }
        try opening.assign(table.reader.columns, &mapper)
        var values = mapper.record(row).values
        guard let text = values.removeValue(forKey: key)?.text else {
          keyless = ((keyless?.count ?? 0) + 1, keyless?.first ?? row.position)
          continue
        }
        items[detail.list]?[CellText.trimmed(text), default: []].append(values)
      }
    }
    if rows > 0, !mapper.mapping.delivered.contains(key) {
      throw TableRefusal(
        code: "no_column_recognised",
        detail: "No column of \(detail.placeText) is known as \(key), by which its rows belong to "
          + "records; write columns: { \(key): \"…\" } under details.")
    }
    if let keyless {
      let rows = Noun.counted(keyless.count, "row has", "rows have")
      let fault = ReadFault(
        .notARecord, line: keyless.first.line, byteOffset: keyless.first.byteOffset,
        detail: "\(rows) no \(key), so that nobody knows whose they are; this is the first.")
      faults.append((detail.placeText, fault))
    }
    for missing in mapper.mapping.missing {
      let near = missing.nearest.map { ", perhaps \"\($0)\"" } ?? ""
      remarks.append(
        (detail.placeText, "no column \"\(missing.header)\" for \(missing.field)\(near)"))
    }
    for column in mapper.mapping.unrecognised {
      remarks.append(
        (
          detail.placeText,
          "column \"\(column.header)\" feeds no field of \(detail.list); it is not kept"
        ))
    }
  }

  /// A kind whose records are the items of a list, with the key of the record they belong to.
  private static func kind(of list: RecordField, in kind: RecordKind) -> RecordKind {
    var items = kind
    items.fields = kind.fields.filter { $0.name == kind.key.first }
    if let type = list.itemKind {
      var value = list
      value.name = "value"
      value.kind = type
      value.itemKind = nil
      value.separator = nil
      value.aliases += [list.name]
      items.fields.append(value)
    } else {
      items.fields += list.fields
    }
    items.key = Array(kind.key.prefix(1))
    return items
  }
}
