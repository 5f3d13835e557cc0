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
      With --audience regulator it answers the configuration's numbered requests instead: records, \
      lists and a search statement, nothing that was judged; --as-of leaves out what is dated later.

      Exit codes: 0 written, nothing at or above --fail-on; 1 written, gaps at or above it; 3 written, \
      something could not be read, or nothing was there to judge; 2 could not finish; 6 another run \
      holds the lock; 78 configuration or profile invalid.
      """)

  /// Who the pack is for.
  enum Audience: String, ExpressibleByArgument, CaseIterable {
    case `internal`, regulator
  }

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var judging: AssessmentOptions
  @OptionGroup var threshold: ThresholdOptions
  @OptionGroup var packing: PackingOptions

  @Option(help: "internal, or regulator for an answer to numbered requests.")
  var audience: Audience = .internal

  @Option(help: "Number of the request to answer; all of the configuration when not given.")
  var request: [String] = []

  func validate() throws {
    if audience == .internal, !request.isEmpty {
      throw ValidationError("--request goes with --audience regulator")
    }
    if audience == .regulator, !judging.profile.isEmpty || judging.baseline != nil {
      throw ValidationError(
        "an answer to requests is not judged: leave out --profile and --baseline")
    }
  }

  func run() async throws {
    try await ExitStatus.guarding {
      let configuration = try options.load()
      if audience == .regulator { return try answer(configuration) }
      let library = try options.library(for: configuration)
      let sealer = try packing.check(
        profiles: try judging.profiles(of: configuration, in: library),
        configuration: configuration)
      let catalog = try Catalog.open(folder: configuration.catalog, mode: .write)
      defer { try? catalog.close() }
      let assessments = try packing.timed("judge") {
        try judging.assess(configuration, library: library, catalog: catalog)
      }
      for assessment in assessments {
        if let store = AssessmentStore.beside(catalog) { _ = try store.save(assessment) }
        let summary = try packing.pack(
          assessment, of: assessments.count, configuration: configuration, library: library,
          libraryFiles: try options.libraryTexts(for: configuration), catalog: catalog, timings: [],
          sealer: sealer)
        Console.out(
          "\(summary.path): \(Noun.counted(summary.files, "file", "files")), "
            + "pack digest \(summary.packDigest)\n")
      }
      return RunOutcome.worst(assessments, failOn: threshold.severity)
    }
  }

  private func answer(_ configuration: MusterConfiguration) throws -> Int32 {
    let sealer = try packing.checkSingle(configuration: configuration)
    let answer = try packing.answer(
      request, of: configuration, library: try options.library(for: configuration),
      asOf: judging.asOf.flatMap(AssessmentOptions.instant),
      libraryFiles: try options.libraryTexts(for: configuration))
    for asked in answer.requests {
      let clock = RequestClock(receivedAt: asked.receivedAt, nowMilliseconds: Clock.wall())
      if let clock { Console.say(clock.text(request: asked.id), quiet: options.quiet) }
    }
    let catalog = try Catalog.open(folder: configuration.catalog, mode: .write)
    defer { try? catalog.close() }
    try catalog.requireDerived()
    let summary = try RegulatorPackBuilder(catalog).write(answer) { tagManifest in
      try sealer?.files(over: tagManifest, at: Instant(milliseconds: Clock.wall())) ?? []
    }
    Console.out(
      "\(summary.path): \(Noun.counted(summary.originals, "original", "originals")), "
        + "\(Noun.counted(summary.extracts, "extract", "extracts")), "
        + "\(Noun.counted(summary.notEnclosed.count, "line", "lines")) not enclosed, "
        + "pack digest \(summary.packDigest)\n")
    for line in summary.notEnclosed {
      Console.say("Not enclosed: \(line)", quiet: options.quiet)
    }
    if summary.notEnclosed.contains(where: { $0.contains(RegulatorPackSummary.notFound) }) {
      Console.say(
        "Before it goes out: muster trace says whether one spelt nearly alike is there.",
        quiet: options.quiet)
    }
    return ExitStatus.done
  }
}
