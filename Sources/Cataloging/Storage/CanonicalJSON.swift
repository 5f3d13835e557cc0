/// JSON in one canonical form: keys sorted by their UTF-8 bytes, no blanks, integers only.
///
/// Equal values give equal bytes, so the text can be hashed and compared.
package indirect enum CanonicalJSON: Equatable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A whole number.
  case integer(Int64)
  /// Text.
  case string(String)
  /// A list in its order.
  case array([CanonicalJSON])
  /// Members; order does not matter.
  case object([String: CanonicalJSON])

  /// The canonical text.
  package var text: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A text or `null`.
  package static func optional(_ text: String?) -> CanonicalJSON {
    text.map { .string($0) } ?? .null
  }

  /// A whole number or `null`.
  package static func optional(_ number: Int64?) -> CanonicalJSON {
    number.map { .integer($0) } ?? .null
  }

  /// Appends the canonical UTF-8 bytes.
  func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += String(value).utf8
    case .string(let value): Self.quote(value, to: &bytes)
    case .array(let values):
      bytes.append(0x5B)
      for (index, value) in values.enumerated() {
        if index > 0 { bytes.append(0x2C) }
        value.write(to: &bytes)
      }
      bytes.append(0x5D)
    case .object(let members):
      bytes.append(0x7B)
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      for (index, member) in sorted.enumerated() {
        if index > 0 { bytes.append(0x2C) }
        Self.quote(member.key, to: &bytes)
        bytes.append(0x3A)
        member.value.write(to: &bytes)
      }
      bytes.append(0x7D)
    }
  }

  private static let hex = Array("0123456789abcdef".utf8)

  /// Appends a text as a JSON string.
  package static func quote(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C: bytes += [0x5C, byte]
      case 0x0A: bytes += [0x5C, 0x6E]
      case 0x0D: bytes += [0x5C, 0x72]
      case 0x09: bytes += [0x5C, 0x74]
      case 0..<0x20:
        bytes += [0x5C, 0x75, 0x30, 0x30, hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }
}
