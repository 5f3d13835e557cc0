package import Settings

extension ReasonCode {
  /// Meaning, usual cause and remedy, for `muster explain`.
  package var explanation: CodeExplanation {
    let text = Self.texts[self] ?? ("", "", "")
    return CodeExplanation(
      code: rawValue, place: "assess", meaning: text.meaning, cause: text.cause,
      remedy: text.remedy)
  }

  private static let texts: [ReasonCode: (meaning: String, cause: String, remedy: String)] = [
    .noPopulation: (
      "There was nothing to examine, so nothing can be said.",
      "The records needed are not in scope, or no source of theirs was collected.",
      "Check scope and sources in muster.yaml. If nothing of the sort happened, deliver a signed "
        + "nil return."
    ),
    .nothingOccurred: (
      "The sources reach over the whole period and show that nothing of the sort happened.",
      "No return, no recall, no such shipment in the period; or a nil return.",
      "Nothing; the requirement does not apply to this period."
    ),
    .sourceNotDelivered: (
      "No source of a record kind that is needed was delivered.",
      "The export is not configured, or its folder was empty.",
      "Add a source of that kind to muster.yaml, or judge by the documents by hand."
    ),
    .fieldNotDelivered: (
      "A source was delivered, but without a column that is needed.",
      "The export leaves the column out, or its header is not recognised.",
      "Add the column to the export, or map its header under columns: of the source."
    ),
    .beyondWatermark: (
      "What would have to be examined lies after the day the sources are complete through, or is "
        + "not due before then.",
      "An export ends before the period does; a thing is due after the cut-off.",
      "Collect again when later exports are there."
    ),
    .evidenceUnreadable: (
      "Evidence exists but could not be read.", "Damaged or encrypted files; see the quarantine.",
      "Look into muster status for the reason, get the file again, and collect."
    ),
    .factMissing: (
      "A fact about the firm that decides whether the requirement applies is not stated, or a value "
        + "a check needs.",
      "facts: in muster.yaml does not name it; a column is blank; records of one number disagree.",
      "State the fact under facts: in muster.yaml; complete or correct the records."
    ),
    .manualPending: (
      "Only a person can judge this.", "The requirement asks for a judgement no record holds.",
      "Judge it on the checklist; its line says what to look at."
    ),
    .citationNotConfirmed: (
      "The citation has not been compared with the official text, so this cannot be a gap.",
      "The profile marks the citation as unconfirmed.",
      "Compare with the official text; regulatory affairs decide."
    ),
    .authorityNotLaw: (
      "What was noted rests on guidance or good practice, so it is for review and no gap.",
      "Neither law nor a limit the firm adopted says it.",
      "Decide whether it matters. A limit of the firm's own goes under firm_limits: with its SOP."
    ),
    .checkError: (
      "A check could not be run.", "A check file or profile of the firm's own has a fault.",
      "Run muster profile lint and muster profile test."
    ),
    .limitReached: (
      "A check took more steps than it may and was given up.",
      "A check of the firm's own walks far too many rows.",
      "Narrow the scope, or rewrite the check over the derived tables."
    ),
    .disabledByOverlay: (
      "The firm's own profile switches the requirement or check off.",
      "An override in the profile, with its reason.", "Nothing, when the override is approved."
    ),
    .conditionFalse: (
      "The requirement binds only under a condition that is not true here.",
      "The firm's role, market or facts do not meet it.",
      "Nothing; correct organization or facts in muster.yaml if the condition is true after all."
    ),
  ]
}
