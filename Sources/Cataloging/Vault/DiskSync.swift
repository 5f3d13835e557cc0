import Dispatch
import Glibc
import Synchronization

/// Brings finished originals to the disk while what they hold is read; the transaction that refers
/// to them waits for it. Syncing costs milliseconds a file, in which a small file is loaded.
final class DiskSync: Sendable {
  private let queue = DispatchQueue(label: "muster.vault.sync")
  private let group = DispatchGroup()
  private let failure = Mutex<CatalogError?>(nil)

  /// Takes a file that is whole and has its name; closes `descriptor` when it is on the disk.
  func add(_ descriptor: Int32, path: String, folder: String) {
    group.enter()
    queue.async {
      if fdatasync(descriptor) != 0 {
        let error = CatalogError.file(path, "the original cannot be put in place", errno: errno)
        self.failure.withLock { $0 = $0 ?? error }
      }
      close(descriptor)
      PrivateFile.syncFolder(folder)
      self.group.leave()
    }
  }

  /// Waits until everything added is on the disk.
  ///
  /// - Throws: `CatalogError` with code `file` when something could not be brought there.
  func settle() throws(CatalogError) {
    group.wait()
    if let error = failure.withLock({ found in
      defer { found = nil }
      return found
    }) {
      throw error
    }
  }
}
