import Assessing
import Foundation
import Testing

@testable import muster_sample

/// A folder with a firm in it, and the built program to run there.
struct Workbench {
  /// The folder, gone when the test ends.
  let folder: URL

  /// Runs a test in a folder of its own.
  static func with<Result>(_ body: (Workbench) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory
      .appending(path: "muster-test-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(Workbench(folder: url))
  }

  /// The root of the repository.
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Folder of the built programs, which the tests lie in too.
  static var programs: URL {
    Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }?
      .deletingLastPathComponent()
      ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
  }

  /// What a run of the program gave.
  struct Outcome {
    let status: Int32
    let out: String
    let err: String
  }

  /// Runs `muster` with these arguments in the folder.
  @discardableResult
  func muster(_ arguments: String..., clock: Int? = 1_790_812_800) throws -> Outcome {
    try muster(arguments, clock: clock)
  }

  /// The same with arguments that are put together.
  @discardableResult
  func muster(_ arguments: [String], clock: Int? = 1_790_812_800) throws -> Outcome {
    let process = Process()
    process.executableURL = Self.programs.appending(path: "muster")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    environment["SOURCE_DATE_EPOCH"] = clock.map(String.init)
    process.environment = environment
    let out = folder.appending(path: "stdout-\(UUID().uuidString)")
    let err = folder.appending(path: "stderr-\(UUID().uuidString)")
    for url in [out, err] { try Data().write(to: url) }
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, out: try String(contentsOf: out, encoding: .utf8),
      err: try String(contentsOf: err, encoding: .utf8))
  }

  /// Makes a firm in a sub-folder.
  func firm(
    _ name: String, _ regime: SampleOptions.Regime, _ syntax: SampleOptions.Syntax, planted: Bool,
    seed: UInt64 = 7, units: Int = 3000, records: SampleOptions.Records = .none
  ) throws {
    _ = try generateSample(
      SampleOptions(
        seed: seed, units: units, regime: regime, gaps: planted ? .planted : .none, events: .bulk,
        syntax: syntax, records: records), into: folder.appending(path: name))
  }

  /// Narrows the scope of a firm's configuration by one line.
  func narrow(_ name: String, to line: String) throws {
    let file = folder.appending(path: "\(name)/muster.yaml")
    let text = try String(contentsOf: file, encoding: .utf8)
    let period = try #require(
      text.split(separator: "\n").first { $0.hasPrefix("  period: ") }.map(String.init))
    let scope = line.hasPrefix("period") ? "  \(line)" : "\(period)\n  \(line)"
    try text.replacing(period, with: scope).write(to: file, atomically: true, encoding: .utf8)
  }

  /// The assessment of a firm, after collecting; every subject listed.
  func assessment(of name: String, exits: Set<Int32> = [0, 1]) throws -> Assessment {
    let collected = try muster("collect", "-c", "\(name)/muster.yaml")
    #expect(collected.status == 0, "\(collected.err)")
    return try assess(name, exits: exits)
  }

  /// The assessment of what a catalog holds now.
  func assess(_ name: String, exits: Set<Int32> = [0, 1]) throws -> Assessment {
    let judged = try muster(
      "assess", "-c", "\(name)/muster.yaml", "--samples", "all", "--baseline", "none", "-o",
      "\(name).json")
    #expect(exits.contains(judged.status), "\(judged.err)")
    let file = folder.appending(path: "\(name).json")
    return try AssessmentEncoder.decode(Array(try Data(contentsOf: file)), name: file.path)
  }
}

/// What an assessment says, without where it says it from.
struct Judgement: Equatable {
  let requirements: [String]
  let checks: [String]
  let findings: [String]

  /// Checks that examine files, of which another form of the same records has another number.
  static let ofFiles: Set<String> = [
    "document-readable", "text-encoding", "codes-without-blanks",
  ]

  /// `populationOpen` names checks whose population, and so met or not applicable, may differ.
  init(_ assessment: Assessment, populationOpen: Set<String> = []) {
    requirements = assessment.requirements.map {
      "\($0.id) \($0.verdict.rawValue) \($0.reason?.code.rawValue ?? "")"
    }
    checks = assessment.checks.map {
      populationOpen.contains($0.id)
        ? "\($0.id) \($0.gaps) \($0.reviews)"
        : "\($0.id) \($0.verdict.rawValue) \($0.population) \($0.gaps) \($0.reviews)"
    }
    findings = assessment.findings.map {
      "\($0.fingerprint) \($0.check) \($0.count) "
        + (populationOpen.contains($0.check) ? "" : "\($0.population) ")
        + $0.subjects.filter { $0.event == nil && $0.document == nil }.map(\.key).sorted()
        .joined(separator: ",")
    }.sorted()
  }
}
