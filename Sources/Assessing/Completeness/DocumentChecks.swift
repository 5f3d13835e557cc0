internal import GRDB
internal import Settings

/// The two checks over the documents a profile expects: those the register does not have, which a
/// person has to find, and those it has and does not show to be in order.
struct DocumentChecks {
  /// Definitions of those that have something to say.
  var definitions: [CheckDefinition] = []
  /// What was found, by requirement.
  private(set) var lines: [String: [ExpectedDocuments.Line]] = [:]

  /// Ids of the checks.
  static let absent = "expected-documents"
  static let order = "expected-documents-in-order"
  static let period = "expected-documents-for-the-period"

  /// Judges the documents of every requirement and writes the results where the checks read them.
  ///
  /// - Throws: `DatabaseError` when a look-up fails; `AssessingError`, a fault of the engine.
  init(
    _ db: Database, documents: ExpectedDocuments, requirements: [RequirementDefinition]
  ) throws {
    var known: [ExpectedEvidence: ExpectedDocuments.Line] = [:]
    for requirement in requirements where requirement.disabled == nil {
      for expected in requirement.expects {
        let line: ExpectedDocuments.Line
        if let there = known[expected] {
          line = there
        } else if let made = try documents.line(expected) {
          line = made
          known[expected] = made
        } else {
          continue
        }
        lines[requirement.id, default: []].append(line)
        for instance in line.instances {
          try Self.write(db, requirement, line.topic, instance)
        }
      }
    }
    guard try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM temp.document_state)") ?? false
    else { return }
    definitions = try [absent(), inOrder(), forThePeriod()]
  }

  /// Requirements a finding of one of the checks speaks for.
  func requirements(of check: String, group: [String: String]) -> [String] {
    lines.filter { _, lines in
      lines.flatMap(\.instances).contains { instance in
        switch check {
        case Self.absent: instance.state == .absent
        case Self.period: instance.state == .period
        default:
          [.approval, .validity].contains(instance.state)
            && instance.state.words == group["lacking"]
        }
      }
    }.map(\.key).sorted()
  }

  private static func write(
    _ db: Database, _ requirement: RequirementDefinition, _ topic: String,
    _ instance: ExpectedDocuments.Instance
  ) throws {
    let isLaw = requirement.authority == .law && requirement.mark.standsAsLaw
    let about = instance.subject.isEmpty ? topic : "\(topic) for \(instance.subject)"
    // Of requirements that expect the same, the gravest speaks.
    try db.execute(
      sql: """
        INSERT INTO temp.document_state VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (about) DO UPDATE SET law = max(law, excluded.law),
          severity = CASE WHEN excluded.rank > rank THEN excluded.severity ELSE severity END,
          rank = max(rank, excluded.rank)
        """,
      arguments: [
        about, instance.state.rawValue, instance.state.words, instance.record, isLaw ? 1 : 0,
        requirement.severity.rawValue,
        Severity.allCases.sorted().firstIndex(of: requirement.severity) ?? 0,
      ])
  }

  private func absent() throws -> CheckDefinition {
    try MadeCheck(
      id: Self.absent, title: "Documents the profile expects",
      statement: "The register of documents has each document the profile expects.",
      authority: .practice, basis: "The topics of the profile, held against the register",
      mark: "k", severity: .minor, reads: [ExpectedDocuments.kind],
      population: "SELECT about FROM document_state",
      gaps: """
        SELECT d.about AS about, d.severity AS severity, \
        (SELECT max(r.record_id) FROM all_controlled_document r) AS register_record \
        FROM document_state d WHERE d.state = 'absent'
        """, subjects: ["about"], unit: ("document", "documents"),
      one: "A document on {about} was not found in the register.",
      group: "{count} of {population} {unit} the profile expects were not found in the register.",
      expected: "A document in force on each topic", observed: "None under that topic",
      remedy: "Name the topic in the register where the document has another one; else write it."
    ).definition()
  }

  private func inOrder() throws -> CheckDefinition {
    try MadeCheck(
      id: Self.order, title: "Documents the profile expects, in order",
      statement: "Each document the profile expects is approved and valid on the last day.",
      authority: .law, basis: "21 CFR 211.100(a), 211.180; EU GMP 4.2, 4.3", mark: "k",
      severity: .major, reads: [ExpectedDocuments.kind],
      population: "SELECT about FROM document_state WHERE state <> 'absent' AND law = 1",
      gaps: """
        SELECT d.about AS about, d.words AS lacking, d.severity AS severity, \
        d.record_id AS document_record FROM document_state d \
        WHERE d.state IN ('approval', 'validity') AND d.law = 1
        """, subjects: ["about"], groupBy: ["lacking"], unit: ("document", "documents"),
      one: "The document on {about}: {lacking}.",
      group: "{count} of {population} {unit} the profile expects: {lacking}.",
      expected: "Approved, and in force on the last day of the period",
      observed: "The register does not state it",
      remedy: "Compare the document itself with its entry; approve it, or complete the entry."
    ).definition()
  }

  private func forThePeriod() throws -> CheckDefinition {
    try MadeCheck(
      id: Self.period, title: "Documents the profile expects, for the whole period",
      statement: "Each document the profile expects was in force on every day of the period.",
      authority: .practice, basis: "The period of the assessment, held against the register",
      mark: "k", severity: .minor, reads: [ExpectedDocuments.kind],
      population: "SELECT about FROM document_state WHERE state <> 'absent'",
      gaps: """
        SELECT d.about AS about, d.record_id AS document_record FROM document_state d \
        WHERE d.state = 'period'
        """, subjects: ["about"], unit: ("document", "documents"),
      one: "The document on {about} was not in force on every day of the period.",
      group: "{count} of {population} {unit} were not in force on every day of the period.",
      expected: "In force from the first to the last day", observed: "A part of the period is open",
      remedy: "Look for the version before, or note why there was none."
    ).definition()
  }
}
