import Foundation

/// Hands items from one thread to another; the faster one waits.
///
/// `@unchecked Sendable`: every stored property is touched only while `condition` is locked.
final class BoundedQueue<Item: Sendable>: @unchecked Sendable {
  /// Thrown to the producer when nobody takes items any more.
  struct Abandoned: Error {}

  private let condition = NSCondition()
  private let capacity: Int
  private var items: [Item] = []
  private var failure: (any Error)?
  private var isFinished = false
  private var isAbandoned = false

  init(capacity: Int) { self.capacity = capacity }

  /// Adds an item, waiting for room.
  func push(_ item: Item) throws {
    condition.lock()
    defer { condition.unlock() }
    while items.count >= capacity, !isAbandoned { condition.wait() }
    if isAbandoned { throw Abandoned() }
    items.append(item)
    condition.signal()
  }

  /// Says that nothing follows, or why.
  func finish(_ error: (any Error)? = nil) {
    condition.lock()
    isFinished = true
    failure = error
    condition.broadcast()
    condition.unlock()
  }

  /// Takes the next item, waiting for one; nil when nothing follows.
  func pop() throws -> Item? {
    condition.lock()
    defer { condition.unlock() }
    while items.isEmpty, !isFinished { condition.wait() }
    if items.isEmpty {
      if let failure { throw failure }
      return nil
    }
    let item = items.removeFirst()
    condition.signal()
    return item
  }

  /// Says that nothing will be taken any more.
  func abandon() {
    condition.lock()
    isAbandoned = true
    items.removeAll()
    condition.broadcast()
    condition.unlock()
  }

  /// Waits until the producer has finished.
  func waitUntilFinished() {
    condition.lock()
    while !isFinished { condition.wait() }
    condition.unlock()
  }
}
