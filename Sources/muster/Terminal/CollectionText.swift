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
      lines += troubles(source.troubles)
      if outcome.isDryRun, source.kind == "epcis", files.seen > 0 {
        lines.append(
          "  A dry run looks at the beginning of files of events only; muster collect reads them.")
      }
      if let nothing = nothingThere(source) { lines.append("  " + nothing) }
    }
    lines = lines.map(TextColumns.plain)
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

  /// What was not or not wholly read: files alike in one line, with what it means and what to do.
  private static func troubles(_ troubles: [CollectionOutcome.Trouble]) -> [String] {
    var groups: [(words: String, paths: [String])] = []
    var places: [String: Int] = [:]
    for trouble in troubles {
      let words = said(trouble)
      if let place = places[words] {
        groups[place].paths.append(trouble.path)
      } else {
        places[words] = groups.count
        groups.append((words, [trouble.path]))
      }
    }
    var lines = groups.prefix(mostGroups).map { group in
      let more = group.paths.count - mostPaths
      return "  " + group.paths.prefix(mostPaths).joined(separator: ", ")
        + (more > 0 ? " and \(more) more" : "") + ": \(group.words)"
    }
    let rest = groups.dropFirst(mostGroups).map(\.paths.count).reduce(0, +)
    if rest > 0 {
      lines.append(
        "  … and \(Noun.counted(rest, "remark", "remarks")) more; see provenance or muster status")
    }
    return lines
  }

  private static let mostGroups = 10
  private static let mostPaths = 5

  private static func said(_ trouble: CollectionOutcome.Trouble) -> String {
    if trouble.status == "quarantined" {
      let first = trouble.detail.map { "; first \($0)" } ?? ""
      let count = Int(trouble.reason) ?? 0
      return "\(Noun.counted(count, "stretch", "stretches")) in quarantine\(first)"
    }
    let status =
      switch trouble.status {
      case "excluded": "set aside"
      case "unreadable": "not readable"
      default: trouble.status
      }
    // A bare word says little to who never looked it up.
    let known = CollectExplanations.explanation(trouble.reason)
    guard known.meaning.isEmpty else {
      let remedy = known.remedy.prefix(1).lowercased() + known.remedy.dropFirst()
      return "\(status), \(trouble.reason). \(known.meaning) To do: \(remedy)"
    }
    return "\(status), \(trouble.reason)"
  }

  /// Says that a place has nothing to read, which nobody should have to see from a nought.
  private static func nothingThere(_ source: CollectionOutcome.SourceOutcome) -> String? {
    guard source.artifacts.seen == 0, source.problem == nil, source.previews.isEmpty,
      source.pages == nil
    else { return nil }
    return source.place.contains("*") || source.place.contains("?")
      ? "no file fits \(source.place): look at the folder, at capital letters and at the ending"
      : "there is no file in \(source.place)"
  }

  private static func seconds(_ milliseconds: Int64) -> String {
    let hundredths = (max(milliseconds, 0) + 5) / 10
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
