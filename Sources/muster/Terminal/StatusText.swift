internal import Cataloging

/// What a catalog holds, and what a check of it found, as readable text.
enum StatusText {
  /// Months side by side that fit beside the name of a source.
  private static let monthsPerRow = 8

  static func text(_ status: CatalogStatus) -> String {
    var lines = [TextColumns.heading("Catalog")]
    lines += TextColumns.field("Events", "\(status.events), identifiers \(status.identifiers)")
    lines += TextColumns.field(
      "Originals", "\(status.originals) in the vault, \(status.originalBytes) bytes")
    let head = status.auditHead.map { ", last \($0)" } ?? ""
    lines += TextColumns.field("Audit trail", "\(status.auditEntries) entries" + head)
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

  static func text(_ report: CheckReport) -> String {
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
        ? "The catalog is whole: \(report.originals) originals and \(report.auditEntries) entries "
          + "of the audit trail are as they were written."
        : "The catalog is not whole: \(count) \(count == 1 ? "problem" : "problems").")
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
      source.completeThrough.map { "complete through \($0)" } ?? "no watermark declared",
      source.newestEvent.map { "newest event \($0)" },
    ].compactMap(\.self).joined(separator: ", ")
    var lines = TextColumns.wrapped("\(source.name) (\(source.kind)): \(source.place)", at: 98).map
    {
      "  " + $0
    }
    lines += TextColumns.field("Files", files, indent: 4)
    lines += TextColumns.field("Records", rows, indent: 4)
    lines += TextColumns.field("Reach", reach, indent: 4)
    return lines
  }

  /// Events per source and month: 0 inside the span of a source is a hole, - lies outside it.
  private static func coverage(_ status: CatalogStatus) -> [String] {
    let months = Set(status.sources.flatMap { $0.months.map(\.month) }).sorted()
    guard !months.isEmpty else { return [] }
    let shown = status.sources.filter { !$0.months.isEmpty || $0.undated > 0 }
    var lines = ["", TextColumns.heading("Events per month")]
    for start in stride(from: 0, to: months.count, by: monthsPerRow) {
      let part = months[start..<min(start + monthsPerRow, months.count)]
      if start > 0 { lines.append("") }
      lines.append(
        TextColumns.padded("", 26) + part.map { TextColumns.right($0, 9) }.joined())
      for source in shown {
        let counts = Dictionary(
          source.months.map { ($0.month, $0.events) }, uniquingKeysWith: { first, _ in first })
        let name = source.name.count > 22 ? source.name.prefix(21) + "…" : source.name[...]
        lines.append(
          TextColumns.padded("  " + name, 26)
            + part.map { TextColumns.right(counts[$0].map(String.init) ?? "-", 9) }.joined())
      }
    }
    for source in shown where source.undated > 0 {
      lines.append("  \(source.name): \(source.undated) events without a readable time")
    }
    return lines
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
