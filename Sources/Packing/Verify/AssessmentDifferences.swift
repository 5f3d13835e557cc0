internal import Assessing

/// What two assessments that should be one say differently. Times of making, the comparison with
/// a baseline and the steps a check took are left aside.
struct AssessmentDifferences {
  /// One sentence each; empty when there is none.
  private(set) var lines: [String] = []
  /// Checks that examined more than the part of the catalog in the pack; always empty for a pack
  /// that holds all of it.
  private(set) var wider: [String] = []
  private let isPart: Bool

  /// Compares; `isPart` when the pack holds the part of the catalog in scope.
  init(_ stated: Assessment, _ again: Assessment, isPart: Bool) {
    self.isPart = isPart
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
    each(stated.requirements, again.requirements, "Requirement", by: \.id) {
      [
        ("status", $0.verdict.rawValue), ("reason", $0.reason?.code.rawValue ?? "none"),
        ("evidence", $0.evidence.map { "\($0.kind) \($0.found)" }.joined(separator: ", ")),
        ("findings", $0.findings.joined(separator: " ")),
      ]
    }
    each(stated.checks, again.checks, "Check", by: \.id) {
      [
        ("definition", $0.sha256), ("status", $0.verdict.rawValue),
        ("reason", $0.reason?.code.rawValue ?? "none"), ("population", "\($0.population)"),
        ("gaps", "\($0.gaps)"), ("reviews", "\($0.reviews)"),
        ("not evaluable", "\($0.notEvaluable)"),
      ]
    }
    each(stated.findings, again.findings, "Finding", by: { String($0.fingerprint.prefix(12)) }) {
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
    guard !isPart else { return }
    if lines.isEmpty, stated.summary != again.summary {
      lines.append("The summary states other counts.")
    }
    guard lines.isEmpty else { return }
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
          ($0.completeThrough?.text ?? "not known") + ($0.declared ? " (declared)" : "")
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

  private mutating func each<Part>(
    _ stated: [Part], _ again: [Part], _ what: String, by key: (Part) -> String,
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
        changed.allSatisfy({ ["population", "text", "not evaluable"].contains($0.0.name) })
      {
        if what == "Check" { wider.append(key(part)) }
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
