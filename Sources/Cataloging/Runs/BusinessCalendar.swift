import GS1

/// Business days, counted: the difference of two indexes is the number of business days between.
///
/// `us` leaves out weekends and the federal holidays of 5 U.S.C. 6103, observed on Friday or Monday
/// when they fall on a weekend; `eu` weekends and the six days the euro payment system keeps (New
/// Year, Good Friday, Easter Monday, 1 May, 25 and 26 December); `at`, `be`, `de`, `fr`, `ie`, `pt`
/// the holidays of the whole country; every other name weekends alone. Regional and local holidays
/// are not known: a due date may be a day or two too early.
package enum BusinessCalendar {
  /// The calendar of sites that declare none.
  package static let weekdays = "weekdays"
  /// The years calendars are filled for.
  package static let years = 2015...2040

  /// Every day of `years` with the number of business days up to and including it.
  package static func indexes(of calendar: String) -> [(day: Int, index: Int)] {
    guard
      let first = CivilDay.number(year: years.lowerBound, month: 1, day: 1),
      let last = CivilDay.number(year: years.upperBound, month: 12, day: 31)
    else { return [] }
    var closed: Set<Int> = []
    for year in years { closed.formUnion(holidays(of: calendar, year: year)) }
    // New Year of the year behind the range may be observed on its last day.
    closed.formUnion(holidays(of: calendar, year: years.upperBound + 1))
    var index = 0
    return (first...last).map { day in
      if weekday(day) < 5, !closed.contains(day) { index += 1 }
      return (day, index)
    }
  }

  /// 0 for Monday to 6 for Sunday; 1970-01-01 was a Thursday.
  static func weekday(_ day: Int) -> Int {
    let rest = (day + 3) % 7
    return rest < 0 ? rest + 7 : rest
  }

  /// The holidays of a year by day number.
  static func holidays(of calendar: String, year: Int) -> [Int] {
    switch calendar.lowercased() {
    case "us": usHolidays(year)
    case "eu": euHolidays(year)
    case let country: nationalHolidays(country, year: year)
    }
  }

  private static func usHolidays(_ year: Int) -> [Int] {
    let fixed = [(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)].compactMap { month, day -> Int? in
      if month == 6, year < 2021 { return nil }
      return CivilDay.number(year: year, month: month, day: day).map(observed)
    }
    let floating = [
      nth(3, weekday: 0, month: 1, year), nth(3, weekday: 0, month: 2, year),
      last(weekday: 0, month: 5, year), nth(1, weekday: 0, month: 9, year),
      nth(2, weekday: 0, month: 10, year), nth(4, weekday: 3, month: 11, year),
    ].compactMap { $0 }
    return fixed + floating
  }

  private static func euHolidays(_ year: Int) -> [Int] {
    let fixed = [(1, 1), (5, 1), (12, 25), (12, 26)].compactMap { month, day in
      CivilDay.number(year: year, month: month, day: day)
    }
    guard let easter = easterSunday(year) else { return fixed }
    return fixed + [easter - 2, easter + 1]
  }

  private static func observed(_ day: Int) -> Int {
    switch weekday(day) {
    case 5: day - 1
    case 6: day + 1
    default: day
    }
  }

  private static func nth(_ count: Int, weekday wanted: Int, month: Int, _ year: Int) -> Int? {
    CivilDay.number(year: year, month: month, day: 1).map { first in
      first + (wanted - weekday(first) + 7) % 7 + (count - 1) * 7
    }
  }

  private static func last(weekday wanted: Int, month: Int, _ year: Int) -> Int? {
    let length = CivilDay.length(ofMonth: month, year: year)
    return CivilDay.number(year: year, month: month, day: length).map { end in
      end - (weekday(end) - wanted + 7) % 7
    }
  }

  /// Easter Sunday in the Gregorian calendar (the anonymous algorithm of 1876).
  static func easterSunday(_ year: Int) -> Int? {
    let golden = year % 19
    let century = year / 100
    let rest = year % 100
    let moon =
      (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7
    let correction = (golden + 11 * moon + 22 * sunday) / 451
    let sum = moon + sunday - 7 * correction + 114
    return CivilDay.number(year: year, month: sum / 31, day: sum % 31 + 1)
  }
}
