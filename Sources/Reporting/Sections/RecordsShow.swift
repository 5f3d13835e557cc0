import Assessing

/// What the records show: counts with denominators, never a score.
enum RecordsShow {
  static func section(_ context: ReportContext) -> HTMLNode {
    let summary = context.assessment.summary
    let applicable = summary.requirements - summary.notApplicable
    let met = summary.metByData + summary.metByDocuments
    return element("section", [("id", "records")]) {
      element("h2", text: "What the records show")
      element("p", text: sentence(summary))
      element("ul", [("class", "figures")]) {
        figure("gap", summary.gap, applicable, "with items for action")
        figure("review", summary.review, applicable, "need a person's review")
        figure("not_assessed", summary.notAssessed, applicable, "not assessed")
        figure("met", met, applicable, "no exception noted")
      }
      element("p", [("class", "quiet")]) {
        "“No exception noted” covers only the records examined: \(examined(summary)). "
        if summary.afterAsOf > 0 {
          "\(Wording.counted(summary.afterAsOf, "record lies", "records lie")) after the cut-off and was left out."
        }
      }
    }
  }

  /// How many requirements stand where, each figure with what it is out of.
  static func sentence(_ summary: Summary) -> String {
    let applicable = summary.requirements - summary.notApplicable
    let rest =
      summary.notApplicable == 0
      ? ""
      : " \(Wording.counted(summary.notApplicable, "requirement does", "requirements do")) not apply."
    return
      "Of \(Wording.counted(applicable, "applicable requirement", "applicable requirements")): "
      + "\(summary.metByData + summary.metByDocuments) no exception noted "
      + "(\(summary.metByData) by data, \(summary.metByDocuments) by documents), "
      + "\(summary.gap) with items for action, "
      + "\(summary.review) \(summary.review == 1 ? "needs" : "need") a person's review, "
      + "\(summary.notAssessed) not assessed.\(rest)"
  }

  /// What the figures cover.
  static func examined(_ summary: Summary) -> String {
    "\(Wording.counted(summary.events, "event", "events")), "
      + "\(Wording.counted(summary.units, "unit or container", "units and containers")), "
      + "\(Wording.counted(summary.lots, "lot", "lots")) in scope"
  }

  private static func figure(_ style: String, _ count: Int, _ of: Int, _ words: String) -> HTMLNode
  {
    element("li", [("class", style)]) {
      element("strong", text: "\(count) of \(of)")
      words
    }
  }
}
