/// What a code means that some command prints: the text of `muster explain`.
package struct CodeExplanation: Sendable, Equatable, Codable {
  /// The code as printed.
  package let code: String
  /// Where it is printed: `verify`, `assess`, `status`, `collect` or `exit code`.
  package let place: String
  /// What it says, in a sentence or two.
  package let meaning: String
  /// What it usually comes from.
  package let cause: String
  /// What to do.
  package let remedy: String

  /// An explanation from its parts.
  package init(code: String, place: String, meaning: String, cause: String, remedy: String) {
    self.code = code
    self.place = place
    self.meaning = meaning
    self.cause = cause
    self.remedy = remedy
  }
}
