import CZlib

/// How much may come out of a compressed stream before it is taken for a bomb.
package struct InflateLimits: Sendable {
  /// Bytes that may come out in all.
  package var output: UInt64
  /// Bytes that may come out for each byte that went in, once `floor` bytes are out.
  /// Deflate itself can reach 1,032; event files and logs stay below 60.
  package var ratio: UInt64
  /// Bytes that may come out before the ratio is looked at.
  package var floor: UInt64

  /// Makes limits; the defaults are one tebibyte, 1 : 200, and 1 MiB.
  package init(output: UInt64 = 1 << 40, ratio: UInt64 = 200, floor: UInt64 = 1 << 20) {
    self.output = output
    self.ratio = ratio
    self.floor = floor
  }

  /// True when `unpacked` bytes from `packed` ones break the ratio.
  package func breaksRatio(packed: UInt64, unpacked: UInt64) -> Bool {
    guard unpacked > floor else { return false }
    let allowed = max(packed, 1).multipliedReportingOverflow(by: ratio)
    return !allowed.overflow && unpacked > allowed.partialValue
  }
}

/// A deflate stream being unpacked, raw or in a gzip wrapper, within limits.
package struct Inflater: ~Copyable {
  /// What stands around the deflate data.
  package enum Format: Sendable {
    /// Nothing (RFC 1951).
    case raw
    /// A gzip header and trailer (RFC 1952), whose CRC and length are checked.
    case gzip
  }

  /// What one call did.
  package struct Step: Sendable {
    /// Bytes taken from the input.
    package let consumed: Int
    /// Bytes put into the output.
    package let produced: Int
    /// True when the stream is complete.
    package let ended: Bool
  }

  // zlib keeps the address of the z_stream, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private let limits: InflateLimits
  /// Bytes taken in since the start, over all streams.
  package private(set) var totalIn: UInt64 = 0
  /// Bytes given out since the start, over all streams.
  package private(set) var totalOut: UInt64 = 0

  /// Starts unpacking.
  /// - Throws: `compressionUnavailable` when zlib cannot start.
  package init(_ format: Format = .raw, limits: InflateLimits = InflateLimits()) throws {
    self.limits = limits
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let bits: Int32 = format == .raw ? -15 : 15 + 16
    let code = inflateInit2_(stream, bits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else {
      throw ArchiveError(
        .compressionUnavailable,
        "Unpacking could not start (zlib code \(code)); free some memory and try again.")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Unpacks as much of `input` into `output` as fits; no progress means more of either is needed.
  /// What came out before damage is given first: the call after it throws.
  /// - Throws: `damaged` for data that is not deflate, `limitReached` at a limit.
  package mutating func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws -> Step {
    let given = min(input.count, 1 << 30)
    let room = min(output.count, 1 << 30)
    stream.pointee.next_in = Deflater.zlibInput(input)
    stream.pointee.avail_in = UInt32(given)
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(room)
    let code = CZlib.inflate(stream, Z_NO_FLUSH)
    let consumed = given - Int(stream.pointee.avail_in)
    let produced = room - Int(stream.pointee.avail_out)
    totalIn &+= UInt64(consumed)
    totalOut &+= UInt64(produced)
    guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR || produced > 0 else {
      let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib code \(code)"
      throw ArchiveError(.damaged, "Compressed data is damaged: \(reason)", offset: totalIn)
    }
    try checkLimits()
    return Step(consumed: consumed, produced: produced, ended: code == Z_STREAM_END)
  }

  /// Makes ready for another stream; totals and limits carry on.
  package mutating func restart() { inflateReset(stream) }

  private func checkLimits() throws {
    if totalOut > limits.output {
      throw ArchiveError(
        .limitReached, "More than \(limits.output) bytes came out of the compressed data.",
        offset: totalIn)
    }
    if limits.breaksRatio(packed: totalIn, unpacked: totalOut) {
      throw ArchiveError(
        .limitReached,
        "The compressed data grows more than \(limits.ratio) times; it is taken for a bomb.",
        offset: totalIn)
    }
  }
}
