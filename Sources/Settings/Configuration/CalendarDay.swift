import GS1

/// A calendar date without a time or zone, as a number of days since 1970-01-01 (proleptic Gregorian).
package struct CalendarDay: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Days since 1970-01-01.
  package let number: Int

  /// Makes a day from its number.
  package init(number: Int) {
    self.number = number
  }

  /// Reads exactly `YYYY-MM-DD`; nil for anything else and for days that do not exist.
  package init?(iso text: String) {
    guard text.utf8.count == 10, let number = CivilDay.parseISO(text), number >= Self.first else {
      return nil
    }
    self.number = number
  }

  /// The day as `YYYY-MM-DD`; numbers beyond the years 1 to 9999 give the nearest day within.
  package var iso: String {
    CivilDay.iso(min(max(number, Self.first), CivilDay.last)) ?? "0001-01-01"
  }

  /// The day as `YYYY-MM-DD`.
  package var description: String { iso }

  /// Earlier days come first.
  package static func < (left: CalendarDay, right: CalendarDay) -> Bool {
    left.number < right.number
  }

  /// 0001-01-01.
  private static let first = -719_162
}
