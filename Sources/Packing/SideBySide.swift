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
      box.fill(other)
      done.signal()
    }
    let mine = Result { try own() }
    done.wait()
    let theirs = box.take()
    let value = try mine.get()
    guard let theirs else {
      throw PackingError(.cannotWrite, "A part of the packing did not end; run again.")
    }
    return (try theirs.get(), value)
  }

  /// Holds a result until it is taken: what was made and is not used is gone when the call ends, and
  /// not when the other thread comes to let go of it, for a file may go with it.
  private final class Box<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)

    func fill(_ make: () throws -> Value) {
      let made = Result { try make() }
      result.withLock { $0 = made }
    }

    func take() -> Result<Value, any Error>? {
      result.withLock { result in
        defer { result = nil }
        return result
      }
    }
  }
}
