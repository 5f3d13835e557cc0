package import Settings

/// What one check found: figures, never percentages.
package struct CheckResult: Codable, Sendable, Equatable {
  /// Permanent id.
  package var id: String
  /// Title.
  package var title: String
  /// What must be true.
  package var statement: String
  /// What it rests on.
  package var authority: Authority
  /// Citation in the check's own words.
  package var basis: String?
  /// Confidence mark of that citation.
  package var mark: String?
  /// Footnote of the mark, when it needs one.
  package var footnote: String?
  /// Severity of its rows unless a row says otherwise.
  package var severity: Severity
  /// Where to look first.
  package var lookFirst: String
  /// Defect rows of the references it covers.
  package var covers: [String]
  /// Record kinds it reads.
  package var reads: [String]
  /// Requirements of the profile that name it, sorted.
  package var requirements: [String]
  /// Status.
  package var verdict: Verdict
  /// Set for every verdict but `met` and `gap`.
  package var reason: Reason?
  /// How many were examined.
  package var population: Int
  /// Unit of the figures.
  package var unit: CountWords
  /// Subjects that count as gaps.
  package var gaps: Int
  /// Subjects that wait for a person.
  package var reviews: Int
  /// Members of the population that a blank value kept from being judged.
  package var notEvaluable: Int
  /// Rows beyond the watermark: open at the cut-off, neither gap nor met.
  package var openAtCutOff: Int
  /// How many subjects are listed in the findings.
  package var listed: Int
  /// Findings of this check.
  package var findings: Int
  /// Virtual-machine steps the check took.
  package var steps: Int
  /// SHA-256 of the definition as run, population and parameters included.
  package var sha256: String
}
