internal import Foundation

/// The clock of an official request: 24 hours elapsed from its receipt, however many are working
/// hours (FD&C Act 582(b)(1)(B) and its counterparts). For the firm's own eyes, never in a pack.
package struct RequestClock: Sendable, Equatable {
  /// How far it has run.
  package enum Level: Sendable {
    /// Less than 12 hours.
    case early
    /// 12 hours and more.
    case amber
    /// 18 hours and more.
    case late
    /// 24 hours and more.
    case passed
  }

  /// Minutes since receipt; negative when it lies in the future.
  package let minutes: Int64

  /// Starts at an RFC 3339 time with offset; nil when it cannot be read.
  package init?(receivedAt text: String, nowMilliseconds: Int64) {
    let plain = Date.ISO8601FormatStyle(includingFractionalSeconds: false)
    let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    guard let received = (try? plain.parse(text)) ?? (try? fractional.parse(text)) else {
      return nil
    }
    let elapsed = Double(nowMilliseconds) / 1000 - received.timeIntervalSince1970
    minutes = Int64((elapsed / 60).rounded(.down))
  }

  /// How far it has run.
  package var level: Level {
    switch minutes {
    case ..<720: .early
    case ..<1080: .amber
    case ..<1440: .late
    default: .passed
    }
  }

  /// One line for the people who answer.
  package func text(request: String) -> String {
    if minutes < 0 {
      return "Request \(request): received_at lies \(Self.span(-minutes)) ahead; "
        + "look at the date and the zone"
    }
    let elapsed = "Request \(request): \(Self.span(minutes)) since receipt"
    switch level {
    case .early: return "\(elapsed), \(Self.span(1440 - minutes)) left of 24 h"
    case .amber: return "AMBER \(elapsed), \(Self.span(1440 - minutes)) left of 24 h"
    case .late: return "AMBER \(elapsed), past 18 h, \(Self.span(1440 - minutes)) left of 24 h"
    case .passed: return "\(elapsed): the 24 h ended \(Self.span(minutes - 1440)) ago"
    }
  }

  private static func span(_ minutes: Int64) -> String {
    "\(minutes / 60) h \(abs(minutes % 60)) min"
  }
}
