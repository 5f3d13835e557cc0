internal import Assessing
internal import Settings

/// The order people work in: what a person decides today, then by priority, law before practice,
/// then the check and what it grouped by, so that the order never depends on chance.
enum FindingOrder {
  /// Findings in that order.
  static func sorted(_ findings: [Finding]) -> [Finding] {
    findings.sorted { left, right in
      let (a, b) = (place(left), place(right))
      if a != b { return a.lexicographicallyPrecedes(b) }
      if left.check != right.check { return left.check < right.check }
      if left.message != right.message { return left.message < right.message }
      return left.fingerprint < right.fingerprint
    }
  }

  /// The findings of one kind, gaps or reviews, about the records themselves.
  static func ofRecords(_ findings: [Finding], _ kind: Finding.Kind) -> [Finding] {
    sorted(findings.filter { $0.kind == kind && $0.section == "records" })
  }

  private static func place(_ finding: Finding) -> [Int] {
    let authority =
      switch finding.authority {
      case .law: 0
      case .firm: 1
      case .guidance: 2
      case .practice: 3
      }
    return [
      finding.decideToday ? 0 : 1, finding.kind == .gap ? 0 : 1, finding.severity.rank, authority,
    ]
  }
}
