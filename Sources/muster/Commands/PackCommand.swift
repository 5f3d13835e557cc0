import ArgumentParser
import Assessing
import Cataloging
import Packing
import Reporting
import Settings

/// `muster pack`.
struct PackCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pack",
    abstract: "Judges the catalog and writes the zip, without collecting.",
    discussion: """
      Exit codes: 0 written, nothing at or above --fail-on; 1 written, gaps at or above it; 3 written, \
      something could not be read; 2 could not finish.
      """)

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var judging: AssessmentOptions
  @OptionGroup var packing: PackingOptions

  func run() async throws {
    try await ExitStatus.guarding {
      let configuration = try options.load()
      let library = try options.library(for: configuration)
      let sealer = try packing.check(
        profiles: judging.profile.isEmpty ? configuration.profiles.map(\.id) : judging.profile,
        configuration: configuration)
      let catalog = try Catalog.open(folder: configuration.catalog, mode: .write)
      defer { try? catalog.close() }
      let assessments = try judging.assess(configuration, library: library, catalog: catalog)
      for assessment in assessments {
        if let store = AssessmentStore.beside(catalog) { _ = try store.save(assessment) }
        let summary = try packing.pack(
          assessment, of: assessments.count, configuration: configuration,
          libraryFiles: try options.libraryTexts(), catalog: catalog, timings: [], sealer: sealer)
        Console.out(
          "\(summary.path): \(Wording.counted(summary.files, "file", "files")), "
            + "pack digest \(summary.packDigest)\n")
      }
      return RunOutcome.worst(assessments, failOn: judging.threshold)
    }
  }
}
