internal import Dispatch
internal import Synchronization

/// How long the stages of packing took, for whoever measures them; no pack holds it.
package final class PackStages: Sendable {
  /// One stage.
  package struct Stage: Sendable, Equatable {
    /// What was done.
    package let name: String
    /// Seconds by the clock; stages that ran beside one another do not add up.
    package var seconds: Double
    /// Bytes that went through; 0 where that says nothing.
    package var bytes: UInt64
  }

  private let measured = Mutex<[Stage]>([])

  /// Starts with no stage.
  package init() {}

  /// The stages in the order they first ended.
  package var stages: [Stage] { measured.withLock { $0 } }

  /// Runs `body` and adds its time, and `bytes`, to the stage of that name.
  package func time<Value>(
    _ name: String, bytes: UInt64 = 0, _ body: () throws -> Value
  ) rethrows -> Value {
    let start = DispatchTime.now().uptimeNanoseconds
    defer {
      let seconds = Double(DispatchTime.now().uptimeNanoseconds &- start) / 1e9
      measured.withLock { stages in
        if let known = stages.firstIndex(where: { $0.name == name }) {
          stages[known].seconds += seconds
          stages[known].bytes &+= bytes
        } else {
          stages.append(Stage(name: name, seconds: seconds, bytes: bytes))
        }
      }
    }
    return try body()
  }
}
