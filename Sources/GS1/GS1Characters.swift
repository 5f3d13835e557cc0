/// The character sets of the GS1 General Specifications (section 7.11) and of EPC URIs.
package enum GS1Characters {
  // One bit per ASCII code; two words are quicker than a table and need no memory access.
  private static let set82Low: UInt64 = 0xFFFF_FFE6_0000_0000
  private static let set82High: UInt64 = 0x07FF_FFFE_87FF_FFFE
  private static let urnLow: UInt64 = 0x2FFF_7F82_0000_0000
  private static let linkLow: UInt64 = 0x2BFF_6080_0000_0000
  private static let linkHigh: UInt64 = 0x47FF_FFFE_87FF_FFFE

  /// Whether the byte belongs to the GS1 AI encodable character set 82.
  @inline(__always)
  package static func isSet82(_ byte: UInt8) -> Bool {
    guard byte < 128 else { return false }
    return ((byte < 64 ? set82Low : set82High) >> UInt64(byte & 63)) & 1 == 1
  }

  /// Whether the byte is of set 82 and stands for itself in an EPC URI (EPC Tag Data Standard,
  /// section 6.3.1).
  @inline(__always)
  package static func isURNLiteral(_ byte: UInt8) -> Bool {
    guard byte < 128 else { return false }
    return ((byte < 64 ? urnLow : set82High) >> UInt64(byte & 63)) & 1 == 1
  }

  /// Whether the byte stands for itself in the path of a Digital Link: RFC 3986 unreserved, and of
  /// the sub-delimiters `'`, `;` and `=`, which GS1 leaves as they are (GS1 Digital Link Standard,
  /// table 7-1).
  @inline(__always)
  package static func isLinkLiteral(_ byte: UInt8) -> Bool {
    guard byte < 128 else { return false }
    return ((byte < 64 ? linkLow : linkHigh) >> UInt64(byte & 63)) & 1 == 1
  }

  /// The text with every byte that may not stand in an EPC URI written as `%XX`.
  package static func urnEncoded(_ text: String) -> String {
    encoded(text, literal: isURNLiteral)
  }

  /// The text with every reserved byte written as `%XX`, for a Digital Link path.
  package static func linkEncoded(_ text: String) -> String {
    encoded(text, literal: isLinkLiteral)
  }

  private static func encoded(_ text: String, literal: (UInt8) -> Bool) -> String {
    if text.utf8.allSatisfy(literal) { return text }
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count + 8)
    let hex = Array("0123456789ABCDEF".utf8)
    for byte in text.utf8 {
      if literal(byte) {
        out.append(byte)
      } else {
        out.append(0x25)
        out.append(hex[Int(byte >> 4)])
        out.append(hex[Int(byte & 15)])
      }
    }
    return ByteText.text(out)
  }

  /// Percent-decoding: the decoded bytes, and whether every `%` was followed by two hex digits. A
  /// stray `%` is kept as it is.
  package static func percentDecoded(_ bytes: some Collection<UInt8>) -> ([UInt8], isClean: Bool) {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var isClean = true
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      let next = bytes.index(after: index)
      if byte == 0x25 {
        if next < bytes.endIndex, let high = bytes[next].hexValue {
          let second = bytes.index(after: next)
          if second < bytes.endIndex, let low = bytes[second].hexValue {
            out.append(high << 4 | low)
            index = bytes.index(after: second)
            continue
          }
        }
        isClean = false
      }
      out.append(byte)
      index = next
    }
    return (out, isClean)
  }
}
