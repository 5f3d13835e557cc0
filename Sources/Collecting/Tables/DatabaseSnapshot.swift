import Archives
import Crypto
import Foundation
import Glibc
import GRDB

/// A private copy of a SQLite database, so that the one at the source is only ever read.
final class DatabaseSnapshot {
  /// SHA-256 of the file, lower-case hexadecimal.
  let sha256: String
  /// SHA-256 of its write-ahead log or journal, where there is one with something in it.
  let logSHA256: String?
  /// Bytes of the file.
  let bytes: UInt64
  private let copies: [TemporaryFile]
  private let path: String

  private static let attempts = 5
  private static let pause: UInt32 = 200_000
  /// What SQLite writes beside a database: the log of changes not yet in it, or of those to undo.
  private static let logs = ["-wal", "-journal"]
  private static let magic = Array("SQLite format 3\u{0}".utf8)

  /// Copies a database, waiting a second at most for a writer to finish.
  /// - Throws: `TableRefusal`; `ArchiveError` when the file cannot be had.
  init(of path: String, in folder: String) throws {
    var taken: (copies: [TemporaryFile], path: String, digests: [String], bytes: UInt64)?
    for attempt in 0..<Self.attempts {
      if attempt > 0 { usleep(Self.pause) }
      if Self.isLocked(path) { continue }
      taken = try Self.copy(path, in: folder)
      if taken != nil { break }
    }
    guard let taken else {
      throw TableRefusal(
        code: "database_locked",
        detail: "Another program is writing to the database. Run again when it is done, or name a "
          + "copy, made with: sqlite3 \(path) \".backup copy.sqlite\"")
    }
    copies = taken.copies
    self.path = taken.path
    sha256 = taken.digests[0]
    logSHA256 = taken.digests.count > 1 ? taken.digests[1] : nil
    bytes = taken.bytes
  }

  deinit { unlink(path + "-shm") }

  /// Opens the copy.
  func open() throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA query_only = ON")
    }
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// The file and its log; nil when one of them changed meanwhile.
  private static func copy(
    _ path: String, in folder: String
  ) throws -> (copies: [TemporaryFile], path: String, digests: [String], bytes: UInt64)? {
    let before = stamps(path)
    let main = try FileByteSource(path: path)
    let head = try ArtifactIntake.head(of: FileByteSource(path: path))
    guard head.starts(with: magic) else {
      throw TableRefusal(
        code: "not_a_database",
        detail: "The file is no SQLite database, or it is encrypted.")
    }
    let target = try TemporaryFile(folder: folder)
    var copies = [target]
    var digests = [try copy(main, to: target)]
    for log in logs where (before[log] ?? 0) != 0 {
      guard let source = try? FileByteSource(path: path + log), source.status.size > 0 else {
        continue
      }
      let file = try TemporaryFile(path: target.path + log)
      digests.append(try copy(source, to: file))
      copies.append(file)
    }
    guard try main.currentStatus() == main.status, stamps(path) == before else { return nil }
    return (copies, target.path, digests, main.status.size)
  }

  private static func copy(_ source: any ByteSource, to file: TemporaryFile) throws -> String {
    let tee = CopyingSource(source, to: file)
    return try SourceIntake.digest(tee)
  }

  // Size and times of a database and what stands beside it, folded into a number each.
  private static func stamps(_ path: String) -> [String: Int] {
    var stamps: [String: Int] = [:]
    for log in [""] + logs {
      var status = stat()
      guard stat(path + log, &status) == 0, status.st_size > 0 else { continue }
      var hasher = Hasher()
      hasher.combine(status.st_size)
      hasher.combine(status.st_mtim.tv_sec)
      hasher.combine(status.st_mtim.tv_nsec)
      hasher.combine(status.st_ino)
      stamps[log] = hasher.finalize() | 1
    }
    return stamps
  }

  /// Whether a writer holds the lock under which pages are written (SQLite, "File Locking And
  /// Concurrency": the shared range begins at 1 GiB + 2 and has 510 bytes).
  private static func isLocked(_ path: String) -> Bool {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var lock = flock()
    lock.l_type = Int16(F_RDLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = 0x4000_0002
    lock.l_len = 510
    // Locks of an open file, not of a process: a writer in this process is seen too.
    let getLock: Int32 = 36
    guard withUnsafeMutablePointer(to: &lock, { fcntl(descriptor, getLock, $0) }) == 0 else {
      return false
    }
    return lock.l_type != Int16(F_UNLCK)
  }
}

/// Passes bytes on while writing them to a file.
private final class CopyingSource: ByteSource {
  private let source: any ByteSource
  private let file: TemporaryFile

  init(_ source: any ByteSource, to file: TemporaryFile) {
    self.source = source
    self.file = file
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try source.read(into: buffer)
    if count > 0 { try file.write(UnsafeRawBufferPointer(rebasing: buffer[0..<count])) }
    return count
  }
}
