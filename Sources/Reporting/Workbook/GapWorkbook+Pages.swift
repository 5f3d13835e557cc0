import Assessing
import Settings

/// The two pages of text: what it says at a glance, and how to work with the sheets.
extension GapWorkbook {
  var summary: WorkbookSheet {
    let assessment = context.assessment
    let counts = assessment.summary
    let applicable = counts.requirements - counts.notApplicable
    var rows: [[WorkbookCell]] = [
      [.title("Serialization evidence: gap report")],
      [.label("Firm"), .text(assessment.organization.name)],
      [.label("GLN"), .text(assessment.organization.gln ?? "")],
      [.label("Purpose"), .text(Wording.purpose(assessment.purpose))],
      [
        .label("Period"),
        .text("\(assessment.scope.from.iso) to \(assessment.scope.to.iso)"),
      ],
      [
        .label("Profile"),
        .text("\(assessment.profile.title), edition \(assessment.profile.edition)"),
      ],
      [.label("Data as of"), .text(assessment.asOf.text)],
      [
        .label("Generated"),
        .text(
          assessment.generatedAt.text
            + (assessment.generatedAtFixed ? " (clock fixed by SOURCE_DATE_EPOCH)" : "")),
      ],
      [.label("Pack"), .text(context.packID)], [],
      [.label("Requirements that apply"), .number(applicable)],
      [.label("  no exception noted, by data"), .number(counts.metByData)],
      [.label("  no exception noted, by documents"), .number(counts.metByDocuments)],
      [.label("  with items for action"), .number(counts.gap)],
      [.label("  need a person's review"), .number(counts.review)],
      [.label("  \(Wording.forPerson)"), .number(counts.forPerson)],
      [.label("  not assessed"), .number(counts.notAssessed - counts.forPerson)],
      [.label("Requirements that do not apply"), .number(counts.notApplicable)],
      [.label("Events examined"), .number(counts.events)],
      [.label("Units and containers"), .number(counts.units)],
      [.label("Lots"), .number(counts.lots)],
      [.label("Records after the cut-off, left out"), .number(counts.afterAsOf)], [],
    ]
    for (title, figures) in [
      ("Items for action", counts.gapFindings), ("For a person's review", counts.reviewFindings),
    ] {
      for severity in Severity.allCases {
        guard let count = figures[severity.rawValue], count > 0 else { continue }
        rows.append([
          .label("\(title), priority \(Wording.priority(severity)) (\(severity.rawValue))"),
          .number(count),
        ])
      }
    }
    rows += since
    rows += [[], [.label("What this workbook leaves out")]]
    rows += leftOut.map { [.blank, .text($0)] }
    rows.append([])
    for step in SignOff.Step.allCases {
      let entries = context.signOffs.filter { $0.step == step }
      let label = WorkbookCell.label(Wording.capitalized(step.rawValue) + " by")
      rows += entries.map { [label, .text("\($0.name), \($0.account), \($0.at.text)")] }
      if entries.isEmpty { rows.append([label, .user]) }
    }
    return .page("Summary", widths: [40, 90], rows: rows)
  }

  private var since: [[WorkbookCell]] {
    let since = context.assessment.since
    guard let asOf = since.asOf else {
      return [[], [.label("Since last time"), .text("There is no earlier assessment.")]]
    }
    return [
      [], [.label("Since last time, against"), .text(asOf.text)],
      [.label("  new"), .number(since.new)], [.label("  continuing"), .number(since.continuing)],
      [
        .label("  seen because a check was added or changed"), .number(since.checkAddedOrChanged),
      ],
      [.label("  no longer seen"), .number(since.noLongerSeen.count)],
      [.label("  not comparable"), .number(context.assessment.notComparable)],
    ]
  }

  /// Everything that is not in the sheets, in sentences; never empty.
  var leftOut: [String] {
    let assessment = context.assessment
    let count = assessment.findings.reduce(0) { $0 + $1.count }
    let listed = assessment.findings.reduce(0) { $0 + $1.subjects.count }
    var lines: [String] = []
    if listed < count {
      lines.append(
        "Listed units: \(Noun.grouped(listed)) of \(Noun.grouped(count)) are here. "
          + "--samples all lists every one.")
    } else {
      lines.append("Listed units: all \(Noun.grouped(count)) are here.")
    }
    if listed + 1 > rowLimit {
      lines.append("They go on in numbered sheets, because a sheet has no more rows.")
    }
    lines.append(
      "A text longer than 32,767 characters is cut with a mark; report/findings.csv has it whole.")
    let ledger = assessment.ledger
    if ledger.unreadable + ledger.quarantined > 0 {
      lines.append(
        "Not everything could be read: \(Noun.counted(ledger.unreadable, "file", "files")), "
          + "\(Noun.counted(ledger.quarantined, "record", "records")) in quarantine.")
    }
    return lines + assessment.limitations
  }

  var howToUse: WorkbookSheet {
    let lines: [(String, String)] = [
      (
        "Items",
        "One row per finding. Filter and sort as you like. Printing takes the first columns, up to "
          + "your own; the columns behind them are for the screen."
      ),
      (
        "Listed units",
        "The units, lots and documents behind the findings. The first column is the finding."
      ),
      (
        "Checklist",
        "Every requirement of the profile with its status, none left out. A dagger † at a citation: "
          + "paragraph to be compared with the official text."
      ),
      ("Completeness", "Which records were expected, which were received."),
      ("Sources", "What each source delivered, per month."),
      ("Parameters", "Limits in force and where each comes from."),
      ("Since last time", "Findings of the assessment before that are not listed now."),
      (
        "Your columns",
        "Yellow columns are yours: owner, due, status, reference, comment. They are not read back: "
          + "nothing written here reaches the catalog or the next report. Keep your own copy."
      ),
      (
        "Identifiers",
        "GTIN, serial, lot, SSCC and GLN are text and keep leading zeros. Saving a sheet as CSV "
          + "and opening it again can damage them; use the CSV files of the pack instead."
      ),
      ("Formulas", "There are none. A text that begins with = is a text from a record."),
      (
        "Status",
        "“No exception noted” covers only the records examined. A priority is an internal order of "
          + "work. “Where to look first” is a suggestion, not a cause."
      ),
      (
        "Proof",
        "By itself this copy shows nothing but figures. The pack holds the workbook as it was made, "
          + "and “muster verify” tells whether the pack is whole."
      ),
    ]
    let rows: [[WorkbookCell]] =
      [[.title("How to use this workbook")]] + lines.map { [.label($0), .text($1)] }
    return .page("How to use", widths: [22, 110], rows: rows)
  }
}
