import Assessing
import Settings

/// Findings as one table of the short form for print: a line for each, with room to write.
enum ShortList {
  private static let limit = 200

  static func blocks(
    _ findings: [Finding], _ part: FindingCards.Part, _ context: ReportContext
  ) -> [ReportBlock] {
    guard !findings.isEmpty else { return [] }
    let shown = findings.prefix(limit)
    let table = ReportTable(
      caption(part),
      [.init("Priority"), .init("What the records show"), .init("Look first"), .init(fill(part))],
      shown.map { finding in
        ReportTable.Row([
          .mark(FindingCards.mark(finding), Wording.priority(finding.severity)),
          shows(finding, part, context), RichText(Wording.lookFirst(finding.lookFirst)),
          room(part),
        ])
      })
    let rest = findings.count - shown.count
    return [.table(table)]
      + (rest == 0
        ? []
        : [
          .note(
            "\(Noun.grouped(rest)) more of \(Noun.grouped(findings.count)); all are in "
              + "report/findings.csv and in the workbook.")
        ])
  }

  private static func caption(_ part: FindingCards.Part) -> String {
    switch part {
    case .action: "Each item; listed units and evidence stand in the workbook and on the page"
    case .review:
      "Rest on guidance, practice or a limit no procedure states, or cannot be judged by data alone"
    case .corrected: "Corrections"
    case .setup: "About mapping, zones, columns – not about records"
    }
  }

  private static func fill(_ part: FindingCards.Part) -> String {
    switch part {
    case .action: "Owner, due, reference"
    case .review: "Judged"
    case .corrected: "Seen"
    case .setup: "Answer"
    }
  }

  private static func room(_ part: FindingCards.Part) -> RichText {
    guard part == .action else { return .blank(12) }
    return RichText([.blank(16), .lineBreak, .blank(16)])
  }

  private static func shows(
    _ finding: Finding, _ part: FindingCards.Part, _ context: ReportContext
  ) -> RichText {
    var text = RichText(context.names.named(finding.message))
    if let pattern = finding.pattern { text += RichText(" \(pattern.text)") }
    let count = Noun.grouped(finding.count)
    let says = ["\(count) of ", " examined)"].contains(where: finding.message.contains)
    if finding.count > 1, !says {
      let population = Noun.counted(
        finding.population, finding.unit.one, finding.unit.many)
      text += .quiet(" (\(count) of \(population) examined)")
    }
    if let interim = finding.interim {
      text += RichText(
        " Interim measure under \(interim.reference) until \(interim.until.iso).")
    }
    if finding.decideToday {
      text += .quiet(" See Decide today.")
    } else if part == .action || part == .setup {
      text += .quiet(" \(finding.remedy)")
    }
    return text
  }
}
