import Assessing
import Settings

/// What people have to settle so that the next report says more: a list to tick off.
enum DecisionsNeeded {
  static func section(_ context: ReportContext) -> ReportSection {
    let assessment = context.assessment
    let findings = assessment.findings
    let gaps = FindingOrder.ofRecords(findings, .gap)
    let reviews = FindingOrder.ofRecords(findings, .review).count
    let setup = findings.filter { $0.section == "setup" }.count
    var lines: [RichText] = []
    if !gaps.isEmpty {
      let first = gaps.filter { Wording.priority($0.severity) == "A" }.count
      lines.append(
        "Owner and date for \(Noun.counted(gaps.count, "item", "items")) for action, "
          + "\(first) of priority A (" + .link("Items for action", to: "#action") + ").")
    }
    if setup > 0 {
      lines.append(
        "Answers to \(Noun.counted(setup, "set-up question", "set-up questions")): "
          + "they may change figures of this report ("
          + .link("Set-up questions", to: "#setup") + ").")
    }
    if reviews > 0 {
      lines.append(
        "A judgement on \(Noun.counted(reviews, "finding", "findings")): what rests on guidance, "
          + "practice or a limit no procedure states, and what data alone cannot judge ("
          + .link("For a person's review", to: "#review") + ").")
    }
    let kinds = absentKinds(assessment, context.dossiers.titles)
    if !kinds.isEmpty {
      lines.append(
        "Which of these records can be collected, and from where: "
          + RichText(kinds.joined(separator: ", ")) + " ("
          + .link("Completeness of the records", to: "#completeness") + ").")
    }
    let defaults = assessment.profile.parameters.values
      .filter { $0.from == "check" && $0.isLimit }.count
    if defaults > 0 {
      lines.append(
        "\(Noun.counted(defaults, "limit", "limits")) that no law fixes "
          + "\(Noun.fitting(defaults, "is a default", "are defaults")) of a check: "
          + "adopt or change under an SOP ("
          + .link("Method and parameters", to: "#method") + ").")
    }
    return ReportSection(
      "decisions", "Decisions needed",
      lines.isEmpty
        ? [.paragraph("None that the records ask for.")]
        : [
          .table(
            ReportTable(
              "To settle", ["What", "Who", "By"], lines.map { [$0, .blank(14), .blank(10)] }))
        ])
  }

  /// Kinds a requirement expects and no source delivers, in words.
  static func absentKinds(_ assessment: Assessment, _ titles: FieldTitles) -> [String] {
    let lines = assessment.requirements.flatMap(\.evidence)
    let absent = Set(lines.filter { $0.status == .notDelivered }.map(\.kind))
    return absent.map { Wording.lowered(titles.kind($0)) }.sorted()
  }
}
