import Dispatch
import Foundation
import Glibc

/// Brings finished originals to the disk while what they hold is read; the transaction that refers
/// to them waits for it. Syncing costs milliseconds a file, in which a small file is loaded.
///
/// `@unchecked Sendable`: the counts and the failure are touched only while `condition` is locked.
final class DiskSync: @unchecked Sendable {
  private let queue = DispatchQueue(label: "muster.vault.sync")
  private let condition = NSCondition()
  private var added = 0
  private var done = 0
  private var failure: CatalogError?

  /// Takes a file that is whole and has its name; closes `descriptor` when it is on the disk.
  func add(_ descriptor: Int32, path: String, folder: String) {
    condition.withLock { added += 1 }
    queue.async {
      let isThere = fdatasync(descriptor) == 0
      let reason = errno
      close(descriptor)
      PrivateFile.syncFolder(folder)
      self.condition.withLock {
        if !isThere, self.failure == nil {
          self.failure = CatalogError.file(
            path, "the original cannot be put in place", errno: reason)
        }
        self.done += 1
        self.condition.broadcast()
      }
    }
  }

  /// How many files were added so far, for `settle`.
  var ticket: Int { condition.withLock { added } }

  /// Waits until everything added up to the ticket is on the disk: not for the next file, which is
  /// read ahead.
  ///
  /// - Throws: `CatalogError` with code `file` when something could not be brought there.
  func settle(_ ticket: Int) throws(CatalogError) {
    condition.lock()
    while done < ticket { condition.wait() }
    let found = failure
    failure = nil
    condition.unlock()
    if let found { throw found }
  }
}
