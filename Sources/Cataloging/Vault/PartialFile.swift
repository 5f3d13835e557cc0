import Archives
import Glibc
import Synchronization

/// A vault file on its way: private, under a temporary name until it is whole, gone if dropped.
final class PartialFile {
  private static let counter = Atomic<Int>(0)
  private static let bufferSize = 1 << 18

  private let temporary: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var isFinished = false

  init(folder: String) throws(CatalogError) {
    let number = Self.counter.add(1, ordering: .relaxed).newValue
    temporary = "\(folder)/.partial-\(getpid())-\(number)"
    descriptor = Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw CatalogError.file(temporary, "the original cannot be written", errno: errno)
    }
    buffer.reserveCapacity(Self.bufferSize)
  }

  deinit {
    if isFinished { return }
    close(descriptor)
    unlink(temporary)
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(CatalogError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Gives the file its name; one of equal size already there is kept instead, unless it is to be
  /// replaced. `sync` brings it to the disk.
  func finish(as path: String, _ sync: DiskSync, replacing: Bool) throws(CatalogError) {
    try flush()
    guard let slash = path.lastIndex(of: "/") else { return }
    let folder = String(path[..<slash])
    try PrivateFile.makeFolder(folder)
    var there = stat()
    var here = stat()
    if !replacing, stat(path, &there) == 0, fstat(descriptor, &here) == 0,
      there.st_size == here.st_size
    {
      // Another file may just have brought it, or a run that was killed before it was synced.
      let other = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
      if other >= 0 { sync.add(other, path: path, folder: folder) }
      return
    }
    guard rename(temporary, path) == 0 else {
      throw CatalogError.file(path, "the original cannot be put in place", errno: errno)
    }
    isFinished = true
    sync.add(descriptor, path: path, folder: folder)
  }

  private func flush() throws(CatalogError) {
    if let number = buffer.withUnsafeBytes({ writeAll($0, to: descriptor) }) {
      throw CatalogError.file(temporary, "the original cannot be written", errno: number)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Removes what killed runs left in a vault folder; only the holder of the lock may call this.
  static func removeAbandoned(in folder: String) {
    for raw in FilePlace.names(inFolder: folder) ?? [] {
      let name = String(decoding: raw, as: UTF8.self)
      if name.hasPrefix(".partial-") { unlink("\(folder)/\(name)") }
    }
  }
}
