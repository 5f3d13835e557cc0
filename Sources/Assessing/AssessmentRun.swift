internal import Cataloging
internal import GRDB
internal import Settings

/// One assessment being made on one connection.
struct AssessmentRun {
  let db: Database
  let library: Library
  let configuration: MusterConfiguration
  let profile: ProfileDefinition
  let cutOff: CutOff
  let catalogDigest: String
  let samples: Int?
  let stepLimit: Int

  private var window: Window {
    let sites = configuration.scope.sites
    return Window(
      asOf: cutOff.asOf, asOfDay: cutOff.asOfDay, fromDay: cutOff.fromDay, toDay: cutOff.toDay,
      products: configuration.scope.products, lots: configuration.scope.lots, sites: sites,
      siteGLNs: configuration.sites.filter { sites.contains($0.id) }.compactMap(\.gln),
      partnerGLNs: configuration.scope.partners)
  }

  /// Runs every check, rolls up every requirement and compares with the baseline.
  func assessment(
    clock: Assessor.Clock, tool: Assessment.Tool,
    baseline: (Assessment.Inputs, Instant) throws -> (assessment: Assessment, sha256: String)?
  ) throws -> Assessment {
    let session = try Session(
      db, window: window, inspection: try Inspection(library.recordKinds.values),
      kinds: Array(library.recordKinds.values), stepLimit: stepLimit)
    defer { try? session.close() }
    let facts = try CatalogFacts(db, asOf: cutOff.asOf, kinds: library.recordKinds)
    let asOf = Instant(milliseconds: cutOff.asOf)
    var remarks: Set<String> = []
    var parameters: [String: Assessment.Parameter] = [:]
    var checks: [CheckResult] = []
    var findings: [Finding] = []
    let runner = try CheckRunner(session, sampleLimit: samples, kinds: library.recordKinds)
    let delivery = DeliveryRule(library: library, facts: facts, inspection: session.inspector)
    for id in Set(profile.requirements.flatMap(\.checks)).sorted() {
      let plan = try plan(id)
      remarks.formUnion(plan.parameters.remarks)
      parameters.merge(plan.parameters.stated) { first, _ in first }
      let watermark = facts.watermark(
        of: plan.definition.reads, asOf: cutOff.asOf, asOfDay: cutOff.asOfDay)
      var outcome = runner.run(plan, watermark: watermark)
      outcome.undelivered = try delivery.lacking(plan)
      let result = result(of: plan, outcome, facts: facts)
      checks.append(result)
      if outcome.undelivered == nil {
        findings += outcome.groups.map { finding($0, plan: plan, outcome: outcome, asOf: asOf) }
      }
    }
    findings.sort(by: Self.isBefore)
    let requirements = try requirements(checks: checks, findings: findings, facts: facts)
    var inputs = Assessment.Inputs(
      catalog: catalogDigest, profile: InputDigests.profile(profile, library),
      configuration: InputDigests.configuration(configuration, profile.id, cutOff), baseline: nil)
    let earlier = try baseline(inputs, asOf)
    inputs.baseline = earlier?.sha256
    let scope = scopeStatement()
    let since = BaselineComparison.apply(
      to: &findings, checks: checks, scope: scope, profile: profile.id,
      baseline: earlier?.assessment)
    return Assessment(
      schema: Assessment.schemaName, tool: tool, generatedAt: clock.now,
      generatedAtFixed: clock.isFixed, asOf: asOf, organization: organization(),
      purpose: purpose(),
      profile: Assessment.Profile(
        id: profile.id, title: profile.title, edition: profile.edition,
        regime: profile.regime.rawValue, sha256: inputs.profile, parameters: parameters),
      scope: scope, inputs: inputs,
      summary: try summary(requirements, findings, facts),
      coverage: facts.coverage(from: cutOff.fromDay, to: cutOff.toDay), ledger: facts.ledger,
      limitations: Limitations.sentences(
        facts: facts, checks: checks, scope: scope, remarks: remarks.sorted()),
      requirements: requirements, checks: checks, findings: findings, since: since)
  }

  private func plan(_ id: String) throws -> CheckPlan {
    guard let definition = library.checks[id] else {
      throw AssessingError(
        .definitionInvalid, "Profile \(profile.id) names check \(id), which is not there.")
    }
    let resolved = library.parameters(
      of: definition, in: profile,
      selection: configuration.profiles.first { $0.id == profile.id },
      firmLimits: configuration.firmLimits)
    return try CheckPlan(
      definition, library: library, parameters: BoundParameters(resolved: resolved))
  }

  private func naming(_ check: String) -> [String] {
    profile.requirements.filter { $0.checks.contains(check) }.map(\.id).sorted()
  }

  private func result(
    of plan: CheckPlan, _ outcome: CheckOutcome, facts: CatalogFacts
  ) -> CheckResult {
    let definition = plan.definition
    let (verdict, reason) = CheckVerdict.of(outcome, plan: plan, facts: facts)
    let gapGroups = outcome.groups.filter { $0.kind == .gap }
    let reviewGroups = outcome.groups.filter { $0.kind == .review }
    // A subject in two groups is one subject.
    let gaps = min(outcome.total, gapGroups.reduce(0) { $0 + $1.count })
    let reviews = min(outcome.total, reviewGroups.reduce(0) { $0 + $1.count })
    return CheckResult(
      id: definition.id, title: definition.title, statement: definition.statement,
      authority: RuleAuthority(definition.authority),
      basis: definition.basis.isEmpty ? nil : definition.basis, mark: definition.mark.text,
      footnote: AuthorityRule.footnote(authority: definition.authority, mark: definition.mark),
      severity: FindingSeverity(definition.severity), lookFirst: definition.lookFirst.rawValue,
      covers: definition.covers, reads: definition.reads, requirements: naming(definition.id),
      verdict: verdict, reason: reason, population: outcome.population, unit: plan.unit,
      gaps: gaps, reviews: reviews, notEvaluable: outcome.notEvaluable,
      openAtCutOff: outcome.open,
      listed: outcome.groups.reduce(0) { $0 + $1.subjects.count },
      findings: outcome.groups.count, steps: outcome.steps, sha256: plan.sha256)
  }

  private func finding(
    _ group: CheckOutcome.Group, plan: CheckPlan, outcome: CheckOutcome, asOf: Instant
  ) -> Finding {
    let definition = plan.definition
    return Finding(
      fingerprint: Fingerprint.of(check: definition.id, group: group.group),
      check: definition.id, kind: group.kind, authority: RuleAuthority(definition.authority),
      basis: definition.basis.isEmpty ? nil : definition.basis,
      footnote: AuthorityRule.footnote(authority: definition.authority, mark: definition.mark),
      requirements: naming(definition.id), severity: group.severity,
      lookFirst: definition.lookFirst.rawValue, section: definition.section.rawValue,
      decideToday: definition.decideToday, title: definition.title, message: group.message,
      count: group.count, population: outcome.population, unit: plan.unit, group: group.group,
      subjects: group.subjects, listed: group.subjects.count, expected: definition.expected,
      observed: definition.observed, evidence: group.evidence, remedy: definition.remedy,
      firstSeen: asOf, since: Finding.Change(status: .noBaseline), pattern: group.pattern,
      interim: interim(for: definition, group: group.group))
  }

  /// An interim measure stands beside a finding that rests on no law (`practice.md` 3).
  private func interim(for check: CheckDefinition, group: [String: String]) -> InterimNote? {
    guard check.authority != .law else { return nil }
    let measure = configuration.interimMeasures.first { measure in
      measure.check == check.id && measure.group.allSatisfy { group[$0.key] == $0.value }
    }
    return measure.map { measure in
      let until = Int64(measure.until.number)
      return InterimNote(
        reference: measure.capa, measure: measure.measure, until: CivilDay(number: until),
        inForce: cutOff.asOfDay <= until)
    }
  }

  private static func isBefore(_ left: Finding, _ right: Finding) -> Bool {
    if left.kind != right.kind { return left.kind == .gap }
    if left.severity != right.severity { return left.severity < right.severity }
    if left.check != right.check { return left.check < right.check }
    func text(_ finding: Finding) -> String {
      finding.group.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        .joined(separator: "\n")
    }
    return text(left) < text(right)
  }

  private func requirements(
    checks: [CheckResult], findings: [Finding], facts: CatalogFacts
  ) throws -> [RequirementResult] {
    let byID = Dictionary(checks.map { ($0.id, $0) }) { first, _ in first }
    let counter = EvidenceCount(db: db, facts: facts, window: window)
    let values = try ApplicabilityFacts.values(db, configuration: configuration)
    var lines: [Settings.ExpectedEvidence: EvidenceLine] = [:]
    return try profile.requirements.map { requirement in
      let evidence = try requirement.expects.map { expected in
        if let known = lines[expected] { return known }
        let line = try counter.line(expected)
        lines[expected] = line
        return line
      }
      let own = requirement.checks.compactMap { byID[$0] }
      let ruling = RequirementVerdict.of(
        requirement, checks: own, evidence: evidence, facts: facts, factValues: values,
        periodEnd: min(cutOff.toDay, cutOff.asOfDay))
      let listed = findings.filter { requirement.checks.contains($0.check) }.map(\.fingerprint)
      return RequirementResult(
        id: requirement.id, title: requirement.title, statement: requirement.statement,
        citation: requirement.citations.joined(separator: "; "), mark: requirement.mark.text,
        footnote: AuthorityRule.footnote(
          authority: requirement.authority, mark: requirement.mark),
        authority: RuleAuthority(requirement.authority),
        severity: FindingSeverity(requirement.severity), clock: requirement.clock,
        verdict: ruling.verdict, reason: ruling.reason, metBy: ruling.metBy,
        judgedBy: RequirementResult.Basis(requirement.judgedBy), evidence: evidence,
        checks: requirement.checks.sorted(), findings: listed.sorted(),
        lookAt: requirement.lookAt)
    }
  }

  private func summary(
    _ requirements: [RequirementResult], _ findings: [Finding], _ facts: CatalogFacts
  ) throws -> Summary {
    var summary = Summary()
    summary.requirements = requirements.count
    for requirement in requirements {
      switch requirement.verdict {
      case .met where requirement.metBy == .data: summary.metByData += 1
      case .met: summary.metByDocuments += 1
      case .gap: summary.gap += 1
      case .review: summary.review += 1
      case .notAssessed: summary.notAssessed += 1
      case .notApplicable: summary.notApplicable += 1
      }
    }
    for finding in findings {
      if finding.kind == .gap {
        summary.gapFindings[finding.severity.rawValue, default: 0] += 1
      } else {
        summary.reviewFindings[finding.severity.rawValue, default: 0] += 1
      }
    }
    summary.afterAsOf = facts.afterAsOf
    summary.units = try Int.fetchOne(db, sql: "SELECT count(*) FROM temp.unit") ?? 0
    summary.lots = try Int.fetchOne(db, sql: "SELECT count(*) FROM temp.lot") ?? 0
    summary.events = try Int.fetchOne(db, sql: "SELECT count(*) FROM temp.event") ?? 0
    return summary
  }

  private func scopeStatement() -> Assessment.Scope {
    Assessment.Scope(
      from: CivilDay(number: cutOff.fromDay), to: CivilDay(number: cutOff.toDay),
      products: configuration.scope.products.sorted(), lots: configuration.scope.lots.sorted(),
      sites: configuration.scope.sites.sorted(), partners: configuration.scope.partners.sorted())
  }

  private func organization() -> Assessment.Organization {
    Assessment.Organization(
      name: configuration.organization.name, gln: configuration.organization.gln,
      roles: configuration.organization.roles.map(\.rawValue),
      markets: configuration.organization.markets)
  }

  private func purpose() -> Assessment.Purpose? {
    configuration.purpose.map {
      Assessment.Purpose(
        kind: $0.kind.rawValue, reference: $0.reference, procedure: $0.procedure)
    }
  }
}

extension RuleAuthority {
  init(_ authority: Authority) {
    switch authority {
    case .law: self = .law
    case .guidance: self = .guidance
    case .firm: self = .firm
    case .practice: self = .practice
    }
  }
}

extension FindingSeverity {
  init(_ severity: Severity) {
    switch severity {
    case .critical: self = .critical
    case .major: self = .major
    case .minor: self = .minor
    case .info: self = .info
    }
  }
}

extension RequirementResult.Basis {
  init(_ judge: Judge) {
    switch judge {
    case .data: self = .data
    case .documents: self = .documents
    case .person: self = .person
    }
  }
}
