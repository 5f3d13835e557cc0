import Foundation
import Testing

@testable import Settings

@Suite struct YAMLReaderTests {
  private func said(_ text: String) -> [String] {
    do {
      _ = try YAMLReader.read(text, file: "f.yaml")
      return []
    } catch {
      return error.diagnostics.map(short)
    }
  }

  @Test func keepsShapesAndPositions() throws {
    let tree = try YAMLReader.read("a: 1\nb:\n  - \"1\"\n  - x\n", file: "f.yaml")
    #expect(tree["a"]?.integer == 1)
    #expect(tree["a"]?.position == TextPosition(line: 1, column: 4))
    let items = try #require(tree["b"]?.list)
    #expect(items.map(\.text) == ["1", "x"])
    #expect(items[0].integer == nil)
    #expect(items[1].position == TextPosition(line: 4, column: 5))
  }

  @Test func keepsLeadingZerosAndWordsThatLookLikeTruth() throws {
    let tree = try YAMLReader.read("a: 0012\nb: NO\nc: 1e3", file: "f.yaml")
    #expect(tree["a"]?.text == "0012")
    #expect(tree["b"]?.text == "NO")
    #expect(tree["b"]?.boolean == nil)
    #expect(tree["c"]?.text == "1e3")
  }

  @Test func namesEveryRepeatedKeyAndGoesOn() {
    let text = "a: 1\nb: 2\na: 3\nc:\n  d: 1\n  d: 2\n"
    #expect(
      said(text) == [
        "3:1: duplicate key \"a\", first on line 1", "6:3: duplicate key \"d\", first on line 5",
      ])
  }

  @Test func namesRepeatedKeysOfAListsItemsToo() {
    let text = """
      s:
        - a: 1
          b: 2
          a: 3
          b: 4
        - a: 1
          a: 2
          # a: 3
          c:
            a: 1
      """
    #expect(
      said(text) == [
        "4:5: duplicate key \"a\", first on line 2", "5:5: duplicate key \"b\", first on line 3",
        "7:5: duplicate key \"a\", first on line 6",
      ])
  }

  /// Parsed once for each of sixty keys this would not end in the time of a test run.
  @Test func namesManyRepeatedKeysOfALargeFileAtOnce() {
    let keys = (0..<150_000).map { "key\($0): 1\n" }
    let text = keys.joined() + keys.prefix(60).joined()
    let faults = said(text)
    #expect(faults.first == "150001:1: duplicate key \"key0\", first on line 1")
    #expect(faults.count > 10)
    #expect(RepeatedKeys.passes(bytes: text.utf8.count) <= 20)
    #expect(RepeatedKeys.passes(bytes: YAMLReader.largestFile) == 4)
    #expect(RepeatedKeys.passes(bytes: 4000) == 50)
  }

  @Test func namesARepeatedKeyInAFlowMapping() {
    #expect(said("x: {a: 1, a: 2}") == ["1:5: duplicate key \"a\""])
  }

  @Test func saysWhereTheSyntaxBreaks() {
    let faults = said("a: 1\nb: [1, 2\nc: 3\n")
    #expect(faults.count == 1)
    #expect(faults.first?.hasPrefix("3:2: this is not valid YAML: ") == true)
  }

  @Test func saysThatAFileIsEmpty() {
    #expect(said("") == ["1:1: the file is empty"])
    #expect(said("# nothing\n") == ["1:1: the file is empty"])
  }

  /// The parser's words say little to who does not know it; what to do stands beside them.
  @Test(arguments: [
    ("a:\n\tb: 1\n", "never with tabs"), ("a:\n  - b: 1\n   c: 2\n", "indented otherwise"),
    ("a:\n  - b:1\n    c: 2\n", "a blank belongs behind each colon"),
    ("a: x: y\n", "stands in quotes"), ("a: @x\n", "stands in quotes"),
    ("a: { b: 1\nc: 2\n", "is not closed"), ("a: [1, 2\nc: 3\n", "is not closed"),
    ("a: \"b\n", "is not closed"), ("a: \"C:\\data\"\n", "a backslash begins an escape"),
  ])
  func saysWhatToDoWhereTheSyntaxBreaks(text: String, advice: String) {
    let faults = said(text)
    #expect(faults.first?.contains(advice) == true, "\(faults)")
  }

  @Test func anEmptyFileIsEmptyAndReadable() throws {
    try withFolder { folder in
      let file = folder.appending(path: "muster.yaml")
      try Data().write(to: file)
      #expect(try YAMLReader.text(of: file, named: "muster.yaml") == "")
    }
  }

  @Test func refusesTwoDocuments() {
    #expect(said("a: 1\n---\nb: 2\n").first?.contains("another document") == true)
  }

  @Test func followsAnAlias() throws {
    let tree = try YAMLReader.read("a: &x {n: 1}\nb: *x\n", file: "f.yaml")
    #expect(tree["b"]?["n"]?.integer == 1)
  }

  @Test func stopsAnAliasBomb() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      let items = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(items)]\n"
    }
    let faults = said(text)
    #expect(faults.count == 1)
    #expect(faults.first?.contains("values once aliases are followed") == true)
  }

  @Test(arguments: [
    "? [*a, *a]\n: 1\n", "[*a, *a]: 1\n", "*a : 1\n", "x: {*a : 1}\n", "{x: *a}: 1\n",
  ])
  func refusesAnAliasInAKey(_ line: String) {
    let faults = said("z: &a [x]\n" + line)
    #expect(faults.first?.contains("cannot be used together with aliases") == true)
  }

  @Test(arguments: [
    "a: \"SELECT count(*) FROM x\"\nb: \"Q&A of {name}: done\"\n",
    "sql: |\n  SELECT count(*), sum(n*m) FROM t\nmessage: \"{n} of {count}: see AT&T\"\n",
  ])
  func takesSignsInsideTextsForWhatTheyAre(text: String) throws {
    #expect(try YAMLReader.read(text, file: "f.yaml").map?.count == 2)
  }

  @Test(arguments: ["a: &x 1\n? *x\n: 2\n", "a: &x 1\n{*x : 2}\n", "a: &x 1\nb: {?*x : 2}\n"])
  func refusesAliasesInKeysHoweverTheyStand(text: String) {
    #expect(throws: DiagnosticList.self) { try YAMLReader.read(text, file: "f.yaml") }
  }

  @Test func stopsDeepNesting() {
    #expect(
      said(String(repeating: "[", count: 80) + String(repeating: "]", count: 80)).first?
        .contains("nested deeper than 64 levels") == true)
    #expect(said(String(repeating: "[", count: 100_000)).isEmpty == false)
    #expect(said(String(repeating: "- ", count: 100_000)).isEmpty == false)
  }

  @Test func refusesALargeText() {
    #expect(
      said(String(repeating: "a", count: 9 << 20)) == ["0:0: the file is larger than 8 MiB"])
  }

  @Test(arguments: ["a: \u{1}", "a: \"\\xZZ\"", "%YAML 9.9\n---\na", "a: *nobody", "\u{FEFF}: :"])
  func saysSomethingAboutOddInput(_ text: String) {
    #expect(said(text).count <= 1)
  }

  @Test func refusesAFileThatIsNotUTF8() throws {
    try withFolder { folder in
      let url = folder.appending(path: "f.yaml")
      try Data([0x61, 0x3A, 0x20, 0xE4, 0x0A]).write(to: url)
      let error = #expect(throws: DiagnosticList.self) {
        try YAMLReader.text(of: url, named: "f.yaml")
      }
      #expect(error?.description == "f.yaml: error: the file is not UTF-8 text; save it as UTF-8")
    }
  }

  @Test func saysThatAFileIsNotThere() throws {
    try withFolder { folder in
      let error = #expect(throws: DiagnosticList.self) {
        try MusterConfiguration.load(from: folder.appending(path: "muster.yaml"), named: "m.yaml")
      }
      #expect(error?.description == "m.yaml: error: no such file")
    }
  }

  @Test func passesOverAByteOrderMark() throws {
    try withFolder { folder in
      let url = folder.appending(path: "f.yaml")
      try Data([0xEF, 0xBB, 0xBF, 0x61, 0x3A, 0x20, 0x31, 0x0D, 0x0A]).write(to: url)
      let text = try YAMLReader.text(of: url, named: "f.yaml")
      #expect(try YAMLReader.read(text, file: "f.yaml")["a"]?.integer == 1)
    }
  }

  @Test func refusesWhatIsNoRegularFile() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "muster-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let pipe = folder.appending(path: "muster.yaml")
    #expect(mkfifo(pipe.path, 0o600) == 0)
    for place in [pipe, URL(filePath: "/dev/zero"), URL(filePath: "/dev/null")] {
      let error = #expect(throws: DiagnosticList.self) {
        _ = try YAMLReader.text(of: place, named: "muster.yaml")
      }
      #expect(error?.diagnostics.map(\.message) == ["this is no regular file"])
    }
  }
}
