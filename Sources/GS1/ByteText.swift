/// Byte questions the parsers ask all the time, without locale and without `Character`.
extension UInt8 {
  /// Whether this is one of `0`…`9`.
  @inline(__always)
  var isASCIIDigit: Bool { self &- 0x30 <= 9 }

  /// Whether this is a letter of the ASCII alphabet.
  @inline(__always)
  var isASCIILetter: Bool { (self | 0x20) &- 0x61 <= 25 }

  /// The lower-case form of an ASCII capital; every other byte stays as it is.
  @inline(__always)
  var lowercasedASCII: UInt8 { self &- 0x41 <= 25 ? self | 0x20 : self }

  /// The value 0…15 of a hexadecimal digit, or nil.
  var hexValue: UInt8? {
    switch self {
    case 0x30...0x39: self & 0x0F
    case 0x41...0x46, 0x61...0x66: (self & 0x0F) + 9
    default: nil
    }
  }
}

/// Helpers on runs of bytes shared by the parsers of this module.
enum ByteText {
  /// The text of bytes; what is no UTF-8 becomes U+FFFD.
  static func text(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  /// Whether every byte is an ASCII digit; true for none.
  static func allDigits(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.allSatisfy { $0.isASCIIDigit }
  }

  /// The range left when blanks, line breaks, no-break spaces and a byte order mark at both ends
  /// are taken away.
  static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    var low = 0
    var high = bytes.count
    while low < high {
      if isBlank(bytes[low]) {
        low += 1
      } else if low + 1 < high, bytes[low] == 0xC2, bytes[low + 1] == 0xA0 {
        low += 2
      } else if low + 2 < high, bytes[low] == 0xEF, bytes[low + 1] == 0xBB, bytes[low + 2] == 0xBF {
        low += 3
      } else {
        break
      }
    }
    while high > low {
      if isBlank(bytes[high - 1]) {
        high -= 1
      } else if high - 1 > low, bytes[high - 2] == 0xC2, bytes[high - 1] == 0xA0 {
        high -= 2
      } else {
        break
      }
    }
    return low..<high
  }

  /// Blank, tab, line feed, form feed, carriage return; the separators 0x1C…0x1F are data.
  static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
  }

  /// Whether `bytes` begin with the ASCII text, which must be lower case, in any case.
  static func hasPrefix(_ bytes: some Collection<UInt8>, anyCase prefix: StaticString) -> Bool {
    guard bytes.count >= prefix.utf8CodeUnitCount else { return false }
    return prefix.withUTF8Buffer { expected in
      zip(bytes, expected).allSatisfy { $0.lowercasedASCII == $1 }
    }
  }

  /// Decimal digits of a number, filled with zeros to `width` (at most 19); a longer number keeps
  /// all its digits.
  static func digits(_ number: Int64, width: Int) -> String {
    var rest = number < 0 ? 0 : number
    if width >= 0, width <= 15, rest < powerOfTen(width) {
      return String(unsafeUninitializedCapacity: width) { buffer in
        var index = width - 1
        while index >= 0 {
          buffer[index] = 0x30 + UInt8(rest % 10)
          rest /= 10
          index -= 1
        }
        return width
      }
    }
    return String(rest).zeroPadded(to: width)
  }

  /// 10 to the power of 0…18; a power outside counts as the nearest of these.
  @inline(__always)
  static func powerOfTen(_ power: Int) -> Int64 {
    var value: Int64 = 1
    // At most 10¹⁸, which an Int64 holds.
    for _ in 0..<min(max(power, 0), 18) { value &*= 10 }
    return value
  }
}
