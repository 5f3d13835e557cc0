internal import Settings

/// Checks the engine makes itself: of blank values and of records that are not there. They run,
/// group and keep their fingerprints like those of `Profiles/checks`.
struct MadeCheck {
  var id: String
  var title: String
  var statement: String
  var authority: Authority
  var basis: String
  var mark: String
  var severity: Severity
  var lookFirst = "method"
  var reads: [String]
  var optional: [String] = []
  var population: String
  var gaps: String
  var subjects: [String]
  var groupBy: [String] = []
  var unit: (one: String, many: String)
  var one: String
  var group: String
  var expected: String
  var observed: String
  var remedy: String

  /// The check as if its file had been read.
  ///
  /// - Throws: `AssessingError` when it cannot be read, which is a fault of the engine.
  func definition() throws -> CheckDefinition {
    func text(_ value: String) -> String {
      var quoted = "\""
      for character in value {
        switch character {
        case "\"", "\\": quoted += "\\\(character)"
        case "\n": quoted += " "
        default: quoted.append(character)
        }
      }
      return quoted + "\""
    }
    func list(_ values: [String]) -> String {
      "[" + values.map(text).joined(separator: ", ") + "]"
    }
    let yaml = """
      id: \(id)
      title: \(text(title))
      statement: \(text(statement))
      authority: \(authority.rawValue)
      basis: \(text(basis))
      mark: \(text(mark))
      severity: \(severity.rawValue)
      look_first: \(lookFirst)
      reads: \(list(reads))
      optional: \(list(optional))
      population: \(text(population))
      gaps: \(text(gaps))
      subjects: \(list(subjects))
      group_by: \(list(groupBy))
      unit: { one: \(text(unit.one)), many: \(text(unit.many)) }
      message: { one: \(text(one)), group: \(text(group)) }
      expected: \(text(expected))
      observed: \(text(observed))
      remedy: \(text(remedy))
      examples: []
      """
    do {
      let library = try Library.parse(files: [("checks/\(id).yaml", yaml)])
      if let definition = library.checks[id] { return definition }
    } catch {
      throw AssessingError(.definitionInvalid, "Made check \(id): \(error)")
    }
    throw AssessingError(.definitionInvalid, "Made check \(id) could not be read.")
  }

  /// The id of a kind inside a check's id.
  static func word(_ kind: String) -> String { kind.replacing("_", with: "-") }
}
