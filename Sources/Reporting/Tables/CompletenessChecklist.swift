import Assessing
import Settings

/// Every requirement with its status: one table, written as a page and as CSV.
struct CompletenessChecklist {
  static let headers = [
    "Requirement", "Title", "What must be true", "Citation", "Authority", "Status", "Why",
    "Expected evidence", "Checks", "Findings", "What a person looks at", "Judged by", "Date",
    "Signature",
  ]

  /// How wide each of them is on paper, in percent; the last three are for a pen.
  static let widths = [7, 8, 10, 8, 5, 7, 9, 10, 8, 5, 7, 5, 5, 6]

  let rows: [[String]]
  private let marks: [Verdict]

  init(_ assessment: Assessment) {
    rows = assessment.requirements.map { requirement in
      [
        requirement.id, requirement.title, requirement.statement,
        requirement.citation + (requirement.footnote == nil ? "" : " †"),
        Wording.authority(requirement.authority), Wording.status(requirement),
        Wording.why(requirement),
        requirement.evidence.map(\.text).joined(separator: " "),
        requirement.checks.joined(separator: ", "), String(requirement.findings.count),
        requirement.lookAt, "", "", "",
      ]
    }
    marks = assessment.requirements.map(\.verdict)
  }

  var csv: [UInt8] {
    var text = CSVText(headers: Self.headers)
    for row in rows { text.add(row) }
    return text.bytes
  }

  /// The same rows as a page.
  func html(_ context: ReportContext) -> [UInt8] {
    Page.html(document(context), withTools: true)
  }

  /// The same rows before they are a page.
  func document(_ context: ReportContext) -> ReportDocument {
    var document = context.document(
      "Completeness checklist",
      "\(context.assessment.organization.name) – \(context.assessment.profile.title)",
      [
        ReportSection(
          "checklist", "Every requirement",
          [
            .paragraph(
              "Every requirement of the profile, none left out. A status covers only the records "
                + "examined. A dagger † at a citation: paragraph to be compared with the official "
                + "text."),
            .table(
              ReportTable(
                Noun.counted(rows.count, "requirement", "requirements"),
                Self.headers.map { .init($0) },
                zip(rows, marks).map { row, verdict in
                  ReportTable.Row(
                    row.enumerated().map { index, cell in
                      index == 5 ? .mark(Wording.mark(verdict), cell) : RichText(cell)
                    }, facets: ["status": row[5], "basis": row[4]])
                }, isWorkList: true)),
            .signatures(["Name, function", "Signature and its meaning", "Date and time"]),
          ])
      ])
    document.printedWidths = Self.widths
    return document
  }
}
