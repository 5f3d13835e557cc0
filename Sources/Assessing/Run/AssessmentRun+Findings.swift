internal import Settings

/// What a check gave, as an assessment states it: its figures and its findings.
extension AssessmentRun {
  /// The figures and the status of one check.
  func result(
    of plan: CheckPlan, _ outcome: CheckOutcome, facts: CatalogFacts, naming: [String]
  ) -> CheckResult {
    let definition = plan.definition
    let (verdict, reason) = CheckVerdict.of(outcome, plan: plan, facts: facts)
    // Rows of what was not delivered stand in no finding.
    let groups = outcome.undelivered == nil ? outcome.groups : []
    let gapGroups = groups.filter { $0.kind == .gap }
    let reviewGroups = groups.filter { $0.kind == .review }
    // A subject in two groups is one subject.
    let gaps = min(outcome.total, gapGroups.reduce(0) { $0 + $1.count })
    let reviews = min(outcome.total, reviewGroups.reduce(0) { $0 + $1.count })
    return CheckResult(
      id: definition.id, title: definition.title, statement: definition.statement,
      authority: definition.authority,
      basis: definition.basis.isEmpty ? nil : definition.basis, mark: definition.mark.text,
      footnote: AuthorityRule.footnote(authority: definition.authority),
      severity: definition.severity, lookFirst: definition.lookFirst.rawValue,
      covers: definition.covers, reads: definition.reads, requirements: naming,
      verdict: verdict, reason: reason, population: outcome.population, unit: plan.unit,
      gaps: gaps, reviews: reviews, notEvaluable: outcome.notEvaluable,
      openAtCutOff: outcome.open,
      listed: groups.reduce(0) { $0 + $1.subjects.count },
      findings: groups.count, steps: outcome.steps, sha256: plan.sha256)
  }

  /// One group of what a check lists.
  func finding(
    _ group: CheckOutcome.Group, plan: CheckPlan, outcome: CheckOutcome,
    naming: [String]
  ) -> Finding {
    let definition = plan.definition
    return Finding(
      fingerprint: Fingerprint.of(check: definition.id, group: group.group),
      check: definition.id, kind: group.kind, authority: definition.authority,
      basis: definition.basis.isEmpty ? nil : definition.basis,
      footnote: AuthorityRule.footnote(authority: definition.authority),
      requirements: naming, severity: group.severity,
      lookFirst: definition.lookFirst.rawValue, section: definition.section.rawValue,
      decideToday: definition.decideToday, title: definition.title, message: group.message,
      count: group.count, population: outcome.population, unit: plan.unit, group: group.group,
      subjects: group.subjects, listed: group.subjects.count, expected: definition.expected,
      observed: definition.observed, evidence: group.evidence, remedy: definition.remedy,
      firstSeen: Instant(milliseconds: cutOff.asOf), since: Finding.Change(status: .noBaseline),
      pattern: group.pattern,
      interim: interim(for: definition, group: group.group))
  }

  /// An interim measure stands beside a finding that rests on no law.
  private func interim(for check: CheckDefinition, group: [String: String]) -> InterimNote? {
    guard check.authority != .law else { return nil }
    let measure = configuration.interimMeasures.first { measure in
      (library.check(named: measure.check)?.id ?? measure.check) == check.id
        && measure.group.allSatisfy { group[$0.key] == $0.value }
    }
    return measure.map { measure in
      let until = measure.until.number
      return InterimNote(
        reference: measure.capa, measure: measure.measure, until: CalendarDay(number: until),
        inForce: cutOff.asOfDay <= until)
    }
  }

  /// The order of findings: gaps first, then by severity, check and group.
  static func isBefore(_ left: Finding, _ right: Finding) -> Bool {
    if left.kind != right.kind { return left.kind == .gap }
    if left.severity != right.severity { return left.severity < right.severity }
    if left.check != right.check { return left.check < right.check }
    func text(_ finding: Finding) -> String {
      finding.group.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        .joined(separator: "\n")
    }
    return text(left) < text(right)
  }
}
