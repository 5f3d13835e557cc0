package import Assessing
internal import Settings

/// What changed between two assessments, for a terminal.
package enum DiffText {
  /// Entries of a sort that are printed; the rest is counted.
  private static let limit = 50

  /// Plain text, one LF at the end of each line.
  package static func text(_ diff: AssessmentDiff) -> String {
    var lines = [side("Before", diff.before), side("After ", diff.after), ""]
    if let reason = diff.notComparableBecause {
      lines += ["Findings not compared: \(reason) --json lists them.", ""]
    }
    let moved = diff.continuing.filter(\.isChanged)
    lines.append(
      "\(diff.new.count) new, \(diff.continuing.count) continuing (\(moved.count) changed), "
        + "\(diff.checkAddedOrChanged.count) seen because a check was added or changed, "
        + "\(diff.noLongerSeen.count) no longer seen, \(diff.notComparable.count) not comparable")
    lines += part("New", diff.new)
    lines += part("Continuing, changed", moved)
    lines += part(
      "Seen because a check was added or changed", diff.checkAddedOrChanged)
    lines += part("No longer seen", diff.noLongerSeen)
    // One reason for all is said once, and a list of everything says nothing.
    if diff.notComparableBecause == nil {
      lines += part("Not comparable", diff.notComparable)
    }
    lines += statuses("Requirements with another status", diff.requirements)
    lines += statuses("Checks with another status", diff.checks)
    if !diff.parameters.isEmpty {
      lines += ["", "Parameters with another value (\(diff.parameters.count)):"]
      lines += diff.parameters.map {
        "  \($0.name): \($0.before ?? "not there") -> \($0.after ?? "not there")"
      }
    }
    if !diff.isDifferent { lines += ["", "Nothing is different."] }
    return lines.map(TextColumns.plain).joined(separator: "\n") + "\n"
  }

  private static func side(_ label: String, _ side: AssessmentDiff.Side) -> String {
    "\(label): \(side.name) (\(side.profile), edition \(side.edition), \(side.period), as of "
      + "\(side.asOf.text))"
  }

  private static func part(
    _ title: String, _ entries: [AssessmentDiff.Entry]
  ) -> [String] {
    guard !entries.isEmpty else { return [] }
    var lines = ["", "\(title) (\(entries.count)):"]
    for entry in entries.prefix(limit) {
      lines.append("  \(Wording.priority(entry.severity))  \(entry.message)")
      lines.append("     [\(entry.check) \(entry.fingerprint.prefix(12))]\(members(entry))")
      if let reason = entry.reason { lines.append("     \(reason)") }
    }
    if entries.count > limit { lines.append("  … and \(entries.count - limit) more; see --json.") }
    return lines
  }

  private static func members(_ entry: AssessmentDiff.Entry) -> String {
    guard let before = entry.countBefore, let after = entry.countAfter else { return "" }
    var text = " \(before) -> \(after)"
    if let kind = entry.kindBefore {
      text += ", \(word(kind)) -> \(word(entry.kind))"
    }
    if let severity = entry.severityBefore {
      let (then, now) = (Wording.priority(severity), Wording.priority(entry.severity))
      // Priority C is of two severities.
      text +=
        then == now
        ? ", severity \(severity.rawValue) -> \(entry.severity.rawValue)"
        : ", priority \(then) -> \(now)"
    }
    guard let joined = entry.joined, let left = entry.left else {
      return text + ", members not all listed"
    }
    if !joined.isEmpty { text += ", joined: " + some(joined) }
    if !left.isEmpty { text += ", left: " + some(left) }
    return text
  }

  private static func word(_ kind: Finding.Kind) -> String {
    kind == .gap ? "item for action" : "for review"
  }

  private static func some(_ keys: [String]) -> String {
    keys.prefix(5).joined(separator: ", ")
      + (keys.count > 5 ? " and \(keys.count - 5) more" : "")
  }

  private static func statuses(
    _ title: String, _ changes: [AssessmentDiff.StatusChange]
  ) -> [String] {
    guard !changes.isEmpty else { return [] }
    func word(_ verdict: Verdict?) -> String { verdict.map(Wording.status) ?? "not there" }
    var lines = ["", "\(title) (\(changes.count)):"]
    lines += changes.prefix(limit).map {
      "  \($0.id): \(word($0.before)) -> \(word($0.after))  \($0.title)"
    }
    if changes.count > limit { lines.append("  … and \(changes.count - limit) more; see --json.") }
    return lines
  }
}
