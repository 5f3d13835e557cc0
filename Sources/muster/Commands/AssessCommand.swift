import Archives
import ArgumentParser
import Assessing
import Cataloging
import Foundation
import Reporting
import Settings

/// `muster assess`.
struct AssessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assess",
    abstract: "Judges the catalog against the profiles of the configuration.",
    discussion: """
      Exit codes: 0 nothing at or above --fail-on; 1 gaps at or above it; 3 something could not be \
      read, or nothing was there to judge; 2 could not finish; 6 another run holds the lock; 78 \
      configuration or profile invalid.
      """)

  /// How the result is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var judging: AssessmentOptions
  @OptionGroup var threshold: ThresholdOptions

  @Option(help: "text or json.")
  var format: Format = .text

  @Option(
    name: .shortAndLong,
    help: "Write the assessment JSON to this file; of several profiles to FILE-<profile>.json.")
  var output: String?

  func run() async throws {
    try await ExitStatus.guarding {
      let configuration = try options.load()
      let library = try options.library(for: configuration)
      let catalog = try Catalog.open(folder: configuration.catalog, mode: .write)
      defer { try? catalog.close() }
      let assessments = try judging.assess(configuration, library: library, catalog: catalog)
      for assessment in assessments {
        if let store = AssessmentStore.beside(catalog) { _ = try store.save(assessment) }
        if let output {
          try WholeFile.write(
            try AssessmentEncoder.json(assessment),
            to: ProfilePath.path(output, for: assessment.profile.id, of: assessments.count))
        }
        switch format {
        case .text:
          Console.out(TextSummary.text(assessment, names: PartyNames(configuration)))
        case .json: Console.out(bytes: try AssessmentEncoder.json(assessment))
        }
      }
      return RunOutcome.worst(assessments, failOn: threshold.severity)
    }
  }
}
