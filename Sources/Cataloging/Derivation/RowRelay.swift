import Dispatch
import Synchronization

/// Lets rows be written beside the walk that makes them: full buffers of feeds go to SQLite on a
/// thread of their own, one after the other.
///
/// SQLite wants one thread at a time on a connection. While buffers are on their way nobody else
/// may use it: who needs it calls `settle()` first.
final class RowRelay: Sendable {
  private let queue = DispatchQueue(label: "muster.derivation.rows", qos: .userInitiated)
  private let failure = Mutex<(any Error)?>(nil)
  /// Rows in one buffer.
  let rowLimit: Int

  init(rowLimit: Int = RowFeed.rowLimit) { self.rowLimit = rowLimit }

  /// Has `work` done after what was handed over before, and then `end`. After a failure no work is
  /// done, only what ends it.
  ///
  /// - Throws: what failed before; then `end` is not called.
  func run(
    _ work: @escaping @Sendable () throws -> Void, then end: @escaping @Sendable () -> Void
  ) throws {
    try check()
    queue.async { [self] in
      if failure.withLock({ $0 == nil }) {
        do { try work() } catch { failure.withLock { $0 = error } }
      }
      end()
    }
  }

  /// Waits until everything handed over is done.
  ///
  /// - Throws: what failed.
  func settle() throws {
    wait()
    try check()
  }

  /// Waits until nothing uses the connection any more.
  func wait() { queue.sync {} }

  private func check() throws {
    if let error = failure.withLock({ $0 }) { throw error }
  }
}
