package import Settings

/// What `assess` and `run` print on stdout for a scheduler.
package struct RunOutcome: Codable, Sendable, Equatable {
  /// Findings that are gaps at or above the severity asked for.
  package var gaps: Int
  /// Findings that wait for a person, of any severity.
  package var reviews: Int
  /// Something could not be read, or a check could not be run, so that not everything was judged;
  /// or nothing was.
  package var incomplete: Bool
  /// Exit code: 3 before 1 before 0.
  package var exit: Int32

  /// The outcome of an assessment. Only gaps count against `failOn`, and an interim measure takes
  /// nothing away; `nil` lets no finding fail the run.
  package init(_ assessment: Assessment, failOn: Severity? = .critical) {
    let counted = assessment.findings.filter { finding in
      guard finding.kind == .gap else { return false }
      guard let failOn else { return true }
      return finding.severity.rank <= failOn.rank
    }
    gaps = counted.count
    reviews = assessment.findings.count { $0.kind == .review }
    incomplete =
      assessment.ledger.incomplete || !assessment.brokenChecks.isEmpty
      || assessment.assessedNothing || assessment.eventsElsewhere != nil
    exit = incomplete ? 3 : (failOn != nil && !counted.isEmpty ? 1 : 0)
  }
}

extension Assessment {
  /// Whether the records gave nothing to judge any requirement by: no finding is no good news then.
  /// A check that examined records and listed nothing has judged, though its requirement asks more;
  /// that files can be opened is no judgement.
  package var assessedNothing: Bool {
    findings.isEmpty
      && !checks.contains { $0.verdict == .met && !$0.reads.contains("document") }
      && requirements.allSatisfy { $0.verdict == .notAssessed || $0.verdict == .notApplicable }
      && requirements.contains { $0.verdict == .notAssessed && !$0.isForPerson }
  }

  /// Whether any record was found: events and lots of the period, records of a month in it, or such
  /// as no date decides of.
  package var hasRecords: Bool {
    let months = scope.from.month...max(scope.from.month, scope.to.month)
    return summary.events > 0 || summary.lots > 0
      || coverage.contains { source in
        source.months.isEmpty
          ? source.artifacts.taken > 0
          : source.months.contains { $0.records > 0 && months.contains($0.month) }
      }
  }

  /// The first and last month of the events, where events were collected and none is in scope: what
  /// a person takes for an answer about units would be one about nothing.
  package var eventsElsewhere: (first: String, last: String)? {
    guard summary.events == 0 else { return nil }
    let months = coverage.filter { $0.kind == "epcis" }
      .flatMap(\.months).filter { $0.records > 0 }.map(\.month)
    guard let first = months.min(), let last = months.max() else { return nil }
    return (first, last)
  }

  /// Checks that could not be run, or not to their end: a fault of the check, not of the records.
  package var brokenChecks: [CheckResult] {
    checks.filter { $0.reason?.code == .checkError || $0.reason?.code == .limitReached }
  }
}
