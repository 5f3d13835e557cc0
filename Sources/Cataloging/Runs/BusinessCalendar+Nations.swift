import GS1

/// Public holidays kept in a whole country; those of a region are not among them.
extension BusinessCalendar {
  /// One rule for a day of every year.
  private enum Rule {
    case fixed(Int, Int)
    /// Days after Easter Sunday.
    case easter(Int)
    /// The first Monday of a month.
    case monday(Int)
    case lastMonday(Int)
    /// Saint Brigid's Day, kept since 2023: the first Monday of February, or the 1st where that is a
    /// Friday.
    case brigid
  }

  /// By country code: `at`, `be`, `de`, `fr`, `ie`, `pt`.
  private static let nations: [String: [Rule]] = [
    "at": [
      .fixed(1, 1), .fixed(1, 6), .easter(1), .fixed(5, 1), .easter(39), .easter(50), .easter(60),
      .fixed(8, 15), .fixed(10, 26), .fixed(11, 1), .fixed(12, 8), .fixed(12, 25), .fixed(12, 26),
    ],
    "be": [
      .fixed(1, 1), .easter(1), .fixed(5, 1), .easter(39), .easter(50), .fixed(7, 21),
      .fixed(8, 15), .fixed(11, 1), .fixed(11, 11), .fixed(12, 25),
    ],
    "de": [
      .fixed(1, 1), .easter(-2), .easter(1), .fixed(5, 1), .easter(39), .easter(50),
      .fixed(10, 3), .fixed(12, 25), .fixed(12, 26),
    ],
    "fr": [
      .fixed(1, 1), .easter(1), .fixed(5, 1), .fixed(5, 8), .easter(39), .easter(50),
      .fixed(7, 14), .fixed(8, 15), .fixed(11, 1), .fixed(11, 11), .fixed(12, 25),
    ],
    "ie": [
      .fixed(1, 1), .brigid, .fixed(3, 17), .easter(1), .monday(5), .monday(6), .monday(8),
      .lastMonday(10), .fixed(12, 25), .fixed(12, 26),
    ],
    "pt": [
      .fixed(1, 1), .easter(-2), .fixed(4, 25), .fixed(5, 1), .easter(60), .fixed(6, 10),
      .fixed(8, 15), .fixed(10, 5), .fixed(11, 1), .fixed(12, 1), .fixed(12, 8), .fixed(12, 25),
    ],
  ]

  /// The holidays of a country in a year by day number; none for a country that is not listed.
  static func nationalHolidays(_ country: String, year: Int) -> [Int] {
    guard let rules = nations[country], let easter = easterSunday(year) else { return [] }
    return rules.compactMap { rule in
      switch rule {
      case .fixed(let month, let day): CivilDay.number(year: year, month: month, day: day)
      case .easter(let days): easter + days
      case .monday(let month): monday(month, year)
      case .brigid: year < 2023 ? nil : brigid(year)
      case .lastMonday(let month):
        CivilDay.number(
          year: year, month: month, day: CivilDay.length(ofMonth: month, year: year)
        ).map { $0 - weekday($0) }
      }
    }
  }

  private static func monday(_ month: Int, _ year: Int) -> Int? {
    CivilDay.number(year: year, month: month, day: 1).map { first in
      first + (7 - weekday(first)) % 7
    }
  }

  private static func brigid(_ year: Int) -> Int? {
    CivilDay.number(year: year, month: 2, day: 1).flatMap { first in
      weekday(first) == 4 ? first : monday(2, year)
    }
  }
}
