import ArgumentParser
import Assessing
import Foundation
import Reporting
import Settings

/// `muster profile …`.
struct ProfileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Works on profiles, checks and record kinds.",
    subcommands: [
      ProfileList.self, ProfileShow.self, ProfileLint.self, ProfileTest.self, ProfileDocs.self,
    ])
}

/// `--profiles` for commands without a configuration.
struct LibraryOptions: ParsableArguments {
  @Option(help: "A folder of record kinds, checks and profiles instead of the built-in ones.")
  var profiles: String?

  @Option(help: "A folder with files of the firm's own, added to them.")
  var own: String?

  func library() throws -> Library {
    try Library.load(
      from: profiles.map { URL(filePath: $0, directoryHint: .isDirectory) },
      adding: own.map { URL(filePath: $0, directoryHint: .isDirectory) })
  }
}

/// `muster profile list`.
struct ProfileList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the profiles.")

  @OptionGroup var options: LibraryOptions

  func run() async throws {
    try await ExitStatus.guarding {
      let library = try options.library()
      for profile in library.profiles.values.sorted(by: { $0.id < $1.id }) {
        Console.out(
          "\(profile.id)  edition \(profile.edition)  "
            + "\(Noun.counted(profile.requirements.count, "requirement", "requirements")), "
            + "\(Noun.counted(Set(profile.requirements.flatMap(\.checks)).count, "check", "checks"))"
            + "  \(profile.title)\n"
            + "  SHA-256 \(library.digest(of: profile))\n")
      }
      return ExitStatus.done
    }
  }
}

/// `muster profile show`.
struct ProfileShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Tells a profile in words.")

  @Argument var id: String
  @OptionGroup var options: LibraryOptions

  func run() async throws {
    try await ExitStatus.guarding {
      let library = try options.library()
      Console.out(ProfileDocument(try library.profile(named: id), in: library).text)
      return ExitStatus.done
    }
  }
}

/// `muster profile docs`.
struct ProfileDocs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "docs", abstract: "Writes a profile as Markdown.")

  @Argument var id: String
  @OptionGroup var options: LibraryOptions

  func run() async throws {
    try await ExitStatus.guarding {
      let library = try options.library()
      Console.out(ProfileDocument(try library.profile(named: id), in: library).markdown)
      return ExitStatus.done
    }
  }
}

/// `muster profile lint`.
struct ProfileLint: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Finds faults in profiles, checks and populations.",
    discussion: "Exit codes: 0 no fault; 78 at least one.")

  @OptionGroup var options: LibraryOptions

  func run() async throws {
    try await ExitStatus.guarding {
      let library = try options.library()
      let faults = library.lint() + (try CheckLint(library: library).diagnostics())
      for fault in faults { Console.out(fault.description + "\n") }
      for profile in library.profiles.values.sorted(by: { $0.id < $1.id }) {
        let marks = library.markCounts(of: profile).map { "\($0.mark): \($0.count)" }
        Console.out("\(profile.id): \(marks.joined(separator: ", "))\n")
      }
      let errors = faults.filter { $0.severity == .error }.reduce(0) { $0 + $1.count }
      Console.out(
        errors == 0
          ? "\(Noun.counted(library.checks.count, "check", "checks")), "
            + "\(Noun.counted(library.profiles.count, "profile", "profiles")): no fault\n"
          : Noun.counted(errors, "fault", "faults") + "\n")
      return errors == 0 ? ExitStatus.done : ExitStatus.configuration
    }
  }
}

/// `muster profile test`.
struct ProfileTest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Runs every example of every check.",
    discussion: "Exit codes: 0 all hold; 78 at least one does not.")

  @Argument(help: "Checks to run; all when not given.")
  var checks: [String] = []

  @OptionGroup var options: LibraryOptions

  func run() async throws {
    try await ExitStatus.guarding {
      let library = try options.library()
      for id in checks where library.checks[id] == nil {
        throw AssessingError(.definitionInvalid, "There is no check \(id).")
      }
      let results =
        try checks.isEmpty
        ? ExampleRunner.runAll(library, lanes: ProcessInfo.processInfo.activeProcessorCount)
        : ExampleRunner.run(library, checks: checks)
      for result in results where !result.passed { Console.out(result.text + "\n") }
      let differing = results.count { !$0.passed }
      Console.out("\(results.count - differing) as expected, \(differing) not\n")
      return differing == 0 ? ExitStatus.done : ExitStatus.configuration
    }
  }
}
