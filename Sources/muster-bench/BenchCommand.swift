import ArgumentParser
import Foundation

/// `muster-bench`: measures every stage on invented data, with the release binaries beside it.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "muster-bench",
    abstract: "Measure load, derive, assess, pack and verify on data made by muster-sample.",
    discussion: """
      Runs the binaries that stand beside it, so build them alike: swift build -c release. Beside \
      them, in the same run, runs a plain Python script over the same files. Seconds are wall clock; \
      on a machine that is not idle compare the columns of one run, never two runs.
      """)

  /// A shape of data.
  enum Shape: String, ExpressibleByArgument, CaseIterable {
    /// EPCIS 1.2 XML, up to 500 serials an event.
    case bulk
    /// EPCIS 1.2 XML, one serial an event.
    case single
    /// EPCIS 2.0 JSON-LD, up to 500 serials an event.
    case json
    /// A European firm with a row a pack in tables: line logs, uploads.
    case tables
  }

  @Option(help: "Saleable units to make.")
  var units = 1_000_000

  @Option(
    name: .customLong("shape"), help: "bulk, single, json or tables; several times for several.")
  var shapes: [Shape] = [.bulk, .single, .json]

  @Option(help: "Folder for data and catalogs; a temporary one, removed at the end, when absent.")
  var work: String?

  @Option(help: "Write the figures as JSON to this file.")
  var json: String?

  @Option(help: "The Python that has lxml.")
  var python = "python3"

  @Option(help: "The script to compare with.")
  var script = "Sources/muster-bench/baseline.py"

  @Flag(help: "Leave the script and zip out.")
  var alone = false

  @Flag(help: "Stop after collecting.")
  var collectOnly = false

  @Flag(help: "Keep the folder.")
  var keep = false

  func validate() throws {
    guard (1000...200_000_000).contains(units) else {
      throw ValidationError("--units must lie between 1000 and 200000000, found \(units).")
    }
  }

  func run() throws {
    let folder =
      work.map { URL(fileURLWithPath: $0) }
      ?? FileManager.default.temporaryDirectory.appendingPathComponent("muster-bench-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { if !keep { try? FileManager.default.removeItem(at: folder) } }
    var figures = Figures(units: units)
    for shape in shapes {
      let bench = ShapeBench(command: self, shape: shape, folder: folder)
      try bench.run { row in
        figures.rows.append(row)
        say(Report.line(row))
      }
    }
    figures.targets = Target.judge(figures)
    say("")
    for target in figures.targets { say(Report.line(target)) }
    if let json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try encoder.encode(figures).write(to: URL(fileURLWithPath: json))
    }
  }
}

/// Writes a line at once: a long run is watched while it works.
func say(_ line: String) {
  FileHandle.standardOutput.write(Data((line + "\n").utf8))
}
