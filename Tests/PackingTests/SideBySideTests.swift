import Synchronization
import Testing

@testable import Packing

@Suite struct SideBySideTests {
  private struct Refused: Error {}

  /// Tells when it is gone, as the file of a catalog's copy is removed with its owner.
  private final class Owner: Sendable {
    let alive: Alive
    init(_ alive: Alive) {
      self.alive = alive
      alive.count.withLock { $0 += 1 }
    }
    deinit { alive.count.withLock { $0 -= 1 } }
  }

  private final class Alive: Sendable {
    let count = Mutex(0)
  }

  /// A pack that was refused must not remove the copy the next one has just made.
  @Test func whatIsNotUsedIsGoneWhenTheCallEnds() {
    let alive = Alive()
    for _ in 0..<500 {
      #expect(throws: Refused.self) {
        _ = try SideBySide.run({ Owner(alive) }, while: { throw Refused() })
      }
      #expect(alive.count.withLock { $0 } == 0)
    }
  }

  @Test func bothResultsAreThere() throws {
    let (text, number) = try SideBySide.run({ "copied" }, while: { 7 })
    #expect(text == "copied" && number == 7)
    #expect(throws: Refused.self) {
      _ = try SideBySide.run({ () throws -> Int in throw Refused() }, while: { 7 })
    }
  }
}
