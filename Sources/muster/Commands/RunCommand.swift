import ArgumentParser
import Assessing
import Cataloging
import Collecting
import Foundation
import Packing
import Reporting
import Settings

/// `muster run`: the main job.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Collects, judges and packs in one go.",
    discussion: """
      stdout is the summary, or with --json one object {gaps, reviews, incomplete, exit, packs}; \
      gaps counts those at or above --fail-on.

      Exit codes: 0 nothing at or above --fail-on; 1 gaps at or above it; 3 something could not be \
      read, or nothing was there to judge; 2 could not finish; 6 another run holds the lock; 78 \
      configuration or profile invalid.
      """)

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var collecting: CollectingOptions
  @OptionGroup var judging: AssessmentOptions
  @OptionGroup var threshold: ThresholdOptions
  @OptionGroup var packing: PackingOptions

  @Flag(help: "Print JSON instead of text.")
  var json = false

  func run() async throws {
    try await ExitStatus.guarding {
      let configuration = try options.load()
      let library = try options.library(for: configuration)
      let profiles = try judging.profiles(of: configuration, in: library)
      let sealer = try packing.check(profiles: profiles, configuration: configuration)
      let catalog = try collecting.catalog(of: configuration)
      defer { try? catalog.close() }
      let interruption = Interruption()
      var watch = StopWatch()
      let outcome = try collecting.collect(
        configuration, recordKinds: library.recordKinds, into: catalog, quiet: options.quiet,
        interruption: interruption, command: "run", outputs: packing.paths(profiles: profiles))
      watch.lap("collect")
      Console.say(CollectionText.text(outcome), quiet: options.quiet)
      if outcome.interrupted { return interruption.exitCode }
      if collecting.dryRun { return outcome.isIncomplete ? ExitStatus.incomplete : ExitStatus.done }
      let times = CheckTimes()
      let assessments = try judging.assess(
        configuration, library: library, catalog: catalog, times: times)
      watch.lap("assess")
      var packs: [PackSummary] = []
      for assessment in assessments {
        if let store = AssessmentStore.beside(catalog) { _ = try store.save(assessment) }
        packs.append(
          try packing.pack(
            assessment, of: assessments.count, configuration: configuration, library: library,
            libraryFiles: try options.libraryTexts(for: configuration), catalog: catalog,
            timings: watch.timings + times.timings,
            sealer: sealer))
      }
      let code =
        outcome.isIncomplete
        ? ExitStatus.incomplete : RunOutcome.worst(assessments, failOn: threshold.severity)
      try report(assessments, packs, code, PartyNames(configuration))
      return code
    }
  }

  private func report(
    _ assessments: [Assessment], _ packs: [PackSummary], _ code: Int32, _ names: PartyNames
  ) throws {
    if json {
      let outcomes = assessments.map { RunOutcome($0, failOn: threshold.severity) }
      let result = Outcome(
        gaps: outcomes.map(\.gaps).reduce(0, +), reviews: outcomes.map(\.reviews).reduce(0, +),
        incomplete: outcomes.contains(where: \.incomplete) || code == ExitStatus.incomplete,
        exit: code, packs: packs)
      Console.out(bytes: try AssessmentEncoder.json(value: result))
      return
    }
    for (assessment, pack) in zip(assessments, packs) {
      Console.out(TextSummary.text(assessment, names: names))
      Console.out(
        """

        Pack \(pack.path): \(Noun.counted(pack.files, "file", "files")), \
        \(Noun.counted(pack.enclosed, "original", "originals")) enclosed.
        Pack digest \(pack.packDigest)
        Read it: unzip it and open data/index.html. Check it: muster verify \(pack.path)

        """)
    }
  }

  /// What a scheduler reads.
  struct Outcome: Encodable {
    let gaps: Int
    let reviews: Int
    let incomplete: Bool
    let exit: Int32
    let packs: [PackSummary]
  }
}
