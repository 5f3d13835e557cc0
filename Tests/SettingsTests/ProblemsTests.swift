@testable import Settings
import Testing

@Suite struct ProblemsTests {
  private static let deviation = """
    id: deviation
    title: Deviation
    unit: { one: deviation, many: deviations }
    covers: [R09]
    citations: ["21 CFR 211.192"]
    key: [dev_id]
    in_period: { from: opened, to: closed_at }
    fields:
      dev_id: { type: id, title: Number, never_blank: true, aliases: [PR ID, "Deviation No"] }
      opened: { type: date, never_blank: true }
      class: { type: word, words: { critical: [C, kritisch], major: [], minor: [] } }
      hours: { type: decimal, scale: 2, unit: h }
      closed_at: { type: instant }
      qa_approval: { type: struct, fields: { by: { type: person }, at: { type: instant, known_from: closed_at } }, never_blank_when: { closed_at: [] } }
      lots: { type: list, of: id, separator: ";", references: lot }
      extensions: { type: list, fields: { old: { type: date }, new: { type: date } } }
    """

  private func library(_ check: (String, String)? = nil) throws -> Library {
    let base = check.map { files(changing: "checks/unit-seen.yaml", $0.0, to: $0.1) } ?? rightFiles
    return try Library.parse(files: base + [("records/deviation.yaml", Self.deviation)])
  }

  private func problems(_ lines: String, in library: Library) throws -> [String] {
    let read = try configuration("version: 1\norganization: { name: Firm }\n" + lines)
    return library.problems(in: read).map(short)
  }

  @Test func readsARecordKind() throws {
    let kind = try #require(try library().recordKinds["deviation"])
    #expect(
      kind.columns.map(\.name) == [
        "dev_id", "opened", "class", "hours", "closed_at", "qa_approval_by", "qa_approval_at",
      ])
    #expect(kind.lists.map(\.name) == ["lots", "extensions"])
    #expect(RecordKind.columns(ofList: kind.lists[0]).map(\.name) == ["value"])
    #expect(RecordKind.columns(ofList: kind.lists[1]).map(\.name) == ["old", "new"])
    #expect(kind.inPeriod == .overlap(from: ["opened"], to: ["closed_at"]))
    #expect(kind.fields[0].neverBlank == .always)
    #expect(kind.fields[0].aliases == ["PR ID", "Deviation No"])
    #expect(kind.fields[2].words == ["critical", "major", "minor"])
    #expect(kind.fields[2].synonyms == ["critical": ["C", "kritisch"]])
    #expect(kind.fields[3].scale == 2)
    #expect(
      kind.fields[5].neverBlank == .when([FactCondition(fact: "closed_at", anyOf: [])]))
    #expect(kind.fields[6].references == "lot")
  }

  @Test(arguments: [
    ("key: [dev_id]", "key: [dev]", "\"key\" names \"dev\", which is not a field"),
    ("scale: 2, unit: h", "of: id", "field \"hours\": only a list has \"of\" or \"separator\""),
    ("of: id, ", "", "field \"lots\": a list needs either \"of\" or \"fields\""),
    (
      "words: { critical: [C, kritisch], major: [], minor: [] }", "words: []",
      "field \"class\": a word needs its list of \"words\""
    ),
    (
      "{ from: opened, to: closed_at }", "{ at: opened, to: closed_at }",
      "\"in_period\" has either \"at\" or \"from\" with \"to\""
    ),
    (
      "  opened: { type", "  X-1: { type",
      "a field's name is made of a-z, 0-9 and \"_\" and does not begin with x_, not \"X-1\""
    ),
    (
      "  hours: {",
      "  planned: { type: boolean }\n  cause: { type: text, never_blank_when: { planned: yes } }\n  hours: {",
      "field \"cause\": never_blank_when asks for \"yes\" of \"planned\", which is one of: false, true "
        + "— did you mean \"true\"?"
    ),
    (
      "  hours: {",
      "  cause: { type: text, never_blank_when: { class: [major, critcal] } }\n  hours: {",
      "field \"cause\": never_blank_when asks for \"critcal\" of \"class\", which is one of: critical, "
        + "major, minor — did you mean \"critical\"?"
    ),
  ])
  func saysWhatIsWrongInARecordKind(_ row: (String, String, String)) {
    let text = Self.deviation.replacing(row.0, with: row.1)
    let found = faults(files: [("records/deviation.yaml", text)])
    #expect(found.contains { $0.contains(": " + row.2) }, "\(found)")
  }

  @Test func saysNothingAboutARightConfiguration() throws {
    let lines = """
      profiles: [{ id: maker, parameters: { skew_ms: 1000 } }]
      firm_limits: [{ parameter: skew_ms, value: 2000, procedure: SOP 1 }]
      interim_measures: [{ check: complete-deviation, capa: C-1, measure: m, until: 2026-12-31 }]
      sources:
        - { name: a, kind: epcis, path: x }
        - { name: b, kind: document, path: x }
        - { name: c, kind: deviation, path: x, columns: { dev_id: Nr, lots: Lose, x_note: N, qa_approval_by: Q }, values: { class: { A: critical } } }
      """
    #expect(try problems(lines, in: library()).isEmpty)
  }

  @Test func refusesAnInterimMeasureBesideTheLaw() throws {
    let measure =
      "interim_measures: [{ check: unit-seen, capa: C-1, measure: m, until: 2026-12-31 }]\n"
    #expect(
      try problems(measure, in: library()) == [
        "3:29: check \"unit-seen\" rests on law, and no interim measure stands beside the law; keep "
          + "the CAPA in the quality system"
      ])
    let practice = try library(("authority: law", "authority: practice"))
    #expect(try problems(measure, in: practice).isEmpty)
    let grouped = measure.replacing("capa:", with: "group: { lto: L1 }, capa:")
    #expect(
      try problems(grouped, in: practice) == [
        "3:49: check \"unit-seen\" does not group what it finds by \"lto\"; it groups by: none"
      ])
  }

  /// A rule of US law that is good practice in the EU: an EU firm's measure may stand beside it.
  @Test func takesAnInterimMeasureWhereTheRegimeMakesTheCheckNoLaw() throws {
    let measure = """
      profiles: [{ id: maker }]
      interim_measures: [{ check: unit-seen, capa: C-1, measure: m, until: 2026-12-31 }]

      """
    let split = files(
      changing: "checks/unit-seen.yaml", "authority: law",
      to: "authority: law\nregimes: { fmd: { authority: practice, basis: EU GMP, mark: k } }")
    #expect(try problems(measure, in: Library.parse(files: split)).count == 1)
    let european = split.map { ($0.path, $0.text.replacing("regime: dscsa", with: "regime: fmd")) }
    #expect(try problems(measure, in: Library.parse(files: european)).isEmpty)
  }

  @Test func namesWhatTheLibraryDoesNotHold() throws {
    let lines = """
      profiles: [{ id: makr }, { id: maker, parameters: { skw_ms: 1 } }]
      firm_limits: [{ parameter: other, value: 2000, procedure: SOP 1 }]
      interim_measures: [{ check: unit-sen, capa: C-1, measure: m, until: 2026-12-31 }]
      sources:
        - { name: b, kind: deviatoin, path: x }
        - { name: c, kind: deviation, path: x, columns: { dev: Nr }, values: { class: { A: big } } }
      """
    #expect(
      try problems(lines, in: library()) == [
        "3:18: there is no profile \"makr\"; known: maker — did you mean \"maker\"?",
        "3:61: profile \"maker\" has no parameter \"skw_ms\"; known: skew_ms — did you mean "
          + "\"skew_ms\"?",
        "4:28: no check uses the limit \"other\"; known: skew_ms",
        "5:29: there is no check \"unit-sen\" — did you mean \"unit-seen\"?",
        "7:22: there is no record kind \"deviatoin\" — did you mean \"deviation\"?",
        "8:53: record kind \"deviation\" has no field \"dev\"; a field of your own begins with x_",
        "8:86: \"big\" is not a word of \"class\"; known: critical, major, minor",
      ])
  }

  /// What people write who think of the header first, or in the words of their system.
  @Test func saysWhichFieldIsMeant() throws {
    let lines = """
      sources:
        - { name: a, kind: deviation, path: x, columns: { "PR ID": dev_id } }
        - { name: b, kind: deviation, path: x, columns: { "Deviation Number": Nr } }
        - { name: c, kind: Ereignis, path: x }
      """
    let read = try configuration("version: 1\norganization: { name: Firm }\n" + lines + "\n")
    let said = try Library.load(examples: false).problemsOfSources(in: read).map(short)
    #expect(said.count == 3)
    #expect(said[0].hasSuffix("the header behind it; write dev_id: \"PR ID\""), "\(said[0])")
    #expect(said[1].hasSuffix("begins with x_ — did you mean \"dev_id\"?"), "\(said[1])")
    #expect(said[2].contains("no record kind \"Ereignis\"; known: access_review, "), "\(said[2])")
  }

  @Test func takesSeveralColumnsForOneValueAlone() throws {
    let lines = """
      sources:
        - { name: a, kind: deviation, path: x, columns: { dev_id: [Nr, Index], lots: [Lot 1, Lot 2] } }
        - { name: b, kind: deviation, path: x, columns: { extensions_old: [Old, Time] } }
      """
    let head = "version: 1\norganization: { name: Firm }\n"
    let read = try configuration(head + lines + "\n")
    #expect(read.sources[0].columns == ["dev_id": ["Nr", "Index"], "lots": ["Lot 1", "Lot 2"]])
    #expect(
      try library().problemsOfSources(in: read).map(short) == [
        "5:69: \"extensions_old\" is a part of the items of a list; write one header, of the "
          + "column that has it"
      ])
    for (columns, problem) in [("[]", "names no column"), ("[Nr, Nr]", "names a column twice")] {
      #expect {
        try configuration(
          head
            + "sources: [{ name: a, kind: deviation, path: x, columns: { dev_id: \(columns) } }]\n")
      } throws: {
        "\($0)".contains("\"dev_id\" \(problem)")
      }
    }
  }

  @Test func warnsOfFactsAndLimitsThatDoNothing() throws {
    let lines = """
      profiles: [{ id: maker }]
      facts: { imprts: true }
      firm_limits: [{ parameter: skw_ms, value: 2000, procedure: SOP 1 }]
      """
    let library = try Library.parse(
      files: files(
        changing: "dscsa/maker.yaml", "judged_by: data",
        to: "judged_by: data\n    applies_when: { imports: true }"))
    #expect(
      try problems(lines, in: library) == [
        "4:10: no requirement asks for the fact \"imprts\"; known: imports — did you mean "
          + "\"imports\"?",
        "5:28: no check uses the limit \"skw_ms\"; known: skew_ms — did you mean \"skew_ms\"?",
      ])
  }

  /// Who writes `yes` means it: read as another word than `true` it would switch a requirement off.
  @Test(arguments: [
    ("yes", "\"yes\" — did you mean \"true\"?"), ("True", "\"True\" — did you mean \"true\"?"),
    ("Nein", "\"Nein\" — did you mean \"false\"?"),
    ("flase", "\"flase\" — did you mean \"false\"?"), ("perhaps", "\"perhaps\""),
    ("[]", "a list"), ("[true, false]", "a list"),
  ])
  func refusesAnAnswerThatIsNeitherYesNorNo(_ row: (written: String, words: String)) throws {
    let library = try Library.parse(
      files: files(
        changing: "dscsa/maker.yaml", "judged_by: data",
        to: "judged_by: data\n    applies_when: { repacks: true }"))
    let lines = "profiles: [{ id: maker }]\nfacts: { repacks: \(row.written) }\n"
    #expect(
      try problems(lines, in: library) == [
        "4:19: the fact \"repacks\" must be true or false, not \(row.words)"
      ])
    for right in ["true", "false", "\"true\"", "[true]"] {
      let lines = "profiles: [{ id: maker }]\nfacts: { repacks: \(right) }\n"
      #expect(try problems(lines, in: library).isEmpty, "\(right)")
    }
  }

  /// Answers that are words of their own stay what they are.
  @Test func takesAnyAnswerWhereAFactIsNoQuestionOfYesOrNo() throws {
    let library = try Library.parse(
      files: files(
        changing: "dscsa/maker.yaml", "judged_by: data",
        to: "judged_by: data\n    applies_when: { market: [US, NO] }"))
    #expect(
      try problems("profiles: [{ id: maker }]\nfacts: { market: DE }\n", in: library).isEmpty)
    let asked = files(
      changing: "dscsa/maker.yaml", "judged_by: data",
      to: "judged_by: data\n    applies_when: { repacks: yes }")
    #expect(
      faults(files: asked).contains {
        $0.hasSuffix(
          "\"repacks\" is asked for as true or false, not \"yes\" — did you mean \"true\"?")
      }, "\(faults(files: asked))")
  }

  @Test func letsALimitOfTheLawOnlyBeTightened() throws {
    let strict = try library(("why: \"practice\"", "law: true, why: statute"))
    func with(_ value: Int) throws -> [String] {
      try problems("profiles: [{ id: maker, parameters: { skew_ms: \(value) } }]", in: strict)
    }
    #expect(try with(299_999).isEmpty)
    #expect(
      try with(300_001) == [
        "3:48: parameter \"skew_ms\" is a limit of the law: it may be at most 300000, not 300001"
      ])
    let higher = try library(("why: \"practice\"", "law: true, tighten: higher, why: statute"))
    #expect(
      try problems("profiles: [{ id: maker, parameters: { skew_ms: 299999 } }]", in: higher) == [
        "3:48: parameter \"skew_ms\" is a limit of the law: it may be at least 300000, not 299999"
      ])
  }

  @Test func namesAValueOfTheWrongKindOrOutOfBounds() throws {
    #expect(
      try problems("profiles: [{ id: maker, parameters: { skew_ms: soon } }]", in: library()) == [
        "3:48: parameter \"skew_ms\" must be a whole number, not \"soon\""
      ])
    #expect(
      try problems(
        "firm_limits: [{ parameter: skew_ms, value: -1, procedure: P }]", in: library()) == [
          "3:44: parameter \"skew_ms\" must be at least 0, not -1"
        ])
  }

  @Test func tellsWhoStatedAParameter() throws {
    let library = try library()
    let check = try #require(library.checks["unit-seen"])
    var profile = try #require(library.profiles["maker"])
    func resolved(_ lines: String = "") throws -> ResolvedParameter? {
      let read = try configuration("version: 1\norganization: { name: Firm }\n" + lines)
      return library.parameters(
        of: check, in: profile, selected: read.profiles.first?.parameters ?? [:],
        firmLimits: read.firmLimits
      )["skew_ms"]
    }
    #expect(try resolved()?.value == .integer(300_000))
    #expect(try resolved()?.source == .check)
    profile.overrides = ["skew_ms": .integer(7)]
    #expect(try resolved()?.source == .profile)
    let selection = "profiles: [{ id: maker, parameters: { skew_ms: 8 } }]\n"
    #expect(try resolved(selection)?.value == .integer(8))
    #expect(try resolved(selection)?.source == .configuration)
    let limit = selection + "firm_limits: [{ parameter: skew_ms, value: 9, procedure: SOP 4 }]"
    #expect(try resolved(limit)?.value == .integer(9))
    #expect(try resolved(limit)?.source == .firmLimit(procedure: "SOP 4"))
  }

  @Test func judgesSourcesByTheRecordKindsAlone() throws {
    let read = try configuration(
      """
      version: 1
      organization: { name: Firm }
      profiles: [{ id: nowhere }]
      sources: [{ name: a, kind: deviaton, path: in }]
      """)
    #expect(
      try library().problemsOfSources(in: read).map(short) == [
        "4:28: there is no record kind \"deviaton\" — did you mean \"deviation\"?"
      ])
  }
}
