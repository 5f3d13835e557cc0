internal import Cataloging
internal import Dispatch
internal import GRDB
package import Settings
internal import Synchronization

/// What running one example of a check gave.
package struct ExampleResult: Sendable, Equatable {
  /// The check.
  package var check: String
  /// The example's name.
  package var example: String
  /// The file as the user knows it.
  package var file: String
  /// Line the example stands in.
  package var line: Int
  /// What did not come as expected, a sentence each; empty when all did.
  package var failures: [String]

  /// True when nothing differed.
  package var passed: Bool { failures.isEmpty }

  /// `checks/x.yaml:35: example "name": …`, a line for each failure.
  package var text: String {
    failures.map { "\(file):\(line): example \"\(example)\": \($0)" }.joined(separator: "\n")
  }
}

/// Runs the examples of checks: each goes through normalisation and derivation in a catalog in
/// memory and is rolled back, so that examples cannot see each other.
package struct ExampleRunner {
  private let library: Library
  private let catalog: Catalog
  private let inspection: Inspection

  /// A runner with its empty catalog.
  ///
  /// - Throws: GRDB's `DatabaseError`, which cannot come from data.
  package init(library: Library) throws {
    self.library = library
    catalog = try Catalog.inMemory()
    inspection = try Inspection(library.recordKinds.values, lists: library.lists.values)
    _ = try catalog.writeWithoutTransaction { db in
      try RecordTables.prepare(db, library.recordKinds.values.sorted { $0.id < $1.id })
    }
  }

  /// Runs every example of every check, sorted by check, in as many catalogs as there are lanes.
  ///
  /// - Throws: GRDB's `DatabaseError`, which cannot come from data.
  package static func runAll(_ library: Library, lanes: Int) throws -> [ExampleResult] {
    let checks = library.checks.keys.sorted()
    let lanes = max(1, min(lanes, checks.count))
    let runs = Mutex<[Result<[ExampleResult], any Error>]>([])
    DispatchQueue.concurrentPerform(iterations: lanes) { lane in
      let run = Result<[ExampleResult], any Error> {
        let runner = try ExampleRunner(library: library)
        return stride(from: lane, to: checks.count, by: lanes)
          .flatMap { runner.run(check: checks[$0]) }
      }
      runs.withLock { $0.append(run) }
    }
    let results = try runs.withLock { try $0.flatMap { try $0.get() } }
    return results.sorted { ($0.file, $0.line) < ($1.file, $1.line) }
  }

  /// Runs the examples of the checks named, in that order, one after the other.
  ///
  /// - Throws: GRDB's `DatabaseError`, which cannot come from data.
  package static func run(_ library: Library, checks: [String]) throws -> [ExampleResult] {
    let runner = try ExampleRunner(library: library)
    return checks.flatMap { runner.run(check: $0) }
  }

  /// Runs the examples of one check, and says so when one of the three kinds is not there.
  package func run(check id: String) -> [ExampleResult] {
    guard let check = library.checks[id] else { return [] }
    let file = library.named(check.origin.file)
    var results: [ExampleResult] = []
    var kinds: Set<Kind> = []
    for example in check.examples {
      let (failures, kind) = run(example, of: check)
      if let kind { kinds.insert(kind) }
      results.append(
        ExampleResult(
          check: id, example: example.name, file: file, line: example.position.line,
          failures: failures))
    }
    let lacking = Kind.allCases.filter { !kinds.contains($0) }
    if !lacking.isEmpty {
      let words = lacking.map(\.rawValue).joined(separator: ", nor one that ")
      results.append(
        ExampleResult(
          check: id, example: "(all)", file: file,
          line: check.origin.position(of: "examples").line,
          failures: ["there is no example that \(words)"]))
    }
    return results
  }

  /// The three kinds of examples every check has.
  private enum Kind: String, CaseIterable {
    case failing = "lists something"
    case clean = "examines something and lists nothing"
    case empty = "examines nothing"
  }

  private func run(
    _ example: ExampleDefinition, of check: CheckDefinition
  ) -> (failures: [String], kind: Kind?) {
    do {
      let given = try ExampleCase(example.given, library: library)
      let outcome = try catalog.writeWithoutTransaction { db in
        try CatalogConnection.rolledBack(db) { db in
          try ExampleLoader(db: db).load(given)
          return try self.outcome(of: check, given, db)
        }
      }
      let failures = ExampleJudge.failures(of: example, outcome)
      if outcome.undelivered != nil { return (failures, nil) }
      if outcome.total > 0 { return (failures, .failing) }
      return (failures, outcome.population > 0 ? .clean : .empty)
    } catch let fault as ExampleFault {
      return (["line \(fault.position.line): \(fault.message)"], nil)
    } catch {
      return (["could not be run: \(error)"], nil)
    }
  }

  private func outcome(
    of check: CheckDefinition, _ given: ExampleCase, _ db: Database
  ) throws -> CheckOutcome {
    let newest = try Int64.fetchOne(db, sql: "SELECT max(event_ms) FROM main.all_event")
    // Records have times of their own: with them nothing before the clock is cut off.
    let asOf =
      given.asOf
      ?? (given.records.isEmpty ? newest : max(newest ?? 0, ExampleLoader.now))
      ?? ExampleLoader.now
    var window = Window.everything(asOf: asOf)
    if let period = given.period {
      window.fromDay = period.from
      window.toDay = period.to
    }
    let kinds = Set(check.reads + given.records.map(\.kind.id))
      .compactMap { library.recordKinds[$0] }
    let session = try Session(
      db, window: window, inspection: inspection, kinds: kinds, lists: library.lists.values)
    let facts = try CatalogFacts(
      db, asOf: asOf, kinds: Dictionary(uniqueKeysWithValues: kinds.map { ($0.id, $0) }))
    let plan = try CheckPlan(
      check, library: library,
      parameters: BoundParameters(
        library.parameters(
          of: check, in: nil, selected: try given.values(for: check.parameters),
          firmLimits: given.firmLimits(for: check.parameters))))
    let runner = try CheckRunner(session, sampleLimit: nil, kinds: library.recordKinds)
    let watermark = facts.watermark(
      of: check.reads, asOf: asOf, asOfDay: window.asOfDay, zone: "UTC")
    var outcome = runner.run(plan, watermark: watermark, keepingRows: true)
    let delivery = DeliveryRule(
      library: library, facts: facts, inspection: inspection, kindsOnly: true)
    outcome.undelivered = try delivery.lacking(plan)
    return outcome
  }
}
