import Archives
import Foundation
import Glibc

/// Bytes laid out so that they can be read at any position: in memory when they are few, else in a
/// private file without a name, which goes with the reader.
enum Spool {
  /// Bytes kept in memory.
  static let inMemory = 16 << 20

  /// Reads a source to its end. Without a folder everything must fit into memory.
  static func randomAccess(
    of source: any ByteSource, label: String, folder: String?
  ) throws -> any RandomAccess {
    var bytes: [UInt8] = []
    let buffer = RawBuffer(count: 256 * 1024)
    while bytes.count <= inMemory {
      let count = try source.read(into: buffer.bytes)
      if count == 0 { return RandomAccessBytes(bytes, label: label) }
      bytes.append(contentsOf: buffer.slice(0..<count))
    }
    guard let folder else {
      throw ArchiveError(.limitReached, "\(label) is larger than \(inMemory) bytes.")
    }
    let file = try TemporaryFile(folder: folder)
    try bytes.withUnsafeBytes { try file.write($0) }
    bytes = []
    try source.forEachPiece { try file.write($0) }
    return try RandomAccessFile(path: file.path)
  }
}

/// A private file that is gone when this is; what is open on it stays readable.
final class TemporaryFile: Sendable {
  /// Where it is. The name is one the next run clears away if this one is killed.
  let path: String
  private let descriptor: Int32

  /// Makes an empty file in a folder.
  convenience init(folder: String) throws {
    try self.init(path: "\(folder)/.partial-\(getpid())-\(UUID().uuidString)")
  }

  /// Makes an empty file of a name.
  init(path: String) throws {
    self.path = path
    TemporaryFiles.add(path)
    descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      TemporaryFiles.forget(path)
      throw ArchiveError(.writeFailed, "Cannot make the working file \(path).")
    }
  }

  deinit {
    close(descriptor)
    TemporaryFiles.remove(path)
  }

  /// Appends bytes.
  func write(_ bytes: UnsafeRawBufferPointer) throws {
    if let number = writeAll(bytes, to: descriptor) {
      throw ArchiveError(
        .writeFailed, "Cannot write the working file \(path): \(systemReason(number)).")
    }
  }
}
