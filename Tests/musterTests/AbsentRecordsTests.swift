import Assessing
import Foundation
import Settings
import Testing

@testable import muster_sample

/// A source that is not delivered, a column that is not there, a record that is missing: three
/// different things, none of them a flood. Told of a firm that has nothing else to find.
@Suite("What a firm does not deliver") struct AbsentRecordsTests {
  /// A clean firm whose records come as JSON lines, one object a line.
  private struct Delivery {
    let root: URL
    let settings: String
    /// Files of records by kind.
    let files: [String: String]

    init(_ regime: SampleOptions.Regime, units: Int = 500, in bench: Workbench) throws {
      try bench.firm("firm", regime, .xml, planted: false, seed: 5, units: units, records: .ndjson)
      root = bench.folder.appending(path: "firm")
      settings = try String(contentsOf: root.appending(path: "muster.yaml"), encoding: .utf8)
      var files: [String: String] = [:]
      for block in Self.blocks(settings) {
        if let kind = Self.value("kind", block), kind != "epcis", kind != "document" {
          files[kind] = Self.value("path", block)
        }
      }
      self.files = files
    }

    /// The sources of the configuration, each with its lines.
    private static func blocks(_ settings: String) -> [[String]] {
      var blocks: [[String]] = []
      let lines = settings.split(separator: "\n").map(String.init)
      for line in lines.drop(while: { $0 != "sources:" }).dropFirst() {
        if line.hasPrefix("  - ") { blocks.append([]) }
        if line.hasPrefix("  "), !blocks.isEmpty { blocks[blocks.count - 1].append(line) }
      }
      return blocks
    }

    private static func value(_ key: String, _ block: [String]) -> String? {
      block.first { $0.hasPrefix("    \(key): ") }.map { String($0.dropFirst(key.count + 6)) }
    }

    /// Writes a configuration without the sources of these kinds, with a catalog of its own.
    func configure(without kinds: Set<String>, catalog: String) throws {
      var text = settings.replacing("catalog: muster-catalog", with: "catalog: \(catalog)")
      for block in Self.blocks(settings) {
        guard let kind = Self.value("kind", block), kinds.contains(kind) else { continue }
        text = text.replacing(block.joined(separator: "\n") + "\n", with: "")
      }
      try Data(text.utf8).write(to: root.appending(path: "muster.yaml"))
    }

    /// Rewrites a kind's records; a record that becomes nil is left out.
    func rewrite(_ kind: String, _ change: ([String: Any]) -> [String: Any]?) throws {
      let url = root.appending(path: try #require(files[kind]))
      let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
      let kept = try lines.compactMap { line -> String? in
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        guard let changed = change(try #require(object)) else { return nil }
        let data = try JSONSerialization.data(withJSONObject: changed, options: [.sortedKeys])
        return String(decoding: data, as: UTF8.self)
      }
      try Data((kept.joined(separator: "\n") + "\n").utf8).write(to: url)
    }
  }

  /// Every kind is left out once, half of the kinds at a time.
  @Test(arguments: [SampleOptions.Regime.us, .eu])
  func aSourceLeftOutLeavesItsChecksUnassessedAndNothingElse(
    regime: SampleOptions.Regime
  ) throws {
    let library = try Library.load(from: Workbench.root.appending(path: "Profiles"))
    try Workbench.with { bench in
      let delivery = try Delivery(regime, in: bench)
      let kinds = delivery.files.keys.filter { $0 != "export_note" }.sorted()
      #expect(kinds.count > 40)
      for part in 0..<2 {
        let absent = Set(kinds.indices.filter { $0 % 2 == part }.map { kinds[$0] })
        try delivery.configure(without: absent, catalog: "catalog-\(part)")
        let assessment = try bench.assessment(of: "firm")
        #expect(assessment.findings.map(\.message) == [], "without \(absent.sorted())")
        for check in assessment.checks {
          let needed = Set(check.reads).subtracting(library.checks[check.id]?.optional ?? [])
          guard !needed.isDisjoint(with: absent) else { continue }
          #expect(check.verdict == .notAssessed, "\(check.id)")
          #expect(check.reason?.code == .sourceNotDelivered, "\(check.id)")
        }
      }
    }
  }

  /// Of each kind one column is left out that a check asks for and that is that kind's alone.
  @Test(arguments: [SampleOptions.Regime.us, .eu])
  func aColumnLeftOutIsAFieldNotDelivered(regime: SampleOptions.Regime) throws {
    let library = try Library.load(from: Workbench.root.appending(path: "Profiles"))
    try Workbench.with { bench in
      let delivery = try Delivery(regime, in: bench)
      let asked = requirements(regime, library).flatMap(\.checks).compactMap { library.checks[$0] }
      var expected: [String: String] = [:]
      for kind in delivery.files.keys.sorted() where kind != "export_note" {
        let fields = library.recordKinds[kind]?.fields.map(\.name) ?? []
        guard
          let (check, field) = asked.lazy.compactMap({ check in
            column(asked: check, of: kind, fields).map { (check.id, $0) }
          }).first
        else { continue }
        expected[check] = "\(kind).\(field)"
        try delivery.rewrite(kind) { $0.filter { $0.key != field } }
      }
      #expect(expected.count > 10)
      let assessment = try bench.assessment(of: "firm")
      #expect(Set(expected.keys).isSubset(of: assessment.checks.map(\.id)))
      for check in assessment.checks {
        guard let column = expected[check.id] else { continue }
        #expect(check.verdict == .notAssessed, "\(check.id) without \(column)")
        #expect(check.reason?.code == .fieldNotDelivered, "\(check.id) without \(column)")
      }
    }
  }

  /// A field, no key, which a check that reads no other kind asks for.
  private func column(
    asked check: CheckDefinition, of kind: String, _ fields: [String]
  ) -> String? {
    guard check.reads == [kind], check.optional.isEmpty else { return nil }
    // A list of a parameter has a name of its own.
    let asked = check.gaps.replacing(/param_list (\w+) WHERE \1\.name/, with: "")
    let words = Set(
      asked.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
    return fields.dropFirst().first { field in
      ["", "_day", "_ms"].contains { words.contains(field + $0) }
    }
  }

  private func requirements(
    _ regime: SampleOptions.Regime, _ library: Library
  ) -> [RequirementDefinition] {
    library.profiles[regime == .us ? "dscsa-manufacturer" : "fmd-manufacturer"]?.requirements ?? []
  }

  /// One lot's records and one system's are left out of every kind that has one for each.
  @Test(arguments: [SampleOptions.Regime.us, .eu])
  func aRecordLeftOutIsAGapOfCompleteness(regime: SampleOptions.Regime) throws {
    let library = try Library.load(from: Workbench.root.appending(path: "Profiles"))
    let lot = regime == .us ? "Q26041" : "E26041"
    try Workbench.with { bench in
      // Two lots: the other's records stay.
      let delivery = try Delivery(regime, units: 1000, in: bench)
      let expected = requirements(regime, library).flatMap(\.expects)
      var subjects: [String: String] = [:]
      for (grain, field, subject) in [
        (ExpectedEvidence.Grain.lot, "lot", lot), (.system, "system.system_id", "SYS-QMS"),
      ] {
        for line in expected where line.forEach == grain {
          let id = line.evidence
          // Which lot a step belongs to, its batch record says: people match those.
          guard delivery.files[id] != nil, let kind = library.recordKinds[id], !kind.mayBeNone,
            kind.fields.contains(where: { $0.references == field })
          else { continue }
          let number =
            (line.atLeast > 1 ? "-at-least-\(line.atLeast)" : "")
            + (line.except.map { "-except-" + $0 } ?? "")
          subjects["expected-\(id.replacing("_", with: "-"))-by-\(grain)\(number)"] = subject
          try delivery.rewrite(id) { row in
            row.values.contains { $0 as? String == subject } ? nil : row
          }
        }
      }
      #expect(subjects.count > 5)
      let assessment = try bench.assessment(of: "firm")
      for (check, subject) in subjects {
        let found = assessment.findings.filter { $0.check == check }
        #expect(found.flatMap(\.subjects).map { $0.lot ?? $0.key } == [subject], "\(check)")
      }
    }
  }
}
