package import Settings

/// A requirement of the profile with its status and what it rests on.
package struct RequirementResult: Codable, Sendable, Equatable {
  /// Id in the profile.
  package var id: String
  /// Short title.
  package var title: String
  /// What must be true.
  package var statement: String
  /// Citations, joined with `; `.
  package var citation: String
  /// Confidence mark of the citation.
  package var mark: String?
  /// Footnote of the mark, when it needs one.
  package var footnote: String?
  /// What it rests on.
  package var authority: Authority
  /// Severity of a completeness gap.
  package var severity: Severity
  /// Response clock, when the profile names one.
  package var clock: String?
  /// Status.
  package var verdict: Verdict
  /// Set for every verdict but `met` and `gap`.
  package var reason: Reason?
  /// `data` or `documents` when met, what judged it.
  package var metBy: Judge?
  /// The best judge this requirement can have: `data`, `documents` or `person`.
  package var judgedBy: Judge
  /// Expected evidence against what was found.
  package var evidence: [EvidenceLine]
  /// Ids of its checks, sorted.
  package var checks: [String]
  /// Fingerprints of its findings, sorted.
  package var findings: [String]
  /// What a person must look at, in a sentence.
  package var lookAt: String

  /// True when it is not assessed only because a person has to look.
  package var isForPerson: Bool {
    verdict == .notAssessed && reason?.code == .manualPending
  }
}

/// One line of expected evidence: a record kind for each lot, site, partner and so on.
package struct EvidenceLine: Codable, Sendable, Equatable {
  /// Record kind.
  package var kind: String
  /// Of kind `document`: what the document is about.
  package var topic: String?
  /// `lot`, `site`, `partner`, `product`, `system`, `period` or `firm`.
  package var forEach: String
  /// How many are expected, `nil` when it cannot be known.
  package var expected: Int?
  /// For how many it was found.
  package var found: Int
  /// State of the line.
  package var status: Status
  /// Sentence for a reader.
  package var text: String
  /// Keys it was not found for, sorted, complete.
  package var notFound: [String]

  /// States of an evidence line.
  package enum Status: String, Codable, Sendable {
    case complete
    case partial
    /// Looked for in sources that were collected, not found.
    case notFound = "not_found"
    /// No source of the kind is configured or delivered.
    case notDelivered = "not_delivered"
    /// Nothing asks for it: no lot, no partner and so on.
    case nothingExpected = "nothing_expected"
  }
}
