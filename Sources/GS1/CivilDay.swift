/// Calendar arithmetic in the proleptic Gregorian calendar on day numbers since 1970-01-01.
package enum CivilDay {
  /// The day number of a date; nil when it is no date or the year is outside 0…9999.
  package static func number(year: Int, month: Int, day: Int) -> Int? {
    guard (0...9999).contains(year), (1...12).contains(month),
      day >= 1, day <= length(ofMonth: month, year: year)
    else { return nil }
    // Years begin in March, so that the leap day is the last day of the year.
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The date of a day number; nil when its year is outside 0…9999.
  package static func date(_ number: Int) -> (year: Int, month: Int, day: Int)? {
    guard number >= first, number <= last else { return nil }
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// Day number of 0000-01-01.
  package static let first = -719_528
  /// Day number of 9999-12-31.
  package static let last = 2_932_896

  /// Days in a month; 0 for a month that is none.
  package static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 1, 3, 5, 7, 8, 10, 12: 31
    case 4, 6, 9, 11: 30
    case 2: isLeap(year) ? 29 : 28
    default: 0
    }
  }

  /// Whether a year has a 29 February.
  package static func isLeap(_ year: Int) -> Bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
  }

  /// `YYYY-MM-DD` of a day number; nil when its year is outside 0…9999.
  package static func iso(_ number: Int) -> String? {
    guard let (year, month, day) = date(number) else { return nil }
    return ByteText.digits(Int64(year), width: 4) + "-" + ByteText.digits(Int64(month), width: 2)
      + "-" + ByteText.digits(Int64(day), width: 2)
  }

  /// The day number of `YYYY-MM-DD`; nil for any other text.
  package static func parseISO(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
      let year = int(bytes[0..<4]), let month = int(bytes[5..<7]), let day = int(bytes[8..<10])
    else { return nil }
    return number(year: year, month: month, day: day)
  }

  /// A run of at most 9 digits as number.
  package static func int(_ digits: some Collection<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 9, ByteText.allDigits(digits) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 & 0x0F) }
  }
}
