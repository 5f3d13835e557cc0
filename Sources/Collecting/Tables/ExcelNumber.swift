import GS1

/// Numbers and dates of spreadsheets as people see them, from the text the file holds.
enum ExcelNumber {
  /// Digits a spreadsheet keeps; more than these are noise of binary fractions, or lost.
  static let digits = 15

  /// A number written out.
  struct Written: Hashable {
    /// Plain digits with a point, no exponent.
    var text: String
    /// Whether it has more whole digits than are kept, so that the last ones are not true.
    var isCut: Bool
  }

  /// Writes a stored number out, times ten to `power`; nil when it is none.
  static func written(_ stored: String, times power: Int = 0) -> Written? {
    var bytes = Array(stored.utf8)[...]
    let isNegative = bytes.first == 0x2D
    if isNegative || bytes.first == 0x2B { bytes = bytes.dropFirst() }
    var mantissa: [UInt8] = []
    var point: Int?
    var exponent = 0
    while let byte = bytes.popFirst() {
      switch byte {
      case 0x30...0x39: mantissa.append(byte - 0x30)
      case 0x2E where point == nil: point = mantissa.count
      case 0x45, 0x65:
        guard bytes.count <= 5, let value = Int(String(decoding: bytes, as: UTF8.self)) else {
          return nil
        }
        exponent = value
        bytes = []
      default: return nil
      }
    }
    guard !mantissa.isEmpty, mantissa.count <= 400, abs(exponent) <= 400 else { return nil }
    let leading = mantissa.prefix { $0 == 0 }.count
    var place = (point ?? mantissa.count) - leading + exponent + power
    var significant = Array(mantissa.dropFirst(leading))
    let isCut = significant.count > digits && place > digits
    round(&significant, &place)
    while significant.last == 0 { significant.removeLast() }
    guard !significant.isEmpty else { return Written(text: "0", isCut: false) }
    // A number from 1E+15 on cannot be told from its neighbours.
    return Written(
      text: (isNegative ? "-" : "") + plain(significant, place), isCut: isCut || place > digits)
  }

  /// A whole number whose last digits are not true, as a power of ten: so no code is made of it.
  static func exponent(_ digits: String) -> String {
    let sign = digits.hasPrefix("-") ? "-" : ""
    let whole = digits.dropFirst(sign.count)
    var fraction = whole.dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    let point = fraction.isEmpty ? "" : "."
    return "\(sign)\(whole.prefix(1))\(point)\(fraction)E+\(whole.count - 1)"
  }

  // Half up at the last digit that is kept.
  private static func round(_ significant: inout [UInt8], _ place: inout Int) {
    guard significant.count > digits else { return }
    let isUp = significant[digits] >= 5
    significant.removeLast(significant.count - digits)
    guard isUp else { return }
    var index = digits - 1
    while index >= 0, significant[index] == 9 {
      significant[index] = 0
      index -= 1
    }
    if index >= 0 {
      significant[index] += 1
    } else {
      significant.insert(1, at: 0)
      place += 1
    }
  }

  private static func plain(_ significant: [UInt8], _ place: Int) -> String {
    var text: [UInt8] = []
    if place <= 0 {
      text += [0x30, 0x2E] + [UInt8](repeating: 0x30, count: -place)
      text += significant.map { $0 + 0x30 }
    } else {
      for index in 0..<max(place, significant.count) {
        if index == place { text.append(0x2E) }
        text.append(index < significant.count ? significant[index] + 0x30 : 0x30)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// A whole number with leading zeros up to `width` digits, as the format `0000…` shows it.
  static func padded(_ text: String, to width: Int) -> String {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return text }
    return text.zeroPadded(to: width)
  }

  /// Days from 1899-12-30 to 1970-01-01.
  private static let epoch = 25_569
  /// What lies between the two date systems, in days.
  static let days1904 = 1_462.0

  /// A date serial of the 1900 system as ISO text; nil when it names no date.
  ///
  /// `showsTime` tells that the cell's format has a time of day, so that midnight is said too.
  static func date(_ serial: Double, showsTime: Bool) -> String? {
    guard serial.isFinite, serial >= 0, serial < 2_958_466 else { return nil }
    let milliseconds = (serial * 86_400_000).rounded()
    let day = Int(milliseconds / 86_400_000)
    let time = Int(milliseconds) - day * 86_400_000
    if day == 0 { return clock(time) }
    // The 1900 system counts a 29 February 1900 that never was.
    guard day != 60 else { return nil }
    guard let date = CivilDay.iso(day - epoch + (day < 60 ? 1 : 0)) else { return nil }
    return time == 0 && !showsTime ? date : date + "T" + clock(time)
  }

  private static func clock(_ milliseconds: Int) -> String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let seconds = milliseconds / 1000
    let rest = milliseconds % 1000
    var text = two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60)
    if rest > 0 {
      text += "." + String(rest).zeroPadded(to: 3)
    }
    return text
  }
}
