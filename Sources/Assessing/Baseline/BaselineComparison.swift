internal import Settings

/// Holds findings against an earlier assessment.
enum BaselineComparison {
  /// Sets `since` and `firstSeen` of every finding and says what is no longer seen.
  static func apply(
    to findings: inout [Finding], checks: [CheckResult], scope: Assessment.Scope, profile: String,
    baseline: Assessment?
  ) -> Since {
    var since = Since()
    guard let baseline else { return since }
    since.asOf = baseline.asOf
    let comparable = baseline.profile.id == profile && sameSubjects(baseline.scope, scope)
    let earlier = Dictionary(baseline.findings.map { ($0.fingerprint, $0) }) { first, _ in first }
    let checksThen = Dictionary(baseline.checks.map { ($0.id, $0) }) { first, _ in first }
    let checksNow = Dictionary(checks.map { ($0.id, $0) }) { first, _ in first }
    for index in findings.indices {
      let change = change(
        of: findings[index], earlier: earlier[findings[index].fingerprint],
        then: checksThen[findings[index].check], now: checksNow[findings[index].check],
        comparable: comparable)
      findings[index].since = change
      if let old = earlier[findings[index].fingerprint] {
        findings[index].firstSeen = min(old.firstSeen, findings[index].firstSeen)
      }
      switch change.status {
      case .new: since.new += 1
      case .continuing: since.continuing += 1
      case .checkAddedOrChanged: since.checkAddedOrChanged += 1
      case .noBaseline, .notComparable: break
      }
    }
    // Of a sale of last quarter this quarter says nothing: that it is gone is no settlement.
    let (from, to) = (baseline.scope.from, baseline.scope.to)
    let left = Set((scope.left ?? []).map(\.gtin))
      .subtracting((baseline.scope.left ?? []).map(\.gtin))
    let moved: String? =
      if from != scope.from || to != scope.to {
        "Seen over \(from.iso) to \(to.iso), another period: what it listed may lie outside this "
          + "one and be open still."
      } else if !left.isEmpty {
        "Products were left to another market's profile since; what it listed may be of these and "
          + "be open still."
      } else {
        nil
      }
    let listed = Set(findings.map(\.fingerprint))
    for old in baseline.findings.sorted(by: { $0.fingerprint < $1.fingerprint })
    where !listed.contains(old.fingerprint) {
      if let reason = whyNotComparable(
        old, then: checksThen[old.check], now: checksNow[old.check], comparable: comparable)
      {
        since.notComparable.append(Since.Past(old, reason: reason))
      } else {
        since.noLongerSeen.append(Since.Past(old, reason: moved))
      }
    }
    return since
  }

  private static func sameSubjects(_ left: Assessment.Scope, _ right: Assessment.Scope) -> Bool {
    left.products == right.products && left.lots == right.lots && left.sites == right.sites
      && left.partners == right.partners
  }

  private static func change(
    of finding: Finding, earlier: Finding?, then: CheckResult?, now: CheckResult?, comparable: Bool
  ) -> Finding.Change {
    guard comparable else { return Finding.Change(status: .notComparable) }
    if let earlier {
      var change = Finding.Change(status: .continuing, previousCount: earlier.count)
      if earlier.listed == earlier.count, finding.listed == finding.count {
        let before = Set(earlier.subjects.map(\.key))
        let after = Set(finding.subjects.map(\.key))
        change.joined = after.subtracting(before).count
        change.left = before.subtracting(after).count
      }
      return change
    }
    guard let then else { return Finding.Change(status: .checkAddedOrChanged) }
    if then.sha256 != now?.sha256 { return Finding.Change(status: .checkAddedOrChanged) }
    // What could not be judged then says nothing about when this began.
    if then.verdict == .notAssessed { return Finding.Change(status: .notComparable) }
    return Finding.Change(status: .new)
  }

  private static func whyNotComparable(
    _ finding: Finding, then: CheckResult?, now: CheckResult?, comparable: Bool
  ) -> String? {
    guard comparable else { return "The scope or the profile differs." }
    guard let now else { return "Check \(finding.check) is no longer part of the profile." }
    if now.verdict == .notAssessed {
      return now.reason.map { "Not assessed now: \($0.text)" } ?? "Not assessed now."
    }
    if let then, then.sha256 != now.sha256 { return "The check was changed since." }
    return nil
  }
}

extension Finding {
  /// What a later assessment is held against: of subjects the key alone, and no evidence.
  var forComparison: Finding {
    var finding = self
    finding.subjects = subjects.map { Subject(key: $0.key) }
    finding.evidence = []
    finding.expected = ""
    finding.observed = ""
    finding.remedy = ""
    return finding
  }
}
