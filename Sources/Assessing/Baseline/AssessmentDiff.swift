package import Settings

/// What changed between two assessments (`muster.diff/v1`): findings as new, continuing and so on,
/// membership, statuses, parameters. Lists are sorted.
package struct AssessmentDiff: Codable, Sendable, Equatable {
  /// Name of the format.
  static let schemaName = "muster.diff/v1"

  /// One of the two.
  package struct Side: Codable, Sendable, Equatable {
    /// As it was named.
    package var name: String
    /// Profile id.
    package var profile: String
    /// Its edition.
    package var edition: String
    /// Data cut-off.
    package var asOf: Instant
    /// When it was made.
    package var generatedAt: Instant
    /// First and last day of the period.
    package var period: String
  }

  /// A finding of either side.
  package struct Entry: Codable, Sendable, Equatable {
    /// Fingerprint.
    package var fingerprint: String
    /// Check.
    package var check: String
    /// Title.
    package var title: String
    /// Its sentence, of the later side where it has one.
    package var message: String
    /// `gap` or `review`.
    package var kind: Finding.Kind
    /// Severity.
    package var severity: Severity
    /// What it counted as in the earlier one, where it counts otherwise now.
    package var kindBefore: Finding.Kind?
    /// Its severity in the earlier one, where it has another now.
    package var severityBefore: Severity?
    /// Subjects in the earlier one, when it has the finding.
    package var countBefore: Int?
    /// Subjects in the later one, when it has the finding.
    package var countAfter: Int?
    /// Subjects listed later and not before; nil when either side lists a part.
    package var joined: [String]?
    /// Subjects listed before and not later; nil when either side lists a part.
    package var left: [String]?
    /// Why it cannot be compared.
    package var reason: String?

    /// True when a continuing finding is not the same as before.
    package var isChanged: Bool {
      countBefore != countAfter || !(joined ?? []).isEmpty || !(left ?? []).isEmpty
        || kindBefore != nil || severityBefore != nil
    }
  }

  /// A status that changed; nil on the side that does not have it.
  package struct StatusChange: Codable, Sendable, Equatable {
    /// Requirement or check.
    package var id: String
    /// Title.
    package var title: String
    /// Status before.
    package var before: Verdict?
    /// Status after.
    package var after: Verdict?
  }

  /// A parameter that changed; nil on the side that does not have it.
  package struct ParameterChange: Codable, Sendable, Equatable {
    /// Name.
    package var name: String
    /// Value before.
    package var before: String?
    /// Value after.
    package var after: String?
  }

  /// `muster.diff/v1`.
  package var schema = AssessmentDiff.schemaName
  /// The earlier one.
  package var before: Side
  /// The later one.
  package var after: Side
  /// Why the findings cannot be compared at all; nil when they can.
  package var notComparableBecause: String?
  /// Listed now, not then, by the same check.
  package var new: [Entry] = []
  /// Listed in both.
  package var continuing: [Entry] = []
  /// Listed now by a check that was added or changed.
  package var checkAddedOrChanged: [Entry] = []
  /// Listed then, not now, by the same check.
  package var noLongerSeen: [Entry] = []
  /// Nothing can be said.
  package var notComparable: [Entry] = []
  /// Requirements whose status changed, or that one side does not have.
  package var requirements: [StatusChange] = []
  /// Checks whose status changed, or that one side does not have.
  package var checks: [StatusChange] = []
  /// Parameters whose value changed.
  package var parameters: [ParameterChange] = []

  /// True when anything is different that a reader would want to know.
  package var isDifferent: Bool {
    !(new.isEmpty && checkAddedOrChanged.isEmpty && noLongerSeen.isEmpty && notComparable.isEmpty
      && requirements.isEmpty && checks.isEmpty && parameters.isEmpty)
      || continuing.contains(where: \.isChanged)
  }

  /// Holds `after` against `before`.
  package init(
    before: Assessment, named beforeName: String, after: Assessment, named afterName: String
  ) {
    self.before = Self.side(before, beforeName)
    self.after = Self.side(after, afterName)
    if before.profile.id != after.profile.id {
      notComparableBecause = "They are of different profiles."
    } else if before.scope.products != after.scope.products
      || before.scope.lots != after.scope.lots || before.scope.sites != after.scope.sites
      || before.scope.partners != after.scope.partners
    {
      notComparableBecause = "They are about different products, lots, sites or partners."
    }
    compareFindings(before, after)
    requirements = Self.changes(
      before.requirements.map { ($0.id, $0.title, $0.verdict) },
      after.requirements.map { ($0.id, $0.title, $0.verdict) })
    checks = Self.changes(
      before.checks.map { ($0.id, $0.title, $0.verdict) },
      after.checks.map { ($0.id, $0.title, $0.verdict) })
    let names = Set(before.profile.parameters.keys).union(after.profile.parameters.keys)
    parameters = names.sorted().compactMap { name in
      let one = before.profile.parameters[name]?.value
      let two = after.profile.parameters[name]?.value
      return one == two ? nil : ParameterChange(name: name, before: one, after: two)
    }
  }

  private static func side(_ assessment: Assessment, _ name: String) -> Side {
    Side(
      name: name, profile: assessment.profile.id, edition: assessment.profile.edition,
      asOf: assessment.asOf, generatedAt: assessment.generatedAt,
      period: "\(assessment.scope.from.iso) to \(assessment.scope.to.iso)")
  }

  private mutating func compareFindings(_ before: Assessment, _ after: Assessment) {
    var findings = after.findings
    let since = BaselineComparison.apply(
      to: &findings, checks: after.checks, scope: after.scope, profile: after.profile.id,
      baseline: before)
    let earlier = Dictionary(before.findings.map { ($0.fingerprint, $0) }) { first, _ in first }
    for finding in findings {
      let old = earlier[finding.fingerprint]
      var entry = Self.entry(finding, before: old, after: finding)
      switch finding.since.status {
      case .new, .noBaseline: new.append(entry)
      case .continuing: continuing.append(entry)
      case .checkAddedOrChanged: checkAddedOrChanged.append(entry)
      case .notComparable:
        entry.reason =
          notComparableBecause ?? "The check could not judge in the earlier assessment."
        notComparable.append(entry)
      }
    }
    for past in since.noLongerSeen {
      guard let old = earlier[past.fingerprint] else { continue }
      var entry = Self.entry(old, before: old, after: nil)
      entry.reason = past.reason
      noLongerSeen.append(entry)
    }
    for past in since.notComparable {
      guard let old = earlier[past.fingerprint] else { continue }
      var entry = Self.entry(old, before: old, after: nil)
      entry.reason = past.reason
      notComparable.append(entry)
    }
    notComparable.sort { $0.fingerprint < $1.fingerprint }
  }

  private static func entry(_ finding: Finding, before: Finding?, after: Finding?) -> Entry {
    var entry = Entry(
      fingerprint: finding.fingerprint, check: finding.check, title: finding.title,
      message: finding.message, kind: finding.kind, severity: finding.severity,
      countBefore: before?.count, countAfter: after?.count)
    if let before, let after {
      entry.kindBefore = before.kind == after.kind ? nil : before.kind
      entry.severityBefore = before.severity == after.severity ? nil : before.severity
    }
    if let before, let after, before.listed == before.count, after.listed == after.count {
      let then = Set(before.subjects.map(\.key))
      let now = Set(after.subjects.map(\.key))
      entry.joined = now.subtracting(then).sorted()
      entry.left = then.subtracting(now).sorted()
    }
    return entry
  }

  private static func changes(
    _ before: [(id: String, title: String, verdict: Verdict)],
    _ after: [(id: String, title: String, verdict: Verdict)]
  ) -> [StatusChange] {
    let then = Dictionary(before.map { ($0.id, $0) }) { first, _ in first }
    let now = Dictionary(after.map { ($0.id, $0) }) { first, _ in first }
    return Set(then.keys).union(now.keys).sorted().compactMap { id in
      let (one, two) = (then[id]?.verdict, now[id]?.verdict)
      guard one != two else { return nil }
      return StatusChange(
        id: id, title: now[id]?.title ?? then[id]?.title ?? "", before: one, after: two)
    }
  }
}
