/// What an assessment says about a requirement or a check.
package enum Verdict: String, Codable, Sendable, CaseIterable {
  /// Something was examined and no exception was noted.
  case met
  /// The records do not show what a law or a limit of the firm asks for.
  case gap
  /// A person has to look: the rule behind it is guidance or practice, or the pattern is a question.
  case review
  /// Nothing can be said; the reason tells why.
  case notAssessed = "not_assessed"
  /// The rule does not bind here; the reason tells why.
  case notApplicable = "not_applicable"
}

/// Why a verdict is `review`, `not_assessed` or `not_applicable`: a closed list.
package enum ReasonCode: String, Codable, Sendable, CaseIterable {
  case noPopulation = "no_population"
  case nothingOccurred = "nothing_occurred"
  case sourceNotDelivered = "source_not_delivered"
  case fieldNotDelivered = "field_not_delivered"
  case beyondWatermark = "beyond_watermark"
  case evidenceUnreadable = "evidence_unreadable"
  case factMissing = "fact_missing"
  case manualPending = "manual_pending"
  case citationNotConfirmed = "citation_not_confirmed"
  case authorityNotLaw = "authority_not_law"
  case checkError = "check_error"
  case limitReached = "limit_reached"
  case disabledByOverlay = "disabled_by_overlay"
  case conditionFalse = "condition_false"
}

/// A reason: its code and one sentence for a reader.
package struct Reason: Codable, Sendable, Equatable {
  /// One of the closed list.
  package var code: ReasonCode
  /// One sentence, complete in itself.
  package var text: String

  /// A reason.
  package init(_ code: ReasonCode, _ text: String) {
    self.code = code
    self.text = text
  }
}
