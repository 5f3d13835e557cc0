import Cataloging
import Foundation
import GRDB
import Settings
import Testing

@testable import Assessing

struct AssessorTests {
  static let units = """
    events:
      - { step: commissioning, epcs: ["(01)09506000134352(21)A1..A9"], lot: GOOD, expiry: "2028-06-30", at: "2026-07-01T08:00:00Z" }
      - { step: commissioning, epcs: ["(01)09506000134352(21)B1..B2"], lot: BAD, expiry: "2028-06-30", at: "2026-07-02T08:00:00Z" }
    """

  @Test func listsGapsWithNaturalKeysAndThePlaceInTheFile() throws {
    let firm = try TestFirm(
      checks: [checkText("c", gaps: listedUnits)], configuration: TestFirm.period)
    try firm.load(Self.units)
    let assessment = try firm.assess()
    let check = try firm.check(assessment, "c")
    #expect(check.verdict == .gap)
    #expect((check.gaps, check.population) == (2, 11))
    let finding = try #require(assessment.findings.first)
    #expect(finding.kind == .gap)
    #expect(finding.message == "2 of 11 units are listed.")
    #expect(
      finding.subjects.map(\.key) == ["(01)09506000134352(21)B1", "(01)09506000134352(21)B2"])
    #expect(finding.subjects.first?.serial == "B1")
    let pointer = try #require(finding.evidence.first)
    #expect(pointer.artifact == "events:events.xml")
    #expect(pointer.position.line != nil)
    #expect(finding.subjects.allSatisfy { $0.evidence == [0] })
    #expect(assessment.requirements.first?.verdict == .gap)
    #expect(assessment.requirements.first?.findings == [finding.fingerprint])
    #expect(RunOutcome(assessment).exit == 1)
  }

  @Test func keepsTheTrueCountWhenOnlySomeAreListed() throws {
    let firm = try TestFirm(checks: [checkText("c", gaps: listedUnits)])
    try firm.load(Self.units)
    let finding = try #require(try firm.assess(samples: 1).findings.first)
    #expect((finding.count, finding.listed) == (2, 1))
    #expect(finding.subjects.map(\.key) == ["(01)09506000134352(21)B1"])
  }

  @Test func listsAllInOrderWhenAsked() throws {
    let firm = try TestFirm(checks: [checkText("c", gaps: listedUnits)])
    try firm.load(
      "events: [ { step: commissioning, epcs: [\"(01)09506000134352(21)B3\", \"(01)09506000134352(21)B1\", \"(01)09506000134352(21)B2\"], lot: BAD } ]"
    )
    let finding = try #require(try firm.assess(samples: nil).findings.first)
    #expect(finding.subjects.compactMap(\.serial) == ["B1", "B2", "B3"])
    #expect(finding.listed == finding.count)
  }

  @Test func keepsWhatHasNoDateInScope() throws {
    let firm = try TestFirm(checks: [checkText("c", gaps: listedUnits)])
    try firm.load(
      "events: [ { step: commissioning, epcs: [\"(01)09506000134352(21)B1\"], lot: BAD, at: none } ]"
    )
    let check = try firm.check(try firm.assess(asOf: "2026-07-31T00:00:00Z"), "c")
    #expect(check.population == 1)
  }

  @Test func removesTheCopyOfAProcessThatIsGone() throws {
    let firm = try TestFirm(checks: [checkText("c", gaps: listedUnits)])
    try firm.load(Self.units)
    let left = firm.folder.appendingPathComponent("catalog/scratch-2147483000-x")
    try FileManager.default.createDirectory(at: left, withIntermediateDirectories: true)
    _ = try firm.assess(asOf: "2026-07-01T12:00:00Z")
    let names = try FileManager.default.contentsOfDirectory(
      atPath: firm.folder.appendingPathComponent("catalog").path)
    #expect(names.filter { $0.hasPrefix("scratch") } == [])
  }

  /// A collect that was killed between loading and deriving: what it loaded has no lives yet.
  @Test func judgesNothingAfterACollectThatDidNotComeToItsEnd() throws {
    let firm = try TestFirm(checks: [checkText("c", gaps: listedUnits)])
    try firm.load(Self.units)
    try firm.catalog.write(Derivation.markStale)
    let error = #expect(throws: CatalogError.self) { try firm.assess() }
    #expect(error?.code == .unfinished)
    #expect(error?.description.contains("Run 'muster collect' again") == true)
    try firm.catalog.write { db in try Derivation.run(db) }
    #expect(try firm.assess().findings.count == 1)
  }

  @Test func givesTheSameBytesTwice() throws {
    let firm = try TestFirm(checks: [checkText("c", gaps: listedUnits)])
    try firm.load(Self.units)
    let first = try AssessmentEncoder.json(try firm.assess())
    let second = try AssessmentEncoder.json(try firm.assess())
    #expect(first == second)
  }

  @Test func isMetOnlyWhenSomethingWasExaminedAndNothingListed() throws {
    let firm = try TestFirm(
      checks: [checkText("c", gaps: listedUnits)], configuration: TestFirm.period)
    try firm.load(
      """
      events:
        - { step: commissioning, epcs: ["(01)09506000134352(21)A1"], lot: GOOD, expiry: "2028-06-30", at: "2026-07-30T08:00:00Z" }
      """)
    let assessment = try firm.assess()
    #expect(assessment.checks.first?.verdict == .met)
    #expect(assessment.requirements.first?.verdict == .met)
    #expect(assessment.summary.metByData == 1)
  }

  @Test func meetsNothingInAnEmptyCatalog() throws {
    let firm = try TestFirm(checks: [checkText("c", gaps: listedUnits)])
    let assessment = try firm.assess()
    #expect(assessment.checks.first?.reason?.code == .sourceNotDelivered)
    #expect(assessment.requirements.first?.verdict == .notAssessed)
    #expect(assessment.summary.metByData == 0)
    #expect(assessment.summary.metByDocuments == 0)
  }

  @Test func meetsNothingByDataWhenThereAreOnlyDocuments() throws {
    let firm = try TestFirm(checks: [checkText("c", gaps: listedUnits)])
    try firm.catalog.write { db in
      try db.execute(
        sql: "INSERT INTO source(name, kind, place) VALUES('sops', 'document', 'sops')")
      try db.execute(
        sql: """
          INSERT INTO artifact(source_id, path, sha256, bytes, collected_ms, run_id, status)
          VALUES(1, 'SOP-1.pdf', 'x', 1, 0, 0, 'taken')
          """)
    }
    let assessment = try firm.assess()
    #expect(assessment.summary.metByData == 0)
    #expect(assessment.requirements.first?.verdict == .notAssessed)
  }

  @Test(arguments: [("no_population", Verdict.notAssessed), ("nothing_occurred", .notApplicable)])
  func neverMeetsAnEmptyPopulation(empty: String, verdict: Verdict) throws {
    let firm = try TestFirm(
      checks: [
        checkText(
          "c", gaps: listedUnits, population: "SELECT epc_id FROM unit WHERE kind = 77",
          empty: empty)
      ])
    try firm.load(
      "events: [ { step: commissioning, epcs: [\"(01)09506000134352(21)A1\"], lot: L } ]")
    let assessment = try firm.assess()
    #expect(assessment.checks.first?.verdict == verdict)
    #expect(assessment.checks.first?.reason?.code.rawValue == empty)
    #expect(assessment.requirements.first?.verdict == verdict)
  }

  @Test(arguments: [
    ("law", "u", ReasonCode.citationNotConfirmed), ("law", "c/u-", .citationNotConfirmed),
    ("guidance", "c", .authorityNotLaw), ("practice", "c", .authorityNotLaw),
    ("firm", "c", .authorityNotLaw),
  ])
  func reviewsWhatIsNoConfirmedLaw(authority: String, mark: String, code: ReasonCode) throws {
    let firm = try TestFirm(
      checks: [checkText("c", gaps: listedUnits, authority: authority, mark: mark)],
      configuration: TestFirm.period)
    try firm.load(Self.units)
    let assessment = try firm.assess()
    #expect(assessment.checks.first?.verdict == .review)
    #expect(assessment.checks.first?.reason?.code == code)
    #expect(assessment.findings.first?.kind == .review)
    #expect(RunOutcome(assessment).exit == 0)
  }

  /// Who reads why something waits for a person reads the limit that was taken, if there is one.
  @Test(arguments: [
    (
      "limit_minutes: { type: integer, unit: minute, default: 60, min: 1, max: 99, why: practice }",
      "The firm has stated no limit of its own; the default, 60 minutes, is only a suggestion."
    ),
    (
      "major_after_days: { type: integer, unit: day, default: 30, min: 1, max: 99, why: practice }",
      "This rests on a date or limit in the firm's own record, not on law."
    ),
  ])
  func saysWhichLimitTheFirmHasNotStated(parameter: String, reason: String) throws {
    let name = parameter.prefix { $0 != ":" }
    let firm = try TestFirm(
      checks: [
        checkText(
          "c", gaps: listedUnits + " AND u.first_day > :\(name)", authority: "firm",
          parameters: "parameters:\n    \(parameter)")
      ], configuration: TestFirm.period)
    try firm.load(Self.units)
    #expect(try firm.assess().checks.first?.reason?.text == reason)
  }

  @Test func statesThatALimitIsTheLaws() throws {
    let parameters = """
      parameters:
        notice_hours: { type: integer, unit: hour, default: 24, min: 1, max: 24, law: true, why: "FD&C Act 582" }
      """
    func origin(_ settings: String) throws -> String? {
      let firm = try TestFirm(
        checks: [
          checkText(
            "c", gaps: listedUnits + " AND u.first_day > :notice_hours", parameters: parameters)
        ], configuration: settings)
      try firm.load(Self.units)
      return try firm.assess().profile.parameters["notice_hours"]?.from
    }
    #expect(try origin("") == "law")
    #expect(
      try origin("firm_limits:\n  - { parameter: notice_hours, value: 12, procedure: SOP QA-1 }\n")
        == "firm")
  }

  /// The file of a shipment lists the case, not the serial number of what lies in it.
  @Test func marksWhatFollowsFromTheContainerAnEventLists() throws {
    let firm = try TestFirm(
      checks: [
        checkText(
          "c",
          gaps: """
            SELECT s.epc_id AS epc, s.shipment_event AS found_event FROM shipment_unit s
            """)
      ], configuration: TestFirm.period)
    try firm.load(
      """
      events:
        - { step: commissioning, epcs: ["(01)09506000134352(21)A1..A2"], lot: GOOD, at: "2026-07-01T08:00:00Z" }
        - { step: packing, parent: "(00)095060001343520000", children: ["(01)09506000134352(21)A1"], at: "2026-07-02T08:00:00Z" }
        - { step: shipping, epcs: ["(00)095060001343520000", "(01)09506000134352(21)A2"], from: "9520000000011", to: "9520000000028", at: "2026-07-04T08:00:00Z" }
      """)
    let subjects = try #require(try firm.assess(samples: nil).findings.first).subjects
    let through = subjects.reduce(into: [:]) { through, subject in
      through[subject.key] = subject.values?["inferred_through"] ?? "listed"
    }
    #expect(
      through == [
        "(00)095060001343520000": "listed", "(01)09506000134352(21)A2": "listed",
        "(01)09506000134352(21)A1": "(00)095060001343520000",
      ])
  }

  @Test func makesAGapOfALimitTheFirmStated() throws {
    let parameters = """
      parameters:
        limit_days: { type: integer, unit: day, default: 9, min: 1, max: 99, law: false, why: "practice" }
      """
    let gaps = listedUnits + " AND u.first_day > :limit_days"
    let firm = try TestFirm(
      checks: [checkText("c", gaps: gaps, authority: "firm", parameters: parameters)],
      configuration:
        "firm_limits:\n  - { parameter: limit_days, value: 5, procedure: SOP QA-031 }\n")
    try firm.load(Self.units)
    let assessment = try firm.assess()
    #expect(assessment.findings.first?.kind == .gap)
    #expect(assessment.profile.parameters["limit_days"]?.value == "5")
    #expect(assessment.profile.parameters["limit_days"]?.procedure == "SOP QA-031")
  }

  /// Audits of a high class every quarter, all others once a year: both limits are in force.
  @Test func statesALimitThatChecksSetDifferentlyForEach() throws {
    func limit(_ days: Int) -> String {
      """
      parameters:
        limit_days: { type: integer, unit: day, default: \(days), min: 1, max: 999, law: false, why: "practice" }
      """
    }
    let gaps = listedUnits + " AND u.first_day > :limit_days"
    let firm = try TestFirm(checks: [
      checkText("a", gaps: gaps, parameters: limit(366)),
      checkText("b", gaps: gaps, parameters: limit(92)),
      checkText("c", gaps: gaps, parameters: limit(366)),
    ])
    try firm.load(Self.units)
    let stated = try firm.assess().profile.parameters
    #expect(stated["limit_days"]?.value == "366" && stated["limit_days"]?.checks == ["a", "c"])
    #expect(stated["b.limit_days"]?.value == "92" && stated["b.limit_days"]?.checks == ["b"])
  }

  @Test func keepsOneBadCheckFromSpoilingTheRest() throws {
    let firm = try TestFirm(
      checks: [
        checkText("a", gaps: "SELECT nothing AS epc, 1 AS x_event FROM unit"),
        checkText("b", gaps: "DELETE FROM all_unit"), checkText("c", gaps: listedUnits),
      ])
    try firm.load(Self.units)
    let assessment = try firm.assess()
    #expect(assessment.checks.map(\.reason?.code) == [.checkError, .checkError, nil])
    #expect(assessment.checks.last?.verdict == .gap)
    #expect(assessment.limitations.contains { $0.hasPrefix("Check a:") })
  }

  @Test func saysThatTheProfileIsForAnotherRole() throws {
    let firm = try TestFirm(checks: [checkText("a", gaps: listedUnits)])
    #expect(try !firm.assess().limitations.contains { $0.contains("is written for the role") })
    firm.configuration.organization.roles = [.wholesaler, .repackager]
    #expect(
      try firm.assess().limitations.first?.hasPrefix(
        "Profile test-profile is written for the role manufacturer; the configuration states "
          + "wholesaler, repackager.") == true)
  }

  @Test func stopsACheckThatTakesTooManySteps() throws {
    let firm = try TestFirm(
      checks: [
        checkText(
          "c",
          gaps:
            "SELECT max(a.epc_id) AS epc, max(b.epc_id) AS x_event FROM unit a, unit b, unit c, unit d"
        )
      ])
    try firm.load(
      "events: [ { step: commissioning, epcs: [\"(01)09506000134352(21)A1..A90\"], lot: L } ]")
    let assessment = try firm.assess(stepLimit: 100_000)
    #expect(assessment.checks.first?.reason?.code == .limitReached)
    #expect(RunOutcome(assessment).exit == 3)
  }

  @Test(arguments: ["unit_fate", "epc_by_serial"])
  func damageMetWhileJudgingIsNoResult(name: String) throws {
    let firm = try TestFirm(
      checks: [
        checkText(
          "c", gaps: "SELECT u.epc_id AS epc, u.commission_event AS found_event FROM unit u",
          population: "SELECT epc_id FROM epc ORDER BY serial")
      ])
    try firm.load(Self.units)
    let place = try firm.catalog.read { db in
      (
        page: try Int.fetchOne(
          db, sql: "SELECT rootpage FROM sqlite_master WHERE name = ?", arguments: [name]) ?? 0,
        size: try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
      )
    }
    try firm.catalog.close()
    let folder = firm.folder.appending(path: "catalog")
    let file = try FileHandle(forUpdating: folder.appending(path: "catalog.sqlite"))
    try file.seek(toOffset: UInt64((place.page - 1) * place.size))
    try file.write(contentsOf: Data(count: place.size))
    try file.close()
    let assessor = Assessor(
      library: firm.library, catalog: try Catalog.open(folder: folder, mode: .read),
      configuration: firm.configuration, samples: 100)
    let error = #expect(throws: CatalogError.self) {
      try assessor.assess(
        profile: "test-profile", baseline: .none,
        clock: Assessor.Clock(now: Instant(milliseconds: 1_793_491_200_000)),
        tool: Assessment.Tool(name: "muster", version: "test"))
    }
    #expect(error?.code == .damaged)
  }

  @Test func restsOnWhatItsFileSaysOfTheRegime() throws {
    let text = checkText("c", gaps: listedUnits).replacing(
      "mark: k", with: "mark: k\nregimes: { dscsa: { authority: practice, basis: GS1, mark: c } }")
    let firm = try TestFirm(checks: [text])
    try firm.load(Self.units)
    let finding = try #require(try firm.assess().findings.first)
    #expect(finding.kind == .review)
    #expect(finding.authority == .practice && finding.basis == "GS1")
  }

  @Test func leavesOpenWhatIsDueAfterTheWatermark() throws {
    let gaps =
      "SELECT u.epc_id AS epc, u.commission_event AS found_event, u.commission_day + 10 AS due_day FROM unit u"
    let given = Self.units + "\nsources: [ { name: events, complete_through: 2026-07-11 } ]\n"
    let firm = try TestFirm(checks: [checkText("c", gaps: gaps)])
    try firm.load(given)
    let check = try firm.check(try firm.assess(), "c")
    #expect((check.gaps, check.openAtCutOff) == (9, 2))
  }

  /// A source of an American site that is complete through July 11 ends at four in the morning, UTC.
  @Test func aSourceIsCompleteToTheEndOfTheDayWhereItStands() throws {
    let due = { (text: String) in
      "SELECT u.epc_id AS epc, u.commission_event AS found_event, "
        + "\(Instant(text: text)?.milliseconds ?? 0) AS due_ms FROM unit u"
    }
    let firm = try TestFirm(
      checks: [
        checkText("before", gaps: due("2026-07-12T03:00:00Z")),
        checkText("behind", gaps: due("2026-07-12T04:30:00Z")),
      ])
    try firm.load(Self.units + "\nsources: [ { name: events, complete_through: 2026-07-11 } ]\n")
    let assessment = try firm.assess(asOf: "2026-07-31T20:00:00Z")
    #expect(try firm.check(assessment, "before").openAtCutOff == 0)
    #expect(try firm.check(assessment, "before").gaps > 0)
    #expect(try firm.check(assessment, "behind").openAtCutOff > 0)
    #expect(try firm.check(assessment, "behind").gaps == 0)
  }

  @Test func isNotMetWhileValuesAreBlank() throws {
    let gaps =
      "SELECT u.epc_id AS epc, u.commission_event AS found_event, 1 AS not_evaluable FROM unit u "
      + "WHERE u.expiry_day IS NULL"
    let firm = try TestFirm(checks: [checkText("c", gaps: gaps)])
    try firm.load(
      "events: [ { step: commissioning, epcs: [\"(01)09506000134352(21)A1\"], lot: L } ]")
    let check = try firm.check(try firm.assess(), "c")
    #expect(check.verdict == .notAssessed)
    #expect(check.notEvaluable == 1)
    #expect(check.reason?.code == .factMissing)
  }

  @Test func isNotMetWhileSomethingIsNotDueYet() throws {
    let gaps =
      "SELECT u.epc_id AS epc, u.commission_event AS found_event, u.commission_day + 10 AS due_day "
      + "FROM unit u WHERE u.commission_day > \(CalendarDay(iso: "2026-07-02")?.number ?? 0)"
    let firm = try TestFirm(checks: [checkText("c", gaps: gaps)])
    try firm.load(
      """
      events:
        - { step: commissioning, epcs: ["(01)09506000134352(21)A1"], lot: L, at: "2026-07-01T08:00:00Z" }
        - { step: commissioning, epcs: ["(01)09506000134352(21)A2"], lot: L, at: "2026-07-10T08:00:00Z" }
      sources: [ { name: events, complete_through: 2026-07-11 } ]
      """)
    let check = try firm.check(try firm.assess(), "c")
    #expect((check.gaps, check.openAtCutOff, check.population) == (0, 1, 2))
    #expect(check.verdict == .notAssessed && check.reason?.code == .beyondWatermark)
    let text = "No exception noted in 2 units, but 1 of them is still open at the cut-off."
    #expect(check.reason?.text == text)
  }

  @Test func isNotMetWhileSomethingCouldNotBeRead() throws {
    let firm = try TestFirm(
      checks: [checkText("c", gaps: listedUnits)], configuration: TestFirm.period)
    try firm.load(
      """
      events: [ { step: commissioning, epcs: ["(01)09506000134352(21)A1"], lot: L, at: "2026-07-30T08:00:00Z" } ]
      quarantine: [ { reason: truncated } ]
      """)
    let assessment = try firm.assess()
    #expect(assessment.checks.first?.reason?.code == .evidenceUnreadable)
    #expect(RunOutcome(assessment).incomplete)
    #expect(RunOutcome(assessment).exit == 3)
  }

  @Test func cannotBeMetWhenASourceStopsBeforeThePeriodEnds() throws {
    let firm = try TestFirm(
      checks: [checkText("c", gaps: listedUnits)], configuration: TestFirm.period)
    try firm.load(
      """
      events: [ { step: commissioning, epcs: ["(01)09506000134352(21)A1"], lot: L, at: "2026-07-05T08:00:00Z" } ]
      """)
    let requirement = try firm.assess(asOf: "2026-08-01T00:00:00Z").requirements.first
    #expect(requirement?.verdict == .notAssessed)
    #expect(requirement?.reason?.code == .beyondWatermark)
    #expect(
      requirement?.reason?.text.hasSuffix(
        "It is no longer in the configuration; a new catalog folder leaves it out.") == true)
  }

  @Test func looksNoFurtherThanTheCutOff() throws {
    let firm = try TestFirm(checks: [checkText("c", gaps: listedUnits)])
    try firm.load(Self.units)
    let before = try firm.assess(asOf: "2026-07-01T12:00:00Z")
    #expect(before.checks.first?.population == 9)
    #expect(before.findings.isEmpty)
    #expect(before.summary.afterAsOf == 1)
    #expect(before.summary.lots == 1)
    let all = try firm.assess()
    #expect(all.checks.first?.population == 11)
  }

  @Test func selectsSubjectsByTheScope() throws {
    let firm = try TestFirm(
      checks: [checkText("c", gaps: listedUnits)],
      configuration: """
        scope:
          period: { from: 2026-07-01, to: 2026-07-31 }
          lots: [GOOD]

        """)
    try firm.load(Self.units)
    let assessment = try firm.assess()
    #expect(assessment.summary.lots == 1)
    #expect(assessment.checks.first?.population == 9)
    #expect(assessment.findings.isEmpty)
  }

  /// A lot written wrong would otherwise be one that nothing is found against.
  @Test func tellsWhichSubjectsOfTheScopeNothingCollectedNames() throws {
    let firm = try TestFirm(
      checks: [checkText("c", gaps: listedUnits)],
      configuration: """
        scope:
          period: { from: 2026-07-01, to: 2026-07-31 }
          lots: [GOOD, GO0D]

        """)
    try firm.load(Self.units)
    #expect(
      try firm.assess().limitations.filter { $0.hasPrefix("The scope selects lot ") } == [
        "The scope selects lot GO0D, which no event collected names: nothing was judged of it."
      ])
  }

  @Test func tellsWhichSitesAndPartnersOfTheScopeNoEventNames() throws {
    func said(_ scope: String) throws -> [String] {
      let firm = try TestFirm(
        checks: [checkText("c", gaps: listedUnits)],
        configuration: """
          scope: { period: { from: 2026-07-01, to: 2026-07-31 }, \(scope) }

          """)
      for (id, gln) in [("reno", "9520000000059"), ("lab", nil)] {
        var site = firm.configuration.sites[0]
        (site.id, site.gln) = (id, gln)
        firm.configuration.sites.append(site)
        if scope.contains("dayton") { firm.configuration.scope.sites.append(id) }
      }
      try firm.load(
        Self.units.replacing(
          "at: \"2026-07-01", with: "location: \"9520000000011\", at: \"2026-07-01"))
      return try firm.assess().limitations.filter { $0.hasPrefix("The scope selects ") }
    }
    let sites = try said("sites: [dayton]")
    #expect(
      sites.filter { $0.contains(" site ") } == [
        "The scope selects site lab, for which no GLN is declared: events are not selected by it.",
        "The scope selects site reno, whose GLN 9520000000059 no event collected names: no event was "
          + "judged of it.",
      ], "\(sites)")
    #expect(
      try Array(said("partners: [\"9520000000028\"]").dropFirst()) == [
        "The scope selects partner 9520000000028, which no event collected names as an owner: no "
          + "event was judged of it."
      ])
  }

  @Test func takesWhatBefellThePalletALotLayIn() throws {
    let firm = try TestFirm(
      checks: [checkText("c", gaps: listedUnits)],
      configuration: "scope:\n  period: { from: 2026-07-01, to: 2026-07-31 }\n  lots: [GOOD]\n\n")
    try firm.load(
      Self.units
        + "\n" + """
            - { step: packing, parent: "(00)095060001343520000", children: ["(01)09506000134352(21)A1"], at: "2026-07-03T08:00:00Z" }
            - { step: shipping, epcs: ["(00)095060001343520000"], from: "9520000000011", to: "9520000000028", at: "2026-07-04T08:00:00Z" }
            - { step: unpacking, parent: "(00)095060001343520000", children: ["(01)09506000134352(21)A1"], at: "2026-07-05T08:00:00Z" }
            - { step: packing, parent: "(00)095060001343520000", children: ["(01)09506000134352(21)B1"], at: "2026-07-06T08:00:00Z" }
            - { step: shipping, epcs: ["(00)095060001343520000"], from: "9520000000011", to: "9520000000028", at: "2026-07-07T08:00:00Z" }
          """)
    // Commissioning, packing, shipment and unpacking; what the pallet carried later is of another lot.
    #expect(try firm.assess().summary.events == 4)
  }

  @Test func leavesOutWhatLiesOutsideThePeriod() throws {
    let firm = try TestFirm(
      checks: [checkText("c", gaps: listedUnits)],
      configuration: "scope:\n  period: { from: 2026-08-01, to: 2026-08-31 }\n")
    try firm.load(Self.units)
    let assessment = try firm.assess()
    #expect(assessment.checks.first?.reason?.code == .noPopulation)
    #expect(assessment.findings.isEmpty)
  }

  @Test func marksMostOfAPopulationAsAQuestion() throws {
    let firm = try TestFirm(checks: [checkText("c", gaps: listedUnits)])
    try firm.load(
      "events: [ { step: commissioning, epcs: [\"(01)09506000134352(21)A1..A30\"], lot: BAD } ]")
    let finding = try #require(try firm.assess().findings.first)
    #expect(finding.kind == .review)
    #expect(finding.pattern?.mark == .mostOfPopulation)
    #expect(finding.pattern?.text.contains("set-up or process?") == true)
  }

  @Test func takesTheSeverityOfTheRow() throws {
    let gaps =
      "SELECT u.epc_id AS epc, u.commission_event AS found_event, 'minor' AS severity FROM unit u"
    let firm = try TestFirm(checks: [checkText("c", gaps: gaps)])
    try firm.load(Self.units)
    let assessment = try firm.assess()
    #expect(assessment.findings.first?.severity == .minor)
  }

  @Test func countsAThingListedTwiceOnce() throws {
    let gaps =
      "SELECT u.epc_id AS epc, u.commission_event AS found_event FROM unit u UNION ALL "
      + "SELECT u.epc_id AS epc, u.last_event AS found_event FROM unit u"
    let firm = try TestFirm(checks: [checkText("c", gaps: gaps)])
    try firm.load(Self.units)
    let assessment = try firm.assess()
    #expect(assessment.findings.first?.count == 11)
  }

  @Test func leavesTheCatalogAsItWas() throws {
    let firm = try TestFirm(checks: [checkText("c", gaps: listedUnits)])
    try firm.load(Self.units)
    let before = try firm.catalog.read { db in try tables(db) }
    _ = try firm.assess()
    _ = try firm.assess(asOf: "2026-07-01T12:00:00Z")
    let after = try firm.catalog.read { db in try tables(db) }
    #expect(after == before)
  }
}

/// Rows of every table, to see that none changed.
private func tables(_ db: Database) throws -> [String: Int] {
  let names = try String.fetchAll(
    db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
  return try Dictionary(
    uniqueKeysWithValues: names.map { name in
      (name, try Int.fetchOne(db, sql: "SELECT count(*) FROM \(name)") ?? 0)
    })
}
