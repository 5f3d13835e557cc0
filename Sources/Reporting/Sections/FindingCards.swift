import Assessing
import Settings

/// Findings as cards: what the records show, where, what to do first. Findings of one check stand
/// in one card, so that what they share is said once.
enum FindingCards {
  /// The parts of a report findings stand in.
  enum Part: String {
    case action, review, corrected, setup
  }

  static func section(_ context: ReportContext, _ part: Part) -> ReportSection {
    let findings = findings(context.assessment.findings, part)
    let (title, none) = words(part)
    let budget = CardBudget(total: context.assessment.findings.count)
    let groups = groups(findings)
    return ReportSection(
      part.rawValue, "\(title) (\(findings.count))", startsPage: part == .action,
      findings.isEmpty
        ? [.paragraph(RichText(none))]
        : [
          .short(ShortList.blocks(findings, part, context)),
          .annex(groups.map { card($0, context, budget) }),
        ])
  }

  static func findings(_ findings: [Finding], _ part: Part) -> [Finding] {
    switch part {
    case .action: FindingOrder.ofRecords(findings, .gap)
    case .review: FindingOrder.ofRecords(findings, .review)
    case .corrected, .setup: FindingOrder.sorted(findings.filter { $0.section == part.rawValue })
    }
  }

  private static func words(_ part: Part) -> (title: String, none: String) {
    switch part {
    case .action: ("Items for action", "No items for action in the records examined.")
    case .review: ("For a person's review", "Nothing waits for review.")
    case .corrected: ("Corrected in the period, for information", "No corrections to report.")
    case .setup: ("Set-up questions", "No questions about mapping, zones or columns.")
    }
  }

  /// Anchor of a finding, the same in every report.
  static func anchor(_ finding: Finding) -> String { "f-\(finding.fingerprint.prefix(12))" }

  static func word(_ finding: Finding) -> String {
    "Priority \(Wording.priority(finding.severity))"
  }

  static func mark(_ finding: Finding) -> Mark {
    Mark(rawValue: Wording.priority(finding.severity).lowercased()) ?? .c
  }

  /// Findings of one check and priority, in the order of the first of each.
  private static func groups(_ findings: [Finding]) -> [[Finding]] {
    var places: [String: Int] = [:]
    var groups: [[Finding]] = []
    for finding in findings {
      let key = "\(finding.decideToday) \(Wording.priority(finding.severity)) \(finding.check)"
      if let place = places[key] {
        groups[place].append(finding)
      } else {
        places[key] = groups.count
        groups.append([finding])
      }
    }
    return groups
  }

  private static func card(
    _ group: [Finding], _ context: ReportContext, _ budget: CardBudget
  ) -> ReportBlock {
    let first = group[0]
    var facets = [
      "priority": Wording.priority(first.severity), "basis": Wording.authority(first.authority),
      "look": Wording.lookFirst(first.lookFirst), "check": first.check,
    ]
    if first.decideToday { facets["today"] = "decide today" }
    if group.count == 1 {
      return .card(
        ReportCard(
          id: anchor(first), mark: mark(first), word: word(first), title: first.title,
          facets: facets,
          [.paragraph(.strong(context.names.named(first.message)))] + pattern(first)
            + [.facts(figures(first) + shared(first, context) + own(first, context, budget))]
            + subjects(first, context, budget)))
    }
    let full = group.prefix(budget.cardsPerCheck)
    return .card(
      ReportCard(
        id: "g-\(first.fingerprint.prefix(12))", mark: mark(first), word: word(first),
        title: "\(first.title) (\(Noun.counted(group.count, "finding", "findings")))",
        facets: facets,
        [.facts(shared(first, context))]
          + full.enumerated().map { index, finding in
            .card(
              ReportCard(
                id: anchor(finding), mark: mark(finding), word: "\(index + 1) of \(group.count)",
                title: label(finding, context),
                [.paragraph(.strong(context.names.named(finding.message)))] + pattern(finding)
                  + [.facts(figures(finding) + own(finding, context, budget))]
                  + subjects(finding, context, budget)))
          } + rest(group.dropFirst(full.count), group.count, context, budget)))
  }

  /// What tells findings of one check apart.
  private static func label(_ finding: Finding, _ context: ReportContext) -> String {
    let values = finding.group.sorted { $0.key < $1.key }.map {
      context.names.named(Wording.value($0.value, of: $0.key))
    }
    let text = values.joined(separator: ", ")
    return text.isEmpty ? finding.subjects.first?.key ?? finding.title : text
  }

  /// Findings beyond what a card holds: one line each, then a count.
  private static func rest(
    _ findings: ArraySlice<Finding>, _ total: Int, _ context: ReportContext, _ budget: CardBudget
  ) -> [ReportBlock] {
    guard !findings.isEmpty else { return [] }
    let shown = findings.prefix(budget.linesPerCheck)
    var blocks: [ReportBlock] = [
      .table(
        ReportTable(
          "\(shown.count) more of \(total), in short",
          [.init("What the records show"), .init("Listed", isNumber: true), .init("Evidence")],
          shown.map { finding in
            ReportTable.Row(
              [
                RichText(context.names.named(finding.message)),
                RichText(Noun.grouped(finding.count)),
                finding.evidence.first.map { Evidence.link($0, context) } ?? "",
              ], id: anchor(finding))
          }))
    ]
    if findings.count > shown.count {
      blocks.append(
        .note(
          "\(Noun.grouped(findings.count - shown.count)) of \(Noun.grouped(total)) findings "
            + "of this check are not on this page; all are in report/findings.csv."))
    }
    return blocks
  }

  // MARK: Facts

  private static func pattern(_ finding: Finding) -> [ReportBlock] {
    finding.pattern.map { [.paragraph(.strong($0.text))] } ?? []
  }

  private static func figures(_ finding: Finding) -> [ReportFact] {
    let population = Noun.counted(
      finding.population, finding.unit.one, finding.unit.many)
    return [
      ReportFact("Figures", RichText("\(Noun.grouped(finding.count)) of \(population) examined"))
    ]
  }

  /// What a finding has for itself.
  private static func own(
    _ finding: Finding, _ context: ReportContext, _ budget: CardBudget
  ) -> [ReportFact] {
    var facts: [ReportFact] = []
    if finding.since.status != .noBaseline {
      facts.append(ReportFact("Since last time", RichText(since(finding))))
    }
    if let interim = finding.interim {
      facts.append(
        ReportFact(
          "Interim measure",
          RichText(
            "under \(interim.reference) until \(interim.until.iso): \(interim.measure)"
              + (interim.inForce ? "" : " (ended before the cut-off)"))))
    }
    if finding.subjects.count == 1, finding.count == 1 {
      let subject = finding.subjects[0]
      let values = values(subject, context, besides: finding.message)
      facts.append(
        ReportFact("Listed", .code(subject.key) + RichText(values.isEmpty ? "" : " – \(values)")))
      facts.append(ReportFact("Evidence", evidence(subject, finding, context)))
    } else if finding.subjects.isEmpty, !finding.evidence.isEmpty {
      let lines = finding.evidence.prefix(budget.rowsShown).map { Evidence.line($0, context) }
      facts.append(ReportFact("Evidence", .joined(Array(lines), by: RichText([.lineBreak]))))
    }
    facts.append(
      ReportFact(
        "To fill in", "Owner " + .blank(16) + " due " + .blank(12) + " reference " + .blank(16)))
    return facts
  }

  private static func evidence(
    _ subject: Subject, _ finding: Finding, _ context: ReportContext
  ) -> RichText {
    .joined(
      subject.evidence.compactMap {
        finding.evidence.indices.contains($0) ? Evidence.line(finding.evidence[$0], context) : nil
      }, by: RichText([.lineBreak]))
  }

  private static func since(_ finding: Finding) -> String {
    var text =
      Wording.change(finding.since.status) + "; first seen \(finding.firstSeen.clock)"
    if let previous = finding.since.previousCount, previous != finding.count {
      text += "; \(Noun.grouped(previous)) last time"
    }
    if let joined = finding.since.joined, let left = finding.since.left, joined + left > 0 {
      text += "; \(joined) joined, \(left) left"
    }
    return text
  }

  /// What all findings of a check share.
  private static func shared(_ finding: Finding, _ context: ReportContext) -> [ReportFact] {
    let law =
      Wording.basis(finding, context.assessment.profile)
      + (finding.basis.map { ": \($0)" } ?? "")
    return [
      ReportFact("Expected", RichText(finding.expected)),
      ReportFact("Records show", RichText(finding.observed)),
      ReportFact(
        "Look first",
        .strong(Wording.lookFirst(finding.lookFirst)) + .quiet(" – a suggestion, not a cause")),
      ReportFact("What to do", RichText(finding.remedy)),
      ReportFact(
        "Requirement",
        .joined(finding.requirements.map { .link($0, to: Link.anchor("#r-", $0)) })
          + " – \(law)" + (finding.footnote == nil ? "" : .link("†", to: "#citations"))),
      ReportFact("Check", .code(finding.check)),
    ]
  }

  // MARK: Listed units

  private static func subjects(
    _ finding: Finding, _ context: ReportContext, _ budget: CardBudget
  ) -> [ReportBlock] {
    guard !finding.subjects.isEmpty, finding.count > 1 else { return [] }
    let rows = finding.subjects.prefix(budget.rows).map { subject in
      ReportTable.Row([
        .code(subject.key), RichText(values(subject, context)),
        evidence(subject, finding, context),
      ])
    }
    let columns = ["Listed", "Values", "Evidence"].map { ReportTable.Column($0) }
    let open = Array(
      rows.prefix(rows.count <= budget.rowsShown + 2 ? rows.count : budget.rowsShown))
    var blocks: [ReportBlock] = [
      .table(ReportTable(caption(finding, shown: open.count), columns, open))
    ]
    if rows.count > open.count {
      blocks.append(
        .fold(
          "\(Noun.counted(rows.count - open.count, "further row", "further rows")) "
            + "(on paper: see report/findings.csv)",
          [
            .table(
              ReportTable(
                "Rows \(open.count + 1) to \(rows.count)", columns,
                Array(rows.dropFirst(open.count))))
          ]))
    }
    if rows.count < finding.count { blocks.append(.note(RichText(elsewhere(finding, rows.count)))) }
    return blocks
  }

  private static func caption(_ finding: Finding, shown: Int) -> String {
    shown == finding.count
      ? "All \(shown) listed"
      : "\(shown) of \(Noun.grouped(finding.count)) listed"
  }

  private static func elsewhere(_ finding: Finding, _ shown: Int) -> String {
    let total = Noun.grouped(finding.count)
    return finding.listed == finding.count
      ? "\(shown) of \(total) are on this page; all are in report/findings.csv."
      : "\(shown) of \(total) are on this page, \(Noun.grouped(finding.listed)) are in "
        + "report/findings.csv; --samples all lists all of them."
  }

  /// What a row says of itself; `shown`, words made for the message, only where that has not said
  /// them.
  private static func values(
    _ subject: Subject, _ context: ReportContext, besides message: String = ""
  ) -> String {
    (subject.values ?? [:]).merging(subject.other ?? [:]) { own, _ in own }
      .sorted { $0.key < $1.key }
      .filter { $0.value != subject.key && ($0.key != "shown" || !message.contains($0.value)) }
      .map { key, value in
        let text = context.names.named(Wording.value(value, of: key))
        return key == "shown" ? text : "\(Wording.column(key)): \(text)"
      }
      .joined(separator: "; ")
  }
}

/// How much a page shows of many findings, so that it stays under ten megabytes: what it leaves
/// out is counted beside it and stands in the CSV.
struct CardBudget: Equatable {
  /// Findings of one check told in full.
  var cardsPerCheck: Int
  /// Further findings of one check told in one line.
  var linesPerCheck: Int
  /// Listed units of one finding on the page.
  var rows: Int
  /// Of these seen, and printed, without opening anything.
  var rowsShown: Int

  /// The budget of an assessment with so many findings.
  init(total: Int) {
    cardsPerCheck = total <= 300 ? 50 : total <= 1000 ? 8 : 4
    linesPerCheck = total <= 300 ? 500 : 100
    rows = total <= 100 ? 60 : total <= 500 ? 25 : 6
    rowsShown = 6
  }
}
