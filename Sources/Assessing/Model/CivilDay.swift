/// A calendar day as a number of days since 1970-01-01, written as an ISO date.
package struct CivilDay: Codable, Sendable, Hashable, Comparable {
  /// Milliseconds in a day.
  package static let milliseconds: Int64 = 86_400_000

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
    guard (0...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day <= lengths[month - 1] else { return nil }
    // Years start in March here, so that the leap day is the last of its year.
    let shifted = month > 2 ? year : year - 1
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = Int64(era * 146_097 + dayOfEra - 719_468)
  }

  /// A day from `YYYY-MM-DD`, `nil` for any other text.
  package init?(text: String) {
    let parts = Array(text.utf8)
    guard parts.count == 10, parts[4] == 45, parts[7] == 45,
      let year = Self.number(parts[0..<4]), let month = Self.number(parts[5..<7]),
      let day = Self.number(parts[8..<10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// The ISO date; a number outside the years 0–9999 is written as `day N`.
  package var text: String {
    guard (-719_468...2_932_896).contains(number) else { return "day \(number)" }
    let shifted = number + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
  }

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

  /// A number with leading zeros.
  static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
