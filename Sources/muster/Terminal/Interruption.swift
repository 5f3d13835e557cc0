internal import Foundation
internal import Synchronization

/// The signal that asked for an end, 0 for none; set by the handler, which may do nothing else.
private let asked = Atomic<Int32>(0)

/// SIGINT and SIGTERM as a question that work asks between batches, so that it ends cleanly.
struct Interruption: Sendable {
  /// Starts to listen; a second signal ends the process at once.
  init() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        if asked.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
      }
    }
  }

  /// True once a signal came.
  var isAsked: Bool { asked.load(ordering: .relaxed) != 0 }

  /// 130 or 143.
  var exitCode: Int32 { 128 + asked.load(ordering: .relaxed) }
}
