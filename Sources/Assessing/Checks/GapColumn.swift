internal import Cataloging
internal import Settings

/// What a column of a check's `gaps` holds, told by its name (README of `Profiles/checks`).
enum GapColumn: Equatable {
  /// An id of the catalog that stands for a thing with natural keys.
  case key(Kind)
  /// A record or event id that shows where to look; the role is the name without its ending.
  case pointer(role: String)
  /// `severity` of the row.
  case severity
  /// The instant, or the last millisecond of the day, by which the thing had to be there.
  case due(isDay: Bool)
  /// 1 when a blank value keeps the row from being judged.
  case notEvaluable
  /// A value as it is.
  case plain

  enum Kind: String, Equatable {
    case epc, lot, product, document, artifact
  }

  init(name: String) {
    switch name {
    case "severity": self = .severity
    case "due_ms": self = .due(isDay: false)
    case "due_day": self = .due(isDay: true)
    case "not_evaluable": self = .notEvaluable
    case "event", "record": self = .pointer(role: name)
    default:
      let ending = name.split(separator: "_").last.map(String.init) ?? name
      if ending == "event" || ending == "record" {
        self = .pointer(role: String(name.dropLast(ending.count + 1)))
      } else if let kind = Kind(rawValue: ending) {
        self = .key(kind)
      } else {
        self = .plain
      }
    }
  }

  /// How a plain number reads, told by the column's ending.
  static func text(_ value: Int64, column: String) -> String {
    if column.hasSuffix("_day") || column == "day" { return CalendarDay(number: value).iso }
    if column == "lag_ms" || column.hasSuffix("_lag_ms") || column.hasSuffix("duration_ms") {
      return duration(value)
    }
    if column.hasSuffix("_ms") || column == "ms" { return Instant(milliseconds: value).text }
    return decimals(column).map { RecordText.decimal(value, scale: $0) } ?? String(value)
  }

  /// How a plain number reads in a sentence: as `text`, instants as people write them.
  static func sentence(_ value: Int64, column: String) -> String {
    let text = text(value, column: column)
    guard column.hasSuffix("_ms") || column == "ms" else { return text }
    return Instant(text: text)?.clock ?? text
  }

  /// Digits after the point in columns such as `yield_e2`.
  private static func decimals(_ column: String) -> Int? {
    guard let ending = column.split(separator: "_").last, ending.first == "e",
      let digits = Int(ending.dropFirst()), (1...18).contains(digits)
    else { return nil }
    return digits
  }

  /// `3 h 12 min`, `31 h 10 min`, `2 d 4 h`, `45 s`: the two greatest units, rounded down. Days
  /// begin at two of them: clocks of 24 hours are held against hours and minutes.
  static func duration(_ milliseconds: Int64) -> String {
    let size = milliseconds.magnitude
    let sign = milliseconds < 0 ? "-" : ""
    let seconds = size / 1000
    if seconds == 0 { return "\(sign)\(size) ms" }
    let days = seconds < 172_800 ? 0 : seconds / 86_400
    let units: [(UInt64, String)] = [
      (days, "d"), (seconds / 3600 - days * 24, "h"), (seconds / 60 % 60, "min"),
      (seconds % 60, "s"),
    ]
    let first = units.firstIndex { $0.0 > 0 } ?? 3
    let shown = units[first..<min(first + 2, 4)].filter { $0.0 > 0 }
    return sign + shown.map { "\($0.0) \($0.1)" }.joined(separator: " ")
  }
}
