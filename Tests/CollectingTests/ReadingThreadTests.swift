import Dispatch
import Synchronization
import Testing

@testable import Collecting

@Suite struct ReadingThreadTests {
  private final class Counter: Sendable {
    let value = Mutex(0)
  }

  /// What is read ahead waits until it is asked for, while others are to go on.
  @Test(.timeLimit(.minutes(1))) func eachHasAThreadOfItsOwnWhateverTheOthersWaitFor() {
    let ended = Counter()
    for _ in 0..<50 {
      let (met, over) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
      for number in 0..<4 {
        ReadingThread.start {
          // The first three wait for the last.
          if number < 3 { met.wait() } else { for _ in 0..<3 { met.signal() } }
          ended.value.withLock { $0 += 1 }
          over.signal()
        }
      }
      for _ in 0..<4 { over.wait() }
    }
    #expect(ended.value.withLock { $0 } == 200)
  }
}
