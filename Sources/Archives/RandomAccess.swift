/// Bytes that can be read at any position and do not change while they are read.
package protocol RandomAccess: AnyObject, Sendable {
  /// How many bytes there are.
  var size: UInt64 { get }
  /// What to call it in messages.
  var label: String { get }
  /// Fills `buffer` from `offset`; fewer bytes only at the end.
  /// - Throws: `readFailed`.
  func read(at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

extension RandomAccess {
  /// Exactly `count` bytes from `offset`, or nil when there are fewer.
  func bytes(at offset: UInt64, count: Int) throws -> [UInt8]? {
    guard offset <= size, UInt64(count) <= size - offset else { return nil }
    let got = try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = try read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
    }
    return got.count == count ? got : nil
  }
}

/// Bytes in memory, read at any position.
package final class RandomAccessBytes: RandomAccess {
  private let bytes: [UInt8]
  /// What to call it in messages.
  package let label: String

  /// Holds `bytes`.
  package init(_ bytes: [UInt8], label: String = "memory") {
    self.bytes = bytes
    self.label = label
  }

  /// How many bytes there are.
  package var size: UInt64 { UInt64(bytes.count) }

  /// Copies bytes out.
  package func read(
    at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer
  ) throws -> Int {
    guard offset < size else { return 0 }
    let start = Int(offset)
    let count = min(buffer.count, bytes.count - start)
    bytes.withUnsafeBytes { all in
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[start..<start + count]))
    }
    return count
  }
}

/// A stretch of something that can be read at any position, as a source.
package final class RangeSource: ByteSource {
  private let file: any RandomAccess
  private var position: UInt64
  private var left: UInt64

  /// Reads `count` bytes from `offset` on.
  package init(_ file: any RandomAccess, from offset: UInt64, count: UInt64) {
    self.file = file
    position = offset
    left = count
  }

  /// Copies the next bytes of the stretch.
  /// - Throws: `truncated` when the file ends inside the stretch.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard left > 0 else { return 0 }
    let want = Int(min(UInt64(buffer.count), left))
    let count = try file.read(
      at: position, into: UnsafeMutableRawBufferPointer(rebasing: buffer[0..<want]))
    guard count > 0 else {
      throw ArchiveError(.truncated, "\(file.label) ends too early.", offset: position)
    }
    position &+= UInt64(count)
    left -= UInt64(count)
    return count
  }
}
