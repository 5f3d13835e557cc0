internal import Settings

/// The status of one check, told from its outcome.
enum CheckVerdict {
  /// Status and reason. `met` needs something examined, nothing listed, nothing left unjudged.
  static func of(
    _ outcome: CheckOutcome, plan: CheckPlan, facts: CatalogFacts
  ) -> (verdict: Verdict, reason: Reason?) {
    let kinds = plan.definition.reads
    if let undelivered = outcome.undelivered { return (.notAssessed, undelivered) }
    if let failure = outcome.failure { return (.notAssessed, failure) }
    if outcome.groups.contains(where: { $0.kind == .gap }) { return (.gap, nil) }
    if let review = outcome.groups.first {
      return (.review, review.reviewReason)
    }
    if outcome.population == 0 {
      if let kind = outcome.silentKind {
        return (
          .notAssessed,
          Reason(
            .noPopulation,
            "There was nothing to examine: no record of \(PlainWord.text(kind)) in scope, "
              + "and no nil return.")
        )
      }
      // That there was no record to look up in says nothing of what should have been examined.
      if let sentence = facts.nilReturn(of: outcome.populationKinds ?? kinds) {
        return (.notApplicable, Reason(.nothingOccurred, sentence))
      }
      if plan.definition.empty == .nothingOccurred {
        return (
          .notApplicable,
          Reason(.nothingOccurred, "There was nothing to examine: no \(plan.unit.one) occurred.")
        )
      }
      return (
        .notAssessed,
        Reason(.noPopulation, "There was nothing to examine: no \(plan.unit.one) was found.")
      )
    }
    if outcome.notEvaluable > 0 {
      let unit = plan.unit.word(for: outcome.population)
      return (
        .notAssessed,
        Reason(
          .factMissing,
          "\(outcome.notEvaluable) of \(outcome.population) \(unit) could not be judged because a "
            + "value is blank, unknown or too coarse.")
      )
    }
    if outcome.open >= outcome.population {
      return (
        .notAssessed,
        Reason(.beyondWatermark, "All of it is still open at the cut-off.")
      )
    }
    if let unread = unread(outcome, kinds, facts) {
      return (
        .notAssessed,
        Reason(
          .evidenceUnreadable,
          "No exception noted in \(outcome.population) "
            + "\(plan.unit.word(for: outcome.population)), but \(unread).")
      )
    }
    return (.met, nil)
  }

  /// What of the evidence could not be read, in words; nil when all of it was.
  private static func unread(
    _ outcome: CheckOutcome, _ kinds: [String], _ facts: CatalogFacts
  ) -> String? {
    if let cells = outcome.unread {
      return "\(Noun.counted(cells.count, "value", "values")) could not be read: "
        + cells.fields.joined(separator: ", ")
    }
    let count = facts.unreadable(kinds: kinds)
    return count > 0
      ? "\(Noun.counted(count, "file or record", "files or records")) could not be read" : nil
  }
}
