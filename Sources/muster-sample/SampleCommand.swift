import ArgumentParser
import Foundation

/// `muster-sample`: writes an invented firm with its EPCIS files and a ready configuration.
struct SampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "muster-sample",
    abstract: "Write an invented firm: EPCIS files, muster.yaml and, with gaps, the key to them.",
    discussion: "The same options and seed give the same bytes.")

  @Option(name: [.customShort("o"), .long], help: "Folder to write; must be empty or absent.")
  var output: String

  @Option(help: "Seed of everything random.")
  var seed: UInt64 = 1

  @Option(help: "Saleable units to make.")
  var units = 9000

  @Option(help: "us or eu.")
  var regime = SampleOptions.Regime.us

  @Option(help: "none or planted.")
  var gaps = SampleOptions.Gaps.none

  @Option(help: "bulk, or single: one serial per commissioning event.")
  var events = SampleOptions.Events.bulk

  @Option(help: "xml (EPCIS 1.2), json (2.0), or mixed: each system in its own.")
  var format = SampleOptions.Syntax.xml

  @Option(help: "mixed, ndjson, csv, xlsx, sqlite or none: how records beside events come.")
  var records = SampleOptions.Records.mixed

  @Flag(help: "Records with a row a pack also of firms with more than 30,000 units.")
  var packs = false

  func validate() throws {
    if gaps == .planted, records != .none, units < SampleOptions.fewestPlanted {
      throw ValidationError(
        "--gaps planted needs --units \(SampleOptions.fewestPlanted) or more for its stories in "
          + "records, found \(units); take more units, --records none or --gaps none.")
    }
    guard (1...1_000_000_000).contains(units) else {
      throw ValidationError("--units must lie between 1 and 1000000000, found \(units).")
    }
  }

  func run() throws {
    let root = URL(fileURLWithPath: output)
    let present = try? FileManager.default.contentsOfDirectory(atPath: root.path)
    guard (present ?? []).isEmpty else {
      throw ValidationError("\(output) is not empty; name a new folder.")
    }
    let summary = try generateSample(
      SampleOptions(
        seed: seed, units: units, regime: regime, gaps: gaps, events: events, syntax: format,
        records: records, packs: packs),
      into: root)
    Console.out(
      "\(summary.lots) lots, \(summary.units) units, \(summary.events) events, "
        + "\(summary.references) EPC references, \(summary.files) files"
        + (gaps == .planted ? ", \(summary.checks) checks with a planted gap" : "")
        + "\n")
  }
}

extension SampleOptions.Regime: ExpressibleByArgument {}
extension SampleOptions.Gaps: ExpressibleByArgument {}
extension SampleOptions.Events: ExpressibleByArgument {}
extension SampleOptions.Syntax: ExpressibleByArgument {}
extension SampleOptions.Records: ExpressibleByArgument {}
