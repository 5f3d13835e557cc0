internal import GS1
internal import Settings

/// A point in time: milliseconds since 1970-01-01T00:00:00Z, written in JSON as RFC 3339 in UTC
/// (`2026-09-30T23:59:59Z`, with three decimals only when they are not zero).
package struct Instant: Codable, Sendable, Hashable, Comparable {
  /// UTC milliseconds since 1970.
  package var milliseconds: Int64

  /// An instant from UTC milliseconds.
  package init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// An instant from its RFC 3339 text, `nil` when the text is anything else.
  package init?(text: String) {
    let parts = Array(text.utf8)
    guard parts.count >= 20, parts[4] == 45, parts[7] == 45, parts[10] == UInt8(ascii: "T"),
      parts[13] == 58, parts[16] == 58,
      let year = CivilDay.int(parts[0..<4]), let month = CivilDay.int(parts[5..<7]),
      let dayOfMonth = CivilDay.int(parts[8..<10]),
      let day = CalendarDay(year: year, month: month, day: dayOfMonth),
      let hour = CivilDay.int(parts[11..<13]), hour < 24,
      let minute = CivilDay.int(parts[14..<16]), minute < 60,
      let second = CivilDay.int(parts[17..<19]), second < 60,
      parts.last == UInt8(ascii: "Z")
    else { return nil }
    var fraction = 0
    if parts.count > 20 {
      guard parts[19] == UInt8(ascii: "."), parts.count == 24,
        let value = CivilDay.int(parts[20..<23])
      else { return nil }
      fraction = value
    }
    let seconds = hour * 3600 + minute * 60 + second
    milliseconds = day.number * CalendarDay.milliseconds + Int64(seconds * 1000 + fraction)
  }

  /// RFC 3339 in UTC; what lies outside the years 0–9999 is brought to the nearest instant inside.
  package var text: String { InstantText.rfc3339(milliseconds) }

  /// For reading: `2026-09-30 23:59:59 UTC`.
  package var clock: String {
    let text = text
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
  }

  /// Earlier comes first.
  package static func < (left: Instant, right: Instant) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// Reads the RFC 3339 text.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = Instant(text: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\"\(text)\" is not an RFC 3339 instant in UTC")
    }
    self = value
  }

  /// Writes the RFC 3339 text.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
