extension DefinitionReader {
  func check(_ root: Section) -> CheckDefinition {
    var one = ""
    var group = ""
    if let value = root.required("message"),
      let message = Section(value, name: "\"message\"", sink: sink)
    {
      one = message.requiredText("one")
      group = message.requiredText("group")
      message.finish()
    }
    let check = CheckDefinition(
      id: id(root, separator: "-"), aliases: root.texts("aliases"),
      title: root.requiredText("title"), covers: root.texts("covers"),
      statement: root.requiredText("statement"),
      authority: root.requiredWord("authority", Authority.self) ?? .practice,
      basis: root.requiredText("basis"), mark: mark(root), regimes: grounds(root),
      severity: root.requiredWord("severity", Severity.self) ?? .minor,
      lookFirst: root.requiredWord("look_first", LookFirst.self) ?? .method,
      reads: root.texts("reads"), optional: root.texts("optional"),
      parameters: parameters(root.entries("parameters")),
      population: populationReference(root),
      empty: root.word("empty", EmptyReason.self) ?? .noPopulation,
      gaps: root.requiredText("gaps"), subjects: columns(root, "subjects"),
      groupBy: columns(root, "group_by"), unit: unit(root), messageOne: one, messageGroup: group,
      expected: root.requiredText("expected"), observed: root.requiredText("observed"),
      remedy: root.requiredText("remedy"),
      section: root.word("section", ReportSection.self) ?? .records,
      decideToday: root.boolean("decide_today") ?? false,
      examples: root.list("examples").compactMap(example), origin: origin(root))
    if check.subjects.isEmpty {
      sink.error("\"subjects\" names no column", at: root.position(of: "subjects"))
    }
    return check
  }

  func population(_ root: Section) -> PopulationDefinition {
    PopulationDefinition(
      id: id(root, separator: "-"), title: root.requiredText("title"), unit: unit(root),
      sql: root.requiredText("sql"), origin: origin(root))
  }

  /// The entries of `regimes`: what the check rests on under a regime other than the one it was
  /// written for.
  private func grounds(_ root: Section) -> [Regime: CheckDefinition.Ground] {
    var grounds: [Regime: CheckDefinition.Ground] = [:]
    for entry in root.entries("regimes") {
      guard let regime = Regime(rawValue: entry.key) else {
        let known = Regime.allCases.map(\.rawValue)
        sink.error(
          "there is no regime \"\(entry.key)\"; known: \(known.joined(separator: ", "))",
          at: entry.position, suggestion: Suggestion.nearest(to: entry.key, among: known))
        continue
      }
      guard let ground = Section(entry.value, name: "\"\(entry.key)\"", sink: sink) else {
        continue
      }
      grounds[regime] = CheckDefinition.Ground(
        authority: ground.requiredWord("authority", Authority.self) ?? .practice,
        basis: ground.requiredText("basis"), mark: mark(ground))
      ground.finish()
    }
    return grounds
  }

  private func populationReference(_ root: Section) -> PopulationReference {
    let text = root.requiredText("population")
    let isName = text.allSatisfy { $0 == "-" || ($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return isName ? .named(text) : .sql(text)
  }

  private func columns(_ root: Section, _ key: String) -> [String] {
    root.list(key).compactMap { value in
      guard let name = sink.text(value, key) else { return nil }
      if !SQLText.isName(name) {
        sink.error("\"\(name)\" is not the name of a column", at: value.position)
      }
      return name
    }
  }

  private func example(_ value: YAMLValue) -> ExampleDefinition? {
    guard let section = Section(value, name: "an example", sink: sink) else { return nil }
    let name = section.requiredText("name")
    let given = section.required("given") ?? YAMLValue(.map([]), at: value.position)
    if given.map == nil {
      sink.error("\"given\" must be a mapping, not \(given.nameOfShape)", at: given.position)
    }
    let expect = section.required("expect") ?? YAMLValue(.list([]), at: value.position)
    let items = expect.list
    let count = items?.count ?? expect.integer
    let words = ["any", "source_not_delivered", "field_not_delivered"]
    if !words.contains(expect.text ?? ""), count == nil || (count ?? 0) < 0 {
      sink.error(
        "\"expect\" must be a list of gaps, their number, any, source_not_delivered or "
          + "field_not_delivered, not \(expect.nameOfShape)",
        at: expect.position)
    }
    for item in items ?? [] where item.map == nil {
      sink.error("an expected gap is a mapping of column to value", at: item.position)
    }
    let example = ExampleDefinition(
      name: name, given: given, expect: expect, expectedCount: count,
      population: section.integer("population", in: 0...1_000_000),
      notEvaluable: section.integer("not_evaluable", in: 0...1_000_000), position: value.position)
    section.finish()
    return example
  }
}
