import Assessing

/// Units, lots and requests whose handling may have a legal clock: what is known, what is not,
/// where to look. A person decides.
enum DecideToday {
  static func section(_ context: ReportContext) -> ReportSection {
    let findings = FindingOrder.sorted(context.assessment.findings.filter(\.decideToday))
    let blocks: [ReportBlock]
    if findings.isEmpty {
      blocks = [.paragraph("Nothing of this sort was listed in the records examined.")]
    } else {
      let shown = findings.prefix(limit)
      blocks =
        [
          .note(
            "Units, lots and requests whose handling may have a legal clock. A person decides."),
          .list(shown.map { line($0, context) }, isNumbered: true),
        ]
        + (findings.count > limit
          ? [.note("The first \(limit) of \(findings.count); all stand under Items for action.")]
          : [])
    }
    return ReportSection("today", "Decide today", blocks)
  }

  private static let limit = 60

  private static func line(_ finding: Finding, _ context: ReportContext) -> RichText {
    var text: RichText = .link(
      context.names.named(finding.message), to: "#\(FindingCards.anchor(finding))")
    text += RichText([.lineBreak])
    text += "Expected: \(Wording.lowered(finding.expected)). Look first: "
    text += RichText(Wording.lookFirst(finding.lookFirst).lowercased())
    if let pointer = finding.evidence.first { text += ", " + Evidence.link(pointer, context) }
    return text + ". \(finding.remedy)"
  }
}
