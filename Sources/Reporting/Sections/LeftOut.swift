import Assessing
import Settings

/// What was left out and why, and what the report does not show.
enum LeftOut {
  static func section(_ context: ReportContext) -> ReportSection {
    let idle = context.assessment.requirements.filter { $0.verdict == .notApplicable }
    return ReportSection(
      "left-out", "What was left out, and why",
      [
        .paragraph(RichText(figures(context.assessment.ledger))),
        .list(lines(context.assessment), isNumbered: false),
      ]
        + (idle.isEmpty
          ? []
          : [
            .annex([
              .table(
                ReportTable(
                  "Requirements that do not apply", ["Requirement", "Why"],
                  idle.map {
                    [RichText("\($0.id) \($0.title)"), RichText($0.reason?.text ?? "")]
                  }))
            ])
          ]))
  }

  private static func figures(_ ledger: Ledger) -> String {
    let files =
      "Files: \(Noun.grouped(ledger.artifacts)) in the catalog, "
      + "\(Noun.grouped(ledger.excluded)) set aside by rule, "
      + "\(Noun.grouped(ledger.unreadable)) not readable."
    let records =
      "Events, records and entries of master data: \(Noun.grouped(ledger.records)) read, \(Noun.grouped(ledger.taken)) taken, "
      + "\(Noun.grouped(ledger.quarantined)) in quarantine."
    let defects = Noun.counted(ledger.defects, "defect was", "defects were")
    let place =
      ledger.defects > 0
      ? "; the table “defect” of the catalog has each with its file and place" : ""
    return "\(files) \(records) \(defects) noted while reading\(place)."
  }

  private static func lines(_ assessment: Assessment) -> [RichText] {
    var lines: [RichText] = assessment.limitations.map { RichText($0) }
    if !assessment.scope.lots.isEmpty {
      lines.append(
        RichText(
          "Lots are selected: \(assessment.scope.lots.joined(separator: ", ")). Records that name no "
            + "lot, such as training, licences or calibrations, belong to no lot and are judged and "
            + "kept as without that selection."))
    }
    let blank = assessment.checks.filter { $0.notEvaluable > 0 }
    if !blank.isEmpty {
      lines.append(
        RichText(
          "\(Noun.counted(blank.count, "check", "checks")) could not judge every row, because a "
            + "value that must not be blank is blank: "
            + blank.map { "\($0.id) (\(Noun.grouped($0.notEvaluable)))" }
            .joined(separator: ", ") + "."))
    }
    let open = assessment.checks.filter { $0.openAtCutOff > 0 }
    if !open.isEmpty {
      lines.append(
        RichText(
          "Open at the cut-off, neither item nor exception: "
            + open.map { "\($0.id) (\(Noun.grouped($0.openAtCutOff)))" }
            .joined(separator: ", ") + "."))
    }
    return lines
  }
}
