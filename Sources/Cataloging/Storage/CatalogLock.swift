import Glibc

/// The lock of a catalog folder: held by the kernel for the life of the process, so a dead owner
/// never blocks the next run.
final class CatalogLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock or says who has it.
  ///
  /// - Throws: `CatalogError` with code `locked` or `file`.
  init(folder: String) throws(CatalogError) {
    let path = folder + "/lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw CatalogError.file(path, "the lock file cannot be opened", errno: errno)
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let number = errno
      let owner = CatalogLock.owner(descriptor)
      close(descriptor)
      guard number == EWOULDBLOCK || number == EINTR else {
        throw CatalogError.file(path, "the lock cannot be taken", errno: number)
      }
      throw CatalogError.locked(folder: folder, owner: owner)
    }
    self.descriptor = descriptor
    let text = Array("process \(getpid())\n".utf8)
    // The text only serves the message of the next run; the lock itself is the kernel's.
    _ = ftruncate(descriptor, 0)
    _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  deinit {
    _ = ftruncate(descriptor, 0)
    close(descriptor)
  }

  private static func owner(_ descriptor: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
    guard count > 0 else { return "process unknown" }
    let line = buffer.prefix(count).prefix { $0 != 0x0A }
    return String(decoding: line, as: UTF8.self)
  }
}
