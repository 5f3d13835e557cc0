internal import Settings

/// Compares what a check listed with what its example expects.
enum ExampleJudge {
  /// Sentences on what differs; empty when nothing does.
  static func failures(of example: ExampleDefinition, _ outcome: CheckOutcome) -> [String] {
    if let wanted = example.expect.text, wanted.hasSuffix("_not_delivered") {
      let code = outcome.undelivered?.code.rawValue
      return code == wanted
        ? [] : ["\(wanted) was expected; \(code ?? "everything it reads is delivered")"]
    }
    if let failure = outcome.failure ?? outcome.undelivered { return [failure.text] }
    var failures: [String] = []
    if let population = example.population, population != outcome.population {
      failures.append(
        "\(population) were expected to be examined; \(outcome.population) were")
    }
    if let wanted = example.notEvaluable, wanted != outcome.notEvaluable {
      failures.append("\(wanted) were expected not to be judged; \(outcome.notEvaluable) were not")
    }
    if outcome.population == 0, outcome.total > 0 {
      failures.append("\(outcome.total) are listed though nothing is examined")
    }
    failures += listing(example, outcome)
    for group in outcome.groups {
      if group.evidence.isEmpty {
        failures.append("no evidence pointer leads to a record: \(group.message)")
      }
      if group.message.contains("{") {
        failures.append("a placeholder is left in the message: \(group.message)")
      }
    }
    return failures
  }

  private static func listing(_ example: ExampleDefinition, _ outcome: CheckOutcome) -> [String] {
    // `expect: any` asks for something, whatever it is.
    if example.expect.text == "any" {
      return outcome.rows.isEmpty ? ["something was expected to be listed; nothing is"] : []
    }
    if let count = example.expect.text.flatMap(Int.init) {
      return outcome.rows.count == count
        ? [] : ["\(count) were expected to be listed; \(outcome.rows.count) are"]
    }
    let expected = (example.expect.list ?? []).map(Expectation.init)
      .sorted { $0.values.count > $1.values.count }
    var rest = outcome.rows
    var failures: [String] = []
    for expectation in expected {
      if let index = rest.firstIndex(where: expectation.fits) {
        rest.remove(at: index)
      } else {
        failures.append("\(expectation.text) was expected to be listed; it is not")
      }
    }
    for row in rest {
      failures.append("\(text(row)) is listed; it was not expected")
    }
    return failures
  }

  private static func text(_ row: [String: Set<String>]) -> String {
    let cells = row.sorted { $0.key < $1.key }.map { column, texts in
      "\(column): \(texts.min { ($0.count, $0) < ($1.count, $1) } ?? "")"
    }
    return "{ \(cells.joined(separator: ", ")) }"
  }

  /// One expected row: some of its columns with their texts.
  private struct Expectation {
    var values: [(column: String, text: String)]

    init(_ value: YAMLValue) {
      values = (value.map ?? []).map { ($0.key, $0.value.text ?? "") }
    }

    func fits(_ row: [String: Set<String>]) -> Bool {
      values.allSatisfy { row[$0.column]?.contains($0.text) ?? false }
    }

    var text: String {
      "{ \(values.map { "\($0.column): \($0.text)" }.joined(separator: ", ")) }"
    }
  }
}

extension ExampleCase {
  /// The values an example sets for the parameters of its check.
  ///
  /// - Throws: `ExampleFault` at a parameter the check does not have.
  func values(for definitions: [ParameterDefinition]) throws -> [String: ParameterValue] {
    var values: [String: ParameterValue] = [:]
    for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
      guard let definition = definitions.first(where: { $0.name == name }) else {
        throw ExampleFault(value, "the check has no parameter \(name)")
      }
      guard let read = Self.value(value, definition.kind) else {
        throw ExampleFault(value, "\(name) is \(definition.kind.rawValue)")
      }
      values[name] = read
    }
    return values
  }

  /// The limits an example says the firm adopted.
  func firmLimits(for definitions: [ParameterDefinition]) -> [FirmLimit] {
    settings.filter { $0.table == "firm_limit" }.compactMap { setting in
      guard case .text(let name) = Self.cell(setting, "parameter"),
        let definition = definitions.first(where: { $0.name == name })
      else { return nil }
      let value: ParameterValue
      switch Self.cell(setting, "value") {
      case .integer(let number): value = .integer(Int(number))
      case .text(let text): value = definition.kind == .list ? .list([text]) : .text(text)
      case .none: return nil
      }
      var procedure = ""
      if case .text(let text) = Self.cell(setting, "procedure") { procedure = text }
      return FirmLimit(parameter: name, value: value, procedure: procedure, position: .start)
    }
  }

  static func cell(_ setting: Setting, _ column: String) -> CellValue {
    setting.values.first { $0.column == column }?.value ?? .none
  }

  private static func value(_ value: YAMLValue, _ kind: ParameterDefinition.Kind) -> ParameterValue?
  {
    switch kind {
    case .integer: value.integer.map { .integer($0) }
    case .text: value.text.map { .text($0) }
    case .day: value.text.flatMap { CalendarDay(iso: $0) }.map { .day($0) }
    case .list: value.list.map { .list($0.compactMap(\.text)) }
    case .map:
      value.map.map { entries in
        .map(
          Dictionary(entries.map { ($0.key, $0.value.text ?? "") }, uniquingKeysWith: { $1 }))
      }
    }
  }
}
