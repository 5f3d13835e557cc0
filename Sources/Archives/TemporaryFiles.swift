import Glibc
import Synchronization

/// Files of this process that must not outlive it: an interrupted run removes them before it goes.
/// What a killed one leaves, the next run removes.
package enum TemporaryFiles {
  private static let paths = Mutex<Set<String>>([])

  /// Notes a file that is about to be made.
  package static func add(_ path: String) { paths.withLock { _ = $0.insert(path) } }

  /// Forgets a file that has its name now, or is gone.
  package static func forget(_ path: String) { paths.withLock { _ = $0.remove(path) } }

  /// Removes every file noted.
  package static func removeAll() {
    paths.withLock { found in
      for path in found { unlink(path) }
      found = []
    }
  }

  /// Removes files in a folder whose name is `start` and the number of a process that is gone.
  package static func removeAbandoned(in folder: String, startingWith start: String) {
    guard let listing = opendir(folder) else { return }
    defer { closedir(listing) }
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      // A number of no process at all belongs to nobody that still writes.
      guard name.hasPrefix(start), let process = Int32(name.dropFirst(start.count)), process > 0,
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      unlink(folder + "/" + name)
    }
  }
}
