import Assessing
import Settings

/// What no record can answer: the sentence that says what to look at, and room to sign.
enum PersonJudges {
  static func section(_ context: ReportContext) -> ReportSection {
    let requirements = context.assessment.requirements.filter {
      $0.verdict != .notApplicable
        && ($0.judgedBy == .person || $0.reason?.code == .manualPending)
    }
    guard !requirements.isEmpty else {
      return ReportSection(
        "person", "What only a person can judge",
        [.paragraph("No requirement of the profile rests on a person's look alone.")])
    }
    return ReportSection(
      "person", "What only a person can judge",
      [
        .table(
          ReportTable(
            caption(requirements),
            ["Requirement", "What to look at", "Judged", "Initials, date"],
            requirements.map {
              [
                .link($0.id, to: Link.anchor("#r-", $0.id)) + " \($0.title)"
                  + ($0.isForPerson ? "" : .quiet(" (\(Wording.status($0)))")),
                RichText($0.lookAt), .blank(10), .blank(10),
              ]
            })),
        .signatures(["Name, function", "Signature and its meaning", "Date and time"]),
      ])
  }

  /// How many wait for this look alone, and how many have findings besides.
  private static func caption(_ requirements: [RequirementResult]) -> String {
    let others = requirements.count { !$0.isForPerson }
    return Noun.counted(requirements.count, "requirement", "requirements")
      + (others == 0 ? "" : ", \(others) of them with another status for what is on record")
  }
}
