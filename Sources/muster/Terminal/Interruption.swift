internal import Archives
internal import Foundation
internal import Synchronization

/// The signal that asked for an end, 0 for none.
private let asked = Atomic<Int32>(0)
/// Whether work asks between batches, so that it may end by itself.
private let isAsking = Atomic<Bool>(false)
/// Where the handler writes and the watcher reads.
private let pipeEnds = Mutex<(read: Int32, write: Int32)?>(nil)
private let wakeEnd = Atomic<Int32>(-1)

/// SIGINT, SIGTERM and SIGHUP: collecting ends between batches, so that what was taken is written down;
/// everything else ends at once, after its temporary files are removed. Nothing torn can stay:
/// transactions are not committed, results have no name before they are whole.
struct Interruption: Sendable {
  /// Seconds in which work that asks may end by itself.
  private static let patience = 3.0

  /// Starts to listen, once in a process.
  init() {
    // A reader that went away is told by the write.
    signal(SIGPIPE, SIG_IGN)
    // What a handler touches is made before there is a handler.
    _ = (isAsked, wakeEnd.load(ordering: .relaxed))
    pipeEnds.withLock { ends in
      guard ends == nil else { return }
      var numbers: [Int32] = [-1, -1]
      guard pipe(&numbers) == 0 else { return }
      ends = (numbers[0], numbers[1])
      wakeEnd.store(numbers[1], ordering: .relaxed)
      let reading = numbers[0]
      Thread.detachNewThread { Self.watch(reading) }
      for number in [SIGINT, SIGTERM, SIGHUP] where number != SIGHUP || !Self.isPassedOver(number) {
        signal(number) { number in
          // Nothing but a store and a write is safe in a handler.
          if asked.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
          var byte: UInt8 = 0
          _ = write(wakeEnd.load(ordering: .relaxed), &byte, 1)
        }
      }
    }
  }

  /// Whether whoever started the program wants a signal passed over, as nohup does.
  private static func isPassedOver(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    // SIG_IGN is the address 1.
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }

  private static func watch(_ descriptor: Int32) {
    var byte: UInt8 = 0
    while read(descriptor, &byte, 1) < 0, errno == EINTR {}
    if isAsking.load(ordering: .relaxed) { Thread.sleep(forTimeInterval: patience) }
    TemporaryFiles.removeAll()
    _exit(128 + asked.load(ordering: .relaxed))
  }

  /// Runs work that asks `isAsked` between batches.
  func whileAsking<T>(_ work: () throws -> T) rethrows -> T {
    isAsking.store(true, ordering: .relaxed)
    defer { isAsking.store(false, ordering: .relaxed) }
    return try work()
  }

  /// True once a signal came.
  var isAsked: Bool { asked.load(ordering: .relaxed) != 0 }

  /// 129, 130 or 143.
  var exitCode: Int32 { 128 + asked.load(ordering: .relaxed) }
}
