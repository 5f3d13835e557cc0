import Archives
import Cataloging
import GS1
import Settings

/// Looks at a table without taking it: which column is which, what its cells will be read as.
struct TableLook {
  let tables: TableSource
  let opening: TableOpening
  let nowMs: Int64

  /// Records shown.
  static let shown = 5
  /// Records looked at for words and faults.
  static let searched = 20_000
  /// Things of one sort that are listed.
  static let listed = 50

  /// Looks at one open table.
  func preview(_ table: OpenTable, path: String) throws -> TablePreview {
    var preview = TablePreview(path: path, manner: table.manner, headerRow: table.headerRow)
    let typing = RecordPreview(
      kind: tables.kind, format: tables.format, nowMs: nowMs)
    var mapper = table.mapper
    var findings = Findings(kind: tables.kind)
    var lists: Set<Int> = []
    var keyless = KeylessRows(kind: tables.kind)
    do {
      while let item = try table.reader.next() {
        switch item {
        case .fault(let fault):
          if preview.setAside.count < Self.listed {
            preview.setAside.append("line \(fault.line): \(fault.detail)")
          }
        case .row(let row):
          guard preview.records < Self.searched else {
            preview.isPartial = true
            break
          }
          preview.records += 1
          try opening.assign(table.reader.columns, &mapper)
          var record = mapper.record(row)
          opening.details?.complete(&record)
          lists.formUnion(row.lists)
          keyless.take(record, mapper.mapping)
          let cells = typing.cells(of: record)
          findings.take(cells)
          if preview.first.count < Self.shown { preview.first.append(shown(record, cells)) }
        }
        if preview.isPartial { break }
      }
    } catch let fault as ReadFault {
      preview.setAside.append(fault.description)
    } catch let error as ArchiveError {
      preview.setAside.append(error.description)
    }
    describe(mapper.mapping, in: &preview)
    preview.unknownWords = findings.unknownWords
    preview.troubles = findings.troubles
    preview.otherSheets = table.otherSheets
    preview.remarks = table.reader.remarks + unread(lists, mapper.mapping)
    preview.keyless = keyless.remark
    preview.dayOrder = findings.dayOrder
    preview.decimal = findings.decimal
    preview.zones = Set(tables.format.siteZones.values).sorted()
    return preview
  }

  /// Lists of objects that feed nothing may be the records themselves.
  private func unread(_ lists: Set<Int>, _ mapping: ColumnMapping) -> [String] {
    mapping.columns.filter { lists.contains($0.index) && $0.targets.isEmpty }.map {
      "\"\($0.header)\" holds a list of objects; where these are the records, write format: "
        + "{ records: \"\($0.header.replacing(".", with: "/"))\" }"
    }
  }

  private func shown(_ record: RawRecord, _ cells: [RecordPreview.Cell]) -> TablePreview.Record {
    let place = record.position
    return TablePreview.Record(
      place: place.pointer.isEmpty || place.pointer.hasPrefix("/")
        ? "line \(place.line)" : place.pointer,
      cells: cells.map {
        TablePreview.Record.Cell(field: $0.path, written: $0.written, read: $0.read)
      }, extra: record.extra)
  }

  /// Says what was made of the columns of a table, also of one that is not read.
  func describe(_ mapping: ColumnMapping, in preview: inout TablePreview) {
    preview.columns = mapping.columns.map { column in
      let contested = mapping.collisions.first {
        $0.first == column.index || $0.second == column.index
      }
      let fields = contested == nil ? column.targets.map(\.name) : []
      return TablePreview.Column(
        header: column.header, number: column.index + 1, fields: fields,
        named: column.isExplicit,
        nearest: fields.isEmpty ? contested?.target.name ?? column.nearest?.name : nil,
        rivals: column.rivals.map(\.name), behind: column.behind)
    }
    preview.missing = mapping.missing.map {
      TablePreview.MissingColumn(
        field: $0.field, header: $0.header, nearest: $0.nearest, isPart: $0.isPart)
    }
    preview.unfed = mapping.unfed.map(\.name)
  }

  /// What is wrong with cells, counted.
  private struct Findings {
    private struct Key: Hashable {
      var field: String
      var code: String
    }

    private let words: [String: [String]]
    /// By field: the word of every spelling.
    private var spellings: [String: [String: String]] = [:]
    private var unknown: [Key: Int] = [:]
    private var faults: [Key: (text: String, example: String, records: Int)] = [:]

    init(kind: RecordKind) {
      var fields: [String: RecordField] = [:]
      for column in kind.columns { fields[column.name] = column.field }
      for list in kind.lists {
        fields[list.name] = list
        for column in RecordKind.columns(ofList: list) {
          fields["\(list.name).\(column.name)"] = column.field
        }
      }
      words = fields.mapValues(\.words).filter { !$0.value.isEmpty }
      for (path, field) in fields {
        for word in field.words {
          for spelling in [word] + (field.synonyms[word] ?? []) {
            spellings[path, default: [:]][spelling] = word
          }
        }
      }
    }

    /// By what stands between the numbers of a date.
    private var firsts: [Character: Set<TablePreview.DayOrder>] = [:]
    private var decimals: Set<String> = []

    /// What comes first in dates written as those that can be read in two ways, where some show it
    /// and none shows the other.
    var dayOrder: TablePreview.DayOrder? {
      let open = faults.filter { $0.key.code == DefectCode.dateAmbiguous.rawValue }
      let separators = Set(open.values.compactMap { $0.example.first { "/-.".contains($0) } })
      guard separators.count == 1, let shown = separators.first.flatMap({ firsts[$0] }),
        shown.count == 1
      else { return nil }
      return shown.first
    }
    /// The mark, where some numbers show it and none shows the other.
    var decimal: String? { decimals.count == 1 ? decimals.first : nil }

    /// A date such as 13/07/2026 shows which number is the day.
    private mutating func learnDay(from text: String) {
      guard text.utf8.count <= 40, let separator = text.first(where: { "/.-".contains($0) }) else {
        return
      }
      let parts = text.prefix(10).split(separator: separator, omittingEmptySubsequences: false)
      guard parts.count == 3, [2, 4].contains(parts[2].prefix { $0.isNumber }.count),
        let one = Int(parts[0]), let two = Int(parts[1]), one <= 31, two <= 31
      else { return }
      if one > 12, two <= 12 { firsts[separator, default: []].insert(.day) }
      if two > 12, one <= 12 { firsts[separator, default: []].insert(.month) }
    }

    /// 12,5 shows the decimal mark, with or without a unit behind it.
    private mutating func learnMark(from written: String) {
      guard let first = written.utf8.first, (0x30...0x39).contains(first), written.utf8.count <= 40
      else { return }
      let text = written.prefix { $0.isNumber || $0 == "." || $0 == "," }
      // Three digits behind a mark may be a group, one or two are a fraction.
      guard let mark = text.lastIndex(where: { $0 == "." || $0 == "," }) else { return }
      let fraction = text[text.index(after: mark)...]
      // Of two different marks the last is that of the fraction.
      let marks = text.filter { !$0.isNumber }
      if marks.count > 1, marks.last != marks.first,
        marks.dropLast().allSatisfy({ $0 == marks.first }), !fraction.isEmpty
      {
        decimals.insert(String(text[mark]))
        return
      }
      if (1...2).contains(fraction.utf8.count) { decimals.insert(String(text[mark])) }
    }

    mutating func take(_ cells: [RecordPreview.Cell]) {
      for cell in cells {
        switch cell.holds {
        case .day: learnDay(from: cell.written)
        case .number: learnMark(from: cell.written)
        case .other: break
        }
        for fault in cell.faults {
          if fault == .wordUnknown, words[cell.path] != nil {
            let key = Key(field: cell.path, code: cell.written)
            if unknown[key] != nil || unknown.count < 10_000 { unknown[key, default: 0] += 1 }
            continue
          }
          let key = Key(field: cell.path, code: fault.rawValue)
          faults[key, default: (fault.summary, cell.written, 0)].records += 1
        }
      }
    }

    var unknownWords: [TablePreview.UnknownWord] {
      let sorted = unknown.sorted {
        ($0.key.field, -$0.value, $0.key.code) < ($1.key.field, -$1.value, $1.key.code)
      }
      return sorted.prefix(TableLook.listed).map { key, count in
        let known = words[key.field] ?? []
        let spelled = spellings[key.field] ?? [:]
        return TablePreview.UnknownWord(
          field: key.field, found: key.code, records: count,
          nearest: Suggestion.nearest(to: key.code, among: spelled.keys)
            .flatMap { Self.mayBeSlip(key.code, of: $0) ? spelled[$0] : nil },
          words: known)
      }
    }

    /// Whether a word may be a slip for another: `unsuccessful` and `not yet released` say the
    /// contrary of what they resemble.
    private static func mayBeSlip(_ found: String, of word: String) -> Bool {
      abs(found.count - word.count) <= 1 && found.first?.lowercased() == word.first?.lowercased()
    }

    var troubles: [TablePreview.Trouble] {
      faults.sorted { ($0.key.field, $0.key.code) < ($1.key.field, $1.key.code) }
        .prefix(TableLook.listed).map { key, value in
          TablePreview.Trouble(
            field: key.field, code: key.code, text: value.text,
            example: String(value.example.prefix(80)), records: value.records,
            remedy: DefectCode(rawValue: key.code)?.explanation.remedy ?? "")
        }
    }
  }
}
