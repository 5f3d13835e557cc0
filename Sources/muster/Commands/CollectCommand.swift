import ArgumentParser
import Assessing
import Cataloging
import Collecting
import Foundation
import Settings

/// `muster collect`.
struct CollectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect",
    abstract: "Brings the sources into the catalog.",
    discussion: """
      Unchanged files are recognised and skipped; a killed run goes on where it was.

      With --dry-run nothing is written: each table is shown with what its columns will be read as, \
      what is not recognised, the first records as they will be read, and what to write into the \
      configuration.

      Exit codes: 0 done; 3 something could not be read, now or in files unchanged since; 2 could \
      not finish; 6 another run holds the lock; 78 configuration invalid.
      """)

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var collecting: CollectingOptions

  @Flag(help: "Print JSON instead of text.")
  var json = false

  func run() async throws {
    try await ExitStatus.guarding {
      let configuration = try options.load()
      let recordKinds = try options.recordKinds(for: configuration)
      let catalog = try collecting.catalog(of: configuration)
      defer { try? catalog.close() }
      let interruption = Interruption()
      let outcome = try collecting.collect(
        configuration, recordKinds: recordKinds, into: catalog, quiet: options.quiet,
        interruption: interruption, command: "collect")
      if json {
        Console.out(bytes: try AssessmentEncoder.json(value: CollectionReport(outcome)))
      } else {
        Console.out(CollectionText.text(outcome) + "\n")
      }
      if outcome.interrupted { return interruption.exitCode }
      return outcome.isIncomplete ? ExitStatus.incomplete : ExitStatus.done
    }
  }
}

/// What `run` and `collect` take about collecting.
struct CollectingOptions: ParsableArguments {
  @Flag(help: "Read every file again, also those whose size and times are unchanged.")
  var rehash = false

  @Flag(help: "Only say what would be taken, and what each column will be read as.")
  var dryRun = false

  /// The catalog to collect into; a dry run makes none.
  func catalog(of configuration: MusterConfiguration) throws -> Catalog {
    guard dryRun else { return try Catalog.open(folder: configuration.catalog, mode: .create) }
    do {
      return try Catalog.open(folder: configuration.catalog, mode: .read)
    } catch let error as CatalogError where error.code == .missing {
      return try Catalog.inMemory()
    }
  }

  /// Collects with progress on a terminal.
  func collect(
    _ configuration: MusterConfiguration, recordKinds: [String: RecordKind],
    into catalog: Catalog, quiet: Bool, interruption: Interruption, command: String,
    outputs: [String] = []
  ) throws -> CollectionOutcome {
    let today = CalendarDay(containing: Clock.wall())
    for warning in configuration.missingPlaces() + configuration.daysAhead(today: today) {
      Console.say(warning.description, quiet: quiet)
    }
    var settings = CollectOptions()
    settings.rehash = rehash
    settings.dryRun = dryRun
    settings.command = command
    settings.outputs = outputs
    settings.user = NSUserName()
    settings.host = ProcessInfo.processInfo.hostName
    settings.tool = "muster \(Muster.version)"
    settings.isCancelled = { interruption.isAsked }
    let progress = ProgressLine(isOn: Console.isTerminal && !quiet)
    defer { progress.finish() }
    if !dryRun, let forecast = try CollectForecast.of(configuration, catalog: catalog) {
      Console.say(forecast.text, quiet: quiet)
      try forecast.check()
    }
    return try interruption.whileAsking {
      try Pipeline.collect(
        configuration: configuration, catalog: catalog, clock: { Clock.wall() },
        recordKinds: recordKinds, options: settings
      ) { progress.show($0) }
    }
  }
}
