import Assessing
import Settings

/// Every requirement with statement, citation, expected evidence, what was found, and checks.
enum RequirementDetail {
  static func section(_ context: ReportContext) -> ReportSection {
    let assessment = context.assessment
    let checks = Dictionary(
      assessment.checks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let findings = Dictionary(
      assessment.findings.map { ($0.fingerprint, $0) }, uniquingKeysWith: { first, _ in first })
    return ReportSection(
      "requirements", "Every requirement (\(assessment.requirements.count))", startsPage: true,
      isAnnex: true,
      [
        .note(
          "In the order of the profile, none left out. A dagger † stands at citations of law whose "
            + "paragraph is to be compared with the official text; what the marks mean: "
            + .link("Citations", to: "#citations") + ".")
      ]
        + assessment.requirements.map {
          .card(card($0, checks, findings, context))
        })
  }

  private static func card(
    _ requirement: RequirementResult, _ checks: [String: CheckResult],
    _ findings: [String: Finding], _ context: ReportContext
  ) -> ReportCard {
    var citation: RichText =
      RichText(requirement.citation) + " – \(Wording.authority(requirement.authority))"
    if let mark = requirement.mark { citation += .quiet(", mark \(mark)") }
    if requirement.footnote != nil { citation += .link("†", to: "#citations") }
    var facts = [ReportFact("Citation", citation)]
    facts += [ReportFact("Why this status", Wording.why(requirement))].compactMap(\.self)
    if let clock = requirement.clock, clock != "none" {
      facts.append(ReportFact("Clock", RichText(clock)))
    }
    for line in requirement.evidence {
      let (mark, word) = Completeness.status(line)
      facts.append(
        ReportFact("Expected records", .mark(mark, word) + " \(line.text)" + notFound(line)))
    }
    facts.append(ReportFact("A person looks at", RichText(requirement.lookAt)))
    let own = FindingOrder.sorted(requirement.findings.compactMap { findings[$0] })
    if !own.isEmpty { facts.append(ReportFact("Records show", show(own, context))) }
    if requirement.verdict != .met && requirement.verdict != .notApplicable {
      facts.append(
        ReportFact(
          "To fill in", "Owner " + .blank(16) + " due " + .blank(12) + " reference " + .blank(16)))
    }
    let status = Wording.status(requirement)
    return ReportCard(
      id: Link.anchor("r-", requirement.id), mark: Wording.mark(requirement.verdict),
      word: Wording.capitalized(status), title: "\(requirement.id) \(requirement.title)",
      facets: ["status": status, "basis": Wording.authority(requirement.authority)],
      [.paragraph(RichText(requirement.statement)), .facts(facts)]
        + table(requirement, requirement.checks.compactMap { checks[$0] }))
  }

  private static func notFound(_ line: EvidenceLine) -> RichText {
    guard !line.notFound.isEmpty else { return "" }
    // The sentence on a document names its topic, and for what it was not found.
    if line.topic != nil { return "" }
    let rest = line.notFound.count > 6 ? " and \(line.notFound.count - 6) more" : ""
    return " Not found for \(line.notFound.prefix(6).joined(separator: ", "))\(rest)."
  }

  private static func show(_ findings: [Finding], _ context: ReportContext) -> RichText {
    let lines = findings.prefix(6).map { finding -> RichText in
      .mark(FindingCards.mark(finding), FindingCards.word(finding)) + " "
        + .link(context.names.named(finding.message), to: "#\(FindingCards.anchor(finding))")
    }
    let text: RichText = .joined(Array(lines), by: RichText([.lineBreak]))
    return findings.count > 6
      ? text + RichText([.lineBreak]) + "and \(findings.count - 6) more, listed by check above"
      : text
  }

  private static func table(_ requirement: RequirementResult, _ checks: [CheckResult])
    -> [ReportBlock]
  {
    guard !checks.isEmpty else { return [] }
    return [
      .table(
        ReportTable(
          "Checks of \(requirement.id)",
          [
            .init("Check"), .init("What it looks for"), .init("Status"),
            .init("Examined", isNumber: true), .init("Listed", isNumber: true),
          ],
          checks.map { check in
            ReportTable.Row([
              .code(check.id), RichText(check.statement),
              .mark(Wording.mark(check.verdict), Wording.status(check.verdict))
                + RichText(check.reason.map { " \($0.text)" } ?? ""),
              RichText(Noun.counted(check.population, check.unit.one, check.unit.many)),
              // What was not judged has nothing to list, and that is not none.
              RichText(
                check.verdict == .notAssessed ? "–" : Noun.grouped(check.gaps + check.reviews)),
            ])
          }))
    ]
  }
}
