package import Cataloging
import GS1
package import Settings
import Foundation

/// Turns rows of a table into records of one kind, by a mapping.
package struct RowMapper: Sendable {
  /// Which column feeds what; grows with the columns of the table.
  package private(set) var mapping: ColumnMapping

  private let values: [String: [String: String]]
  private let folded: [String: [String: String]]
  private let separators: [String: String]
  /// Lists of lots, serials or products whose separator the source does not state.
  private let identifierLists: Set<String>
  /// Those of them that name lots.
  private let lotLists: Set<String>
  /// The fields of lists of objects, by their folded spellings.
  private let itemFields: [String: [String: String]]
  /// The fields that are points in time.
  private let instants: Set<String>
  private var isAssigned = false
  private var constants: [String: RawValue] = [:]
  private var ownConstants: [String: String] = [:]

  /// What stands between the items of a list when neither source nor kind says it.
  static let separator = ";"

  /// Begins with what `muster.yaml` says of the source.
  package init(_ source: Source, spellings: FieldSpellings) {
    mapping = ColumnMapping(source, spellings: spellings)
    values = source.values
    folded = source.values.mapValues { words in
      Dictionary(words.map { (HeaderText.folded($0.key), $0.value) }) { first, _ in first }
    }
    instants = Set(spellings.kind.columns.filter { $0.kind == .instant }.map(\.name))
    var separators: [String: String] = [:]
    var itemFields: [String: [String: String]] = [:]
    for list in spellings.kind.lists {
      separators[list.name] = source.format.listSeparator ?? list.separator ?? Self.separator
      for part in list.fields {
        for text in [part.name, part.title] + part.aliases {
          itemFields[list.name, default: [:]][HeaderText.folded(text)] = part.name
        }
      }
    }
    self.separators = separators
    let identifierLists = Self.identifierLists(of: source, spellings.kind)
    self.identifierLists = identifierLists
    lotLists = Set(
      spellings.kind.lists.filter { $0.references == "lot" && identifierLists.contains($0.name) }
        .map(\.name))
    self.itemFields = itemFields
    ownConstants = source.constants.filter { $0.key.hasPrefix("x_") }
  }

  /// The lists of a kind that name lots, serials or products and stand in one cell in a way the
  /// source does not state.
  static func identifierLists(of source: Source, _ kind: RecordKind) -> Set<String> {
    guard source.format.listSeparator == nil else { return [] }
    return Set(
      kind.lists.filter { ["lot", "epc", "product"].contains($0.references) }.map(\.name))
  }

  /// Takes the columns of the table as they are known by now.
  package mutating func assign(_ headers: [String]) throws(ColumnMapping.Fault) {
    if isAssigned, headers.count <= mapping.columns.count { return }
    isAssigned = true
    try mapping.assign(headers)
    constants = mapping.constants.mapValues { RawValue($0) }
  }

  /// The record of a row whose columns are assigned.
  package func record(_ row: TableRow) -> RawRecord {
    var record = RawRecord(values: constants, extra: ownConstants, position: row.position)
    var parts = Parts()
    // Only the columns the row has cells in: of a wide table these are few.
    for column in mapping.columns.indices.prefix(row.cells.count) {
      take(row.cells[column], mapping.columns[column], into: &record, &parts)
    }
    for (column, cell) in row.scattered.sorted(by: { $0.key < $1.key })
    where mapping.columns.indices.contains(column) {
      take(cell, mapping.columns[column], into: &record, &parts)
    }
    for (list, items) in parts.items { record.lists[list, default: []] += items }
    for (target, cells) in parts.joined {
      switch target {
      case .column(let path):
        record.values[path] = mapped(cells.value(isInstant: instants.contains(path)), path)
      case .own(let name): record.extra[name] = cells.value(isInstant: false).text
      case .list, .item: break
      }
    }
    return record
  }

  /// What is put together of several cells of a row.
  private struct Parts {
    /// By list, its items from columns side by side: the k-th parts make the k-th item.
    var items: [String: [[String: RawValue]]] = [:]
    /// By field, the cells that make its value.
    var joined: [FieldTarget: JoinedCells] = [:]
  }

  private func take(
    _ cell: TableCell, _ column: ColumnMapping.Column, into record: inout RawRecord,
    _ parts: inout Parts
  ) {
    if cell.isBlank { return }
    if column.targets.isEmpty { return keep(cell, header: column.header, in: &record.extra) }
    for target in column.targets {
      switch target {
      case .column, .own:
        if let place = column.places[target] {
          parts.joined[target, default: JoinedCells()].take(single(cell, column), place: place)
        } else if case .column(let path) = target {
          record.values[path] = mapped(single(cell, column), path)
        } else {
          record.extra[target.name] = text(of: cell)
        }
      case .list(let name):
        let items = items(cell, name)
        if let items { record.lists[name, default: []] += items }
        if items == nil || hasMore(cell, name) {
          keep(cell, header: column.header, in: &record.extra)
        }
      case .item(let list, let field):
        guard let values = sideBySide(cell, list) else {
          keep(cell, header: column.header, in: &record.extra)
          continue
        }
        spread(values, list: list, field: field, into: &parts.items[list, default: []])
      }
    }
    // A surer column stands behind this one and puts its own value over it, where it has one.
    if !column.surer.isEmpty { keep(cell, header: column.header, in: &record.extra) }
  }

  private func keep(_ cell: TableCell, header: String, in extra: inout [String: String]) {
    var name = header
    var count = 1
    while extra[name] != nil {
      count += 1
      name = "\(header) (\(count))"
    }
    extra[name] = text(of: cell)
  }

  // MARK: Values

  /// The word `muster.yaml` gives for a found one, as written or alike but for case and blanks.
  private func mapped(_ value: RawValue, _ field: String) -> RawValue {
    guard let words = values[field] else { return value }
    if let word = words[value.text] { return RawValue(word) }
    if let word = folded[field]?[HeaderText.folded(value.text)] { return RawValue(word) }
    return value
  }

  private func single(_ cell: TableCell, _ column: ColumnMapping.Column) -> RawValue {
    guard case .value(var value) = cell.content else { return RawValue(text(of: cell)) }
    value.zone = column.zone
    return value
  }

  private func text(of cell: TableCell) -> String { Self.text(of: cell, separator: Self.separator) }

  /// A cell of several values as one text.
  static func text(of cell: TableCell, separator: String) -> String {
    switch cell.content {
    case .value(let value): value.text
    case .list(let values): values.map(\.text).joined(separator: separator)
    case .items(let items):
      items.map { item in
        item.map { "\($0.path)=\($0.value.text)" }.joined(separator: ",")
      }.joined(separator: separator)
    }
  }

  // MARK: Lists

  /// The items of a cell; nil when their parts cannot be told from each other.
  private func items(_ cell: TableCell, _ list: String) -> [[String: RawValue]]? {
    let fields = itemFields[list]
    switch cell.content {
    case .value, .list: if fields != nil { return nil }
    case .items: break
    }
    switch cell.content {
    case .value(let value):
      guard value.form == .text else { return [["value": mapped(value, list)]] }
      return split(value, list).map { ["value": mapped($0, list)] }
    case .list(let values): return values.map { ["value": mapped($0, list)] }
    case .items(let items):
      guard fields != nil else { return plain(items, list) }
      return items.map { item in
        var members: [String: RawValue] = [:]
        for member in item {
          let name = fields?[HeaderText.folded(member.path)] ?? member.path
          members[name] = mapped(member.value, list + "_" + name)
        }
        return members
      }
    }
  }

  /// The values of objects in a list of plain ones: their only member, or the one that names them.
  private func plain(
    _ items: [[TableMember]], _ list: String
  ) -> [[String: RawValue]]? {
    var found: [[String: RawValue]] = []
    for item in items {
      let named = ["value", "id"].lazy.compactMap { name in item.first { $0.path == name } }.first
      guard let member = named ?? (item.count == 1 ? item[0] : nil) else { return nil }
      found.append(["value": mapped(member.value, list)])
    }
    return found
  }

  /// Whether items of a list have members that no field takes.
  private func hasMore(_ cell: TableCell, _ list: String) -> Bool {
    guard case .items(let items) = cell.content else { return false }
    guard let fields = itemFields[list] else { return items.contains { $0.count > 1 } }
    return items.contains { item in
      item.contains { fields[HeaderText.folded($0.path)] == nil && !$0.value.text.isEmpty }
    }
  }

  private func split(_ value: RawValue, _ list: String) -> [RawValue] {
    var parts = value.text.split(whereSeparator: \.isNewline).map { RawValue(String($0)) }
    for separator in [separators[list] ?? Self.separator]
      + (identifierLists.contains(list) ? Self.betweenIdentifiers : [])
    {
      parts = parts.flatMap { part in
        RawRecord.items(of: part, separator: separator).compactMap { $0["value"] }
      }
    }
    guard lotLists.contains(list) else { return parts }
    return parts.flatMap { part in
      let lots = CellText.lots(in: part.text)
      return lots == [part.text] ? [part] : lots.map { RawValue($0) }
    }
  }

  /// What people write between lots, serials and product codes in one cell. A blank stands in none
  /// of them (GS1 General Specifications, character set 82), and a comma in next to none.
  private static let betweenIdentifiers = [",", " / ", " & ", " and ", " und ", " et "]

  /// The values of a cell, one for each item of a list; nil for objects, which are none.
  private func sideBySide(_ cell: TableCell, _ list: String) -> [RawValue]? {
    switch cell.content {
    case .value(let value) where value.form == .text:
      // Blank parts keep their place, so that the columns stay side by side.
      value.text.split(whereSeparator: \.isNewline).flatMap {
        $0.split(separator: separators[list] ?? Self.separator, omittingEmptySubsequences: false)
          .map { RawValue(String($0).trimmingCharacters(in: .whitespaces)) }
      }
    case .value(let value): [value]
    case .list(let values): values
    case .items: nil
    }
  }

  private func spread(
    _ values: [RawValue], list: String, field: String, into items: inout [[String: RawValue]]
  ) {
    for (index, value) in values.enumerated() {
      if index >= items.count { items.append([:]) }
      items[index][field] = mapped(value, list + "_" + field)
    }
  }
}
