internal import Cataloging
internal import GRDB
internal import Settings

/// Blank values that are never blank: one finding for each kind and field, and for each check how
/// many records of what it reads it could not judge for want of one.
struct BlankValues {
  let library: Library
  let facts: CatalogFacts
  let inspection: Inspection
  /// Definitions of every check of the profile.
  let checks: [CheckDefinition]

  /// Rules of a kind whose fields are delivered.
  private func rules(_ kind: RecordKind) -> [BlankRules.Rule] {
    let delivered = facts.fields[kind.id] ?? []
    return BlankRules(kind).rules.filter { $0.paths.contains(where: delivered.contains) }
  }

  /// The check over a kind; nil when no rule has anything to say.
  ///
  /// - Throws: `AssessingError`, which is a fault of the engine.
  func check(_ kind: RecordKind) throws -> CheckDefinition? {
    let judged = Set(checks.flatMap { judgedFields(by: $0, of: kind) })
    let rules = rules(kind)
    guard !rules.isEmpty, facts.delivered(kind.id) else { return nil }
    let record = kind.id + "_record"
    let parts = rules.map { rule in
      let title = rule.title.replacing("'", with: "''")
      return "SELECT v.record_id AS \(record), '\(title)' AS field FROM \(kind.id) v "
        + "WHERE \(rule.condition)\(judged.contains(rule.field) ? Self.untold(rule.field) : "")"
    }
    return try MadeCheck(
      id: "complete-\(MadeCheck.word(kind.id))",
      title: "\(kind.title): values that are never blank",
      statement: "Every \(kind.unit.one) states what is never left blank.",
      authority: .practice,
      basis: (["Complete records"] + kind.citations).joined(separator: "; "),
      mark: "k", severity: .minor, reads: [kind.id],
      population: "SELECT record_id FROM \(kind.id)", gaps: parts.joined(separator: " UNION ALL "),
      subjects: [record], groupBy: ["field"], unit: (kind.unit.one, kind.unit.many),
      one: "{field} is blank, or not readable: {\(record)}.",
      group: "{count} of {population} {unit} state nothing, or nothing that can be read, for "
        + "{field}.",
      expected: "A value", observed: "Blank, or not readable",
      remedy:
        "Look whether the record or its export lacks the value, or writes it in a way muster collect "
        + "--dry-run cannot read; complete the one, or describe the other in the configuration."
    ).definition()
  }

  /// A blank that a check asks for is told once: where the check lists the record, it has told it.
  private static func untold(_ field: String) -> String {
    " AND v.record_id NOT IN (SELECT t.record_id FROM told_blank t WHERE t.field = '\(field)')"
  }

  /// Fields of a kind of which a check asks IS NULL.
  private func judgedFields(by check: CheckDefinition, of kind: RecordKind) -> [String] {
    guard check.reads.contains(kind.id) else { return [] }
    let asked = asked(in: check.gaps, of: kind)
    return rules(kind).filter { !$0.columns.isDisjoint(with: asked) }.map(\.field)
  }

  /// Whether a check asks of a field that is never blank whether it is.
  func asksForBlanks(_ check: CheckDefinition) -> Bool {
    check.reads.contains { id in
      library.recordKinds[id].map { !judgedFields(by: check, of: $0).isEmpty } ?? false
    }
  }

  /// Notes which records a check lists that asks for blanks, so that they are not listed again.
  ///
  /// - Throws: `DatabaseError` when the session has no such table.
  func note(_ records: Set<Int64>, listedBy check: CheckDefinition, _ db: Database) throws {
    guard !records.isEmpty else { return }
    let fields = Set(
      check.reads.flatMap { id in
        library.recordKinds[id].map { judgedFields(by: check, of: $0) } ?? []
      })
    let statement = try db.makeStatement(
      sql: "INSERT OR IGNORE INTO temp.told_blank VALUES (?, ?)")
    for field in fields {
      for record in records { try statement.execute(arguments: [record, field]) }
    }
  }

  /// Names that stand before IS NULL, but for those of a table that holds another kind.
  private func asked(in sql: String, of kind: RecordKind) -> Set<String> {
    let tokens = SQLToken.tokens(of: sql)
    let tables = Self.tables(tokens)
    var names: Set<String> = []
    for index in tokens.indices.dropLast(2)
    where tokens[index + 1].isWord("is") && tokens[index + 2].isWord("null") {
      let owners = index > 1 && tokens[index - 1].isSign(".") ? tables[tokens[index - 2].text] : nil
      let isOfKind =
        owners?.contains { owner in
          RecordObjects.kind(of: owner, in: library.recordKinds)?.kind.id == kind.id
        } ?? true
      if isOfKind { names.insert(tokens[index].text) }
    }
    return names
  }

  /// By the short name a statement gives it, the tables that go by it.
  private static func tables(_ tokens: [SQLToken]) -> [String: Set<String>] {
    var found: [String: Set<String>] = [:]
    for index in tokens.indices.dropLast(2)
    where (tokens[index].isWord("from") || tokens[index].isWord("join"))
      && tokens[index + 1].kind == .word
    {
      let isNamed = tokens[index + 2].isWord("as") && index + 3 < tokens.count
      found[tokens[index + (isNamed ? 3 : 2)].text, default: []].insert(tokens[index + 1].text)
    }
    return found
  }

  /// How many records in scope a statement says nothing of, because a value it reads is blank that
  /// never is, and it does not ask for the blank itself.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  func notEvaluable(_ sql: String, used: [String: Set<String>], _ db: Database) throws -> Int {
    var count = 0
    for (id, fields) in used.sorted(by: { $0.key < $1.key }) {
      guard let kind = library.recordKinds[id] else { continue }
      let asked = asked(in: sql, of: kind)
      let rules = rules(kind).filter { $0.columns.isDisjoint(with: asked) }
      let conditions =
        rules.filter { $0.paths.contains(where: fields.contains) }.map { "(\($0.condition))" }
        + unlinked(kind, fields, rules, asked: asked)
      if conditions.isEmpty { continue }
      count +=
        try Int.fetchOne(
          db,
          sql: "SELECT count(*) FROM temp.\(id) v WHERE \(conditions.joined(separator: " OR "))")
        ?? 0
    }
    return count
  }

  /// A serial or lot that leads nowhere because the product beside it is blank.
  private func unlinked(
    _ kind: RecordKind, _ fields: Set<String>, _ rules: [BlankRules.Rule], asked: Set<String>
  ) -> [String] {
    let layout = RecordLayout(kind)
    func links(_ cells: [RecordLayout.Cell], _ alias: String) -> [String] {
      cells.flatMap(\.columns)
        .filter { ($0.part == .epc || $0.part == .lot) && !asked.contains($0.name) }
        .map { "\(alias).\($0.name.quotedDatabaseIdentifier) IS NULL" }
    }
    let own = links(layout.cells.filter { fields.contains($0.path) }, "v")
    let listed = layout.lists.filter { list in
      fields.contains(list.name) && !list.cells.contains { $0.references == "product" }
    }.flatMap { list in
      links(list.cells, "c").map {
        "EXISTS (SELECT 1 FROM \(list.table) c WHERE c.record_id = v.record_id AND \($0))"
      }
    }
    let products = layout.cells.filter { $0.references == "product" && !fields.contains($0.path) }
    return rules.filter { rule in products.contains { [$0.path] == rule.paths } }.flatMap { rule in
      (own + listed).map { "(\(rule.condition) AND \($0))" }
    }
  }

  /// Fields that are blank in every record there is, as `kind.field`.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  func blankThroughout(_ used: [String: Set<String>], _ db: Database) throws -> [String] {
    var found: [String] = []
    for (id, fields) in used.sorted(by: { $0.key < $1.key }) {
      guard let kind = library.recordKinds[id] else { continue }
      let layout = RecordLayout(kind)
      for field in fields.sorted() {
        var sql = "SELECT EXISTS (SELECT 1 FROM temp.all_\(id) v WHERE "
        if let cell = layout.cells.first(where: { $0.path == field }) {
          sql += "v.\(cell.presence.quotedDatabaseIdentifier) IS NOT NULL)"
        } else if let list = layout.lists.first(where: { $0.name == field }) {
          sql += "EXISTS (SELECT 1 FROM \(list.table) c WHERE c.record_id = v.record_id))"
        } else {
          continue
        }
        if try Int.fetchOne(db, sql: sql) == 0 { found.append("\(id).\(field)") }
      }
    }
    return found
  }
}
