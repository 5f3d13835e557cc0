import Cataloging
import Collecting
import Foundation
import GRDB
import Settings
import Testing

/// A value that a table keeps in several columns: the day and the time of day of SAP and databases.
@Suite struct JoinedColumnTests {
  private static let joined = "path: in\ntime_zone: UTC\ncolumns: { occurred_at: [Datum, Uhrzeit] }"

  private func collect(_ file: String, _ text: String) throws -> Catalog {
    let place = try Workplace()
    try place.write(file, text)
    let catalog = try place.catalog()
    _ = try place.collectDeviations(catalog, Self.joined)
    return catalog
  }

  private static let read = """
    SELECT occurred_at_text || ' ' || coalesce(occurred_at_ms, 'none') FROM deviation_version
    WHERE is_current = 1 ORDER BY dev_id
    """

  @Test(arguments: [
    ("2026-07-01", "08:15:30+00:00", "2026-07-01 08:15:30+00:00 1782893730000"),
    ("01.07.2026", "08:15", "01.07.2026 08:15 1782893700000"),
    ("20260701", "081530", "20260701 08:15:30 1782893730000"),
    ("2026-07-01 00:00:00.000", "08:15:30", "2026-07-01 08:15:30 1782893730000"),
    ("2026-07-01T00:00:00", "1899-12-30 08:15:30", "2026-07-01 08:15:30 1782893730000"),
    ("1-Jul-2026", "8:15 PM", "1-Jul-2026 8:15 PM 1782936900000"),
  ])
  func aDayAndATimeOfDayAreOneTime(_ row: (day: String, time: String, read: String)) throws {
    let catalog = try collect("a.csv", "Uhrzeit;PR ID;Datum\n\(row.time);D-1;\(row.day)\n")
    #expect(try catalog.texts(Self.read) == [row.read])
    #expect(try catalog.texts("SELECT coalesce(extra, '') FROM deviation_version") == [""])
  }

  @Test func whatOneOfThemLacksIsTold() throws {
    let catalog = try collect(
      "a.csv", "PR ID;Datum;Uhrzeit\nD-1;01.07.2026;\nD-2;;08:15\nD-3;01.07.2026;8 Uhr\nD-4;;\n")
    #expect(
      try catalog.texts(
        """
        SELECT dev_id || ' ' || coalesce(occurred_at_day, 'none') || ' '
          || coalesce(occurred_at_text, '') FROM deviation_version ORDER BY dev_id
        """) == [
          "D-1 20635 01.07.2026", "D-2 none 08:15", "D-3 none 01.07.2026 8 Uhr", "D-4 none ",
        ])
    #expect(
      try catalog.texts(
        "SELECT code || ' ' || coalesce(raw, '') FROM defect WHERE field = 'occurred_at' ORDER BY 1"
      )
      .filter { $0.hasPrefix("time_unreadable") }
        == ["time_unreadable 01.07.2026 8 Uhr", "time_unreadable 08:15"])
  }

  @Test func membersOfJSONInAnyOrderAreOneTimeToo() throws {
    let catalog = try collect(
      "a.ndjson",
      """
      {"PR ID":"D-1","Occurred on":"2026-07-02T00:00:00Z"}
      {"PR ID":"D-2","Uhrzeit":"08:15:30Z","Datum":"2026-07-01"}
      {"PR ID":"D-3","Occurred on":"2026-07-02T00:00:00Z","Datum":"2026-07-03","Uhrzeit":"00:00:01Z"}
      """)
    #expect(
      try catalog.texts(Self.read) == [
        "2026-07-02T00:00:00Z 1782950400000", "2026-07-01 08:15:30Z 1782893730000",
        "2026-07-03 00:00:01Z 1783036801000",
      ])
  }

  @Test func aColumnThatIsNotThereIsToldAndASecondOneKeptBeside() throws {
    let place = try Workplace()
    try place.write("a.csv", "PR ID;Datum;Urzeit\nD-1;01.07.2026;08:15\n")
    try place.write("b.csv", "PR ID;Datum;Uhrzeit;Datum\nD-2;01.07.2026;08:15;02.07.2026\n")
    let catalog = try place.catalog()
    let outcome = try place.collectDeviations(catalog, Self.joined).sources[0]
    let reasons = outcome.troubles.map(\.reason)
    #expect(
      reasons.contains("no column \"Uhrzeit\" for occurred_at, perhaps \"Urzeit\""), "\(reasons)")
    #expect(
      try catalog.texts("SELECT occurred_at_text FROM deviation_version ORDER BY dev_id")
        == ["01.07.2026", "01.07.2026 08:15"])
    #expect(
      try catalog.texts("SELECT extra FROM deviation_version ORDER BY dev_id")
        == [#"{"Urzeit":"08:15"}"#, #"{"Datum (2)":"02.07.2026"}"#])
  }

  @Test func severalColumnsOfAListStandSideBySide() throws {
    let place = try Workplace()
    try place.write("a.csv", "PR ID;Erste;Zweite\nD-1;L1;L2\n")
    let catalog = try place.catalog()
    _ = try place.collectDeviations(catalog, "path: in\ncolumns: { lots: [Erste, Zweite] }")
    #expect(try catalog.texts("SELECT value FROM deviation__lots ORDER BY ord") == ["L1", "L2"])
  }
}
