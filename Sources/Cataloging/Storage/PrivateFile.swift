import Glibc

/// Folders and files that only their owner can read.
enum PrivateFile {
  /// Makes a folder and its missing parents; new ones get mode 0700.
  static func makeFolder(_ path: String) throws(CatalogError) {
    if mkdir(path, 0o700) == 0 { return }
    switch errno {
    case EEXIST:
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        throw CatalogError.file(path, "this is not a folder")
      }
    case ENOENT:
      guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
        throw CatalogError.file(path, "the folder cannot be made", errno: ENOENT)
      }
      try makeFolder(String(path[..<slash]))
      guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
        throw CatalogError.file(path, "the folder cannot be made", errno: errno)
      }
    case let number:
      throw CatalogError.file(path, "the folder cannot be made", errno: number)
    }
  }

  /// Makes an empty file with mode 0600 when there is none; SQLite's side files take its mode.
  static func touch(_ path: String) throws(CatalogError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw CatalogError.file(path, "the file cannot be made", errno: errno)
    }
    close(descriptor)
  }

  /// Brings the names in a folder to the disk.
  static func syncFolder(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
