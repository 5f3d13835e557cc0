import Assessing

/// New, continuing, no longer seen: against the last assessment.
enum SinceLastTime {
  static func section(_ context: ReportContext) -> ReportSection {
    let since = context.assessment.since
    guard let asOf = since.asOf else {
      return ReportSection(
        "since", "Since last time",
        [.paragraph("There is no earlier assessment of this profile to compare with.")])
    }
    let findings = FindingOrder.sorted(context.assessment.findings)
    var blocks: [ReportBlock] = [
      .paragraph(
        RichText(
          "Against the assessment as of \(asOf.clock): \(since.new) new, "
            + "\(since.continuing) continuing, "
            + "\(since.checkAddedOrChanged) seen because a check was added or changed, "
            + "\(since.noLongerSeen.count) no longer seen, "
            + "\(context.assessment.notComparable) not comparable."))
    ]
    blocks += listed("New", findings, .new, context)
    blocks += listed(
      "Seen because a check was added or changed", findings, .checkAddedOrChanged, context)
    blocks += past("No longer seen", since.noLongerSeen, context)
    blocks += past("Not comparable", since.notComparable, context)
    blocks += listed("Listed now, not comparable with last time", findings, .notComparable, context)
    return ReportSection("since", "Since last time", blocks)
  }

  private static let limit = 25

  private static func listed(
    _ title: String, _ findings: [Finding], _ status: Finding.Change.Status,
    _ context: ReportContext
  ) -> [ReportBlock] {
    let found = findings.filter { $0.since.status == status }
    guard !found.isEmpty else { return [] }
    let heading: ReportBlock = .heading(3, "\(title) (\(found.count))", id: nil)
    return [
      heading,
      .list(
        found.prefix(limit).map {
          .mark(FindingCards.mark($0), FindingCards.word($0)) + " "
            + .link(context.names.named($0.message), to: "#\(FindingCards.anchor($0))")
        }, isNumbered: false),
    ] + (found.count > limit ? [.note("The first \(limit) of \(found.count).")] : [])
  }

  private static func past(
    _ title: String, _ list: [Since.Past], _ context: ReportContext
  ) -> [ReportBlock] {
    guard !list.isEmpty else { return [] }
    let table = ReportTable(
      "\(title) (\(list.count))",
      [
        .init("Finding"), .init("What it said then"), .init("First seen", isNumber: true),
        .init("Why"),
      ],
      list.prefix(limit).map {
        ReportTable.Row([
          RichText($0.title), RichText(context.names.named($0.message)),
          RichText(String($0.firstSeen.text.prefix(10))), RichText($0.reason ?? ""),
        ])
      })
    return [.table(table)]
      + (list.count > limit
        ? [.note("The first \(limit) of \(list.count); all are in assessment/assessment.json.")]
        : [])
  }
}

extension Assessment {
  /// Findings of either time of which the other one allows no word.
  var notComparable: Int {
    since.notComparable.count + findings.count { $0.since.status == .notComparable }
  }
}
