/// A cursor over the bytes of one instant.
struct InstantReader {
  let bytes: UnsafeBufferPointer<UInt8>
  var index: Int
  let end: Int

  mutating func read() -> ParsedInstant? {
    guard index < end else { return nil }
    if let packed = packed() { return packed }
    if let epoch = epochMilliseconds() { return epoch }
    guard let year = number(4), take(0x2D), let month = number(2), take(0x2D), let day = number(2),
      let dayNumber = CivilDay.number(year: year, month: month, day: day)
    else { return nil }
    let midnight = Int64(dayNumber) * 86_400_000
    if index == end {
      return ParsedInstant(
        milliseconds: midnight, offsetMinutes: nil, isDateOnly: true,
        issues: [.dateOnly, .missingZone])
    }
    var issues: InstantIssue = []
    switch bytes[index] {
    case 0x54: index += 1
    case 0x74, 0x20:
      index += 1
      issues.insert(.looseForm)
    case 0x5A, 0x2B, 0x2D:
      // xsd:date with zone.
      guard let offset = zone(&issues), index == end else { return nil }
      return ParsedInstant(
        milliseconds: midnight - Int64(offset) * 60_000, offsetMinutes: offset, isDateOnly: true,
        issues: issues.union(.dateOnly))
    default: return nil
    }
    guard let time = timeOfDay(&issues) else { return nil }
    if index == end {
      return ParsedInstant(
        milliseconds: midnight + time, offsetMinutes: nil, issues: issues.union(.missingZone))
    }
    guard let offset = zone(&issues), index == end else { return nil }
    return ParsedInstant(
      milliseconds: midnight + time - Int64(offset) * 60_000, offsetMinutes: offset, issues: issues)
  }

  /// `YYYYMMDDhhmmss` or `YYYYMMDDhhmm` of the years 1900 to 2199, as databases of some systems
  /// write a time: so many digits are no milliseconds of a year that matters here.
  private func packed() -> ParsedInstant? {
    guard end - index == 14 || end - index == 12 else { return nil }
    var reader = self
    guard let year = reader.number(4), (1900...2199).contains(year), let month = reader.number(2),
      let day = reader.number(2), let hour = reader.number(2), hour < 24,
      let minute = reader.number(2), minute < 60,
      let number = CivilDay.number(year: year, month: month, day: day)
    else { return nil }
    var issues: InstantIssue = [.missingZone, .looseForm]
    var second = 0
    if reader.index == end {
      issues.insert(.missingSeconds)
    } else {
      guard let value = reader.number(2), value <= 60 else { return nil }
      second = value
    }
    let clock = Int64(((hour * 60 + minute) * 60 + second) * 1000)
    return ParsedInstant(
      milliseconds: Int64(number) * 86_400_000 + clock, offsetMinutes: nil, issues: issues)
  }

  /// Twelve or thirteen digits: the years 1973 to 2286. Ten are seconds and sixteen microseconds,
  /// which as milliseconds would be a wrong time.
  private func epochMilliseconds() -> ParsedInstant? {
    var start = index
    let isNegative = bytes[start] == 0x2D
    if isNegative { start += 1 }
    guard (12...13).contains(end - start) else { return nil }
    var value: Int64 = 0
    for position in start..<end {
      guard bytes[position].isASCIIDigit else { return nil }
      value = value * 10 + Int64(bytes[position] & 0x0F)
    }
    if isNegative { value = -value }
    return ParsedInstant(milliseconds: value, offsetMinutes: 0, issues: .epochMilliseconds)
  }

  /// Milliseconds since midnight; 24:00:00 and the leap second count on into the next minute.
  private mutating func timeOfDay(_ issues: inout InstantIssue) -> Int64? {
    guard let hour = number(2), take(0x3A), let minute = number(2), minute < 60 else { return nil }
    var second = 0
    var fraction = 0
    if take(0x3A) {
      guard let value = number(2), value <= 60 else { return nil }
      second = value
      if take(0x2E) || take(0x2C) {
        guard index < end, bytes[index].isASCIIDigit else { return nil }
        var place = 100
        while index < end, bytes[index].isASCIIDigit {
          fraction += Int(bytes[index] & 0x0F) * place
          place /= 10
          index += 1
        }
      }
    } else {
      issues.insert(.missingSeconds)
    }
    guard hour < 24 || (hour == 24 && minute == 0 && second == 0 && fraction == 0) else {
      return nil
    }
    return Int64(((hour * 60 + minute) * 60 + second) * 1000 + fraction)
  }

  private mutating func zone(_ issues: inout InstantIssue) -> Int? {
    guard index < end else { return nil }
    let sign = bytes[index]
    index += 1
    if sign == 0x5A { return 0 }
    if sign == 0x7A {
      issues.insert(.looseForm)
      return 0
    }
    guard sign == 0x2B || sign == 0x2D, let hours = number(2) else { return nil }
    let hasColon = take(0x3A)
    if !hasColon { issues.insert(.looseForm) }
    guard let minutes = hasColon || index < end ? number(2) : 0, minutes < 60,
      hours < 14 || (hours == 14 && minutes == 0)
    else { return nil }
    return sign == 0x2D ? -(hours * 60 + minutes) : hours * 60 + minutes
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard index < end, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func number(_ count: Int) -> Int? {
    guard end - index >= count else { return nil }
    var value = 0
    for _ in 0..<count {
      guard bytes[index].isASCIIDigit else { return nil }
      value = value * 10 + Int(bytes[index] & 0x0F)
      index += 1
    }
    return value
  }
}
