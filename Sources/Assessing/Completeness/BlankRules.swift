internal import Cataloging
internal import GRDB
internal import Settings

/// The fields of a record kind whose blanks are themselves a finding, as conditions in SQL over the
/// kind's view `v`.
struct BlankRules {
  /// One field with the condition under which a record lacks it.
  struct Rule {
    /// The field, or structure, or `list.field`.
    var field: String
    /// What people call it.
    var title: String
    /// Paths of cells, or the list, that have to be delivered for the rule to say anything.
    var paths: [String]
    /// Columns whose blanks a check may judge by itself.
    var columns: Set<String>
    /// True where the value is blank and must not be.
    var condition: String
  }

  let rules: [Rule]

  /// The rules of a kind.
  init(_ kind: RecordKind) {
    let layout = RecordLayout(kind)
    var rules: [Rule] = []
    for field in kind.fields {
      switch field.kind {
      case .list: rules += Self.list(field, layout)
      case .structure: rules += Self.structure(field, layout)
      default:
        guard let cell = layout.cells.first(where: { $0.path == field.name }),
          let when = Self.condition(field.neverBlank, layout.cells)
        else { continue }
        rules.append(
          Rule(
            field: field.name, title: field.title, paths: [field.name],
            columns: Self.judged([cell]),
            condition: "\(Self.blank(cell, "v"))\(when)"))
      }
    }
    self.rules = rules
  }

  private static func quoted(_ name: String) -> String { name.quotedDatabaseIdentifier }

  private static func blank(_ cell: RecordLayout.Cell, _ alias: String) -> String {
    "\(alias).\(quoted(cell.presence)) IS NULL"
  }

  /// Columns whose blanks a check may judge. That a day has no clock time is no blank.
  private static func judged(_ cells: [RecordLayout.Cell]) -> Set<String> {
    Set(cells.flatMap(\.columns).filter { $0.part != .ms }.map(\.name))
  }

  /// A structure must have something when its own rule says so; a field inside it when the
  /// structure has anything.
  private static func structure(_ field: RecordField, _ layout: RecordLayout) -> [Rule] {
    let cells = layout.cells.filter { $0.path.hasPrefix(field.name + "_") }
    let allBlank = cells.map { blank($0, "v") }.joined(separator: " AND ")
    guard !cells.isEmpty else { return [] }
    var rules: [Rule] = []
    if let when = condition(field.neverBlank, layout.cells) {
      rules.append(
        Rule(
          field: field.name, title: field.title, paths: cells.map(\.path),
          columns: Self.judged(cells), condition: "(\(allBlank))\(when)"))
    }
    for inner in field.fields {
      guard let cell = cells.first(where: { $0.path == field.name + "_" + inner.name }),
        let when = condition(inner.neverBlank, layout.cells)
      else { continue }
      rules.append(
        Rule(
          field: cell.path, title: "\(field.title): \(inner.title)", paths: [cell.path],
          columns: Self.judged([cell]),
          condition: "\(blank(cell, "v")) AND NOT (\(allBlank))\(when)"))
    }
    return rules
  }

  private static func list(_ field: RecordField, _ layout: RecordLayout) -> [Rule] {
    guard let list = layout.lists.first(where: { $0.name == field.name }) else { return [] }
    let items = "SELECT 1 FROM \(list.table) c WHERE c.record_id = v.record_id"
    var rules: [Rule] = []
    if let when = condition(field.neverBlank, layout.cells) {
      rules.append(
        Rule(
          field: field.name, title: field.title, paths: [field.name], columns: [list.table],
          condition: "NOT EXISTS (\(items))\(when)"))
    }
    // Conditions inside an item speak of the item.
    for inner in field.fields {
      guard let cell = list.cells.first(where: { $0.path == inner.name }),
        let when = condition(inner.neverBlank, list.cells, "c")
      else { continue }
      rules.append(
        Rule(
          field: "\(field.name).\(inner.name)", title: "\(field.title): \(inner.title)",
          paths: [field.name], columns: Self.judged([cell]),
          condition: "EXISTS (\(items) AND \(blank(cell, "c"))\(when))"))
    }
    return rules
  }

  /// What has to hold beside, as ` AND …`; nil when a blank says nothing.
  private static func condition(
    _ rule: BlankRule, _ cells: [RecordLayout.Cell], _ alias: String = "v"
  ) -> String? {
    switch rule {
    case .mayBeBlank: return nil
    case .always: return ""
    case .when(let conditions):
      var text = ""
      for condition in conditions {
        guard let cell = cells.first(where: { $0.path == condition.fact }) else {
          return nil
        }
        if condition.anyOf.isEmpty {
          text += " AND \(alias).\(quoted(cell.presence)) IS NOT NULL"
        } else {
          let values = condition.anyOf.map { value in
            cell.kind == "boolean"
              ? (value == "true" ? "1" : "0") : "'\(value.replacing("'", with: "''"))'"
          }
          text += " AND \(alias).\(quoted(cell.presence)) IN (\(values.joined(separator: ", ")))"
        }
      }
      return text
    }
  }
}
