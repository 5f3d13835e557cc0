internal import Cataloging
internal import GRDB
internal import Settings

/// Runs checks in a session: one population after the other, gaps streamed, one bad check kept
/// apart from the rest.
final class CheckRunner {
  private let session: Session
  private let keys: NaturalKeys
  private let evidence: EvidenceLookup
  private let sampleLimit: Int?
  private var populations: [String: Population] = [:]

  private struct Population {
    var count: Int
    var steps: Int
  }

  /// A runner that lists up to `sampleLimit` subjects a finding, all when `nil`.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  init(_ session: Session, sampleLimit: Int?, kinds: [String: RecordKind]) throws {
    self.session = session
    self.sampleLimit = sampleLimit
    keys = try NaturalKeys(session.db)
    evidence = try EvidenceLookup(session.db, kinds: kinds)
  }

  /// Runs one check; what goes wrong stands in the outcome.
  func run(_ plan: CheckPlan, watermark: Watermark, keepingRows: Bool = false) -> CheckOutcome {
    let start = ContinuousClock.now
    var outcome = attempt(plan, watermark: watermark, keepingRows: keepingRows)
    outcome.time = ContinuousClock.now - start
    return outcome
  }

  private func attempt(
    _ plan: CheckPlan, watermark: Watermark, keepingRows: Bool
  ) -> CheckOutcome {
    do {
      return try outcome(of: plan, watermark: watermark, keepingRows: keepingRows)
    } catch let limit as StepLimiter.LimitReached {
      var outcome = CheckOutcome()
      outcome.steps = limit.limit
      outcome.failure = Reason(
        .limitReached, "The check took more than \(limit.limit) steps and was given up.")
      return outcome
    } catch {
      var outcome = CheckOutcome()
      if let error = error as? DatabaseError, Self.storage.contains(error.resultCode) {
        outcome.storageFault = error
      }
      outcome.failure = Reason(.checkError, "The check could not be run: \(Self.sentence(error))")
      return outcome
    }
  }

  /// Codes that tell of the disk or the file, not of the check's SQL.
  private static let storage: [ResultCode] = [
    .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_IOERR, .SQLITE_FULL, .SQLITE_CANTOPEN,
    .SQLITE_READONLY,
  ]

  private static func sentence(_ error: any Error) -> String {
    if let error = error as? DatabaseError { return error.message ?? "\(error.resultCode)" }
    return "\(error)"
  }

  private func outcome(
    of plan: CheckPlan, watermark: Watermark, keepingRows: Bool
  ) throws -> CheckOutcome {
    let definition = plan.definition
    try session.prepare(plan.parameters, watermark: watermark)
    let values = session.bindings(plan.parameters, watermark: watermark)
    let population = try count(plan, values)
    var outcome = CheckOutcome()
    outcome.population = population.count
    outcome.steps = population.steps
    let report = try session.inspector.report(definition.gaps)
    try Self.refuse(report, of: "gaps")
    let shape = GapShape(
      columns: report.columns, subjects: definition.subjects, groupBy: definition.groupBy)
    if let unknown = shape.unknown.first {
      throw AssessingError(.definitionInvalid, "gaps returns no column \(unknown)")
    }
    let collector = GapCollector(
      shape: shape, keys: keys, evidence: evidence, watermark: watermark,
      severity: definition.severity,
      sampleLimit: sampleLimit, keepsRecords: plan.keepsRecords,
      thinSources: Set(plan.thinSources.keys))
    let statement = try session.db.makeStatement(sql: definition.gaps)
    try StepLimiter.run(on: session.db, limit: session.stepLimit) {
      let rows = try Row.fetchCursor(
        statement, arguments: Self.arguments(report.parameters, values))
      while let row = try rows.next() { try collector.take(row) }
    }
    collector.finish()
    outcome.steps += StepLimiter.steps(of: statement)
    outcome.open = collector.open
    outcome.notEvaluable = collector.notEvaluable
    outcome.total = collector.total
    outcome.records = collector.records
    let bySource = try sourcePopulation(plan, values, collector: collector)
    let writer = FindingWriter(
      plan: plan, shape: shape, keys: keys, evidence: evidence, population: population.count,
      bySource: bySource)
    outcome.groups = try collector.groups.map { try writer.group($0) }
    if keepingRows {
      outcome.rows = try collector.groups.flatMap(\.samples).map { try writer.texts($0) }
    }
    return outcome
  }

  private static func refuse(_ report: StatementInspector.Report, of part: String) throws {
    guard let refusal = report.refusals.first else { return }
    throw AssessingError(.definitionInvalid, "\(part): \(refusal)")
  }

  /// Exactly the values a statement names.
  ///
  /// - Throws: `AssessingError` when it names one that is not there.
  private static func arguments(
    _ names: [String], _ values: [String: DatabaseValue]
  ) throws -> StatementArguments {
    var bound: [String: DatabaseValue] = [:]
    for name in names {
      guard let value = values[name] else {
        throw AssessingError(.definitionInvalid, "parameter :\(name) is not declared")
      }
      bound[name] = value
    }
    return StatementArguments(bound)
  }

  private func count(
    _ plan: CheckPlan, _ values: [String: DatabaseValue]
  ) throws -> Population {
    let report = try session.inspector.report(plan.populationSQL)
    try Self.refuse(report, of: "population")
    guard report.columns.count == 1 else {
      throw AssessingError(.definitionInvalid, "population returns more than one column")
    }
    let bound = report.parameters.sorted().map { "\($0)=\(values[$0]?.description ?? "?")" }
    let identity = ([plan.populationSQL] + bound).joined(separator: "\u{0}")
    // A list or map a population reads is not part of its text, so such a one is never shared.
    let shared = report.reads["param_list"] == nil && report.reads["param_map"] == nil
    if shared, let known = populations[identity] { return known }
    let statement = try session.db.makeStatement(sql: PopulationCount.sql(of: plan.populationSQL))
    let arguments = try Self.arguments(report.parameters, values)
    let count = try StepLimiter.run(on: session.db, limit: session.stepLimit) {
      try Int.fetchOne(statement, arguments: arguments) ?? 0
    }
    let population = Population(count: count, steps: StepLimiter.steps(of: statement))
    if shared { populations[identity] = population }
    return population
  }

  /// Members of the population by source, where members are records and a group asks for it.
  private func sourcePopulation(
    _ plan: CheckPlan, _ values: [String: DatabaseValue], collector: GapCollector
  ) throws -> [String: Int] {
    let asks = collector.groups.contains { group in
      group.sources.count == 1 && group.count >= PatternRule.leastOfSource
    }
    guard asks else { return [:] }
    let report = try session.inspector.report(plan.populationSQL)
    guard let column = report.columns.first,
      column.hasSuffix("event") || column == "event_id"
        || column == "document_id"
    else { return [:] }
    let rows = PopulationCount.bare(plan.populationSQL)
    let sql = """
      SELECT s.name, count(*) FROM (SELECT DISTINCT * FROM (\(rows))) p
      JOIN main.record r ON r.record_id = p.\(column)
      JOIN main.artifact a ON a.artifact_id = r.artifact_id
      JOIN source s ON s.source_id = a.source_id GROUP BY s.name
      """
    let arguments = try Self.arguments(report.parameters, values)
    return try StepLimiter.run(on: session.db, limit: session.stepLimit) {
      let rows = try Row.fetchAll(session.db, sql: sql, arguments: arguments)
      return Dictionary(rows.map { ($0[0] as String, $0[1] as Int) }) { first, _ in first }
    }
  }
}
