internal import GS1

/// A calendar day as a number of days since 1970-01-01, written as an ISO date.
package struct CivilDay: Codable, Sendable, Hashable, Comparable {
  /// Milliseconds in a day.
  package static let milliseconds: Int64 = 86_400_000

  /// Days milliseconds are counted for, so that they cannot overflow.
  static let reach: ClosedRange<Int64> = -719_468...2_932_896

  /// Days since 1970-01-01.
  package var number: Int64

  /// A day from its number.
  package init(number: Int64) {
    self.number = number
  }

  /// The UTC day an instant falls on.
  package init(containing instant: Int64) {
    let quotient = instant / Self.milliseconds
    number = instant % Self.milliseconds < 0 ? quotient - 1 : quotient
  }

  /// A day of the Gregorian calendar, `nil` when there is no such day.
  package init?(year: Int, month: Int, day: Int) {
    guard let number = GS1.CivilDay.number(year: year, month: month, day: day) else { return nil }
    self.number = Int64(number)
  }

  /// A day from `YYYY-MM-DD`, `nil` for any other text.
  package init?(text: String) {
    guard let number = GS1.CivilDay.parseISO(text) else { return nil }
    self.number = Int64(number)
  }

  /// The ISO date; a number outside the years 0–9999 is written as `day N`.
  package var text: String { GS1.CivilDay.iso(Int(number)) ?? "day \(number)" }

  /// First millisecond, counted in UTC.
  var start: Int64 {
    min(max(number, Self.reach.lowerBound), Self.reach.upperBound) * Self.milliseconds
  }

  /// Last millisecond, counted in UTC.
  var end: Int64 { start + Self.milliseconds - 1 }

  /// The calendar month, `YYYY-MM`.
  package var month: String { String(text.prefix(7)) }

  /// Earlier comes first.
  package static func < (left: CivilDay, right: CivilDay) -> Bool { left.number < right.number }

  /// Reads the ISO date.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = CivilDay(text: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\"\(text)\" is not a date, YYYY-MM-DD")
    }
    self = value
  }

  /// Writes the ISO date.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  /// Digits as a number, `nil` when one of up to nine bytes is no digit.
  static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 9 else { return nil }
    var value = 0
    for digit in digits {
      guard (48...57).contains(digit) else { return nil }
      value = value * 10 + Int(digit - 48)
    }
    return value
  }
}
