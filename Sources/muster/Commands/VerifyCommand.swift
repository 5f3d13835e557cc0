import ArgumentParser
import Packing

/// `muster verify`.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Reads everything in a pack and says whether it is whole.",
    discussion: """
      Closed world: what no list names is a problem too. Works on the zip and on the unzipped folder.

      Exit codes: 0 valid; 4 integrity failure; 2 could not read it.
      """)

  @Argument(help: "The pack, a zip or an unzipped folder.")
  var pack: String

  @Flag(help: "Print JSON instead of text.")
  var json = false

  func run() async throws {
    try await ExitStatus.guarding {
      let result = try PackVerifier.verify(path: pack)
      if json {
        Console.out(bytes: try result.json())
      } else {
        for problem in result.problems {
          Console.out("\(problem.code.rawValue) \(problem.path ?? ""): \(problem.message)\n")
        }
        Console.out(result.verdictLine + "\n")
      }
      return result.exitCode
    }
  }
}
