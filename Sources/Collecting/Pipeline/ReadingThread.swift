import Foundation

/// Threads with a stack deep enough for nested documents. One that is done waits for more: making a
/// thread for each of a hundred thousand small files took a tenth of the time they are loaded in.
///
/// `@unchecked Sendable`: everything is touched only while `condition` is locked.
final class ReadingThread: @unchecked Sendable {
  private static let shared = ReadingThread()

  private let condition = NSCondition()
  private var bodies: [@Sendable () -> Void] = []
  private var idle = 0

  /// Runs `body` at once, on a thread of its own.
  static func start(_ body: @escaping @Sendable () -> Void) { shared.start(body) }

  private func start(_ body: @escaping @Sendable () -> Void) {
    condition.withLock {
      bodies.append(body)
      // Each body has a thread: one may wait for another.
      if bodies.count <= idle { return condition.signal() }
      let thread = Thread { self.work() }
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  private func work() {
    while true { next()() }
  }

  private func next() -> @Sendable () -> Void {
    condition.withLock {
      while bodies.isEmpty {
        idle += 1
        condition.wait()
        idle -= 1
      }
      return bodies.removeFirst()
    }
  }
}
