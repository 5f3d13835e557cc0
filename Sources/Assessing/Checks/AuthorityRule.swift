internal import Settings

/// Whether what does not hold is a gap or waits for a person.
enum AuthorityRule {
  /// The footnote of every citation whose paragraph has not been read in the official text.
  static let footnote = "paragraph to be compared with the official text"

  /// `nil` when a row is a gap, else why it is a review item.
  static func reviewReason(
    authority: Authority, mark: ConfidenceMark, parameters: BoundParameters
  ) -> Reason? {
    switch authority {
    case .law:
      guard mark.standsAsLaw else {
        return Reason(
          .citationNotConfirmed,
          "The citation is not confirmed (mark \(mark.text)), so it is for a person to judge.")
      }
      return nil
    case .firm:
      if parameters.stated.values.contains(where: { $0.from == "firm" }) { return nil }
      return Reason(.authorityNotLaw, notAdopted(Assessment.Parameter.limits(parameters.stated)))
    case .guidance:
      return Reason(.authorityNotLaw, "This rests on guidance, not on law.")
    case .practice:
      return Reason(.authorityNotLaw, "This rests on good practice, not on law.")
    }
  }

  /// Why what rests on the firm's own rules is no gap where no procedure states a limit.
  private static func notAdopted(
    _ limits: [(name: String, limit: Assessment.Parameter)]
  ) -> String {
    guard !limits.isEmpty else {
      return "This rests on a date or limit in the firm's own record, not on law."
    }
    let words = Assessment.Parameter.words(limits)
    return limits.contains { $0.limit.from == "configuration" }
      ? "The limit, \(words), is set in muster.yaml without a procedure of the firm."
      : "The firm has stated no limit of its own; the default, \(words), is only a suggestion."
  }

  /// The footnote of a citation of law, whatever its mark; a rule that is no law needs none.
  static func footnote(authority: Authority) -> String? {
    authority == .law ? footnote : nil
  }
}
