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

  /// What Profiles/checks/README.md says every run binds and every part of a placeholder is right for
  /// both looks at a file, and what is wrong is said by one of them.
  @Test func bothLooksAgreeOnParametersAndPlaceholders() throws {
    let text = checkText(
      "c",
      gaps: "SELECT u.epc_id AS epc, u.last_event AS x_event, :nobody AS n FROM unit u "
        + "WHERE u.last_day <= :watermark_day AND u.commission_ms <= :watermark_ms"
    ).replacing(
      "Unit {epc} is listed.",
      with: MessageTemplate.parts.sorted().map { "{epc.\($0)} {x_event.\($0)}" }
        .joined(separator: " ") + " {epc.size}")
    let library = try TestFirm.library(checks: [text])
    let found = library.lint() + (try CheckLint(library: library).diagnostics())
    let messages = found.map(\.message).filter { !$0.hasPrefix("no example") }
    #expect(
      messages
        == [
          ":nobody is not declared under parameters",
          "{epc.size}: parts are " + MessageTemplate.parts.sorted().joined(separator: ", "),
        ].sorted(), "\(messages)")
  }

  /// A fault in a file of the firm's own is told with the folder it stands in.
  @Test func namesTheFirmsOwnFileWithItsFolder() throws {
    let text = checkText("own", gaps: "SELECT 'a' || 'b' AS epc, u.last_event AS x FROM unit u")
    let library = try Library.parse(
      files: [], own: [("checks/own.yaml", text)], ownPlace: "quality/own")
    let found = try CheckLint(library: library).diagnostics()
    #expect(!found.isEmpty && found.allSatisfy { $0.file == "quality/own/checks/own.yaml" })
    let examples = try ExampleRunner.run(library, checks: ["own"])
    #expect(examples.allSatisfy { $0.file == "quality/own/checks/own.yaml" })
  }

  /// Two bars in a line of SQL are no sign of a block: the line named is the line meant.
  @Test func namesTheLineOfSQLThatStandsBesideItsKey() throws {
    let block = checkText("c", gaps: listedUnits)
    let plain = block.replacing(
      "gaps: |\n  \(listedUnits)", with: "gaps: \"SELECT 'a' || 'b' AS epc, [1] AS x FROM unit\"")
    #expect(plain != block)
    let line = plain.split(separator: "\n", omittingEmptySubsequences: false)
      .firstIndex { $0.hasPrefix("gaps:") }
    let found = try CheckLint(library: TestFirm.library(checks: [plain])).diagnostics()
    let sign = try #require(found.first { $0.message.contains("sign \"[\"") })
    #expect(sign.line == line.map { $0 + 1 })
  }

  @Test func namesTheLineOfAPopulationFile() throws {
    let library = try TestFirm.library(
      checks: [], [("p", "SELECT epc_id, kind FROM unit"), ("q", "SELECT upper(serial) FROM epc")])
    let found = try CheckLint(library: library).diagnostics()
    #expect(found.contains { $0.file.contains("p.yaml") && $0.message.contains("one column") })
    #expect(found.contains { $0.file.contains("q.yaml") && $0.line == 5 })
  }
}
