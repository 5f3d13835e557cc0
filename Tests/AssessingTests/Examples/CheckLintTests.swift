import Settings
import Testing

@testable import Assessing

struct CheckLintTests {
  @Test func everyCheckAndPopulationOfTheProductIsClean() throws {
    let found = try CheckLint(library: try Library.load()).diagnostics()
    #expect(found.isEmpty, "\n\(found.map(\.description).joined(separator: "\n"))")
  }

  @Test(arguments: [
    ("SELECT u.epc_id AS epc, 1 AS x FROM unit u", "no evidence pointer"),
    ("SELECT u.epc_id AS thing, u.last_event AS x_event FROM unit u", "no column \"epc\""),
    ("SELECT u.epc_id AS epc, u.last_event AS x_event FROM unit u WHERE u.kind / 2 = 1", "\"/\""),
    ("SELECT u.epc_id AS epc, u.last_event AS x_event FROM unit u WHERE u.kind = :k", ":k is not"),
    ("SELECT u.epc_id AS epc, u.last_event AS x_event FROM units u", "no such table"),
    ("DELETE FROM lot_fact", "only SELECT"),
  ])
  func namesWhatIsWrong(gaps: String, words: String) throws {
    let library = try TestFirm.library(checks: [checkText("c", gaps: gaps)])
    let found = try CheckLint(library: library).diagnostics()
    #expect(found.contains { $0.message.contains(words) }, "\(found.map(\.description))")
    #expect(found.allSatisfy { $0.line > 0 && $0.file.contains("checks/c.yaml") })
  }

  @Test func namesParametersThatNobodyBindsAndPlaceholdersThatVary() throws {
    let text = checkText(
      "c", gaps: listedUnits,
      parameters: """
        parameters:
          days: { type: integer, default: 1, min: 0, max: 9, law: false, why: "practice" }
        """
    ).replacing("units are listed", with: "units").replacing(
      "{count} of {n} {unit} are listed.", with: "{count} like {epc} of {wrong}.")
    let found = try CheckLint(library: TestFirm.library(checks: [text])).diagnostics()
    #expect(found.contains { $0.message.contains("days is declared and not bound") })
    #expect(found.contains { $0.message.contains("{epc} differs from row to row") })
    #expect(found.contains { $0.message.contains("{wrong} is no column") })
  }

  @Test func namesTheLineOfAPopulationFile() throws {
    let library = try TestFirm.library(
      checks: [], [("p", "SELECT epc_id, kind FROM unit"), ("q", "SELECT upper(serial) FROM epc")])
    let found = try CheckLint(library: library).diagnostics()
    #expect(found.contains { $0.file.contains("p.yaml") && $0.message.contains("one column") })
    #expect(found.contains { $0.file.contains("q.yaml") && $0.line == 5 })
  }
}
