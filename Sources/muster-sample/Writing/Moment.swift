/// A time zone of a site of the sample firms, with its summer-time rule.
enum Zone: String {
  case eastern = "America/New_York"
  case central = "America/Chicago"
  case berlin = "Europe/Berlin"
  case lisbon = "Europe/Lisbon"
  case dublin = "Europe/Dublin"
  case belgrade = "Europe/Belgrade"

  private var standardMinutes: Int {
    switch self {
    case .eastern: -300
    case .central: -360
    case .berlin, .belgrade: 60
    case .lisbon, .dublin: 0
    }
  }

  private var isAmerican: Bool { self == .eastern || self == .central }

  /// Minutes ahead of UTC at an instant, summer time included.
  func offset(at moment: Moment) -> Int {
    let day = CivilDay(number: floorDivide(moment.ms, 86_400_000))
    let begin: Int
    let end: Int
    if isAmerican {  // second Sunday of March 02:00 standard, first Sunday of November 02:00 summer
      let march = CivilDay(day.year, 3, 1).sunday(onOrAfter: true) + 7
      let november = CivilDay(day.year, 11, 1).sunday(onOrAfter: true)
      begin = march * 86_400_000 + (120 - standardMinutes) * 60_000
      end = november * 86_400_000 + (60 - standardMinutes) * 60_000
    } else {  // last Sundays of March and October, 01:00 UTC
      begin = CivilDay(day.year, 3, 31).sunday(onOrAfter: false) * 86_400_000 + 3_600_000
      end = CivilDay(day.year, 10, 31).sunday(onOrAfter: false) * 86_400_000 + 3_600_000
    }
    return standardMinutes + (moment.ms >= begin && moment.ms < end ? 60 : 0)
  }
}

/// An instant in milliseconds since 1970, UTC.
struct Moment: Comparable, Hashable {
  var ms: Int

  init(ms: Int) { self.ms = ms }

  /// Wall-clock time at a zone; in the repeated autumn hour the earlier one (summer time).
  init(_ day: CivilDay, _ hour: Int, _ minute: Int = 0, _ second: Int = 0, _ zone: Zone) {
    let wall = day.number * 86_400_000 + (hour * 3600 + minute * 60 + second) * 1000
    var candidate = wall - zone.offset(at: Moment(ms: wall)) * 60_000
    for guess in [
      zone.offset(at: Moment(ms: wall - 43_200_000)), zone.offset(at: Moment(ms: candidate)),
    ] {
      let attempt = wall - guess * 60_000
      if zone.offset(at: Moment(ms: attempt)) == guess {
        candidate = attempt
        break
      }
    }
    ms = candidate
  }

  static func < (a: Moment, b: Moment) -> Bool { a.ms < b.ms }

  /// The instant so many minutes later.
  func after(minutes: Int) -> Moment { Moment(ms: ms + minutes * 60_000) }
  /// The instant so many seconds later.
  func after(seconds: Int) -> Moment { Moment(ms: ms + seconds * 1000) }

  /// The calendar day at a zone.
  func day(_ zone: Zone) -> CivilDay {
    CivilDay(number: floorDivide(ms + zone.offset(at: self) * 60_000, 86_400_000))
  }

  /// RFC 3339 text with milliseconds, at an offset in minutes; `Z` when there is none.
  func text(offset: Int?) -> String {
    let local = ms + (offset ?? 0) * 60_000
    let day = CivilDay(number: floorDivide(local, 86_400_000))
    let rest = local - day.number * 86_400_000
    let clock = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map { digits($0, 2) }
    return day.text + "T" + clock.joined(separator: ":") + "." + digits(rest % 1000, 3)
      + (offset.map(Self.zoneText) ?? "Z")
  }

  /// `+02:00`
  static func zoneText(_ minutes: Int) -> String {
    let size = abs(minutes)
    return (minutes < 0 ? "-" : "+") + digits(size / 60, 2) + ":" + digits(size % 60, 2)
  }
}

/// A calendar day.
struct CivilDay: Comparable, Hashable {
  /// Days since 1970-01-01.
  var number: Int

  init(number: Int) { self.number = number }

  /// Counts in 400-year eras of 146,097 days that begin on 1 March.
  init(_ year: Int, _ month: Int, _ day: Int) {
    let y = month <= 2 ? year - 1 : year
    let era = floorDivide(y, 400)
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = era * 146_097 + dayOfEra - 719_468
  }

  static func < (a: CivilDay, b: CivilDay) -> Bool { a.number < b.number }
  static func + (day: CivilDay, days: Int) -> CivilDay { CivilDay(number: day.number + days) }

  private var parts: (year: Int, month: Int, day: Int) {
    let z = number + 719_468
    let era = floorDivide(z, 146_097)
    let dayOfEra = z - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1
    )
  }

  var year: Int { parts.year }
  var month: Int { parts.month }
  var day: Int { parts.day }
  /// 0 is Sunday.
  var weekday: Int { (number % 7 + 11) % 7 }
  /// `2026-07-31`
  var text: String {
    let parts = parts
    return digits(parts.year, 4) + "-" + digits(parts.month, 2) + "-" + digits(parts.day, 2)
  }
  /// `2026-07`
  var monthText: String { String(text.prefix(7)) }

  /// The day itself or the next Monday.
  var workday: CivilDay { weekday == 6 ? self + 2 : weekday == 0 ? self + 1 : self }

  /// The last day of the month so many months on.
  func monthEnd(after months: Int) -> CivilDay {
    let total = year * 12 + month - 1 + months + 1
    return CivilDay(total / 12, total % 12 + 1, 1) + -1
  }

  fileprivate func sunday(onOrAfter: Bool) -> Int {
    onOrAfter ? number + (7 - weekday) % 7 : number - weekday
  }
}

/// Decimal digits, zero-filled to a width.
func digits(_ value: Int, _ width: Int) -> String {
  let text = String(value)
  return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}

func floorDivide(_ a: Int, _ b: Int) -> Int { a >= 0 ? a / b : -((-a + b - 1) / b) }
