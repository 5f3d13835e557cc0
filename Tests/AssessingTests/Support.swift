import Cataloging
import Foundation
import GRDB
import Settings
import Testing

@testable import Assessing

/// A firm in a folder of its own: configuration, catalog, and a library made for the test.
final class TestFirm {
  let folder: URL
  let catalog: Catalog
  var library: Library
  var configuration: MusterConfiguration

  init(
    checks: [String], requirements: String? = nil, configuration extra: String = "",
    populations: [(String, String)] = [], records: [String] = [], lists: [String] = []
  ) throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("assessing-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    catalog = try Catalog.open(folder: folder.appendingPathComponent("catalog"), mode: .create)
    library = try Self.library(
      checks: checks, requirements: requirements, populations, records, lists)
    let file = folder.appendingPathComponent("muster.yaml")
    let scope = extra.contains("scope:") ? "" : Self.period
    try Data((Self.base + scope + extra).utf8).write(to: file)
    configuration = try MusterConfiguration.load(from: file)
  }

  deinit {
    try? catalog.close()
    try? FileManager.default.removeItem(at: folder)
  }

  static let base = """
    version: 1
    organization: { name: Quillhaven Pharma, gln: "9520000000011", roles: [manufacturer], markets: [US] }
    catalog: catalog
    profiles:
      - id: test-profile
    sites:
      - { id: dayton, gln: "9520000000011", time_zone: America/New_York }
    partners:
      - { gln: "9520000000028", name: Wholesaler A, role: wholesaler }

    """

  static let period = "scope:\n  period: { from: 2026-07-01, to: 2026-07-31 }\n"

  static func library(
    checks: [String], requirements: String? = nil, _ populations: [(String, String)] = [],
    _ records: [String] = [], _ lists: [String] = []
  ) throws -> Library {
    var files: [(path: String, text: String)] = checks.map { text in
      let id = text.split(separator: "\n").first.map { $0.dropFirst(4) } ?? ""
      return ("checks/\(id).yaml", text)
    }
    for (id, sql) in populations {
      files.append(
        (
          "populations/\(id).yaml",
          "id: \(id)\ntitle: T\nunit: { one: unit, many: units }\nsql: |\n  \(sql)\n"
        ))
    }
    for (folder, texts) in [("records", records), ("lists", lists)] {
      for text in texts {
        let id = text.split(separator: "\n").first.map { $0.dropFirst(4) } ?? ""
        files.append(("\(folder)/\(id).yaml", text))
      }
    }
    let ids = checks.compactMap { $0.split(separator: "\n").first?.dropFirst(4) }
    let own = """
        - id: T-1
          title: Title
          statement: Something is true.
          citations: ["FD&C Act 582"]
          mark: k
          authority: law
          severity: critical
          expects: [ { evidence: event, for_each: lot } ]
          checks: [\(ids.joined(separator: ", "))]
          look_at: "Look at the packs."
          judged_by: data
      """
    files.append(
      (
        "dscsa/test-profile.yaml",
        """
        id: test-profile
        edition: "1"
        title: Test
        regime: dscsa
        roles: [manufacturer]
        requirements:
        \(requirements ?? own)
        """
      ))
    return try Library.parse(files: files)
  }

  /// Loads what an example's `given` says and derives.
  func load(_ given: String) throws {
    let value = try YAMLReader.read(given, file: "given.yaml")
    let example = try ExampleCase(value, library: library)
    try catalog.write { db in try ExampleLoader(db: db).load(example) }
  }

  func assess(
    asOf: String? = nil, samples: Int? = 100, baseline: Assessor.Baseline = .none,
    stepLimit: Int? = nil, now: Int64 = 1_793_491_200_000
  ) throws -> Assessment {
    var assessor = Assessor(
      library: library, catalog: catalog, configuration: configuration, samples: samples)
    if let stepLimit { assessor.stepLimit = stepLimit }
    return try assessor.assess(
      profile: "test-profile", asOf: asOf.flatMap(Instant.init(text:)), baseline: baseline,
      clock: Assessor.Clock(now: Instant(milliseconds: now)),
      tool: Assessment.Tool(name: "muster", version: "test"))
  }

  func check(_ assessment: Assessment, _ id: String) throws -> CheckResult {
    try #require(assessment.checks.first { $0.id == id })
  }
}

/// A check file with the parts a test does not care about filled in.
func checkText(
  _ id: String, gaps: String, population: String = "SELECT epc_id FROM unit WHERE kind = 1",
  subjects: String = "epc", groupBy: String = "", authority: String = "law", mark: String = "k",
  empty: String = "no_population", parameters: String = "", reads: String = "event"
) -> String {
  """
  id: \(id)
  title: Title
  covers: [dscsa/DQ-35]
  statement: Something is true.
  authority: \(authority)
  basis: "FD&C Act 582"
  mark: \(mark)
  severity: critical
  look_first: machine
  reads: [\(reads)]
  \(parameters)
  population: |
    \(population)
  empty: \(empty)
  gaps: |
    \(gaps)
  subjects: [\(subjects)]
  group_by: [\(groupBy)]
  unit: { one: unit, many: units }
  message:
    one: "Unit {epc} is listed."
    group: "{count} of {n} {unit} are listed."
  expected: "One thing"
  observed: "Another thing"
  remedy: "Look."
  examples: []
  """
}

/// The gaps SELECT that lists every unit of a lot.
let listedUnits =
  "SELECT u.epc_id AS epc, u.commission_event AS found_event, l.lot AS lot_text FROM unit u "
  + "JOIN all_lot l ON l.lot_id = u.lot_id WHERE l.lot = 'BAD'"
