import GRDB
import GS1
import Settings
import Testing

@testable import Cataloging

/// Records written as text again.
@Suite struct RecordTextTests {
  @Test func decimalsKeepTheirPoint() {
    #expect(RecordText.decimal(10_000, scale: 2) == "100.00")
    #expect(RecordText.decimal(10_000, scale: 3) == "10.000")
    #expect(RecordText.decimal(-5, scale: 2) == "-0.05")
    #expect(RecordText.decimal(7, scale: 0) == "7")
    #expect(RecordText.decimal(.min, scale: 1) == "-922337203685477580.8")
  }

  private func texts(
    _ bench: RecordBench, withKind: Bool = true, cutOff: RecordCutOff? = nil
  ) throws -> [String: String] {
    let kind = try #require(bench.kinds["deviation"])
    return try bench.catalog.read { db in
      let row = try #require(try Row.fetchOne(db, sql: "SELECT * FROM deviation_version"))
      let text = RecordText(RecordLayout(kind), withKind ? kind : nil)
      let id: Int64 = row["record_id"]
      let found = try text.texts(
        db, row, faults: RecordText.faults(db, of: [id])[id] ?? [:], cutOff: cutOff)
      #expect(found.count == text.headers.count)
      return Dictionary(zip(text.headers, found), uniquingKeysWith: { first, _ in first })
    }
  }

  @Test func fieldsStandInTheOrderOfTheKindAsTheOriginalWroteThem() throws {
    let bench = try RecordBench()
    try bench.take([
      RecordBench.record(
        [
          "dev_id": "D-1", "occurred_at": "01.07.2026 10:00", "due": "31.08.2026", "class": "M",
          "hours": "1,5", "pieces": "3", "open": "ja", "lot": "L1",
        ], lists: ["lots": [["value": RawValue("L1")], ["value": RawValue("L2")]]],
        extra: ["Note": "a", "Anmerkung": "b"])
    ])
    let kind = try #require(bench.kinds["deviation"])
    #expect(
      RecordText(RecordLayout(kind), kind).headers == [
        "dev_id", "site", "occurred_at", "due", "class", "hours", "limit", "pieces", "open",
        "text", "proof", "gtin", "lot", "closed_at", "qa_approval_by", "qa_approval_at", "lots",
        "units",
      ])
    let found = try texts(bench).filter { !$0.value.isEmpty }
    #expect(
      found == [
        "dev_id": "D-1", "occurred_at": "01.07.2026 10:00", "due": "31.08.2026",
        "class": "major", "hours": "1.50", "pieces": "3", "open": "true", "lot": "L1",
        "lots": "L1;L2",
      ])
    let extra = try bench.catalog.read { db in
      RecordText.extra(try #require(try Row.fetchOne(db, sql: "SELECT * FROM deviation_version")))
    }
    #expect(extra.map(\.header) == ["Anmerkung", "Note"] && extra.map(\.text) == ["b", "a"])
    // Without the scale a decimal would be a wrong number; all else stays.
    let bare = try texts(bench, withKind: false)
    #expect(bare["hours"] == "" && bare["lots"] == "L1;L2" && bare["due"] == "31.08.2026")
  }

  @Test func timesWithoutTheirTextAreWrittenInISOForms() throws {
    let bench = try RecordBench()
    try bench.take([
      RecordBench.record([
        "dev_id": "D-1", "occurred_at": "2026-07-01T10:00:00+02:00", "due": "2026-08-31",
      ])
    ])
    try bench.catalog.write { db in
      try db.execute(sql: "UPDATE deviation_version SET occurred_at_text = NULL, due_text = NULL")
    }
    let found = try texts(bench)
    #expect(found["occurred_at"] == "2026-07-01T08:00:00Z" && found["due"] == "2026-08-31")
  }

  /// What no value could be made of is kept in the defects alone.
  @Test func cellsThatCouldNotBeReadSayWhatStandsThere() throws {
    let bench = try RecordBench()
    try bench.take([
      RecordBench.record([
        "dev_id": "D-1", "class": "middling", "hours": "1.005", "pieces": "three", "open": "maybe",
      ])
    ])
    let found = try texts(bench)
    #expect(found["class"] == "middling" && found["pieces"] == "three")
    #expect(found["open"] == "maybe" && found["hours"] == "1.005")
  }
}
