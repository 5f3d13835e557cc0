internal import GS1

/// A calendar day as a number of days since 1970-01-01 (proleptic Gregorian, the years 0000 to
/// 9999), without a time or zone; written in JSON as an ISO date.
package struct CalendarDay: Codable, Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Milliseconds in a day.
  package static let milliseconds: Int64 = 86_400_000

  /// 0000-01-01 to 9999-12-31.
  package static let reach = Int64(CivilDay.first)...Int64(CivilDay.last)

  /// Days since 1970-01-01.
  package let number: Int64

  /// A day from its number.
  package init(number: Int64) {
    self.number = number
  }

  /// The UTC day that an instant, in milliseconds since 1970, falls on.
  package init(containing instant: Int64) {
    let quotient = instant / Self.milliseconds
    number = instant % Self.milliseconds < 0 ? quotient - 1 : quotient
  }

  /// A day of the calendar; nil when there is no such day.
  package init?(year: Int, month: Int, day: Int) {
    guard let number = CivilDay.number(year: year, month: month, day: day) else { return nil }
    self.number = Int64(number)
  }

  /// Reads exactly `YYYY-MM-DD`; nil for anything else and for days that do not exist.
  package init?(iso text: String) {
    guard let number = CivilDay.parseISO(text) else { return nil }
    self.number = Int64(number)
  }

  /// The day as `YYYY-MM-DD`; numbers out of reach give the nearest day within.
  package var iso: String { CivilDay.iso(Int(nearest)) ?? "0000-01-01" }

  /// The day as `YYYY-MM-DD`.
  package var description: String { iso }

  /// The calendar month, `YYYY-MM`.
  package var month: String { String(iso.prefix(7)) }

  /// First millisecond, counted in UTC.
  package var start: Int64 { nearest * Self.milliseconds }

  /// Last millisecond, counted in UTC.
  package var end: Int64 { start + Self.milliseconds - 1 }

  private var nearest: Int64 { min(max(number, Self.reach.lowerBound), Self.reach.upperBound) }

  /// Earlier days come first.
  package static func < (left: CalendarDay, right: CalendarDay) -> Bool {
    left.number < right.number
  }

  /// Reads the ISO date.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = CalendarDay(iso: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\"\(text)\" is not a date, YYYY-MM-DD")
    }
    self = value
  }

  /// Writes the ISO date.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(iso)
  }
}
