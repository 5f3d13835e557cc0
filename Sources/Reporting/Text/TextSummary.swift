package import Assessing
internal import Settings

/// The assessment for a terminal: what a person reads first, in at most a screen or two.
package struct TextSummary {
  private let assessment: Assessment
  private let names: PartyNames
  private let limit: Int

  /// Plain text, one LF at the end of each line. Of each sort at most `limit` lines are printed,
  /// one for each check; what is not printed is counted.
  package static func text(
    _ assessment: Assessment, names: PartyNames = PartyNames(), limit: Int = 10
  ) -> String {
    TextSummary(assessment: assessment, names: names, limit: limit).lines
      .joined(separator: "\n") + "\n"
  }

  private var lines: [String] {
    let findings = assessment.findings
    let today = FindingOrder.sorted(findings.filter(\.decideToday))
    let gaps = FindingOrder.ofRecords(findings, .gap)
    let reviews = FindingOrder.ofRecords(findings, .review)
    var lines = head
    lines += part("Decide today", today, note: "a person decides; a legal clock may run", limit: 20)
    lines += part(
      "Items for action", gaps.filter { !$0.decideToday },
      note: gaps.contains(where: \.decideToday) ? "besides those above" : "",
      isRest: gaps.contains(where: \.decideToday))
    lines += part(
      "For a person's review", reviews.filter { !$0.decideToday },
      note: (reviews.contains(where: \.decideToday) ? "besides those above, " : "")
        + "not counted as items for action", isRest: reviews.contains(where: \.decideToday))
    lines += rest(findings)
    return lines
  }

  private var head: [String] {
    let summary = assessment.summary
    let scope = assessment.scope
    return [
      "\(assessment.organization.name) – \(assessment.profile.title), "
        + "edition \(assessment.profile.edition)",
      "Purpose: \(Wording.purpose(assessment.purpose))",
      "Period \(scope.from.iso) to \(scope.to.iso), data as of \(assessment.asOf.clock)",
      "", RecordsShow.sentence(summary),
      "Examined: \(RecordsShow.examined(summary)).",
    ] + [RecordsShow.left(scope), RecordsShow.elsewhere(assessment)].compactMap(\.self)
  }

  /// The lines of one sort; `isRest` says that some of the sort stand above.
  private func part(
    _ title: String, _ findings: [Finding], note: String, isRest: Bool = false, limit: Int? = nil
  ) -> [String] {
    guard !findings.isEmpty else {
      return ["", "\(title): none \(isRest ? "besides those above" : "in the records examined")."]
    }
    let limit = limit ?? self.limit
    var lines = [
      "",
      "\(title) (\(figures(findings)))" + (note.isEmpty ? ":" : " – \(note):"),
    ]
    var printed: Set<String> = []
    var shown = 0
    for finding in findings where !printed.contains(finding.check) {
      if printed.count == limit { break }
      printed.insert(finding.check)
      let alike = findings.filter { $0.check == finding.check }.count
      shown += alike
      lines.append(
        "  \(Wording.priority(finding.severity))  \(names.named(finding.message))"
          + (alike > 1 ? " And \(alike - 1) more of this sort." : ""))
      let place = finding.evidence.first.map {
        "\($0.artifact) \(($0.position.label ?? ""))  "
      }
      lines.append("     \(place ?? "")[\(finding.check)]")
    }
    if shown < findings.count {
      lines.append("  … and \(findings.count - shown) more; the report lists all of them.")
    }
    return lines
  }

  /// `52: 39 priority A, 13 priority B`.
  private func figures(_ findings: [Finding]) -> String {
    let parts = ["A", "B", "C"].compactMap { priority -> String? in
      let count = findings.filter { Wording.priority($0.severity) == priority }.count
      return count == 0 ? nil : "\(count) priority \(priority)"
    }
    return "\(findings.count): " + parts.joined(separator: ", ")
  }

  private func rest(_ findings: [Finding]) -> [String] {
    var lines: [String] = []
    let setup = findings.filter { $0.section == "setup" }.count
    let corrected = findings.filter { $0.section == "corrected" }.count
    if setup + corrected > 0 {
      lines.append(
        "Besides: \(Noun.counted(setup, "set-up question", "set-up questions")), "
          + "\(Noun.counted(corrected, "correction", "corrections")) for information."
          + (setup > 0 ? " What they ask may change the figures above; the report lists them." : "")
      )
    }
    let since = assessment.since
    if let asOf = since.asOf {
      lines.append(
        "Since \(asOf.clock): \(since.new) new, \(since.continuing) continuing, "
          + "\(since.noLongerSeen.count) no longer seen"
          + (since.checkAddedOrChanged > 0
            ? ", \(since.checkAddedOrChanged) seen because a check was added or changed" : "")
          + (assessment.notComparable > 0
            ? ", \(assessment.notComparable) not comparable" : "") + ".")
    }
    if assessment.ledger.incomplete {
      let ledger = assessment.ledger
      lines.append(
        "Not everything could be read: \(Noun.counted(ledger.unreadable, "file", "files")), "
          + "\(Noun.counted(ledger.quarantined, "record", "records")) in quarantine. "
          + "See the collection log.")
    }
    let after = assessment.summary.afterAsOf
    if after > 0 {
      lines.append(
        "Left out: \(Noun.counted(after, "record", "records")) dated after "
          + "\(assessment.asOf.clock). complete_through of the sources of events, or --as-of, "
          + "moves this cut-off.")
    }
    if assessment.assessedNothing, assessment.eventsElsewhere == nil {
      lines.append(
        assessment.hasRecords
          ? "Nothing was assessed: what was found answers no requirement, neither for nor against. "
            + "The checklist says which records each of them waits for."
          : "Nothing was assessed: no records of the period were found. Compare the places of the "
            + "sources and scope.period in the configuration with what was exported, and run again."
      )
    }
    for check in assessment.brokenChecks {
      lines.append("Check \(check.id) was not judged: \(check.reason?.text ?? "")")
    }
    return lines.isEmpty ? [] : [""] + lines
  }
}
