internal import Cataloging
internal import GRDB

/// The table of a record kind: `<kind>_version` with its lists `<kind>__…`, and the cells that tie a
/// row to a subject.
struct RecordTable {
  /// How the kind's table is made.
  let layout: RecordLayout
  /// The cells that name lots or units, then those that name products; `list` is the table of the
  /// list they stand in.
  private let fine: [Link]
  private let products: [Link]

  private struct Link {
    let list: String?
    let cell: RecordLayout.Cell
    let column: RecordLayout.Column
  }

  /// The kind's id.
  var kind: String { layout.kind }

  /// The name of the table, quoted.
  var name: String { layout.table.quotedDatabaseIdentifier }

  /// The tables of all kinds the catalog has records of.
  static func all(_ db: Database) throws -> [RecordTable] {
    try RecordTables.layouts(db).filter { try db.tableExists($0.table) }.map(RecordTable.init)
  }

  private init(_ layout: RecordLayout) {
    self.layout = layout
    let tables: [(String?, [RecordLayout.Cell])] =
      [(nil, layout.cells)] + layout.lists.map { ($0.table, $0.cells) }
    let links = tables.flatMap { list, cells in
      cells.compactMap { cell in
        cell.columns.first(where: \.isLink).map { Link(list: list, cell: cell, column: $0) }
      }
    }
    fine = links.filter { $0.column.part != .product }
    products = links.filter { $0.column.part == .product }
  }

  /// True when rows are tied to lots, units or products at all.
  var isTied: Bool { !fine.isEmpty || !products.isEmpty }

  /// Condition on `v`: the row names one of the subjects. A row that can name a lot or unit is not
  /// taken for its product alone, unless all of the product was asked for.
  func condition(_ subjects: SubjectTables) -> String {
    var conditions = fine.map { link in
      Self.condition(link) { column, text in
        let name = link.column.part == .lot ? "lot" : "epc"
        let isIn = "coalesce(\(column), -1) IN (\(subjects.ids(name)))"
        // A lot number that more than one product has is tied to none of them.
        return name == "lot"
          ? "\(isIn) OR (\(column) IS NULL AND coalesce(\(text), '') IN (\(subjects.lotNumbers)))"
          : isIn
      }
    }
    conditions += products.map { link in
      Self.condition(link) { column, _ in
        "coalesce(\(column), -1) IN (\(fine.isEmpty ? subjects.ids("product") : subjects.named))"
      }
    }
    return conditions.isEmpty ? "0 = 1" : conditions.joined(separator: " OR ")
  }

  /// Condition on `v`: the row states any lot or unit, or a product where its kind has nothing finer.
  var statesSubject: String {
    (fine.isEmpty ? products : fine).map { link in
      Self.condition(link) { _, text in "\(text) IS NOT NULL" }
    }.joined(separator: " OR ")
  }

  private static func condition(
    _ link: Link, _ isIn: (_ column: String, _ text: String) -> String
  ) -> String {
    let alias = link.list == nil ? "v" : "i"
    let text = link.cell.columns.first?.name ?? link.cell.path
    let condition = isIn(
      "\(alias).\(link.column.name.quotedDatabaseIdentifier)",
      "\(alias).\(text.quotedDatabaseIdentifier)")
    guard let list = link.list else { return "(\(condition))" }
    return "EXISTS (SELECT 1 FROM \(list.quotedDatabaseIdentifier) i "
      + "WHERE i.record_id = v.record_id AND (\(condition)))"
  }

  /// Whether a row names a lot by this number that could not be tied to a lot.
  func names(_ lot: String, _ db: Database) throws -> Bool {
    try fine.contains { link in
      guard link.column.part == .lot, let text = link.cell.columns.first?.name else { return false }
      let sql = """
        SELECT 1 FROM \((link.list ?? layout.table).quotedDatabaseIdentifier)
        WHERE \(link.column.name.quotedDatabaseIdentifier) IS NULL
          AND \(text.quotedDatabaseIdentifier) = ? LIMIT 1
        """
      return try Int.fetchOne(db, sql: sql, arguments: [lot]) != nil
    }
  }

  /// Condition on `v`: the row is what its source says now. Two that contradict each other, in one
  /// file or in two sources, both are.
  var standing: String {
    """
    v.superseded_by IS NULL AND (v.muster_rival IS NULL OR EXISTS (SELECT 1 FROM \(name) t
      WHERE t.record_id = v.muster_rival AND t.superseded_by IS NULL
        AND t.muster_seen_in = v.muster_seen_in))
    """
  }

  private var columns: Set<String> { Set(layout.cells.flatMap(\.columns).map(\.name)) }

  /// Condition on `v`: the row had begun at the cut-off.
  func visible(_ cutOff: RecordCutOff?) -> String {
    cutOff.map { "NOT (\($0.begins(layout, columns)))" } ?? "1 = 1"
  }

  /// Artifacts with rows that begin after the cut-off, or say something that became known later.
  func late(_ cutOff: RecordCutOff) -> String {
    artifacts(
      """
      (\(cutOff.begins(layout, columns))) OR (\(cutOff.hidesAny(layout, columns)))
        OR (\(cutOff.hidesItem(layout)))
      """)
  }

  /// The paths of the cells of a row that say what became known only after the cut-off.
  func hidden(_ row: Row, _ cutOff: RecordCutOff?) -> Set<String> {
    guard let cutOff else { return [] }
    return Set(layout.cells.filter { cutOff.hides($0, of: layout, row) }.map(\.path))
  }

  /// Artifacts with rows that are not open for the kind.
  var outside: String { artifacts("NOT (\(condition(.open(kind))))") }

  /// Artifacts that hold rows of which a condition on `v` is true: those they were taken from and
  /// those they were last met in.
  private func artifacts(_ condition: String) -> String {
    """
    SELECT r.artifact_id FROM \(name) v JOIN record r ON r.record_id = v.record_id
    WHERE \(condition)
    UNION SELECT v.muster_seen_in FROM \(name) v WHERE \(condition)
    """
  }
}

/// Where the row ids of subjects stand: those an item asks about, or those a request opens for a
/// kind of record.
enum SubjectTables {
  case asked
  case open(String)

  /// Ids of `epc`, `lot` or `product`, as a select.
  func ids(_ name: String) -> String { select("\(name)_id", name) }

  /// Ids of products all of which is meant, not only a lot.
  var named: String { select("product_id", "named") }

  /// Lot numbers as the request writes them.
  var lotNumbers: String { select("lot", "number") }

  private func select(_ column: String, _ name: String) -> String {
    switch self {
    case .asked: "SELECT \(column) FROM temp.asked_\(name)"
    case .open(let kind):
      "SELECT \(column) FROM temp.open_\(name) WHERE kind = '\(kind.replacing("'", with: "''"))'"
    }
  }
}
