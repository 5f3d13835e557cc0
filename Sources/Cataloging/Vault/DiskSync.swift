import Dispatch
import Foundation
import Glibc

/// Brings finished originals to the disk while what they hold is read; the transaction that refers
/// to one waits for it. Syncing costs milliseconds a file, in which a small file is loaded; files
/// that come meanwhile are synced side by side, which the disk does at once.
///
/// `@unchecked Sendable`: all but `queue` is touched only while `condition` is locked.
final class DiskSync: @unchecked Sendable {
  private struct File {
    var descriptor: Int32
    var path: String
    var folder: String
  }

  private let queue = DispatchQueue(label: "muster.vault.sync")
  private let condition = NSCondition()
  private var waiting: [File] = []
  /// How often each path was added and is not on the disk yet.
  private var pending: [String: Int] = [:]
  private var failures: [String: CatalogError] = [:]
  private var isAtWork = false

  /// Takes a file that is whole and has its name; closes `descriptor` when it is on the disk.
  func add(_ descriptor: Int32, path: String, folder: String) {
    condition.withLock {
      waiting.append(File(descriptor: descriptor, path: path, folder: folder))
      pending[path, default: 0] += 1
      guard !isAtWork else { return }
      isAtWork = true
      queue.async { self.work() }
    }
  }

  /// The paths that are not known to be on the disk, for `settle`.
  var unsettled: Set<String> { condition.withLock { Set(pending.keys).union(failures.keys) } }

  /// Waits until the files are on the disk: not for others, which are read ahead.
  ///
  /// - Throws: `CatalogError` with code `file` when one could not be brought there.
  func settle(_ paths: Set<String>) throws(CatalogError) {
    condition.lock()
    defer { condition.unlock() }
    for path in paths {
      while pending[path] != nil { condition.wait() }
    }
    for path in paths {
      if let failure = failures.removeValue(forKey: path) { throw failure }
    }
  }

  private func work() {
    while true {
      let files = condition.withLock {
        let files = waiting
        waiting = []
        isAtWork = !files.isEmpty
        return files
      }
      if files.isEmpty { return }
      DispatchQueue.concurrentPerform(iterations: files.count) { sync(files[$0]) }
    }
  }

  private func sync(_ file: File) {
    let isThere = fdatasync(file.descriptor) == 0
    let reason = errno
    close(file.descriptor)
    PrivateFile.syncFolder(file.folder)
    condition.withLock {
      if !isThere {
        failures[file.path] = CatalogError.file(
          file.path, "the original cannot be put in place", errno: reason)
      }
      let left = (pending[file.path] ?? 1) - 1
      pending[file.path] = left > 0 ? left : nil
      condition.broadcast()
    }
  }
}
