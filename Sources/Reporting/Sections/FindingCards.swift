import Assessing

/// A finding as a card: what the records show, where, what to do first.
enum FindingCards {
  /// Rows of a finding a page shows; all listed ones are in `findings.csv`.
  static let shown = 40

  static func card(_ finding: Finding, _ context: ReportContext, up: String) -> HTMLNode {
    let priority = Wording.priority(finding.severity)
    let id = String(finding.fingerprint.prefix(12))
    return element("article", [("id", "f-\(id)"), ("class", priority.lowercased())]) {
      element("h3") {
        element("span", [("class", "mark \(priority.lowercased())")], text: "Priority \(priority)")
        finding.title
      }
      element("p", text: finding.message)
      if let pattern = finding.pattern { element("p") { element("strong", text: pattern.text) } }
      element("dl") {
        element("dt", text: "Figures")
        element("dd") {
          "\(Wording.grouped(finding.count)) of \(Wording.grouped(finding.population)) \(finding.unit.word(for: finding.population)) examined"
        }
        element("dt", text: "Expected")
        element("dd", text: finding.expected)
        element("dt", text: "Records show")
        element("dd", text: finding.observed)
        element("dt", text: "Where to look first")
        element("dd", text: "\(finding.lookFirst) (a suggestion, not a cause)")
        element("dt", text: "What to do")
        element("dd", text: finding.remedy)
        element("dt", text: "Relevant requirement")
        element("dd") {
          for (index, requirement) in finding.requirements.enumerated() {
            if index > 0 { ", " }
            element("a", [("href", "#r-\(requirement)")], text: requirement)
          }
          " – \(Wording.authority(finding.authority))\(finding.basis.map { ": \($0)" } ?? "")"
          if let footnote = finding.footnote { " (\(footnote))" }
        }
        element("dt", text: "Since last time")
        element("dd") {
          "\(Wording.change(finding.since.status)); first seen \(finding.firstSeen.text)"
          if let previous = finding.since.previousCount {
            "; \(Wording.grouped(previous)) last time"
          }
        }
        if let interim = finding.interim {
          element("dt", text: "Interim measure")
          element("dd") {
            "under \(interim.reference) until \(interim.until.text): \(interim.measure)"
            if !interim.inForce { " (ended before the cut-off)" }
          }
        }
        element("dt", text: "Owner / due / reference")
        element("dd") {
          element("span", [("class", "fill")], text: "\u{00A0}")
          " / "
          element("span", [("class", "fill")], text: "\u{00A0}")
          " / "
          element("span", [("class", "fill")], text: "\u{00A0}")
        }
        element("dt", text: "Check")
        element("dd") { element("code", text: "\(finding.check) \(id)") }
      }
      subjects(finding, context, up: up)
    }
  }

  private static func subjects(_ finding: Finding, _ context: ReportContext, up: String)
    -> HTMLNode
  {
    let rows = finding.subjects.prefix(shown).map { subject -> [HTMLNode] in
      [
        element("code", text: subject.key),
        .text(
          (subject.values ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
            .joined(separator: "; ")),
        .group(
          subject.evidence.compactMap {
            finding.evidence.indices.contains($0)
              ? pointer(finding.evidence[$0], context, up: up) : nil
          }),
      ]
    }
    guard !rows.isEmpty else {
      return element("p") {
        for evidence in finding.evidence.prefix(shown) { pointer(evidence, context, up: up) }
      }
    }
    let caption =
      rows.count == finding.count
      ? "All \(rows.count) listed"
      : "\(rows.count) of \(Wording.grouped(finding.count)) listed here; "
        + (finding.listed == finding.count
          ? "all are in report/findings.csv"
          : "\(Wording.grouped(finding.listed)) are in report/findings.csv, all with --samples all")
    return element("details", rows.count <= 5 ? [("open", "")] : []) {
      element("summary", text: caption)
      table(caption: caption, headers: ["Listed", "Values", "Evidence"], rows: rows)
    }
  }

  private static func pointer(_ evidence: EvidencePointer, _ context: ReportContext, up: String)
    -> HTMLNode
  {
    let place = Wording.position(evidence.position)
    let label = "\(evidence.path)\(place.isEmpty ? "" : ", \(place)")"
    let when = evidence.written ?? evidence.at?.text
    return element("div") {
      "\(evidence.role.replacing("_", with: " ")): "
      if let path = context.evidencePaths[evidence.artifact] {
        element("a", [("href", up + path)], text: label)
      } else {
        element("span", text: "\(label) (\(evidence.source))")
      }
      if let when { " – \(when)" }
    }
  }
}
