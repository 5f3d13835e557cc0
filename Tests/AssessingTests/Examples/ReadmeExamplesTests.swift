import Assessing
import Foundation
import Settings
import Testing

/// What Profiles/README.md tells a newcomer to write is right as it stands there.
struct ReadmeExamplesTests {
  private static func readme() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "Profiles/README.md"), encoding: .utf8)
  }

  /// The first YAML of each part that shows a whole file, by its heading.
  private static func file(_ heading: String) throws -> String {
    let text = try readme()
    let part = try #require(text.components(separatedBy: "\n## \(heading)\n").dropFirst().first)
    let fenced = try #require(part.components(separatedBy: "```yaml\n").dropFirst().first)
    return try #require(fenced.components(separatedBy: "```").first)
  }

  private static func own() throws -> [(path: String, text: String)] {
    [
      ("checks/shipped-twice-in-a-minute.yaml", try file("A check")),
      (
        "populations/own-identifiers.yaml",
        try file("A population").replacing("shipped-identifiers", with: "own-identifiers")
      ),
      (
        "lists/own_market.yaml",
        try file("A list").replacing("id: union_market", with: "id: own_market")
      ),
      (
        "dscsa/own-profile.yaml",
        try file("A profile").replacing("id: dscsa-manufacturer", with: "id: own-profile")
      ),
      (
        "records/own_deviation.yaml",
        try file("A record kind").replacing("id: deviation", with: "id: own_deviation")
      ),
    ]
  }

  @Test func itsFilesAreRead() throws {
    let library = try Library.parse(files: LibraryFiles.builtIn, own: try Self.own())
    #expect(library.profiles["own-profile"]?.requirements.first?.checks.count == 2)
    #expect(library.recordKinds["own_deviation"] != nil)
    #expect(library.populations["own-identifiers"] != nil)
    #expect(library.lists["own_market"]?.values.last == "NO")
  }

  @Test func itsTableNamesEveryRecordKind() throws {
    let text = try Self.readme()
    for kind in try Library.load(examples: false).recordKinds.values {
      #expect(text.contains("\n| `\(kind.id)` |"), "\(kind.id)")
    }
  }

  @Test func theExamplesOfItsCheckHold() throws {
    let library = try Library.parse(files: LibraryFiles.builtIn, own: try Self.own())
    let results = try ExampleRunner(library: library).run(check: "shipped-twice-in-a-minute")
    #expect(results.count >= 3)
    let failed = results.filter { !$0.passed }.map(\.text)
    #expect(failed.isEmpty, "\(failed)")
  }
}
