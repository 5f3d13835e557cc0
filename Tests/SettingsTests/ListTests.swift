import Testing

@testable import Settings

@Suite struct ListTests {
  private static let dash = "id: dash\ntitle: Dashes\nbasis: Exports\nvalues: [\"-\", n/a]\n"

  private static func kind(_ field: String) -> String {
    "id: a\ntitle: A\nunit: { one: a, many: a }\nkey: [b]\nfields: { b: { type: id }, c: { \(field) } }\n"
  }

  private static func files(
    _ list: String = Self.dash, field: String = "type: text, blank_if: dash"
  ) -> [(path: String, text: String)] {
    [("lists/dash.yaml", list), ("records/a.yaml", kind(field))]
  }

  private static func faults(_ files: [(path: String, text: String)]) -> [String] {
    do {
      _ = try Library.parse(files: files)
      return []
    } catch {
      return error.diagnostics.map { "\($0.file):\(short($0))" }
    }
  }

  @Test func isReadInTheOrderOfItsFile() throws {
    let library = try Library.parse(files: Self.files())
    #expect(library.lists["dash"]?.values == ["-", "n/a"])
    #expect(library.recordKinds["a"]?.fields.last?.blankIf == "dash")
    #expect(library.lint().isEmpty)
  }

  @Test func saysWhatIsWrongAndWhere() {
    let unknown = Self.faults(Self.files(field: "type: text, blank_if: dahs"))
    #expect(unknown.count == 1)
    #expect(unknown.first?.contains("there is no list \"dahs\"") == true)
    #expect(unknown.first?.contains("dash") == true)
    let number = Self.faults(Self.files(field: "type: integer, blank_if: dash"))
    #expect(number.first?.contains("only a text is blank by a list") == true)
    let twice = Self.faults(Self.files(Self.dash.replacing("n/a", with: "\"-\"")))
    #expect(twice.first?.contains("\"-\" stands twice in the list") == true)
    let none = Self.faults(Self.files(Self.dash.replacing("[\"-\", n/a]", with: "[]")))
    #expect(none.first?.contains("a list needs its \"values\"") == true)
  }

  @Test func aListNobodyReadsIsSaid() throws {
    let library = try Library.parse(files: Self.files(field: "type: text"))
    #expect(
      library.lint().map(\.message) == ["no check and no record kind uses this list"])
  }

  /// The profiles say which products are whose; what they name is what the checks go by.
  @Test func theProfilesAndTheListNameTheSameCountries() throws {
    let library = try Library.load(examples: false)
    let union = try #require(library.lists["union_market"]).values.sorted()
    #expect(library.profiles["fmd-manufacturer"]?.markets?.own.sorted() == union)
    #expect(library.profiles["dscsa-manufacturer"]?.markets?.others.sorted() == union)
    let others = try #require(library.lists["third_country"]).values
    #expect(Set(union).isDisjoint(with: others))
  }

  private static let named: [(text: String, names: Set<String>)] = [
    ("x IN (SELECT value FROM list_dash)", ["dash"]),
    ("list_dash_2 and list_dash;", ["dash_2", "dash"]), ("blank_if: dash }", ["dash"]),
    ("a listed thing", []), ("", []),
  ]

  @Test(arguments: named)
  func aTextNamesLists(_ row: (text: String, names: Set<String>)) {
    #expect(ListNames.all(in: row.text) == row.names)
  }
}
