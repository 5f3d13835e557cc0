/// Bytes that arrive in order, once. A class, because reading moves it on.
package protocol ByteSource: AnyObject {
  /// Puts up to `buffer.count` bytes (at least 1) into `buffer` and says how many; 0 means the end.
  /// - Throws: when the bytes cannot be had or prove damaged; what came before stays good.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

extension ByteSource {
  /// Hands everything that is left to `body`, piece by piece.
  package func forEachPiece(
    ofUpTo size: Int = 256 * 1024, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let buffer = RawBuffer(count: size)
    while true {
      let count = try read(into: buffer.bytes)
      if count == 0 { return }
      try body(buffer.slice(0..<count))
    }
  }

  /// Everything that is left.
  /// - Throws: `limitReached` when it is more than `limit` bytes.
  package func readAll(limit: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachPiece { piece in
      guard piece.count <= limit - bytes.count else {
        throw ArchiveError(.limitReached, "More than \(limit) bytes where fewer are allowed.")
      }
      bytes.append(contentsOf: piece)
    }
    return bytes
  }

  /// Everything that is left, piece by piece, nil at the end.
  /// - Throws: `limitReached` when it is more than `limit` bytes.
  package func pieces(limit: Int, ofUpTo size: Int = 256 * 1024) -> () throws -> [UInt8]? {
    var left = limit
    return {
      let piece = try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        count = try self.read(into: UnsafeMutableRawBufferPointer(buffer))
      }
      guard piece.count <= left else {
        throw ArchiveError(.limitReached, "More than \(limit) bytes where fewer are allowed.")
      }
      left -= piece.count
      return piece.isEmpty ? nil : piece
    }
  }

  /// Fills `buffer` from its start unless the bytes end first; says how many were had.
  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var had = 0
    while had < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[had...])
      let count = try read(into: rest)
      if count == 0 { break }
      had += count
    }
    return had
  }
}

/// Bytes in memory as a source.
package final class MemorySource: ByteSource {
  private let bytes: [UInt8]
  private var position = 0

  /// Reads `bytes` from the first to the last.
  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Copies the next bytes.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = min(buffer.count, bytes.count - position)
    guard count > 0 else { return 0 }
    bytes.withUnsafeBytes { all in
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[position..<position + count]))
    }
    position += count
    return count
  }
}

/// Bytes already read, followed by the rest of the source they came from.
final class PrefixedSource: ByteSource {
  private let prefix: MemorySource
  private let rest: any ByteSource

  init(prefix: [UInt8], rest: any ByteSource) {
    self.prefix = MemorySource(prefix)
    self.rest = rest
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try prefix.read(into: buffer)
    return count > 0 ? count : try rest.read(into: buffer)
  }
}
