import Foundation
import Testing

@testable import muster_sample

/// A firm without planted gaps must give no check a reason to speak.
@Suite("A clean sample firm")
struct SampleInvariantTests {
  private func events(_ regime: SampleOptions.Regime) throws -> [SampleEvent] {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("muster-sample-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: url) }
    _ = try generateSample(
      SampleOptions(
        seed: 11, units: 6000, regime: regime, gaps: .none, events: .bulk, syntax: .xml), into: url)
    return try SampleFacts.read(url).sorted { ($0.ms, $0.file) < ($1.ms, $1.file) }
  }

  @Test(arguments: [SampleOptions.Regime.us, .eu])
  func everyUnitLivesInOrder(regime: SampleOptions.Regime) throws {
    var commissioned: [String: SampleEvent] = [:]
    var parent: [String: String] = [:]
    var children: [String: Set<String>] = [:]
    var ended: Set<String> = []
    var faults: [String] = []
    for event in try events(regime) {
      func fault(_ text: String, _ epc: String) { faults.append("\(text) \(epc) \(event.file)") }
      switch (event.type, event.fields["action"], event.step) {
      case (_, _, "commissioning"):
        for epc in event.epcs {
          if commissioned.updateValue(event, forKey: epc) != nil { fault("twice", epc) }
          if epc.hasPrefix("(01)"), event.lot == nil { fault("no lot", epc) }
        }
      case ("AggregationEvent", "ADD", _):
        let holder = event.parent ?? ""
        for epc in event.epcs {
          if commissioned[epc] == nil { fault("packed, not commissioned", epc) }
          if ended.contains(epc) { fault("packed after end", epc) }
          if parent.updateValue(holder, forKey: epc) != nil { fault("two parents", epc) }
          children[holder, default: []].insert(epc)
        }
      case ("AggregationEvent", _, _):
        for epc in event.epcs {
          if parent.removeValue(forKey: epc) != event.parent { fault("not a member", epc) }
          children[event.parent ?? ""]?.remove(epc)
        }
      default:
        for epc in event.epcs where commissioned[epc] == nil { fault("unknown", epc) }
        if event.step == "shipping" {
          for epc in event.epcs where parent[epc] != nil { fault("shipped loose", epc) }
          for epc in event.epcs where epc.hasPrefix("(00)") && children[epc, default: []].isEmpty {
            fault("shipped empty", epc)
          }
        }
        if ["decommissioning", "destroying", "dispensing"].contains(event.step) {
          for epc in event.epcs where !ended.insert(epc).inserted { fault("ended twice", epc) }
        }
      }
    }
    #expect(commissioned.count > 6000)
    #expect(faults == [])
  }

  @Test(arguments: [SampleOptions.Regime.us, .eu])
  func everyEventSaysWhatWhenWhereWhy(regime: SampleOptions.Regime) throws {
    for event in try events(regime) {
      for field in [
        "eventTime", "eventTimeZoneOffset", "recordTime", "action", "bizStep", "disposition",
        "readPoint", "bizLocation",
      ] {
        #expect(event.fields[field] != nil, "\(field) in \(event.file)")
      }
    }
  }
}
