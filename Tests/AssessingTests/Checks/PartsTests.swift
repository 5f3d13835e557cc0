import Settings
import Testing

@testable import Assessing

struct PartsTests {
  @Test(arguments: [
    (Int64(11_520_000), "3 h 12 min"), (45_000, "45 s"), (500, "500 ms"), (0, "0 ms"),
    (187_200_000, "2 d 4 h"), (-60_000, "-1 min"), (86_400_000, "24 h"),
    (112_200_000, "31 h 10 min"), (172_800_000, "2 d"),
    (Int64.min, "-106751991167 d 7 h"),
  ])
  func showsDurations(milliseconds: Int64, text: String) {
    #expect(GapColumn.duration(milliseconds) == text)
  }

  @Test func showsNumbersByTheEndingOfTheirColumn() {
    #expect(GapColumn.text(20_635, column: "expiry_day") == "2026-07-01")
    #expect(GapColumn.text(0, column: "ship_ms") == "1970-01-01T00:00:00Z")
    #expect(GapColumn.text(60_000, column: "lag_ms") == "1 min")
    #expect(GapColumn.text(7, column: "units") == "7")
    #expect(GapColumn.text(8_450, column: "yield_e2") == "84.50")
    #expect(GapColumn.text(-5, column: "shift_e2") == "-0.05")
    #expect(GapColumn.text(7, column: "site_e") == "7")
  }

  @Test func showsInstantsInSentencesAsPeopleWriteThem() {
    #expect(
      GapColumn.sentence(1_788_440_400_000, column: "decided_ms") == "2026-09-03 13:00:00 UTC")
    #expect(GapColumn.sentence(60_000, column: "lag_ms") == "1 min")
    #expect(GapColumn.sentence(7, column: "units") == "7")
  }

  @Test func tellsColumnsApartByTheirNames() {
    #expect(GapColumn(name: "epc") == .key(.epc))
    #expect(GapColumn(name: "other_lot") == .key(.lot))
    #expect(GapColumn(name: "ship_event") == .pointer(role: "ship"))
    #expect(GapColumn(name: "document_record") == .pointer(role: "document"))
    #expect(GapColumn(name: "seller_gln") == .plain)
    #expect(GapColumn(name: "due_day") == .due(isDay: true))
  }

  @Test(arguments: [("1", "held 1 unit, 1 lot {"), ("12", "held 12 units, 1 lot {")])
  func putsTheWordsThatFitBehindANumber(units: String, text: String) {
    let template = MessageTemplate("held {units:unit|units}, {lots:lot|lots} {")
    #expect(template.text { column, _ in column == "units" ? units : "1" } == text)
    #expect(template.placeholders.map(\.column) == ["units", "lots"])
  }

  @Test func fingerprintsNameCheckAndGroupAndNothingElse() {
    let one = Fingerprint.of(check: "c", group: ["a": "1", "b": "2"])
    #expect(one == Fingerprint.of(check: "c", group: ["b": "2", "a": "1"]))
    #expect(one != Fingerprint.of(check: "d", group: ["a": "1", "b": "2"]))
    #expect(
      Fingerprint.of(check: "c", group: ["a": "1\nb=2"]) != one,
      "a line break in a value is no second key")
    #expect(one.count == 64)
  }

  @Test func countsIdsOnceWhateverTheirOrder() {
    var set = SubjectSet()
    let ids: [Int64] = [1, 4_096, 63, 64, 1, 4_096, 100_000_000, 0, -5, -5]
    #expect(ids.filter { set.insert($0) } == [1, 4_096, 63, 64, 100_000_000, 0, -5])
    #expect(set.insert("a") && !set.insert("a"))
  }

  @Test func marksMostOfAPopulationFromTwentyFiveOn() {
    let unit = CountWords(one: "unit", many: "units")
    func mark(_ count: Int, _ population: Int) -> Finding.Pattern.Mark? {
      PatternRule.pattern(
        count: count, population: population, unit: unit, bySource: [:], sourcePopulation: [:])?
        .mark
    }
    #expect(mark(25, 125) == .mostOfPopulation)
    #expect(mark(25, 126) == nil)
    #expect(mark(24, 24) == nil)
  }

  @Test func saysMostOnlyOfMoreThanHalf() {
    let unit = CountWords(one: "unit", many: "units")
    func text(_ count: Int) -> String? {
      PatternRule.pattern(
        count: count, population: 118, unit: unit, bySource: [:], sourcePopulation: [:])?
        .text
    }
    #expect(text(30) == "Many of them (30 of 118 units): set-up or process?")
    #expect(text(59) == "Many of them (59 of 118 units): set-up or process?")
    #expect(text(60) == "Most of them (60 of 118 units): set-up or process?")
    #expect(text(118) == "All of them (118 of 118 units): set-up or process?")
  }

  @Test func marksEverythingOfOneSource() {
    let unit = CountWords(one: "document", many: "documents")
    func mark(_ sources: [String: Int], _ population: [String: Int]) -> Finding.Pattern.Mark? {
      PatternRule.pattern(
        count: sources.values.reduce(0, +), population: 1000, unit: unit, bySource: sources,
        sourcePopulation: population)?.mark
    }
    #expect(mark(["cmo": 6], ["cmo": 6, "line": 900]) == .allFromOneSource)
    #expect(mark(["cmo": 6], ["cmo": 7]) == nil)
    #expect(mark(["cmo": 4], ["cmo": 4]) == nil)
    #expect(mark(["cmo": 6, "line": 1], ["cmo": 6, "line": 900]) == nil)
  }

  @Test func keepsTheSmallestKeysWhateverOrderTheyComeIn() {
    var group = GapGroup(group: [:], severity: .major)
    for key in ["d", "a", "c", "e", "b"] where group.lists(key, limit: 3) {
      group.list(GapGroup.Sample(key: key, row: []), limit: 3)
    }
    #expect(group.samples.map(\.key) == ["a", "b", "c"])
  }

  @Test func fillsMessages() {
    let template = MessageTemplate("{count} of {n}: {ship_event.day} {x} {")
    #expect(template.placeholders.map(\.column) == ["count", "n", "ship_event", "x"])
    #expect(
      template.text { column, part in column + (part ?? "") } == "count of n: ship_eventday x {")
  }

  @Test(arguments: [
    (
      "(01)09506000134352(21)A1..A3",
      ["(01)09506000134352(21)A1", "(01)09506000134352(21)A2", "(01)09506000134352(21)A3"]
    ),
    ("(21)A09..A11", ["(21)A09", "(21)A10", "(21)A11"]), ("(21)A3..A1", ["(21)A3..A1"]),
    ("..", [".."]),
  ])
  func expandsRangesOfSerials(text: String, all: [String]) {
    #expect(ShortEvent.expanded(text) == all)
  }

  @Test func takesTheLastTwoFullQuartersWhenNoPeriodIsStated() throws {
    let day = try #require(CalendarDay(iso: "2026-11-21")).number
    let (from, to) = CutOff.twoQuarters(before: day)
    #expect(CalendarDay(number: from).iso == "2026-04-01")
    #expect(CalendarDay(number: to).iso == "2026-09-30")
    let january = try #require(CalendarDay(iso: "2026-01-05")).number
    #expect(CalendarDay(number: CutOff.twoQuarters(before: january).from).iso == "2025-07-01")
  }

  @Test func endsADayInItsZone() throws {
    let day = try #require(CalendarDay(iso: "2026-09-30")).number
    let end = CutOff.end(ofDay: day, zone: "America/New_York")
    #expect(Instant(milliseconds: end).text == "2026-10-01T03:59:59.999Z")
    #expect(CutOff.day(of: end, zone: "America/New_York") == day)
  }
}
