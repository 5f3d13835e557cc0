internal import Settings

/// The roll-up: what checks, documents and counted records say of each requirement.
extension AssessmentRun {
  /// Every requirement of the profile with its status and what it rests on.
  ///
  /// - Throws: `DatabaseError` when a look-up fails.
  func requirements(
    _ judged: Judged, facts: CatalogFacts, counter: EvidenceCount
  ) throws -> [RequirementResult] {
    let byID = Dictionary(judged.checks.map { ($0.id, $0) }) { first, _ in first }
    let values = try ApplicabilityFacts.values(db, configuration: configuration)
    var lines: [Settings.ExpectedEvidence: EvidenceLine] = [:]
    return try profile.requirements.map { requirement in
      let evidence = try requirement.expects.map { expected in
        // Requirements expect the same in different places of a file: it is counted once.
        var wanted = expected
        wanted.position = TextPosition(line: 0, column: 0)
        if let known = lines[wanted] { return known }
        let line = try counter.line(expected)
        lines[wanted] = line
        return line
      }
      let own = requirement.checks.compactMap { byID[$0] }
      // A record that is not there counts as a gap of the requirement that expects it; that all are
      // there says nothing yet of what they say.
      let absent = judged.made.expected.compactMap { byID[$0] }.filter {
        $0.requirements.contains(requirement.id) && ($0.verdict == .gap || $0.verdict == .review)
      }
      let ruling = RequirementVerdict.of(
        requirement, checks: own + absent, evidence: evidence,
        documents: judged.made.documents?.lines[requirement.id] ?? [], facts: facts,
        factValues: values,
        periodEnd: min(cutOff.toDay, cutOff.asOfDay))
      let listed = judged.findings.filter { $0.requirements.contains(requirement.id) }
        .map(\.fingerprint)
      return RequirementResult(
        id: requirement.id, title: requirement.title, statement: requirement.statement,
        citation: requirement.citations.joined(separator: "; "), mark: requirement.mark.text,
        footnote: Self.footnote(of: requirement),
        authority: requirement.authority,
        severity: requirement.severity, clock: requirement.clock,
        verdict: ruling.verdict, reason: ruling.reason, metBy: ruling.metBy,
        judgedBy: requirement.judgedBy, evidence: evidence,
        checks: requirement.checks.sorted(), findings: listed.sorted(),
        lookAt: requirement.lookAt)
    }
  }

  /// What is to be said of the citation, and what overlays changed.
  private static func footnote(of requirement: RequirementDefinition) -> String? {
    let citation = AuthorityRule.footnote(authority: requirement.authority)
    let parts = [citation].compactMap { $0 } + requirement.overlays
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}
