/// Unpacks a source that holds exactly one raw deflate stream.
package final class InflatingSource: ByteSource {
  private let packed: any ByteSource
  private let buffer = RawBuffer(count: 64 * 1024)
  private var pending = 0..<0
  private var inflater: Inflater
  private var ended = false

  /// Unpacks `packed` as it is read.
  /// - Throws: `compressionUnavailable`.
  package init(_ packed: any ByteSource, limits: InflateLimits = InflateLimits()) throws {
    self.packed = packed
    inflater = try Inflater(.raw, limits: limits)
  }

  /// Gives the next unpacked bytes; all that came out before damage has been given by then.
  /// - Throws: `truncated`, `damaged` (also for bytes after the stream) or `limitReached`.
  package func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
    while !ended {
      if pending.isEmpty { pending = 0..<(try packed.read(into: buffer.bytes)) }
      let inputEnded = pending.isEmpty
      let step = try inflater.inflate(buffer.slice(pending), into: output)
      pending = (pending.lowerBound + step.consumed)..<pending.upperBound
      if step.ended { try finish() }
      if step.produced > 0 { return step.produced }
      if inputEnded && !step.ended {
        throw ArchiveError(
          .truncated, "Compressed data ends before its stream does.", offset: inflater.totalIn)
      }
    }
    return 0
  }

  private func finish() throws {
    ended = true
    var behind = pending.count
    if behind == 0 { behind = try packed.read(into: buffer.bytes) }
    guard behind == 0 else {
      throw ArchiveError(
        .damaged, "Bytes stand behind the end of the compressed data.", offset: inflater.totalIn)
    }
  }
}

/// Passes bytes on while comparing them with the size and CRC-32 they should have.
package final class CheckedSource: ByteSource {
  private let source: any ByteSource
  private let label: String
  private let expectedCRC: UInt32
  private let expectedSize: UInt64
  private var crc = CRC32()
  private var size: UInt64 = 0

  /// Watches `source`; `label` is its name in messages.
  package init(_ source: any ByteSource, crc: UInt32, size: UInt64, label: String) {
    self.source = source
    self.label = label
    expectedCRC = crc
    expectedSize = size
  }

  /// Gives the next bytes.
  /// - Throws: `sizeMismatch` as soon as there are too many, or at the end too few;
  ///   `checksumMismatch` at the end; what the source throws.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try source.read(into: buffer)
    size &+= UInt64(count)
    if size > expectedSize || (count == 0 && size != expectedSize) {
      throw ArchiveError(
        .sizeMismatch, "\(label): \(size) bytes so far where \(expectedSize) are stated.")
    }
    guard count > 0 else {
      if crc.value != expectedCRC {
        throw ArchiveError(.checksumMismatch, "\(label): the CRC-32 is not the stated one.")
      }
      return 0
    }
    crc.update(UnsafeRawBufferPointer(rebasing: buffer[0..<count]))
    return count
  }
}
