internal import Assessing
internal import Packing
internal import Synchronization

/// How many steps and how long each check of a run took.
final class CheckTimes: Sendable {
  private struct Entry {
    var check: String
    var steps: Int
    var time: Duration
  }

  private let entries = Mutex<[Entry]>([])

  /// Takes down one check.
  func add(_ check: String, steps: Int, time: Duration) {
    entries.withLock { $0.append(Entry(check: check, steps: steps, time: time)) }
  }

  /// A line for each check: milliseconds, steps, id; the longest first.
  var text: String {
    entries.withLock { entries in
      entries.sorted { ($1.time, $0.check) < ($0.time, $1.check) }
        .map { "\(Self.milliseconds($0.time)) ms, \($0.steps) steps: \($0.check)" }
        .joined(separator: "\n")
    }
  }

  /// Those worth a line in a pack: what took ten milliseconds or more.
  var timings: [PackRequest.Timing] {
    entries.withLock { entries in
      entries.map {
        PackRequest.Timing(
          stage: "check \($0.check)", milliseconds: Self.milliseconds($0.time))
      }.filter { $0.milliseconds >= 10 }
    }
  }

  private static func milliseconds(_ time: Duration) -> Int64 {
    time.components.seconds * 1000 + time.components.attoseconds / 1_000_000_000_000_000
  }
}
