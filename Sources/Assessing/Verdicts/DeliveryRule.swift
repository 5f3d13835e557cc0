internal import Cataloging
internal import Settings

/// What a check reads and no source delivers: told from its prepared statements and the mappings.
struct DeliveryRule {
  let library: Library
  let facts: CatalogFacts
  let inspection: Inspection
  /// In an example only what `Profiles/records` describes has to be given.
  var kindsOnly = false

  /// The reason nothing can be said; nil when everything is delivered.
  ///
  /// - Throws: `DatabaseError`, which cannot come from data.
  func lacking(_ plan: CheckPlan) throws -> Reason? {
    let definition = plan.definition
    let optional = Set(definition.optional)
    let reads = definition.reads.filter { !optional.contains($0) }
    let required = kindsOnly ? reads.filter { library.recordKinds[$0] != nil } : reads
    if let kind = required.first(where: { !facts.delivered($0) }) {
      let many = library.recordKinds[kind]?.unit.many ?? "records of \(PlainWord.text(kind))"
      return Reason(
        .sourceNotDelivered, "No source delivered \(kind == "event" ? "events" : many).")
    }
    var lacking: Set<String> = []
    for sql in [definition.gaps, plan.populationSQL] {
      for (kind, fields) in try used(sql) where required.contains(kind) {
        // A nil return stands for a source of its own: there is no record whose fields could lack.
        if facts.nilReturns[kind] != nil, facts.fields[kind] == nil { continue }
        let delivered = facts.fields[kind] ?? []
        for field in fields where !delivered.contains(field) {
          let name = "\(kind).\(field)"
          if !optional.contains(name) { lacking.insert(name) }
        }
      }
    }
    if lacking.isEmpty { return nil }
    return Reason(
      .fieldNotDelivered,
      "No source has a column for \(lacking.sorted().joined(separator: ", ")).")
  }

  /// By source, the fields a check needs that others of the kind deliver and it does not: what a
  /// record of it lacks is no blank.
  ///
  /// - Throws: `DatabaseError`, which cannot come from data.
  func thinSources(_ plan: CheckPlan) throws -> [String: [String]] {
    let optional = Set(plan.definition.optional)
    var found: [String: [String]] = [:]
    for (kind, fields) in try used(by: plan) where !optional.contains(kind) {
      for (source, delivered) in facts.fieldsOfSource[kind] ?? [:] {
        let lacking = fields.subtracting(delivered).map { "\(kind).\($0)" }
          .filter { !optional.contains($0) }
        if !lacking.isEmpty { found[source, default: []] += lacking.sorted() }
      }
    }
    return found
  }

  /// By record kind, the fields a check's statements read themselves.
  ///
  /// - Throws: `DatabaseError`, which cannot come from data.
  func used(by plan: CheckPlan) throws -> [String: Set<String>] {
    var used = try used(plan.definition.gaps)
    for (kind, fields) in try self.used(plan.populationSQL) {
      used[kind, default: []].formUnion(fields)
    }
    return used
  }

  /// By record kind, the fields a statement reads itself.
  func used(_ sql: String) throws -> [String: Set<String>] {
    var used: [String: Set<String>] = [:]
    for (table, columns) in try inspection.report(sql).ownReads {
      guard let (kind, list) = RecordObjects.kind(of: table, in: library.recordKinds) else {
        continue
      }
      used[kind.id, default: []].formUnion([])
      if let list {
        used[kind.id, default: []].insert(list)
        continue
      }
      for cell in RecordLayout(kind).cells
      where cell.columns.contains(where: { columns.contains($0.name) }) {
        used[kind.id, default: []].insert(cell.path)
      }
    }
    return used
  }
}

/// The names under which SQL sees a record kind.
enum RecordObjects {
  /// The kind behind the name of a table or view, with the list when it is a child table.
  static func kind(
    of table: String, in kinds: [String: RecordKind]
  ) -> (kind: RecordKind, list: String?)? {
    if let kind = kinds[table] { return (kind, nil) }
    for beginning in ["all_", "scoped_"] where table.hasPrefix(beginning) {
      if let kind = kinds[String(table.dropFirst(beginning.count))] { return (kind, nil) }
    }
    for ending in ["_history", "_version"] where table.hasSuffix(ending) {
      if let kind = kinds[String(table.dropLast(ending.count))] { return (kind, nil) }
    }
    let parts = table.split(separator: "__", maxSplits: 1)
    guard parts.count == 2, let kind = kinds[String(parts[0])]
    else { return nil }
    return (kind, String(parts[1]))
  }
}
