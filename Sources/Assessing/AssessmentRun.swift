internal import Cataloging
internal import Foundation
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
  /// The catalog in its folder, of which a second connection can be had; nil for a copy or one in
  /// memory.
  var shared: Catalog?
  var timing: Assessor.Timing?
  /// Whether the catalog was derived from what an earlier configuration declared.
  var isConfigurationNewer = false

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
    var facts = try CatalogFacts(db, asOf: cutOff.asOf, kinds: library.recordKinds)
    let nilReturns = try NilReturns(
      from: cutOff.fromDay, to: lastDay, db, kinds: library.recordKinds)
    facts.nilReturns = nilReturns.sentences
    let asOf = Instant(milliseconds: cutOff.asOf)
    var remarks = Set(nilReturns.contradicted)
    if isConfigurationNewer {
      remarks.insert(
        "Partners, sites, products or sources were declared otherwise at the last collect; who held "
          + "what, and which version of a record counts, is as declared then. Collect again.")
    }
    var parameters: [String: Assessment.Parameter] = [:]
    var checks: [CheckResult] = []
    var findings: [Finding] = []
    let runner = try CheckRunner(session, sampleLimit: samples, kinds: library.recordKinds)
    let delivery = DeliveryRule(library: library, facts: facts, inspection: session.inspector)
    let own = try Set(profile.requirements.flatMap(\.checks)).sorted().map { try plan($0) }
    let blanks = BlankValues(
      library: library, facts: facts, inspection: session.inspector,
      checks: own.map(\.definition))
    let eventBlanks = EventBlanks(db, inspection: session.inspector)
    let expected = ExpectedRecords(library: library, facts: facts, lastDay: lastDay)
    try expected.prepare(db, sites: configuration.sites)
    let documents = try ExpectedDocuments(
      db, library: library, facts: facts, firstDay: cutOff.fromDay, lastDay: lastDay)
    let made = try madeChecks(
      expected, documents: documents, delivered: facts, blanks: blanks,
      checks: own.map(\.definition))
    let madePlans = try made.definitions.map { definition in
      try CheckPlan(
        definition.under(profile.regime), library: library,
        parameters: BoundParameters(resolved: made.parameters[definition.id] ?? [:]))
    }
    let outcomes = outcomes(own, made: madePlans, runner, facts)
    if let fault = outcomes.sorted(by: { $0.key < $1.key }).lazy.compactMap(\.value.storageFault)
      .first
    {
      throw CatalogError.plain(fault, place: shared?.folder?.path)
    }
    for plan in (own + madePlans).sorted(by: { $0.definition.id < $1.definition.id }) {
      var outcome = outcomes[plan.definition.id] ?? .notRun
      timing?(plan.definition.id, outcome.steps, outcome.time)
      remarks.formUnion(plan.parameters.remarks)
      parameters.merge(plan.parameters.stated) { first, _ in first }
      outcome.undelivered = try delivery.lacking(plan)
      if made.requirements[plan.definition.id] == nil, outcome.undelivered == nil {
        let used = try delivery.used(by: plan)
        outcome.notEvaluable += try blanks.notEvaluable(plan.definition.gaps, used: used, db)
        outcome.unread = facts.unread(in: used)
        outcome.disputed = facts.disputed(in: used)
        let asked = try delivery.used(plan.populationSQL)
        outcome.populationKinds = asked.keys.sorted()
        outcome.silentKind = try silentKind(of: asked.keys.sorted(), facts: facts)
        if outcome.population == 0, outcome.silentKind == nil {
          outcome.unsorted = try blanks.notEvaluable(plan.populationSQL, used: asked, db)
          outcome.unsortedCells = facts.unread(in: asked)
          outcome.blankFields = try blanks.blankThroughout(asked, db)
        }
        let examined = outcome.population > 0
        outcome.leftOpen = try eventBlanks.leftOpen(
          [plan.populationSQL] + (examined ? [plan.definition.gaps] : []), examined: examined)
      }
      let naming = made.requirements[plan.definition.id] ?? naming(plan.definition.id)
      checks.append(result(of: plan, outcome, facts: facts, naming: naming))
      if outcome.undelivered == nil {
        findings += outcome.groups.map { group in
          let id = plan.definition.id
          return finding(
            group, plan: plan, outcome: outcome, asOf: asOf,
            naming: made.documentChecks.contains(id)
              ? made.documents?.requirements(of: id, group: group.group) ?? naming : naming)
        }
      }
    }
    findings.sort(by: Self.isBefore)
    let requirements = try requirements(
      checks: checks, findings: findings, facts: facts, made: made,
      counter: EvidenceCount(
        db: db, facts: facts, window: window, kinds: library.recordKinds, expected: expected,
        documents: documents))
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
      limitations: [Limitations.otherRoles(profile, configuration.organization.roles)]
        .compactMap { $0 }
        + Limitations.sentences(
          facts: facts, configured: Set(configuration.sources.map(\.name)), checks: checks,
          scope: scope, remarks: remarks.sorted()),
      requirements: requirements, checks: checks, findings: findings, since: since)
  }

  /// What every check gave, by id.
  private func outcomes(
    _ own: [CheckPlan], made: [CheckPlan], _ runner: CheckRunner, _ facts: CatalogFacts
  ) -> [String: CheckOutcome] {
    func watermarked(_ plans: [CheckPlan]) -> [SharedChecks.Check] {
      plans.map { plan in
        let watermark = facts.watermark(
          of: plan.definition.reads, asOf: cutOff.asOf, asOfDay: cutOff.asOfDay)
        return SharedChecks.Check(plan: plan, watermark: watermark)
      }
    }
    let checks = SharedChecks(watermarked(own))
    if let shared {
      checks.beginSecond(
        SharedChecks.Setting(
          catalog: shared, configuration: configuration, library: library, window: window,
          samples: samples, stepLimit: stepLimit))
    }
    var outcomes: [String: CheckOutcome] = [:]
    // Made checks read tables that only this connection has.
    for check in watermarked(made) {
      outcomes[check.plan.definition.id] = runner.run(check.plan, watermark: check.watermark)
    }
    return outcomes.merging(checks.finish(runner)) { first, _ in first }
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
      definition.under(profile.regime), library: library,
      parameters: BoundParameters(resolved: resolved))
  }

  /// Checks the engine makes, with the requirements each speaks for.
  struct MadeChecks {
    var definitions: [CheckDefinition] = []
    var requirements: [String: [String]] = [:]
    /// Ids of those that look for records that are not there, or not new enough.
    var expected: Set<String> = []
    /// By id, the limits somebody stated.
    var parameters: [String: [String: ResolvedParameter]] = [:]
    /// What the documents are like, and the ids of the checks over them.
    var documents: DocumentChecks?
    var documentChecks: Set<String> = []
  }

  private var lastDay: Int64 { min(cutOff.toDay, cutOff.asOfDay) }

  private func madeChecks(
    _ expected: ExpectedRecords, documents: ExpectedDocuments, delivered: CatalogFacts,
    blanks: BlankValues, checks: [CheckDefinition]
  ) throws -> MadeChecks {
    var made = MadeChecks()
    let reads = Dictionary(checks.map { ($0.id, Set($0.reads)) }) { first, _ in first }
    for kind in library.recordKinds.values.sorted(by: { $0.id < $1.id }) {
      let concerned = profile.requirements.filter { requirement in
        requirement.expects.contains { $0.evidence == kind.id }
          || requirement.checks.contains { reads[$0]?.contains(kind.id) ?? false }
      }
      guard !concerned.isEmpty, let check = try blanks.check(kind) else { continue }
      made.definitions.append(check)
      made.requirements[check.id] = concerned.map(\.id).sorted()
    }
    var lines: [String: (line: ExpectedRecords.Line, requirements: [RequirementDefinition])] = [:]
    // What does not apply, or may not, expects nothing.
    let facts = try ApplicabilityFacts.values(db, configuration: configuration)
    let applicable = profile.requirements.filter { RequirementVerdict.applies($0, facts) }
    for requirement in applicable {
      for evidence in requirement.expects {
        guard let line = expected.line(evidence), delivered.nilReturns[line.kind.id] == nil
        else {
          continue
        }
        lines[line.id, default: (line, [])].requirements.append(requirement)
        try addFreshness(of: line, evidence, requirement, expected, to: &made)
      }
    }
    for (id, entry) in lines.sorted(by: { $0.key < $1.key }) {
      guard let check = try expected.check(entry.line, entry.requirements) else { continue }
      made.definitions.append(check)
      made.requirements[id] = Set(entry.requirements.map(\.id)).sorted()
      made.expected.insert(id)
    }
    let checks = try DocumentChecks(
      db, documents: documents, requirements: applicable.filter { $0.disabled == nil })
    for check in checks.definitions {
      made.definitions.append(check)
      made.requirements[check.id] = checks.lines.keys.sorted()
      made.documentChecks.insert(check.id)
    }
    made.documents = checks
    return made
  }

  /// The check of how old the newest record may be, where the law or the firm states a limit.
  private func addFreshness(
    of line: ExpectedRecords.Line, _ evidence: Settings.ExpectedEvidence,
    _ requirement: RequirementDefinition, _ expected: ExpectedRecords, to made: inout MadeChecks
  ) throws {
    guard let newest = evidence.newest,
      let limit = library.parameter(
        named: newest.within, of: profile,
        selection: configuration.profiles.first { $0.id == profile.id },
        firmLimits: configuration.firmLimits),
      case .integer(let days) = limit.value, days > 0
    else { return }
    var procedure = ""
    if case .firmLimit(let stated) = limit.source { procedure = stated }
    guard limit.definition.law || !procedure.isEmpty,
      var check = try expected.freshnessCheck(
        line, newest: newest, days: days, isLaw: limit.definition.law, procedure: procedure,
        [requirement])
    else { return }
    // Another limit on the same records is another check.
    if let first = made.parameters[check.id], first[newest.within] == nil {
      check.id += "-\(MadeCheck.word(newest.within))"
    }
    if made.requirements[check.id] == nil {
      made.definitions.append(check)
      made.parameters[check.id] = [newest.within: limit]
      made.expected.insert(check.id)
    }
    made.requirements[check.id, default: []].append(requirement.id)
  }

  /// A kind the population of a check is made of that has no record in scope and no nil return: an
  /// empty export is not yet a statement that nothing occurred.
  private func silentKind(of kinds: [String], facts: CatalogFacts) throws -> String? {
    try kinds.first { kind in
      try facts.nilReturns[kind] == nil
        && Int.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM temp.\(kind))") == 0
    }
  }

  private func naming(_ check: String) -> [String] {
    profile.requirements.filter { $0.checks.contains(check) }.map(\.id).sorted()
  }

  private func result(
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
      authority: RuleAuthority(definition.authority),
      basis: definition.basis.isEmpty ? nil : definition.basis, mark: definition.mark.text,
      footnote: AuthorityRule.footnote(authority: definition.authority),
      severity: FindingSeverity(definition.severity), lookFirst: definition.lookFirst.rawValue,
      covers: definition.covers, reads: definition.reads, requirements: naming,
      verdict: verdict, reason: reason, population: outcome.population, unit: plan.unit,
      gaps: gaps, reviews: reviews, notEvaluable: outcome.notEvaluable,
      openAtCutOff: outcome.open,
      listed: groups.reduce(0) { $0 + $1.subjects.count },
      findings: groups.count, steps: outcome.steps, sha256: plan.sha256)
  }

  private func finding(
    _ group: CheckOutcome.Group, plan: CheckPlan, outcome: CheckOutcome, asOf: Instant,
    naming: [String]
  ) -> Finding {
    let definition = plan.definition
    return Finding(
      fingerprint: Fingerprint.of(check: definition.id, group: group.group),
      check: definition.id, kind: group.kind, authority: RuleAuthority(definition.authority),
      basis: definition.basis.isEmpty ? nil : definition.basis,
      footnote: AuthorityRule.footnote(authority: definition.authority),
      requirements: naming, severity: group.severity,
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
      (library.check(named: measure.check)?.id ?? measure.check) == check.id
        && measure.group.allSatisfy { group[$0.key] == $0.value }
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
    checks: [CheckResult], findings: [Finding], facts: CatalogFacts, made: MadeChecks,
    counter: EvidenceCount
  ) throws -> [RequirementResult] {
    let byID = Dictionary(checks.map { ($0.id, $0) }) { first, _ in first }
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
      let absent = made.expected.compactMap { byID[$0] }.filter {
        $0.requirements.contains(requirement.id) && ($0.verdict == .gap || $0.verdict == .review)
      }
      let ruling = RequirementVerdict.of(
        requirement, checks: own + absent, evidence: evidence,
        documents: made.documents?.lines[requirement.id] ?? [], facts: facts, factValues: values,
        periodEnd: min(cutOff.toDay, cutOff.asOfDay))
      let listed = findings.filter { $0.requirements.contains(requirement.id) }
        .map(\.fingerprint)
      return RequirementResult(
        id: requirement.id, title: requirement.title, statement: requirement.statement,
        citation: requirement.citations.joined(separator: "; "), mark: requirement.mark.text,
        footnote: Self.footnote(of: requirement),
        authority: RuleAuthority(requirement.authority),
        severity: FindingSeverity(requirement.severity), clock: requirement.clock,
        verdict: ruling.verdict, reason: ruling.reason, metBy: ruling.metBy,
        judgedBy: RequirementResult.Basis(requirement.judgedBy), evidence: evidence,
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
      case .notAssessed:
        summary.notAssessed += 1
        if requirement.isForPerson { summary.forPerson += 1 }
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
    summary.lots = try Int.fetchOne(db, sql: SessionSchema.packedLots) ?? 0
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
