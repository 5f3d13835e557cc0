import Archives
import Testing

@testable import Collecting

@Suite struct EventRelayTests {
  @Test func aNameLongerThanNamesAreIsSplitAndNotRemembered() {
    let context = JSONContext()
    let long = String(repeating: "n", count: 5000)
    #expect(context.split("cbvmda:" + long).local == long)
    #expect(context.split("cbvmda:lot").local == "lot")
    #expect(context.known.keys.sorted() == ["cbvmda:lot"])
  }

  /// What waits to be loaded is bounded by the text it stands in, not by the number of events alone.
  @Test(arguments: [(100, 256), (1_000_000, 6)])
  func eventsWithLongRemarksTravelInSmallBatches(length: Int, most: Int) throws {
    let remark = ",\"ex:note\":\"" + String(repeating: "n", count: length) + "\""
    let event = JSONSample.object(Sample.urn1, extra: remark)
    let text = Array(repeating: event, count: 20).joined(separator: "\n")
    let queue = EventRelay.queue()
    ReadingThread.start {
      EventRelay.read(.epcisJSON, open: { MemorySource(Array(text.utf8)) }, into: queue)
    }
    var batches: [Int] = []
    var events = 0
    while let batch = try queue.pop() {
      batches.append(batch.count)
      events += batch.count { if case .event = $0 { true } else { false } }
    }
    #expect(events == 20)
    #expect(batches.allSatisfy { $0 <= most })
    #expect(batches.count == (length == 100 ? 1 : 4))
  }
}
