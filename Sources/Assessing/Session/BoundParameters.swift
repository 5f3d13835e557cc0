internal import GRDB
internal import Settings

/// The parameters of one check with the values in force.
struct BoundParameters {
  /// By name, what `:name` binds.
  var scalars: [String: DatabaseValue] = [:]
  /// By name, the values in `param_list`.
  var lists: [String: [String]] = [:]
  /// By name, the pairs in `param_map`.
  var maps: [String: [String: String]] = [:]
  /// By name, for the report.
  var stated: [String: Assessment.Parameter] = [:]
  /// Sentences on values that could not be used.
  var remarks: [String] = []

  /// A limit the firm adopted, with the procedure that states it.
  struct FirmValue {
    var value: ParameterValue
    var procedure: String
  }

  /// Resolves parameters: the check's default, then the profile's value, then the
  /// configuration's, then the firm's limit. A value that loosens a legal limit or lies out of
  /// bounds is not used, and said.
  init(
    _ definitions: [ParameterDefinition], profile: [String: ParameterValue] = [:],
    selection: [String: ParameterValue] = [:], firm: [String: FirmValue] = [:]
  ) {
    for definition in definitions {
      var value = definition.defaultValue
      var from = "check"
      var procedure: String?
      func use(_ candidate: ParameterValue?, _ origin: String, _ sop: String? = nil) {
        guard let candidate else { return }
        if let remark = Self.refusal(candidate, for: definition, from: origin) {
          remarks.append(remark)
        } else {
          value = candidate
          from = origin
          procedure = sop
        }
      }
      use(profile[definition.name], "profile")
      use(selection[definition.name], "configuration")
      if let limit = firm[definition.name] { use(limit.value, "firm", limit.procedure) }
      bind(value, as: definition.name)
      stated[definition.name] = Assessment.Parameter(
        value: value.text, unit: definition.unit, from: from, procedure: procedure)
    }
  }

  /// The parameters of a run as the library resolved them.
  init(resolved: [String: ResolvedParameter]) {
    for (name, parameter) in resolved {
      bind(parameter.value, as: name)
      var stated = Assessment.Parameter(
        value: parameter.value.text, unit: parameter.definition.unit, from: "check")
      switch parameter.source {
      case .check: break
      case .profile: stated.from = "profile"
      case .configuration: stated.from = "configuration"
      case .firmLimit(let procedure):
        stated.from = "firm"
        stated.procedure = procedure
      }
      self.stated[name] = stated
    }
  }

  private mutating func bind(_ value: ParameterValue, as name: String) {
    switch value {
    case .integer(let number): scalars[name] = number.databaseValue
    case .text(let text): scalars[name] = text.databaseValue
    case .day(let day): scalars[name] = day.number.databaseValue
    case .list(let values): lists[name] = values
    case .map(let pairs): maps[name] = pairs
    }
  }

  /// Why a value may not be used, `nil` when it may.
  private static func refusal(
    _ value: ParameterValue, for definition: ParameterDefinition, from origin: String
  ) -> String? {
    let name = definition.name
    let kept = "the default \(definition.defaultValue.text) was used"
    switch (definition.kind, value) {
    case (.integer, .integer(let number)):
      if let least = definition.min, number < least {
        return "\(name) = \(number) (\(origin)) is below \(least); \(kept)."
      }
      if let greatest = definition.max, number > greatest {
        return "\(name) = \(number) (\(origin)) is above \(greatest); \(kept)."
      }
      if definition.law, case .integer(let legal) = definition.defaultValue,
        definition.tighten == .lower ? number > legal : number < legal
      {
        return "\(name) = \(number) (\(origin)) would loosen a legal limit; \(kept)."
      }
      return nil
    case (.text, .text(let text)):
      if let allowed = definition.oneOf, !allowed.contains(text) {
        return "\(name) = \(text) (\(origin)) is none of \(allowed.joined(separator: ", ")); "
          + "\(kept)."
      }
      return nil
    case (.day, .day), (.list, .list), (.map, .map): return nil
    default:
      return "\(name) = \(value.text) (\(origin)) is no \(definition.kind.rawValue); \(kept)."
    }
  }
}
