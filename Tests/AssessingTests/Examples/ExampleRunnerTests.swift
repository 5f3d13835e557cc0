import Settings
import Testing

@testable import Assessing

struct ExampleRunnerTests {
  private func results(_ examples: String) throws -> [ExampleResult] {
    let text = checkText("c", gaps: listedUnits)
      .replacing("examples: []", with: "examples:\n\(examples)")
    let library = try TestFirm.library(checks: [text])
    return try ExampleRunner(library: library).run(check: "c")
  }

  private static let clean = """
      - name: clean
        given: { events: [ { step: commissioning, epcs: ["(01)09506000134352(21)A1"], lot: GOOD } ] }
        expect: []
      - name: empty
        given: { events: [] }
        expect: []
        population: 0

    """

  @Test func passesWhatListsWhatItExpects() throws {
    let failing = """
        - name: failing
          given: { events: [ { step: commissioning, epcs: ["(01)09506000134352(21)A1"], lot: BAD } ] }
          expect: [ { epc: "(01)09506000134352(21)A1" } ]

      """
    let found = try results(failing + Self.clean)
    #expect(found.count == 3)
    #expect(found.filter { !$0.passed } == [])
  }

  /// What the law fixes no firm sets otherwise, so an example that does is judged by the law.
  @Test func judgesAnExampleByTheLawAsARunIs() throws {
    let example = """
      examples:
        - name: looser
          given:
            parameters: { bad_lot: GOOD }
            events: [ { step: commissioning, epcs: ["(01)09506000134352(21)A1"], lot: BAD } ]
          expect: [ { epc: "(01)09506000134352(21)A1" } ]
      """
    let text = checkText(
      "c", gaps: listedUnits.replacing("'BAD'", with: ":bad_lot"),
      parameters: """
        parameters:
          bad_lot: { type: text, default: BAD, law: true, why: "582" }
        """
    ).replacing("examples: []", with: example)
    let library = try TestFirm.library(checks: [text])
    let found = try ExampleRunner(library: library).run(check: "c")
    #expect(found.first { $0.example == "looser" }?.passed == true)
  }

  @Test(arguments: [(1, true), (3, false), (0, false)])
  func countsWhatIsListedWhereAnExampleStatesANumber(_ count: Int, _ passes: Bool) throws {
    let failing = """
        - name: failing
          given: { events: [ { step: commissioning, epcs: ["(01)09506000134352(21)A1"], lot: BAD } ] }
          expect: \(count)

      """
    #expect(try results(failing + Self.clean).allSatisfy(\.passed) == passes)
  }

  @Test func namesWhatIsListedAndWhatIsNotWithFileAndLine() throws {
    let failing = """
        - name: failing
          given: { events: [ { step: commissioning, epcs: ["(01)09506000134352(21)A1"], lot: BAD } ] }
          expect: [ { epc: "(01)09506000134352(21)A2" } ]
          population: 3

      """
    let found = try results(failing + Self.clean)
    let text = try #require(found.first?.text)
    #expect(text.contains("checks/c.yaml:"))
    #expect(text.contains("3 were expected to be examined; 1 were"))
    #expect(text.contains("(01)09506000134352(21)A2 } was expected to be listed; it is not"))
    #expect(text.contains("(01)09506000134352(21)A1"))
  }

  @Test func asksForEachOfTheThreeKinds() throws {
    let found = try results(Self.clean)
    #expect(found.contains { $0.text.contains("there is no example that lists something") })
  }

  @Test func namesAnUnknownKeyWithItsLine() throws {
    let failing = """
        - name: failing
          given: { events: [ { stepp: commissioning } ] }
          expect: []

      """
    let found = try results(failing + Self.clean)
    #expect(found.first?.text.contains("no key \"stepp\"") == true)
  }

  @Test func keepsExamplesApart() throws {
    let example = """
        - name: failing
          given: { events: [ { step: commissioning, epcs: ["(01)09506000134352(21)A1"], lot: BAD } ] }
          expect: [ { epc: "(01)09506000134352(21)A1" } ]
          population: 1
        - name: failing again
          given: { events: [ { step: commissioning, epcs: ["(01)09506000134352(21)A1"], lot: BAD } ] }
          expect: any
          population: 1

      """
    let found = try results(example + Self.clean)
    #expect(found.filter { !$0.passed } == [])
  }
}
