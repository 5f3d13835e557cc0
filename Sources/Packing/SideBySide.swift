internal import Dispatch
internal import Synchronization

/// Two pieces of work on two cores.
enum SideBySide {
  /// Runs `other` beside `own` and ends when both have.
  /// - Throws: what `own` throws, else what `other` throws.
  static func run<Other: Sendable, Own>(
    _ other: @escaping @Sendable () throws -> Other, while own: () throws -> Own
  ) throws -> (Other, Own) {
    let box = Box<Other>()
    let done = DispatchSemaphore(value: 0)
    DispatchQueue.global(qos: .userInitiated).async {
      let result = Result { try other() }
      box.result.withLock { $0 = result }
      done.signal()
    }
    let mine = Result { try own() }
    done.wait()
    let value = try mine.get()
    guard let result = box.result.withLock({ $0 }) else {
      throw PackingError(.cannotWrite, "A part of the packing did not end; run again.")
    }
    return (try result.get(), value)
  }

  private final class Box<Value: Sendable>: Sendable {
    let result = Mutex<Result<Value, any Error>?>(nil)
  }
}
