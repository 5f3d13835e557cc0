internal import Settings

/// The roll-up of a requirement: gap before not assessed before review before met.
enum RequirementVerdict {
  /// Status, reason and, when met, what judged it.
  typealias Ruling = (verdict: Verdict, reason: Reason?, metBy: Judge?)

  private static func notAssessed(_ code: ReasonCode, _ text: String) -> Ruling {
    (.notAssessed, Reason(code, text), nil)
  }

  private static func forReview(_ code: ReasonCode, _ text: String) -> Ruling {
    (.review, Reason(code, text), nil)
  }

  static func of(
    _ requirement: RequirementDefinition, checks: [CheckResult], evidence: [EvidenceLine],
    documents: [ExpectedDocuments.Line], facts: CatalogFacts,
    factValues: [String: Set<String>], periodEnd: Int64
  ) -> Ruling {
    if let ruling = conditions(requirement, factValues) { return ruling }
    if let overlay = requirement.disabled {
      return notAssessed(.disabledByOverlay, "Switched off \(overlay.words).")
    }
    let isOutOfOrder = documents.contains {
      !$0.states.isDisjoint(with: [.approval, .validity])
    }
    if checks.contains(where: { $0.verdict == .gap }) {
      return lowered(requirement) ?? (.gap, nil, nil)
    }
    if isOutOfOrder { return lowered(requirement) ?? ofDocuments(requirement) }
    let applicable = checks.filter { $0.verdict != .notApplicable }
    // Documents are asked for whether or not there was something for the checks to examine, and a
    // person reads the records that are there.
    let restsOnDocuments = requirement.judgedBy == .documents && !documents.isEmpty
    let restsOnPerson =
      requirement.judgedBy == .person
      && (!documents.isEmpty || evidence.contains { $0.kind != "event" && $0.found > 0 })
    if !checks.isEmpty, applicable.isEmpty, !restsOnDocuments, !restsOnPerson {
      return (.notApplicable, checks.compactMap(\.reason).first, nil)
    }
    if let open = applicable.first(where: { $0.verdict == .notAssessed }) {
      return (.notAssessed, open.reason, nil)
    }
    if let reason = documents.lazy.compactMap(\.reason).first {
      return (.notAssessed, reason, nil)
    }
    if let reason = lacking(requirement, evidence) { return (.notAssessed, reason, nil) }
    if let file = documents.first(where: { !$0.states.isDisjoint(with: [.file, .digest]) }) {
      return notAssessed(.evidenceUnreadable, file.sentence)
    }
    if let absent = documents.first(where: { $0.states.contains(.absent) }) {
      // Where only a person judges, an entry under another word takes nothing away.
      let isForPerson = requirement.judgedBy == .person
      let start = isForPerson ? "This is for a person. " : ""
      return notAssessed(
        isForPerson ? .manualPending : .factMissing,
        "\(start)\(absent.sentence) \(requirement.lookAt)")
    }
    if !applicable.isEmpty,
      let stop = facts.stopsBefore(periodEnd, kinds: applicable.flatMap(\.reads))
    {
      let reached = CalendarDay(number: stop.through).iso
      let end = CalendarDay(number: periodEnd).iso
      let advice =
        stop.source.isConfigured
        ? "" : " It is no longer in the configuration; a new catalog folder leaves it out."
      return notAssessed(
        .beyondWatermark,
        "Source \(stop.source.name) reaches to \(reached), the period to \(end).\(advice)")
    }
    if let review = applicable.first(where: { $0.verdict == .review }) {
      // What is said of the check is not said of the requirement, which may be law.
      let reason = review.reason.map { Reason($0.code, "Check \(review.id): \($0.text)") }
      return (.review, reason, nil)
    }
    if let open = documents.first(where: { $0.states.contains(.period) }) {
      return forReview(.authorityNotLaw, open.sentence)
    }
    return judged(requirement, byData: !applicable.isEmpty, evidence)
  }

  /// A requirement that is no law, or whose citation is not confirmed, is for review at most.
  private static func lowered(_ requirement: RequirementDefinition) -> Ruling? {
    switch requirement.authority {
    case .law where requirement.mark.standsAsLaw: return nil
    case .firm: return nil
    case .law:
      return forReview(
        .citationNotConfirmed,
        "Its citation is not confirmed; see the listed findings.")
    default:
      return forReview(
        .authorityNotLaw,
        "It rests on \(requirement.authority.rawValue), not on law; see the listed findings.")
    }
  }

  /// A document out of order is a gap of law alone: a limit the firm declared says nothing of it, and
  /// its finding is for review.
  private static func ofDocuments(_ requirement: RequirementDefinition) -> Ruling {
    guard requirement.authority == .firm else { return (.gap, nil, nil) }
    let text = "It rests on a rule of the firm, not on law; see the listed findings."
    return forReview(.authorityNotLaw, text)
  }

  /// Whether the facts a requirement asks for are known and hold.
  static func applies(
    _ requirement: RequirementDefinition, _ values: [String: Set<String>]
  ) -> Bool {
    conditions(requirement, values) == nil
  }

  private static func conditions(
    _ requirement: RequirementDefinition, _ values: [String: Set<String>]
  ) -> Ruling? {
    for condition in requirement.appliesWhen {
      guard let known = values[condition.fact] else {
        return notAssessed(
          .factMissing,
          "The configuration does not state “\(PlainWord.text(condition.fact))” "
            + "(\(condition.fact) under facts).")
      }
      if condition.anyOf.isEmpty ? known.isEmpty : known.isDisjoint(with: condition.anyOf) {
        return (.notApplicable, Reason(.conditionFalse, Self.words(condition, known)), nil)
      }
    }
    return nil
  }

  /// What a requirement asks for and what is so instead, as people say it.
  private static func words(_ condition: FactCondition, _ known: Set<String>) -> String {
    let fact = PlainWord.text(condition.fact)
    if condition.anyOf == ["true"] {
      return "It applies when “\(fact)” is answered with yes; the answer here is no."
    }
    if condition.anyOf == ["false"] {
      return "It applies when “\(fact)” is answered with no; the answer here is yes."
    }
    let wanted = condition.anyOf.map(PlainWord.text).joined(separator: " or ")
    let stated = known.sorted().map(PlainWord.text).joined(separator: ", ")
    return "It applies when “\(fact)” is \(wanted); here it is "
      + (stated.isEmpty ? "not stated." : "\(stated).")
  }

  private static func lacking(
    _ requirement: RequirementDefinition, _ evidence: [EvidenceLine]
  ) -> Reason? {
    if let line = evidence.first(where: { $0.status == .notDelivered }) {
      return Reason(.sourceNotDelivered, line.text)
    }
    // A partner that did not trade and a site that did not work leave no hole; a month does.
    if let line = evidence.first(where: {
      $0.kind == "event" && $0.forEach == "period"
        && ($0.status == .partial || $0.status == .notFound)
    }) {
      return Reason(
        .factMissing, "\(line.text) Not found: \(line.notFound.joined(separator: ", ")).")
    }
    if let line = evidence.first(where: { $0.kind == "product_master" && $0.status == .partial }) {
      return Reason(.factMissing, line.text)
    }
    return nil
  }

  private static func judged(
    _ requirement: RequirementDefinition, byData: Bool, _ evidence: [EvidenceLine]
  ) -> Ruling {
    switch requirement.judgedBy {
    case .data where byData: return (.met, nil, .data)
    // That records are there says something only of documents in order, and of what checks examined.
    case .documents
    where !evidence.isEmpty && (byData || evidence.contains { $0.topic != nil })
      && evidence.allSatisfy({ $0.status == .complete || $0.status == .nothingExpected })
      && evidence.contains(where: {
        $0.status == .complete && $0.kind != "event" && $0.kind != "product_master"
      }):
      return (.met, nil, .documents)
    default:
      let seen =
        byData
        ? "The checks note no exception; the rest is for a person. " : "This is for a person. "
      return notAssessed(.manualPending, seen + requirement.lookAt)
    }
  }
}
