import ArgumentParser
import Assessing
import Collecting
import Packing
import Reporting
import Settings

/// `muster explain`.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says what a code means, where it comes from, and what to do.",
    discussion: """
      Codes of verify (V101 …), reasons of assess and collect, defects, and exit codes. Without a \
      code it lists all.

        muster explain V104
        muster explain source_not_delivered
        muster explain 3
      """)

  @Argument(help: "The code, as printed.")
  var code: String?

  @Flag(help: "Print JSON instead of text.")
  var json = false

  /// Every code any command prints, in the order of work.
  static var all: [CodeExplanation] {
    CollectExplanations.all + ReasonCode.allCases.map(\.explanation)
      + PackRule.allCases.map(\.explanation) + ExitStatus.explanations
  }

  func validate() throws {
    guard let code, Self.named(code).isEmpty else { return }
    let near = Suggestion.nearest(to: code, among: Self.all.map(\.code))
    throw ValidationError(
      "there is no code \"\(code)\"" + (near.map { " — did you mean \"\($0)\"?" } ?? "")
        + " (muster explain lists all)")
  }

  private static func named(_ code: String) -> [CodeExplanation] {
    all.filter { $0.code.lowercased() == code.lowercased() }
  }

  func run() async throws {
    try await ExitStatus.guarding {
      let all = Self.all
      let found = code.map(Self.named)
      if json {
        Console.out(bytes: try AssessmentEncoder.json(value: found ?? all))
      } else if let found {
        Console.out(found.map(Self.text).joined(separator: "\n"))
      } else {
        for place in ["exit code", "collect", "assess", "verify"] {
          Console.out(TextColumns.heading(place) + "\n")
          for one in all where one.place == place {
            let lines = TextColumns.field(one.code, one.meaning, column: 28)
            Console.out(lines.joined(separator: "\n") + "\n")
          }
          Console.out("\n")
        }
      }
      return ExitStatus.done
    }
  }

  private static func text(_ one: CodeExplanation) -> String {
    let parts =
      TextColumns.field("Meaning", one.meaning) + TextColumns.field("Usual cause", one.cause)
      + TextColumns.field("What to do", one.remedy)
    return (["\(one.code) (\(one.place))"] + parts).joined(separator: "\n") + "\n"
  }
}
