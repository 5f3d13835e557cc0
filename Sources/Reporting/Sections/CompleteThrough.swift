import Assessing
import Settings

/// How far each source reaches: what lies beyond is open, neither item nor "no exception noted".
enum CompleteThrough {
  /// The days with the sources that reach them.
  static func words(_ coverage: [SourceCoverage]) -> String {
    guard !coverage.isEmpty else { return "no source delivered any record" }
    let days = Dictionary(grouping: coverage, by: through)
    if days.count == 1, let day = days.keys.first, coverage.count > 1 {
      return "\(day), all \(Noun.counted(coverage.count, "source", "sources"))"
    }
    let groups = days.sorted { $0.key < $1.key }.map { day, sources in
      sources.count > 4
        ? "\(day): \(Noun.counted(sources.count, "source", "sources"))"
        : "\(day): \(sources.map(\.source).joined(separator: ", "))"
    }
    let shown = groups.prefix(4).joined(separator: "; ")
    let rest = groups.count - 4
    return shown
      + (rest > 0 ? "; \(Noun.counted(rest, "other day", "other days"))" : "")
      + (coverage.count > 4 ? "; each source under Completeness of the gap report" : "")
  }

  /// Every source with how far it reaches and what became of its files.
  static func table(_ coverage: [SourceCoverage], _ titles: FieldTitles) -> ReportBlock {
    .table(
      ReportTable(
        "How far each source reaches",
        [
          .init("Source"), .init("Kind"), .init("Complete through"), .init("Newest record"),
          .init("Files taken", isNumber: true), .init("Set aside", isNumber: true),
          .init("Not readable", isNumber: true),
        ],
        coverage.map { source in
          ReportTable.Row([
            RichText(source.source), RichText(titles.kind(source.kind)),
            RichText(through(source)),
            RichText(newest(source)),
            RichText(Noun.grouped(source.artifacts.taken)),
            RichText(Noun.grouped(source.artifacts.excluded)),
            RichText(Noun.grouped(source.artifacts.unreadable)),
          ])
        }))
  }

  /// The day of the newest record; of some kinds no date decides when they happened.
  static func newest(_ source: SourceCoverage) -> String {
    if let newest = source.newest { return String(newest.text.prefix(10)) }
    return source.months.isEmpty && source.artifacts.taken > 0 ? "no date decides" : "none"
  }

  private static func through(_ source: SourceCoverage) -> String {
    guard let day = source.completeThrough else { return "not known" }
    return "\(day.iso) (\(source.declared ? "declared" : "newest record"))"
  }
}
