internal import Cataloging
internal import Foundation
internal import GRDB
internal import Settings

/// Running the checks of a profile, and what each leaves open.
extension AssessmentRun {
  /// What the checks gave.
  struct Judged {
    /// Sorted by id.
    var checks: [CheckResult] = []
    /// Sorted by kind, severity, check and group.
    var findings: [Finding] = []
    /// Parameters in force, by name.
    var parameters: [String: Assessment.Parameter] = [:]
    /// The checks the engine made.
    var made: MadeChecks

    /// States the parameters of a check. Checks may set the same one differently: then each value
    /// stands by itself.
    mutating func state(_ plan: CheckPlan) {
      let check = plan.definition.id
      for (name, stated) in plan.parameters.stated {
        let isOther = parameters[name].map { $0.value != stated.value } ?? false
        let key = isOther ? "\(check).\(name)" : name
        parameters[key, default: stated].checks = (parameters[key]?.checks ?? []) + [check]
      }
    }
  }

  /// Runs the checks of the profile and those the engine makes.
  ///
  /// - Throws: `AssessingError`; `CatalogError` when the disk or the file failed meanwhile;
  ///   `DatabaseError`.
  func judge(
    _ session: Session, _ facts: CatalogFacts, _ expected: ExpectedRecords,
    _ documents: ExpectedDocuments
  ) throws -> Judged {
    let runner = try CheckRunner(session, sampleLimit: samples, kinds: library.recordKinds)
    var own = try Set(profile.requirements.flatMap(\.checks)).sorted().map { try plan($0) }
    let left = LeftOpen(run: self, session: session, facts: facts, checks: own.map(\.definition))
    for index in own.indices {
      own[index].keepsRecords = left.blanks.asksForBlanks(own[index].definition)
      own[index].thinSources = try left.thinSources(own[index])
    }
    let made = try MadeChecks(
      self, expected, documents: documents, delivered: facts, blanks: left.blanks,
      checks: own.map(\.definition))
    let madePlans = try made.definitions.map { definition in
      try CheckPlan(
        definition.under(profile.regime), library: library,
        parameters: Self.bound(made.parameters[definition.id] ?? [:]))
    }
    let ofBlanks = madePlans.filter { made.blanks.contains($0.definition.id) }
    var outcomes = outcomes(
      own, made: madePlans.filter { !made.blanks.contains($0.definition.id) }, runner, facts,
      session.window)
    for plan in own where plan.keepsRecords {
      if let outcome = outcomes[plan.definition.id] { try left.noteBlanks(plan, outcome) }
    }
    for check in watermarked(ofBlanks, facts) {
      outcomes[check.plan.definition.id] = runner.run(check.plan, watermark: check.watermark)
    }
    if let fault = outcomes.sorted(by: { $0.key < $1.key }).lazy.compactMap(\.value.storageFault)
      .first
    {
      throw CatalogError.plain(fault, place: shared?.folder?.path)
    }
    var judged = Judged(made: made)
    for plan in (own + madePlans).sorted(by: { $0.definition.id < $1.definition.id }) {
      let id = plan.definition.id
      var outcome = outcomes[id] ?? .notRun
      timing?(id, outcome.steps, outcome.time)
      judged.state(plan)
      try left.note(plan, isMade: made.requirements[id] != nil, in: &outcome)
      let naming = made.requirements[id] ?? naming(id)
      judged.checks.append(result(of: plan, outcome, facts: facts, naming: naming))
      guard outcome.undelivered == nil else { continue }
      judged.findings += outcome.groups.map { group in
        finding(
          group, plan: plan, outcome: outcome,
          naming: made.documentChecks.contains(id)
            ? made.documents?.requirements(of: id, group: group.group) ?? naming : naming)
      }
    }
    judged.findings.sort(by: Self.isBefore)
    return judged
  }

  /// What every check gave, by id.
  private func outcomes(
    _ own: [CheckPlan], made: [CheckPlan], _ runner: CheckRunner, _ facts: CatalogFacts,
    _ window: Window
  ) -> [String: CheckOutcome] {
    let checks = SharedChecks(watermarked(own, facts))
    if let shared {
      checks.beginSecond(
        SharedChecks.Setting(
          catalog: shared, configuration: configuration, library: library, window: window,
          samples: samples, stepLimit: stepLimit))
    }
    var outcomes: [String: CheckOutcome] = [:]
    // Made checks read tables that only this connection has.
    for check in watermarked(made, facts) {
      outcomes[check.plan.definition.id] = runner.run(check.plan, watermark: check.watermark)
    }
    return outcomes.merging(checks.finish(runner)) { first, _ in first }
  }

  private func watermarked(_ plans: [CheckPlan], _ facts: CatalogFacts) -> [SharedChecks.Check] {
    plans.map { plan in
      let watermark = facts.watermark(
        of: plan.definition.reads, asOf: cutOff.asOf, asOfDay: cutOff.asOfDay,
        zone: CutOff.zone(of: configuration))
      return SharedChecks.Check(plan: plan, watermark: watermark)
    }
  }

  private func plan(_ id: String) throws -> CheckPlan {
    guard let definition = library.checks[id] else {
      throw AssessingError(
        .definitionInvalid, "Profile \(profile.id) names check \(id), which is not there.")
    }
    let parameters = library.parameters(
      of: definition, in: profile, selected: configuration.parameters(of: profile.id),
      firmLimits: configuration.firmLimits)
    return try CheckPlan(
      definition.under(profile.regime), library: library, parameters: Self.bound(parameters))
  }

  /// The values in force; those that are the law's own say so, since no firm has to adopt them.
  private static func bound(_ parameters: [String: ResolvedParameter]) -> BoundParameters {
    var bound = BoundParameters(parameters)
    for (name, parameter) in parameters
    where parameter.definition.law && parameter.value == parameter.definition.defaultValue {
      switch parameter.source {
      case .check, .profile: bound.stated[name]?.from = "law"
      case .configuration, .firmLimit: break
      }
    }
    return bound
  }

  private func naming(_ check: String) -> [String] {
    profile.requirements.filter { $0.checks.contains(check) }.map(\.id).sorted()
  }
}
