import Assessing
import Settings
import Testing

struct CheckExamplesTests {
  @Test func everyExampleOfEveryCheckListsWhatItExpects() throws {
    let library = try Library.load()
    let results = try ExampleRunner.runAll(library, lanes: 2)
    #expect(!results.isEmpty)
    let failed = results.filter { !$0.passed }
    #expect(failed.isEmpty, "\n\(failed.map(\.text).joined(separator: "\n"))")
  }
}
