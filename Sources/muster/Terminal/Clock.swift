internal import Assessing
internal import Foundation

/// The real clock, or the one SOURCE_DATE_EPOCH fixes.
enum Clock {
  /// Now, and whether it is fixed.
  static var now: Assessor.Clock {
    guard let text = wanted, let seconds = seconds(text) else {
      return Assessor.Clock(now: Instant(milliseconds: wall()), isFixed: false)
    }
    return Assessor.Clock(now: Instant(milliseconds: seconds * 1000), isFixed: true)
  }

  /// A sentence when SOURCE_DATE_EPOCH asks for a time that is none: the real clock in its place
  /// would not give the bytes that were asked for.
  static var fault: String? {
    guard let text = wanted, seconds(text) == nil else { return nil }
    return "SOURCE_DATE_EPOCH is \"\(text.prefix(80))\", which is no time: write whole seconds "
      + "since 1970-01-01 UTC, up to 253402300799, or unset it to use the real clock."
  }

  private static var wanted: String? {
    let text = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"] ?? ""
    return text.isEmpty ? nil : text
  }

  private static func seconds(_ text: String) -> Int64? {
    Int64(text).flatMap { (0...253_402_300_799).contains($0) ? $0 : nil }
  }

  /// UTC milliseconds of the wall clock, whatever is fixed.
  static func wall() -> Int64 {
    Int64((Date().timeIntervalSince1970 * 1000).rounded(.down))
  }
}
