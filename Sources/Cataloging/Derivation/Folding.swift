/// Spellings that mean one thing to a person: case, separators, letters like digits.
enum Folding {
  enum Level: Int, CaseIterable { case zeros, letterCase, separator, confusable }

  /// `text` with what `level` and the lesser levels of its kind forgive taken out.
  static func fold(_ text: some Sequence<UInt8>, _ level: Level) -> [UInt8] {
    var folded: [UInt8] = []
    for byte in text {
      switch level {
      case .zeros:
        if folded.isEmpty && byte == UInt8(ascii: "0") { continue }
        folded.append(byte)
      case .letterCase: folded.append(lower(byte))
      case .separator: if !isSeparator(byte) { folded.append(lower(byte)) }
      case .confusable: if !isSeparator(byte) { folded.append(plain(lower(byte))) }
      }
    }
    return folded
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= 65 && byte <= 90 ? byte | 0x20 : byte
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  private static func plain(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "o"): UInt8(ascii: "0")
    case UInt8(ascii: "i"), UInt8(ascii: "l"): UInt8(ascii: "1")
    default: byte
    }
  }
}
