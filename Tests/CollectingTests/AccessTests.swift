import Cataloging
import Collecting
import Foundation
import Synchronization
import Testing

/// Appends blanks to a file until it is told to stop.
private final class Writer: Sendable {
  private let isAsked = Mutex(false)
  private let isOver = DispatchSemaphore(value: 0)

  init(_ path: String) {
    Thread.detachNewThread { [self] in
      defer { isOver.signal() }
      guard let handle = FileHandle(forWritingAtPath: path) else { return }
      _ = try? handle.seekToEnd()
      while !isAsked.withLock({ $0 }) {
        try? handle.write(contentsOf: Data(" ".utf8))
        usleep(200)
      }
      try? handle.close()
    }
  }

  func stop() {
    isAsked.withLock { $0 = true }
    isOver.wait()
  }
}

/// What happens to files that cannot be had, or that move while they are read.
@Suite struct AccessTests {
  /// Runs work on a thread that may read what anybody may, no more; root reads everything else.
  private func withoutPrivilege(_ work: @escaping @Sendable () throws -> Void) async throws {
    typealias SetUser = @convention(c) (UInt32) -> Int32
    let symbol = geteuid() == 0 ? dlsym(UnsafeMutableRawPointer(bitPattern: 0), "setfsuid") : nil
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
      let address = symbol.map { Int(bitPattern: $0) }
      let thread = Thread {
        // The user of file accesses is a thread's own on Linux and ends with it.
        if let address, let pointer = UnsafeRawPointer(bitPattern: address) {
          _ = unsafeBitCast(pointer, to: SetUser.self)(65_534)
        }
        done.resume(with: Result { try work() })
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  @Test func aFileThatMayNotBeReadIsNamedWithTheReason() async throws {
    let place = try Workplace()
    try place.write("closed.xml", Sample.document(Sample.commission))
    let file = place.inbox.appendingPathComponent("closed.xml").path
    #expect(chmod(file, 0) == 0)
    let catalog = try place.catalog()
    let configuration = try place.configuration()
    let seen = Mutex<[CollectionOutcome]>([])
    try await withoutPrivilege {
      let outcome = try Pipeline.collect(
        configuration: configuration, catalog: catalog, clock: { 1_793_000_000_000 })
      seen.withLock { $0.append(outcome) }
    }
    let outcome = try #require(seen.withLock { $0.first })
    #expect(outcome.sources[0].artifacts == ArtifactLedger(unreadable: 1))
    #expect(outcome.sources[0].troubles.map(\.reason) == ["permission_denied"])
    #expect(outcome.isIncomplete)
    #expect(chmod(file, 0o600) == 0)
    #expect(try place.collect(catalog).sources[0].artifacts == ArtifactLedger(taken: 1))
  }

  @Test func aFileThatChangesWhileItIsReadIsNotTaken() throws {
    let place = try Workplace()
    let events = String(repeating: Sample.object(Sample.urn1), count: 20_000)
    try place.write("growing.xml", Sample.document(events))
    let path = place.inbox.appendingPathComponent("growing.xml").path
    let catalog = try place.catalog()
    let writer = Writer(path)
    usleep(20_000)
    let outcome = try place.collect(catalog)
    writer.stop()
    #expect(outcome.sources[0].artifacts == ArtifactLedger(unreadable: 1))
    #expect(outcome.sources[0].troubles.map(\.reason) == ["changed_during_read"])
    #expect(try catalog.count("SELECT count(*) FROM all_event") == 0)
    let quiet = try place.collect(catalog)
    #expect(quiet.sources[0].artifacts == ArtifactLedger(taken: 1))
    #expect(try catalog.count("SELECT count(*) FROM all_event") == 20_000)
  }
}
