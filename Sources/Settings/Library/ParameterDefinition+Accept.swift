/// Why a parameter's value cannot be used.
package struct ParameterFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong and what would be right.
  package let message: String
  /// What is wrong and what would be right.
  package var description: String { message }
}

extension ParameterDefinition {
  /// The value in this parameter's kind, if it is within its bounds.
  func accept(_ value: ParameterValue) throws(ParameterFault) -> ParameterValue {
    let accepted = try convert(value)
    if case .integer(let number) = accepted {
      if let min, number < min { throw fault("must be at least \(min), not \(number)") }
      if let max, number > max { throw fault("must be at most \(max), not \(number)") }
    }
    if let oneOf {
      let texts: [String]
      switch accepted {
      case .list(let items): texts = items
      case .map(let items): texts = items.values.sorted()
      default: texts = [accepted.text]
      }
      if let wrong = texts.first(where: { !oneOf.contains($0) }) {
        throw fault("must be one of \(oneOf.joined(separator: ", ")), not \"\(wrong)\"")
      }
    }
    return accepted
  }

  /// The value a firm states, which may only tighten a limit of the law.
  func acceptOverride(_ value: ParameterValue) throws(ParameterFault) -> ParameterValue {
    let accepted = try accept(value)
    guard law else { return accepted }
    switch (accepted, defaultValue) {
    case (.integer(let new), .integer(let legal)):
      if tighten == .lower ? new > legal : new < legal {
        let bound = tighten == .lower ? "at most" : "at least"
        throw fault("is a limit of the law: it may be \(bound) \(legal), not \(new)")
      }
    default:
      if accepted != defaultValue {
        throw fault("is fixed by the law as \(defaultValue.text)")
      }
    }
    return accepted
  }

  private func convert(_ value: ParameterValue) throws(ParameterFault) -> ParameterValue {
    switch (kind, value) {
    case (.integer, .integer), (.text, .text), (.day, .day), (.list, .list), (.map, .map):
      return value
    case (.text, .day(let day)): return .text(day.iso)
    // `{}` and `[]` are both ways to say "none".
    case (.list, .map(let items)) where items.isEmpty: return .list([])
    case (.map, .list(let items)) where items.isEmpty: return .map([:])
    default:
      let wanted =
        switch kind {
        case .integer: "a whole number"
        case .text: "text"
        case .day: "a date, YYYY-MM-DD"
        case .list: "a list"
        case .map: "a mapping"
        }
      throw fault("must be \(wanted), not \"\(value.text)\"")
    }
  }

  private func fault(_ text: String) -> ParameterFault {
    ParameterFault(message: "parameter \"\(name)\" \(text)")
  }
}
