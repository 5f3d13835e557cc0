internal import Archives
import Assessing
internal import Settings

/// `report/gap-report.xlsx`: the assessment as sheets to work through.
struct GapWorkbook {
  let context: ReportContext
  var rowLimit = WorkbookWriter.mostRows

  private var assessment: Assessment { context.assessment }

  /// The finished file.
  /// - Throws: `ArchiveError` when zlib cannot start.
  static func bytes(_ context: ReportContext) throws -> [UInt8] {
    try GapWorkbook(context: context).bytes()
  }

  func bytes() throws -> [UInt8] {
    let purpose = Wording.purpose(assessment.purpose)
    var writer = WorkbookWriter(
      title: "Gap report, \(assessment.organization.name), \(context.packID)",
      creator: "\(assessment.tool.name) \(assessment.tool.version)",
      created: assessment.generatedAt.text,
      printing: WorkbookPrinting(
        footer: (
          context.packID, purpose,
          "as of \(assessment.asOf.text), generated \(assessment.generatedAt.text)"
        ), paper: assessment.profile.regime == "dscsa" ? 1 : 9))
    writer.rowLimit = rowLimit
    return try writer.bytes(sheets)
  }

  var sheets: [WorkbookSheet] {
    [
      summary, items, listedUnits, checklist, completeness, sources, parameters, sinceLastTime,
      howToUse,
    ]
  }

  // Columns the user fills in: never read back.
  private static let own: [WorkbookColumn] = [
    WorkbookColumn("Owner (yours)", 13, entry: .text(100)),
    WorkbookColumn("Due (yours)", 11, entry: .date),
    WorkbookColumn(
      "Status (yours)", 10, entry: .choice(["open", "in work", "waiting", "done", "no action"])),
    WorkbookColumn("Reference, CAPA no. (yours)", 13, entry: .text(100)),
    WorkbookColumn("Comment (yours)", 26, entry: .text(2000)),
  ]

  private var items: WorkbookSheet {
    // What a meeting works with stands first and is printed; the rest stands behind.
    let first: [WorkbookColumn] = [
      .init("Finding", 14), .init("Priority", 8), .init("Kind", 11), .init("Title", 22),
      .init("What the records show", 40), .init("Count", 8), .init("Examined", 9),
      .init("What to do", 32),
    ]
    let rest: [WorkbookColumn] = [
      .init("Decide today", 9), .init("Where to look first", 13),
      .init("Relevant requirements", 20), .init("Unit", 10), .init("Group", 28),
      .init("Expected", 34), .init("Observed", 34), .init("Authority", 14), .init("Basis", 28),
      .init("Check", 28), .init("Evidence in the pack", 44), .init("Since last time", 16),
      .init("First seen", 21), .init("Interim measure", 28),
    ]
    let findings = FindingOrder.sorted(assessment.findings)
    return .table(
      "Items", first + Self.own + rest, count: findings.count,
      printed: first.count + Self.own.count
    ) { index in
      let finding = findings[index]
      let cells: [WorkbookCell] = [
        .text(String(finding.fingerprint.prefix(12))), .text(Wording.priority(finding.severity)),
        .text(kind(finding)), .text(finding.title), .text(context.names.named(finding.message)),
        .number(finding.count), .number(finding.population), .text(finding.remedy),
      ]
      return cells + Self.own.map { _ in .user } + details(finding)
    }
  }

  private func details(_ finding: Finding) -> [WorkbookCell] {
    [
      .text(finding.decideToday ? "yes" : ""), .text(Wording.lookFirst(finding.lookFirst)),
      .text(finding.requirements.joined(separator: ", ")),
      .text(finding.unit.word(for: finding.population)), .text(joined(finding.group)),
      .text(finding.expected), .text(finding.observed),
      .text(Wording.basis(finding, assessment.profile)),
      .text([finding.basis, finding.footnote].compactMap { $0 }.joined(separator: " – ")),
      .text(finding.check), .text(evidence(finding.evidence, limit: 5)),
      .text(Wording.change(finding.since.status)), .text(finding.firstSeen.text),
      .text(
        finding.interim.map {
          "under \($0.reference) until \($0.until.iso): \($0.measure)"
            + ($0.inForce ? "" : " (ended before the cut-off)")
        } ?? ""),
    ]
  }

  private var listedUnits: WorkbookSheet {
    let columns: [WorkbookColumn] = [
      .init("Finding", 15), .init("Priority", 9), .init("Title", 30), .init("Listed", 36),
      .init("GTIN", 17), .init("Serial", 22), .init("Lot", 14), .init("SSCC", 21),
      .init("GLN", 16), .init("Document or event", 34), .init("Values", 48),
      .init("Evidence in the pack", 56),
    ]
    let findings = FindingOrder.sorted(assessment.findings)
    let places = findings.enumerated().flatMap { index, finding in
      finding.subjects.indices.map { (index, $0) }
    }
    return .table("Listed units", columns, count: places.count) { index in
      let (finding, subject) = (findings[places[index].0], places[index].1)
      let listed = finding.subjects[subject]
      let pointers = listed.evidence.compactMap {
        finding.evidence.indices.contains($0) ? finding.evidence[$0] : nil
      }
      let values = (listed.values ?? [:]).merging(listed.other ?? [:]) { first, _ in first }
      return [
        .text(String(finding.fingerprint.prefix(12))), .text(Wording.priority(finding.severity)),
        .text(finding.title), .text(listed.key), .text(listed.gtin ?? ""),
        .text(listed.serial ?? ""), .text(listed.lot ?? ""), .text(listed.sscc ?? ""),
        .text(listed.gln ?? ""), .text(listed.document ?? listed.event ?? listed.epc ?? ""),
        .text(joined(values)), .text(evidence(pointers, limit: 20)),
      ]
    }
  }

  private var checklist: WorkbookSheet {
    let table = CompletenessChecklist(assessment)
    // The last columns are for a person and stand blank in the table too.
    let own = ["Judged by", "Date", "Signature"]
    let widths = [
      "Title": 28, "What must be true": 46, "Citation": 30, "Why": 40, "Expected evidence": 46,
      "What a person looks at": 40, "Requirement": 20, "Checks": 26,
    ]
    let columns = CompletenessChecklist.headers.map { header in
      WorkbookColumn(
        header, widths[header] ?? 14,
        entry: own.contains(header) ? (header == "Date" ? .date : .text(200)) : nil)
    }
    return .table("Checklist", columns, count: table.rows.count) { index in
      zip(table.rows[index], columns).map { cell, column in
        column.entry == nil ? .text(cell) : .user
      }
    }
  }

  private var completeness: WorkbookSheet {
    let columns: [WorkbookColumn] = [
      .init("Requirement", 20), .init("Title", 32), .init("Record kind", 20),
      .init("For each", 12), .init("Expected", 10), .init("Received", 10), .init("Status", 18),
      .init("In words", 56), .init("Not found for", 44),
    ]
    let lines = assessment.requirements.flatMap { requirement in
      requirement.evidence.map { (requirement, $0) }
    }
    return .table("Completeness", columns, count: lines.count) { index in
      let (requirement, line) = lines[index]
      return [
        .text(requirement.id), .text(requirement.title),
        .text(context.dossiers.titles.expected(line)), .text(line.forEach),
        line.expected.map { .number($0) } ?? .text("not known"), .number(line.found),
        .text(
          requirement.verdict == .notApplicable
            ? "does not apply" : Completeness.status(line).1), .text(line.text),
        .text(line.notFound.joined(separator: "\n")),
      ]
    }
  }

  private var sources: WorkbookSheet {
    let months = Set(assessment.coverage.flatMap { $0.months.map(\.month) }).sorted()
    let columns: [WorkbookColumn] =
      [
        .init("Source", 26), .init("Record kind", 16), .init("Files taken", 11),
        .init("Set aside", 10), .init("Not readable", 11), .init("Complete through", 16),
        .init("Stated by", 16), .init("Newest record", 21),
      ] + months.map { WorkbookColumn("Records \($0)", 13) }
    let coverage = assessment.coverage
    return .table("Sources", columns, count: coverage.count) { index in
      let source = coverage[index]
      let cells: [WorkbookCell] = [
        .text(source.source), .text(context.dossiers.titles.kind(source.kind)),
        .number(source.artifacts.taken),
        .number(source.artifacts.excluded), .number(source.artifacts.unreadable),
        .text(source.completeThrough?.iso ?? "not known"),
        .text(
          source.declared
            ? "the configuration" : source.completeThrough == nil ? "nobody" : "newest record"),
        .text(CompleteThrough.newest(source)),
      ]
      return cells
        + months.map { month in
          guard let cell = source.months.first(where: { $0.month == month }) else { return .blank }
          return cell.state == .notDelivered
            ? .text("not delivered") : .number(cell.records)
        }
    }
  }

  private var parameters: WorkbookSheet {
    let columns: [WorkbookColumn] = [
      .init("Parameter", 36), .init("Value", 24), .init("Unit", 14), .init("Origin", 18),
      .init("Procedure", 30), .init("Checks that use it", 60),
    ]
    let sorted = assessment.profile.parameters.sorted { $0.key < $1.key }
    return .table("Parameters", columns, count: sorted.count) { index in
      let (name, parameter) = sorted[index]
      return [
        .text(name), .text(parameter.value), .text(parameter.unit ?? ""),
        .text(Method.origin(parameter)),
        .text(parameter.procedure ?? ""),
        .text((parameter.checks ?? []).joined(separator: ", ")),
      ]
    }
  }

  private var sinceLastTime: WorkbookSheet {
    let columns: [WorkbookColumn] = [
      .init("Finding", 15), .init("State", 24), .init("Title", 34), .init("What it said", 60),
      .init("Count then", 11), .init("First seen", 21), .init("Why", 40),
    ]
    let since = assessment.since
    let gone =
      since.noLongerSeen.map { ("no longer seen", $0) }
      + since.notComparable.map { ("not comparable", $0) }
    return .table("Since last time", columns, count: gone.count) { index in
      let (state, past) = gone[index]
      return [
        .text(String(past.fingerprint.prefix(12))), .text(state), .text(past.title),
        .text(past.message), .number(past.count), .text(past.firstSeen.text),
        .text(past.reason ?? ""),
      ]
    }
  }

  private func kind(_ finding: Finding) -> String {
    switch finding.section {
    case "corrected": "corrected, for information"
    case "setup": "set-up question"
    default: finding.kind == .gap ? "item for action" : "for review"
    }
  }

  private func joined(_ values: [String: String]) -> String {
    values.sorted { $0.key < $1.key }.map { key, value in
      let text = context.names.named(Wording.value(value, of: key))
      // Words made for the message need no name.
      return key == "shown" ? text : "\(Wording.column(key)): \(text)"
    }.joined(separator: "\n")
  }

  private func evidence(_ pointers: [EvidencePointer], limit: Int) -> String {
    var lines = pointers.prefix(limit).map { pointer in
      let place = (pointer.position.label ?? "")
      // Of a file in an archive the pack holds the archive; the place is one of the file in it.
      let member = pointer.path.firstRange(of: "!/").map { pointer.path[$0.lowerBound...] } ?? ""
      let file = context.evidencePaths[pointer.artifact].map { $0 + member } ?? pointer.artifact
      return place.isEmpty ? file : "\(file), \(place)"
    }
    if pointers.count > limit {
      lines.append("… and \(pointers.count - limit) more in report/findings.csv")
    }
    return lines.joined(separator: "\n")
  }
}
