import Collecting
import Settings

/// Sources that were proposed, as lines of `muster.yaml`.
enum ProposalText {
  /// The key `sources` with an entry for each; those a person has to decide are remarks. `place` makes
  /// of a path in the folder one for the configuration.
  static func text(_ proposals: SourceProposals, place: (String) -> String) -> String {
    var lines = [
      "# Where the records are, as their columns and contents say. Look them over, then see"
    ]
    lines.append("# with \"muster collect --dry-run\" what will be read as what.")
    lines.append("# Two lines more make the difference where they apply:")
    lines.append("#     complete_through: 2026-09-30     # the day the export reaches to")
    lines.append("#     time_zone: America/New_York      # of times without an offset")
    lines.append(
      proposals.sure.isEmpty
        ? "sources: []     # with the first entry taken from below, write \"sources:\" alone"
        : "sources:")
    for proposal in proposals.sure {
      lines += entry(proposal, kind: proposal.content.kind ?? "", place).map { "  " + $0 }
    }
    guard !proposals.open.isEmpty else { return lines.joined(separator: "\n") + "\n" }
    lines += ["", "  # Of these a person has to say what they hold:"]
    for proposal in proposals.open {
      guard let first = proposal.content.candidates.first else {
        lines.append("  # \(shown(proposal, place)): \(proposal.content.reason ?? "not clear")")
        continue
      }
      let others = proposal.content.candidates.dropFirst().joined(separator: ", ")
      var entry = entry(proposal, kind: first, place)
      if !others.isEmpty { entry[1] += "   # or \(others), or another kind" }
      lines += entry.map { "  # " + $0 }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func entry(
    _ proposal: SourceProposals.Proposal, kind: String, _ place: (String) -> String
  ) -> [String] {
    let content = proposal.content
    var lines = ["- name: \(proposal.name)", "  kind: \(kind)"]
    lines.append("  path: \(quoted(place(proposal.path)))")
    if let sheet = content.sheet { lines.append("  format: { sheet: \(quoted(sheet)) }") }
    if let records = content.records { lines.append("  format: { records: \(quoted(records)) }") }
    guard content.columns > 0, content.kind != nil else { return lines }
    let unfed =
      content.unfed.isEmpty ? "" : "; no column gives \(content.unfed.joined(separator: ", "))"
    lines[1] +=
      "   # \(content.known) of \(Noun.counted(content.columns, "column", "columns")) known\(unfed)"
    return lines
  }

  private static func shown(
    _ proposal: SourceProposals.Proposal, _ place: (String) -> String
  ) -> String {
    place(proposal.path) + (proposal.content.sheet.map { ", sheet \"\($0)\"" } ?? "")
  }
}
