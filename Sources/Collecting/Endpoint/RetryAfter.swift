import GS1

/// Reads `Retry-After` (RFC 9110, 10.2.3).
package enum RetryAfter {
  /// Seconds to wait; `nowMs` (UTC) is taken off a date. Nil for what is neither.
  package static func seconds(_ text: String, nowMs: Int64) -> Int? {
    let text = text.split(separator: " ").joined(separator: " ")
    if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      // What overflows is longer than anyone waits.
      return Int(text) ?? .max
    }
    return date(text).map { Int(clamping: max(0, ($0 - nowMs + 999) / 1000)) }
  }

  /// UTC milliseconds of a date as HTTP writes it, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110,
  /// 5.6.7).
  package static func date(_ text: String) -> Int64? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let day = Int(words[1]), let year = Int(words[3]),
      let month = months.firstIndex(of: String(words[2])),
      let number = CivilDay.number(year: year, month: month + 1, day: day)
    else { return nil }
    let clock = words[4].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]),
      (0...60).contains(clock[2])
    else { return nil }
    let seconds = clock[0] * 3600 + clock[1] * 60 + clock[2]
    return Int64(number) * 86_400_000 + Int64(seconds) * 1000
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
