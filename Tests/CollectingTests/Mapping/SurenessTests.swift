import Cataloging
import Collecting
import Foundation
import Settings
import Testing

/// Which of two columns feeds a field, and what becomes of the other.
@Suite struct SurenessTests {
  private func mapping(
    _ headers: [String], columns: [String: String] = [:]
  ) throws -> ColumnMapping {
    let said = columns.map { "\($0.key): \"\($0.value)\"" }.joined(separator: ", ")
    let source = try MusterConfiguration.parse(
      """
      version: 1
      organization: { name: Example Pharma, roles: [manufacturer] }
      profiles: [{ id: dscsa-manufacturer }]
      sources: [{ name: qms, kind: deviation, path: in, columns: { \(said) } }]
      """, folder: URL(filePath: "/tmp")
    ).sources[0]
    let kind = try #require(try Library.load().recordKinds["deviation"])
    var mapping = ColumnMapping(source, spellings: FieldSpellings(kind))
    try mapping.assign(headers)
    return mapping
  }

  @Test func aWordOfManyTablesGivesWayToASurerHeader() throws {
    let columns = try mapping([
      "Name", "Deviation No", "Status", "State", "Short description", "Title", "Description",
    ]).columns
    #expect(
      columns.map { $0.targets.first?.name }
        == [nil, "dev_id", nil, "state", nil, "title", nil])
    #expect(columns[0].behind == "Deviation No" && columns[0].nearest?.name == "dev_id")
    #expect(columns[4].behind == "Title")
    #expect(try mapping(["Name"]).columns[0].targets.first?.name == "dev_id")
  }

  @Test func whatTheConfigurationSaysComesFirst() throws {
    let columns = try mapping(["Name", "Deviation No"], columns: ["dev_id": "Name"]).columns
    #expect(columns.map { $0.targets.first?.name } == ["dev_id", nil])
    #expect(columns[1].behind == "Name")
  }

  @Test func twoThatMeanItEquallyAreNotDecidedAndBothLinesAreShown() throws {
    let fault = #expect(throws: ColumnMapping.Fault.self) {
      try mapping(["PR Number", "Deviation No"])
    }
    let words = try #require(fault?.description)
    #expect(words.contains("columns: { dev_id: \"PR Number\" }"))
    #expect(words.contains("columns: { dev_id: \"Deviation No\" }"))
  }

  @Test func aHeaderThatStandsTwiceIsToldByItsNumber() throws {
    let fault = #expect(throws: ColumnMapping.Fault.self) {
      try mapping(["PR ID", "State", "State"])
    }
    #expect(fault?.description.contains("\"State (2)\" (column 3)") == true)
    let second = try mapping(["PR ID", "State", "State"], columns: ["state": "State (2)"]).columns
    #expect(second.map { $0.targets.first?.name } == ["dev_id", nil, "state"])
    let first = try mapping(["PR ID", "State", "State"], columns: ["state": "State"]).columns
    #expect(first.map { $0.targets.first?.name } == ["dev_id", "state", nil])
    #expect(first[2].header == "State (2)")
  }

  @Test(arguments: [
    ("Data de ocorrência", "occurred_at"), ("Responsável", "owner"), ("Lotes afetados", "lots"),
    ("Classificação", "class"), ("Situação", "state"), ("Fecha de detección", "detected_at"),
    ("Vorkommnis am", "occurred_at"), ("Nº do Desvio", "dev_id"), ("Título (curto)", "title"),
  ])
  func knowsOrSuggestsAFieldForAHeaderInAnotherLanguage(header: String, field: String) throws {
    let column = try mapping([header, "PR ID"]).columns[0]
    #expect((column.targets.first?.name ?? column.nearest?.name) == field)
  }

  @Test func theDryRunShowsTheColumnsOfATableItCannotRead() throws {
    let place = try Workplace()
    try place.write("a.csv", "Kennung;Vorkommniszeit;Klasse\nA;b;c\n")
    try place.write("b.csv", "PR ID;Severity;Severity;Freitext\nA;b;c;d\n")
    let outcome = try place.collectDeviations(try Catalog.inMemory()) { $0.dryRun = true }
    let previews = outcome.sources[0].previews
    #expect(previews.map(\.path) == ["a.csv", "b.csv"])
    #expect(previews[0].columns.map(\.header) == ["Kennung", "Vorkommniszeit", "Klasse"])
    #expect(previews[1].columns.map(\.nearest) == [nil, "class", "class", nil])
    #expect(previews[1].columns.map(\.fields) == [["dev_id"], [], [], []])
    #expect(outcome.isIncomplete)
  }

  @Test func aMemberRefusedHalfWayLeavesNothing() throws {
    let place = try Workplace()
    let lines = """
      {"PR ID":"D-1","Severity":"minor","Lot":["L1"]}
      {"PR ID":"D-2","Severity":"minor","Deviation No":"D-2"}
      """
    let good = #"{"PR ID":"D-3","Severity":"minor"}"#
    try place.write(
      "a.zip", ZipFixture.make([("a.ndjson", Array(lines.utf8)), ("b.ndjson", Array(good.utf8))]))
    let catalog = try place.catalog()
    let outcome = try place.collectDeviations(catalog)
    #expect(outcome.sources[0].artifacts == ArtifactLedger(taken: 2, unreadable: 1))
    #expect(try catalog.texts("SELECT dev_id FROM deviation_version") == ["D-3"])
    #expect(try catalog.count("SELECT count(*) FROM deviation__lots") == 0)
    #expect(try catalog.count("SELECT count(*) FROM record") == 1)
  }

  @Test func theStatusNamesColumnsNoFieldTakes() throws {
    let place = try Workplace()
    try place.write("a.csv", "PR ID;Severty;Colour\nD-1;minor;blue\n")
    try place.write("b.csv", "PR ID;Colour\nD-2;red\n")
    let catalog = try place.catalog()
    _ = try place.collectDeviations(catalog)
    let status = try catalog.read { try CatalogStatus.read($0) }
    let found = status.sources[0].unrecognised
    #expect(found.map(\.header) == ["Colour", "Severty"])
    #expect(found.map(\.nearest) == [nil, "class"])
  }
}
