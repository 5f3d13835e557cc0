/// A cursor over the bytes of a written date or time.
struct TimeCursor {
  let bytes: [UInt8]
  private var index = 0
  private(set) var failed = false

  init(bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { index == bytes.count }

  /// A run of digits; nil, and `failed`, when there are too few.
  mutating func number(atLeast least: Int, atMost most: Int) -> Int? {
    var value = 0
    var count = 0
    while count < most, index < bytes.count, (0x30...0x39).contains(bytes[index]) {
      value = value * 10 + Int(bytes[index] & 0x0F)
      index += 1
      count += 1
    }
    guard count >= least else {
      failed = true
      return nil
    }
    return value
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  /// What stands between a date and a time: blanks, `T`, or a comma and blanks.
  mutating func separator() -> Bool {
    let start = index
    if take(0x54) { return true }
    _ = take(0x2C)
    blanks()
    return index > start
  }

  /// Passes over blanks.
  mutating func blanks() {
    while take(0x20) {}
  }

  /// What follows a day of the month before its name: `1st`, `1er`, `1º`, `2 de`.
  mutating func ordinal() {
    for ending in ["st", "nd", "rd", "th", "er", "º", "°"] where skip(ending) { break }
  }

  /// Passes over a word; false, with nothing read, when another stands there.
  @discardableResult
  private mutating func skip(_ word: String) -> Bool {
    guard bytes[index...].starts(with: word.utf8) else { return false }
    index += word.utf8.count
    return true
  }

  /// The name of a month, whole or shortened, with or without a point; English, German, French,
  /// Italian, Spanish, Portuguese or Dutch, in a date such as `2 de julio de 2026`.
  mutating func monthName() -> Int? {
    skip("de ")
    let start = index
    while index < bytes.count, bytes[index] >= 0x80 || (bytes[index] | 0x20).isLetter {
      index += 1
    }
    let name = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
    let found = Self.months.indices.filter { month in
      Self.months[month].contains {
        $0 == name || ($0.count > 3 && name.count == 3 && $0.hasPrefix(name))
      }
    }
    // `jui` begins June and July in French: it is neither.
    guard name.count >= 3, found.count == 1, let month = found.first else {
      failed = true
      return nil
    }
    if name.count <= 5, index + 1 < bytes.count, bytes[index] == 0x2E,
      bytes[index + 1] == 0x20 || bytes[index + 1] == 0x2D
    {
      index += 1
    }
    for word in [" de ", " del "] where bytes[index...].starts(with: word.utf8) {
      index += word.utf8.count - 1
      break
    }
    return month + 1
  }

  private static let months = [
    "january januar jänner janvier janv gennaio genn enero janeiro januari",
    "february februar février févr fevrier fevr febbraio febbr febrero fevereiro februari",
    "march märz mrz mär marz mars marzo março marco maart mrt",
    "april avril aprile abril",
    "may mai maggio magg mayo maio mei",
    "june juni juin giugno junio junho",
    "july juli juillet juil luglio julio julho",
    "august août aout agosto augustus",
    "september sept septembre settembre sett septiembre setiembre setembro",
    "october oktober octobre ottobre octubre outubro",
    "november novembre noviembre novembro",
    "december dezember décembre decembre dicembre diciembre dezembro",
  ].map { $0.split(separator: " ").map(String.init) }

  /// `hh:mm`, `hh:mm:ss`, with a fraction and AM or PM, in milliseconds since midnight.
  mutating func timeOfDay() -> Int64? {
    guard let hour = number(atLeast: 1, atMost: 2), take(0x3A),
      let minute = number(atLeast: 2, atMost: 2)
    else { return nil }
    var second = 0
    if take(0x3A) {
      guard let value = number(atLeast: 2, atMost: 2) else { return nil }
      second = value
    }
    return time(hour: hour, minute: minute, second: second)
  }

  /// Milliseconds since midnight of a time read so far, with what may follow: a fraction, AM, PM.
  mutating func time(hour: Int?, minute: Int, second: Int) -> Int64? {
    guard var hour, minute < 60, second <= 60 else { return nil }
    var fraction = 0
    if take(0x2E) || take(0x2C) {
      var place = 100
      let start = index
      while index < bytes.count, (0x30...0x39).contains(bytes[index]) {
        fraction += Int(bytes[index] & 0x0F) * place
        place /= 10
        index += 1
      }
      if index == start { return nil }
    }
    if let half = halfDay() {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + half
    }
    guard hour < 24 || (hour == 24 && minute == 0 && second == 0 && fraction == 0) else {
      return nil
    }
    return Int64(((hour * 60 + minute) * 60 + second) * 1000 + fraction)
  }

  /// 0 for AM, 12 for PM; nil, with nothing read, when neither follows.
  private mutating func halfDay() -> Int? {
    var next = index
    while next < bytes.count, bytes[next] == 0x20 { next += 1 }
    guard next + 1 < bytes.count, bytes[next + 1] | 0x20 == 0x6D else { return nil }
    switch bytes[next] | 0x20 {
    case 0x61:
      index = next + 2
      return 0
    case 0x70:
      index = next + 2
      return 12
    default: return nil
    }
  }

  /// Letters at the end that mean a zone; nil, with nothing read, when there are none.
  mutating func abbreviation() -> ZoneAbbreviation? {
    guard let found = ZoneAbbreviation(bytes[index...].drop { $0 == 0x20 }) else { return nil }
    index = bytes.count
    return found
  }

  /// `Z`, `UTC`, `GMT`, `±hh:mm`, `±hhmm` or `±hh` in minutes east of UTC.
  mutating func offset() -> Int? {
    while take(0x20) {}
    let rest = bytes[index...]
    for word in ["Z", "z", "UTC", "GMT"] where rest.elementsEqual(word.utf8) {
      index = bytes.count
      return 0
    }
    let isWest = rest.first == 0x2D
    guard isWest || rest.first == 0x2B else { return nil }
    index += 1
    guard let hours = number(atLeast: 2, atMost: 2) else { return nil }
    let hasColon = take(0x3A)
    guard let minutes = hasColon || !isAtEnd ? number(atLeast: 2, atMost: 2) : 0,
      minutes < 60, hours * 60 + minutes <= 840
    else { return nil }
    return isWest ? -(hours * 60 + minutes) : hours * 60 + minutes
  }
}

extension UInt8 {
  /// Whether this, made lower case, is a letter of ASCII.
  fileprivate var isLetter: Bool { (0x61...0x7A).contains(self) }
}
