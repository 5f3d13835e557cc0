import Assessing

/// What the records show: counts with denominators, never a score.
enum RecordsShow {
  static func section(_ context: ReportContext) -> HTMLNode {
    let summary = context.assessment.summary
    let applicable = summary.requirements - summary.notApplicable
    let met = summary.metByData + summary.metByDocuments
    return element("section", [("id", "records")]) {
      element("h2", text: "What the records show")
      element("p") {
        "Of \(applicable) applicable requirements: \(met) no exception noted "
        "(\(summary.metByData) by data, \(summary.metByDocuments) by documents), "
        "\(summary.gap) with items for action, \(summary.review) need a person's review, "
        "\(summary.notAssessed) not assessed. "
        "\(Wording.counted(summary.notApplicable, "requirement does", "requirements do")) not apply."
      }
      element("ul", [("class", "figures")]) {
        figure("gap", summary.gap, applicable, "with items for action")
        figure("review", summary.review, applicable, "need a person's review")
        figure("not_assessed", summary.notAssessed, applicable, "not assessed")
        figure("met", met, applicable, "no exception noted")
      }
      element("p", [("class", "quiet")]) {
        "“No exception noted” covers only the records examined: "
        "\(Wording.counted(summary.events, "event", "events")), "
        "\(Wording.counted(summary.units, "unit or container", "units and containers")), "
        "\(Wording.counted(summary.lots, "lot", "lots")) in scope. "
        if summary.afterAsOf > 0 {
          "\(Wording.counted(summary.afterAsOf, "record lies", "records lie")) after the cut-off and was left out."
        }
      }
    }
  }

  private static func figure(_ style: String, _ count: Int, _ of: Int, _ words: String) -> HTMLNode
  {
    element("li", [("class", style)]) {
      element("strong", text: "\(count) of \(of)")
      words
    }
  }
}
