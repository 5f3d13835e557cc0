import Assessing
import Settings

/// What the records show: counts with denominators, never a score.
enum RecordsShow {
  static func section(_ context: ReportContext) -> ReportSection {
    let summary = context.assessment.summary
    let applicable = summary.requirements - summary.notApplicable
    let met = summary.metByData + summary.metByDocuments
    var remark = "“No exception noted” covers only the records examined: \(examined(summary))."
    if summary.afterAsOf > 0 {
      let words = Noun.counted(summary.afterAsOf, "record lies", "records lie")
      let were = Noun.fitting(summary.afterAsOf, "was", "were")
      remark += " \(words) after the cut-off and \(were) left out."
    }
    let elsewhere = elsewhere(context.assessment).map { ReportBlock.paragraph(RichText($0)) }
    return ReportSection(
      "records", "What the records show",
      [elsewhere].compactMap(\.self) + [
        .paragraph(RichText(sentence(summary))),
        .figures([
          ReportFigure(.a, "\(summary.gap) of \(applicable)", "with items for action"),
          ReportFigure(.b, "\(summary.review) of \(applicable)", "need a person's review"),
          ReportFigure(.open, "\(summary.forPerson) of \(applicable)", Wording.forPerson),
          ReportFigure(
            .open, "\(summary.notAssessed - summary.forPerson) of \(applicable)", "not assessed"),
          ReportFigure(.ok, "\(met) of \(applicable)", "no exception noted"),
        ]),
        .paragraph(RichText(items(context.assessment))), .note(RichText(remark)),
      ])
  }

  /// How many findings there are, and how many wait for today.
  static func items(_ assessment: Assessment) -> String {
    let findings = assessment.findings
    let gaps = findings.filter { $0.kind == .gap }
    let today = findings.filter(\.decideToday).count
    let priorities = ["A", "B", "C"].map { priority in
      "\(gaps.filter { Wording.priority($0.severity) == priority }.count) \(priority)"
    }
    return
      "\(Noun.counted(gaps.count, "item", "items")) for action by priority: "
      + priorities.joined(separator: ", ") + ". "
      + "\(today) of all findings \(Noun.fitting(today, "is", "are")) to be decided today. "
      + "\(Noun.counted(findings.count - gaps.count, "finding waits", "findings wait")) "
      + "for a person's review, set-up questions and corrections included."
  }

  /// How many requirements stand where, each figure with what it is out of.
  static func sentence(_ summary: Summary) -> String {
    let applicable = summary.requirements - summary.notApplicable
    let rest =
      summary.notApplicable == 0
      ? ""
      : " \(Noun.counted(summary.notApplicable, "requirement does", "requirements do")) not apply."
    return
      "Of \(Noun.counted(applicable, "applicable requirement", "applicable requirements")): "
      + "\(summary.metByData + summary.metByDocuments) no exception noted "
      + "(\(summary.metByData) by data, \(summary.metByDocuments) by documents), "
      + "\(summary.gap) with items for action, "
      + "\(Noun.counted(summary.review, "needs", "need")) a person's review, "
      + "\(summary.forPerson) \(Wording.forPerson), "
      + "\(summary.notAssessed - summary.forPerson) not assessed.\(rest)"
  }

  /// That events were collected and none of them is in scope; nil where some are, or none came.
  static func elsewhere(_ assessment: Assessment) -> String? {
    assessment.eventsElsewhere.map { first, last in
      if assessment.scope.left != nil {
        return "None of the events collected names another product: no unit, lot or shipment was "
          + "judged. Leave the profile out, or state the markets of each product."
      }
      let scope = assessment.scope
      let months = first == last ? first : "\(first) to \(last)"
      let isPart = !scope.lots.isEmpty || !scope.products.isEmpty
      let asked = isPart ? " and of the products and lots asked for" : ""
      let judged =
        assessment.summary.units == 0 && assessment.summary.lots == 0
        ? "no unit, lot or shipment was judged"
        : "of units and lots only what other records name was looked at"
      return "None of the events collected, of \(months), is in the period\(asked): \(judged). "
        + advice(last) + ", and run again."
    }
  }

  /// The quarter of a month, as the configuration takes it.
  private static func advice(_ month: String) -> String {
    let parts = month.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 2, (1...12).contains(parts[1]) else {
      return "Set scope in the configuration"
    }
    let (start, end) = ((parts[1] - 1) / 3 * 3 + 1, (parts[1] - 1) / 3 * 3 + 3)
    func text(_ month: Int, _ day: Int) -> String {
      "\(parts[0])-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }
    return "Set the period in the configuration, say scope: { period: { from: \(text(start, 1)), "
      + "to: \(text(end, end == 6 || end == 9 ? 30 : 31)) } }"
  }

  /// That products are left to the profile of another market; nil where none is.
  static func left(_ scope: Assessment.Scope) -> String? {
    guard let left = scope.left, !left.isEmpty else { return nil }
    let markets = Set(left.flatMap(\.markets)).sorted().joined(separator: ", ")
    return "Not judged: \(Noun.counted(left.count, "product", "products")) for other markets "
      + "(\(markets)); the report lists them."
  }

  /// What the figures cover.
  static func examined(_ summary: Summary) -> String {
    "\(Noun.counted(summary.events, "event", "events")), "
      + "\(Noun.counted(summary.units, "unit or container", "units and containers")), "
      + "\(Noun.counted(summary.lots, "lot", "lots")) in scope"
  }
}
