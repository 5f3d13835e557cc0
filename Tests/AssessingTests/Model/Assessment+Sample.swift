import Settings

@testable import Assessing

extension Assessment {
  /// A small whole assessment with one critical gap.
  static func sample() -> Assessment {
    let asOf = Instant(milliseconds: 1_790_812_799_000)
    var subject = Subject(key: "(01)09521234567896(21)A1", evidence: [0])
    subject.gtin = "09521234567896"
    subject.serial = "A1"
    let pointer = EvidencePointer(
      artifact: "line-events:exports/epcis/a.xml", sha256: String(repeating: "0", count: 64),
      path: "exports/epcis/a.xml", source: "line-events", position: Position(line: 12),
      record: "event", role: "ship", at: asOf, written: "2026-09-30T19:59:59-04:00")
    let finding = Finding(
      fingerprint: String(repeating: "a", count: 64), check: "shipped-unit-commissioned",
      kind: .gap, authority: .law, requirements: ["DSCSA-PID-01"], severity: .critical,
      lookFirst: "machine", section: "records", decideToday: false,
      title: "Every shipped unit has a commissioning event",
      message: "Unit (01)09521234567896(21)A1 was shipped on 2026-09-30.", count: 1,
      population: 40, unit: CountWords(one: "unit", many: "units"), group: [:],
      subjects: [subject], listed: 1, expected: "A commissioning event", observed: "None found",
      evidence: [pointer], remedy: "Look for the line's export.", firstSeen: asOf,
      since: Finding.Change(status: .noBaseline))
    let check = CheckResult(
      id: finding.check, title: finding.title, statement: "Each …", authority: .law,
      severity: .critical, lookFirst: "machine", covers: ["dscsa/DQ-35"], reads: ["event"],
      requirements: ["DSCSA-PID-01"], verdict: .gap, population: 40, unit: finding.unit, gaps: 1,
      reviews: 0, notEvaluable: 0, openAtCutOff: 0, listed: 1, findings: 1, steps: 100,
      sha256: String(repeating: "b", count: 64))
    let requirement = RequirementResult(
      id: "DSCSA-PID-01", title: "Identifiers", statement: "Each …", citation: "FD&C Act 582",
      authority: .law, severity: .critical, verdict: .gap, judgedBy: .data, evidence: [],
      checks: [check.id], findings: [finding.fingerprint], lookAt: "Look at the pack.")
    var summary = Summary()
    summary.requirements = 1
    summary.gap = 1
    summary.gapFindings = ["critical": 1]
    return Assessment(
      schema: Assessment.schemaName, tool: Tool(name: "muster", version: "1.0.0"),
      generatedAt: asOf, generatedAtFixed: false, asOf: asOf,
      organization: Organization(
        name: "Quillhaven Pharma", gln: nil, roles: ["manufacturer"], markets: ["US"]),
      profile: Profile(
        id: "dscsa-manufacturer", title: "DSCSA", edition: "2026.1", regime: "dscsa",
        sha256: "c",
        parameters: [
          "skew_ms": Parameter(value: "300000", unit: "ms", from: "check"),
          "camelName": Parameter(value: "1", unit: nil, from: "check"),
        ]),
      scope: Scope(
        from: CalendarDay(number: 20_635), to: CalendarDay(number: 20_726), products: [], lots: [],
        sites: [], partners: []),
      inputs: Inputs(catalog: "d", profile: "c", configuration: "e", baseline: nil),
      summary: summary, coverage: [], ledger: Ledger(), limitations: [],
      requirements: [requirement], checks: [check], findings: [finding], since: Since())
  }
}
