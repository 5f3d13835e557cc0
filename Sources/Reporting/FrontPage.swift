import Assessing

/// The page that opens by double-click: what this is, what it says, where everything lies.
enum FrontPage {
  static func html(_ context: ReportContext) -> [UInt8] {
    let assessment = context.assessment
    return Page.html(
      title: "Evidence pack \(context.packID)",
      [
        element("h1", text: "Evidence pack \(context.packID)"),
        ReportHeader.stamp(context),
        RecordsShow.section(context),
        element("h2", text: "In this pack"),
        element("ul") {
          for (path, title, words) in links {
            element("li") {
              element("a", [("href", path)], text: title)
              " – \(words)"
            }
          }
        },
        element("h2", text: "First things"),
        element("ol") {
          for finding in assessment.findings.filter({ $0.kind == .gap }).prefix(5) {
            element("li") {
              element(
                "a", [("href", "report/gap-report.html#f-\(finding.fingerprint.prefix(12))")],
                text: finding.message)
            }
          }
        },
        element(
          "p", [("class", "quiet")],
          text: "Nothing on these pages is loaded from outside. How to verify the pack: README.txt."
        ),
      ])
  }

  private static let links = [
    (
      "report/gap-report.html", "Gap report",
      "what the records show, what to do first, the proof of each line"
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
    ("assessment/assessment.json", "Assessment", "the whole judgement, for machines"),
    ("manifest.json", "Manifest", "every item: where from, when, digest"),
    ("profile/", "Profile", "requirements and checks exactly as run"),
    ("evidence/", "Evidence", "the originals, byte for byte"),
    ("provenance/", "Provenance", "run, collection log, audit trail, quarantine"),
  ]
}
