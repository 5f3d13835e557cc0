import Cataloging
import Foundation

/// How much a query of a database may take: it stands in a file somebody wrote, and may have no end.
package struct QueryLimits: Sendable {
  /// Steps of the database engine.
  package var steps = StepLimiter.defaultLimit
  /// The longest value, in bytes.
  package var valueBytes: Int32 = 64 << 20
  /// The bytes that are free where a file lies, or will lie; nil when unknown.
  package var free: @Sendable (String) -> Int64? = { DiskSpace.free(at: $0) }

  /// The usual limits.
  package init() {}
}

/// Watches a query while it runs: whether it is wanted still, and what it leaves of the disks that
/// it fills, that of the result and that of sorting.
final class QueryWatch {
  private let limits: QueryLimits
  private let isCancelled: () -> Bool
  private let places: [(folder: String, least: Int64)]
  private var looks = 0
  /// Why it was stopped.
  private(set) var reason: Reason?

  enum Reason: Equatable {
    case cancelled
    case disk(folder: String, free: Int64)
  }

  /// Looks that cost next to nothing, between two at the disks.
  private static let between = 1000

  init(_ limits: QueryLimits, folder: String, isCancelled: @escaping () -> Bool) {
    self.limits = limits
    self.isCancelled = isCancelled
    places = [folder, NSTemporaryDirectory(), "/var/tmp"].compactMap { place in
      limits.free(place).map { (place, $0 / 2) }
    }
  }

  /// Whether the query has to end now.
  func isOver() -> Bool {
    if reason != nil { return true }
    if isCancelled() { reason = .cancelled }
    looks += 1
    if looks % Self.between == 0 { lookAtDisks() }
    return reason != nil
  }

  /// Notes a disk of which more than half of what was free is gone.
  func lookAtDisks() {
    for (folder, least) in places {
      guard reason == nil, let free = limits.free(folder), free < least else { continue }
      reason = .disk(folder: folder, free: free)
    }
  }
}
