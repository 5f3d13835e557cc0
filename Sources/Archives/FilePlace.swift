import Glibc

/// What stands at a path.
package struct FilePlace: Sendable, Equatable {
  /// What a path can lead to.
  package enum Kind: Sendable {
    /// A file.
    case file
    /// A folder.
    case folder
    /// A symbolic link that was not followed.
    case link
    /// A device, pipe or socket.
    case other
  }

  /// What it is.
  package let kind: Kind
  /// Bytes in it, when it is a file.
  package let size: UInt64

  /// Looks at a path; nil when nothing is there or it cannot be examined.
  package init?(path: String, followLinks: Bool = true) {
    var status = stat()
    guard (followLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    case S_IFLNK: kind = .link
    default: kind = .other
    }
    size = kind == .file ? UInt64(max(0, status.st_size)) : 0
  }

  /// The names in a folder as raw bytes, in no order, without `.` and `..`; nil when it cannot be
  /// read.
  package static func names(inFolder folder: String) -> [[UInt8]]? {
    guard let listing = opendir(folder) else { return nil }
    defer { closedir(listing) }
    return names(listedBy: listing)
  }

  /// As the other, of an open listing; one that breaks off is not had at all.
  static func names(listedBy listing: OpaquePointer) -> [[UInt8]]? {
    // Read where it stands: an entry is shorter than its type says, and a copy of the whole reads
    // beyond the end of the listing.
    guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return nil }
    var names: [[UInt8]] = []
    while true {
      // The end and a fault look alike but for this.
      errno = 0
      guard let entry = readdir(listing) else { return errno == 0 ? names : nil }
      let name = UnsafeRawPointer(entry) + offset
      let length = strlen(name.assumingMemoryBound(to: CChar.self))
      let raw = Array(UnsafeRawBufferPointer(start: name, count: length))
      if raw != [0x2E] && raw != [0x2E, 0x2E] { names.append(raw) }
    }
  }
}
