import GS1
package import Settings

/// Types records of one kind as loading them would, without a catalog: for a look beforehand.
package final class RecordPreview {
  /// One cell as it will be read.
  package struct Cell: Sendable, Hashable {
    /// The column path, or `list.field` for an item of a list.
    package var path: String
    /// What stands there.
    package var written: String
    /// What it is read as: ISO dates, instants in UTC, plain numbers; nil when nothing is read.
    package var read: String?
    /// What is wrong with it.
    package var faults: [DefectCode]
    /// What the field holds.
    package var holds: Holds
  }

  /// What shows how a source writes: days, numbers, or neither.
  package enum Holds: Sendable, Hashable {
    case day, number, other
  }

  private let cells: [RecordCell]
  private let lists: [(name: String, cells: [RecordCell])]
  private let reader: ValueReader
  private let siteCells: [String]
  private let format: ValueFormat

  /// Begins with a kind and how the source writes its cells; `nowMs` is for years of two digits.
  package init(kind: RecordKind, format: ValueFormat, nowMs: Int64) {
    cells = RecordCell.flattened(kind.fields)
    lists = kind.lists.map { ($0.name, RecordCell.items(of: $0)) }
    reader = ValueReader(
      format: format, currentYear: CivilDay.date(InstantText.day(nowMs))?.year ?? 2026)
    siteCells = cells.filter { $0.stored.references == "site" }.map(\.stored.path)
    self.format = format
  }

  /// The cells of a record that hold something, in the order of the kind's fields.
  package func cells(of record: RawRecord) -> [Cell] {
    let zone = siteCells.lazy.compactMap { record.values[$0] }
      .compactMap { [format] in format.zone(ofSite: CellText.trimmed($0.text)) }.first
    var found: [Cell] = []
    for cell in cells {
      if let raw = record.values[cell.stored.path] {
        found += [read(raw, cell, cell.stored.path, zone)].compactMap { $0 }
      }
    }
    for list in lists {
      for item in record.lists[list.name] ?? [] {
        for cell in list.cells {
          guard let raw = item[cell.stored.path] else { continue }
          let path = cell.stored.path == "value" ? list.name : "\(list.name).\(cell.stored.path)"
          found += [read(raw, cell, path, zone)].compactMap { $0 }
        }
      }
    }
    return found
  }

  private func read(_ raw: RawValue, _ cell: RecordCell, _ path: String, _ zone: String?) -> Cell? {
    let reading = reader.read(raw, cell, siteZone: zone)
    let shown = Self.shown(reading.values, cell)
    if shown == nil, reading.faults.isEmpty { return nil }
    // What is kept with the blanks around it is shown with them.
    let trimmed = CellText.trimmed(raw.text)
    return Cell(
      path: path, written: shown == raw.text ? raw.text : trimmed, read: shown,
      faults: reading.faults + reading.habits, holds: Self.holds(cell))
  }

  private static func holds(_ cell: RecordCell) -> Holds {
    switch cell.kind {
    case .date, .instant: .day
    case .integer, .decimal: .number
    default: .other
    }
  }

  private static func shown(_ values: [StoredValue], _ cell: RecordCell) -> String? {
    guard let first = values.first else { return nil }
    switch (cell.kind, first) {
    case (.instant, .integer(let ms)): return InstantText.rfc3339(ms)
    case (.instant, .null):
      if case .integer(let day)? = values.dropFirst().first {
        return Int(exactly: day).flatMap { CivilDay.iso($0) }
      }
      return nil
    case (.date, .integer(let day)): return Int(exactly: day).flatMap { CivilDay.iso($0) }
    case (.boolean, .integer(let truth)): return truth == 1 ? "true" : "false"
    case (.decimal, .integer(let number)):
      return RecordText.decimal(number, scale: cell.field.scale)
    case (_, .integer(let number)): return String(number)
    case (_, .text(let text)): return text
    case (_, .null): return nil
    }
  }
}
