extension CatalogStatus {
  /// The status as plain text, one fact a line; a month without events between two with events is
  /// marked, because nothing delivered is not the same as nothing happened.
  package var text: String {
    var lines = [
      "Catalog: \(events) events, \(identifiers) identifiers, \(originals) originals "
        + "(\(originalBytes) bytes), \(auditEntries) audit entries, schema \(schemaVersion)",
      "Digest:  \(digest)",
    ]
    for source in sources { lines += ["", source.text] }
    if sources.isEmpty { lines += ["", "No source has been collected yet."] }
    lines += ["", "Set aside: " + (quarantine.isEmpty ? "nothing" : "\(quarantine.count)")]
    lines += quarantine.map(Self.line)
    if !unreadable.isEmpty {
      lines += ["Not readable: \(unreadable.count)"] + unreadable.map(Self.line)
    }
    lines += ["", "Last runs:"]
    for run in runs {
      let counts = ["seen", "taken", "unchanged", "excluded", "unreadable"].map {
        "\(run.artifacts[$0] ?? 0) \($0)"
      }
      let end = run.ended.map { "to \($0)" } ?? "not finished"
      lines.append(
        "  \(run.command) \(run.started) \(end): \(run.outcome ?? "no outcome"); "
          + counts.joined(separator: ", "))
    }
    if runs.isEmpty { lines.append("  none") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(_ item: Quarantined) -> String {
    let place = item.line.map { ":\($0)" } ?? ""
    let detail = item.detail.map { " (\($0))" } ?? ""
    return "  \(item.source): \(item.path)\(place): \(item.reason)\(detail)"
  }
}

extension CatalogStatus.SourceLine {
  /// The source as plain text.
  var text: String {
    let through = completeThrough.map { ", declared complete through \($0)" } ?? ""
    var lines = [
      "Source \(name) (\(kind), \(place))\(through)",
      "  files: \(taken) taken, \(superseded) superseded, \(absent) absent at the source, "
        + "\(excluded) excluded, \(unreadable) unreadable",
      "  records: \(records["read"] ?? 0) read = \(records["taken"] ?? 0) taken + "
        + "\(records["unchanged"] ?? 0) unchanged + \(records["excluded"] ?? 0) excluded + "
        + "\(records["quarantined"] ?? 0) quarantined",
    ]
    let width = months.map { String($0.events).count }.max() ?? 1
    for month in months {
      let count = String(month.events)
      let pad = String(repeating: " ", count: max(0, width - count.count))
      lines.append("  \(month.month)  \(pad)\(count)" + (month.events == 0 ? "  no events" : ""))
    }
    if undated > 0 { lines.append("  without a readable time: \(undated)") }
    return lines.joined(separator: "\n")
  }
}
