import Foundation
import Testing

@testable import muster_sample

@Suite("What muster-sample writes")
struct SampleGenerationTests {
  /// A folder of its own, gone afterwards.
  private func folder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("muster-sample-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url)
  }

  private func contents(_ root: URL) throws -> [String: Data] {
    try SampleFacts.files(root).reduce(into: [:]) {
      $0[$1] = try Data(contentsOf: root.appendingPathComponent($1))
    }
  }

  private func options(
    _ regime: SampleOptions.Regime, _ syntax: SampleOptions.Syntax, planted: Bool,
    units: Int = 3000, events: SampleOptions.Events = .bulk
  ) -> SampleOptions {
    SampleOptions(
      seed: 7, units: units, regime: regime, gaps: planted ? .planted : .none, events: events,
      syntax: syntax)
  }

  @Test(arguments: [SampleOptions.Regime.us, .eu])
  func writesTheSameBytesForTheSameSeed(regime: SampleOptions.Regime) throws {
    let asked = options(regime, .mixed, planted: true)
    let (first, second, other) = try folder { root in
      _ = try generateSample(asked, into: root.appendingPathComponent("a"))
      _ = try generateSample(asked, into: root.appendingPathComponent("b"))
      var changed = asked
      changed.seed = 8
      _ = try generateSample(changed, into: root.appendingPathComponent("c"))
      return (
        try contents(root.appendingPathComponent("a")),
        try contents(root.appendingPathComponent("b")),
        try contents(root.appendingPathComponent("c"))
      )
    }
    #expect(!first.isEmpty)
    #expect(first == second)
    #expect(first != other)
  }

  @Test(arguments: [
    ("us-manufacturer", SampleOptions.Regime.us, 7800), ("eu-manufacturer", .eu, 4600),
  ])
  func committedFirmsAreWhatTheGeneratorMakes(
    name: String, regime: SampleOptions.Regime, units: Int
  ) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("SampleData").appendingPathComponent(name)
    let committed = try contents(root).filter { !$0.key.hasPrefix("muster-catalog") }
    let made = try folder { url in
      _ = try generateSample(
        SampleOptions(
          seed: 2026, units: units, regime: regime, gaps: .planted, events: .bulk,
          syntax: .mixed), into: url)
      return try contents(url)
    }
    #expect(committed.keys.sorted() == made.keys.sorted())
    for (path, bytes) in made {
      #expect(committed[path] == bytes, "\(path) differs; make SampleData anew")
    }
  }

  @Test(arguments: [SampleOptions.Regime.us, .eu], [true, false])
  func xmlAndJSONTellTheSameFacts(regime: SampleOptions.Regime, planted: Bool) throws {
    let (xml, json) = try folder { root in
      let first = root.appendingPathComponent("xml")
      let second = root.appendingPathComponent("json")
      _ = try generateSample(options(regime, .xml, planted: planted), into: first)
      _ = try generateSample(options(regime, .json, planted: planted), into: second)
      return (try SampleFacts.read(first), try SampleFacts.read(second))
    }
    #expect(xml.count > 100)
    #expect(xml.map(\.facts).sorted() == json.map(\.facts).sorted())
  }

  @Test func singleEventsCommissionOneSerialEach() throws {
    let events = try folder { root in
      _ = try generateSample(
        options(.us, .xml, planted: false, units: 600, events: .single), into: root)
      return try SampleFacts.read(root)
    }
    let commissions = events.filter { $0.step == "commissioning" }
    #expect(commissions.count > 600)
    #expect(commissions.allSatisfy { $0.epcs.count == 1 })
  }

  @Test func keyPointsAtWhatItNames() throws {
    try folder { root in
      _ = try generateSample(options(.us, .mixed, planted: true, units: 7800), into: root)
      let data = try Data(contentsOf: root.appendingPathComponent("key.json"))
      let key = try #require(JSONSerialization.jsonObject(with: data) as? [String: [[String: Any]]])
      let gaps = try #require(key["gaps"])
      let decoys = try #require(key["decoys"])
      #expect(Set(gaps.compactMap { $0["check"] as? String }).count >= 40)
      #expect(decoys.count >= 10)
      let starts = [
        "<ObjectEvent>", "<AggregationEvent>", "{\"type\": \"", "<gs1ushc:", "  <gs1ushc:",
        "  <VocabularyElement", "    <sbdh:Identifier", "    <sbdh:InstanceIdentifier",
        "<epcis:EPCISDocument",
      ]
      for row in gaps + decoys {
        let file = try #require(row["file"] as? String)
        let line = try #require(row["line"] as? Int)
        guard file.hasPrefix("exports/epcis/") else {
          let path = root.appendingPathComponent(file).path
          #expect(FileManager.default.fileExists(atPath: path))
          continue
        }
        let text = try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        try #require(lines.indices.contains(line - 1), "\(file):\(line)")
        #expect(
          starts.contains { lines[line - 1].hasPrefix($0) }, "\(file):\(line) \(lines[line - 1])")
      }
    }
  }

  @Test func europeanKeyNamesAtLeastTwentyFiveChecks() throws {
    let summary = try folder { try generateSample(options(.eu, .xml, planted: true), into: $0) }
    #expect(summary.checks >= 25)
  }

  @Test func serialsOfAPoolNeverRepeat() {
    var pool = SerialPool(seed: 3, name: "a")
    var seen: Set<UInt64> = []
    for _ in 0..<100_000 { seen.insert(pool.next()) }
    #expect(seen.count == 100_000)
  }

  @Test func clocksFollowSummerTime() {
    let before = Moment(CivilDay(2025, 11, 2), 1, 59, 0, .eastern)
    #expect(Zone.eastern.offset(at: before) == -240)
    #expect(Zone.eastern.offset(at: before.after(minutes: 1)) == -300)
    #expect(before.text(offset: -240) == "2025-11-02T01:59:00.000-04:00")
    #expect(Zone.berlin.offset(at: Moment(CivilDay(2026, 3, 29), 12, 0, 0, .berlin)) == 120)
    #expect(Zone.berlin.offset(at: Moment(CivilDay(2026, 3, 28), 12, 0, 0, .berlin)) == 60)
    #expect(CivilDay(2024, 2, 1).monthEnd(after: 0).text == "2024-02-29")
  }

  @Test func checkDigitsAreThoseOfGS1() {
    #expect(checkDigit("0031234567890") == 6)
    #expect(checkDigit("10312345000000001") == 8)
    #expect(Firm.quillhaven().owner.gln == "0399991000015")
  }
}
