package import Settings

/// The checks that stand in no file, since the engine makes them of record kinds and of what a profile
/// expects, for `muster explain`.
package enum MadeCheckExplanations {
  /// What a check of this id asks; nil when the engine makes none of that name.
  package static func named(_ id: String, kinds: some Collection<RecordKind>) -> CodeExplanation? {
    let id = id.lowercased()
    if let kind = kinds.first(where: { id == "complete-" + MadeCheck.word($0.id) }) {
      return explanation(
        id, "Every \(kind.unit.one) states what is never left blank.",
        "It rests on good practice: complete records. Which fields are never blank says the record "
          + "kind \(kind.id).",
        "Complete the record or its export, or describe in muster.yaml how it writes the value.")
    }
    if [DocumentChecks.order, DocumentChecks.orderOfPractice, DocumentChecks.period].contains(id) {
      return explanation(
        id,
        id == DocumentChecks.period
          ? "Each document the profile expects was in force on every day of the period."
          : "Each document expected is approved and valid on the last day of the period.",
        "It rests on the requirements of the profile that expect a document.",
        "Compare the document itself with its entry in the register.")
    }
    // Names of kinds begin alike: the longest that fits is meant.
    let fitting = kinds.filter { kind in
      ["expected-", "fresh-"].contains { id.hasPrefix("\($0)\(MadeCheck.word(kind.id))-by-") }
    }
    guard let kind = fitting.max(by: { $0.id.utf8.count < $1.id.utf8.count }) else { return nil }
    let isFresh = id.hasPrefix("fresh-")
    let start = (isFresh ? "fresh-" : "expected-") + MadeCheck.word(kind.id) + "-by-"
    let grain = id.dropFirst(start.count).prefix { $0 != "-" }
    return explanation(
      id,
      isFresh
        ? "The newest \(kind.unit.one) of each \(grain) is not older than the limit."
        : "There is a \(kind.unit.one) for each \(grain), or as many as the profile asks for.",
      "It rests on the requirements of the profile that expect records of kind \(kind.id).",
      isFresh
        ? "Make it anew, or ask for the newer one where it is kept."
        : "Ask for it where it is kept, or state where it is.")
  }

  private static func explanation(
    _ id: String, _ meaning: String, _ cause: String, _ remedy: String
  ) -> CodeExplanation {
    CodeExplanation(code: id, place: "check", meaning: meaning, cause: cause, remedy: remedy)
  }
}
