import Foundation
import Testing

@testable import Assessing
import Settings

/// Years 0 and 9999 are written so that they can be read again.
@Suite struct TimeLimitsTests {
  @Test(arguments: [
    "0000-01-01", "0000-02-29", "0000-12-31", "0001-01-01", "1969-12-31", "9999-12-31",
  ])
  func daysComeBack(text: String) throws {
    let day = try #require(CalendarDay(iso: text))
    #expect(day.iso == text)
    let instant = Instant(milliseconds: day.number * CalendarDay.milliseconds)
    #expect(instant.text == text + "T00:00:00Z")
  }

  @Test(arguments: [
    Int64.min, -62_167_219_200_001, -62_167_219_200_000, 253_402_300_799_999, 253_402_300_800_000,
    Int64.max,
  ])
  func whatIsWrittenOfAnInstantCanBeRead(milliseconds: Int64) throws {
    let bytes = try JSONEncoder().encode([Instant(milliseconds: milliseconds)])
    let read = try JSONDecoder().decode([Instant].self, from: bytes)
    #expect(read.first?.text == Instant(milliseconds: milliseconds).text)
  }
}
