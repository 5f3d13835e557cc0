import Archives
import Cataloging
import Collecting
import Foundation
import GRDB
import GS1
import Settings
import Testing

/// Tables from files to rows of the catalog.
@Suite struct TablePipelineTests {
  private static let header =
    "PR ID;Kurztext;Site;Occurred on;Due date;Severity;Aufwand;Anzahl;Geplant;QA-Freigabe von;Lot;Colour"
  private static let lines = [
    "D-001;Größe falsch;dayton;2026-07-01T08:00:00-04:00;2026-07-31;kritisch;1.50;3;ja;qa7;L1;L2;blue",
    "D-002;;dayton;2026-07-02T09:30:00Z;2026-08-01;minor;0.25;12;nein;;;",
  ]
  // The list separator of the kind is the delimiter here, so the two lots stand in quotes.
  private static let csv =
    header + "\n" + lines[0].replacing("L1;L2", with: "\"L1;L2\"") + "\n" + lines[1] + "\n"

  private static let columns = """
    SELECT dev_id, title, site, occurred_at_ms, occurred_at_day, due_day, class, hours, count,
      planned, qa_approval_by, extra,
      (SELECT group_concat(value, '|') FROM
        (SELECT value FROM deviation__lots l WHERE l.record_id = v.record_id ORDER BY ord)) AS lots
    FROM deviation_version v WHERE is_current = 1 ORDER BY dev_id
    """

  private func rows(_ catalog: Catalog) throws -> [String] {
    try catalog.read { db in
      try Row.fetchAll(db, sql: Self.columns).map { row in
        row.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
      }
    }
  }

  private func collected(
    _ lines: String = "path: in", _ fill: (Workplace) throws -> Void
  ) throws -> (rows: [String], outcome: CollectionOutcome.SourceOutcome) {
    let place = try Workplace()
    try fill(place)
    let catalog = try place.catalog()
    let outcome = try place.collectDeviations(catalog, lines)
    return (try rows(catalog), outcome.sources[0])
  }

  /// Each record of JSON has its own members: what a surer name means in one does not take from the
  /// others, and the file is not refused.
  @Test func aLaterRecordOfJSONMayNameAFieldMoreSurely() throws {
    let place = try Workplace()
    try place.write(
      "a.json",
      """
      [{"PR ID": "D1", "title": "one"}, {"PR ID": "x7", "dev_id": "D2", "title": "two"},
       {"PR ID": "D3", "title": "three"}]
      """)
    let catalog = try place.catalog()
    let source = try place.collectDeviations(catalog).sources[0]
    #expect(source.records == RecordLedger(taken: 3))
    #expect(
      try catalog.texts(
        "SELECT dev_id || ' ' || title FROM deviation_version WHERE is_current = 1 ORDER BY 1")
        == ["D1 one", "D2 two", "D3 three"])
    #expect(
      try catalog.texts("SELECT extra FROM deviation_version WHERE dev_id = 'D2'")
        == ["{\"PR ID\":\"x7\"}"])
    #expect(
      source.troubles.contains {
        $0.reason.hasPrefix("records without \"dev_id\" have their dev_id from \"PR ID\"")
      }, "\(source.troubles)")
  }

  @Test(arguments: ["D1\n", ""])
  func aTableWithTooManyColumnsIsSaidToHaveThem(row: String) throws {
    let header = "PR ID," + (0..<20_000).map { "c\($0)" }.joined(separator: ",")
    let (rows, outcome) = try collected { try $0.write("wide.csv", header + "\n" + row) }
    #expect(rows.isEmpty)
    let reason = try #require(outcome.troubles.first?.reason)
    #expect(
      reason == "no_header: Line 1 is not read, and may hold the headers: "
        + "A row of more than 16,384 cells, as many as a spreadsheet has.", "\(reason)")
    #expect(outcome.isIncomplete)
  }

  private var workbook: WorkbookMaker {
    WorkbookMaker(sheets: [
      (
        "Deviations",
        [
          [.shared("Deviation list")], [],
          Self.header.split(separator: ";").map { .shared(String($0)) },
          [
            .shared("D-001"), .shared("Größe falsch"), .shared("dayton"),
            .inline("2026-07-01T08:00:00-04:00"), .number("46234", style: 1), .shared("kritisch"),
            .number("1.5"), .number("3"), .boolean(true), .shared("qa7"), .shared("L1;L2"),
            .shared("blue"),
          ],
          [
            .shared("D-002"), .none, .shared("dayton"), .shared("2026-07-02T09:30:00Z"),
            .number("46235", style: 1), .shared("minor"), .number("0.25"), .number("12"),
            .boolean(false),
          ],
        ]
      )
    ])
  }

  private static let ndjson = """
    {"PR ID":"D-001","Kurztext":"Größe falsch","Site":"dayton","Occurred on":"2026-07-01T08:00:00-04:00","Due date":"2026-07-31","Severity":"kritisch","Aufwand":1.5,"Anzahl":3,"Geplant":true,"QA-Freigabe":{"von":"qa7"},"Lot":["L1","L2"],"Colour":"blue"}
    {"PR ID":"D-002","Kurztext":null,"Site":"dayton","Occurred on":"2026-07-02T09:30:00Z","Due date":"2026-08-01","Severity":"minor","Aufwand":0.25,"Anzahl":12,"Geplant":false}

    """

  @Test func theSameRecordsInEveryFormatGiveTheSameRows() throws {
    let csv = try collected { try $0.write("a.csv", Self.csv) }
    #expect(csv.outcome.artifacts == ArtifactLedger(taken: 1))
    #expect(csv.outcome.records == RecordLedger(taken: 2))
    #expect(csv.rows.count == 2)
    #expect(csv.rows[0].contains("lots=\"L1|L2\""))
    #expect(csv.rows[0].contains("class=\"critical\""))
    #expect(csv.outcome.unrecognised.map(\.header) == ["Colour"])
    let xlsx = try collected { try $0.write("a.xlsx", workbook.bytes()) }
    #expect(xlsx.rows == csv.rows)
    let lines = try collected { try $0.write("a.ndjson", Self.ndjson) }
    #expect(lines.rows == csv.rows)
    let list = "[" + Self.ndjson.split(separator: "\n").joined(separator: ",") + "]"
    let array = try collected { try $0.write("a.json", list) }
    #expect(array.rows == csv.rows)
    let packed = try collected {
      try $0.write("a.zip", ZipFixture.make([("x/a.csv", Array(Self.csv.utf8))]))
    }
    #expect(packed.rows == csv.rows)
    let sheetInside = try collected {
      try $0.write("b.zip", ZipFixture.make([("a.xlsx", workbook.bytes())]))
    }
    #expect(sheetInside.rows == csv.rows)
    let database = try collected(
      "database: in/q.sqlite\nquery: SELECT * FROM d\nformat: { list_separator: '|' }"
    ) { place in
      let queue = try DatabaseQueue(path: place.inbox.appendingPathComponent("q.sqlite").path)
      try queue.write { db in
        try db.execute(
          sql: """
            CREATE TABLE d("PR ID", "Kurztext", "Site", "Occurred on", "Due date", "Severity",
              "Aufwand" REAL, "Anzahl" INTEGER, "Geplant" INTEGER, "QA-Freigabe von", "Lot", "Colour");
            INSERT INTO d VALUES
              ('D-001', 'Größe falsch', 'dayton', '2026-07-01T08:00:00-04:00', '2026-07-31',
                'kritisch', 1.5, 3, 1, 'qa7', 'L1|L2', 'blue'),
              ('D-002', NULL, 'dayton', '2026-07-02T09:30:00Z', '2026-08-01', 'minor', 0.25, 12, 0,
                NULL, NULL, NULL);
            """)
      }
      try queue.close()
    }
    #expect(database.outcome.problem == nil)
    #expect(database.rows == csv.rows)
  }

  @Test(arguments: ["", "\n", "\r\n \n\t\n\n", "\u{FEFF}", "\u{FEFF}\n"])
  func linesThatAreNoneAreNoRecordsAndSaidSo(text: String) throws {
    let place = try Workplace()
    try place.write("a.csv", Self.csv)
    try place.write("b.ndjson", text)
    try place.write("c.JSONL", text)
    try place.write("d.ndjson.gz", HostileTests.gzip(Array(text.utf8)))
    try place.write("e.zip", ZipFixture.make([("e.ndjson", Array(text.utf8))]))
    let catalog = try place.catalog()
    let outcome = try place.collectDeviations(catalog).sources[0]
    #expect(outcome.artifacts == ArtifactLedger(taken: 6))
    #expect(outcome.records == RecordLedger(taken: 2))
    #expect(
      outcome.troubles.map { "\($0.path): \($0.status), \($0.reason)" } == [
        "b.ndjson: taken, no rows", "c.JSONL: taken, no rows", "d.ndjson.gz: taken, no rows",
        "e.zip!/e.ndjson: taken, no rows",
      ])
    #expect(!outcome.isIncomplete)
    #expect(try catalog.count("SELECT count(*) FROM defect WHERE code = 'element_missing'") == 0)
  }

  @Test func everyOtherFormatWithNothingInItIsNotReadable() throws {
    let place = try Workplace()
    for name in ["a.csv", "b.json", "c.xlsx", "d.tsv"] { try place.write(name, "\n") }
    let outcome = try place.collectDeviations(try place.catalog()).sources[0]
    #expect(outcome.artifacts == ArtifactLedger(unreadable: 4))
    #expect(outcome.troubles.allSatisfy { $0.reason.hasPrefix("empty: ") })
    #expect(outcome.isIncomplete)
  }

  @Test func anExportWithoutLinesLeavesItsFieldsUndelivered() throws {
    let place = try Workplace()
    try place.write("b.ndjson", "\n")
    let catalog = try place.catalog()
    let outcome = try place.collectDeviations(
      catalog, "path: in\ncolumns: { qa_approval_by: Wer }"
    ).sources[0]
    #expect(outcome.troubles.map(\.reason) == ["no rows"])
    #expect(try catalog.count("SELECT count(*) FROM delivered_field WHERE field = 'dev_id'") == 0)
    #expect(try catalog.count("SELECT count(*) FROM defect") == 0)
  }

  @Test func everyRecordPointsToItsLine() throws {
    let place = try Workplace()
    try place.write("a.csv", Self.csv)
    let catalog = try place.catalog()
    _ = try place.collectDeviations(catalog)
    let lines = try catalog.read { db in
      try Int.fetchAll(
        db,
        sql: """
          SELECT line FROM record JOIN deviation_version USING (record_id) ORDER BY dev_id
          """)
    }
    #expect(lines == [2, 3])
  }

  @Test func ledgersAddUpOverGoodAndBadRowsAndFiles() throws {
    let place = try Workplace()
    try place.write("a.csv", Self.csv + "D-003;too;many;;;;;;;;;;;x\nD-004;\"open\nD-005;ok\n")
    try place.write("readme.txt", "nothing of interest\n")
    try place.write("letter.pdf", "%PDF-1.7 …")
    try place.write("noise.csv", [0xFF, 0x00, 0x13, 0x99])
    try place.write("other.csv", "Colour,Shape\nblue,round\n")
    try place.write("old.xlsx", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1])
    try place.write("half.xlsx", Array(try workbook.bytes().prefix(400)))
    let catalog = try place.catalog()
    let outcome = try place.collectDeviations(catalog).sources[0]
    #expect(outcome.artifacts == ArtifactLedger(taken: 1, excluded: 2, unreadable: 4))
    #expect(outcome.records == RecordLedger(taken: 3, quarantined: 2))
    #expect(outcome.isIncomplete)
    let reasons = Dictionary(
      outcome.troubles.map { ($0.path, $0.reason) }, uniquingKeysWith: { first, _ in first })
    #expect(reasons["other.csv"]?.contains("\"Colour\", \"Shape\"") == true)
    #expect(reasons["old.xlsx"]?.contains("save it as .xlsx") == true)
    let quarantine = try catalog.texts("SELECT line || ' ' || reason FROM quarantine ORDER BY line")
    #expect(quarantine == ["4 ragged_row", "5 not_well_formed"])
    #expect(
      try catalog.count(
        "SELECT count(*) FROM artifact WHERE records_read <> records_taken + records_unchanged "
          + "+ records_excluded + records_quarantined") == 0)
  }

  @Test func aLaterExportIsANewVersionAndAnEqualOneIsNone() throws {
    let place = try Workplace()
    try place.write("july.csv", "PR ID;Occurred on;Closed\nD1;2026-07-01T08:00:00Z;\n")
    let catalog = try place.catalog()
    _ = try place.collectDeviations(catalog)
    #expect(
      try place.collectDeviations(catalog).sources[0].artifacts == ArtifactLedger(unchanged: 1))
    usleep(20_000)
    try place.write(
      "july.csv",
      "PR ID;Occurred on;Closed\nD1;2026-07-01T08:00:00Z;2026-08-02T08:00:00Z\n"
        + "D2;2026-08-01T08:00:00Z;\n")
    let second = try place.collectDeviations(catalog).sources[0]
    #expect(second.artifacts == ArtifactLedger(taken: 1))
    #expect(second.records == RecordLedger(taken: 2))
    #expect(try catalog.count("SELECT count(*) FROM deviation_version") == 3)
    #expect(try catalog.count("SELECT count(*) FROM deviation_version WHERE is_current = 1") == 2)
    #expect(
      try catalog.count("SELECT count(*) FROM defect WHERE code = 'key_repeated'") == 0)
  }

  @Test func aGrowingLogIsReadOnFromWhereItWasLeft() throws {
    let place = try Workplace()
    let lines = "path: in\nappend: true"
    let start = "PR ID;Occurred on\nD1;2026-07-01T08:00:00Z\n"
    try place.write("log.csv", start)
    let catalog = try place.catalog()
    _ = try place.collectDeviations(catalog, lines)
    try place.write("log.csv", start + "D2;2026-07-02T08:00:00Z\n")
    let second = try place.collectDeviations(catalog, lines).sources[0]
    #expect(second.records == RecordLedger(taken: 1, unchanged: 1))
    #expect(second.troubles.isEmpty)
    #expect(
      try catalog.count(
        "SELECT count(*) FROM deviation_version WHERE is_current = 1 AND absent_since_ms IS NULL")
        == 2)
    try place.write(
      "log.csv", "PR ID;Occurred on\nDX;2026-07-01T08:00:00Z\nD2;2026-07-02T08:00:00Z\n\n")
    let third = try place.collectDeviations(catalog, lines).sources[0]
    #expect(third.troubles.map(\.reason) == ["not_only_appended"])
    #expect(try catalog.count("SELECT count(*) FROM deviation_version WHERE dev_id = 'DX'") == 1)
  }

  @Test func aChangedMappingReadsTheSameFileAgain() throws {
    let place = try Workplace()
    try place.write("a.csv", "PR ID;Occurred on;Wer\nD1;2026-07-01T08:00:00Z;qa7\n")
    let catalog = try place.catalog()
    _ = try place.collectDeviations(catalog)
    let by = "SELECT qa_approval_by FROM deviation_version WHERE is_current = 1"
    #expect(
      try catalog.texts("SELECT coalesce(qa_approval_by, '-') FROM deviation_version") == ["-"])
    let mapped = try place.collectDeviations(
      catalog, "path: in\ncolumns: { qa_approval_by: Wer }")
    #expect(mapped.sources[0].artifacts == ArtifactLedger(taken: 1))
    #expect(try catalog.texts(by) == ["qa7"])
    #expect(try catalog.count("SELECT count(*) FROM deviation_version") == 1)
    let again = try place.collectDeviations(
      catalog, "path: in\ncolumns: { qa_approval_by: Wer }")
    #expect(again.sources[0].artifacts == ArtifactLedger(unchanged: 1))
  }

  @Test func itemsOfListsMayStandInAFileOfTheirOwn() throws {
    let place = try Workplace()
    try place.write(
      "main.csv", "PR ID;Occurred on\nD1;2026-07-01T08:00:00Z\nD2;2026-07-02T08:00:00Z\n")
    try place.write("more/lots.csv", "PR ID;Lot\nD1;L1\nD1;L2\nD9;L3\n")
    try place.write("more/moves.csv", "Nummer,Old,New\nD2,2026-08-01,2026-09-01\n")
    let lines = """
      path: in/main.csv
      details:
        lots: { path: in/more/lots.csv }
        extensions: { path: in/more/moves.csv, columns: { dev_id: Nummer } }
      """
    let catalog = try place.catalog()
    let first = try place.collectDeviations(catalog, lines).sources[0]
    #expect(first.problem == nil)
    #expect(first.artifacts == ArtifactLedger(taken: 3))
    #expect(first.records == RecordLedger(taken: 2))
    let lots = """
      SELECT v.dev_id || ' ' || l.value FROM deviation__lots l
      JOIN deviation_version v USING (record_id) WHERE v.is_current = 1 ORDER BY v.dev_id, l.ord
      """
    #expect(try catalog.texts(lots) == ["D1 L1", "D1 L2"])
    #expect(try catalog.count("SELECT new_day - old_day FROM deviation__extensions") == 31)
    #expect(first.troubles.map(\.reason) == ["1 key belongs to no record, such as \"D9\""])
    #expect(
      try place.collectDeviations(catalog, lines).sources[0].artifacts
        == ArtifactLedger(unchanged: 3))
    try place.write("more/lots.csv", "PR ID;Lot\nD1;L1\nD2;L7\n")
    let second = try place.collectDeviations(catalog, lines).sources[0]
    #expect(second.artifacts == ArtifactLedger(taken: 2, unchanged: 1))
    #expect(try catalog.texts(lots) == ["D1 L1", "D2 L7"])
  }

  /// Items that belong to nobody, and columns that are not where `muster.yaml` says, are told.
  @Test func whatOfAFileOfItemsIsInNoRecordIsTold() throws {
    let place = try Workplace()
    try place.write("main.csv", "PR ID;Occurred on\nD1;2026-07-01T08:00:00Z\n")
    try place.write("more/lots.csv", "PR ID;Lot;Shelf\nD1;L1;a\n;L2;b\n  ;L3;c\n")
    try place.write("more/moves.csv", "PR ID,Old,News\nD1,2026-08-01,2026-09-01\n")
    let lines = """
      path: in/main.csv
      details:
        lots: { path: in/more/lots.csv }
        extensions: { path: in/more/moves.csv, columns: { new: New } }
      """
    let catalog = try place.catalog()
    let outcome = try place.collectDeviations(catalog, lines).sources[0]
    #expect(try catalog.texts("SELECT value FROM deviation__lots") == ["L1"])
    #expect(outcome.isIncomplete)
    let troubles = outcome.troubles.map { "\($0.path): \($0.reason)" }
    #expect(
      troubles.contains {
        $0.contains("lots.csv: line 3, byte ")
          && $0.hasSuffix(
            "2 rows have no dev_id, so that nobody knows whose they are; this is the first.")
      }, "\(troubles)")
    #expect(
      troubles.contains {
        $0.hasSuffix("lots.csv: column \"Shelf\" feeds no field of lots; it is not kept")
      },
      "\(troubles)")
    #expect(
      troubles.contains { $0.hasSuffix("moves.csv: no column \"New\" for new, perhaps \"News\"") },
      "\(troubles)")
  }

  @Test func twoColumnsOfOneFieldLeaveTheFileUnreadWithBothNames() throws {
    let place = try Workplace()
    try place.write("a.csv", "PR ID;Deviation No;Occurred on\nD1;D1;2026-07-01T08:00:00Z\n")
    let catalog = try place.catalog()
    let outcome = try place.collectDeviations(catalog).sources[0]
    #expect(outcome.artifacts == ArtifactLedger(unreadable: 1))
    #expect(outcome.troubles[0].reason.contains("\"PR ID\" (column 1)"))
    #expect(outcome.troubles[0].reason.contains("\"Deviation No\" (column 2)"))
    let settled = try place.collectDeviations(catalog, "path: in\ncolumns: { dev_id: PR ID }")
    #expect(settled.sources[0].artifacts == ArtifactLedger(taken: 1))
  }

  @Test func cellsThatAreDamagedOrAmbiguousKeepTheirRow() throws {
    let place = try Workplace()
    try place.write(
      "a.csv",
      "PR ID;Occurred on;Due date;GTIN-14;Severity;Aufwand\n"
        + "D1;2026-07-01T08:00:00Z;03/04/2026;1.23E+13;hoch!;1.234,50-\n")
    let catalog = try place.catalog()
    let outcome = try place.collectDeviations(catalog).sources[0]
    #expect(outcome.records == RecordLedger(taken: 1))
    let defects = try catalog.texts("SELECT field || ' ' || code FROM defect ORDER BY 1")
    #expect(defects.contains("due date_ambiguous"))
    #expect(defects.contains("gtin spreadsheet_damage"))
    #expect(defects.contains("class word_unknown"))
    #expect(try catalog.count("SELECT hours FROM deviation_version") == -123_450)
    let declared = try place.collectDeviations(
      catalog, "path: in\nformat: { dates: [DD/MM/YYYY] }\nvalues: { class: { 'hoch!': critical } }"
    )
    #expect(declared.sources[0].records == RecordLedger(taken: 1))
    #expect(try catalog.count("SELECT due_day FROM deviation_version") == 20_546)
    #expect(try catalog.texts("SELECT class FROM deviation_version") == ["critical"])
  }

  /// What was set aside counts until the file is another: an assessment rests on it, so every
  /// collect tells it and ends alike.
  @Test func rowsSetAsideAreToldAtEveryCollect() throws {
    let place = try Workplace()
    let header = "PR ID;Occurred on;Due date;GTIN-14;Severity;Aufwand\n"
    try place.write("a.csv", header + "D1;2026-07-01T08:00:00Z;;;;\nbroken\n")
    let catalog = try place.catalog()
    let first = try place.collectDeviations(catalog)
    let second = try place.collectDeviations(catalog)
    #expect(first.isIncomplete && second.isIncomplete)
    #expect(second.sources[0].records == RecordLedger())
    #expect(second.sources[0].setAsideBefore == 1)
    #expect(
      first.sources[0].troubles.filter { $0.status == "quarantined" }
        == second.sources[0].troubles.filter { $0.status == "quarantined" })
    try place.write("a.csv", header + "D1;2026-07-01T08:00:00Z;;;;\n")
    let mended = try place.collectDeviations(catalog)
    #expect(!mended.isIncomplete)
    #expect(mended.sources[0].setAsideBefore == 0)
  }

  /// A file that the source names, or whose ending it names, was meant to be a table.
  @Test func textAtFixedPlacesIsNotLeftOutInSilence() throws {
    let place = try Workplace()
    try place.write("list.txt", "PR ID     Occurred on\nD1        2026-07-01\n")
    let catalog = try place.catalog()
    #expect(
      try place.collectDeviations(catalog, "path: in").sources[0].artifacts
        == ArtifactLedger(excluded: 1))
    for path in ["in/list.txt", "in/*.txt"] {
      let source = try place.collectDeviations(catalog, "path: \(path)").sources[0]
      #expect(source.artifacts == ArtifactLedger(unreadable: 1))
      #expect(source.troubles[0].reason.contains("at fixed places"))
    }
  }

  @Test func anArchiveThatIsNotUnpackedIsNotLeftOut() throws {
    let place = try Workplace()
    try place.write("a.tar", String(repeating: "a", count: 257) + "ustar and more")
    let source = try place.collectDeviations(try place.catalog()).sources[0]
    #expect(source.artifacts == ArtifactLedger(unreadable: 1))
    #expect(source.troubles.map(\.reason) == ["other_archive"])
  }

  @Test func objectsInAListOfPlainValuesGiveTheirValue() throws {
    let place = try Workplace()
    try place.write(
      "a.ndjson",
      #"{"PR ID":"D1","Lot":[{"id":"L1"},{"id":"L2","name":"x"}]}"# + "\n"
        + #"{"PR ID":"D2","Lot":[{"name":"L3"}]}"# + "\n"
        + #"{"PR ID":"D3","Lot":[{"a":"L4","b":"x"}]}"# + "\n")
    let catalog = try place.catalog()
    #expect(try place.collectDeviations(catalog).sources[0].records == RecordLedger(taken: 3))
    #expect(
      try catalog.texts("SELECT value FROM deviation__lots ORDER BY value") == ["L1", "L2", "L3"])
    #expect(
      try catalog.texts(
        "SELECT extra FROM deviation_version WHERE extra IS NOT NULL ORDER BY dev_id")
        == [#"{"Lot":"id=L1;id=L2,name=x"}"#, #"{"Lot":"a=L4,b=x"}"#])
  }

  /// A column that should hold one value for each item holds objects: nobody knows which of theirs.
  @Test func objectsWhereAValueOfEachItemBelongsAreKeptBesideTheRecord() throws {
    let place = try Workplace()
    try place.write(
      "a.json",
      #"[{"PR ID":"D1","extensions_old":[{"day":"2026-07-01","by":"qa"}],"extensions_new":["2026-08-01"]}]"#
    )
    let catalog = try place.catalog()
    _ = try place.collectDeviations(catalog)
    #expect(
      try catalog.texts("SELECT extra FROM deviation_version")
        == [#"{"extensions_old":"day=2026-07-01,by=qa"}"#])
    #expect(try catalog.count("SELECT count(new_day) FROM deviation__extensions") == 1)
  }

  /// A list that writes a number once beside several rows, without merging cells.
  @Test func rowsWithoutTheirNumberAreTold() throws {
    let place = try Workplace()
    try place.write("a.csv", "PR ID,Lot\nD1,L1\n,L2\n ,L3\n")
    let catalog = try place.catalog()
    let reasons = try place.collectDeviations(catalog).sources[0].troubles.map(\.reason)
    #expect(
      reasons.contains { $0.hasPrefix("2 rows have no dev_id, first line 3: nothing can refer") },
      "\(reasons)")
    try place.write("a.csv", "Lot\nL1\n")
    let none = try place.collectDeviations(catalog).sources[0].troubles.map(\.reason)
    #expect(!none.contains { $0.contains("rows have no dev_id") }, "\(none)")
  }

  @Test func sheetsNobodyLookedAtAreNamed() throws {
    let place = try Workplace()
    let table: [[WorkbookMaker.Cell]] = [
      [.shared("PR ID"), .shared("Lot")], [.shared("D1"), .shared("L1")],
    ]
    try place.write(
      "a.xlsx",
      WorkbookMaker(sheets: [
        ("July", table), ("Blank", [[], []]), ("August", table), ("September", table),
      ]).bytes())
    let catalog = try place.catalog()
    let reasons = try place.collectDeviations(catalog).sources[0].troubles.map(\.reason)
    #expect(
      reasons.contains {
        $0.hasPrefix("sheets \"August\", \"September\" are not read;")
      }, "\(reasons)")
    #expect(
      try catalog.texts("SELECT raw FROM defect WHERE field = 'sheet' ORDER BY raw") == [
        "not read: August", "not read: September",
      ])
    // Whoever names a sheet knows of the others.
    let named = try place.collectDeviations(catalog, "path: in\nformat: { sheet: August }")
    #expect(named.sources[0].artifacts.taken == 1)
    #expect(!named.sources[0].troubles.contains { $0.reason.contains("not read") })
  }

  /// A cover or list of filters in front: nothing is taken, and the line to write is told.
  @Test func theSheetThatIsMeantIsNamed() throws {
    let place = try Workplace()
    try place.write(
      "a.xlsx",
      WorkbookMaker(sheets: [
        ("Cover", [[.shared("Export of deviations")], [.shared("confidential")]]),
        ("CAPA", [[.shared("Number"), .shared("Text")], [.shared("1"), .shared("x")]]),
        ("List", [[.shared("PR ID"), .shared("Lot")], [.shared("D1"), .shared("L1")]]),
      ]).bytes())
    let first = try place.collectDeviations(place.catalog()).sources[0]
    #expect(first.artifacts.unreadable == 1)
    #expect(
      first.troubles.contains { $0.reason.contains("Write format: { sheet: \"List\" }") },
      "\(first.troubles)")
    let dry = try place.collectDeviations(place.catalog()) { $0.dryRun = true }.sources[0]
    #expect(dry.previews.map(\.sheet) == ["List"])
    #expect(dry.artifacts.unreadable == 1 && dry.artifacts.taken == 0)
  }

  /// Who collects again is told again what is left out, files and members of archives alike.
  @Test func whatIsLeftOutIsToldEachTime() throws {
    let place = try Workplace()
    try place.write("notes.docx", Array("PK\u{3}\u{4}".utf8))
    try place.write("note.pdf", Array("%PDF-1.4".utf8))
    let catalog = try place.catalog()
    let first = try place.collectDeviations(catalog).sources[0].troubles
    let second = try place.collectDeviations(catalog).sources[0].troubles
    #expect(first.map(\.path) == ["note.pdf", "notes.docx"])
    #expect(second == first)
    let events = "- { name: e, kind: epcis, path: in }"
    func collect(_ catalog: Catalog) throws -> [CollectionOutcome.Trouble] {
      try Pipeline.collect(
        configuration: place.configuration(events), catalog: catalog, clock: { 1_793_000_000_000 },
        recordKinds: [:], options: CollectOptions()
      ).sources[0].troubles
    }
    let elsewhere = try Workplace()
    let other = try elsewhere.catalog()
    #expect(try collect(other) == collect(other))
  }

  @Test func eachBadCellOfAWorkbookIsToldWithItsPlaceAndItsRowStays() throws {
    let place = try Workplace()
    let headers = ["PR ID", "Occurred on", "Due date", "GTIN-14", "Lot"]
    try place.write(
      "a.xlsx",
      WorkbookMaker(sheets: [
        (
          "List",
          [
            headers.map { .shared($0) },
            [
              .shared("D1"), .shared("2026-07-01T08:00:00Z"), .inline("46234"),
              .inline("1.23E+13"), .number("45375", style: 1),
            ],
            [
              .shared("D2"), .shared("46204.5"), .shared("03/04/2026"),
              .number("12300000000000"), .shared("L1"),
            ],
          ]
        )
      ]).bytes())
    let catalog = try place.catalog()
    let outcome = try place.collectDeviations(catalog).sources[0]
    #expect(outcome.records == RecordLedger(taken: 2))
    #expect(!outcome.isIncomplete)
    let defects = try catalog.texts(
      "SELECT line || ' ' || field || ' ' || code || ' ' || raw FROM defect ORDER BY line, field")
    #expect(defects.contains("2 due date_as_number 46234"), "\(defects)")
    #expect(defects.contains("2 gtin spreadsheet_damage 1.23E+13"))
    #expect(defects.contains { $0.hasPrefix("2 lots") && $0.contains("spreadsheet_damage") })
    #expect(defects.contains("3 due date_ambiguous 03/04/2026"))
    #expect(defects.contains("3 occurred_at date_as_number 46204.5"))
    #expect(
      try catalog.texts("SELECT due_text FROM deviation_version ORDER BY dev_id") == [
        "46234", "03/04/2026",
      ])
  }

  @Test func aDryRunTellsEachColumnAndWritesNothing() throws {
    let place = try Workplace()
    try place.write(
      "a.csv",
      "PR ID;Occured on;Severity;Due date;Wer\nD1;2026-07-01T08:00:00Z;critcal;03/04/2026;x\n"
        + (2...8).map { "D\($0);;minor;2026-07-0\($0);\n" }.joined())
    try place.write("b.csv", "PR ID;Occured on;Severity;Due date;Wer\nD9;;;;\n")
    let catalog = try place.catalog()
    let outcome = try place.collectDeviations(catalog) { $0.dryRun = true }.sources[0]
    #expect(try catalog.count("SELECT count(*) FROM artifact") == 0)
    let preview = try #require(outcome.previews.first)
    #expect(outcome.previews.count == 1)
    #expect(preview.alike == ["b.csv"])
    #expect(preview.manner == "semicolon, utf-8")
    #expect(preview.headerRow == 1)
    #expect(preview.records == 9)
    #expect(preview.columns.map(\.fields) == [["dev_id"], [], ["class"], ["due"], []])
    #expect(preview.columns[1].nearest == "occurred_at")
    #expect(preview.unfed == ["occurred_at"])
    #expect(preview.unknownWords.map(\.found) == ["critcal"])
    #expect(preview.unknownWords[0].nearest == "critical")
    #expect(preview.troubles.map(\.code) == ["date_ambiguous"])
    #expect(preview.first.count == 5)
    #expect(preview.first[1].cells.map(\.read) == ["D2", "2026-07-02", "minor"])
    #expect(preview.first[0].place == "line 2")
    #expect(preview.first[0].extra == ["Occured on": "2026-07-01T08:00:00Z", "Wer": "x"])
  }
}
