import Assessing

/// Every requirement with statement, citation, expected evidence and checks.
enum RequirementDetail {
  static func section(_ context: ReportContext) -> HTMLNode {
    let assessment = context.assessment
    let checks = Dictionary(
      assessment.checks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return element("section", [("id", "requirements")]) {
      element("h2", text: "Every requirement")
      for requirement in assessment.requirements {
        element("article", [("id", "r-\(requirement.id)")]) {
          element("h3") {
            element(
              "span", [("class", "mark \(Wording.mark(requirement.verdict))")],
              text: Wording.status(requirement.verdict))
            "\(requirement.id) \(requirement.title)"
          }
          element("p", text: requirement.statement)
          element("dl") {
            element("dt", text: "Citation")
            element("dd") {
              "\(requirement.citation) (\(Wording.authority(requirement.authority)))"
              if let footnote = requirement.footnote { " – \(footnote)" }
            }
            if let reason = requirement.reason {
              element("dt", text: "Why this status")
              element("dd", text: "\(reason.text) (\(reason.code.rawValue))")
            }
            if let clock = requirement.clock, clock != "none" {
              element("dt", text: "Clock")
              element("dd", text: clock)
            }
            for line in requirement.evidence {
              element("dt", text: "Expected evidence")
              element("dd", text: line.text)
            }
            element("dt", text: "What a person looks at")
            element("dd", text: requirement.lookAt)
            for id in requirement.findings {
              element("dt", text: "Finding")
              element("dd") {
                element("a", [("href", "#f-\(id.prefix(12))")], text: String(id.prefix(12)))
              }
            }
          }
          checkTable(requirement.checks.compactMap { checks[$0] })
        }
      }
    }
  }

  private static func checkTable(_ checks: [CheckResult]) -> HTMLNode {
    checks.isEmpty
      ? .group([])
      : table(
        caption: "Checks", headers: ["Check", "What it looks for", "Status", "Examined", "Listed"],
        rows: checks.map { check in
          [
            element("code", text: check.id), .text(check.statement),
            .text(Wording.status(check.verdict) + (check.reason.map { ": \($0.text)" } ?? "")),
            .text("\(Wording.grouped(check.population)) \(check.unit.word(for: check.population))"),
            .text(Wording.grouped(check.gaps + check.reviews)),
          ]
        })
  }
}
