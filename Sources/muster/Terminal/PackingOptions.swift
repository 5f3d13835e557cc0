internal import ArgumentParser
internal import Assessing
internal import Cataloging
internal import Foundation
internal import Packing
internal import Reporting
internal import Settings

/// What `run` and `pack` take about the pack.
struct PackingOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The zip to write; its name names the pack.")
  var output: String

  @Flag(help: "Replace an existing pack.")
  var force = false

  @Flag(help: "Leave the pack unsealed and mark it as a draft.")
  var draft = false

  @Flag(name: .customLong("stages"), help: "Say on stderr what each stage of packing took.")
  var tellsStages = false

  /// `PACK.zip`, or `PACK-<profile>.zip` when there are several profiles.
  private func path(for profile: String, of count: Int) -> String {
    ProfilePath.path(output, for: profile, of: count)
  }

  /// Refuses an output that cannot be written; gives what seals.
  func checkSingle(configuration: MusterConfiguration) throws -> Sealer? {
    try check(profiles: [""], configuration: configuration)
  }

  /// Refuses before any work what could not be written or sealed at its end; gives what seals.
  func check(profiles: [String], configuration: MusterConfiguration) throws -> Sealer? {
    try checkPaths(profiles: profiles)
    guard !draft, let settings = configuration.seal else { return nil }
    return try Sealer(settings, at: Instant(milliseconds: Clock.wall()))
  }

  /// The packs that will be written for these profiles.
  func paths(profiles: [String]) -> [String] {
    profiles.map { path(for: $0, of: profiles.count) }
  }

  private func checkPaths(profiles: [String]) throws {
    for path in paths(profiles: profiles) {
      _ = try PackName.identifier(ofPath: path)
      var isFolder = ObjCBool(false)
      let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      if isFolder.boolValue || output.hasSuffix("/") {
        throw PackingError(.cannotWrite, "\(path) names a folder; name a file for the pack")
      }
      if isThere && !force {
        throw PackingError(
          .alreadyExists, "\(path) exists already; name another file or add --force to replace it")
      }
      let folder = URL(filePath: path).deletingLastPathComponent()
      do {
        try FileManager.default.createDirectory(
          at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      } catch {
        throw PackingError(
          .cannotWrite,
          "The folder \(folder.path) cannot be made (\(error.localizedDescription)). Name another "
            + "place for the pack.")
      }
    }
  }

  /// Says how much room the pack will take, and refuses when there surely is too little.
  private func room(for catalog: Catalog, beside output: String) throws {
    guard let needed = try PackRoom.needed(for: catalog) else { return }
    let folder = URL(filePath: output).deletingLastPathComponent().path
    let forecast = DiskForecast(
      stage: "packing", folder: folder, needed: needed, free: DiskSpace.free(at: folder))
    if forecast.isShort || needed > forecast.free ?? Int64.max { Console.say(forecast.text) }
    try forecast.check()
  }

  /// Writes the pack of one assessment.
  func pack(
    _ assessment: Assessment, of count: Int, configuration: MusterConfiguration, library: Library,
    libraryFiles: [(path: String, text: String)], catalog: Catalog, timings: [PackRequest.Timing],
    sealer: Sealer?
  ) throws -> PackSummary {
    var request = PackRequest(
      output: path(for: assessment.profile.id, of: count), assessment: assessment)
    try room(for: catalog, beside: request.output)
    request.replacing = force
    request.isDraft = draft
    request.requests = configuration.requests
    request.libraryFiles = libraryFiles
    request.fieldTitles = FieldTitles(library.recordKinds.values)
    request.timings = timings
    request.configuration = configuration.text
    request.catalogPart = configuration.pack.catalog
    let stages = PackStages()
    defer {
      for stage in tellsStages ? stages.stages : [] { Self.say(stage) }
    }
    return try PackBuilder(catalog, stages: stages).write(request) { tagManifest in
      try sealer?.files(over: tagManifest, at: Instant(milliseconds: Clock.wall())) ?? []
    }
  }

  /// One line a stage: `stage NAME: S s` or `stage NAME: S s, N bytes`.
  private static func say(_ stage: PackStages.Stage) {
    let thousandths = Int((stage.seconds * 1000).rounded())
    let fraction = String(thousandths % 1000 + 1000).dropFirst()
    Console.say(
      "stage \(stage.name): \(thousandths / 1000).\(fraction) s"
        + (stage.bytes > 0 ? ", \(stage.bytes) bytes" : ""))
  }

  /// Runs `body` and says what it took, when told to.
  func timed<Value>(_ name: String, _ body: () throws -> Value) rethrows -> Value {
    let stages = PackStages()
    defer {
      for stage in tellsStages ? stages.stages : [] { Self.say(stage) }
    }
    return try stages.time(name, body)
  }
}
