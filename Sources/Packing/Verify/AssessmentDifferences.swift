internal import Assessing
internal import Settings

/// What two assessments that should be one say differently. Times of making, the comparison with
/// a baseline and the steps a check took are left aside.
struct AssessmentDifferences {
  /// One sentence each; empty when there is none.
  private(set) var lines: [String] = []
  /// Checks that examined more than the part of the catalog in the pack; always empty for a pack
  /// that holds all of it.
  private(set) var wider: [String] = []
  /// Checks and requirements whose status rests on what is not enclosed; always empty for a pack that
  /// holds all of the catalog.
  private(set) var open: [String] = []
  private let isPart: Bool
  /// Checks that examine all events, whatever the scope.
  private let unscoped: Set<String>

  /// Compares; `isPart` when the pack holds the part of the catalog in scope. What `unscoped` checks
  /// find rests on more than such a part.
  init(_ stated: Assessment, _ again: Assessment, isPart: Bool, unscoped: Set<String> = []) {
    self.isPart = isPart
    self.unscoped = isPart ? unscoped : []
    compare(stated, again)
  }

  private mutating func compare(_ stated: Assessment, _ again: Assessment) {
    for (what, one, two) in [
      ("profile", stated.profile.sha256, again.profile.sha256),
      ("catalog", stated.inputs.catalog, again.inputs.catalog),
      ("configuration", stated.inputs.configuration, again.inputs.configuration),
    ] where one != two {
      lines.append("Digest of the \(what): the pack states \(one), made again it is \(two).")
    }
    if stated.scope != again.scope { lines.append("The scope is another than the pack states.") }
    compareRequirements(stated, again)
    compareChecks(stated.checks, again.checks)
    compareFindings(stated.findings, again.findings)
    guard !isPart else { return }
    if lines.isEmpty, stated.summary != again.summary {
      lines.append("The summary states other counts.")
    }
    if lines.isEmpty { compareSources(stated, again) }
  }

  private mutating func compareRequirements(_ stated: Assessment, _ again: Assessment) {
    let counted = countedMore(stated.checks, than: again.checks)
    let unscoped = unscoped
    let others = Set(
      (stated.findings + again.findings).filter { unscoped.contains($0.check) }.map(\.fingerprint))
    func comparable(_ requirement: RequirementResult) -> RequirementResult {
      var requirement = requirement
      requirement.findings.removeAll { others.contains($0) }
      return requirement
    }
    let unmet = Set(
      stated.checks.filter { ![.met, .notApplicable].contains($0.verdict) }.map(\.id))
    each(
      stated.requirements, again.requirements, "Requirement", by: \.id,
      isOpen: {
        // Whatever was counted, a requirement is not met where a check of it is not.
        !($0.verdict == .met && !unmet.isDisjoint(with: $0.checks))
          && Self.isOpen(
            comparable($0), comparable($1), checksCountedMore: counted,
            restsOnAll: !unscoped.isDisjoint(with: $0.checks))
      }
    ) {
      [
        ("status", $0.verdict.rawValue), ("reason", $0.reason?.code.rawValue ?? "none"),
        ("evidence", $0.evidence.map { "\($0.kind) \($0.found)" }.joined(separator: ", ")),
        ("findings", $0.findings.joined(separator: " ")),
      ]
    }
  }

  private mutating func compareChecks(_ stated: [CheckResult], _ again: [CheckResult]) {
    let unscoped = unscoped
    func isLeft(_ stated: CheckResult, _ again: CheckResult) -> Bool {
      unscoped.contains(stated.id) && stated.sha256 == again.sha256
        && again.population <= stated.population
    }
    each(
      stated, again, "Check", by: \.id,
      isOpen: { Self.isOpen($0, $1) || isLeft($0, $1) },
      isFewer: { $1.population <= $0.population && $1.notEvaluable <= $0.notEvaluable }
    ) {
      [
        ("definition", $0.sha256), ("status", $0.verdict.rawValue),
        ("reason", $0.reason?.code.rawValue ?? "none"), ("population", "\($0.population)"),
        ("gaps", "\($0.gaps)"), ("reviews", "\($0.reviews)"),
        ("not evaluable", "\($0.notEvaluable)"),
      ]
    }
  }

  private mutating func compareFindings(_ stated: [Finding], _ again: [Finding]) {
    let unscoped = unscoped
    each(
      stated.filter { !unscoped.contains($0.check) },
      again.filter { !unscoped.contains($0.check) }, "Finding",
      by: { String($0.fingerprint.prefix(12)) },
      isFewer: { $1.population <= $0.population }
    ) {
      [
        ("kind", $0.kind.rawValue), ("severity", $0.severity.rawValue), ("count", "\($0.count)"),
        ("population", "\($0.population)"), ("text", $0.message),
        ("list", $0.subjects.map(\.key).joined(separator: " ")),
        (
          "evidence",
          $0.evidence.map { "\($0.artifact) \($0.sha256) \($0.position)" }.joined(separator: " ")
        ),
      ]
    }
  }

  private mutating func compareSources(_ stated: Assessment, _ again: Assessment) {
    each(stated.coverage, again.coverage, "Source", by: \.source) {
      [
        ("kind", $0.kind),
        (
          "artifacts",
          "\($0.artifacts.taken) taken, \($0.artifacts.excluded) excluded, "
            + "\($0.artifacts.unreadable) unreadable"
        ),
        (
          "complete through",
          ($0.completeThrough?.iso ?? "not known") + ($0.declared ? " (declared)" : "")
        ),
        ("newest record", $0.newest?.text ?? "none"),
        (
          "months",
          $0.months.map { "\($0.month) \($0.records) \($0.state.rawValue)" }
            .joined(separator: ", ")
        ),
      ]
    }
    each([stated.ledger], [again.ledger], "Ledger", by: { _ in "of all sources" }) {
      [
        ("artifacts", "\($0.artifacts)"), ("excluded", "\($0.excluded)"),
        ("unreadable", "\($0.unreadable)"), ("records", "\($0.records)"),
        ("taken", "\($0.taken)"), ("quarantined", "\($0.quarantined)"),
        ("defects", "\($0.defects)"),
      ]
    }
  }

  // MARK: What is not enclosed

  /// Checks of a part that examined more than is enclosed.
  private func countedMore(_ stated: [CheckResult], than again: [CheckResult]) -> Set<String> {
    guard isPart else { return [] }
    let other = Dictionary(again.map { ($0.id, $0) }) { first, _ in first }
    return Set(
      stated.filter { check in
        other[check.id].map {
          $0.population < check.population || unscoped.contains(check.id)
            || Self.isOpen(check, $0)
        } ?? false
      }.map(\.id))
  }

  /// Whether a check says otherwise only because events it examined are not enclosed: what it
  /// lists is the same, and of what it examined nothing is left, or what kept it from a judgement
  /// stayed behind too.
  private static func isOpen(_ stated: CheckResult, _ again: CheckResult) -> Bool {
    guard stated.sha256 == again.sha256, stated.gaps == again.gaps,
      stated.reviews == again.reviews, again.population <= stated.population,
      again.notEvaluable <= stated.notEvaluable
    else { return false }
    let isSilent = isUnjudged(again.verdict)
    if again.population == stated.population {
      return again.population == 0 && isSilent && isUnjudged(stated.verdict)
    }
    guard stated.reads.contains("event") else { return false }
    return again.population == 0 && isSilent
      || stated.verdict == .notAssessed && again.verdict == .met
      || isSilent && again.reason?.code == .beyondWatermark
  }

  /// Whether a requirement says otherwise only because what it was judged by is not enclosed: the
  /// findings are the same, no more evidence is there than stated, and one of the two is no
  /// judgement.
  private static func isOpen(
    _ stated: RequirementResult, _ again: RequirementResult, checksCountedMore: Set<String>,
    restsOnAll: Bool
  ) -> Bool {
    guard stated.findings == again.findings, stated.evidence.count == again.evidence.count else {
      return false
    }
    var isCountedMore = !checksCountedMore.isDisjoint(with: stated.checks)
    var isLessComplete = false
    for (line, other) in zip(stated.evidence, again.evidence) {
      guard line.kind == other.kind, line.topic == other.topic, line.forEach == other.forEach,
        other.found <= line.found
      else { return false }
      if other.found < line.found {
        guard ["event", "product_master"].contains(line.kind) else { return false }
        isCountedMore = true
        isLessComplete = isLessComplete || other.status != line.status
      }
    }
    guard stated.verdict != again.verdict || stated.reason?.code != again.reason?.code else {
      return isCountedMore
    }
    // How far a source reaches, and whether anything was sold, is told from all events.
    let code = again.reason?.code
    let isToldFromAll = code == .beyondWatermark || code == .conditionFalse
    // What waits for a person does so whatever was counted.
    if stated.verdict == .met || !restsOnAll && !isUnjudged(stated.verdict),
      code == .manualPending, !isLessComplete
    {
      return false
    }
    let isGap = stated.verdict == .gap || again.verdict == .gap
    return (isCountedMore || isToldFromAll)
      && (restsOnAll || !isGap && (isUnjudged(stated.verdict) || isUnjudged(again.verdict)))
  }

  private static func isUnjudged(_ verdict: Verdict) -> Bool {
    verdict == .notAssessed || verdict == .notApplicable
  }

  private mutating func each<Part>(
    _ stated: [Part], _ again: [Part], _ what: String, by key: (Part) -> String,
    isOpen: (_ stated: Part, _ again: Part) -> Bool = { _, _ in false },
    isFewer: (_ stated: Part, _ again: Part) -> Bool = { _, _ in false },
    fields: (Part) -> [(name: String, value: String)]
  ) {
    let other = Dictionary(again.map { (key($0), $0) }) { first, _ in first }
    let known = Set(stated.map(key))
    for part in stated {
      guard let match = other[key(part)] else {
        lines.append("\(what) \(key(part)) is in the pack's assessment only.")
        continue
      }
      let changed = zip(fields(part), fields(match)).filter { $0.value != $1.value }
      if isPart, changed.contains(where: { $0.0.name == "population" }),
        changed.allSatisfy({ ["population", "text", "not evaluable"].contains($0.0.name) }),
        isFewer(part, match)
      {
        if what == "Check" { wider.append(key(part)) }
        continue
      }
      if isPart, !changed.isEmpty, isOpen(part, match) {
        open.append(key(part))
        continue
      }
      for (one, two) in changed {
        lines.append(
          "\(what) \(key(part)), \(one.name): the pack states \(Self.shortened(one.value)), "
            + "made again it is \(Self.shortened(two.value)).")
      }
    }
    for part in again where !known.contains(key(part)) {
      lines.append("\(what) \(key(part)) is not in the pack's assessment.")
    }
  }

  private static func shortened(_ text: String) -> String {
    text.count > 80 ? "\(text.prefix(77))…" : text
  }
}
