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
    let judged = judgedColumns(of: kind)
    let rules = rules(kind).filter { $0.columns.isDisjoint(with: judged) }
    guard !rules.isEmpty, facts.delivered(kind.id) else { return nil }
    let record = kind.id + "_record"
    let parts = rules.map { rule in
      let title = rule.title.replacing("'", with: "''")
      return "SELECT v.record_id AS \(record), '\(title)' AS field FROM \(kind.id) v "
        + "WHERE \(rule.condition)"
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
      one: "No value was found for {field}: {\(record)}.",
      group: "{count} of {population} {unit} do not state: {field}.",
      expected: "A value", observed: "Blank, or not readable",
      remedy:
        "Look whether the record or its export lacks the value; complete the one or the other."
    ).definition()
  }

  /// Columns some check that reads the kind asks IS NULL of: it judges the blank itself.
  private func judgedColumns(of kind: RecordKind) -> Set<String> {
    checks.reduce(into: []) { names, check in
      if check.reads.contains(kind.id) { names.formUnion(Self.asked(in: check.gaps)) }
    }
  }

  /// Names that stand before IS NULL.
  static func asked(in sql: String) -> Set<String> {
    let tokens = SQLToken.tokens(of: sql)
    var names: Set<String> = []
    for index in tokens.indices.dropLast(2)
    where tokens[index + 1].isWord("is") && tokens[index + 2].isWord("null") {
      names.insert(tokens[index].text.lowercased())
    }
    return names
  }

  /// How many records in scope a check could not judge, because a value it reads is blank that
  /// never is.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  func notEvaluable(_ plan: CheckPlan, used: [String: Set<String>], _ db: Database) throws -> Int {
    let asked = Self.asked(in: plan.definition.gaps)
    var count = 0
    for (id, fields) in used.sorted(by: { $0.key < $1.key }) {
      guard let kind = library.recordKinds[id] else { continue }
      let conditions = rules(kind).filter { rule in
        rule.columns.isDisjoint(with: asked) && rule.paths.contains(where: fields.contains)
      }.map { "(\($0.condition))" }
      if conditions.isEmpty { continue }
      count +=
        try Int.fetchOne(
          db,
          sql: "SELECT count(*) FROM temp.\(id) v WHERE \(conditions.joined(separator: " OR "))")
        ?? 0
    }
    return count
  }
}
