import Archives
import Cataloging
import Collecting
import GS1
import Testing

@Suite struct JSONTableTests {
  private func read(
    _ text: String, fields: Set<String> = [], isKey: @escaping (String) -> Bool = { _ in false }
  ) throws -> ([String], ReadRows) {
    let reader = try JSONTableReader(fields: fields, isKey: isKey) {
      MemorySource(Array(text.utf8))
    }
    let rows = try ReadRows(reader)
    return (reader.columns, rows)
  }

  @Test(arguments: [
    "{\"a\":\"1\",\"b\":{\"c\":2}}\n{\"a\":\"3\"}\n",
    "[{\"a\":\"1\",\"b\":{\"c\":2}},{\"a\":\"3\"}]",
    "{\"count\":2,\"value\":[{\"a\":\"1\",\"b\":{\"c\":2}},{\"a\":\"3\"}],\"next\":{\"x\":[1]}}",
    "{\"d\":{\"results\":[{\"a\":\"1\",\"b\":{\"c\":2}},{\"a\":\"3\"}]}}",
    "{\"meta\":{\"n\":2},\"data\":{\"at\":\"x\",\"records\":[{\"a\":\"1\",\"b\":{\"c\":2}},{\"a\":\"3\"}]}}",
  ])
  func readsLinesArraysAndWrappedArrays(text: String) throws {
    let (columns, rows) = try read(text)
    #expect(columns == ["a", "b.c"])
    #expect(rows.texts == [["1", "2"], ["3"]])
    #expect(rows.rows[0].cells[1] == TableCell("2", .number))
    #expect(rows.faults.isEmpty)
  }

  /// What services, search engines and portals put around their records.
  @Test(arguments: [
    #"{"exportedAt":"x","batch_records":[{"a":"1","b":{"c":2}},{"a":"3"}]}"#,
    #"{"status":"ok","batchRecords":[{"a":"1","b":{"c":2}},{"a":"3"}]}"#,
    #"{"status":"ok","data":{"total":2,"records":[{"a":"1","b":{"c":2}},{"a":"3"}]}}"#,
    #"{"status":"ok","issues":[{"a":"1","b":{"c":2}},{"a":"3"}]}"#,
    #"{"_embedded":{"content":[{"a":"1","b":{"c":2}},{"a":"3"}]}}"#,
  ])
  func readsRecordsInAnEnvelope(text: String) throws {
    let reader = try JSONTableReader(
      fields: ["status", "a"], names: ["batchrecords"], isKey: { $0 == "a" }
    ) { MemorySource(Array(text.utf8)) }
    #expect(try ReadRows(reader).texts == [["1", "2"], ["3"]])
    #expect(reader.columns == ["a", "b.c"])
  }

  /// The number and type that a service gives a record are not the record's own.
  @Test(arguments: [
    #"{"data":[{"type":"x","id":"7","attributes":{"type":"1","n":{"c":2}},"links":{"u":"w"}}]}"#,
    #"{"hits":{"total":{"value":1},"hits":[{"type":"x","id":"7","_source":{"type":"1","n":{"c":2}},"links":{"u":"w"}}]}}"#,
  ])
  func readsRecordsInsideAMemberOfTheirs(text: String) throws {
    let (columns, rows) = try read(text, fields: ["type"], isKey: { $0 == "type" })
    #expect(columns == ["envelope.type", "envelope.id", "type", "n.c", "envelope.links.u"])
    #expect(rows.texts == [["x", "7", "1", "2", "w"]])
    #expect(rows.rows[0].notes.isEmpty)
  }

  @Test func aRecordWithItsKeyOutsideHasMembersOfItsOwn() throws {
    let (columns, rows) = try read(
      #"[{"attributes":{"type":"D"},"lot":"L"},{"attributes":{"type":"D"},"lot":"M"}]"#,
      isKey: { $0 == "lot" })
    #expect(columns == ["attributes.type", "lot"])
    #expect(rows.texts == [["D", "L"], ["D", "M"]])
  }

  @Test func whatStandsBesideTheListOfRecordsIsTold() throws {
    for text in [
      #"{"value":[{"a":"1"}],"gone":[{"a":"2"}],"tags":["x"],"@odata.nextLink":"https://x"}"#,
      #"{"gone":[{"a":"2"}],"@odata.nextLink":"https://x","tags":["x"],"value":[{"a":"1"}]}"#,
    ] {
      let reader = try JSONTableReader { MemorySource(Array(text.utf8)) }
      #expect(try ReadRows(reader).texts == [["1"]])
      #expect(reader.remarks.count == 2)
      #expect(reader.remarks[0].hasPrefix("the list \"gone\" beside"))
      #expect(reader.remarks[1].contains("goes on elsewhere"))
    }
  }

  /// As services with pages write it: without a word the rest would be taken for not there.
  @Test(arguments: [
    #"{"results":[{"a":"1"}],"count":9,"next":"https://x"}"#,
    #"{"count":9,"next":"https://x","results":[{"a":"1"}]}"#,
    #"{"data":[{"a":"1"}],"links":{"self":"https://y","next":"https://x"}}"#,
    #"{"items":[{"a":"1"}],"_links":{"next":{"href":"https://x"}}}"#,
    #"{"_links":{"next":{"href":"https://x"}},"items":[{"a":"1"}]}"#,
    #"{"data":{"records":[{"a":"1"}]},"paging":{"next_page_token":"x"}}"#,
  ])
  func whereAResultGoesOnIsTold(_ text: String) throws {
    let reader = try JSONTableReader { MemorySource(Array(text.utf8)) }
    #expect(try ReadRows(reader).texts == [["1"]])
    #expect(reader.remarks.count == 1)
    #expect(reader.remarks.first?.contains("goes on elsewhere") == true)
  }

  @Test func theLastPageTellsOfNoOther() throws {
    let text = #"{"results":[{"a":"1"}],"next":null,"links":{"self":"https://y"}}"#
    let reader = try JSONTableReader { MemorySource(Array(text.utf8)) }
    #expect(try ReadRows(reader).texts == [["1"]])
    #expect(reader.remarks.isEmpty)
  }

  @Test func listsInListsAreNotLost() throws {
    let (_, rows) = try read(#"{"l":[["a"],"b"],"e":[{"x":[{"y":1}]}]}"#)
    #expect(rows.rows[0].cells[0] == TableCell(.list([RawValue("a"), RawValue("b")])))
    #expect(
      rows.rows[0].cells[1]
        == TableCell(.items([[TableMember(path: "x", value: RawValue("y=1"))]])))
  }

  @Test func aListFieldOfTheKindIsNoWrapper() throws {
    let (columns, rows) = try read("{\"items\":[\"x\",\"y\"]}", fields: ["items"])
    #expect(columns == ["items"])
    #expect(rows.rows[0].cells[0] == TableCell(.list([RawValue("x"), RawValue("y")])))
  }

  /// A record that holds a list of its own under such names is no envelope.
  @Test func aRecordWithAFieldIsNoEnvelope() throws {
    let (columns, rows) = try read(
      "{\"capa_id\":\"C\",\"data\":{\"items\":[{\"x\":1}]}}", fields: ["capa_id"],
      isKey: { $0 == "capa_id" })
    #expect(columns == ["capa_id", "data.items"])
    #expect(rows.rows.count == 1)
  }

  @Test func arraysBecomeListsAndObjectsInThemItems() throws {
    let (_, rows) = try read(
      "{\"l\":[\"a\",2,null],\"e\":[{\"old\":\"1\",\"new\":{\"at\":true}}],\"n\":null,\"z\":[]}")
    let cells = rows.rows[0].cells
    #expect(cells[0] == TableCell(.list([RawValue("a"), RawValue("2", .number)])))
    #expect(
      cells[1]
        == TableCell(
          .items([
            [
              TableMember(path: "old", value: RawValue("1")),
              TableMember(path: "new.at", value: RawValue("true", .boolean)),
            ]
          ])))
    #expect(cells[2].isBlank && cells[3].isBlank)
  }

  @Test func tellsWhereEachRecordStands() throws {
    let (_, lines) = try read("{\"a\":1}\n\n{\"a\":2}\n")
    #expect(lines.rows.map(\.position.line) == [1, 3])
    #expect(lines.rows.map(\.position.byteOffset) == [0, 9])
    let (_, list) = try read("{\"records\":[{\"a\":1},\n {\"a\":2}]}")
    #expect(list.rows.map(\.position.pointer) == ["/records/0", "/records/1"])
  }

  @Test func aBrokenLineCostsItselfOnly() throws {
    let (_, rows) = try read(
      "{\"a\":1}\n{\"a\":\n{\"a\":3}\n{\"a\":\"x\n{\"a\":5}\nnoise\n{\"a\":7}\n")
    #expect(rows.texts == [["1"], ["3"], ["5"], ["7"]])
    #expect(rows.faults.count == 3)
    #expect(rows.faults.map(\.line) == [2, 4, 6])
    #expect(rows.rows.map(\.position.line) == [1, 3, 5, 7])
  }

  @Test func aLastLineThatWasCutOffIsSetAside() throws {
    let (_, rows) = try read("{\"a\":1}\n{\"a\":2}\n{\"a\":")
    #expect(rows.texts == [["1"], ["2"]])
    #expect(rows.faults.map(\.reason) == [.truncated])
    #expect(rows.faults.map(\.line) == [3])
  }

  @Test func aBadMemberOfAnArrayLeavesTheOthers() throws {
    let (_, rows) = try read("[{\"a\":1},{\"a\":x},7,{\"a\":3}]")
    #expect(rows.texts == [["1"], ["3"]])
    #expect(rows.faults.map(\.reason) == [.notWellFormed, .notARecord])
  }

  @Test func anEmptyArrayHasNoRows() throws {
    let (columns, rows) = try read("[]")
    #expect(columns.isEmpty && rows.rows.isEmpty && rows.faults.isEmpty)
  }

  @Test func anArrayAmongLinesCostsItsLineOnly() throws {
    let text = "{\"a\":1}\n\(String(repeating: "[", count: 5000))\n{\"a\":2}\n[3]\n{\"a\":4}\n"
    let rows = try ReadRows(JSONTableReader(fields: []) { MemorySource(Array(text.utf8)) })
    #expect(rows.texts == [["1"], ["2"], ["4"]])
    #expect(rows.faults.map(\.reason) == [.depthLimit, .notARecord])
    #expect(rows.faults.map(\.line) == [2, 4])
  }

  @Test func aMemberThatStandsTwiceIsTold() throws {
    let (columns, rows) = try read(
      "{\"id\":\"D1\",\"t\":\"a\",\"id\":\"D2\"}\n{\"id\":\"D3\",\"t\":\"b\"}\n"
        + "{\"o\":{\"x\":1},\"o\":{\"y\":2}}\n{\"l\":[{\"x\":1,\"x\":2}]}\n"
        + "{\"o\":{\"x\":1},\"o.x\":3}\n")
    #expect(rows.texts[0] == ["D2", "a"])
    let notes = rows.rows.map(\.notes)
    #expect(notes[0].map(\.code) == [.elementRepeated])
    #expect(notes[0].map(\.column) == [columns.firstIndex(of: "id")])
    #expect(notes[0].map(\.raw) == ["\"D1\", then \"D2\""])
    #expect(notes[1].isEmpty)
    #expect(notes[2].map(\.raw) == ["o"] && notes[2].map(\.code) == [.elementRepeated])
    #expect(notes[3].map(\.raw) == ["x"])
    #expect(notes[4].map(\.raw) == ["\"1\", then \"3\""])
  }

  @Test func aRowOfAWideTableHoldsOnlyItsOwnCells() throws {
    let wide = (0..<2000).map { "\"k\($0)\":1" }.joined(separator: ",")
    let (columns, rows) = try read("{\(wide)}\n{\"k1999\":2,\"k3\":4,\"new\":5}\n{\"k0\":7}\n")
    #expect(columns.count == 2001)
    #expect(rows.rows[0][1999] == TableCell("1", .number))
    #expect(rows.rows[1].cells.count == 4)
    #expect(rows.rows[1][1999] == TableCell("2", .number))
    #expect(rows.rows[1][2000] == TableCell("5", .number))
    #expect(rows.rows[1][1000].isBlank)
    #expect(rows.rows[2].cells.count == 1 && rows.rows[2].scattered.isEmpty)
  }
}
