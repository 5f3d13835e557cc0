/// A zip of stored members with a fixed date, as a workbook needs: the same members, the same bytes.
struct StoredZip {
  private var body: [UInt8] = []
  private var directory: [UInt8] = []
  private var members: UInt16 = 0

  /// Adds a member; its name is ASCII.
  mutating func add(_ name: String, _ content: [UInt8]) {
    let offset = UInt32(body.count)
    var shared: [UInt8] = []
    // Version 2.0, no flags, stored, 1 January 2026 00:00 in DOS form.
    for value: UInt16 in [20, 0, 0, 0, 46 << 9 | 1 << 5 | 1] { Self.put(value, to: &shared) }
    for value in [CRC.of(content), UInt32(content.count), UInt32(content.count)] {
      Self.put(value, to: &shared)
    }
    Self.put(UInt16(name.utf8.count), to: &shared)
    Self.put(UInt16(0), to: &shared)
    Self.put(UInt32(0x0403_4B50), to: &body)
    body += shared + Array(name.utf8) + content
    Self.put(UInt32(0x0201_4B50), to: &directory)
    Self.put(UInt16(20), to: &directory)
    directory += shared
    for _ in 0..<3 { Self.put(UInt16(0), to: &directory) }
    Self.put(UInt32(0), to: &directory)
    Self.put(offset, to: &directory)
    directory += Array(name.utf8)
    members += 1
  }

  /// The whole archive.
  var bytes: [UInt8] {
    var end: [UInt8] = []
    Self.put(UInt32(0x0605_4B50), to: &end)
    for value: UInt16 in [0, 0, members, members] { Self.put(value, to: &end) }
    Self.put(UInt32(directory.count), to: &end)
    Self.put(UInt32(body.count), to: &end)
    Self.put(UInt16(0), to: &end)
    return body + directory + end
  }

  private static func put<T: FixedWidthInteger>(_ value: T, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }
}

/// CRC-32 as zip uses it (ISO 3309).
enum CRC {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1
    }
  }

  static func of(_ bytes: [UInt8]) -> UInt32 {
    bytes.reduce(0xFFFF_FFFF) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 } ^ 0xFFFF_FFFF
  }
}
