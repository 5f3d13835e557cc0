/// A date in a GS1 element string: YYMMDD (GS1 General Specifications, section 3.4 and 7.12).
package struct GS1Date: Hashable, Sendable {
  /// Days since 1970-01-01; for day 00 the last day of the month.
  package var day: Int
  /// Whether the day was 00.
  package var isDayZero: Bool

  /// A date from its parts.
  package init(day: Int, isDayZero: Bool = false) {
    self.day = day
    self.isDayZero = isDayZero
  }

  /// Reads six digits; nil when they are no date. `year` is the current year, around which the
  /// century is chosen.
  package init?(yymmdd text: String, currentYear year: Int) {
    let bytes = Array(text.utf8)
    guard bytes.count == 6, let short = CivilDay.int(bytes[0..<2]),
      let month = CivilDay.int(bytes[2..<4]), let dayOfMonth = CivilDay.int(bytes[4..<6]),
      (1...12).contains(month)
    else { return nil }
    let full = Self.fullYear(short, currentYear: year)
    let last = CivilDay.length(ofMonth: month, year: full)
    guard
      let number = CivilDay.number(
        year: full, month: month, day: dayOfMonth == 0 ? last : dayOfMonth)
    else { return nil }
    self.init(day: number, isDayZero: dayOfMonth == 0)
  }

  /// The year of two digits: at most 49 years back and 50 years ahead of the current year (General
  /// Specifications, section 7.12). Arguments outside 0…99 and 100…9900 are brought inside.
  package static func fullYear(_ short: Int, currentYear year: Int) -> Int {
    let now = max(100, min(9900, year))
    let two = max(0, min(99, short))
    let century = now - now % 100
    let difference = two - now % 100
    if difference >= 51 { return century - 100 + two }
    if difference <= -50 { return century + 100 + two }
    return century + two
  }

  /// Reads a date as exports write it: ISO `YYYY-MM-DD`, a dateTime beginning so, `YYYYMMDD`,
  /// `YYMMDD`, `YYYY-MM` and `YYYYMM00` as month end. Nil for anything else; local orders such as
  /// 03/04/2027 are never guessed.
  package static func parse(_ text: String, currentYear year: Int) -> GS1Date? {
    var copy = text
    let bytes = copy.withUTF8 { Array($0[ByteText.trimmed($0)]) }
    let trimmed = ByteText.text(bytes)
    switch bytes.count {
    case 6 where ByteText.allDigits(bytes):
      return GS1Date(yymmdd: trimmed, currentYear: year)
    case 7 where bytes[4] == 0x2D:
      return parts(bytes[0..<4], bytes[5..<7], [0x30, 0x30])
    case 8 where ByteText.allDigits(bytes):
      return parts(bytes[0..<4], bytes[4..<6], bytes[6..<8])
    case 10...:
      guard bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
      if bytes.count > 10 {
        guard let instant = InstantText.parse(trimmed) else { return nil }
        return GS1Date(
          day: InstantText.day(instant.milliseconds, offsetMinutes: instant.offsetMinutes ?? 0))
      }
      return parts(bytes[0..<4], bytes[5..<7], bytes[8..<10])
    default: return nil
    }
  }

  private static func parts(
    _ year: some Collection<UInt8>, _ month: some Collection<UInt8>, _ day: some Collection<UInt8>
  ) -> GS1Date? {
    guard let year = CivilDay.int(year), let month = CivilDay.int(month),
      let day = CivilDay.int(day),
      let number = CivilDay.number(
        year: year, month: month, day: day == 0 ? CivilDay.length(ofMonth: month, year: year) : day)
    else { return nil }
    return GS1Date(day: number, isDayZero: day == 0)
  }
}
