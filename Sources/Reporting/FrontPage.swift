import Assessing

/// The page that opens by double-click: what this is, what it says, where everything lies.
enum FrontPage {
  /// The page before it is one.
  static func document(_ context: ReportContext) -> ReportDocument {
    let today = FindingOrder.sorted(context.assessment.findings.filter(\.decideToday))
    let contents: [ReportSection] = [
      ReportSection(
        "today", "Decide today",
        today.isEmpty
          ? [.paragraph("Nothing of this sort was listed in the records examined.")]
          : [
            .list(
              today.prefix(shown).map {
                .link(
                  context.names.named($0.message),
                  to: "report/gap-report.html#\(FindingCards.anchor($0))")
              }, isNumbered: false)
          ] + more(today.count)),
      ReportSection(
        "contents", "In this pack",
        [.list(links.map { .link($0.1, to: $0.0) + " – \($0.2)" }, isNumbered: false)]),
      ReportSection(
        "about", "About these pages",
        [
          .paragraph(
            "Nothing on these pages is loaded from outside. How to verify the pack: README.txt "
              + "in the folder above, or the last part of the gap report.")
        ]),
    ]
    return context.document(
      "Evidence pack \(context.packID)",
      "\(context.assessment.organization.name) – \(context.assessment.profile.title)",
      [RecordsShow.section(context)] + SignOffs.sections(context) + contents)
  }

  private static let shown = 15

  private static func more(_ count: Int) -> [ReportBlock] {
    count <= shown
      ? [] : [.note("The first \(shown) of \(count); the gap report lists all of them.")]
  }

  private static let links = [
    (
      "report/gap-report.html", "Gap report",
      "what the records show, what to do first, the proof of each line"
    ),
    (
      "report/gap-report.pdf", "Gap report for print",
      "the pages for a meeting: what to decide, items, completeness"
    ),
    (
      "report/gap-report-full.pdf", "Gap report for print, whole",
      "all of the report on numbered pages, with bookmarks"
    ),
    (
      "report/gap-report.xlsx", "Workbook",
      "the same to work through: items, listed units, checklist"
    ),
    (
      "report/completeness-checklist.html", "Completeness checklist",
      "every requirement with its status"
    ),
    ("report/completeness-checklist.csv", "Checklist as CSV", "the same table"),
    ("report/findings.csv", "Findings as CSV", "every listed unit and record"),
    (
      "report/dossiers/", "Dossiers",
      "lots in scope and units asked for, each as a page and as a PDF: life, balance, custody, "
        + "documents, items"
    ),
    ("assessment/assessment.json", "Assessment", "the whole judgement, for machines"),
    ("manifest.json", "Manifest", "every item: where from, when, digest"),
    ("profile/", "Profile", "requirements and checks exactly as run"),
    ("evidence/", "Evidence", "the originals, byte for byte"),
    ("provenance/", "Provenance", "run, collection log, audit trail, quarantine"),
  ]
}
