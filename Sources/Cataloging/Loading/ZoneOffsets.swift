import Foundation

/// Offsets of one time zone, asked from the system once for each quarter of an hour.
struct ZoneOffsets {
  private let zone: TimeZone
  private var lastQuarter = Int64.min
  private var lastMinutes = 0
  private var known: [Int64: Int] = [:]
  /// Quarters of an hour that are kept: those of a year.
  private static let most = 35_136

  /// A zone by its IANA name; nil when the system does not know it.
  init?(identifier: String) {
    guard let zone = TimeZone(identifier: identifier) else { return nil }
    self.zone = zone
  }

  /// Minutes east of UTC at an instant.
  mutating func minutes(atUTC milliseconds: Int64) -> Int {
    let quarter = milliseconds.quotientFloor(900_000)
    if quarter != lastQuarter {
      lastQuarter = quarter
      if let minutes = known[quarter] {
        lastMinutes = minutes
      } else {
        let date = Date(timeIntervalSince1970: Double(quarter) * 900)
        lastMinutes = zone.secondsFromGMT(for: date) / 60
        if known.count >= Self.most { known = [:] }
        known[quarter] = lastMinutes
      }
    }
    return lastMinutes
  }

  /// Minutes east of UTC at a local time, given as if it were UTC. In the hour that occurs twice
  /// the offset before the change is taken, in the hour that is skipped the one before it too.
  mutating func minutes(atLocal milliseconds: Int64) -> Int {
    let guess = minutes(atUTC: milliseconds &- 86_400_000)
    let early = milliseconds &- Int64(guess) &* 60_000
    let found = minutes(atUTC: early)
    if found == guess { return guess }
    let late = milliseconds &- Int64(found) &* 60_000
    return minutes(atUTC: late) == found ? found : guess
  }
}

extension Int64 {
  /// Division that rounds toward minus infinity; the divisor is positive.
  func quotientFloor(_ divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
