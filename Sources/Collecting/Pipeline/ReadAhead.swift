import Archives
import Cataloging
import Foundation
import GS1

/// Keeps a file of events in the vault and begins to parse it, while those before it are loaded:
/// one core hashes, packs and parses, the other writes.
///
/// Nothing of it is in the catalog until it is claimed. A run that stops in between leaves at most
/// originals in the vault that no row refers to, as one killed between keeping and loading does.
final class ReadAhead: Sendable {
  let found: SourceWalk.Found
  /// Bytes of the file when it was met.
  let bytes: UInt64
  private let kept = BoundedQueue<KeptFile?>(capacity: 1)
  private let parsed = EventRelay.queue()

  /// Starts at once, on a thread of its own.
  init(_ found: SourceWalk.Found, vault: Vault) {
    self.found = found
    bytes = found.status?.size ?? 0
    ReadingThread.start { [kept, parsed] in
      var file: KeptFile?
      let bytes: [UInt8]?
      do {
        file = try KeptFile.keep(found, vault: vault, isDocument: false, wantsBytes: true)
        bytes = file?.bytes
        file?.bytes = nil
        try kept.push(file)
        kept.finish()
      } catch {
        kept.finish(error)
        return parsed.finish()
      }
      guard let file, Self.isParsed(file), let sha256 = file.object?.sha256 else {
        return parsed.finish()
      }
      let open: () throws -> any ByteSource = {
        if let bytes { MemorySource(bytes) } else { try vault.open(sha256) }
      }
      EventRelay.read(file.format.family, open: open, into: parsed)
    }
  }

  /// What was kept, nil when the file changed while it was read, and what is parsed of it, nil when
  /// it is not read as events as it stands.
  ///
  /// - Throws: what keeping the file throws.
  func claim() throws -> (file: KeptFile?, parsed: EventRelay.Waiting?) {
    guard let file = try kept.pop() ?? nil else { return (nil, nil) }
    return (file, Self.isParsed(file) ? parsed : nil)
  }

  /// Drops what was read and waits for the thread.
  func abandon() {
    kept.abandon()
    parsed.abandon()
    parsed.waitUntilFinished()
  }

  private static func isParsed(_ file: KeptFile) -> Bool {
    ArtifactIntake.isReadable(file.format.family)
  }
}
