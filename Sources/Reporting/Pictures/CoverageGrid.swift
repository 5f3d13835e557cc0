import Assessing
import Settings

/// What each source delivered per month, as a picture and as a table.
enum CoverageGrid {
  /// Columns a page has room for; older months are counted together.
  private static let limit = 15

  static func blocks(_ sources: [SourceCoverage]) -> [ReportBlock] {
    let coverage = sources.filter { !$0.months.isEmpty }
    let undated = sources.filter { $0.months.isEmpty && $0.artifacts.taken > 0 }.map(\.source)
    let all = Set(coverage.flatMap { $0.months.map(\.month) }).sorted()
    guard !all.isEmpty else { return [] }
    let months = Array(all.suffix(limit))
    let shown = Array(coverage.prefix(60))
    let before = Set(all.dropLast(months.count))
    var blocks: [ReportBlock] = [
      .picture(
        ReportPicture(
          id: "coverage", title: "Records per source and month",
          description: description(shown, months), drawing: drawing(shown, months),
          table: table(shown, months, before)))
    ]
    if !undated.isEmpty {
      blocks.append(
        .note(
          "Not in the picture, because no date of theirs decides to which month they belong: "
            + "\(undated.joined(separator: ", ")). All of it is judged; what they delivered stands "
            + "above."))
    }
    if !before.isEmpty {
      blocks.append(
        .note(
          "The picture shows the last \(months.count) months that hold anything; "
            + "the table counts what is older."))
    }
    if coverage.count > shown.count {
      blocks.append(
        .note(
          "The first \(shown.count) of \(coverage.count) sources; all stand in the workbook under "
            + "Sources."))
    }
    return blocks
  }

  private static func cell(_ source: SourceCoverage, _ month: String) -> SourceCoverage.Month? {
    source.months.first { $0.month == month }
  }

  private static func word(_ month: SourceCoverage.Month?) -> String {
    switch month?.state {
    case .delivered: Noun.grouped(month?.records ?? 0)
    case .some(.none): "0"
    case .notDelivered: "not delivered"
    case nil: "outside"
    }
  }

  private static func table(
    _ sources: [SourceCoverage], _ months: [String], _ before: Set<String>
  ) -> ReportTable {
    let older = before.isEmpty ? [] : [ReportTable.Column("Earlier", isNumber: true)]
    return ReportTable(
      "Records per source and month",
      [.init("Source")] + older + months.map { .init($0, isNumber: true) },
      sources.map { source in
        let past = source.months.filter { before.contains($0.month) }.map(\.records)
        return ReportTable.Row(
          [RichText(source.source)]
            + (before.isEmpty ? [] : [RichText(Noun.grouped(past.reduce(0, &+)))])
            + months.map { RichText(word(cell(source, $0))) })
      })
  }

  private static func description(_ sources: [SourceCoverage], _ months: [String]) -> String {
    func list(_ state: SourceCoverage.Month.State) -> [String] {
      sources.flatMap { source in
        months.filter { cell(source, $0)?.state == state }.map { "\(source.source) in \($0)" }
      }
    }
    func sentence(_ words: String, _ places: [String]) -> String? {
      guard !places.isEmpty else { return nil }
      let rest = places.count > 12 ? " and \(places.count - 12) more" : ""
      return "\(words): \(places.prefix(12).joined(separator: ", "))\(rest)."
    }
    let parts = [
      sentence("Nothing in a month the source reaches past", list(.none)),
      sentence("Not delivered", list(.notDelivered)),
    ].compactMap(\.self)
    return
      "A grid of \(Noun.counted(sources.count, "source", "sources")) by "
      + "\(Noun.counted(months.count, "month", "months")). "
      + (parts.isEmpty ? "Every cell holds records." : parts.joined(separator: " "))
  }

  private static func drawing(_ sources: [SourceCoverage], _ months: [String]) -> Drawing {
    let (left, column, row) = (190, 62, 26)
    var drawing = Drawing(
      width: left + months.count * column + 10, height: 34 + sources.count * row + 30)
    for (index, month) in months.enumerated() {
      drawing.text(left + index * column + column / 2, 18, month, .quiet, .middle)
    }
    for (line, source) in sources.enumerated() {
      let y = 28 + line * row
      drawing.text(0, y + 16, source.source, limit: left - 10)
      for (index, month) in months.enumerated() {
        let x = left + index * column + 3
        switch cell(source, month)?.state {
        case .delivered:
          drawing.box(x, y, 8, row - 6, .good)
          drawing.text(x + column - 12, y + 15, word(cell(source, month)), .ink, .end)
        case .some(.none):
          drawing.box(x, y, 8, row - 6, .attention)
          drawing.text(x + column - 12, y + 15, "0", .attention, .end)
        case .notDelivered:
          drawing.box(x, y, 8, row - 6, .alarm, isHollow: true)
          drawing.text(x + column - 12, y + 15, "–", .alarm, .end)
        case nil: drawing.text(x + column - 12, y + 15, "·", .quiet, .end)
        }
      }
    }
    legend(&drawing, y: 34 + sources.count * row + 14)
    return drawing
  }

  private static func legend(_ drawing: inout Drawing, y: Int) {
    drawing.box(0, y - 10, 8, 12, .good)
    drawing.text(14, y, "records delivered", .quiet)
    drawing.box(140, y - 10, 8, 12, .attention)
    drawing.text(154, y, "none, though the source reaches past it", .quiet)
    drawing.box(400, y - 10, 8, 12, .alarm, isHollow: true)
    drawing.text(414, y, "not delivered", .quiet)
  }
}
