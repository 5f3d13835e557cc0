@testable import Settings
import Testing

@Suite struct DiagnosticTests {
  @Test func showsTheLineWithACaretAndTheWordMeant() {
    let text = "version: 1\norganization: { name: Firm }\nsoruces: []\n"
    let error = #expect(throws: DiagnosticList.self) { try configuration(text) }
    #expect(
      error?.description == """
        muster.yaml:3:1: error: unknown key "soruces" — did you mean "sources"?
            soruces: []
            ^
        """)
  }

  @Test func keepsTabsInFrontOfTheCaret() {
    let diagnostic = Diagnostic(
      file: "f", at: TextPosition(line: 1, column: 3), message: "m", sourceLine: "\ta\u{7}b")
    #expect(diagnostic.description == "f:1:3: error: m\n    \ta?b\n    \t ^")
  }

  @Test func cutsALongLineAroundTheCaret() {
    let line = String(repeating: "a", count: 300) + "X" + String(repeating: "b", count: 300)
    let text = Diagnostic(
      file: "f", at: TextPosition(line: 1, column: 301), message: "m", sourceLine: line
    ).description
    let lines = text.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[1].count == 164)
    let caret = lines[2].count - 1
    #expect(Array(lines[1])[caret] == "X")
  }

  @Test func sortsByPlaceAndSaysEachThingOnce() {
    let late = Diagnostic(file: "b", at: TextPosition(line: 2, column: 1), message: "x")
    let soon = Diagnostic(file: "b", at: TextPosition(line: 1, column: 9), message: "y")
    let first = Diagnostic(file: "a", at: nil, message: "z")
    #expect(DiagnosticList([late, soon, first, late]).diagnostics == [first, soon, late])
  }

  @Test func namesTheKnownKeysWhenNoneIsNear() {
    let faults = faults("version: 1\norganization: { name: Firm, zzz: 1 }")
    #expect(
      faults == ["2:29: unknown key \"zzz\"; known here: gln, markets, name, roles"])
  }

  @Test(arguments: [
    ("soruces", "sources"), ("time-zone", "time_zone"), ("Path", "path"), ("ptah", "path"),
    ("complete_trough", "complete_through"),
  ])
  func findsTheNearestWord(_ pair: (String, String)) {
    let words = ["sources", "time_zone", "path", "complete_through", "name"]
    #expect(Suggestion.nearest(to: pair.0, among: words) == pair.1)
  }

  @Test func suggestsNothingFarAway() {
    #expect(Suggestion.nearest(to: "colour", among: ["sources", "path"]) == nil)
    #expect(Suggestion.nearest(to: "", among: ["a"]) == nil)
    #expect(Suggestion.nearest(to: String(repeating: "a", count: 500), among: ["a"]) == nil)
  }

  @Test func tellsTheFirstFaultsOfAFileAndCountsTheOthers() throws {
    let keys = (0..<5_000).map { "k\($0): 1\n" }.joined()
    let error = #expect(throws: DiagnosticList.self) {
      try configuration("version: 1\norganization: { name: Firm }\n" + keys)
    }
    let list = try #require(error)
    #expect(list.hasErrors)
    #expect(list.diagnostics.count == DiagnosticList.most + 1)
    #expect(list.diagnostics.map(\.line).prefix(100) == Array(3...102)[...])
    #expect(list.diagnostics.reduce(0) { $0 + $1.count } == 5_000)
    #expect(list.description.hasSuffix("^\nand 4900 more faults in muster.yaml"))
    // Put together with those of other files, it stays as it is.
    let other = Diagnostic(file: "a.yaml", at: nil, message: "m")
    #expect(DiagnosticList([other] + list.diagnostics).diagnostics == [other] + list.diagnostics)
  }

  @Test func tellsTheFirstFaultsAlsoWhenTheyAreMetLast() {
    let sink = DiagnosticSink(file: "f", text: "")
    for line in (1...1_000).reversed() { sink.error("m", at: TextPosition(line: line, column: 1)) }
    for line in 1...101 { sink.warning("w", at: TextPosition(line: line, column: 1)) }
    let told = sink.diagnostics
    #expect(told.filter { $0.severity == .error }.map(\.line) == Array(1...100) + [Int.max])
    #expect(
      told.suffix(2).map(\.description) == [
        "and 1 more warning in f", "and 900 more faults in f",
      ])
  }

  @Test func countsTheFaultsOfEachFileByItself() {
    let many = ["a", "b"].flatMap { file in
      (1...150).map { Diagnostic(file: file, at: TextPosition(line: $0, column: 1), message: "m") }
    }
    let told = DiagnosticList(many).diagnostics.map(\.description)
    #expect(told.count == 202)
    #expect(told[100] == "and 50 more faults in a" && told[201] == "and 50 more faults in b")
  }

  @Test func showsAPartOfALongLineForEachFaultInIt() throws {
    let keys = (0..<50_000).map { "k\($0): 1" }.joined(separator: ", ")
    let error = #expect(throws: DiagnosticList.self) { try configuration("{\(keys)}") }
    #expect(try #require(error).description.utf8.count < 100_000)
  }

  @Test func showsTheLinesOfFilesFromWindows() {
    let sink = DiagnosticSink(file: "f", text: "ab\r\ncd\r\n")
    sink.error("m", at: TextPosition(line: 2, column: 2))
    sink.error("n", at: TextPosition(line: 3, column: 1))
    sink.error("o", at: TextPosition(line: 4, column: 1))
    #expect(
      sink.diagnostics.map(\.description) == [
        "f:2:2: error: m\n    cd\n     ^", "f:3:1: error: n\n    \n    ^", "f:4:1: error: o",
      ])
  }
}
