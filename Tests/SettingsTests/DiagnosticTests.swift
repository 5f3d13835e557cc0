import Settings
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
}
