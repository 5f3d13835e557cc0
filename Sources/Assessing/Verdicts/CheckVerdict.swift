internal import Settings

/// The status of one check, told from its outcome.
enum CheckVerdict {
  /// Status and reason.
  typealias Ruling = (verdict: Verdict, reason: Reason?)

  private static func notAssessed(_ code: ReasonCode, _ text: String) -> Ruling {
    (.notAssessed, Reason(code, text))
  }

  /// Which sources lack a column the check needs, in a clause; nil when none does.
  private static func thinSources(of plan: CheckPlan) -> String? {
    if plan.thinSources.isEmpty { return nil }
    return plan.thinSources.sorted { $0.key < $1.key }.map { source, fields in
      "source \(source) has no column for \(fields.joined(separator: ", "))"
    }.joined(separator: "; ")
  }

  /// `met` needs something examined, nothing listed, nothing left unjudged.
  static func of(
    _ outcome: CheckOutcome, plan: CheckPlan, facts: CatalogFacts
  ) -> Ruling {
    let kinds = plan.definition.reads
    if let undelivered = outcome.undelivered { return (.notAssessed, undelivered) }
    if let failure = outcome.failure { return (.notAssessed, failure) }
    if outcome.groups.contains(where: { $0.kind == .gap }) { return (.gap, nil) }
    if let review = outcome.groups.first {
      return (.review, review.reviewReason)
    }
    if outcome.population == 0 { return ofNothing(outcome, plan: plan, facts: facts) }
    let thin = thinSources(of: plan)
    if outcome.notEvaluable > 0 {
      // Records that were looked up in may be more than what was examined.
      let (count, all) = (outcome.notEvaluable, outcome.population)
      let examined = Noun.counted(all, plan.unit.one, plan.unit.many)
      let what =
        count > all
        ? "\(examined) could not all be judged, because in \(Noun.grouped(count)) records a "
        : "\(count) of \(all) \(plan.unit.word(for: all)) could not be judged because a "
      return notAssessed(
        .factMissing,
        what + "value is blank, unknown or too coarse" + (thin.map { ": \($0)." } ?? "."))
    }
    // What a source has no column for was examined in none of its records.
    if let thin {
      let examined = Noun.counted(outcome.population, plan.unit.one, plan.unit.many)
      return notAssessed(.factMissing, "No exception noted in \(examined), but \(thin).")
    }
    if outcome.open > 0 {
      let (open, all) = (outcome.open, outcome.population)
      let text =
        open >= all
        ? "All of it is still open at the cut-off."
        : "No exception noted in \(Noun.counted(all, plan.unit.one, plan.unit.many)), but "
          + "\(Noun.grouped(open)) of them \(open == 1 ? "is" : "are") still open at the cut-off."
      return notAssessed(.beyondWatermark, text)
    }
    if let unread = unread(outcome, kinds, facts) {
      return notAssessed(
        .evidenceUnreadable,
        "No exception noted in \(outcome.population) "
          + "\(plan.unit.word(for: outcome.population)), but \(unread).")
    }
    if let cells = outcome.disputed {
      return notAssessed(
        .factMissing,
        "No exception noted, but records of one number contradict each other, and one of each was "
          + "examined: \(cells.fields.joined(separator: ", ")).")
    }
    if let open = outcome.leftOpen {
      let examined = Noun.counted(outcome.population, plan.unit.one, plan.unit.many)
      return notAssessed(.factMissing, "No exception noted in \(examined), but \(open).")
    }
    return (.met, nil)
  }

  /// Why there was nothing to examine: nothing was stated, a value that would tell is blank, or
  /// nothing of the sort occurred.
  private static func ofNothing(
    _ outcome: CheckOutcome, plan: CheckPlan, facts: CatalogFacts
  ) -> Ruling {
    if let kind = outcome.silentKind {
      let what = kind == "event" ? "event" : "record of \(PlainWord.text(kind))"
      return notAssessed(
        .noPopulation, "There was nothing to examine: no \(what) in scope, and no nil return.")
    }
    // That there was no record to look up in says nothing of what should have been examined.
    if let sentence = facts.nilReturn(of: outcome.populationKinds ?? plan.definition.reads) {
      return (.notApplicable, Reason(.nothingOccurred, sentence))
    }
    if let cells = outcome.unsortedCells {
      let values = Noun.counted(cells.count, "value", "values")
      return notAssessed(
        .evidenceUnreadable,
        "There was nothing to examine, but \(values) that would tell could not be read: "
          + "\(cells.fields.joined(separator: ", ")).")
    }
    if outcome.unsorted > 0 {
      let records = Noun.counted(outcome.unsorted, "record lacks", "records lack")
      return notAssessed(
        .factMissing,
        "There was nothing to examine, but \(records) a value that would tell whether there is.")
    }
    if let cells = outcome.disputed {
      return notAssessed(
        .factMissing,
        "There was nothing to examine, but records of one number contradict each other, and one of "
          + "each was looked at: \(cells.fields.joined(separator: ", ")).")
    }
    if let open = outcome.leftOpen {
      return notAssessed(
        .factMissing,
        "There was nothing to examine, but what would tell is open: \(open).")
    }
    guard plan.definition.empty == .nothingOccurred else {
      return notAssessed(
        .noPopulation,
        "There was nothing to examine: no \(plan.unit.one) was found.")
    }
    let blank =
      outcome.blankFields.isEmpty
      ? "" : " Blank in every record: \(outcome.blankFields.joined(separator: ", "))."
    return (
      .notApplicable,
      Reason(
        .nothingOccurred,
        "There was nothing to examine: there is no \(plan.unit.one) that this asks about.\(blank)")
    )
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
