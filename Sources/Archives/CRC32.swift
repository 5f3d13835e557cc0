import CZlib

/// The CRC-32 of zip and gzip (polynomial 0xEDB88320), built up piece by piece.
package struct CRC32: Sendable {
  /// The checksum of everything seen so far; 0 before the first byte.
  package private(set) var value: UInt32 = 0

  /// Starts at no bytes seen.
  package init() {}

  /// Takes in the next bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
    let next = crc32_z(uLong(value), base.assumingMemoryBound(to: UInt8.self), bytes.count)
    value = UInt32(truncatingIfNeeded: next)
  }

  /// The checksum of bytes at hand.
  package static func of(_ bytes: [UInt8]) -> UInt32 {
    var crc = CRC32()
    bytes.withUnsafeBytes { crc.update($0) }
    return crc.value
  }

  /// The checksum of `first` followed by `second`, from theirs and the length of the second.
  package static func combine(_ first: UInt32, _ second: UInt32, secondLength: UInt64) -> UInt32 {
    let length = Int(truncatingIfNeeded: secondLength)
    return UInt32(truncatingIfNeeded: crc32_combine(uLong(first), uLong(second), length))
  }
}
