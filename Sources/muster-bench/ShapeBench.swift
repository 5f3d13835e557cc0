import Foundation

/// Takes one shape of data through every stage.
struct ShapeBench {
  let command: BenchCommand
  let shape: BenchCommand.Shape
  let folder: URL

  private var root: URL { folder.appendingPathComponent(shape.rawValue) }
  private var exports: URL { root.appendingPathComponent("exports") }
  private var catalog: URL { root.appendingPathComponent("muster-catalog") }

  /// The binaries that stand beside this one.
  private func beside(_ name: String) -> String {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(name).path
  }

  private func sample(_ units: Int, seed: Int, into target: URL) throws -> Run {
    try? FileManager.default.removeItem(at: target)
    var arguments = ["-o", target.path, "--units", String(units), "--seed", String(seed)]
    if shape == .single { arguments += ["--events", "single"] }
    if shape == .json { arguments += ["--format", "json"] }
    if shape == .tables { arguments += ["--regime", "eu", "--records", "csv", "--packs"] }
    let run = try runProgram(beside("muster-sample"), arguments)
    guard run.status == 0 else { throw BenchError(description: "muster-sample failed") }
    return run
  }

  private func muster(_ arguments: String...) throws -> Run {
    let run = try runProgram(
      beside("muster"), arguments, in: root, hearing: arguments.contains("--stages"))
    guard run.status == 0 || run.status == 1 else {
      throw BenchError(
        description: "muster \(arguments.joined(separator: " ")) ended with exit \(run.status)\n"
          + run.talk)
    }
    return run
  }

  func run(_ tell: (Row) -> Void) throws {
    func row(_ stage: String, _ run: Run) -> Row {
      Row(
        shape: shape.rawValue, stage: stage, seconds: run.seconds, cpuSeconds: run.cpuSeconds,
        peakMB: Double(run.peakBytes) / 1e6)
    }
    let sampled = try sample(command.units, seed: 1, into: root)
    let bytes = size(of: exports)
    var line = row("sample", sampled)
    line.bytes = bytes
    tell(line)

    let first = try muster("collect")
    let times = try CollectTimes(first.output)
    line = Row(
      shape: shape.rawValue, stage: "load", seconds: times.load, references: times.references,
      bytes: bytes)
    if shape == .tables { line.note = "\(times.records) records of tables besides" }
    tell(line)
    tell(
      Row(shape: shape.rawValue, stage: "derive", seconds: times.derive, units: command.units))
    tell(row("collect", first))
    tell(Row(shape: shape.rawValue, stage: "catalog", seconds: 0, bytes: catalogBytes))
    if shape == .tables, !command.collectOnly { tell(row("assess", try muster("assess"))) }
    if !command.alone, shape == .bulk || shape == .single { try script(tell) }
    if shape != .bulk { return }

    // A tenth of a second, of which a single run tells little.
    let again = try (0..<3).map { _ in try muster("collect") }.sorted { $0.seconds < $1.seconds }
    line = row("collect again", again[1])
    line.note = "the middle one of three runs"
    tell(line)
    if !command.collectOnly {
      let assessment = root.appendingPathComponent("assessment.json").path
      line = row("assess", try muster("assess", "-o", assessment))
      line.units = command.units
      tell(line)
      let pack = folder.appendingPathComponent("pack.zip").path
      let packed = try muster("pack", "-o", pack, "--force", "--stages")
      line = row("pack", packed)
      line.note = "judging included; some stages run beside one another"
      tell(line)
      PackStageTimes(packed.talk).rows(shape.rawValue).forEach(tell)
      line = row("verify", try muster("verify", pack))
      line.bytes = (try? fileSize(pack)) ?? 0
      tell(line)
      if !command.alone { try zip(tell) }
    }
    // As with collecting again: a tenth of a second, three times another hundredth.
    let more = try ["R", "S", "T"].enumerated().map { place, letter in
      try addOnePercent(seed: 2 + place, letter: letter)
      let run = try muster("collect")
      return (run, try CollectTimes(run.output).derive)
    }.sorted { $0.1 < $1.1 }
    line = row("derive 1% new", more[1].0)
    line.seconds = more[1].1
    line.cpuSeconds = nil
    line.note = "the middle one of three runs"
    tell(line)
  }

  /// A hundredth of the units more, in lots of their own, as files that were not there before.
  private func addOnePercent(seed: Int, letter: String) throws {
    let more = folder.appendingPathComponent("more")
    _ = try sample(max(command.units / 100, 100), seed: seed, into: more)
    let from = more.appendingPathComponent("exports")
    guard let walker = FileManager.default.enumerator(atPath: from.path) else { return }
    for case let path as String in walker where path.hasSuffix(".xml") {
      let text = try String(contentsOf: from.appendingPathComponent(path), encoding: .utf8)
        .replacingOccurrences(of: "Q26", with: letter + "26")
        .replacingOccurrences(of: "QC26", with: letter + "C26")
      let target = exports.appendingPathComponent(
        path.replacing("/2026-", with: "/more-\(letter)-2026-"))
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: target, atomically: false, encoding: .utf8)
    }
    try FileManager.default.removeItem(at: more)
  }

  // MARK: What it is compared with

  private func script(_ tell: (Row) -> Void) throws {
    let target = folder.appendingPathComponent("script")
    try? FileManager.default.removeItem(at: target)
    let vault = target.appendingPathComponent("vault")
    try FileManager.default.createDirectory(at: vault, withIntermediateDirectories: true)
    let database = target.appendingPathComponent("references.sqlite")
    let run = try runProgram(
      command.python,
      [URL(fileURLWithPath: command.script).path, exports.path, database.path, vault.path])
    struct Result: Decodable {
      var seconds: Double
      var references: Int
      var bytes: Int64
    }
    guard run.status == 0,
      let result = try? JSONDecoder().decode(Result.self, from: Data(run.output.utf8))
    else {
      say("The script could not be run: name a Python that has lxml with --python.")
      return
    }
    tell(
      Row(
        shape: shape.rawValue, stage: "script", seconds: result.seconds,
        cpuSeconds: run.cpuSeconds, peakMB: Double(run.peakBytes) / 1e6,
        references: result.references, bytes: result.bytes))
    try FileManager.default.removeItem(at: target)
  }

  /// The general tools over the same bytes the pack holds: originals and catalog.
  private func zip(_ tell: (Row) -> Void) throws {
    let target = folder.appendingPathComponent("plain.zip").path
    func take(_ stage: String, _ places: [String], _ bytes: Int64) throws {
      try? FileManager.default.removeItem(atPath: target)
      let zipped = try runProgram("zip", ["-6", "-q", "-r", target] + places, in: root)
      guard zipped.status == 0 else {
        say("zip could not be run; install it to compare the pack.")
        return
      }
      let hashed = try runProgram(
        "find", places + ["-type", "f", "-exec", "sha256sum", "{}", "+"], in: root)
      try? FileManager.default.removeItem(atPath: target)
      tell(
        Row(
          shape: shape.rawValue, stage: stage, seconds: zipped.seconds + hashed.seconds,
          cpuSeconds: zipped.cpuSeconds + hashed.cpuSeconds, bytes: bytes))
    }
    try take("zip originals", ["exports"], size(of: exports))
    try take(
      "zip + sha256sum", ["exports", "muster-catalog/catalog.sqlite"],
      size(of: exports) + catalogBytes)
  }

  // MARK: Sizes

  private var catalogBytes: Int64 {
    (try? fileSize(catalog.appendingPathComponent("catalog.sqlite").path)) ?? 0
  }

  private func fileSize(_ path: String) throws -> Int64 {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.size] as? NSNumber)?.int64Value ?? 0
  }

  private func size(of folder: URL) -> Int64 {
    guard let walker = FileManager.default.enumerator(atPath: folder.path) else { return 0 }
    var total: Int64 = 0
    for case let path as String in walker where path.contains(".") {
      total += (try? fileSize(folder.appendingPathComponent(path).path)) ?? 0
    }
    return total
  }
}

/// What `muster collect` says of its two halves.
struct CollectTimes {
  var references = 0
  /// Records taken from tables.
  var records = 0
  var load = 0.0
  var derive = 0.0

  /// Reads the line `Loaded N references in S s; lives derived in S s.`
  init(_ output: String) throws {
    guard let line = output.split(separator: "\n").last(where: { $0.hasPrefix("Loaded ") }) else {
      throw BenchError(description: "muster collect did not say how long it took:\n\(output)")
    }
    let numbers = line.split(separator: " ").compactMap { Double($0) }
    guard numbers.count >= 2 else {
      throw BenchError(description: "muster collect said: \(line)")
    }
    references = Int(numbers[0])
    load = numbers[1]
    if numbers.count > 2 { derive = numbers[2] }
    let taken = output.matches(of: /([0-9,]+) records? taken/)
    records = taken.reduce(0) { $0 + (Int($1.1.filter { $0 != "," }) ?? 0) }
  }
}
