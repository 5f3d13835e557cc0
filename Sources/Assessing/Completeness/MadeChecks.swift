internal import GRDB
internal import Settings

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
  /// Ids of those of blank values: what other checks list of these is not listed again.
  var blanks: Set<String> = []

  /// The checks a run needs: of blank values, of records and documents that its profile expects.
  ///
  /// - Throws: `DatabaseError` when a look-up fails; `AssessingError`, a fault of the engine.
  init(
    _ run: AssessmentRun, _ records: ExpectedRecords, documents: ExpectedDocuments,
    delivered: CatalogFacts, blanks: BlankValues, checks: [CheckDefinition]
  ) throws {
    let reads = Dictionary(checks.map { ($0.id, Set($0.reads)) }) { first, _ in first }
    for kind in run.library.recordKinds.values.sorted(by: { $0.id < $1.id }) {
      let concerned = run.profile.requirements.filter { requirement in
        requirement.expects.contains { $0.evidence == kind.id }
          || requirement.checks.contains { reads[$0]?.contains(kind.id) ?? false }
      }
      guard !concerned.isEmpty, let check = try blanks.check(kind) else { continue }
      definitions.append(check)
      self.blanks.insert(check.id)
      requirements[check.id] = concerned.map(\.id).sorted()
    }
    var lines: [String: (line: ExpectedRecords.Line, requirements: [RequirementDefinition])] = [:]
    // What does not apply, or may not, expects nothing.
    let facts = try ApplicabilityFacts.values(run.db, configuration: run.configuration)
    let applicable = run.profile.requirements.filter { RequirementVerdict.applies($0, facts) }
    for requirement in applicable {
      for evidence in requirement.expects {
        guard let line = records.line(evidence), delivered.nilReturns[line.kind.id] == nil
        else {
          continue
        }
        lines[line.id, default: (line, [])].requirements.append(requirement)
        try addFreshness(of: line, evidence, requirement, records, run)
      }
    }
    for (id, entry) in lines.sorted(by: { $0.key < $1.key }) {
      guard let check = try records.check(entry.line, entry.requirements) else { continue }
      definitions.append(check)
      requirements[id] = Set(entry.requirements.map(\.id)).sorted()
      expected.insert(id)
    }
    let checks = try DocumentChecks(
      run.db, documents: documents, requirements: applicable.filter { $0.disabled == nil })
    for check in checks.definitions {
      definitions.append(check)
      requirements[check.id] = checks.lines.keys.sorted()
      documentChecks.insert(check.id)
    }
    self.documents = checks
  }

  /// The check of how old the newest record may be, where the law or the firm states a limit.
  private mutating func addFreshness(
    of line: ExpectedRecords.Line, _ evidence: Settings.ExpectedEvidence,
    _ requirement: RequirementDefinition, _ records: ExpectedRecords,
    _ run: AssessmentRun
  ) throws {
    guard let newest = evidence.newest,
      let limit = run.library.parameter(
        named: newest.within, of: run.profile,
        selected: run.configuration.parameters(of: run.profile.id),
        firmLimits: run.configuration.firmLimits),
      case .integer(let days) = limit.value, days > 0
    else { return }
    var procedure = ""
    if case .firmLimit(let stated) = limit.source { procedure = stated }
    guard limit.definition.law || !procedure.isEmpty,
      var check = try records.freshnessCheck(
        line, newest: newest, days: days, isLaw: limit.definition.law, procedure: procedure,
        [requirement])
    else { return }
    // Another limit on the same records is another check.
    if let first = parameters[check.id], first[newest.within] == nil {
      check.id += "-\(MadeCheck.word(newest.within))"
    }
    if requirements[check.id] == nil {
      definitions.append(check)
      parameters[check.id] = [newest.within: limit]
      expected.insert(check.id)
    }
    requirements[check.id, default: []].append(requirement.id)
  }
}
