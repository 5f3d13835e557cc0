package import Glibc

/// Owns an open file descriptor and closes it when it goes.
struct OwnedDescriptor: ~Copyable, Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { _ = close(number) }

  /// Opens an existing regular file for reading; never waits on a pipe, never follows on request.
  static func reading(regularFile path: String, followLinks: Bool) throws -> OwnedDescriptor {
    // O_NONBLOCK keeps a named pipe from holding us up before fstat can refuse it.
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (followLinks ? 0 : O_NOFOLLOW)
    let opened = retrying { open(path, flags) }
    guard opened >= 0 else {
      if errno == ELOOP && !followLinks {
        throw ArchiveError(.notRegularFile, "\(path) is a symbolic link, which is not followed.")
      }
      throw ArchiveError(.cannotOpen, "Cannot open \(path): \(systemReason()).")
    }
    let owned = OwnedDescriptor(opened)
    var status = stat()
    guard fstat(opened, &status) == 0 else {
      throw ArchiveError(.cannotOpen, "Cannot examine \(path): \(systemReason()).")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ArchiveError(.notRegularFile, "\(path) is not a regular file.")
    }
    return owned
  }

  /// The file's state now.
  func status(label: String) throws -> FileStatus {
    var now = stat()
    guard fstat(number, &now) == 0 else {
      throw ArchiveError(.readFailed, "Cannot examine \(label): \(systemReason()).")
    }
    return FileStatus(now)
  }

  /// Reads at a position until the buffer is full or the file ends.
  func read(
    at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer, label: String
  ) throws -> Int {
    guard let base = buffer.baseAddress, var position = off_t(exactly: offset) else { return 0 }
    var had = 0
    while had < buffer.count {
      let at = position
      let count = retrying { pread(number, base + had, buffer.count - had, at) }
      if count < 0 {
        throw ArchiveError(
          .readFailed, "Cannot read \(label): \(systemReason()).", offset: UInt64(at))
      }
      if count == 0 { break }
      had += count
      position += off_t(count)
    }
    return had
  }
}

/// What tells one state of a file from another.
package struct FileStatus: Sendable, Hashable {
  /// Length in bytes.
  package let size: UInt64
  /// Time of last change of the contents, nanoseconds since 1970.
  package let modifiedNanoseconds: Int64
  /// Time of last change of the inode, nanoseconds since 1970.
  package let changedNanoseconds: Int64
  /// Number of the file in its file system.
  package let inode: UInt64

  /// The state of the file at a path, which is not opened.
  /// - Throws: `cannotOpen`.
  package init(path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw ArchiveError(.cannotOpen, "Cannot examine \(path): \(systemReason()).")
    }
    self.init(status)
  }

  /// What the operating system says of a file.
  package init(_ status: stat) {
    size = UInt64(max(0, status.st_size))
    modifiedNanoseconds = FileStatus.nanoseconds(status.st_mtim)
    changedNanoseconds = FileStatus.nanoseconds(status.st_ctim)
    inode = UInt64(status.st_ino)
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    // Wrapping is harmless: the value is only compared and shown.
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}

/// An open file read from start to end.
package final class FileByteSource: ByteSource {
  private let descriptor: OwnedDescriptor
  private var position: UInt64 = 0
  /// The path it was opened by.
  package let path: String
  /// The file's state when it was opened.
  package let status: FileStatus

  /// Opens a regular file.
  /// - Throws: `cannotOpen`; `notRegularFile` for folders, pipes, devices, refused links.
  package init(path: String, followLinks: Bool = true) throws {
    descriptor = try OwnedDescriptor.reading(regularFile: path, followLinks: followLinks)
    status = try descriptor.status(label: path)
    self.path = path
  }

  /// Reads on.
  /// - Throws: `readFailed`.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try descriptor.read(at: position, into: buffer, label: path)
    position &+= UInt64(count)
    return count
  }

  /// The file's state now; differs from `status` when it was changed while being read.
  /// - Throws: `readFailed`.
  package func currentStatus() throws -> FileStatus { try descriptor.status(label: path) }
}

/// An open file read at any position, from any thread.
package final class RandomAccessFile: RandomAccess {
  private let descriptor: OwnedDescriptor
  /// The file's state when it was opened.
  package let status: FileStatus
  /// The path it was opened by.
  package let label: String

  /// Opens a regular file.
  /// - Throws: `cannotOpen`; `notRegularFile` for folders, pipes, devices.
  package init(path: String) throws {
    descriptor = try OwnedDescriptor.reading(regularFile: path, followLinks: true)
    status = try descriptor.status(label: path)
    label = path
  }

  /// Length in bytes when it was opened.
  package var size: UInt64 { status.size }

  /// The file's state now; differs from `status` when it was changed while being read.
  /// - Throws: `readFailed`.
  package func currentStatus() throws -> FileStatus { try descriptor.status(label: label) }

  /// Reads bytes at a position.
  /// - Throws: `readFailed`.
  package func read(
    at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer
  ) throws -> Int {
    try descriptor.read(at: offset, into: buffer, label: label)
  }
}

/// Repeats a system call while a signal interrupts it.
func retrying<Result: FixedWidthInteger & SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}

/// Writes all of some bytes at the place where a descriptor stands.
/// - Returns: the number of the error that kept it from doing so; nil when all is written.
package func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
  var rest = bytes
  while !rest.isEmpty {
    let count = retrying { write(descriptor, rest.baseAddress, rest.count) }
    guard count > 0 else { return count < 0 ? errno : EIO }
    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
  }
  return nil
}

/// The operating system's words for an error, that of the last failed call if none is given.
package func systemReason(_ number: Int32 = errno) -> String {
  guard let text = strerror(number) else { return "unknown fault" }
  return String(cString: text)
}
