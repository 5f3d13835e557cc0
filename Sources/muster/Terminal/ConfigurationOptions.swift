internal import ArgumentParser
internal import Foundation
internal import Settings

/// `-c`, `--profiles`, `--quiet`: what every command that reads a configuration takes.
struct ConfigurationOptions: ParsableArguments {
  /// The configuration's name when none is given.
  static let usual = StarterConfiguration.fileName

  @Option(name: [.customShort("c"), .customLong("config")], help: "The configuration file.")
  var config = Self.usual

  @Option(help: "A folder of record kinds, checks and profiles instead of the built-in ones.")
  var profiles: String?

  @Flag(help: "Say nothing but errors.")
  var quiet = false

  /// The configuration, or all of its errors at once.
  func load() throws -> MusterConfiguration {
    try MusterConfiguration.load(from: URL(filePath: config)) { configuration in
      do throws(DiagnosticList) {
        return try definitions(for: configuration).problems(in: configuration)
      } catch {
        return error.diagnostics
      }
    }
  }

  private func definitions(
    for configuration: MusterConfiguration
  ) throws(DiagnosticList) -> Library {
    try Library.load(
      from: profiles.map { URL(filePath: $0, directoryHint: .isDirectory) },
      adding: configuration.ownProfiles, examples: false)
  }

  /// The library of profiles, after looking at what the configuration asks of it; what that says
  /// to no effect is told.
  func library(for configuration: MusterConfiguration) throws -> Library {
    let library = try definitions(for: configuration)
    let problems = DiagnosticList(library.problems(in: configuration))
    if problems.hasErrors { throw problems }
    for warning in problems.diagnostics { Console.say(warning.description, quiet: quiet) }
    return library
  }

  /// The record kinds, all that collecting needs, after looking at what the configuration asks.
  func recordKinds(for configuration: MusterConfiguration) throws -> [String: RecordKind] {
    guard profiles == nil, let library = try Library.builtInRecordKinds(for: configuration) else {
      return try library(for: configuration).recordKinds
    }
    let problems = DiagnosticList(library.problemsOfSources(in: configuration))
    if problems.hasErrors { throw problems }
    return library.recordKinds
  }
}
