import Glibc

/// Small results: whole under their name, or not there.
package enum WholeFile {
  /// Writes bytes under a temporary name, private to the user, and gives them their name when they
  /// are on the disk. What stands there and is no regular file (a device, a pipe) is written into,
  /// never replaced.
  /// - Throws: `cannotOpen`, `notRegularFile` for a folder, `writeFailed`.
  package static func write(_ bytes: [UInt8], to path: String) throws {
    var there = stat()
    if stat(path, &there) == 0, there.st_mode & S_IFMT != S_IFREG {
      return try pour(bytes, into: path, isFolder: there.st_mode & S_IFMT == S_IFDIR)
    }
    let file = try OutputFile(path: path)
    try file.write(bytes)
    try file.finish(replacing: true)
  }

  private static func pour(_ bytes: [UInt8], into path: String, isFolder: Bool) throws {
    guard !isFolder else {
      throw ArchiveError(.notRegularFile, "\(path) is a folder; name a file to write.")
    }
    let number = retrying { open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY) }
    guard number >= 0 else {
      throw ArchiveError(.cannotOpen, "Cannot write to \(path): \(systemReason()).")
    }
    let owned = OwnedDescriptor(number)
    if let number = bytes.withUnsafeBytes({ writeAll($0, to: owned.number) }) {
      throw ArchiveError(.writeFailed, "Cannot write to \(path): \(systemReason(number)).")
    }
  }
}
