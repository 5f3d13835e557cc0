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

  /// Parameters as the library resolved them.
  init(_ parameters: [String: ResolvedParameter]) {
    for (name, parameter) in parameters {
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
}
