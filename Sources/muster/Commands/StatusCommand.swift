import ArgumentParser
import Assessing
import Cataloging
import Reporting
import Settings

/// `muster status`.
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Says what the catalog holds, and with --check whether it is whole.",
    discussion: """
      Events per source and month, files and records by what became of them, everything that could \
      not be read, the last runs, the audit trail. With --check every table is followed and every \
      original unpacked and compared with its digests.

      Exit codes: 0 done; with --check 4 integrity failure, 3 something could not be read when it \
      was collected; 2 could not finish; 78 configuration invalid.
      """)

  @Flag(help: "Read everything: tables, references, ledgers, audit trail, every original.")
  var check = false

  @OptionGroup var options: ConfigurationOptions

  @Flag(help: "Print JSON (muster.status/v1, or muster.check/v1 with --check) instead of text.")
  var json = false

  func run() async throws {
    try await ExitStatus.guarding {
      let configuration = try options.load()
      if check { return try checkEverything(configuration) }
      let catalog = try Catalog.open(folder: configuration.catalog, mode: .read)
      defer { try? catalog.close() }
      let status = try catalog.read { try CatalogStatus.read($0) }
      if json {
        Console.out(bytes: try AssessmentEncoder.json(value: status))
      } else {
        Console.out(StatusText.text(status))
      }
      return ExitStatus.done
    }
  }

  private func checkEverything(_ configuration: MusterConfiguration) throws -> Int32 {
    let showsProgress = Console.isTerminal && !options.quiet
    let report = try CheckReport.read(folder: configuration.catalog) { done, total in
      if showsProgress { Console.line("\r\u{1B}[K\(done) of \(total) originals read") }
    }
    if showsProgress { Console.line("\r\u{1B}[K") }
    if json {
      Console.out(bytes: try AssessmentEncoder.json(value: report))
    } else {
      Console.out(StatusText.text(report))
    }
    return report.exitCode
  }
}
