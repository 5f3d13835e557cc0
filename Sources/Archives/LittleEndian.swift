// Numbers in zip and deflate headers stand lowest byte first.

extension [UInt8] {
  mutating func appendLittleEndian<Number: FixedWidthInteger>(_ number: Number) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }

  /// The 16-bit number at `place`, which the caller has made sure lies inside.
  func number16(_ place: Int) -> UInt16 {
    UInt16(self[place]) | UInt16(self[place + 1]) << 8
  }

  /// The 32-bit number at `place`, which the caller has made sure lies inside.
  func number32(_ place: Int) -> UInt32 {
    UInt32(number16(place)) | UInt32(number16(place + 2)) << 16
  }

  /// The 64-bit number at `place`, which the caller has made sure lies inside.
  func number64(_ place: Int) -> UInt64 {
    UInt64(number32(place)) | UInt64(number32(place + 4)) << 32
  }
}
