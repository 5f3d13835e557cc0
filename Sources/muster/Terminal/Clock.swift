internal import Assessing
internal import Foundation

/// The real clock, or the one SOURCE_DATE_EPOCH fixes.
enum Clock {
  /// Now, and whether it is fixed.
  static var now: Assessor.Clock {
    if let text = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"],
      let seconds = Int64(text), (0...253_402_300_799).contains(seconds)
    {
      return Assessor.Clock(now: Instant(milliseconds: seconds * 1000), isFixed: true)
    }
    return Assessor.Clock(now: Instant(milliseconds: wall()), isFixed: false)
  }

  /// UTC milliseconds of the wall clock, whatever is fixed.
  static func wall() -> Int64 {
    Int64((Date().timeIntervalSince1970 * 1000).rounded(.down))
  }
}
