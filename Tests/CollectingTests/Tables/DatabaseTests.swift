import Archives
import Cataloging
import Collecting
import Foundation
import GRDB
import Settings
import Synchronization
import Testing

@Suite struct DatabaseTests {
  private func make(_ place: Workplace, mode: String = "DELETE") throws -> DatabaseQueue {
    let path = place.inbox.appendingPathComponent("qms.sqlite").path
    let queue = try DatabaseQueue(path: path)
    try queue.inDatabase { db in
      _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = \(mode)")
      try db.execute(
        sql: """
          CREATE TABLE deviations("PR ID" TEXT, title TEXT, occurred_at TEXT, count INTEGER,
            hours REAL, planned INTEGER, seal BLOB);
          INSERT INTO deviations VALUES
            ('D1', 'one "quoted"', '2026-07-01T08:00:00Z', 3, 1.5, 1, x'00ff'),
            ('D2', NULL, '2026-07-02T08:00:00Z', 9007199254740993, 0.1, 0, NULL);
          """)
    }
    return queue
  }

  private func collect(
    _ place: Workplace, _ catalog: Catalog, query: String = "SELECT * FROM deviations"
  ) throws -> CollectionOutcome.SourceOutcome {
    try place.collectDeviations(
      catalog, "database: in/qms.sqlite\nquery: '\(query.replacing("'", with: "''"))'"
    ).sources[0]
  }

  @Test func keepsTheResultAsCanonicalLinesBesideWhatWasAsked() throws {
    let place = try Workplace()
    try make(place).close()
    let before = try Data(contentsOf: place.inbox.appendingPathComponent("qms.sqlite"))
    let catalog = try place.catalog()
    let outcome = try collect(place, catalog)
    #expect(outcome.problem == nil)
    #expect(outcome.artifacts == ArtifactLedger(taken: 2))
    let rows = try catalog.read { db in
      try Row.fetchAll(db, sql: "SELECT path, sha256, format FROM artifact ORDER BY path")
    }
    #expect(rows.map { $0["path"] } == ["qms.sqlite/query.json", "qms.sqlite/result.ndjson"])
    let vault = try #require(catalog.vault)
    let result = try vault.open(rows[1]["sha256"]).readAll(limit: 1 << 20)
    #expect(
      String(decoding: result, as: UTF8.self) == """
        {"PR ID":"D1","count":3,"hours":1.5,"occurred_at":"2026-07-01T08:00:00Z","planned":1,\
        "seal":"00ff","title":"one \\"quoted\\""}
        {"PR ID":"D2","count":9007199254740993,"hours":0.1,"occurred_at":"2026-07-02T08:00:00Z",\
        "planned":0,"seal":null,"title":null}

        """)
    let note = try vault.open(rows[0]["sha256"]).readAll(limit: 1 << 20)
    let text = String(decoding: note, as: UTF8.self)
    #expect(text.contains("\"query\":\"SELECT * FROM deviations\""))
    #expect(text.contains("\"sha256\":\""))
    let folder = try FileManager.default.contentsOfDirectory(atPath: place.inbox.path)
    #expect(folder == ["qms.sqlite"])
    #expect(try Data(contentsOf: place.inbox.appendingPathComponent("qms.sqlite")) == before)
    let left = try FileManager.default.contentsOfDirectory(atPath: vault.folder.path)
    #expect(!left.contains { $0.hasPrefix(".partial") })
  }

  @Test func anUnchangedDatabaseIsKnownAgain() throws {
    let place = try Workplace()
    let queue = try make(place)
    let catalog = try place.catalog()
    _ = try collect(place, catalog)
    #expect(try collect(place, catalog).artifacts == ArtifactLedger(unchanged: 2))
    try queue.write { db in try db.execute(sql: "CREATE TABLE other(a)") }
    #expect(try collect(place, catalog).artifacts == ArtifactLedger(taken: 1, unchanged: 1))
    try queue.write { db in try db.execute(sql: "DELETE FROM deviations WHERE count = 3") }
    #expect(try collect(place, catalog).artifacts == ArtifactLedger(taken: 2))
  }

  @Test func readsALiveDatabaseWithWhatStandsInItsLog() throws {
    let place = try Workplace()
    let path = place.inbox.appendingPathComponent("qms.sqlite").path
    try make(place).close()
    var configuration = Configuration()
    configuration.journalMode = .wal
    let live = try DatabaseQueue(path: path, configuration: configuration)
    try live.write { db in try db.execute(sql: "DELETE FROM deviations WHERE count = 3") }
    let outcome = try collect(place, try place.catalog())
    #expect(outcome.problem == nil)
    #expect(outcome.records.read == 1)
    try live.close()
  }

  @Test func aLockedDatabaseIsSaidToBeLocked() throws {
    let place = try Workplace()
    try make(place).close()
    let catalog = try place.catalog()
    // As another process would hold it: the lock of an open file survives this process opening and
    // closing the file too.
    let path = place.inbox.appendingPathComponent("qms.sqlite").path
    let descriptor = open(path, O_RDWR)
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = 0x4000_0002
    lock.l_len = 510
    #expect(withUnsafeMutablePointer(to: &lock) { fcntl(descriptor, 37, $0) } == 0)
    let outcome = try collect(place, catalog)
    close(descriptor)
    #expect(outcome.problem?.contains("Another program is writing to the database") == true)
    #expect(outcome.isIncomplete)
    #expect(try collect(place, catalog).artifacts == ArtifactLedger(taken: 2))
  }

  @Test(arguments: [
    ("DELETE FROM deviations", "one SELECT"),
    ("SELECT 1; DELETE FROM deviations", "several statements"),
    ("PRAGMA user_version = 4", "one SELECT"), ("SELECT * FROM deviatons", "deviations"),
    ("SELECT title, count AS title FROM deviations", "\"title\""),
    ("ATTACH 'x' AS y", "one SELECT"),
    ("SELECT seal, 1 AS colour FROM deviations", "columns"),
  ])
  func refusesWhatIsNoPlainQuery(query: String, words: String) throws {
    let place = try Workplace()
    try make(place).close()
    let catalog = try place.catalog()
    let outcome = try collect(place, catalog, query: query)
    let problem = try #require(outcome.problem)
    #expect(problem.contains(words), "\(problem)")
    #expect(!problem.contains("Database."), "\(problem)")
    #expect(outcome.artifacts.taken == 0)
    #expect(try catalog.count("SELECT count(*) FROM artifact") == 0)
  }

  /// A program of the nineties wrote Latin-1 into its database: two names stay two.
  @Test func textThatIsNoUTF8IsReadAsWindows1252AndSaid() throws {
    let place = try Workplace()
    let queue = try make(place)
    try queue.write { db in
      try db.execute(
        sql: """
          DELETE FROM deviations;
          INSERT INTO deviations("PR ID", title, occurred_at) VALUES
            ('D1', cast(x'4dfc6c6c6572' AS TEXT), '2026-07-01T08:00:00Z'),
            ('D2', 'Müller', '2026-07-01T08:00:00Z'),
            ('D3', cast(x'4de46c6c6572' AS TEXT), '2026-07-01T08:00:00Z'),
            ('D4', cast(x'610062' AS TEXT), '2026-07-01T08:00:00Z');
          """)
    }
    try queue.close()
    let catalog = try place.catalog()
    #expect(try collect(place, catalog).records.taken == 4)
    #expect(
      try catalog.texts("SELECT title FROM deviation_version ORDER BY dev_id")
        == ["Müller", "Müller", "Mäller", "a\u{FFFD}b"])
    #expect(
      try catalog.texts(
        "SELECT code || ' ' || field || ' ' || raw FROM defect WHERE code = 'text_encoding' ORDER BY line"
      )
        == [
          "text_encoding title no UTF-8, read as windows-1252: Müller",
          "text_encoding title no UTF-8, read as windows-1252: Mäller",
          "text_encoding title a\u{FFFD}b",
        ])
  }

  private static let endless =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 'D' || i AS \"PR ID\", "
    + "'x' AS title FROM n"

  @Test(arguments: [endless, endless + " WHERE i < 0", endless + " ORDER BY i DESC"])
  func aQueryWithoutEndIsEnded(query: String) throws {
    let place = try Workplace()
    try make(place).close()
    let catalog = try place.catalog()
    let outcome = try place.collectDeviations(
      catalog, "database: in/qms.sqlite\nquery: '\(query.replacing("'", with: "''"))'"
    ) { $0.query.steps = 2_000_000 }.sources[0]
    let problem = try #require(outcome.problem)
    #expect(problem.contains("qms.sqlite"))
    #expect(problem.contains("more than 2,000,000 steps"))
    #expect(outcome.isIncomplete)
    #expect(try catalog.count("SELECT count(*) FROM artifact") == 0)
    let folder = try #require(catalog.vault).folder.path
    let left = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(!left.contains { $0.hasPrefix(".partial") })
  }

  @Test(arguments: [endless, endless + " WHERE i < 0"])
  func aQueryThatFillsTheDiskIsEnded(query: String) throws {
    let place = try Workplace()
    try make(place).close()
    let looks = Mutex(0)
    let outcome = try place.collectDeviations(
      place.catalog(), "database: in/qms.sqlite\nquery: '\(query.replacing("'", with: "''"))'"
    ) {
      $0.query.free = { _ in
        looks.withLock { count in
          count += 1
          return count > 20 ? 49_000_000_000 : 100_000_000_000
        }
      }
    }.sources[0]
    let problem = try #require(outcome.problem)
    #expect(problem.contains("half of the room") && problem.contains("49.0 GB is left"))
  }

  @Test func aQueryWithoutRowsStopsWhenTheRunDoes() throws {
    let place = try Workplace()
    try make(place).close()
    let asked = Mutex(0)
    let query = Self.endless + " WHERE i < 0"
    let outcome = try place.collectDeviations(
      place.catalog(), "database: in/qms.sqlite\nquery: '\(query.replacing("'", with: "''"))'"
    ) {
      $0.isCancelled = {
        asked.withLock { count in
          count += 1
          return count > 500
        }
      }
    }
    #expect(outcome.interrupted)
  }

  @Test func aValueOfAQueryHasALongestLength() throws {
    let place = try Workplace()
    try make(place).close()
    let outcome = try collect(
      place, try place.catalog(), query: "SELECT hex(zeroblob(900000000)) AS title FROM deviations")
    #expect(outcome.problem?.contains("longer than it may be") == true)
  }

  @Test func aQueryWithoutRowsIsTakenAndSaid() throws {
    let place = try Workplace()
    try make(place).close()
    let outcome = try collect(
      place, try place.catalog(), query: "SELECT * FROM deviations WHERE count < 0")
    #expect(outcome.artifacts == ArtifactLedger(taken: 2))
    #expect(outcome.records == RecordLedger())
    #expect(outcome.troubles.map(\.reason) == ["no rows"])
    #expect(!outcome.isIncomplete)
  }

  @Test(arguments: ["no database at all", ""])
  func whatIsNoDatabaseIsSaidToBeNone(text: String) throws {
    let place = try Workplace()
    try place.write("qms.sqlite", text)
    let outcome = try collect(place, try place.catalog())
    #expect(outcome.problem?.contains("no SQLite database") == true)
  }

  @Test func aDatabaseThatIsNotThereIsOneSentence() throws {
    let place = try Workplace()
    let outcome = try collect(place, try place.catalog())
    #expect(outcome.problem?.contains("qms.sqlite") == true)
  }
}
