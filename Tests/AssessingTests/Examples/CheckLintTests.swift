import Assessing
import Settings
import Testing

struct CheckLintTests {
  @Test func everyCheckAndPopulationOfTheProductIsClean() throws {
    let found = try CheckLint(library: try Library.load()).diagnostics()
    #expect(found.isEmpty, "\n\(found.map(\.description).joined(separator: "\n"))")
  }
}
