package import Settings

/// The tables of a record kind, made from its fields: which columns a field has, in which order.
///
/// It is kept in the catalog beside the tables, so that what needs them needs no YAML.
package struct RecordLayout: Sendable, Hashable, Codable {
  /// What a column holds of its cell.
  package enum Part: String, Sendable, Hashable, Codable {
    /// The value itself.
    case value
    /// UTC milliseconds.
    case ms
    /// Site-local days since 1970-01-01.
    case day
    /// The text as written.
    case text
    /// The id of a product, a lot or an EPC, filled by linking.
    case product, lot, epc
  }

  /// One column.
  package struct Column: Sendable, Hashable, Codable {
    /// Its name.
    package var name: String
    /// What it holds.
    package var part: Part
    /// Whether it holds whole numbers, else text.
    package var isInteger: Bool
    /// Whether linking fills it.
    package var isLink: Bool { part == .product || part == .lot || part == .epc }
  }

  /// One field of a record or of a list's items, structures flattened.
  package struct Cell: Sendable, Hashable, Codable {
    /// The field's name, `struct_field` inside a structure, `value` for a plain list.
    package var path: String
    /// What a value is.
    package var kind: String
    /// What it points to.
    package var references: String?
    /// The path of the field it became known at.
    package var knownFrom: String?
    /// The columns, in order.
    package var columns: [Column]

    /// The column that says whether there is a value: one that is never NULL when there is.
    package var presence: String {
      columns.first { $0.part == .day }?.name ?? columns.first?.name ?? path
    }
  }

  /// One list: a child table.
  package struct List: Sendable, Hashable, Codable {
    /// The field's name.
    package var name: String
    /// The table's name.
    package var table: String
    /// The cells of an item.
    package var cells: [Cell]
  }

  /// The kind's id.
  package var kind: String
  /// Paths of the cells that tell two records apart.
  package var key: [String]
  /// The cells of a record.
  package var cells: [Cell]
  /// The lists.
  package var lists: [List]
  /// Paths of the cells that date a record: the first that has a value.
  package var begins: [String]

  /// The table of all versions.
  package var table: String { kind + "_version" }

  /// The SQL of a record's day; nil when nothing dates it.
  package var day: String? {
    let names = begins.compactMap { path in cells.first { $0.path == path }?.presence }
      .map(RecordTables.quoted)
    return names.count > 1 ? "coalesce(\(names.joined(separator: ", ")))" : names.first
  }

  /// The columns every version has besides those of its fields.
  package static let ownColumns = [
    "record_id", "source_id", "is_current", "superseded_by", "absent_since_ms", "extra",
    "muster_key", "muster_content", "muster_order_ms", "muster_seen_in", "muster_rival",
    "muster_stale",
  ]

  /// The layout of a kind.
  package init(_ kind: RecordKind) {
    self.kind = kind.id
    key = kind.key
    switch kind.inPeriod {
    case .at(let names): begins = names
    case .overlap(let from, _): begins = from
    case nil: begins = []
    }
    cells = RecordCell.flattened(kind.fields).map(\.stored)
    lists = kind.lists.map { list in
      List(
        name: list.name, table: kind.id + "__" + list.name,
        cells: RecordCell.items(of: list).map(\.stored))
    }
  }

  /// What makes tables impossible or ambiguous, as sentences; empty when all is well.
  package var problems: [String] {
    var found: [String] = []
    let tables: [(String, [String], [Cell])] =
      [(table, Self.ownColumns, cells)]
      + lists.map { ($0.table, ["record_id", "ord"], $0.cells) }
    for (table, own, cells) in tables {
      var seen = Set(own)
      for column in cells.flatMap(\.columns) where !seen.insert(column.name).inserted {
        found.append("table \(table) would have two columns \(column.name)")
      }
    }
    return found
  }
}

/// One flattened field with its definition, as typing needs it. An object, since it is looked at for
/// every cell and a copy would count all its parts.
final class RecordCell {
  private(set) var stored: RecordLayout.Cell
  let field: RecordField
  let kind: RecordField.Kind
  /// What a blank cell gives each column that is no link.
  let nothing: [StoredValue]

  /// The fields of a kind, structures flattened, lists left out; in file order.
  static func flattened(_ fields: [RecordField]) -> [RecordCell] {
    let all = flattened(fields, prefix: "", knownFrom: nil)
    let paths = Set(all.map(\.stored.path))
    return all.map { cell in
      // Inside a structure a bare name means the field beside it.
      if let name = cell.stored.knownFrom, !paths.contains(name) {
        let prefix = cell.stored.path.dropLast(cell.field.name.count)
        cell.stored.knownFrom = paths.contains(prefix + name) ? prefix + name : nil
      }
      return cell
    }
  }

  /// The cells of a list's items; one cell `value` for a plain list.
  static func items(of list: RecordField) -> [RecordCell] {
    guard let kind = list.itemKind else { return flattened(list.fields) }
    return [RecordCell(list, path: "value", kind: kind, knownFrom: nil)]
  }

  private static func flattened(
    _ fields: [RecordField], prefix: String, knownFrom: String?
  ) -> [RecordCell] {
    fields.flatMap { field -> [RecordCell] in
      let known = field.knownFrom ?? knownFrom
      switch field.kind {
      case .list: return []
      case .structure:
        return flattened(field.fields, prefix: prefix + field.name + "_", knownFrom: known)
      default:
        return [
          RecordCell(field, path: prefix + field.name, kind: field.kind, knownFrom: known)
        ]
      }
    }
  }

  private init(_ field: RecordField, path: String, kind: RecordField.Kind, knownFrom: String?) {
    self.field = field
    self.kind = kind
    stored = RecordLayout.Cell(
      path: path, kind: kind.rawValue, references: field.references, knownFrom: knownFrom,
      columns: Self.columns(path, kind, field.references))
    nothing = stored.columns.filter { !$0.isLink }.map { _ in .null }
  }

  private static func columns(
    _ path: String, _ kind: RecordField.Kind, _ references: String?
  ) -> [RecordLayout.Column] {
    func column(_ name: String, _ part: RecordLayout.Part, _ isInteger: Bool)
      -> RecordLayout.Column
    {
      RecordLayout.Column(name: name, part: part, isInteger: isInteger)
    }
    var columns: [RecordLayout.Column]
    switch kind {
    case .boolean, .integer, .decimal: columns = [column(path, .value, true)]
    case .date: columns = [column(path + "_day", .day, true), column(path + "_text", .text, false)]
    case .instant:
      columns = [
        column(path + "_ms", .ms, true), column(path + "_day", .day, true),
        column(path + "_text", .text, false),
      ]
    default: columns = [column(path, .value, false)]
    }
    switch references {
    case "product": columns.append(column(link(path, ["gtin"], "product_id"), .product, true))
    case "lot": columns.append(column(link(path, ["lot"], "lot_id"), .lot, true))
    case "epc": columns.append(column(link(path, ["epc", "serial"], "epc_id"), .epc, true))
    default: break
    }
    return columns
  }

  private static func link(_ path: String, _ plain: Set<String>, _ name: String) -> String {
    plain.contains(path) || path == "value" ? name : path + "_" + name
  }
}
