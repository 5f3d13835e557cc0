import Foundation
import Settings
import Testing

@Suite struct LibraryTests {
  @Test func readsACheck() throws {
    let library = try Library.parse(files: rightFiles)
    let check = try #require(library.checks["unit-seen"])
    #expect(check.title == "Every unit is seen")
    #expect(check.authority == .law)
    #expect(check.mark.text == "k")
    #expect(check.severity == .critical)
    #expect(check.lookFirst == .machine)
    #expect(check.population == .named("units"))
    #expect(check.empty == .noPopulation)
    #expect(check.gaps.hasPrefix("SELECT d.epc_id AS epc"))
    #expect(check.messageGroup == "{count} of {population} {unit} were not found.")
    #expect(check.parameters.map(\.name) == ["skew_ms"])
    #expect(check.parameters.first?.defaultValue == .integer(300_000))
    #expect(check.examples.map(\.expectedCount) == [1, 0, 0])
    #expect(check.examples.last?.population == 0)
    #expect(check.examples.first?.given["events"]?.list?.count == 1)
    #expect(check.origin.file == "checks/unit-seen.yaml")
    #expect(check.origin.position(of: "severity") == TextPosition(line: 8, column: 11))
    #expect(check.section == .records)
    #expect(!check.decideToday)
  }

  @Test func readsAProfile() throws {
    let library = try Library.parse(files: rightFiles)
    let profile = try #require(library.profiles["maker"])
    #expect(profile.edition == "2026.1")
    #expect(profile.roles == [.manufacturer])
    let requirement = try #require(profile.requirements.first)
    #expect(requirement.clock == nil)
    #expect(requirement.mark.standsAsLaw)
    #expect(requirement.expects.map(\.evidence) == ["event"])
    #expect(requirement.expects.map(\.forEach) == [.lot])
    #expect(library.checks(of: profile).map(\.id) == ["unit-seen"])
  }

  @Test func readsAFolder() throws {
    try withFolder { folder in
      for (path, text) in rightFiles {
        let url = folder.appending(path: path)
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
      }
      try Data("not yaml: [".utf8).write(to: folder.appending(path: "README.md"))
      let library = try Library.load(from: folder)
      #expect(library.profiles.keys.sorted() == ["maker"])
      #expect(library.populations.keys.sorted() == ["units"])
    }
  }

  @Test func saysThatAFolderIsNotThere() {
    let error = #expect(throws: DiagnosticList.self) {
      try Library.load(from: URL(filePath: "/nowhere/at/all"))
    }
    #expect(error?.description == "/nowhere/at/all: error: no such folder")
  }

  @Test func readsEverythingBuiltIn() throws {
    let library = try Library.load()
    #expect(!library.checks.isEmpty)
    #expect(library.profiles["dscsa-manufacturer"] != nil)
    #expect(library.profiles["fmd-manufacturer"] != nil)
  }

  @Test func readsBuiltInChecksWithoutTheirExamplesAsWithThem() throws {
    let whole = try Library.load()
    let short = try Library.load(examples: false)
    #expect(short.checks.count == whole.checks.count)
    for (id, check) in whole.checks {
      let other = try #require(short.checks[id])
      #expect(other.examples.isEmpty && !check.examples.isEmpty)
      #expect(other.origin.text == check.origin.text)
      // Whatever a check says stands before its examples.
      let parts = check.origin.text.split(separator: "\nexamples:")
      #expect(parts.count == 2)
      #expect(!parts[1].split(separator: "\n").dropFirst().contains { $0.first?.isLetter == true })
    }
  }

  @Test func saysWhatIsWrongInSeveralFiles() {
    var files = files(changing: "checks/unit-seen.yaml", "severity: critical", to: "severity: big")
    files[1].text = "id: unit\ntitle: T\nunit: { one: a }\nsql: SELECT 1\n"
    files[2].text += "\n    colour: red\n"
    #expect(
      faults(files: files) == [
        "Profiles/checks/unit-seen.yaml:8:11: \"severity\" must be one of critical, major, "
          + "minor, info, not \"big\"",
        "Profiles/dscsa/maker.yaml:20:5: unknown key \"colour\"; known here: applies_when, "
          + "authority, checks, citations, clock, expects, id, judged_by, look_at, mark, "
          + "mark_note, severity, statement, title",
        "Profiles/populations/units.yaml:1:5: the id must be the file's name, \"units\", not "
          + "\"unit\"",
        "Profiles/populations/units.yaml:3:7: \"unit\" has no \"many\"",
      ])
  }

  @Test(arguments: [
    (
      "default: 300000", "default: 9999999",
      "parameter \"skew_ms\" must be at most 3600000, not 9999999"
    ),
    (
      "default: 300000", "default: soon",
      "parameter \"skew_ms\" must be a whole number, not \"soon\""
    ),
    (
      "mark: k", "mark: x",
      "\"mark\" must be one of c, c2, k, u+, u, u-, or several joined by \"/\", not \"x\""
    ),
    ("subjects: [epc]", "subjects: []", "\"subjects\" names no column"),
    ("group_by: []", "group_by: [Seller]", "\"Seller\" is not the name of a column"),
    (
      "look_first: machine", "look_first: man",
      "\"look_first\" must be one of people, method, machine, materials, measurement, environment, not \"man\""
    ),
  ])
  func saysWhatIsWrongInACheck(_ row: (String, String, String)) {
    let faults = faults(files: files(changing: "checks/unit-seen.yaml", row.0, to: row.1))
    #expect(faults.count == 1)
    #expect(faults.first?.hasSuffix(": " + row.2) == true, "\(faults)")
  }

  @Test func takesRequirementsOverFromAnotherProfile() throws {
    let child = rightProfile.replacing("id: maker", with: "id: child").replacing("R-1", with: "R-2")
      .replacing("parameters: {}", with: "extends: [maker]\nparameters: { skew_ms: 1000 }")
    let library = try Library.parse(files: rightFiles + [("dscsa/child.yaml", child)])
    let profile = try #require(library.profiles["child"])
    #expect(profile.requirements.map(\.id) == ["R-1", "R-2"])
    #expect(profile.overrides == ["skew_ms": .integer(1000)])
  }

  @Test func namesACircleAndAnUnknownProfile() {
    let circle = rightProfile.replacing("parameters: {}", with: "extends: [maker]")
    #expect(
      faults(files: [("dscsa/maker.yaml", circle)]) == [
        "Profiles/dscsa/maker.yaml:6:11: profiles extend each other in a circle: maker, maker"
      ])
    let unknown = rightProfile.replacing("parameters: {}", with: "extends: [makers]")
    #expect(
      faults(files: [("dscsa/maker.yaml", unknown)]) == [
        "Profiles/dscsa/maker.yaml:6:11: there is no profile \"makers\" — did you mean \"maker\"?"
      ])
  }

  @Test func namesARequirementThatIsThereTwice() {
    let twice =
      rightProfile + "\n"
      + rightProfile.split(separator: "\n").dropFirst(7)
      .joined(separator: "\n")
    #expect(
      faults(files: [("dscsa/maker.yaml", twice)]) == [
        "Profiles/dscsa/maker.yaml:20:5: requirement \"R-1\" is there twice"
      ])
  }

  @Test func findsACheckByAnEarlierId() throws {
    let library = try Library.parse(
      files: files(
        changing: "checks/unit-seen.yaml", "id: unit-seen", to: "id: unit-seen\naliases: [seen]"))
    #expect(library.check(named: "seen")?.id == "unit-seen")
    #expect(library.check(named: "nothing") == nil)
  }

  /// A firm's own profile may name a check as it was called before: it is that check.
  @Test func aProfileThatNamesACheckByAnEarlierIdHasThatCheckOnce() throws {
    let renamed = files(
      changing: "checks/unit-seen.yaml", "id: unit-seen", to: "id: unit-seen\naliases: [seen]")
    for names in ["[seen]", "[seen, unit-seen]"] {
      let library = try Library.parse(
        files: renamed.map {
          ($0.path, $0.text.replacing("checks: [unit-seen]", with: "checks: \(names)"))
        })
      #expect(library.profiles["maker"]?.requirements.first?.checks == ["unit-seen"])
    }
  }

  @Test func recordKindsReadAloneAreThoseOfTheWholeLibrary() throws {
    let asked = try configuration(
      "version: 1\norganization: { name: Firm }\nprofiles: [{ id: dscsa-manufacturer }]")
    let alone = try #require(try Library.builtInRecordKinds(for: asked))
    let whole = try Library.load()
    #expect(alone.checks.isEmpty && alone.profiles.isEmpty)
    #expect(alone.recordKinds.keys.sorted() == whole.recordKinds.keys.sorted())
    #expect(alone.recordKinds.mapValues(\.columns) == whole.recordKinds.mapValues(\.columns))
  }

  @Test(arguments: [
    "profiles: [{ id: dscsa-manufacturr }]", "profiles: [{ id: deviation }]",
    "profiles: [{ id: dscsa-manufacturer, parameters: { transit_days: 3 } }]",
    "firm_limits: [{ parameter: containment_minutes, value: 60, procedure: SOP 1 }]",
    "own_profiles: own",
  ])
  func whatAsksMoreOfProfilesIsJudgedByTheWholeLibrary(_ line: String) throws {
    let asked = try configuration("version: 1\norganization: { name: Firm }\n" + line)
    let alone = try Library.builtInRecordKinds(for: asked)
    #expect(alone?.recordKinds.count == nil)
  }
}
