/// What is remarkable about how an instant was written.
package struct InstantIssue: OptionSet, Hashable, Sendable {
  /// One bit per issue.
  package let rawValue: UInt8

  /// A set from its bits.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// No zone: the instant is as if in UTC until a declared zone is applied.
  package static let missingZone = InstantIssue(rawValue: 1 << 0)
  /// Hours and minutes only.
  package static let missingSeconds = InstantIssue(rawValue: 1 << 1)
  /// A date without time of day.
  package static let dateOnly = InstantIssue(rawValue: 1 << 2)
  /// Milliseconds since 1970 instead of a date.
  package static let epochMilliseconds = InstantIssue(rawValue: 1 << 3)
  /// Blanks around it.
  package static let surroundingWhitespace = InstantIssue(rawValue: 1 << 4)
  /// A blank or lower-case letter in place of `T` or `Z`, an offset without colon, or digits alone.
  package static let looseForm = InstantIssue(rawValue: 1 << 5)

  /// Stable codes, in bit order.
  package var codes: [String] {
    let all: [(InstantIssue, String)] = [
      (.missingZone, "missing_zone"), (.missingSeconds, "missing_seconds"),
      (.dateOnly, "date_only"), (.epochMilliseconds, "epoch_milliseconds"),
      (.surroundingWhitespace, "surrounding_whitespace"), (.looseForm, "loose_time_form"),
    ]
    return all.filter { contains($0.0) }.map(\.1)
  }
}

/// A point in time read from text.
package struct ParsedInstant: Hashable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z; digits beyond milliseconds are cut off. Without a
  /// zone, the local time taken as UTC.
  package var milliseconds: Int64
  /// Minutes east of UTC as written; nil when no zone was written.
  package var offsetMinutes: Int?
  /// Whether only a date was written.
  package var isDateOnly = false
  /// What is remarkable about how it was written.
  package var issues: InstantIssue

  /// The instant, with a zone declared elsewhere applied when none was written.
  package func milliseconds(assumingOffset minutes: Int) -> Int64 {
    guard offsetMinutes == nil, (-840...840).contains(minutes) else { return milliseconds }
    return milliseconds - Int64(minutes) * 60_000
  }
}

/// Reading and writing points in time, without formatters.
package enum InstantText {
  private static let dayLength: Int64 = 86_400_000

  /// Reads an xsd:dateTime, a date, or epoch milliseconds; nil when it is none of them or the year
  /// is outside 0…9999.
  package static func parse(_ text: String) -> ParsedInstant? {
    var copy = text
    return copy.withUTF8 { parse($0) }
  }

  /// Reads an instant from UTF-8 bytes, as `parse(_:)` for text does.
  package static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> ParsedInstant? {
    let range = ByteText.trimmed(bytes)
    var reader = InstantReader(bytes: bytes, index: range.lowerBound, end: range.upperBound)
    guard var parsed = reader.read() else { return nil }
    if range.count != bytes.count { parsed.issues.insert(.surroundingWhitespace) }
    return parsed
  }

  /// `2026-11-21T05:30:00Z`, with `.123` only when the milliseconds are not zero; what lies outside
  /// the years 0…9999 is brought to the nearest instant inside.
  package static func rfc3339(_ milliseconds: Int64) -> String {
    let text = seconds(milliseconds)
    let fraction = remainder(clamped(milliseconds)) % 1000
    return fraction == 0 ? text + "Z" : text + "." + ByteText.digits(fraction, width: 3) + "Z"
  }

  /// Appends `2026-11-21T05:30:00.000Z`, always with milliseconds.
  static func append(rfc3339Milliseconds milliseconds: Int64, to bytes: inout [UInt8]) {
    let value = clamped(milliseconds)
    let rest = remainder(value)
    guard let date = CivilDay.date(Int((value - rest) / dayLength)) else { return }
    append(date.year, from: 1000, then: 0x2D, to: &bytes)
    append(date.month, from: 10, then: 0x2D, to: &bytes)
    append(date.day, from: 10, then: 0x54, to: &bytes)
    append(Int(rest / 3_600_000), from: 10, then: 0x3A, to: &bytes)
    append(Int(rest / 60_000 % 60), from: 10, then: 0x3A, to: &bytes)
    append(Int(rest / 1000 % 60), from: 10, then: 0x2E, to: &bytes)
    append(Int(rest % 1000), from: 100, then: 0x5A, to: &bytes)
  }

  /// The digits of a number, the first one worth `unit`, and the mark behind them.
  private static func append(
    _ number: Int, from unit: Int, then mark: UInt8, to bytes: inout [UInt8]
  ) {
    var unit = unit
    while unit > 0 {
      bytes.append(0x30 + UInt8(truncatingIfNeeded: number / unit % 10))
      unit /= 10
    }
    bytes.append(mark)
  }

  /// The day number of an instant in a zone so many minutes east of UTC.
  package static func day(_ milliseconds: Int64, offsetMinutes: Int = 0) -> Int {
    let offset = Int64(max(-24 * 60, min(24 * 60, offsetMinutes))) * 60_000
    let shifted = clamped(milliseconds) + offset
    return Int((shifted - remainder(shifted)) / dayLength)
  }

  private static func clamped(_ milliseconds: Int64) -> Int64 {
    let low = Int64(CivilDay.first) * dayLength
    let high = (Int64(CivilDay.last) + 1) * dayLength - 1
    return max(low, min(high, milliseconds))
  }

  private static func remainder(_ milliseconds: Int64) -> Int64 {
    let rest = milliseconds % dayLength
    return rest < 0 ? rest + dayLength : rest
  }

  private static func seconds(_ milliseconds: Int64) -> String {
    let value = clamped(milliseconds)
    let rest = remainder(value) / 1000
    let date = CivilDay.iso(Int((value - remainder(value)) / dayLength)) ?? ""
    return date + "T" + ByteText.digits(rest / 3600, width: 2) + ":"
      + ByteText.digits(rest / 60 % 60, width: 2) + ":" + ByteText.digits(rest % 60, width: 2)
  }
}

/// The field eventTimeZoneOffset (EPCIS 2.0 schema).
package enum TimeZoneOffset {
  /// Minutes east of UTC for `±hh:mm` up to 14:00, also without the colon (`-0500`) or with one
  /// digit of hours (`-5:00`); nil for everything else, `Z` included.
  package static func minutes(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard (5...6).contains(bytes.count), bytes[0] == 0x2B || bytes[0] == 0x2D else { return nil }
    let colon = bytes.count - 3
    let hasColon = bytes[colon] == 0x3A
    guard hasColon || bytes.count == 5, let minutes = CivilDay.int(bytes[(colon + 1)...]),
      let hours = CivilDay.int(bytes[1..<(hasColon ? colon : 3)]),
      minutes < 60, hours < 14 || (hours == 14 && minutes == 0)
    else { return nil }
    let total = hours * 60 + minutes
    return bytes[0] == 0x2D ? -total : total
  }

  /// `±hh:mm` of minutes east of UTC; beyond 14 hours the nearest end.
  package static func text(_ minutes: Int) -> String {
    let value = Int64(abs(max(-840, min(840, minutes))))
    return (minutes < 0 ? "-" : "+") + ByteText.digits(value / 60, width: 2) + ":"
      + ByteText.digits(value % 60, width: 2)
  }
}
