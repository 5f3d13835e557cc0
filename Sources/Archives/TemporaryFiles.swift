import Glibc
import Synchronization

/// Files and folders of this process that must not outlive it: an interrupted run removes them
/// before it goes. What a killed one leaves, the next run removes.
package enum TemporaryFiles {
  private static let paths = Mutex<Set<String>>([])

  /// Folders inside folders that are followed when one is removed.
  private static let maximumDepth = 8

  /// Notes a file or folder that is about to be made.
  package static func add(_ path: String) { paths.withLock { _ = $0.insert(path) } }

  /// Forgets a file that has its name now, or is gone.
  package static func forget(_ path: String) { paths.withLock { _ = $0.remove(path) } }

  /// Removes everything noted.
  package static func removeAll() {
    paths.withLock { found in
      for path in found { remove(path, at: AT_FDCWD) }
      found = []
    }
  }

  /// Removes a file or a folder with everything in it, and forgets it.
  package static func remove(_ path: String) {
    remove(path, at: AT_FDCWD)
    forget(path)
  }

  /// Removes from a folder what is called `start` and the number of a process that is gone, alone or
  /// with `-` and more behind it.
  package static func removeAbandoned(in folder: String, startingWith start: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    for name in names(in: descriptor) where name.hasPrefix(start) {
      let rest = name.dropFirst(start.count)
      let digits = rest.prefix { ("0"..."9").contains($0) }
      guard let process = Int32(digits), process > 0,
        rest.count == digits.count || rest.dropFirst(digits.count).first == "-",
        // A number of no process at all belongs to nobody that still writes.
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      remove(name, at: descriptor)
    }
  }

  // Never through a link, never into a folder of somebody else: temporary folders are shared.
  private static func remove(_ name: String, at parent: Int32, depth: Int = 0) {
    if unlinkat(parent, name, 0) == 0 || depth == maximumDepth { return }
    let descriptor = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_uid == geteuid() else { return }
    for entry in names(in: descriptor) { remove(entry, at: descriptor, depth: depth + 1) }
    unlinkat(parent, name, AT_REMOVEDIR)
  }

  private static func names(in folder: Int32) -> [String] {
    let copy = fcntl(folder, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { return [] }
    guard let listing = fdopendir(copy) else {
      close(copy)
      return []
    }
    defer { closedir(listing) }
    let names = FilePlace.names(listedBy: listing) ?? []
    return names.map { String(decoding: $0, as: UTF8.self) }
  }
}

/// A private folder (0700) that goes with this value and everything in it.
package final class TemporaryFolder: Sendable {
  /// Where it is.
  package let path: String

  /// Makes one in `home` whose name begins with `start`, after removing those of processes that
  /// were killed.
  /// - Throws: `writeFailed`.
  package init(in home: String, startingWith start: String) throws {
    TemporaryFiles.removeAbandoned(in: home, startingWith: start)
    var name = Array("\(home)/\(start)\(getpid())-XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else {
      throw ArchiveError(
        .writeFailed,
        "Cannot make a working folder in \(home): \(systemReason()). Set TMPDIR "
          + "to a folder with room, and run again.")
    }
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    TemporaryFiles.add(path)
  }

  deinit { TemporaryFiles.remove(path) }
}
