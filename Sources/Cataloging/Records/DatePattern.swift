import GS1
import Settings

/// A date pattern as a configuration writes it: `DD.MM.YYYY`, `D-MMM-YY hh:mm`.
///
/// `D` is the day, `M` the month as number, `MMM` its name (in English, German, French, Italian,
/// Spanish, Portuguese or Dutch), `Y` the year; `h`, `m` and `s` the time of day. A pattern without
/// a time takes one behind the date all the same.
/// `unix` is the seconds since 1970 began in UTC, perhaps with a fraction.
package struct DatePattern: Sendable, Hashable {
  /// What stands at one place.
  enum Part: Sendable, Hashable {
    case day(Int), month(Int), monthName, year(Int), hour(Int), minute(Int), second(Int)
    case unixSeconds
    case literal(UInt8)

    /// How many digits; 0 for what is not a number.
    var width: Int {
      switch self {
      case .day(let width), .month(let width), .year(let width), .hour(let width),
        .minute(let width), .second(let width):
        width
      case .monthName, .unixSeconds, .literal: 0
      }
    }
  }

  /// The pattern as written.
  package let text: String
  let parts: [Part]

  /// Reads a pattern; nil when it has no month and year, or a letter that means nothing.
  package init?(_ text: String) {
    self.text = text
    if text == TableFormat.unixTime {
      parts = [.unixSeconds]
      return
    }
    var parts: [Part] = []
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      var end = index
      while end < bytes.count, bytes[end] == byte { end += 1 }
      let count = end - index
      switch (byte, count) {
      case (0x44, 1...2): parts.append(.day(count))
      case (0x4D, 1...2): parts.append(.month(count))
      case (0x4D, 3...4): parts.append(.monthName)
      case (0x59, 2), (0x59, 4): parts.append(.year(count))
      case (0x79, 2), (0x79, 4): parts.append(.year(count))
      case (0x64, 1...2): parts.append(.day(count))
      case (0x68, 1...2), (0x48, 1...2): parts.append(.hour(count))
      case (0x6D, 1...2): parts.append(.minute(count))
      case (0x73, 1...2): parts.append(.second(count))
      case (0x54, 1): parts.append(.literal(byte))
      case (0x41...0x5A, _), (0x61...0x7A, _): return nil
      default: for _ in 0..<count { parts.append(.literal(byte)) }
      }
      index = end
    }
    guard parts.contains(where: { if case .year = $0 { true } else { false } }),
      parts.contains(where: {
        switch $0 {
        case .month, .monthName: true
        default: false
        }
      })
    else { return nil }
    self.parts = parts
  }

  /// What is read where no pattern is declared and ISO does not fit; none of them can be mistaken
  /// for another.
  static let customary: [DatePattern] = [
    "DD.MM.YYYY", "DD-MMM-YYYY", "DD MMM YYYY", "DD. MMM YYYY", "DD.MMM.YYYY", "DD/MMM/YYYY",
    "MMM DD, YYYY", "MMM DD YYYY", "YYYY-MMM-DD", "YYYY/MM/DD", "YYYYMMDD", "DD.MM.YY",
    "DD-MMM-YY", "DD/MMM/YY",
  ].compactMap { DatePattern($0) }

  /// Whether what fits the other may be meant by this one: both write months alike, with the same
  /// signs between the parts of the date, or one puts the day and the other the month first.
  func isLike(_ other: DatePattern) -> Bool {
    form == other.form || (isMonthFirst && other.isDayFirst) || (isDayFirst && other.isMonthFirst)
  }

  private var isMonthFirst: Bool { order.starts(with: "MD") }
  private var isDayFirst: Bool { order.starts(with: "DM") }

  /// The parts that are numbers, in their order: `DMY`.
  private var order: String {
    parts.reduce(into: "") { order, part in
      switch part {
      case .day: order += "D"
      case .month: order += "M"
      case .year: order += "Y"
      default: break
      }
    }
  }

  private var form: [UInt8] {
    let signs = parts.compactMap { part -> UInt8? in
      guard case .literal(let byte) = part, [0x2D, 0x2E, 0x2F].contains(byte) else { return nil }
      return byte
    }
    return Set(signs).sorted() + (parts.contains(.monthName) ? [0x4D] : [])
  }

  /// ISO dates, for those with day 00.
  static let isoDays = ["YYYY-MM-DD"].compactMap { DatePattern($0) }

  /// Slashes and dashes without a declared pattern: either order, so that a day above 12 decides.
  static let slashes: [DatePattern] = ["DD/MM/YYYY", "MM/DD/YYYY", "DD-MM-YYYY", "MM-DD-YYYY"]
    .compactMap { DatePattern($0) }
}

/// A calendar date with perhaps a time of day and an offset, as written.
struct WrittenTime: Equatable {
  /// Day number; the last of the month when the day is 00 or not written.
  var day: Int
  /// Whether the day of the month is 00 or not written.
  var isDayZero = false
  /// Milliseconds since midnight; nil for a date alone.
  var time: Int64?
  /// Minutes east of UTC as written.
  var offset: Int?
  /// The letters the offset was written as, if it was.
  var abbreviation: ZoneAbbreviation?
}

extension DatePattern {
  /// Reads a text from end to end; nil when it does not fit. `year` is the current one, for years
  /// of two digits.
  func read(_ bytes: [UInt8], year currentYear: Int) -> WrittenTime? {
    if parts == [.unixSeconds] { return Self.unix(bytes) }
    var cursor = TimeCursor(bytes: bytes)
    var (day, month, year): (Int?, Int?, Int?) = (nil, nil, nil)
    var (hour, minute, second): (Int?, Int?, Int?) = (nil, nil, nil)
    let isNamed = parts.contains { if case .monthName = $0 { true } else { false } }
    for (index, part) in parts.enumerated() {
      // Digits that follow each other without a mark have their full width.
      let isTight = index + 1 < parts.count && parts[index + 1].width > 0
      func number(_ width: Int) -> Int? {
        cursor.number(atLeast: isTight || width > 2 ? width : 1, atMost: max(2, width))
      }
      switch part {
      case .day(let width):
        day = number(width)
        if isNamed { cursor.ordinal() }
      case .month(let width): month = number(width)
      case .hour(let width): hour = number(width)
      case .minute(let width): minute = number(width)
      case .second(let width): second = number(width)
      case .year(let width):
        year = cursor.number(atLeast: width, atMost: width)
        if width == 2, let short = year { year = Self.full(short, near: currentYear) }
        if year == nil { return nil }
        continue
      case .monthName: month = cursor.monthName()
      case .unixSeconds: return nil
      case .literal(let byte):
        if !cursor.take(byte) { return nil }
        if isNamed, byte == 0x20 { cursor.blanks() }
        continue
      }
      if cursor.failed { return nil }
    }
    guard let year, let month else { return nil }
    var result: WrittenTime
    if let day, day > 0 {
      guard let number = CivilDay.number(year: year, month: month, day: day) else { return nil }
      result = WrittenTime(day: number)
    } else {
      guard
        let number = CivilDay.number(
          year: year, month: month, day: CivilDay.length(ofMonth: month, year: year))
      else { return nil }
      result = WrittenTime(day: number, isDayZero: true)
    }
    if hour != nil {
      result.time = cursor.time(hour: hour, minute: minute ?? 0, second: second ?? 0)
      if result.time == nil { return nil }
    } else if !cursor.isAtEnd {
      guard cursor.separator(), let time = cursor.timeOfDay() else { return nil }
      result.time = time
    }
    if !cursor.isAtEnd {
      guard result.time != nil else { return nil }
      result.abbreviation = cursor.abbreviation()
      guard let offset = result.abbreviation?.offset ?? cursor.offset() else { return nil }
      result.offset = offset
    }
    return cursor.isAtEnd ? result : nil
  }

  // Nine or ten digits: the years 1973 to 2286, as for milliseconds.
  private static func unix(_ bytes: [UInt8]) -> WrittenTime? {
    let halves = bytes.split(separator: 0x2E, maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = halves.first, (9...10).contains(whole.count),
      halves.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    func number(_ digits: some Sequence<UInt8>) -> Int64 {
      digits.reduce(0) { $0 * 10 + Int64($1 & 0x0F) }
    }
    let seconds = number(whole)
    let fraction = halves.count > 1 ? halves[1].prefix(3) + [0x30, 0x30, 0x30] : [0x30]
    return WrittenTime(
      day: Int(seconds / 86_400),
      time: seconds % 86_400 * 1000 + number(fraction.prefix(3)), offset: 0)
  }

  /// The year of two digits within the half century around now.
  private static func full(_ short: Int, near current: Int) -> Int {
    let century = current - current % 100
    let candidates = [century - 100 + short, century + short, century + 100 + short]
    return candidates.min { abs($0 - current) < abs($1 - current) } ?? century + short
  }
}
