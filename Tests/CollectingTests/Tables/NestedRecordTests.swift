import Archives
import Cataloging
import Foundation
import GRDB
import GS1
import Settings
import Testing

@testable import Collecting

@Suite struct NestedRecordTests {
  private func json(_ text: String, _ paths: String...) throws -> (NestedRecordReader, ReadRows) {
    let reader = try NestedRecordReader.json(paths: paths) { MemorySource(Array(text.utf8)) }
    return (reader, try ReadRows(reader))
  }

  private func xml(_ text: String, _ paths: String...) throws -> (NestedRecordReader, ReadRows) {
    let reader = try NestedRecordReader.xml(paths: paths) { MemorySource(Array(text.utf8)) }
    return (reader, try ReadRows(reader))
  }

  private static let batches = """
    [
      {"batch": "A1", "steps": [
        {"no": 1, "by": {"role": "OP-1"}, "lines": ["L1", "L2"]},
        {"no": 2}
      ], "status": {"word": "released"}},
      {"batch": "B1", "steps": [{"no": 1}]},
      {"batch": "C1", "steps": []}
    ]
    """

  /// What stands behind a list belongs to its records as what stands before it.
  @Test func theStepsOfBatchesAreRecordsWithTheirBatch() throws {
    let (reader, rows) = try json(Self.batches, "steps")
    #expect(reader.columns == ["no", "by.role", "lines", "/batch", "/status/word"])
    #expect(rows.texts.map { $0.first } == ["1", "2", "1"])
    #expect(rows.rows.map { $0[3].text } == ["A1", "A1", "B1"])
    #expect(rows.rows.map { $0[4].text } == ["released", "released", ""])
    #expect(rows.rows[0][2] == TableCell(.list([RawValue("L1"), RawValue("L2")])))
    #expect(rows.rows.map(\.position.line) == [3, 4, 6])
    #expect(rows.faults.isEmpty && reader.remarks.isEmpty)
  }

  @Test func listsOfSeveralNamesAreToldApart() throws {
    let (reader, rows) = try json(
      #"""
      {"case": "7", "at": 1, "found": {
         "overages": [{"id": "a", "got": 3}], "shortages": [{"id": "b"}],
         "master": {"gln_errors": [{"id": "c"}]}},
       "other": [{"id": "x"}, {"id": "y"}], "closed": false}
      """#, "found/*", "found/master/*")
    let list = try #require(reader.columns.firstIndex(of: "/*"))
    #expect(rows.rows.map { $0[0].text } == ["a", "b", "c"])
    #expect(rows.rows.map { $0[list].text } == ["overages", "shortages", "gln_errors"])
    let closed = try #require(reader.columns.firstIndex(of: "/closed"))
    #expect(rows.rows.allSatisfy { $0[closed].text == "false" })
    #expect(
      reader.remarks == ["the list \"other\" beside that of the records is not read (2 items)"])
  }

  @Test func linesOfJSONMayEachHoldAList() throws {
    let (_, rows) = try json(
      #"{"lot":"A","serials":["1","2"]}"# + "\n" + #"{"lot":"B","serials":["3"]}"#, "serials")
    #expect(rows.texts == [["1", "A"], ["2", "A"], ["3", "B"]])
  }

  private static let lots = """
    <?xml version="1.0"?>
    <r:Report xmlns:r="urn:x"><Made at="2026-07-01"><By>OP-1</By></Made>
      <Lots>
        <Lot no="A1">
          <Pack serial="S1" status="good"/>
          <Pack serial="S2"><Reject reason="print"/><Reject reason="seal"/></Pack>
        </Lot>
        <Lot no="B1"><Pack serial="S3"><Note>a &amp; b</Note></Pack><Closed>yes</Closed></Lot>
      </Lots>
    </r:Report>
    """

  @Test func elementsOfXMLAreRecords() throws {
    let (reader, rows) = try xml(Self.lots, "Report/Lots/Lot/Pack")
    #expect(
      reader.columns == [
        "serial", "status", "/Report/Made/at", "/Report/Made/By", "/Report/Lots/Lot/no", "Reject",
        "Note", "/Report/Lots/Lot/Closed",
      ])
    #expect(rows.rows.map { $0[0].text } == ["S1", "S2", "S3"])
    #expect(rows.rows.map { $0[4].text } == ["A1", "A1", "B1"])
    #expect(rows.rows.map { $0[2].text } == ["2026-07-01", "2026-07-01", "2026-07-01"])
    #expect(rows.rows[2][6].text == "a & b")
    #expect(rows.rows.map { $0[7].text } == ["", "", "yes"])
    guard case .items(let items) = rows.rows[1][5].content else {
      Issue.record("two rejects are a list")
      return
    }
    #expect(items.map { $0.map(\.value.text) } == [["print"], ["seal"]])
    #expect(rows.rows.map(\.position.line) == [5, 6, 8])
  }

  @Test func theLikeliestElementIsProposed() {
    #expect(
      RecordPlaces.likeliest(in: MemorySource(Array(Self.lots.utf8))) == "Report/Lots/Lot")
    #expect(RecordPlaces.likeliest(in: MemorySource(Array("<a/>".utf8))) == nil)
    #expect(RecordPlaces.likeliest(in: MemorySource(Array("<a".utf8))) == nil)
  }

  /// An export of nothing is empty; a path whose beginning is nowhere is a slip of the pen.
  @Test func aMisspeltPathIsNoEmptyExport() throws {
    for text in [#"{"orders":[]}"#, #"{"orders":null,"n":0}"#, "<orders/>"] {
      let (reader, rows) = try text.first == "<" ? xml(text, "orders/order") : json(text, "orders")
      #expect(rows.rows.isEmpty && rows.faults.isEmpty, "\(text)")
      #expect(reader.remarks.count == 1)
    }
    let (_, rows) = try json(#"{"order":[{"id":"1"}],"n":1}"#, "orders")
    #expect(rows.rows.isEmpty)
    #expect(rows.faults.first?.reason == .notARecord)
    #expect(rows.faults.first?.detail.contains("there are \"order\", \"n\"") == true)
  }

  @Test(arguments: [
    #"{"lot":"A","packs":[{"s":"1"},{"s":"2"#, #"{"lot":"A","packs":[{"s":"1"},{"s":"2"}],"x":"#,
    "{\"packs\":[{\"s\":\"1\"},{\"s\":\"2\"}]}\n{\"packs\":[{\"s\" 3}]}",
  ])
  func whatStandsBeforeABreakIsTakenAndTheBreakIsTold(text: String) throws {
    let (_, rows) = try json(text, "packs")
    #expect(rows.rows.first?.cells.first?.text == "1")
    #expect(rows.faults.count == 1)
    #expect(rows.faults[0].detail.hasSuffix("The rest is not read."))
  }

  @Test func aMemberThatComesAgainInAWideItemJoinsTheFirst() throws {
    let parts = (0..<3000).map { "<p\($0)>\($0)</p\($0)>" }.joined()
    let (reader, rows) = try xml(
      "<R><D><no>1</no><it>\(parts)<p7>x</p7><p7>y</p7></it></D></R>", "R/D")
    #expect(rows.faults.isEmpty)
    #expect(reader.columns.count == 3001)
    #expect(rows.rows[0][8].text == "7;x;y")
    #expect(rows.rows[0][3000].text == "2999")
  }

  /// Names take memory as texts do: those inside each other most of all, since each bears the outer.
  @Test func aRecordOfNamesAloneIsNoLongerThanARecordMayBe() throws {
    let name = String(repeating: "n", count: 4000)
    let deep =
      String(repeating: "{\"\(name)\":", count: 200) + "null" + String(repeating: "}", count: 200)
    let records = "[{\"no\":1,\"it\":[\(deep)]},{\"no\":2}]"
    let flat = try ReadRows(JSONTableReader { MemorySource(Array(records.utf8)) })
    #expect(flat.faults.map(\.reason) == [.sizeLimit])
    #expect(flat.texts == [["2"]])
    let (_, nested) = try json("{\"list\":\(records)}", "list")
    #expect(nested.faults.map(\.reason) == [.sizeLimit])
  }

  @Test func deepNestingAndRepeatedNamesAreNoDanger() throws {
    let deep = String(repeating: "{\"a\":", count: 100_000)
    let (_, nested) = try json(#"{"packs":["# + deep, "packs")
    #expect(nested.faults.count == 1)
    let (_, rows) = try json(#"{"packs":[{"s":"1","s":"2"}],"packs":[{"s":"3"}]}"#, "packs")
    #expect(
      rows.rows.map { $0[0] } == [
        TableCell(.list([RawValue("1"), RawValue("2")])), TableCell("3"),
      ])
  }

  // MARK: Through the chain

  @Test func stepsAroundWhichALotStandsBecomeRecords() throws {
    let place = try Workplace()
    let catalog = try place.catalog()
    defer { try? catalog.close() }
    try place.write(
      "in/a.xml",
      """
      <Deviations site="dayton">
        <Deviation><No>D-1</No><occurred_at>2026-07-01T08:00:00Z</occurred_at></Deviation>
        <Deviation><No>D-2</No><occurred_at>2026-07-02T08:00:00Z</occurred_at></Deviation>
      </Deviations>
      """)
    let without = try place.collectDeviations(catalog)
    #expect(without.sources.first?.artifacts.taken == 0)
    #expect(
      without.sources.first?.troubles.contains {
        $0.reason.contains("format: { records: \"Deviations/Deviation\" }")
      } == true, "\(without.sources)")
    _ = try place.collectDeviations(
      catalog,
      """
      path: in
      format: { records: Deviations/Deviation }
      columns: { dev_id: No, site: /Deviations/site }
      """)
    let rows = try catalog.read { db in
      try Row.fetchAll(
        db, sql: "SELECT dev_id, site FROM deviation_version WHERE is_current = 1 ORDER BY dev_id")
    }
    #expect(rows.map { $0["dev_id"] as String? } == ["D-1", "D-2"])
    #expect(rows.map { $0["site"] as String? } == ["dayton", "dayton"])
  }
}
