internal import Assessing
package import Settings

/// The statuses of requirements and checks, for `muster explain`.
package enum StatusExplanations {
  /// Every status.
  package static let all = Verdict.allCases.map(explanation)

  /// The status people call so: by its code or by the words that reports print.
  package static func named(_ words: String) -> [CodeExplanation] {
    let wanted = words.lowercased().replacing("_", with: " ")
    if wanted == Wording.forPerson { return [explanation(.notAssessed)] }
    return Verdict.allCases.filter {
      wanted == Wording.status($0) || wanted == $0.rawValue.replacing("_", with: " ")
    }.map(explanation)
  }

  private static func explanation(_ verdict: Verdict) -> CodeExplanation {
    let text = text(verdict)
    return CodeExplanation(
      code: verdict.rawValue, place: "status",
      meaning: "Printed as “\(Wording.status(verdict))”. \(text.meaning)", cause: text.cause,
      remedy: text.remedy)
  }

  private static func text(_ verdict: Verdict) -> (meaning: String, cause: String, remedy: String) {
    switch verdict {
    case .met:
      (
        "The records examined show no exception. It covers only these records.",
        "Data: the checks examined something and listed nothing. Documents: what is expected is "
          + "there, in force.",
        "Nothing. What no source delivered may still be asked for."
      )
    case .gap:
      (
        "The records show something that the law, or a limit the firm has stated, does not allow.",
        "At least one finding of a check that rests on either.",
        "Work off the finding, with an owner and a date; it says where to look first."
      )
    case .review:
      (
        "Something is listed that a person has to judge; it is not counted as an item for action.",
        "It rests on guidance, good practice or a limit no procedure states, or nearly all of what "
          + "was examined is listed, which asks about the set-up first.",
        "Read the finding and write down what was judged. Where a procedure states the limit, write "
          + "it under firm_limits in muster.yaml."
      )
    case .notAssessed:
      (
        "Nothing can be said, neither for nor against. “\(Wording.capitalized(Wording.forPerson))” "
          + "stands where no record can answer.",
        "A source or a column was not delivered, the exports end too early, or only a person can "
          + "judge; the reason beside it says which.",
        "What the reason asks for: muster explain with its code."
      )
    case .notApplicable:
      (
        "The requirement asks for nothing here.",
        "Its condition does not hold for this firm or period, or nothing of the sort occurred.",
        "Nothing, when the reason beside it is right."
      )
    }
  }
}
