import CZlib

/// A raw deflate stream (RFC 1951): bytes in, compressed bytes out, in pieces of any size.
package struct Deflater: ~Copyable {
  /// What to do with bytes still held back at the end of a call.
  package enum Flush: Sendable {
    /// Hold them for better compression.
    case none
    /// Write them out up to a byte boundary, keeping the stream open.
    case sync
    /// Write them out and end the stream.
    case finish

    fileprivate var zlib: Int32 {
      switch self {
      case .none: Z_NO_FLUSH
      case .sync: Z_SYNC_FLUSH
      case .finish: Z_FINISH
      }
    }
  }

  /// The level for what nothing else is said of, so that equal bytes give equal archives.
  package static let standardLevel = 6

  // zlib keeps the address of the z_stream, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private let output: RawBuffer

  /// Starts a stream at `level` 0 (none) to 9 (best).
  /// - Throws: `compressionUnavailable` when zlib cannot start.
  package init(level: Int = Deflater.standardLevel) throws {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    output = RawBuffer(count: 64 * 1024)
    let code = deflateInit2_(
      stream, Int32(clamping: level), Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else {
      throw ArchiveError(
        .compressionUnavailable,
        "Compression could not start (zlib code \(code)); free some memory and try again.")
    }
  }

  deinit {
    deflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Compresses `input` and hands what comes out to `emit`, in order.
  /// - Throws: what `emit` throws.
  package mutating func write(
    _ input: UnsafeRawBufferPointer, flush: Flush = .none,
    emit: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var rest = input
    repeat {
      // avail_in is 32 bits wide.
      let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(piece.count))
      try drain(piece, flush: rest.isEmpty ? flush.zlib : Z_NO_FLUSH, emit: emit)
    } while !rest.isEmpty
  }

  private func drain(
    _ piece: UnsafeRawBufferPointer, flush: Int32, emit: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    stream.pointee.next_in = Deflater.zlibInput(piece)
    stream.pointee.avail_in = UInt32(piece.count)
    while true {
      stream.pointee.next_out = output.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = UInt32(output.bytes.count)
      let code = deflate(stream, flush)
      guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
        throw ArchiveError(.damaged, "Compression failed (zlib code \(code)).")
      }
      let made = output.bytes.count - Int(stream.pointee.avail_out)
      if made > 0 { try emit(output.slice(0..<made)) }
      if stream.pointee.avail_out > 0 || code == Z_STREAM_END { break }
    }
  }

  /// Starts a fresh stream that may refer back to `dictionary`, at most the last 32 KiB before it.
  package mutating func restart(dictionary: UnsafeRawBufferPointer) throws {
    guard deflateReset(stream) == Z_OK else {
      throw ArchiveError(.compressionUnavailable, "Compression could not be restarted.")
    }
    guard let base = dictionary.baseAddress, !dictionary.isEmpty else { return }
    let code = deflateSetDictionary(
      stream, base.assumingMemoryBound(to: UInt8.self), UInt32(dictionary.count))
    guard code == Z_OK else {
      throw ArchiveError(.damaged, "Compression refused its dictionary (zlib code \(code)).")
    }
  }

  /// `input` as zlib takes it; zlib does not write through it.
  static func zlibInput(_ input: UnsafeRawBufferPointer) -> UnsafeMutablePointer<UInt8>? {
    UnsafeMutableRawPointer(mutating: input.baseAddress)?.assumingMemoryBound(to: UInt8.self)
  }
}
