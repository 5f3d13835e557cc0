import Assessing
import Settings

/// Page three: record kind by what is expected and what was received, and when.
enum Completeness {
  static func section(_ context: ReportContext) -> ReportSection {
    ReportSection(
      "completeness", "Completeness of the records", startsPage: true,
      [
        .note(
          "What the requirements of the profile expect, and what the sources delivered. "
            + "Not delivered is not the same as delivered and empty. What only requirements ask for "
            + "that do not apply is left out."),
        .table(table(context)),
      ]
        + (context.assessment.coverage.isEmpty
          ? []
          : [
            .annex(
              [CompleteThrough.table(context.assessment.coverage, context.dossiers.titles)]
                + CoverageGrid.blocks(context.assessment.coverage))
          ]))
  }

  private struct Line {
    var evidence: EvidenceLine
    var requirements: [String]
  }

  private static func table(_ context: ReportContext) -> ReportTable {
    let assessment = context.assessment
    var lines: [String: Line] = [:]
    for requirement in assessment.requirements where requirement.verdict != .notApplicable {
      for evidence in requirement.evidence {
        // Requirements may ask the same kind of other partners, or for more: each answer is told.
        let key =
          [
            evidence.kind, evidence.topic ?? "", evidence.forEach, evidence.status.rawValue,
            evidence.text,
          ].joined(separator: "\u{0}")
          + evidence.notFound.joined(separator: "\u{0}")
        lines[key, default: Line(evidence: evidence, requirements: [])].requirements
          .append(requirement.id)
      }
    }
    let sources = Dictionary(grouping: assessment.coverage, by: \.kind)
    let ordered = lines.sorted {
      let (left, right) = (rank($0.value.evidence.status), rank($1.value.evidence.status))
      return left == right ? $0.key < $1.key : left < right
    }
    let rows = ordered.map { _, line in
      row(line, delivering(line.evidence, sources), context.dossiers.titles)
    }
    return ReportTable(
      "Record kinds",
      [
        .init("Record kind"), .init("For each"), .init("Expected", isNumber: true),
        .init("Received", isNumber: true), .init("Status"), .init("Not found for, or lacking"),
        .init("Evidence"), .init("Asked for by"),
      ], rows, isWorkList: true)
  }

  /// The sources a line rests on: events are EPCIS, and of a document on a topic the register speaks.
  private static func delivering(
    _ line: EvidenceLine, _ sources: [String: [SourceCoverage]]
  ) -> [SourceCoverage] {
    switch line.kind {
    case "event": sources["epcis"] ?? []
    case "document" where line.topic != nil:
      sources["controlled_document"] ?? sources["document"] ?? []
    default: sources[line.kind] ?? []
    }
  }

  private static func row(
    _ line: Line, _ sources: [SourceCoverage], _ titles: FieldTitles
  ) -> ReportTable.Row {
    let evidence = line.evidence
    let (mark, word) = status(evidence)
    let names =
      sources.count > 3
      ? Noun.counted(sources.count, "source", "sources")
      : sources.map(\.source).joined(separator: ", ")
    return ReportTable.Row(
      [
        RichText(titles.expected(evidence)),
        RichText(evidence.forEach),
        RichText(evidence.expected.map { Noun.grouped($0) } ?? "not known"),
        RichText(Noun.grouped(evidence.found)), .mark(mark, word),
        RichText(lacking(evidence)), RichText(names.isEmpty ? "no source" : names),
        asked(line.requirements),
      ], facets: ["status": word])
  }

  /// What asks for something comes first.
  private static func rank(_ status: EvidenceLine.Status) -> Int {
    switch status {
    case .notFound: 0
    case .partial: 1
    case .notDelivered: 2
    case .complete: 3
    case .nothingExpected: 4
    }
  }

  /// The status of a line. A document the register has, and not as it should be, is there.
  static func status(_ line: EvidenceLine) -> (Mark, String) {
    switch line.status {
    case .partial where line.topic != nil && line.expected != nil: (.b, "not in order")
    // Where nobody can say how many there have to be, all that shows is that there are some.
    case .complete where line.topic == nil && !isCounted(line): (.ok, "delivered")
    case .complete: (.ok, "complete")
    case .partial: (.b, "in part")
    case .notFound: (.a, "not found")
    case .notDelivered: (.open, "not delivered")
    case .nothingExpected: (.open, "nothing expected")
    }
  }

  private static func isCounted(_ line: EvidenceLine) -> Bool {
    guard let expected = line.expected else { return false }
    return expected > 1 || !["firm", "period", "record"].contains(line.forEach)
  }

  /// What a document lacks says the register; of other records it is the instances without one.
  private static func lacking(_ line: EvidenceLine) -> String {
    // How many there have to be nobody knows without looking; the line's own words say so.
    if line.status == .partial, line.expected == nil { return line.text }
    guard let topic = line.topic, line.expected != nil else { return listed(line.notFound) }
    return line.status == .complete
      ? "" : line.text.replacing("Document on \(topic): ", with: "")
  }

  private static func listed(_ keys: [String]) -> String {
    let shown = keys.prefix(5).joined(separator: ", ")
    return keys.count > 5
      ? "\(shown) and \(Noun.grouped(keys.count - 5)) more, in assessment.json" : shown
  }

  private static func asked(_ requirements: [String]) -> RichText {
    let shown: RichText = .joined(
      requirements.prefix(2).map { .link($0, to: Link.anchor("#r-", $0)) })
    return requirements.count > 2 ? shown + " and \(requirements.count - 2) more" : shown
  }
}
