import Foundation
import Packing
import Testing

@Suite struct RequestClockTests {
  private func clock(hours: Double) throws -> RequestClock {
    // 2026-11-02T09:15:00-05:00
    let received = 1_793_628_900.0
    return try #require(
      RequestClock(
        receivedAt: "2026-11-02T09:15:00-05:00",
        nowMilliseconds: Int64((received + hours * 3600) * 1000)))
  }

  @Test(arguments: [
    (0.0, RequestClock.Level.early), (11.99, .early), (12, .amber), (17.99, .amber), (18, .late),
    (23.99, .late), (24, .passed), (100, .passed),
  ])
  func turnsAmberAtTwelveAndEighteenHours(hours: Double, level: RequestClock.Level) throws {
    #expect(try clock(hours: hours).level == level)
  }

  @Test func saysWhatIsLeftAndWhatIsOver() throws {
    #expect(
      try clock(hours: 13.5).text(request: "001")
        == "AMBER Request 001: 13 h 30 min since receipt, 10 h 30 min left of 24 h")
    #expect(
      try clock(hours: 25).text(request: "001")
        == "Request 001: 25 h 0 min since receipt: the 24 h ended 1 h 0 min ago")
    #expect(
      try clock(hours: -2.5).text(request: "001")
        == "Request 001: received_at lies 2 h 30 min ahead; look at the date and the zone")
    #expect(RequestClock(receivedAt: "yesterday", nowMilliseconds: 0) == nil)
  }
}
