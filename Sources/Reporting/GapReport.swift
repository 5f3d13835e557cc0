import Assessing

/// The gap report: pages, order and words as the people in the room need them.
enum GapReport {
  static func html(_ context: ReportContext) -> [UInt8] {
    let assessment = context.assessment
    let findings = assessment.findings
    let records = findings.filter { $0.section == "records" }
    let gaps = records.filter { $0.kind == .gap }
    let reviews = records.filter { $0.kind == .review }
    let today = findings.filter(\.decideToday)
    return Page.html(
      title: "Gap report, \(assessment.organization.name), \(context.packID)",
      [
        element("h1", text: "Serialization evidence: gap report"),
        ReportHeader.stamp(context),
        contents,
        RecordsShow.section(context),
        decideToday(today, context),
        SinceLastTime.section(context),
        cards(
          "gaps", "Items for action", gaps, context,
          none: "No items for action in the records examined."),
        cards(
          "reviews", "For a person's review", reviews, context, none: "Nothing waits for review."),
        cards(
          "corrected", "Corrected in the period, for information",
          findings.filter { $0.section == "corrected" }, context, none: "No corrections to report."),
        cards(
          "setup", "Set-up questions", findings.filter { $0.section == "setup" }, context,
          none: "No questions about mapping, zones or columns."),
        CoverageGrid.section(context),
        RequirementDetail.section(context),
        Method.section(context),
      ])
  }

  private static var contents: HTMLNode {
    element("nav", [("aria-label", "Contents")]) {
      element("ul") {
        for (id, title) in [
          ("records", "What the records show"), ("today", "Decide today"),
          ("since", "Since last time"), ("gaps", "Items for action"),
          ("reviews", "For review"), ("corrected", "Corrected"), ("setup", "Set-up questions"),
          ("coverage", "What was delivered"), ("requirements", "Every requirement"),
          ("method", "Left out, method, verify"),
        ] {
          element("li") { element("a", [("href", "#\(id)")], text: title) }
        }
      }
    }
  }

  private static func decideToday(_ findings: [Finding], _ context: ReportContext) -> HTMLNode {
    element("section", [("id", "today")]) {
      element("h2", text: "Decide today")
      element(
        "p", [("class", "quiet")],
        text: "Units, lots and requests whose handling may have a legal clock. A person decides.")
      if findings.isEmpty {
        element("p", text: "Nothing of this sort was listed in the records examined.")
      } else {
        element("ul") {
          for finding in findings {
            element("li") {
              element(
                "a", [("href", "#f-\(finding.fingerprint.prefix(12))")], text: finding.message)
              element("br") {}
              finding.remedy
            }
          }
        }
      }
    }
  }

  private static func cards(
    _ id: String, _ title: String, _ findings: [Finding], _ context: ReportContext, none: String
  ) -> HTMLNode {
    element("section", [("id", id)]) {
      element("h2", text: "\(title) (\(findings.count))")
      if findings.isEmpty { element("p", text: none) }
      for finding in findings { FindingCards.card(finding, context, up: "../") }
    }
  }
}
