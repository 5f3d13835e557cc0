package import Assessing

/// The assessment for a terminal: what a person reads first, in at most a screen or two.
package enum TextSummary {
  /// Plain text, one LF at the end of each line; at most `limit` findings of each sort are
  /// printed, the rest is counted.
  package static func text(_ assessment: Assessment, limit: Int = 12) -> String {
    let summary = assessment.summary
    let applicable = summary.requirements - summary.notApplicable
    var lines = [
      "\(assessment.organization.name) – \(assessment.profile.title), edition \(assessment.profile.edition)",
      "Period \(assessment.scope.from.text) to \(assessment.scope.to.text), data as of \(assessment.asOf.text)",
      "",
      "Of \(applicable) applicable requirements: \(summary.metByData + summary.metByDocuments) no exception noted "
        + "(\(summary.metByData) by data, \(summary.metByDocuments) by documents), "
        + "\(summary.gap) with items for action, \(summary.review) need a person's review, "
        + "\(summary.notAssessed) not assessed.",
      "Examined: \(Wording.counted(summary.events, "event", "events")), "
        + "\(Wording.counted(summary.units, "unit or container", "units and containers")), "
        + "\(Wording.counted(summary.lots, "lot", "lots")) in scope.",
    ]
    lines += part("Items for action", assessment.findings.filter { $0.kind == .gap }, limit)
    lines += part(
      "For a person's review", assessment.findings.filter { $0.kind == .review }, limit)
    if assessment.ledger.incomplete {
      lines += [
        "",
        "Not everything could be read: \(assessment.ledger.unreadable) files, "
          + "\(assessment.ledger.quarantined) records in quarantine. See the collection log.",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func part(_ title: String, _ findings: [Finding], _ limit: Int) -> [String] {
    guard !findings.isEmpty else { return ["", "\(title): none in the records examined."] }
    var lines = ["", "\(title) (\(findings.count)):"]
    for finding in findings.prefix(limit) {
      lines.append("  \(Wording.priority(finding.severity))  \(finding.message)")
      if let first = finding.evidence.first {
        lines.append(
          "     \(first.artifact) \(Wording.position(first.position))  [\(finding.check)]")
      }
    }
    if findings.count > limit {
      lines.append("  … and \(findings.count - limit) more; the report lists all of them.")
    }
    return lines
  }
}
