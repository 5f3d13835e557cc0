import ArgumentParser
import Assessing
import Packing
import Reporting

/// `muster diff`.
struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Says what changed between two packs or assessments.",
    discussion: """
      Findings are held against each other by fingerprint: new, continuing (with joined and left \
      members), seen because a check was added or changed, no longer seen, not comparable. Then \
      statuses and parameters.

        muster diff EP-2026Q2.zip EP-2026Q3.zip
        muster diff before.json after.json --json

      Exit codes: 0 nothing is different; 1 something is; 2 could not read one of them.
      """)

  @Argument(help: "The earlier one: a pack (zip or folder) or an assessment JSON.")
  var before: String

  @Argument(help: "The later one.")
  var after: String

  @Flag(help: "Print JSON instead of text, complete.")
  var json = false

  func run() async throws {
    try await ExitStatus.guarding {
      let diff = AssessmentDiff(
        before: try EnclosedAssessment.read(path: before), named: before,
        after: try EnclosedAssessment.read(path: after), named: after)
      if json {
        Console.out(bytes: try AssessmentEncoder.json(value: diff))
      } else {
        Console.out(DiffText.text(diff))
      }
      return diff.isDifferent ? ExitStatus.gaps : ExitStatus.done
    }
  }
}
