internal import GRDB
internal import Settings

/// The checks over the documents a profile expects and the register has: whether each is approved and
/// valid, those the law expects apart from the others, and whether it was in force for the whole
/// period. One the register does not have under the topic is a line of the checklist: it may stand
/// there under another word.
struct DocumentChecks {
  /// Definitions of those that have something to say.
  var definitions: [CheckDefinition] = []
  /// What was found, by requirement.
  private(set) var lines: [String: [ExpectedDocuments.Line]] = [:]
  /// Documents that a requirement of law expects.
  private var ofLaw: Set<String> = []

  /// Ids of the checks.
  static let order = "expected-documents-in-order"
  static let orderOfPractice = "expected-documents-of-practice-in-order"
  static let period = "expected-documents-for-the-period"

  /// Judges the documents of every requirement and writes the results where the checks read them.
  ///
  /// - Throws: `DatabaseError` when a look-up fails; `AssessingError`, a fault of the engine.
  init(
    _ db: Database, documents: ExpectedDocuments, requirements: [RequirementDefinition]
  ) throws {
    var known: [ExpectedEvidence: ExpectedDocuments.Line] = [:]
    for requirement in requirements {
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
        // Of one that is not there, or whose file is not the one the register means, nothing was
        // judged: it is a line of the checklist, and no check counts it among the examined.
        for instance in line.instances where instance.state >= .approval {
          try Self.write(db, requirement, line.topic, instance)
        }
      }
    }
    let rows = try Row.fetchAll(db, sql: "SELECT about, law, state FROM temp.document_state")
    guard !rows.isEmpty else { return }
    ofLaw = Set(rows.filter { $0["law"] as Int == 1 }.map { $0["about"] as String })
    if !ofLaw.isEmpty { definitions.append(try inOrder()) }
    if ofLaw.count < rows.count { definitions.append(try inOrderOfPractice()) }
    let judged = [ExpectedDocuments.State.period, .inOrder].map(\.rawValue)
    if rows.contains(where: { judged.contains($0["state"] as String) }) {
      definitions.append(try forThePeriod())
    }
  }

  /// Requirements a finding of one of the checks speaks for.
  func requirements(of check: String, group: [String: String]) -> [String] {
    lines.filter { _, lines in
      lines.contains { line in
        line.instances.contains { instance in
          if check == Self.period { return instance.state == .period }
          return [.approval, .validity].contains(instance.state)
            && instance.state.words == group["lacking"]
            && ofLaw.contains(Self.about(line.topic, instance)) == (check == Self.order)
        }
      }
    }.map(\.key).sorted()
  }

  private static func about(_ topic: String, _ instance: ExpectedDocuments.Instance) -> String {
    instance.subject.isEmpty ? topic : "\(topic) for \(instance.subject)"
  }

  private static func write(
    _ db: Database, _ requirement: RequirementDefinition, _ topic: String,
    _ instance: ExpectedDocuments.Instance
  ) throws {
    let isLaw = requirement.authority == .law && requirement.mark.standsAsLaw
    // Of requirements that expect the same, the gravest speaks.
    try db.execute(
      sql: """
        INSERT INTO temp.document_state VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (about) DO UPDATE SET law = max(law, excluded.law),
          severity = CASE WHEN excluded.rank < rank THEN excluded.severity ELSE severity END,
          rank = min(rank, excluded.rank)
        """,
      arguments: [
        about(topic, instance), instance.state.rawValue, instance.state.words, instance.record,
        isLaw ? 1 : 0,
        requirement.severity.rawValue, requirement.severity.rank,
      ])
  }

  private func inOrder() throws -> CheckDefinition {
    try MadeCheck(
      id: Self.order, title: "Documents the profile expects, in order",
      statement: "Each document the profile expects is approved and valid on the last day.",
      authority: .law, basis: "21 CFR 211.100(a), 211.180; EU GMP 4.2, 4.3", mark: "k",
      severity: .major, reads: [ExpectedDocuments.kind],
      population: "SELECT about FROM document_state WHERE law = 1",
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

  private func inOrderOfPractice() throws -> CheckDefinition {
    try MadeCheck(
      id: Self.orderOfPractice, title: "Documents good practice expects, in order",
      statement: "Each document that only guidance, practice or the firm expects is approved and "
        + "valid on the last day.",
      authority: .practice, basis: "The requirements that expect it", mark: "k",
      severity: .major, reads: [ExpectedDocuments.kind],
      population: "SELECT about FROM document_state WHERE law = 0",
      gaps: """
        SELECT d.about AS about, d.words AS lacking, d.record_id AS document_record \
        FROM document_state d WHERE d.state IN ('approval', 'validity') AND d.law = 0
        """, subjects: ["about"], groupBy: ["lacking"], unit: ("document", "documents"),
      one: "The document on {about}: {lacking}.",
      group: "{count} of {population} {unit} that practice expects: {lacking}.",
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
      // One that is not approved, or not valid, was not held against the days of the period.
      population: "SELECT about FROM document_state WHERE state IN ('period', 'in_order')",
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
