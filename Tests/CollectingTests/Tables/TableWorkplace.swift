import Cataloging
import Collecting
import Foundation
import Settings

extension Workplace {
  /// Collects deviations from a place given as lines of a source in `muster.yaml`.
  func collectDeviations(
    _ catalog: Catalog, _ lines: String = "path: in", at nowMs: Int64 = 1_793_000_000_000,
    _ change: (inout CollectOptions) -> Void = { _ in }
  ) throws -> CollectionOutcome {
    var options = CollectOptions()
    change(&options)
    return try Pipeline.collect(
      configuration: deviations(lines), catalog: catalog, clock: { nowMs },
      recordKinds: ["deviation": Kinds.deviation()], options: options)
  }

  /// A configuration with one source of deviations.
  func deviations(_ lines: String = "path: in") throws -> MusterConfiguration {
    try configuration("- name: qms\n  kind: deviation\n" + Self.indented(lines))
  }

  /// A configuration with a list of sources.
  func configuration(
    _ sources: String, sites: String = "[{ id: dayton, time_zone: America/New_York }]"
  ) throws -> MusterConfiguration {
    let file = folder.appendingPathComponent("muster.yaml")
    let text = """
      version: 1
      organization: { name: Example Pharma, gln: "0399991000015", roles: [manufacturer] }
      catalog: catalog
      profiles: [{ id: dscsa-manufacturer }]
      sites: \(sites)
      sources:
      \(Self.indented(sources))
      """
    try Data(text.utf8).write(to: file)
    return try MusterConfiguration.load(from: file)
  }

  private static func indented(_ lines: String) -> String {
    lines.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
  }
}
