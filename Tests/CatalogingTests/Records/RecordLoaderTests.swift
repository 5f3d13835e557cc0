import Foundation
import GRDB
import GS1
import Settings
import Testing

@testable import Cataloging

@Suite struct RecordLoaderTests {
  private static let july = Int64(1_785_000_000_000)
  private static let august = Int64(1_788_000_000_000)

  @Test func makesTablesAndTypesEveryCell() throws {
    let bench = try RecordBench()
    let record = RecordBench.record(
      [
        "dev_id": "D1", "occurred_at": "2026-07-01 08:00", "class": "kritisch", "hours": "1.25",
        "qa_approval_by": "qa1", "qa_approval_at": "2026-07-03T08:00:00Z", "open": "yes",
      ], line: 5, lists: ["lots": [["value": RawValue("L1")], ["value": RawValue("L2")]]],
      extra: ["x_note": "n", "Colour": "red"])
    let ledger = try bench.take([record])
    #expect(ledger.taken == 1)
    #expect(
      try bench.rows(
        """
        SELECT dev_id, class, hours, open, qa_approval_by, qa_approval_at_ms, is_current, extra
        FROM deviation_version
        """) == [
          [
            "D1", "critical", "125", "1", "qa1", "1783065600000", "1",
            #"{"Colour":"red","x_note":"n"}"#,
          ]
        ])
    #expect(
      try bench.rows("SELECT ord, value FROM deviation__lots") == [["0", "L1"], ["1", "L2"]])
    #expect(
      try bench.rows(
        """
        SELECT k.kind, r.line, a.path FROM record r JOIN record_kind k ON k.kind_id = r.kind_id
        JOIN artifact a ON a.artifact_id = r.artifact_id
        """) == [["deviation", "5", "deviations.csv"]])
    #expect(try bench.defects().isEmpty)
  }

  @Test func aDashInAListIsNoItem() throws {
    let bench = try RecordBench()
    let lots = ["n/a", "L1", "-", " "].map { ["value": RawValue($0)] }
    try bench.take([RecordBench.record(["dev_id": "D1"], lists: ["lots": lots])])
    #expect(try bench.rows("SELECT ord, value FROM deviation__lots") == [["0", "L1"]])
  }

  @Test func unreadableCellStaysWithItsRow() throws {
    let bench = try RecordBench()
    try bench.take([
      RecordBench.record(
        ["dev_id": "D1", "due": "soon", "class": "?", "gtin": "1.23E+13"], line: 9)
    ])
    #expect(
      try bench.rows("SELECT dev_id, due_day, due_text, class, gtin FROM deviation_version")
        == [["D1", "-", "soon", "-", "-"]])
    #expect(
      try bench.defects() == [
        "date_unreadable due soon", "word_unknown class ?", "spreadsheet_damage gtin 1.23E+13",
      ])
    #expect(try bench.rows("SELECT DISTINCT line FROM defect") == [["9"]])
    #expect(try bench.rows("SELECT examined FROM tally WHERE code = 'cell_date'") == [["1"]])
  }

  @Test func habitsOfAColumnAreToldOnce() throws {
    let bench = try RecordBench()
    let records = (1...20).map {
      RecordBench.record(["dev_id": "D\($0)", "occurred_at": "2026-07-01 08:00"])
    }
    try bench.take(records, format: ValueFormat())
    #expect(try bench.defects() == ["time_zone_missing occurred_at 2026-07-01 08:00"])
  }

  @Test func laterExportSupersedesAndKeepsHistory() throws {
    let bench = try RecordBench()
    try bench.take(
      [RecordBench.record(["dev_id": "D1", "class": "minor"])], path: "july.csv",
      exported: Self.july)
    let ledger = try bench.take(
      [
        RecordBench.record(["dev_id": "D1", "class": "minor", "closed_at": "2026-08-10"]),
        RecordBench.record(["dev_id": "D2"]),
      ], path: "august.csv", exported: Self.august)
    #expect(ledger.taken == 2)
    try bench.derive()
    #expect(
      try bench.rows(
        "SELECT dev_id, closed_at_text, is_current FROM deviation_version ORDER BY 1, 3")
        == [["D1", "-", "0"], ["D1", "2026-08-10", "1"], ["D2", "-", "1"]])
    #expect(try bench.rows("SELECT * FROM record_conflict").isEmpty)
    #expect(
      try bench.rows("SELECT superseded_by FROM deviation_version WHERE is_current = 0") == [["2"]])
  }

  @Test func earlierExportMetLateIsHistory() throws {
    let bench = try RecordBench()
    try bench.take(
      [RecordBench.record(["dev_id": "D1", "class": "major"])], path: "august.csv",
      exported: Self.august)
    try bench.take(
      [RecordBench.record(["dev_id": "D1", "class": "minor"])], path: "july.csv",
      exported: Self.july)
    try bench.derive()
    #expect(
      try bench.rows("SELECT class FROM deviation_version WHERE is_current = 1") == [["major"]])
    #expect(try bench.rows("SELECT * FROM record_conflict").isEmpty)
  }

  @Test func sameContentIsUnchanged() throws {
    let bench = try RecordBench()
    let record = RecordBench.record(["dev_id": "D1"])
    try bench.take([record], path: "july.csv")
    let ledger = try bench.take([record], path: "august.csv", mtime: 2)
    #expect(ledger.unchanged == 1 && ledger.taken == 0)
    #expect(try bench.rows("SELECT count(*) FROM record") == [["1"]])
  }

  @Test func recordGoneFromAReplacedFileStaysCurrentAndAbsent() throws {
    let bench = try RecordBench()
    try bench.take([RecordBench.record(["dev_id": "D1"]), RecordBench.record(["dev_id": "D2"])])
    try bench.take([RecordBench.record(["dev_id": "D2"])], mtime: 2)
    try bench.derive()
    #expect(
      try bench.rows(
        """
        SELECT dev_id, is_current, absent_since_ms IS NOT NULL FROM deviation_version ORDER BY 1
        """) == [["D1", "1", "1"], ["D2", "1", "0"]])
    try bench.take([RecordBench.record(["dev_id": "D1"])], mtime: 3)
    #expect(
      try bench.rows("SELECT absent_since_ms FROM deviation_version WHERE dev_id = 'D1'")
        == [["-"]])
  }

  @Test func oneFileAgainstItselfIsAConflict() throws {
    let bench = try RecordBench()
    let ledger = try bench.take([
      RecordBench.record(["dev_id": "D1", "class": "minor", "text": "a"]),
      RecordBench.record(["dev_id": "D1", "class": "major", "text": "b"], line: 3),
      RecordBench.record(["dev_id": "D1", "class": "minor", "text": "a"], line: 4),
    ])
    #expect(ledger.taken == 2 && ledger.unchanged == 1)
    try bench.derive()
    #expect(
      try bench.rows("SELECT key, field, value, other_value FROM record_conflict")
        == [["D1", "class", "minor", "major"]])
    #expect(
      try bench.rows("SELECT class FROM deviation_version WHERE is_current = 1") == [["minor"]])
    #expect(try bench.defects() == ["key_repeated dev_id D1"])
  }

  /// Somebody named a column as the key that is the same in every row.
  @Test(.timeLimit(.minutes(2))) func aKeyThatIsTheSameInEveryRowTakesNoLongerThanAnother() throws {
    let bench = try RecordBench()
    func rows(_ texts: [String]) -> [RawRecord] {
      texts.map { RecordBench.record(["dev_id": "D1", "text": $0]) }
    }
    let texts = (0..<5000).map { "a\($0)" }
    let first = try bench.take(rows(texts + texts))
    #expect(first == RecordLedger(taken: 5000, unchanged: 5000))
    // A later state of the file: what contradicted the record before and stands there again is known.
    let later = (0..<5000).map { "b\($0)" }
    let second = try bench.take(rows(later + texts.suffix(10) + later), mtime: 2)
    #expect(second == RecordLedger(taken: 5000, unchanged: 5010))
    #expect(
      try bench.rows("SELECT text FROM deviation_version WHERE is_current = 1") == [["b0"]])
    #expect(
      try bench.rows(
        """
        SELECT count(*), count(DISTINCT muster_rival) FROM deviation_version
        WHERE muster_rival IS NOT NULL
        """) == [["9998", "2"]])
  }

  @Test func aKeyWithABlankInItTellsRecordsOfOneFileNoLongerApart() throws {
    let bench = try RecordBench(
      [
        """
        id: entry
        title: Entry
        unit: { one: entry, many: entries }
        covers: [R28]
        citations: ["21 CFR 11.10(e)"]
        key: [system, entry_id]
        fields:
          system: { type: id, never_blank: true }
          entry_id: { type: id, never_blank: true }
          action: { type: text }
        """
      ])
    let rows = ["create", "modify", "modify"].map {
      RecordBench.record(["system": "SYS-1", "entry_id": "n/a", "action": $0])
    }
    #expect(try bench.take(rows, kind: "entry").taken == 2)
    try bench.derive()
    #expect(
      try bench.rows("SELECT action FROM entry_version WHERE is_current = 1 ORDER BY 1")
        == [["create"], ["modify"]])
  }

  @Test func aCodeInGroupsOfDigitsAsUnderABarCodeNamesItsProduct() throws {
    let bench = try RecordBench()
    try bench.take([
      RecordBench.record(["dev_id": "D1", "gtin": "0 950600 013435 2"]),
      RecordBench.record(["dev_id": "D2", "gtin": "0 950600 013435 3"]),
    ])
    try bench.derive()
    #expect(
      try bench.rows(
        """
        SELECT v.dev_id, p.gtin FROM deviation_version v
        JOIN product p ON p.product_id = v.product_id ORDER BY 1
        """) == [["D1", "09506000134352"]])
  }

  @Test func twoSourcesAtOneCutOffConflict() throws {
    let bench = try RecordBench()
    try bench.take(
      [RecordBench.record(["dev_id": "D1", "class": "minor", "text": "one"])], source: "b",
      through: 20_600)
    try bench.take(
      [RecordBench.record(["dev_id": "D1", "class": "major", "hours": "1"])], source: "a",
      through: 20_600)
    try bench.derive()
    #expect(
      try bench.rows("SELECT field, value, other_value FROM record_conflict")
        == [["class", "major", "minor"]])
    #expect(
      try bench.rows("SELECT class FROM deviation_version WHERE is_current = 1") == [["major"]])
    // A source that reaches further knows more: no contradiction.
    try bench.take(
      [RecordBench.record(["dev_id": "D1", "class": "critical"])], source: "b", mtime: 5,
      through: 20_700)
    try bench.derive()
    #expect(try bench.rows("SELECT * FROM record_conflict").isEmpty)
    #expect(
      try bench.rows("SELECT class FROM deviation_version WHERE is_current = 1") == [["critical"]])
  }

  @Test func recordsWithoutKeyAreKeptApart() throws {
    let bench = try RecordBench()
    let rows = [RecordBench.record(["class": "minor"]), RecordBench.record(["class": "major"])]
    #expect(try bench.take(rows).taken == 2)
    #expect(try bench.take(rows, mtime: 2).unchanged == 2)
  }

  @Test func linksProductsLotsAndUnits() throws {
    let bench = try RecordBench()
    try bench.take([
      RecordBench.record(
        ["dev_id": "D1", "gtin": "9506000134352", "lot": "L1"],
        lists: [
          "lots": [["value": RawValue("L1")], ["value": RawValue("L9")]],
          "units": [
            ["gtin": RawValue("09506000134352"), "serial": RawValue("S1")],
            ["serial": RawValue("https://id.gs1.org/01/09506000134352/21/S1")],
            ["serial": RawValue("S2")],
          ],
        ]),
      RecordBench.record(["dev_id": "D2", "lot": "L1"]),
      RecordBench.record(["dev_id": "D3", "lot": "L7"]),
    ])
    try bench.derive()
    #expect(
      try bench.rows(
        """
        SELECT dev_id, p.gtin, l.lot FROM deviation_version d
        LEFT JOIN product p ON p.product_id = d.product_id
        LEFT JOIN all_lot l ON l.lot_id = d.lot_id ORDER BY 1
        """) == [["D1", "09506000134352", "L1"], ["D2", "-", "L1"], ["D3", "-", "-"]])
    #expect(
      try bench.rows(
        """
        SELECT c.ord, l.lot FROM deviation__lots c JOIN all_lot l ON l.lot_id = c.lot_id
        ORDER BY 1
        """) == [["0", "L1"], ["1", "L9"]])
    #expect(
      try bench.rows(
        """
        SELECT u.ord, e.serial FROM deviation__units u LEFT JOIN epc e ON e.epc_id = u.epc_id
        ORDER BY 1
        """) == [["0", "S1"], ["1", "S1"], ["2", "-"]])
  }

  @Test func loneLotIsNoLongerLinkedOnceAnotherProductHasIt() throws {
    let bench = try RecordBench()
    try bench.take([
      RecordBench.record(["dev_id": "D1", "gtin": "09506000134352", "lot": "L1"]),
      RecordBench.record(["dev_id": "D2", "lot": "L1"]),
    ])
    try bench.derive()
    try bench.take(
      [RecordBench.record(["dev_id": "D3", "gtin": "09506000134376", "lot": "L1"])],
      path: "more.csv")
    try bench.derive()
    #expect(
      try bench.rows("SELECT lot_id FROM deviation_version WHERE dev_id = 'D2'") == [["-"]])
  }

  @Test func changedKindKeepsRowsAndIsReadAgain() throws {
    let bench = try RecordBench()
    try bench.take([RecordBench.record(["dev_id": "D1", "hours": "1.5", "pieces": "3"])])
    let changed = RecordBench.deviation.replacingOccurrences(of: "scale: 2", with: "scale: 3")
      .replacingOccurrences(
        of: "pieces: { type: integer }", with: "pieces: { type: text }\n  more: { type: text }")
    bench.kinds = try RecordBench.kinds([changed])
    let kinds = bench.kinds
    let (first, second, status) = try bench.catalog.write { db in
      let first = try RecordTables.prepare(db, kinds.values)
      let second = try RecordTables.prepare(db, kinds.values)
      let register = ArtifactRegister(source: 1, run: 9, nowMs: 9)
      return (first, second, try register.current(db, path: "deviations.csv")?.status)
    }
    #expect(first == ["deviation"])
    #expect(second.isEmpty)
    #expect(status == .unreadable)
    #expect(try bench.rows("SELECT dev_id, more FROM deviation_version") == [["D1", "-"]])
    let ledger = try bench.take([
      RecordBench.record(["dev_id": "D1", "hours": "1.5", "pieces": "3", "more": "m"])
    ])
    #expect(ledger.taken == 1)
    #expect(
      try bench.rows("SELECT dev_id, hours, pieces, more, is_current FROM deviation_version")
        == [["D1", "1500", "3", "m", "1"]])
    #expect(try bench.rows("SELECT count(*) FROM reread") == [["0"]])
  }

  @Test func accountsAreMappedToPersons() throws {
    let person = """
      id: person
      title: Person
      unit: { one: person, many: people }
      covers: [R29]
      citations: ["21 CFR 211.25"]
      key: [person_id]
      fields:
        person_id: { type: person }
        accounts: { type: list, fields: { system: { type: id }, account: { type: id } } }
      """
    let bench = try RecordBench([person])
    try bench.take(
      [
        RecordBench.record(
          ["person_id": "P1"],
          lists: ["accounts": [["system": RawValue("QMS"), "account": RawValue("jd")]]])
      ], kind: "person", source: "hr")
    try bench.derive()
    #expect(
      try bench.rows("SELECT * FROM account_person ORDER BY 1")
        == [["P1", "", "P1"], ["jd", "QMS", "P1"]])
  }

  @Test func twoFieldsOfOneColumnAreRefused() throws {
    let text = RecordBench.deviation.replacingOccurrences(
      of:
        "  open: { type: boolean }", with: "  lot_id: { type: id }")
    let kind = try #require(RecordBench.kinds([text])["deviation"])
    #expect(
      RecordLayout(kind).problems == ["table deviation_version would have two columns lot_id"])
    let bench = try RecordBench([text])
    #expect(throws: CatalogError.self) { try bench.take([]) }
  }
}
