import Assessing
internal import Settings

/// `findings.csv`: one row per listed subject, so that nothing a page leaves out is out of reach.
enum FindingsTable {
  static let headers = [
    "finding", "kind", "priority", "severity", "check", "title", "message", "count", "population",
    "unit",
    "listed", "group", "subject", "gtin", "serial", "lot", "sscc", "gln", "values", "evidence",
    "requirements",
    "authority", "basis", "look_first", "expected", "observed", "remedy", "since_last_time",
    "first_seen", "party",
  ]

  static func csv(_ context: ReportContext) -> [UInt8] {
    var text = CSVText(headers: headers)
    for finding in context.assessment.findings {
      let rows: [Subject?] = finding.subjects.isEmpty ? [nil] : finding.subjects
      for subject in rows { text.add(row(finding, subject, context)) }
    }
    return text.bytes
  }

  private static func row(
    _ finding: Finding, _ subject: Subject?, _ context: ReportContext
  ) -> [String] {
    let names = context.names
    let pointers =
      subject.map { subject in
        subject.evidence.compactMap {
          finding.evidence.indices.contains($0) ? finding.evidence[$0] : nil
        }
      } ?? finding.evidence
    return [
      String(finding.fingerprint.prefix(12)), finding.kind.rawValue,
      Wording.priority(finding.severity),
      finding.severity.rawValue, finding.check, finding.title, names.named(finding.message),
      String(finding.count),
      String(finding.population), finding.unit.word(for: finding.population),
      String(finding.listed),
      joined(finding.group), subject?.key ?? "", subject?.gtin ?? "", subject?.serial ?? "",
      subject?.lot ?? "", subject?.sscc ?? "", subject?.gln ?? "", joined(subject?.values ?? [:]),
      pointers.map { "\($0.artifact) \(($0.position.label ?? ""))" }.joined(separator: "; "),
      finding.requirements.joined(separator: "; "),
      Wording.basis(finding, context.assessment.profile),
      finding.basis ?? "", finding.lookFirst, finding.expected, finding.observed, finding.remedy,
      Wording.change(finding.since.status), finding.firstSeen.text,
      (subject?.gln).flatMap(names.name) ?? "",
    ]
  }

  private static func joined(_ values: [String: String]) -> String {
    // Words made for the message need no name.
    values.sorted { $0.key < $1.key }
      .map { $0.key == "shown" ? $0.value : "\($0.key)=\($0.value)" }.joined(separator: "; ")
  }
}
