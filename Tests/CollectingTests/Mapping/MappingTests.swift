import Cataloging
import Collecting
import Foundation
import GS1
import Settings
import Testing

@Suite struct MappingTests {
  /// A source as `muster.yaml` writes it.
  private func source(_ lines: String = "") throws -> Source {
    let text = """
      version: 1
      organization: { name: Example Pharma, roles: [manufacturer] }
      profiles: [{ id: dscsa-manufacturer }]
      sites: [{ id: dayton, time_zone: America/New_York }]
      sources:
        - name: qms
          kind: deviation
          path: in
      \(lines.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
      """
    return try MusterConfiguration.parse(text, folder: URL(filePath: "/tmp")).sources[0]
  }

  private func mapper(_ headers: [String], _ lines: String = "") throws -> RowMapper {
    var mapper = RowMapper(try source(lines), spellings: FieldSpellings(try Kinds.deviation()))
    try mapper.assign(headers)
    return mapper
  }

  /// Looked at all again with each new one, or each held against every field, these would take hours.
  @Test func veryManyUnknownColumnsAreMappedAsTheyCome() throws {
    var mapper = RowMapper(try source(), spellings: FieldSpellings(try Kinds.deviation()))
    var headers = ["dev_id", "titel"]
    for number in 0..<12_000 {
      headers.append("unknown \(number % 11_000)")
      try mapper.assign(headers)
    }
    let columns = mapper.mapping.columns
    #expect(columns.count == headers.count)
    #expect(columns[1].nearest?.name == "title")
    #expect(columns.last?.header == "unknown 999 (2)")
    #expect(mapper.mapping.unrecognised.count == 12_001)
  }

  private func targets(_ headers: [String], _ lines: String = "") throws -> [String?] {
    try mapper(headers, lines).mapping.columns.map { $0.targets.first?.name }
  }

  @Test(arguments: [
    ("dev_id", "dev_id"), ("DEV ID", "dev_id"), ("Deviation No.", "dev_id"),
    ("abweichungs nr", "dev_id"), ("PR-ID*", "dev_id"), ("dev_id__c", "dev_id"),
    ("Aufwand (h)", "hours"), ("FAELLIG AM", "due"), ("fallig am", "due"),
    ("qa_approval.by", "qa_approval_by"), ("QA approval at", "qa_approval_at"),
    ("QA-Freigabe von", "qa_approval_by"), ("extensions old", "extensions_old"),
    ("Lot", "lots"), ("Lot 2", "lots"), ("x_area", "x_area"), ("Geplant?", "planned"),
  ])
  func recognisesHeaders(header: String, field: String) throws {
    #expect(try targets([header]) == [field])
  }

  /// Brackets may turn round what a header says.
  @Test(arguments: [
    ("occurred at (planned)", nil), ("Occurred at [target]", nil), ("hours (days)", nil),
    ("hours (hrs)", "hours"), ("occurred at (dd.mm.yyyy)", "occurred_at"),
    ("occurred at (UTC)", "occurred_at"), ("occurred at [Europe/Berlin]", "occurred_at"),
    ("occurred at (DD/MM/YYYY hh:mm)", "occurred_at"), ("Deviation No (PR-ID)", "dev_id"),
    ("Lot(s)", "lots"), ("Lot (old)", nil), ("Deviation No (required)", "dev_id"),
  ])
  func bracketsAreLeftOutOnlyWhereTheySayHowAColumnIsWritten(
    header: String, field: String?
  ) throws {
    #expect(try targets([header]) == [field])
  }

  @Test func timesAreReadInTheZoneTheirHeaderNames() throws {
    let zones = try mapper(["occurred at (UTC)", "closed_at GMT", "qa_approval_at"]).mapping.columns
    #expect(zones.map(\.zone) == ["UTC", "UTC", nil])
    let row = TableRow(
      cells: [TableCell("2026-07-01 23:30")], number: 1, position: SourcePosition())
    #expect(try mapper(["occurred at (UTC)"]).record(row).values["occurred_at"]?.zone == "UTC")
  }

  @Test(arguments: [
    ("L1 L2", ["L1", "L2"]), ("Lot L1, Lot L2", ["L1", "L2"]), ("L1 (2 pallets)", ["L1"]),
    ("L1; L2", ["L1", "L2"]), ("see attachment 3", ["see attachment 3"]), ("Charge: A7", ["A7"]),
  ])
  func lotsInOneCellAreToldApart(cell: String, lots: [String]) throws {
    let row = TableRow(cells: [TableCell(cell)], number: 1, position: SourcePosition())
    let record = try mapper(["Lot"]).record(row)
    #expect(record.lists["lots"]?.compactMap { $0["value"]?.text } == lots)
  }

  @Test func headersOfPlainLettersAreFoldedAsAllOthers() {
    for value in UInt8(0)..<0x80 {
      let text = "A\(UnicodeScalar(value))z"
      // The last letter makes it one that is looked up in tables of characters.
      #expect(HeaderText.folded(text) + "e" == HeaderText.folded(text + "é"))
    }
    #expect(HeaderText.readings("Aufwand (h)") == ["aufwandh"])
    #expect(HeaderText.readings("Charge(n)") == ["chargen", "charge"])
    #expect(HeaderText.readings("hours]__c") == ["hoursc", "hours"])
    #expect(HeaderText.readings("Prüfer") == ["prufer", "pruefer"])
    #expect(HeaderText.readings("--").isEmpty)
  }

  @Test func whatIsNotRecognisedIsKeptAndGetsASuggestion() throws {
    let mapper = try mapper(["Deviaton No", "Colour", "Date of closed"])
    let columns = mapper.mapping.unrecognised
    #expect(columns.map(\.header) == ["Deviaton No", "Colour", "Date of closed"])
    #expect(columns[0].nearest?.name == "dev_id")
    #expect(columns[1].nearest == nil)
    #expect(columns[2].nearest?.name == "closed_at")
    let row = TableRow(
      cells: [TableCell("D1"), TableCell("blue"), TableCell("x")], number: 2,
      position: SourcePosition(line: 2))
    #expect(
      mapper.record(row).extra == ["Deviaton No": "D1", "Colour": "blue", "Date of closed": "x"])
  }

  @Test func twoColumnsOfOneFieldAreNamedBoth() throws {
    let fault = #expect(throws: ColumnMapping.Fault.self) {
      try mapper(["Deviation No", "title", "PR ID"])
    }
    let text = fault?.description ?? ""
    #expect(text.contains("dev_id") && text.contains("\"Deviation No\" (column 1)"))
    #expect(text.contains("\"PR ID\" (column 3)"))
    #expect(text.contains("columns: { dev_id: \"Deviation No\" }"))
  }

  @Test func whatMusterYamlSaysComesBeforeAliases() throws {
    let headers = ["Deviation No", "PR ID", "Wann"]
    let lines = "columns: { dev_id: \"PR ID\", occurred_at: wann, closed_at: Ende }"
    #expect(try targets(headers, lines) == [nil, "dev_id", "occurred_at"])
    let mapping = try mapper(headers, lines).mapping
    #expect(mapping.missing.map(\.field) == ["closed_at"])
    #expect(mapping.missing.map(\.header) == ["Ende"])
    #expect(mapping.delivered == ["dev_id", "occurred_at"])
    #expect(mapping.unfed.map(\.name) == [])
    #expect(try mapper(["PR ID"]).mapping.unfed.map(\.name) == ["occurred_at"])
  }

  @Test func constantsSiteAndValuesAreFilledIn() throws {
    let lines = """
      site: dayton
      constants: { planned: "false", x_area: hall 2 }
      values: { class: { "2": major, "Sehr hoch": critical } }
      """
    let mapper = try mapper(["PR ID", "Severity", "Geplant"], lines)
    let row = TableRow(
      cells: [TableCell("D1"), TableCell("sehr  hoch"), TableCell("ja")], number: 2,
      position: SourcePosition(line: 2))
    let record = mapper.record(row)
    #expect(record.values["site"] == RawValue("dayton"))
    #expect(record.values["planned"] == RawValue("false"))
    #expect(record.values["class"] == RawValue("critical"))
    #expect(record.extra["x_area"] == "hall 2")
    #expect(mapper.mapping.delivered == ["dev_id", "class", "site", "planned"])
  }

  @Test func listsComeFromOneCellFromColumnsSideBySideAndFromJSON() throws {
    let headers = ["PR ID", "Lot 1", "Lot 2", "Chargen", "extensions_old", "extensions_new"]
    let mapper = try mapper(headers)
    let row = TableRow(
      cells: [
        TableCell("D1"), TableCell("A"), TableCell(""), TableCell("B; C;\nD"),
        TableCell("2026-01-01;;2026-03-01"), TableCell("2026-02-01;2026-02-15"),
      ], number: 2, position: SourcePosition(line: 2))
    let record = mapper.record(row)
    #expect(record.lists["lots"]?.map { $0["value"]?.text } == ["A", "B", "C", "D"])
    #expect(
      record.lists["extensions"] == [
        ["old": RawValue("2026-01-01"), "new": RawValue("2026-02-01")],
        ["old": RawValue(""), "new": RawValue("2026-02-15")], ["old": RawValue("2026-03-01")],
      ])
    var json = RowMapper(try source(), spellings: FieldSpellings(try Kinds.deviation()))
    try json.assign(["lots", "extensions"])
    let cells = [
      TableCell(.list([RawValue("A"), RawValue("B")])),
      TableCell(.items([[TableMember(path: "Old", value: RawValue("2026-01-01"))]])),
    ]
    let read = json.record(
      TableRow(cells: cells, number: 1, position: SourcePosition(line: 1)))
    #expect(read.lists["lots"] == [["value": RawValue("A")], ["value": RawValue("B")]])
    #expect(read.lists["extensions"] == [["old": RawValue("2026-01-01")]])
  }

  @Test func blankHeadersAndRepeatedOnesKeepTheirCells() throws {
    let mapper = try mapper(["PR ID", "", "Note", "Note"])
    let row = TableRow(
      cells: ["D1", "a", "b", "c"].map { TableCell($0) }, number: 2,
      position: SourcePosition(line: 2))
    #expect(mapper.record(row).extra == ["column 2": "a", "Note": "b", "Note (2)": "c"])
  }

  @Test(arguments: [
    ("B26072A, B26071A", "", ["B26072A", "B26071A"]), ("L1,L2;L3", "", ["L1", "L2", "L3"]),
    ("L1 / L2 and L3", "", ["L1", "L2", "L3"]), ("12/34", "", ["12/34"]),
    ("L,1|L2", "format: { list_separator: '|' }", ["L,1", "L2"]),
  ])
  func lotsInOneCellAreToldApartAsPeopleWriteThem(
    cell: String, lines: String, lots: [String]
  ) throws {
    let record = try mapper(["dev_id", "Lot"], lines).record(
      TableRow(
        cells: [TableCell("D-1"), TableCell(cell)], number: 2,
        position: SourcePosition(line: 2, byteOffset: 9)))
    #expect(record.lists["lots"]?.compactMap { $0["value"]?.text } == lots)
  }
}
