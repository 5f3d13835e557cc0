/// A deflated file in memory that was unpacked once to prove its CRC and size.
package struct ProvenDeflate: Sendable {
  let packed: [UInt8]
  let crc: UInt32
  let size: UInt64

  /// Reads all of `packed` and unpacks it; `inspect` sees the unpacked bytes, for digests.
  ///
  /// - Throws: `damaged`, `truncated`, `checksumMismatch`, `sizeMismatch`, what the source or
  ///   `inspect` throws.
  package init(
    _ packed: any ByteSource, crc: UInt32, packedSize: Int, size: UInt64, label: String,
    inspect: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    // One byte more, to see one too many.
    let bytes = try [UInt8](unsafeUninitializedCapacity: packedSize + 1) { buffer, count in
      count = try packed.fill(UnsafeMutableRawBufferPointer(buffer))
    }
    guard bytes.count == packedSize else {
      throw ArchiveError(
        .sizeMismatch,
        "\(label): there are \(bytes.count > packedSize ? "more" : "fewer") than the "
          + "\(packedSize) packed bytes stated.")
    }
    let limits = InflateLimits(output: UInt64.max, ratio: UInt64.max)
    try CheckedSource(
      InflatingSource(MemorySource(bytes), limits: limits), crc: crc, size: size, label: label
    ).forEachPiece(inspect)
    (self.packed, self.crc, self.size) = (bytes, crc, size)
  }
}
