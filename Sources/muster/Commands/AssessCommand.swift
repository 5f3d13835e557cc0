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
      With --format json stdout is the assessment; of several profiles it is one list of them, in \
      the order they were asked for.

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
      if let output {
        let profiles = try judging.profiles(of: configuration, in: library)
        for profile in profiles {
          try Self.refuseOther(at: ProfilePath.path(output, for: profile, of: profiles.count))
        }
      }
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
        if format == .text {
          Console.out(TextSummary.text(assessment, names: PartyNames(configuration)))
        }
      }
      if format == .json { Console.out(bytes: try Self.json(assessments)) }
      return RunOutcome.worst(assessments, failOn: threshold.severity)
    }
  }

  /// Takes the place of an earlier assessment or an empty file, and of nothing else: an export, the
  /// configuration or the catalog is not written over by a slip of the hand.
  private static func refuseOther(at path: String) throws {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    if path.hasSuffix("/") || attributes?[.type] as? FileAttributeType == .typeDirectory {
      throw Storage.PlainError(description: "\(path) names a folder; name a file to write.")
    }
    guard attributes?[.type] as? FileAttributeType == .typeRegular,
      let file = FileHandle(forReadingAtPath: path),
      let head = try? file.read(upToCount: 64), !head.isEmpty,
      !String(decoding: head, as: UTF8.self).contains("\"as_of\"")
    else { return }
    throw Storage.PlainError(
      description: "\(path) is there and is no assessment; nothing was written. Name another file, "
        + "or remove that one.")
  }

  /// One document whatever the number: the assessment, or a list of several.
  private static func json(_ assessments: [Assessment]) throws -> [UInt8] {
    if let only = assessments.first, assessments.count == 1 {
      return try AssessmentEncoder.json(only)
    }
    return try AssessmentEncoder.json(value: assessments)
  }
}
