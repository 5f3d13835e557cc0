internal import Cataloging
internal import Collecting
internal import Reporting
internal import Settings

/// What a collect did, a line per source.
enum CollectionText {
  static func text(_ outcome: CollectionOutcome) -> String {
    var lines: [String] = []
    for source in outcome.sources {
      let files = source.artifacts
      let records = source.records
      // Events are counted as such, every other kind as records.
      let taken =
        source.kind == "epcis" || source.kind == "events"
        ? Noun.counted(source.events, "event", "events")
        : Noun.counted(records.taken, "record", "records")
      lines.append(
        "\(source.name): \(Noun.counted(files.seen, "file", "files")) seen = \(files.taken) taken + \(files.unchanged) unchanged"
          + " + \(files.excluded) set aside + \(files.unreadable) not readable"
          + (outcome.isDryRun || source.kind == "document" ? "" : "; \(taken) taken")
          + (records.unchanged > 0 ? ", \(records.unchanged) as before" : "")
          + (records.quarantined > 0
            ? ", \(Noun.counted(records.quarantined, "record", "records")) in quarantine" : ""))
      if let pages = source.pages, !outcome.isDryRun {
        lines.append(
          "  \(Noun.counted(pages, "page", "pages")) of its result seen; each is a file, with a "
            + "note of the answer beside it")
      }
      if let problem = source.problem { lines.append("  \(problem)") }
      if !source.unrecognised.isEmpty {
        let shown = source.unrecognised.prefix(12).map { column in
          "\"\(column.header)\""
            + (column.behind.map { " (behind \"\($0)\")" }
              ?? column.nearest.map { " (perhaps \($0))" } ?? "")
        }
        let more = source.unrecognised.count - shown.count
        lines.append(
          "  no field takes the columns \(shown.joined(separator: ", "))"
            + (more > 0 ? " and \(more) more" : "")
            + "; they are kept beside the records (muster collect --dry-run says more)")
      }
      for trouble in source.troubles.prefix(10) {
        lines.append("  \(trouble.path): \(trouble.status), \(trouble.reason)")
      }
      if source.troubles.count > 10 {
        lines.append(
          "  … and \(source.troubles.count - 10) more; see provenance or muster status")
      }
    }
    for source in outcome.sources where !source.previews.isEmpty {
      lines += ["", PreviewText.text(source)]
    }
    if !outcome.isDryRun, outcome.tookAnything || outcome.derived {
      let references = outcome.sources.map(\.references).reduce(0, +)
      lines.append(
        "Loaded \(references) references in \(seconds(outcome.loadMs)) s"
          + (outcome.derived ? "; lives derived in \(seconds(outcome.deriveMs)) s." : "."))
    }
    return lines.joined(separator: "\n")
  }

  private static func seconds(_ milliseconds: Int64) -> String {
    let hundredths = (max(milliseconds, 0) + 5) / 10
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
