internal import Settings

/// A check with everything it needs to run: its SQL, its population's SQL and its values.
struct CheckPlan {
  var definition: CheckDefinition
  var populationSQL: String
  var unit: CountWords
  var parameters: BoundParameters
  /// Whether its outcome says which records it lists.
  var keepsRecords = false
  /// By source, the fields it needs that this source has no column for and others have.
  var thinSources: [String: [String]] = [:]
  /// The words of the lists its SQL reads.
  private var words: [String]

  /// A plan; the population's SQL comes from its file when the check names one.
  ///
  /// - Throws: `AssessingError` with code `.definitionInvalid` when there is no such file.
  init(_ definition: CheckDefinition, library: Library, parameters: BoundParameters) throws {
    self.definition = definition
    self.parameters = parameters
    unit = CountWords(one: definition.unit.one, many: definition.unit.many)
    switch definition.population {
    case .sql(let sql): populationSQL = sql
    case .named(let name):
      guard let population = library.populations[name] else {
        throw AssessingError(
          .definitionInvalid, "Check \(definition.id) names population \(name), which is not there."
        )
      }
      populationSQL = population.sql
    }
    words = library.lists(namedIn: [populationSQL, definition.gaps]).flatMap(\.values)
  }

  /// SHA-256 over what makes the figures: SQL, grouping and values, not the wording.
  var sha256: String {
    let values = parameters.stated.sorted { $0.key < $1.key }
      .map { "\($0.key)=\($0.value.value)" }
    let parts =
      [definition.id, populationSQL, definition.gaps, definition.authority.rawValue]
      + [definition.mark.text, definition.severity.rawValue] + definition.subjects + ["by"]
      + definition.groupBy + ["with"] + values + words
    return Digest.sha256(parts.joined(separator: "\u{0}"))
  }
}
