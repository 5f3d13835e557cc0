internal import Cataloging
internal import GRDB
internal import Settings

/// The views of one record kind: `deviation` in scope, `scoped_deviation` in scope but for the
/// period, `all_deviation` everything visible at the cut-off, `deviation_history` what later exports
/// superseded.
struct RecordViews {
  /// The statements, in order; all make temporary objects.
  let statements: [String]

  private let kind: RecordKind
  private let layout: RecordLayout
  private let window: Window

  /// Views over the kind's tables in the catalog; empty tables of the session where it has none.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  init(_ db: Database, _ kind: RecordKind, window: Window) throws {
    let layout = RecordLayout(kind)
    self.kind = kind
    self.layout = layout
    self.window = window
    var statements: [String] = []
    var known: Set<String>?
    if try db.tableExists(layout.table, in: "main") {
      known = Set(try db.columns(in: layout.table, in: "main").map(\.name))
    }
    for statement in RecordTables.statements(layout) where statement.hasPrefix("CREATE TABLE") {
      let name = String(statement.split(separator: "\"")[1])
      if try db.tableExists(name, in: "main") { continue }
      statements.append("CREATE TEMP TABLE " + statement.dropFirst("CREATE TABLE ".count))
    }
    for field in kind.lists where field.fields.contains(where: { $0.blankIf != nil }) {
      guard let list = layout.lists.first(where: { $0.name == field.name }),
        try db.tableExists(list.table, in: "main")
      else { continue }
      let known = Set(try db.columns(in: list.table, in: "main").map(\.name))
      statements.append(Self.items(list, field, known: known))
    }
    statements += Self.views(kind, layout, window, known: known)
    self.statements = statements
  }

  private static func views(
    _ kind: RecordKind, _ layout: RecordLayout, _ window: Window, known: Set<String>?
  ) -> [String] {
    let table = (known == nil ? "temp." : "main.") + layout.table
    let listed: [String: String] = kind.columns.reduce(into: [:]) { $0[$1.name] = $1.field.blankIf }
    func column(_ name: String) -> String {
      guard known?.contains(name) ?? true else { return "NULL" }
      return value("v.\(quoted(name))", unlessIn: listed[name])
    }
    let own = ["v.record_id", "v.source_id", "v.absent_since_ms"]
    let plain = layout.cells.flatMap { cell in
      cell.columns.map { "\(column($0.name)) AS \(quoted($0.name))" }
    }
    let masked = layout.cells.flatMap { cell in
      let hidden = cell.knownFrom.flatMap { path in layout.cells.first { $0.path == path } }
        .map { later($0, column) }
      return cell.columns.map { part in
        guard let hidden else { return "\(column(part.name)) AS \(quoted(part.name))" }
        return "CASE WHEN \(hidden) THEN NULL ELSE \(column(part.name)) END AS \(quoted(part.name))"
      }
    }
    // What begins after the cut-off is not there yet.
    let begins = begin(kind).compactMap { path in layout.cells.first { $0.path == path } }
    let visible = begins.isEmpty ? "1 = 1" : "NOT (\(started(begins, column)))"
    let name = layout.kind
    let inScope = scope(layout, window)
    return [
      """
      CREATE TEMP VIEW all_\(name) AS SELECT \((own + masked).joined(separator: ", "))
      FROM \(table) v WHERE v.is_current = 1 AND \(visible)
      """,
      """
      CREATE TEMP VIEW scoped_\(name) AS SELECT * FROM temp.all_\(name) v
      WHERE \(inScope.isEmpty ? "1 = 1" : inScope.joined(separator: " AND "))
      """,
      """
      CREATE TEMP VIEW \(name) AS SELECT * FROM temp.scoped_\(name) v
      WHERE \(period(kind, layout) ?? "1 = 1")
      """,
      """
      CREATE TEMP VIEW \(name)_history AS
      SELECT \((own + ["v.superseded_by AS later_record"] + plain).joined(separator: ", "))
      FROM \(table) v WHERE v.superseded_by IS NOT NULL
      """,
    ]
  }

  /// A list's table with what says nothing read as blank; it shadows the table.
  private static func items(
    _ list: RecordLayout.List, _ field: RecordField, known: Set<String>
  ) -> String {
    let columns = list.cells.flatMap { cell in
      let words = field.fields.first { $0.name == cell.path }?.blankIf
      return cell.columns.map { column in
        let name = quoted(column.name)
        return (known.contains(column.name) ? value(name, unlessIn: words) : "NULL") + " AS " + name
      }
    }
    return """
      CREATE TEMP VIEW \(list.table) AS
      SELECT record_id, ord, \(columns.joined(separator: ", ")) FROM main.\(list.table)
      """
  }

  /// A column, NULL where it says nothing: a dash in place of a reason is none.
  private static func value(_ column: String, unlessIn list: String?) -> String {
    guard let list else { return column }
    return "CASE WHEN \(column) COLLATE NOCASE IN (SELECT value FROM temp.list_\(list)) "
      + "THEN NULL ELSE \(column) END"
  }

  private static func quoted(_ name: String) -> String { name.quotedDatabaseIdentifier }

  /// True, in SQL, when a cell lies after the cut-off.
  private static func later(_ cell: RecordLayout.Cell, _ column: (String) -> String) -> String {
    var parts: [String] = []
    if let ms = cell.columns.first(where: { $0.part == .ms }) {
      let day = column(cell.presence)
      parts.append("coalesce(\(column(ms.name)) > (SELECT as_of_ms FROM temp.run), 0)")
      parts.append(
        "(\(column(ms.name)) IS NULL AND coalesce(\(day) > (SELECT as_of_day FROM temp.run), 0))")
    } else if cell.columns.contains(where: { $0.part == .day }) {
      parts.append("coalesce(\(column(cell.presence)) > (SELECT as_of_day FROM temp.run), 0)")
    }
    return parts.isEmpty ? "0" : parts.joined(separator: " OR ")
  }

  /// True, in SQL, when the first of these cells that has a value lies after the cut-off.
  private static func started(
    _ cells: [RecordLayout.Cell], _ column: (String) -> String
  ) -> String {
    var earlier: [String] = []
    var parts: [String] = []
    for cell in cells {
      let alone = earlier.map { " AND \($0) IS NULL" }.joined()
      parts.append("((\(later(cell, column)))\(alone))")
      earlier.append(column(cell.presence))
    }
    return parts.joined(separator: " OR ")
  }

  private static func begin(_ kind: RecordKind) -> [String] {
    switch kind.inPeriod {
    case .at(let names): names
    case .overlap(let from, _): from
    case nil: []
    }
  }

  /// Rule G7: the record's date, or the time it was open, meets the period. What has no date at all
  /// is in.
  private static func period(_ kind: RecordKind, _ layout: RecordLayout) -> String? {
    func day(_ paths: [String]) -> String? {
      let names = paths.compactMap { path in layout.cells.first { $0.path == path }?.presence }
        .map { "v.\(quoted($0))" }
      // One name alone is no coalesce.
      return names.count > 1 ? "coalesce(\(names.joined(separator: ", ")))" : names.first
    }
    let first = "(SELECT from_day FROM temp.run)"
    let last = "(SELECT to_day FROM temp.run)"
    switch kind.inPeriod {
    case .at(let paths):
      return day(paths).map { "(\($0) IS NULL OR \($0) BETWEEN \(first) AND \(last))" }
    case .overlap(let from, let to):
      let begins = day(from).map { "(\($0) IS NULL OR \($0) <= \(last))" }
      // What began in the period is of it, also where its end is said to lie before its beginning.
      let begun = day(from).map { " OR \($0) >= \(first)" } ?? ""
      let ends = day(to).map { "(\($0) IS NULL OR \($0) >= \(first)\(begun))" }
      let both = [begins, ends].compactMap { $0 }
      return both.isEmpty ? nil : both.joined(separator: " AND ")
    case nil: return nil
    }
  }

  // MARK: Scope

  /// Conditions for the subjects in scope; a record that names none of them is the whole firm's.
  private static func scope(_ layout: RecordLayout, _ window: Window) -> [String] {
    var conditions: [String] = []
    let tables: [(table: String?, cells: [RecordLayout.Cell])] =
      [(nil, layout.cells)] + layout.lists.map { ($0.table, $0.cells) }
    if !window.products.isEmpty || !window.lots.isEmpty {
      let lots = "(SELECT lot_id FROM temp.scope_lot)"
      let products =
        window.lots.isEmpty
        ? "(SELECT product_id FROM temp.scope_product)"
        : "(SELECT l.product_id FROM main.all_lot l JOIN temp.scope_lot s ON s.lot_id = l.lot_id)"
      conditions += condition(tables, ["product", "lot", "epc"]) { alias, cell, beside in
        guard let link = cell.columns.first(where: \.isLink) else { return nil }
        let column = alias + "." + quoted(link.name)
        switch link.part {
        case .lot: return "\(column) IN \(lots)"
        case .epc:
          return "\(column) IN (SELECT u.epc_id FROM main.all_unit u WHERE u.lot_id IN \(lots))"
        default: return "(\(column) IN \(products)\(unlessLot(alias, beside, layout)))"
        }
      }
    }
    if !window.leftProducts.isEmpty {
      let left = "(SELECT product_id FROM temp.left_product)"
      // A value that names nothing collected cannot be said to be another market's.
      conditions += condition(tables, ["product", "lot", "epc"]) { alias, cell, _ in
        guard let link = cell.columns.first(where: \.isLink) else { return nil }
        let column = alias + "." + quoted(link.name)
        let isLeft =
          switch link.part {
          case .lot:
            "(SELECT l.product_id FROM main.all_lot l WHERE l.lot_id = \(column)) IN \(left)"
          case .epc:
            "((SELECT c.product_id FROM main.epc c WHERE c.epc_id = \(column)) IN \(left)"
              + " OR \(column) IN (SELECT epc_id FROM temp.left_container))"
          default: "\(column) IN \(left)"
          }
        return "(\(alias).\(quoted(cell.presence)) IS NOT NULL AND NOT coalesce(\(isLeft), 0))"
      }
    }
    if !window.sites.isEmpty {
      conditions += condition(tables, ["site"]) { alias, cell, _ in
        "\(alias).\(quoted(cell.presence)) IN (SELECT site FROM temp.scope_site)"
      }
    }
    if !window.partnerGLNs.isEmpty {
      conditions += condition(tables, ["partner"]) { alias, cell, _ in
        "\(alias).\(quoted(cell.presence)) IN (SELECT gln FROM temp.scope_partner)"
      }
    }
    return conditions
  }

  /// A product counts where no lot or unit beside it says more.
  private static func unlessLot(
    _ alias: String, _ cells: [RecordLayout.Cell], _ layout: RecordLayout
  ) -> String {
    var text = ""
    for list in layout.lists where alias == "v" {
      for column in list.cells.flatMap(\.columns) where column.part == .lot {
        text +=
          " AND NOT EXISTS (SELECT 1 FROM \(list.table) o "
          + "WHERE o.record_id = v.record_id AND o.\(quoted(column.name)) IS NOT NULL)"
      }
    }
    for cell in cells where cell.references == "lot" || cell.references == "epc" {
      for column in cell.columns where column.isLink {
        text += " AND \(alias).\(quoted(column.name)) IS NULL"
      }
    }
    return text
  }

  /// One condition over all cells that reference one of some kinds; none when there is no cell.
  private static func condition(
    _ tables: [(table: String?, cells: [RecordLayout.Cell])], _ references: Set<String>,
    _ isIn: (_ alias: String, RecordLayout.Cell, _ beside: [RecordLayout.Cell]) -> String?
  ) -> [String] {
    var inside: [String] = []
    var blank: [String] = []
    for (table, cells) in tables {
      let own = cells.filter { references.contains($0.references ?? "") }
      if own.isEmpty { continue }
      guard let table else {
        inside += own.compactMap { isIn("v", $0, cells) }
        blank += own.map { "v.\(quoted($0.presence)) IS NULL" }
        continue
      }
      let rows = "SELECT 1 FROM \(table) c WHERE c.record_id = v.record_id"
      let any = own.compactMap { isIn("c", $0, cells) }.joined(separator: " OR ")
      inside.append("EXISTS (\(rows) AND (\(any)))")
      blank.append("NOT EXISTS (\(rows))")
    }
    guard !inside.isEmpty else { return [] }
    return ["(\(inside.joined(separator: " OR ")) OR (\(blank.joined(separator: " AND "))))"]
  }
}
