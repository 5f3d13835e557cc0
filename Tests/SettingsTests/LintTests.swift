@testable import Settings
import Testing

@Suite struct LintTests {
  private func lint(_ path: String, _ old: String, _ new: String) throws -> [String] {
    try Library.parse(files: files(changing: path, old, to: new)).lint().map(short)
  }

  @Test func saysNothingAboutRightFiles() throws {
    #expect(try Library.parse(files: rightFiles).lint().isEmpty)
  }

  @Test(arguments: [
    ("title: Every unit is seen", "title: A violation"),
    ("title: Every unit is seen", "title: Non-compliant units"),
    ("statement: Each unit was seen.", "statement: The site failed to see it."),
    ("observed: No event", "observed: The event is missing"),
    ("expected: One event", "expected: All good"),
    ("remedy: Look for the file.", "remedy: Treat as suspect."),
    ("\"Unit {epc} was not found.\"", "\"Offenders {epc}\""),
    ("of {population} {unit} were not found.", "of {population} {unit} came late."),
  ])
  func namesWordsAReportNeverPrints(_ row: (String, String)) throws {
    let found = try lint("checks/unit-seen.yaml", row.0, row.1)
    #expect(found.count == 1)
    #expect(found.first?.contains("which a report never prints") == true)
  }

  @Test(arguments: [
    "Later, the latest translation was accessible.", "See \"suspect product\" in the act.",
    "Read {late_day} and {missing}.", "A lot of suspension.", "",
  ])
  func leavesOtherWordsCitationsAndColumnsAlone(_ text: String) {
    #expect(ForbiddenWords.hits(in: text).isEmpty)
  }

  @Test func namesTheWordAndWhatToWrite() {
    #expect(
      ForbiddenWords.hits(in: "Known gap; NON-COMPLIANT") == [
        ForbiddenWords.Hit(word: "known gap", instead: "interim measure under CAPA … until …"),
        ForbiddenWords.Hit(
          word: "non-compliant", instead: "the records do not show …; relevant requirement: …"),
      ])
  }

  @Test(arguments: [
    (
      "population: units", "population: unit",
      "13:13: there is no population \"unit\" — did you mean \"units\"?"
    ),
    ("reads: [event]", "reads: [evnt]", "10:8: \"reads\" names \"evnt\", which is no record kind"),
    (
      "covers: [dscsa/DQ-35]", "covers: [DQ-35]",
      "3:9: \"DQ-35\" is not a row of a reference, such as dscsa/DQ-35"
    ),
    (
      "Unit {epc}", "Unit {epc", "21:3: a brace without its partner in \"Unit {epc was not found.\""
    ),
    (
      "Unit {epc}", "Unit {EPC.x}",
      "21:3: \"{EPC.x}\" names no column; write {column}, {column.day}, {column.words} or "
        + "{column:one|many}"
    ),
    (
      "mark: k", "mark: u",
      "7:7: a citation marked u makes items to review at most; the authority is law"
    ),
    ("expect: [{ epc: \"(01)09521234567899(21)A1\" }]", "expect: []", "27:3: no example has a gap"),
    ("population: 0", "population: 1", "27:3: no example is empty: expect [] and population 0"),
    ("name: clean", "name: empty", "33:5: two examples are called \"empty\""),
  ])
  func namesWhatDoesNotFitTogether(_ row: (String, String, String)) throws {
    let found = try lint("checks/unit-seen.yaml", row.0, row.1)
    #expect(found.contains(row.2), "\(found)")
  }

  @Test func takesAnyAsAGap() throws {
    let found = try lint(
      "checks/unit-seen.yaml", "expect: [{ epc: \"(01)09521234567899(21)A1\" }]", "expect: any")
    #expect(found.isEmpty)
  }

  @Test(arguments: [
    (
      "checks: [unit-seen]", "checks: [unit-sen]",
      "17:13: requirement \"R-1\" names the check \"unit-sen\", which there is not — did you mean \"unit-seen\"?"
    ),
    (
      "checks: [unit-seen]", "checks: []",
      "8:5: requirement \"R-1\" is judged by data but names no check yet"
    ),
    (
      "evidence: event", "evidence: log",
      "16:15: requirement \"R-1\" expects \"log\", which is no record kind yet"
    ),
    ("FD&C Act 582(b)", "21 CFR Part 460", "8:5: there is no such citation: \"21 CFR Part 460\""),
    (
      "parameters: {}", "parameters: { skew_ms: 4000000 }",
      "6:13: parameter \"skew_ms\" must be at most 3600000, not 4000000"
    ),
    (
      "parameters: {}", "parameters: { skw: 4 }",
      "6:13: no check of this profile has a parameter \"skw\""
    ),
  ])
  func namesWhatDoesNotFitInAProfile(_ row: (String, String, String)) throws {
    let found = try lint("dscsa/maker.yaml", row.0, row.1)
    #expect(found.contains(row.2), "\(found)")
  }

  @Test func countsMarks() throws {
    let library = try Library.parse(files: rightFiles)
    let profile = try #require(library.profiles["maker"])
    let counts = library.markCounts(of: profile)
    #expect(counts.map(\.mark) == ["c/k"])
    #expect(counts.map(\.count) == [1])
  }

  @Test(arguments: [
    ("c", true), ("c/k", true), ("u+", true), ("c2/u+", true), ("u", false), ("c/u", false),
    ("u-", false),
  ])
  func knowsWhichMarksStandAsLaw(_ row: (String, Bool)) throws {
    #expect(try #require(ConfidenceMark(row.0)).standsAsLaw == row.1)
  }

  @Test func findsNothingInWhatIsBuiltIn() throws {
    let errors = try Library.load().lint().filter {
      $0.severity == .error && !$0.message.hasSuffix("which there is not")
    }
    #expect(errors.isEmpty, "\(errors.map(\.description).joined(separator: "\n"))")
  }
}
