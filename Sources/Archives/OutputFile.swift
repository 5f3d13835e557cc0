import Glibc

/// A file being written under a temporary name, private to the user, that gets its real name only
/// when it is whole. Dropped unfinished, it goes away.
final class OutputFile {
  /// Between the real name and the process number in a temporary one.
  static let mark = ".partial-"

  let path: String
  private let temporary: String
  private let descriptor: OwnedDescriptor
  private var buffer: [UInt8] = []
  private var flushed: UInt64 = 0
  private var isFinished = false

  private static let bufferSize = 1 << 20

  init(path: String) throws {
    self.path = path
    let (folder, name) = OutputFile.split(path)
    OutputFile.removeAbandoned(beside: path)
    temporary = "\(folder)/.\(name)\(OutputFile.mark)\(getpid())"
    let wanted = temporary
    let number = retrying {
      open(wanted, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    }
    guard number >= 0 else {
      throw ArchiveError(.cannotOpen, "Cannot create \(temporary): \(systemReason()).")
    }
    descriptor = OwnedDescriptor(number)
    TemporaryFiles.add(wanted)
    // Whoever cleans up later sees by the lock that the writer is still alive.
    _ = flock(number, LOCK_EX | LOCK_NB)
    buffer.reserveCapacity(OutputFile.bufferSize)
  }

  deinit {
    if !isFinished { unlink(temporary) }
    TemporaryFiles.forget(temporary)
  }

  var position: UInt64 { flushed + UInt64(buffer.count) }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    if buffer.count + bytes.count > OutputFile.bufferSize { try flush() }
    if bytes.count >= OutputFile.bufferSize {
      try put(bytes, at: flushed)
      flushed += UInt64(bytes.count)
    } else {
      buffer.append(contentsOf: bytes)
    }
  }

  func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }

  /// Writes over bytes written before.
  func overwrite(_ bytes: [UInt8], at place: UInt64) throws {
    try flush()
    try bytes.withUnsafeBytes { try put($0, at: place) }
  }

  /// Drops everything from `place` on.
  func truncate(to place: UInt64) throws {
    try flush()
    guard retrying({ ftruncate(descriptor.number, off_t(place)) }) == 0 else {
      throw failure("shorten")
    }
    flushed = place
  }

  /// Moves the bytes from `start` to the end by `distance`, leaving a hole of old bytes.
  func shiftUp(from start: UInt64, by distance: UInt64) throws {
    try flush()
    let block = RawBuffer(count: OutputFile.bufferSize)
    var end = flushed
    while end > start {
      let count = min(UInt64(OutputFile.bufferSize), end - start)
      end -= count
      let piece = UnsafeMutableRawBufferPointer(rebasing: block.bytes[0..<Int(count)])
      _ = try descriptor.read(at: end, into: piece, label: temporary)
      try put(UnsafeRawBufferPointer(piece), at: end + distance)
    }
    flushed += distance
  }

  /// Reads back what was written.
  func read(at place: UInt64, into piece: UnsafeMutableRawBufferPointer) throws -> Int {
    try flush()
    return try descriptor.read(at: place, into: piece, label: temporary)
  }

  /// Makes the bytes durable and gives them their name.
  func finish(replacing: Bool) throws {
    try flush()
    guard retrying({ fsync(descriptor.number) }) == 0 else { throw failure("sync") }
    if replacing {
      guard rename(temporary, path) == 0 else { throw failure("rename") }
    } else if link(temporary, path) == 0 {
      unlink(temporary)
    } else if errno == EEXIST {
      throw ArchiveError(
        .alreadyExists, "\(path) is already there; choose another name or ask to replace it.")
    } else {
      try renameWithoutLinks()
    }
    isFinished = true
    let (folder, _) = OutputFile.split(path)
    let directory = retrying { open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    if directory >= 0 {
      let owned = OwnedDescriptor(directory)
      _ = retrying { fsync(owned.number) }
    }
  }

  // Some file systems know no hard links; there the check and the rename are two steps.
  private func renameWithoutLinks() throws {
    guard access(path, F_OK) != 0 else {
      throw ArchiveError(
        .alreadyExists, "\(path) is already there; choose another name or ask to replace it.")
    }
    guard rename(temporary, path) == 0 else { throw failure("rename") }
  }

  private func flush() throws {
    guard !buffer.isEmpty else { return }
    try buffer.withUnsafeBytes { try put($0, at: flushed) }
    flushed += UInt64(buffer.count)
    buffer.removeAll(keepingCapacity: true)
  }

  private func put(_ bytes: UnsafeRawBufferPointer, at place: UInt64) throws {
    guard let base = bytes.baseAddress else { return }
    var done = 0
    while done < bytes.count {
      let count = retrying {
        pwrite(descriptor.number, base + done, bytes.count - done, off_t(place) + off_t(done))
      }
      guard count > 0 else { throw failure("write") }
      done += count
    }
  }

  private func failure(_ verb: String) -> ArchiveError {
    ArchiveError(.writeFailed, "Cannot \(verb) \(temporary): \(systemReason()).")
  }

  /// Removes what killed writers of this path left behind; a living writer's file is locked.
  static func removeAbandoned(beside path: String) {
    let (folder, name) = split(path)
    let start = ".\(name)\(mark)"
    for raw in FilePlace.names(inFolder: folder) ?? [] {
      let found = String(decoding: raw, as: UTF8.self)
      guard found.hasPrefix(start), found.dropFirst(start.count).allSatisfy(\.isNumber) else {
        continue
      }
      let number = retrying { open("\(folder)/\(found)", O_RDWR | O_CLOEXEC | O_NOFOLLOW) }
      guard number >= 0 else { continue }
      let owned = OwnedDescriptor(number)
      if flock(owned.number, LOCK_EX | LOCK_NB) == 0 { unlink("\(folder)/\(found)") }
    }
  }

  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let name = String(path[path.index(after: slash)...])
    return (slash == path.startIndex ? "/." : String(path[..<slash]), name)
  }
}
