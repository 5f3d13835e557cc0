internal import GRDB
internal import Settings

/// What keeps the outcome of a check from being the last word: what was not delivered, blank, not
/// readable or disputed among the fields it reads.
struct LeftOpen {
  let blanks: BlankValues
  private let db: Database
  private let facts: CatalogFacts
  private let delivery: DeliveryRule
  private let eventBlanks: EventBlanks

  /// Looks at the checks of a run, whose definitions say which blanks they judge themselves.
  init(run: AssessmentRun, session: Session, facts: CatalogFacts, checks: [CheckDefinition]) {
    db = run.db
    self.facts = facts
    delivery = DeliveryRule(library: run.library, facts: facts, inspection: session.inspector)
    blanks = BlankValues(
      library: run.library, facts: facts, inspection: session.inspector, checks: checks)
    eventBlanks = EventBlanks(run.db, inspection: session.inspector)
  }

  /// Sources whose records a check cannot judge, with the fields they have no column for.
  ///
  /// - Throws: `DatabaseError`, which cannot come from data.
  func thinSources(_ plan: CheckPlan) throws -> [String: [String]] {
    try delivery.thinSources(plan)
  }

  /// Notes what a check lists of the blanks it asks for; of one that is not delivered nothing is told.
  ///
  /// - Throws: `DatabaseError` when the session has no such table.
  func noteBlanks(_ plan: CheckPlan, _ outcome: CheckOutcome) throws {
    guard try delivery.lacking(plan) == nil else { return }
    try blanks.note(outcome.records, listedBy: plan.definition, db)
  }

  /// Notes it in the outcome; checks the engine makes say by themselves what they lack.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  func note(_ plan: CheckPlan, isMade: Bool, in outcome: inout CheckOutcome) throws {
    outcome.undelivered = try delivery.lacking(plan)
    guard !isMade, outcome.undelivered == nil else { return }
    let used = try delivery.used(by: plan)
    outcome.notEvaluable += try blanks.notEvaluable(plan.definition.gaps, used: used, db)
    outcome.unread = facts.unread(in: used)
    outcome.disputed = facts.disputed(in: used)
    let asked = try delivery.used(plan.populationSQL)
    outcome.populationKinds = asked.keys.sorted()
    // What is counted among no records is counted among what events tell.
    let isOfEvents = asked.isEmpty && plan.definition.reads.contains("event")
    outcome.silentKind = try silentKind(of: isOfEvents ? ["event"] : asked.keys.sorted())
    if outcome.population == 0, outcome.silentKind == nil {
      outcome.unsorted = try blanks.notEvaluable(plan.populationSQL, used: asked, db)
      outcome.unsortedCells = facts.unread(in: asked)
      outcome.blankFields = try blanks.blankThroughout(asked, db)
    }
    let examined = outcome.population > 0
    outcome.leftOpen = try eventBlanks.leftOpen(
      [plan.populationSQL] + (examined ? [plan.definition.gaps] : []), examined: examined)
  }

  /// A kind the population of a check is made of that has no record in scope and no nil return: an
  /// empty export, or one of another time than was asked for, is not yet a statement that nothing
  /// occurred.
  private func silentKind(of kinds: [String]) throws -> String? {
    try kinds.first { kind in
      try facts.nilReturns[kind] == nil
        && Int.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM temp.\(kind))") == 0
    }
  }
}
