package import Cataloging
internal import Settings

/// What a catalog holds, and what a check of it found, as readable text.
package enum StatusText {
  /// Months side by side that fit beside the name of a source.
  private static let monthsPerRow = 8

  /// What a catalog holds, source by source.
  package static func text(_ status: CatalogStatus) -> String {
    var lines = [TextColumns.heading("Catalog")]
    lines += TextColumns.field(
      "Events",
      "\(Noun.grouped(status.events)), identifiers \(Noun.grouped(status.identifiers))")
    lines += TextColumns.field(
      "Originals",
      "\(status.originals) in the vault, \(Noun.counted(status.originalBytes, "byte", "bytes"))")
    let head = status.auditHead.map { ", last \($0)" } ?? ""
    lines += TextColumns.field(
      "Audit trail", Noun.counted(status.auditEntries, "entry", "entries") + head)
    lines += TextColumns.field("Digest", status.digest)
    lines += TextColumns.field("Ledgers", status.ledgersAddUp ? "add up" : "do not add up")
    if !status.isDerived {
      lines += TextColumns.field(
        "Life cycles", "not up to date with the records; run 'muster collect' again")
    }
    lines += ["", TextColumns.heading("Sources")]
    for source in status.sources { lines += self.source(source) }
    if status.sources.isEmpty { lines.append("  Nothing was collected yet.") }
    lines += coverage(status)
    lines += ["", TextColumns.heading("Not readable")]
    for item in status.unreadable + status.quarantine { lines += self.item(item) }
    if !status.isIncomplete { lines.append("  Nothing.") }
    lines += ["", TextColumns.heading("Last runs")]
    for run in status.runs { lines += self.run(run) }
    if status.runs.isEmpty { lines.append("  None.") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What a check of the catalog found.
  package static func text(_ report: CheckReport) -> String {
    var lines: [String] = []
    for problem in report.problems {
      lines += TextColumns.wrapped(problem.what, at: TextColumns.width)
      lines += TextColumns.wrapped(problem.remedy, at: TextColumns.width - 2).map { "  " + $0 }
    }
    if !report.isDerived {
      lines.append("Life cycles are not up to date with the records; run 'muster collect' again.")
    }
    if report.isIncomplete {
      lines.append("Something could not be read when it was collected; see 'muster status'.")
    }
    let count = report.problems.count
    lines.append(
      count == 0
        ? "The catalog is whole: \(Noun.counted(report.originals, "original", "originals")) and "
          + "\(Noun.counted(report.auditEntries, "entry", "entries")) of the audit trail "
          + "are as they were written."
        : "The catalog is not whole: \(Noun.counted(count, "problem", "problems")).")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func source(_ source: CatalogStatus.SourceLine) -> [String] {
    let records = { (key: String) in source.records[key] ?? 0 }
    var files = "\(source.taken) taken, \(source.excluded) set aside, "
    files += "\(source.unreadable) not readable; \(source.superseded) superseded, "
    files += "\(source.absent) gone at the source"
    var rows = "\(records("read")) read = \(records("taken")) taken + "
    rows += "\(records("unchanged")) unchanged + \(records("excluded")) set aside + "
    rows += "\(records("quarantined")) in quarantine"
    let reach = [
      source.completeThrough.map { "complete through \($0)" }
        ?? "how far it is complete is not declared",
      source.newestEvent.map { "newest record \($0)" },
    ].compactMap(\.self).joined(separator: ", ")
    var lines = TextColumns.wrapped("\(source.name) (\(source.kind)): \(source.place)", at: 98).map
    {
      "  " + $0
    }
    lines += TextColumns.field("Files", files, indent: 4)
    lines += TextColumns.field("Records", rows, indent: 4)
    lines += TextColumns.field("Reach", reach, indent: 4)
    if !source.unrecognised.isEmpty {
      let shown = source.unrecognised.prefix(40).map { column in
        "\"\(column.header)\"" + (column.nearest.map { " (perhaps \($0))" } ?? "")
      }
      let more = source.unrecognised.count - shown.count
      lines += TextColumns.field(
        "No field",
        shown.joined(separator: ", ")
          + (more > 0 ? " and \(more) more (--json has all)" : ""), indent: 4)
    }
    return lines
  }

  /// Records per source and month, events among them: 0 inside the span of a source is a hole, - lies outside it.
  ///
  /// More than three months in a row in which no source has anything are told in one line: one
  /// wild date must not fill the screen with nothing.
  private static func coverage(_ status: CatalogStatus) -> [String] {
    let shown = status.sources.filter { !$0.months.isEmpty || $0.undated > 0 }
    let counts = shown.map { source in
      Dictionary(
        source.months.map { ($0.month, $0.events) }, uniquingKeysWith: { first, _ in first })
    }
    let months = calendar(Set(counts.flatMap(\.keys)).sorted())
    guard !months.isEmpty else { return [] }
    var lines = ["", TextColumns.heading("Records per month")]
    var isFirst = true
    for stretch in stretches(months, filled: { month in counts.contains { ($0[month] ?? 0) > 0 } })
    {
      guard case .months(let part) = stretch else {
        if case .empty(let from, let to, let count) = stretch {
          lines += [
            "",
            "  \(from) to \(to): nothing in "
              + Noun.counted(count, "month", "months"),
          ]
        }
        continue
      }
      if !isFirst { lines.append("") }
      isFirst = false
      lines.append(
        TextColumns.padded("", 26) + part.map { TextColumns.right($0, 9) }.joined())
      for (source, counts) in zip(shown, counts) {
        let name = source.name.count > 22 ? source.name.prefix(21) + "…" : source.name[...]
        lines.append(
          TextColumns.padded("  " + name, 26)
            + part.map { TextColumns.right(counts[$0].map(String.init) ?? "-", 9) }.joined())
      }
    }
    for source in shown where source.undated > 0 {
      lines.append(
        "  \(source.name): \(Noun.counted(source.undated, "record", "records")) "
          + "without a readable time")
    }
    return lines
  }

  /// A piece of the grid.
  private enum Stretch {
    case months([String])
    case empty(from: String, to: String, count: Int)
  }

  /// Every month from the first to the last, where the texts are months of the calendar.
  private static func calendar(_ months: [String]) -> [String] {
    func number(_ text: String) -> Int? {
      let parts = text.split(separator: "-").compactMap { Int($0) }
      guard parts.count == 2, (0...9999).contains(parts[0]), (1...12).contains(parts[1]) else {
        return nil
      }
      return parts[0] * 12 + parts[1] - 1
    }
    guard let first = months.first.flatMap(number), let last = months.last.flatMap(number),
      first <= last
    else { return months }
    return (first...last).map { month in
      String("\(month / 12 + 10_000)".dropFirst()) + "-"
        + String("\(month % 12 + 101)".dropFirst())
    }
  }

  /// Rows of the grid, with long runs of months in which nothing happened told in one line.
  private static func stretches(
    _ months: [String], filled: (String) -> Bool
  ) -> [Stretch] {
    var pieces: [Stretch] = []
    var open: [String] = []
    func close() {
      for start in stride(from: 0, to: open.count, by: monthsPerRow) {
        pieces.append(.months(Array(open[start..<min(start + monthsPerRow, open.count)])))
      }
      open = []
    }
    var index = 0
    while index < months.count {
      let end = months[index...].firstIndex(where: filled) ?? months.count
      let empty = end - index
      if empty > 3 {
        close()
        pieces.append(.empty(from: months[index], to: months[end - 1], count: empty))
      } else {
        open += months[index..<end]
      }
      if end < months.count { open.append(months[end]) }
      index = end + 1
    }
    close()
    return pieces
  }

  private static func item(_ item: CatalogStatus.Quarantined) -> [String] {
    let place = [item.line.map { "line \($0)" }, item.byte.map { "byte \($0)" }]
      .compactMap(\.self).joined(separator: ", ")
    let text =
      "\(item.source)/\(item.path)" + (place.isEmpty ? "" : ", \(place)") + ": \(item.reason)"
      + (item.detail.map { " (\($0))" } ?? "")
    return TextColumns.wrapped(text, at: TextColumns.width - 2).map { "  " + $0 }
  }

  private static func run(_ run: CatalogStatus.Run) -> [String] {
    let count = { (key: String) in run.artifacts[key] ?? 0 }
    let ledger =
      "\(count("seen")) seen = \(count("taken")) taken + \(count("unchanged")) unchanged + "
      + "\(count("excluded")) set aside + \(count("unreadable")) not readable"
    return TextColumns.field(
      run.started, "\(run.command), \(run.outcome ?? "did not end"); \(ledger)", column: 26)
  }
}
