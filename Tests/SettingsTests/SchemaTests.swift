import Foundation
import ProfileData
import Settings
import Testing

@Suite struct SchemaTests {
  /// JSON is YAML, so the schemas are read like everything else.
  private func schema(_ name: String) throws -> YAMLValue {
    let path = "schemas/\(name).schema.json"
    let file = try #require(EmbeddedProfiles.files.first { $0.path == path })
    return try YAMLReader.read(file.text, file: path)
  }

  private func keys(_ value: YAMLValue?) -> [String] {
    (value?["properties"]?.map ?? []).map(\.key)
  }

  /// The keys a reader names when it meets one that it does not know.
  private func known(_ faults: [String]) throws -> [String] {
    let message = try #require(faults.first { $0.contains("unknown key \"qqqqqqqqqqqq\"") })
    let list = try #require(message.components(separatedBy: "known here: ").last)
    return list.components(separatedBy: ", ")
  }

  /// The schemas go into every pack, to people who have the pack alone.
  @Test func namesNoPaperOfOurs() {
    let schemas = EmbeddedProfiles.files.filter { $0.path.hasPrefix("schemas/") }
    #expect(schemas.count > 10)
    for file in schemas {
      #expect(!file.text.contains(/\b(CONTRACTS|DESIGN)\b|[a-z]\.md\b/), "\(file.path)")
    }
  }

  @Test func knowsTheKeysOfAConfiguration() throws {
    let faults = faults("version: 1\norganization: { name: Firm }\nqqqqqqqqqqqq: 1\n")
    #expect(try known(faults) == keys(schema("configuration")).sorted())
  }

  @Test func knowsTheKeysOfASource() throws {
    let faults = faults(
      "version: 1\norganization: { name: F }\nsources: [{ name: a, kind: epcis, path: x, qqqqqqqqqqqq: 1 }]"
    )
    #expect(try known(faults) == keys(schema("configuration")["$defs"]?["source"]).sorted())
  }

  @Test(arguments: [
    ("check", "checks/unit-seen.yaml"), ("population", "populations/units.yaml"),
    ("profile", "dscsa/maker.yaml"),
  ])
  func knowsTheKeysOfADefinition(_ row: (String, String)) throws {
    let files = rightFiles.map {
      $0.path == row.1 ? ($0.path, "qqqqqqqqqqqq: 1\n" + $0.text) : $0
    }
    #expect(try known(faults(files: files)) == keys(schema(row.0)).sorted())
  }

  @Test func knowsTheKeysOfAList() throws {
    let text = "id: a\ntitle: A\nbasis: B\nvalues: [x]\nqqqqqqqqqqqq: 1\n"
    #expect(try known(faults(files: [("lists/a.yaml", text)])) == keys(schema("list")).sorted())
  }

  @Test func knowsTheKeysOfARecordKind() throws {
    let text = "id: a\ntitle: A\nunit: { one: a, many: a }\nkey: [b]\nqqqqqqqqqqqq: 1\n"
    let whole = faults(files: [("records/a.yaml", text + "fields: { b: { type: id } }\n")])
    #expect(try known(whole) == keys(schema("record-kind")).sorted())
    let field = "id: a\ntitle: A\nunit: { one: a, many: a }\nkey: [b]\n"
    let inner = faults(files: [
      ("records/a.yaml", field + "fields: { b: { type: id, qqqqqqqqqqqq: 1 } }\n")
    ])
    #expect(try known(inner) == keys(schema("record-kind")["$defs"]?["field"]).sorted())
  }

  @Test func listsTheSameWords() throws {
    func words(_ value: YAMLValue?) -> [String] { (value?["enum"]?.list ?? []).compactMap(\.text) }
    let configuration = try schema("configuration")["$defs"]
    #expect(words(configuration?["role"]) == TradeRole.allCases.map(\.rawValue))
    #expect(
      words(configuration?["carrier"]) == Partner.StatementCarrier.allCases.map(\.rawValue))
    let check = try schema("check")["properties"]
    #expect(words(check?["look_first"]) == LookFirst.allCases.map(\.rawValue))
    #expect(words(check?["authority"]) == Authority.allCases.map(\.rawValue))
    #expect(words(check?["severity"]).sorted() == Severity.allCases.map(\.rawValue).sorted())
    #expect(words(check?["section"]) == ReportSection.allCases.map(\.rawValue))
    let field = try schema("record-kind")["$defs"]?["field"]?["properties"]
    #expect(words(field?["type"]) == RecordField.Kind.allCases.map(\.rawValue))
  }

  /// A pack states its limits beside the assessment, too.
  @Test func describeTheLimitsInForceAlikeInBothPlaces() throws {
    let beside = try schema("parameters")["properties"]?["profile"]?["properties"]?["parameters"]
    let limit = keys(beside?["additionalProperties"])
    #expect(limit.contains("checks"))
    #expect(try limit.sorted() == keys(schema("assessment")["$defs"]?["parameter"]).sorted())
  }

  @Test func areThereForWhatARunWrites() throws {
    #expect(
      try schema("assessment")["properties"]?["schema"]?["const"]?.text == "muster.assessment/v1")
    #expect(try schema("manifest")["properties"]?["schema"]?["const"]?.text == "muster.manifest/v1")
  }
}
