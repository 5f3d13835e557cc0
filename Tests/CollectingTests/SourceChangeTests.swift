import Cataloging
import Collecting
import Foundation
import GRDB
import GS1
import Settings
import Testing

/// A source that is described otherwise than at the last collect: the catalog ends as if it had
/// been described so from the start.
@Suite struct SourceChangeTests {
  private let good = Sample.document(Sample.commission)
  private let header = "PR ID;Occurred on;Short description\n"
  private static let oneZone =
    "[{ id: dayton, time_zone: America/New_York }, { id: store, time_zone: America/New_York }]"
  private static let twoZones =
    "[{ id: dayton, time_zone: America/New_York }, { id: plant, time_zone: Europe/Berlin }]"

  /// Collects sources given as lines of `muster.yaml`.
  @discardableResult
  private func collect(
    _ place: Workplace, _ catalog: Catalog, _ sources: String, sites: String = oneZone
  ) throws -> CollectionOutcome {
    try Pipeline.collect(
      configuration: place.configuration(sources, sites: sites), catalog: catalog,
      clock: { 1_793_000_000_000 }, recordKinds: ["deviation": Kinds.deviation()])
  }

  private func titles(_ catalog: Catalog) throws -> [String] {
    try catalog.texts(
      """
      SELECT dev_id || ' ' || title || CASE WHEN absent_since_ms IS NULL THEN '' ELSE ' gone' END
      FROM deviation_version WHERE is_current = 1 ORDER BY 1
      """)
  }

  private func date(_ place: Workplace, _ path: String, _ seconds: TimeInterval) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: seconds)],
      ofItemAtPath: place.inbox.appendingPathComponent(path).path)
  }

  @Test func aFileIsReadAgainUnderTheKindItsSourceHasNow() throws {
    let place = try Workplace()
    try place.write("a.xml", good)
    try place.write("b.csv", header + "D1;2026-07-01T08:00:00Z;one\n")
    let catalog = try place.catalog()
    try collect(place, catalog, "- { name: s, kind: document, path: in }")
    let events = try collect(place, catalog, "- { name: s, kind: epcis, path: in }").sources[0]
    #expect(events.artifacts == ArtifactLedger(taken: 1, excluded: 1))
    #expect(events.events == 1)
    let again = try collect(place, catalog, "- { name: s, kind: epcis, path: in }").sources[0]
    #expect(again.artifacts == ArtifactLedger(unchanged: 1, excluded: 1))
    try collect(place, catalog, "- { name: s, kind: deviation, path: in }")
    #expect(try titles(catalog) == ["D1 one"])
    try collect(place, catalog, "- { name: s, kind: epcis, path: in }")
    #expect(try catalog.count("SELECT count(*) FROM deviation_version") == 0)
    #expect(try catalog.count("SELECT count(*) FROM delivered_field") == 0)
    #expect(try catalog.count("SELECT count(*) FROM all_unit") == 2)
  }

  /// The hours of the events that count, collected without an offset.
  private func hours(
    _ place: Workplace, _ catalog: Catalog, _ more: String, sites: String
  ) throws -> [String] {
    try collect(place, catalog, "- { name: s, kind: epcis, path: in\(more) }", sites: sites)
    return try catalog.texts(
      """
      SELECT e.event_ms / 3600000 % 24 FROM all_event e
      JOIN artifact a ON a.artifact_id = e.artifact_id WHERE a.superseded_by IS NULL
      """)
  }

  private var withoutOffset: String {
    good.replacingOccurrences(of: "12:00:00Z", with: "12:00:00").replacingOccurrences(
      of: "<eventTimeZoneOffset>-04:00</eventTimeZoneOffset>", with: "")
  }

  @Test func eventsWithoutAnOffsetFollowTheZoneOfTheirSourceAndItsSite() throws {
    let place = try Workplace()
    try place.write("a.xml", withoutOffset)
    let catalog = try place.catalog()
    func hour(_ more: String) throws -> [String] {
      try hours(place, catalog, more, sites: Self.twoZones)
    }
    #expect(try hour("") == ["12"])
    #expect(try hour(", site: dayton") == ["16"])
    #expect(try hour(", time_zone: Asia/Tokyo") == ["3"])
    #expect(try hour(", time_zone: Asia/Tokyo") == ["3"])
    #expect(try catalog.count("SELECT count(*) FROM artifact") == 3)
  }

  /// A firm of one zone means that zone; that it does is still asked, and where its sites differ
  /// nothing is taken for granted.
  @Test func theZoneAllSitesShareServesEventsForWhichNoneIsDeclared() throws {
    let place = try Workplace()
    try place.write("a.xml", withoutOffset)
    let catalog = try place.catalog()
    #expect(try hours(place, catalog, "", sites: Self.twoZones) == ["12"])
    #expect(try hours(place, catalog, "", sites: Self.oneZone) == ["16"])
    #expect(try hours(place, catalog, "", sites: Self.oneZone) == ["16"])
    #expect(try catalog.count("SELECT count(*) FROM artifact") == 2)
    #expect(
      try catalog.count("SELECT count(*) FROM defect WHERE code = 'time_zone_missing'") == 2)
    #expect(try catalog.count("SELECT count(*) FROM source WHERE time_zone IS NULL") == 1)
    let stated = ", time_zone: America/New_York"
    #expect(try hours(place, catalog, stated, sites: Self.oneZone) == ["16"])
    #expect(try hours(place, catalog, "", sites: Self.twoZones) == ["12"])
    #expect(try hours(place, catalog, "", sites: "[]") == ["12"])
  }

  @Test func theZoneAllSitesShareServesRecordsForWhichNoneIsDeclared() throws {
    let place = try Workplace()
    try place.write("a.csv", header + "D1;2026-07-01 22:00;one\n")
    let catalog = try place.catalog()
    func time(_ more: String, sites: String) throws -> [String] {
      let source = "- { name: s, kind: deviation, path: in\(more) }"
      try collect(place, catalog, source, sites: sites)
      return try catalog.texts(
        """
        SELECT (occurred_at_ms / 3600000 % 24) || ' ' || (occurred_at_day - 20635)
        FROM deviation_version WHERE is_current = 1
        """)
    }
    func isAsked() throws -> Bool {
      try catalog.count("SELECT count(*) FROM defect WHERE code = 'time_zone_missing'") > 0
    }
    #expect(try time(", time_zone: America/New_York", sites: Self.twoZones) == ["2 0"])
    #expect(try !isAsked())
    #expect(try time("", sites: Self.twoZones) == ["22 0"])
    #expect(try time("", sites: Self.oneZone) == ["2 0"])
    #expect(try isAsked())
  }

  @Test func whatIsLeftOutLaterCountsNoMoreUntilItIsTakenInAgain() throws {
    let place = try Workplace()
    try place.write("a.xml", good)
    let catalog = try place.catalog()
    let plain = "- { name: s, kind: epcis, path: in }"
    try collect(place, catalog, plain)
    try collect(place, catalog, "- { name: s, kind: epcis, path: in, exclude: [a.xml] }")
    #expect(try catalog.count("SELECT count(*) FROM all_unit") == 0)
    try collect(place, catalog, plain)
    #expect(try catalog.count("SELECT count(*) FROM all_unit") == 2)
  }

  @Test func recordsOfAFileLeftOutGiveWayToThoseOfTheOthers() throws {
    let place = try Workplace()
    try place.write("a.csv", header + "D1;2026-07-01T08:00:00Z;one\nD2;2026-07-02T08:00:00Z;two\n")
    try place.write(
      "b.csv", header + "D1;2026-07-01T08:00:00Z;wrong\nD2;2026-07-02T08:00:00Z;two\n")
    try date(place, "a.csv", 1_780_000_000)
    try date(place, "b.csv", 1_780_000_100)
    let catalog = try place.catalog()
    let plain = "- { name: s, kind: deviation, path: in }"
    try collect(place, catalog, plain)
    #expect(try titles(catalog) == ["D1 wrong", "D2 two"])
    try collect(place, catalog, "- { name: s, kind: deviation, path: in, exclude: [b.csv] }")
    #expect(try titles(catalog) == ["D1 one", "D2 two"])
    try collect(place, catalog, plain)
    #expect(try titles(catalog) == ["D1 wrong", "D2 two"])
  }

  @Test func aFileOlderThanTheOneItReplacesCountsAllTheSame() throws {
    let place = try Workplace()
    let catalog = try place.catalog()
    for (title, seconds) in [("first", 1_780_000_000.0), ("second", 1_780_000_100)] {
      try place.write("a.csv", header + "D1;2026-07-01T08:00:00Z;\(title)\n")
      try date(place, "a.csv", seconds)
      try collect(place, catalog, "- { name: s, kind: deviation, path: in }")
    }
    #expect(try titles(catalog) == ["D1 second"])
    try place.write("a.csv", header + "D1;2026-07-01T08:00:00Z;first\n")
    try date(place, "a.csv", 1_780_000_000)
    try collect(place, catalog, "- { name: s, kind: deviation, path: in }")
    #expect(try titles(catalog) == ["D1 first"])
  }

  @Test func recordsInAnArchiveAndInADatabaseAreAsOldAsTheirFile() throws {
    let place = try Workplace()
    let catalog = try place.catalog()
    try place.write("a.csv", header + "D1;2026-07-01T08:00:00Z;first\n")
    try date(place, "a.csv", 1_780_000_000)
    try collect(place, catalog, "- { name: s, kind: deviation, path: in }")
    try place.write(
      "b.zip",
      ZipFixture.make([("d.csv", Array((header + "D1;2026-07-01T08:00:00Z;second\n").utf8))]))
    try date(place, "b.zip", 1_780_000_100)
    try collect(place, catalog, "- { name: s, kind: deviation, path: in }")
    #expect(try titles(catalog) == ["D1 second"])
    let path = place.folder.appendingPathComponent("q.sqlite").path
    let queue = try DatabaseQueue(path: path)
    try queue.write { db in
      try db.execute(sql: "CREATE TABLE d(dev_id, occurred_at, title)")
      try db.execute(sql: "INSERT INTO d VALUES ('D1', '2026-07-01T08:00:00Z', 'third')")
    }
    try queue.close()
    try collect(
      place, catalog,
      "- { name: s, kind: deviation, database: q.sqlite, query: SELECT * FROM d }")
    #expect(try titles(catalog) == ["D1 third"])
  }

  @Test func theSourceThatReachesFurtherCountsAlsoWhenThatIsDeclaredLater() throws {
    let place = try Workplace()
    try place.write("a/a.csv", header + "D1;2026-07-01T08:00:00Z;one\n")
    try place.write("b/b.csv", header + "D1;2026-07-01T08:00:00Z;other\n")
    let catalog = try place.catalog()
    func sources(_ day: String) -> String {
      """
      - { name: a, kind: deviation, path: in/a, complete_through: 2026-07-31 }
      - { name: b, kind: deviation, path: in/b, complete_through: \(day) }
      """
    }
    try collect(place, catalog, sources("2026-06-30"))
    #expect(try titles(catalog) == ["D1 one"])
    let second = try collect(place, catalog, sources("2026-08-31"))
    #expect(!second.tookAnything)
    #expect(try titles(catalog) == ["D1 other"])
  }

  /// What only a wrong description made of a file goes with that description.
  @Test func recordsReadUnderAWrongKeyGoWhenTheColumnIsCorrected() throws {
    let place = try Workplace()
    try place.write(
      "a.csv",
      header + "D1;2026-07-01 08:00;one\nD1;2026-07-01 08:00;two\nD2;2026-07-02 08:00;two\n")
    let catalog = try place.catalog()
    let plain = "- { name: s, kind: deviation, path: in }"
    try collect(place, catalog, plain)
    let records = try catalog.count("SELECT count(*) FROM record")
    try collect(
      place, catalog,
      "- { name: s, kind: deviation, path: in, columns: { dev_id: Short description } }")
    #expect(
      try catalog.texts("SELECT dev_id FROM deviation_version WHERE is_current = 1 ORDER BY 1")
        == ["one", "two"])
    try collect(place, catalog, plain)
    #expect(try titles(catalog) == ["D1 one", "D2 two"])
    #expect(try catalog.count("SELECT count(*) FROM record") == records)
    try collect(
      place, catalog, "- { name: s, kind: deviation, path: in, time_zone: Asia/Tokyo }")
    #expect(try titles(catalog) == ["D1 one", "D2 two"])
    #expect(try catalog.count("SELECT count(*) FROM record") == records)
  }

  /// Of a file that the configuration describes wrongly nothing counts, and nothing says that it is
  /// gone; of one that is gone what it held counts, however it is described since.
  @Test func aFileThatCannotBeReadAsDescribedNowCountsNoMore() throws {
    let place = try Workplace()
    try place.write("a.csv", header + "D1;2026-07-01T08:00:00Z;one\n")
    try place.write(
      "b.zip",
      ZipFixture.make([("d.csv", Array((header + "D2;2026-07-01T08:00:00Z;two\n").utf8))]))
    try place.write("c.csv", header + "D3;2026-07-01T08:00:00Z;three\n")
    let catalog = try place.catalog()
    let plain = "- { name: s, kind: deviation, path: in }"
    try collect(place, catalog, plain)
    try FileManager.default.removeItem(at: place.inbox.appendingPathComponent("c.csv"))
    let wrong = "- { name: s, kind: deviation, path: in, format: { delimiter: \"|\" } }"
    #expect(try collect(place, catalog, wrong).sources[0].artifacts.unreadable == 2)
    #expect(try titles(catalog) == ["D3 three gone"])
    #expect(try catalog.count("SELECT count(*) FROM artifact WHERE absent_since_ms > 0") == 1)
    try collect(place, catalog, plain)
    #expect(try titles(catalog) == ["D1 one", "D2 two", "D3 three gone"])
  }

  @Test func eventsOfASourceOfAnotherKindCountNoMoreThoughItsFilesAreNone() throws {
    let place = try Workplace()
    try place.write("a.xml", good)
    let catalog = try place.catalog()
    try collect(place, catalog, "- { name: s, kind: epcis, path: in }")
    try collect(place, catalog, "- { name: s, kind: deviation, path: in }")
    #expect(try catalog.count("SELECT count(*) FROM all_unit") == 0)
    #expect(try catalog.count("SELECT count(*) FROM artifact WHERE absent_since_ms > 0") == 0)
    try collect(place, catalog, "- { name: s, kind: epcis, path: in }")
    #expect(try catalog.count("SELECT count(*) FROM all_unit") == 2)
  }

  @Test func rowsThatTheQueryAsksForNoMoreCountNoMore() throws {
    let place = try Workplace()
    let catalog = try place.catalog()
    let queue = try DatabaseQueue(path: place.folder.appendingPathComponent("q.sqlite").path)
    try queue.write { db in
      try db.execute(sql: "CREATE TABLE d(dev_id, occurred_at, title)")
      try db.execute(
        sql: """
          INSERT INTO d VALUES ('D1', '2026-07-01T08:00:00Z', 'one'),
            ('T1', '2026-07-01T08:00:00Z', 'test')
          """)
    }
    try queue.close()
    func collect(_ query: String) throws {
      try self.collect(
        place, catalog, "- { name: s, kind: deviation, database: q.sqlite, query: \"\(query)\" }")
    }
    try collect("SELECT * FROM d")
    #expect(try titles(catalog) == ["D1 one", "T1 test"])
    try collect("SELECT dev_id, title FROM d WHERE dev_id = 'D1'")
    #expect(try titles(catalog) == ["D1 one"])
    #expect(
      try catalog.texts("SELECT DISTINCT field FROM delivered_field ORDER BY 1")
        == ["dev_id", "title"])
  }

  @Test func recordsOfAFileThatIsBackAreBack() throws {
    let place = try Workplace()
    let file = place.inbox.appendingPathComponent("b.csv")
    let away = place.folder.appendingPathComponent("away.csv")
    try place.write("a.csv", header + "D1;2026-07-01T08:00:00Z;one\n")
    try place.write("b.csv", header + "D2;2026-07-01T08:00:00Z;two\n")
    let catalog = try place.catalog()
    let plain = "- { name: s, kind: deviation, path: in }"
    try collect(place, catalog, plain)
    try FileManager.default.moveItem(at: file, to: away)
    try collect(place, catalog, plain)
    #expect(try titles(catalog) == ["D1 one", "D2 two gone"])
    try FileManager.default.moveItem(at: away, to: file)
    try collect(place, catalog, plain)
    #expect(try titles(catalog) == ["D1 one", "D2 two"])
  }
}
