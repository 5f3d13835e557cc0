import Foundation
import Settings

/// The folder relative paths of test configurations start from.
let home = URL(filePath: "/firm", directoryHint: .isDirectory)

/// Reads a configuration that must be right.
func configuration(_ text: String) throws -> MusterConfiguration {
  try MusterConfiguration.parse(text, folder: home)
}

/// Everything said about a configuration, one `line:column: message` each.
func faults(_ text: String) -> [String] {
  do {
    _ = try MusterConfiguration.parse(text, folder: home)
    return []
  } catch {
    return error.diagnostics.map(short)
  }
}

/// Everything said about a library's files.
func faults(files: [(path: String, text: String)]) -> [String] {
  do {
    _ = try Library.parse(files: files)
    return []
  } catch {
    return error.diagnostics.map { "\($0.file):" + short($0) }
  }
}

/// A diagnostic without its file and caret.
func short(_ diagnostic: Diagnostic) -> String {
  var text = "\(diagnostic.line):\(diagnostic.column): \(diagnostic.message)"
  if let suggestion = diagnostic.suggestion { text += " — did you mean \"\(suggestion)\"?" }
  return text
}

/// Runs a body with a temporary folder that is removed afterwards.
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(
    path: "settings-\(UUID().uuidString)", directoryHint: .isDirectory)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// A check file that is right, as lines to change.
let rightCheck = """
  id: unit-seen
  title: Every unit is seen
  covers: [dscsa/DQ-35]
  statement: Each unit was seen.
  authority: law
  basis: "FD&C Act 582(b)(2)(A)"
  mark: k
  severity: critical
  look_first: machine
  reads: [event]
  parameters:
    skew_ms: { type: integer, unit: ms, default: 300000, min: 0, max: 3600000, why: "practice" }
  population: units
  gaps: |
    SELECT d.epc_id AS epc, d.event_id AS ship_event FROM life_defect d
    WHERE d.lag_ms > :skew_ms AND d.event_ms < :as_of_ms
  subjects: [epc]
  group_by: []
  unit: { one: unit, many: units }
  message:
    one: "Unit {epc} was not found."
    group: "{count} of {population} {unit} were not found."
  expected: One event
  observed: No event
  remedy: Look for the file.
  examples:
    - name: a gap
      given: { events: [{ step: shipping, epcs: ["(01)09521234567899(21)A1"] }] }
      expect: [{ epc: "(01)09521234567899(21)A1" }]
    - name: clean
      given: { events: [] }
      expect: []
    - name: empty
      given: { events: [] }
      expect: []
      population: 0

  """

/// A population file that is right.
let rightPopulation = """
  id: units
  title: Units
  unit: { one: unit, many: units }
  sql: SELECT epc_id FROM unit
  """

/// A profile file that is right.
let rightProfile = """
  id: maker
  edition: "2026.1"
  title: Maker
  regime: dscsa
  roles: [manufacturer]
  parameters: {}
  requirements:
    - id: R-1
      title: Units are seen
      statement: Each unit is seen.
      citations: ["FD&C Act 582(b)"]
      mark: c/k
      authority: law
      severity: critical
      clock: none
      expects: [{ evidence: event, for_each: lot }]
      checks: [unit-seen]
      look_at: Read the log.
      judged_by: data
  """

/// A library of one right check, population and profile.
let rightFiles: [(path: String, text: String)] = [
  ("checks/unit-seen.yaml", rightCheck), ("populations/units.yaml", rightPopulation),
  ("dscsa/maker.yaml", rightProfile),
]

/// The right library with one text replaced in one file.
func files(
  changing path: String, _ old: String, to new: String
) -> [(path: String, text: String)] {
  rightFiles.map {
    $0.path == path ? ($0.path, $0.text.replacing(old, with: new)) : $0
  }
}
