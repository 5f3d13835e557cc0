package import Assessing

/// Somebody's word on an assessment, as the audit trail has it. It attributes; it is no signature.
package struct SignOff: Sendable, Equatable {
  /// What the person says to have done.
  package enum Step: String, Sendable, CaseIterable, Comparable {
    case prepared, reviewed, approved

    /// The order of work.
    package static func < (left: Step, right: Step) -> Bool {
      allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
    }
  }

  /// What was done.
  package var step: Step
  /// Who, as the person named itself: a name or a role.
  package var name: String
  /// The account it was done from.
  package var account: String
  /// When.
  package var at: Instant
  /// What the person added.
  package var comment: String?

  /// A sign-off from its parts.
  package init(step: Step, name: String, account: String, at: Instant, comment: String?) {
    self.step = step
    self.name = name
    self.account = account
    self.at = at
    self.comment = comment
  }
}
