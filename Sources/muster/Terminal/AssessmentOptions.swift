internal import ArgumentParser
internal import Assessing
internal import Cataloging
internal import Packing
internal import Settings

/// What decides the exit code of `run`, `assess` and `pack`.
struct ThresholdOptions: ParsableArguments {
  @Option(help: "Gaps of this severity or graver make exit code 1: critical, major, minor, info.")
  var failOn = "critical"

  func validate() throws {
    guard Severity(rawValue: failOn) != nil else {
      throw ValidationError("--fail-on takes critical, major, minor or info, not \(failOn)")
    }
  }

  /// The severity exit code 1 starts at.
  var severity: Severity { Severity(rawValue: failOn) ?? .critical }
}

/// What `run`, `assess`, `pack` and `signoff` take about judging.
struct AssessmentOptions: ParsableArguments {
  @Option(help: "Profile id; all of the configuration when not given.")
  var profile: [String] = []

  @Option(help: "Data cut-off: a date, or an instant such as 2026-09-30T23:59:59Z.")
  var asOf: String?

  @Option(help: "Listed units and records per finding: a number or all.")
  var samples = "100"

  @Option(
    help: "A pack, an assessment, or none, to compare with; the newest earlier one when not given.")
  var baseline: String?

  @Flag(help: "Say how long each check took and how many steps, the longest first.")
  var timings = false

  func validate() throws {
    guard samples == "all" || (Int(samples).map { $0 > 0 } ?? false) else {
      throw ValidationError("--samples takes a number above 0, or all, not \(samples)")
    }
    if let asOf, Self.instant(asOf) == nil {
      throw ValidationError(
        "--as-of takes 2026-09-30 (the end of that day, UTC) or 2026-09-30T23:59:59Z, not \(asOf)")
    }
  }

  /// The profiles to judge, each once: those asked for, else those of the configuration.
  /// - Throws: `AssessingError` with code `profileUnknown`, so that a slip of the pen is told before
  ///   any work.
  func profiles(of configuration: MusterConfiguration, in library: Library) throws -> [String] {
    var seen: Set<String> = []
    let chosen = profile.isEmpty ? configuration.profiles.map(\.id) : profile
    return try chosen.filter { seen.insert($0).inserted }.map { try library.profile(named: $0).id }
  }

  /// Judges every profile asked for and takes down what each check took.
  func assess(
    _ configuration: MusterConfiguration, library: Library, catalog: Catalog,
    times: CheckTimes = CheckTimes()
  ) throws -> [Assessment] {
    let chosen = try profiles(of: configuration, in: library)
    var assessor = Assessor(
      library: library, catalog: catalog, configuration: configuration,
      samples: samples == "all" ? nil : Int(samples))
    assessor.timing = { times.add($0, steps: $1, time: $2) }
    defer { if timings { Console.say(times.text) } }
    let tool = Assessment.Tool(name: "muster", version: Muster.version)
    return try chosen.map { id in
      try assessor.assess(
        profile: id, asOf: asOf.flatMap(Self.instant), baseline: comparison(), clock: Clock.now,
        tool: tool)
    }
  }

  private func comparison() throws -> Assessor.Baseline {
    guard let baseline else { return .newest }
    guard baseline != "none" else { return .none }
    return .bytes(try EnclosedAssessment.bytes(path: baseline), name: baseline)
  }

  /// An instant, or the last second of a day.
  static func instant(_ text: String) -> Instant? {
    Instant(text: text) ?? Instant(text: text + "T23:59:59Z")
  }
}
