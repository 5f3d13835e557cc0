import Assessing

/// The gap report: pages, order and words as the people in the room need them. A new section is a
/// file in `Sections/` and a line here. Printed, it has a short form (pages for a meeting) and a
/// whole one.
enum GapReport {
  /// The report before it is a page.
  static func document(_ context: ReportContext) -> ReportDocument {
    let assessment = context.assessment
    var document = context.document(
      "Gap report", "\(assessment.organization.name) – \(assessment.profile.title)",
      [
        RecordsShow.section(context),
        DecideToday.section(context),
        SinceLastTime.section(context),
        DecisionsNeeded.section(context),
        FindingCards.section(context, .action),
        FindingCards.section(context, .review),
        FindingCards.section(context, .corrected),
        FindingCards.section(context, .setup),
        Completeness.section(context),
        PersonJudges.section(context),
        Lots.section(context),
        RequirementDetail.section(context),
        LeftOut.section(context),
        Method.section(context),
      ] + SignOffs.sections(context) + [HowToVerify.section(context)])
    document.shortNote = RichText(
      "Short form for a meeting. Lots and their pictures, every requirement with its checks, listed "
        + "units and evidence of each item, method and parameters stand in report/gap-report.html, "
        + "report/gap-report-full.pdf and the workbook.")
    return document
  }
}
