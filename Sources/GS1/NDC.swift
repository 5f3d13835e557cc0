/// A US National Drug Code as an export wrote it (21 CFR 207.33).
package struct NDC: Hashable, Sendable {
  /// How labeler, product and package are cut.
  package enum Format: String, Sendable, CaseIterable {
    /// 4-4-2.
    case labeler4 = "4-4-2"
    /// 5-3-2.
    case product3 = "5-3-2"
    /// 5-4-1.
    case package1 = "5-4-1"
    /// 5-4-2, eleven digits.
    case eleven = "5-4-2"
    /// 6-4-2, from 7 March 2033.
    case twelve = "6-4-2"
    /// Ten digits without hyphens: the cut is unknown and never guessed.
    case ten = "10"
  }

  /// How it is cut.
  package var format: Format
  /// The digits alone.
  package var digits: String

  /// Reads a code with or without hyphens; nil when digits or hyphens fit no format.
  package static func parse(_ text: String) -> NDC? {
    var copy = text
    let bytes = copy.withUTF8 { Array($0[ByteText.trimmed($0)]) }
    let parts = bytes.split(separator: 0x2D, omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && ByteText.allDigits($0) }) else { return nil }
    let digits = ByteText.text(parts.joined())
    if parts.count == 3 {
      let cut = parts.map { String($0.count) }.joined(separator: "-")
      guard let format = Format(rawValue: cut) else { return nil }
      return NDC(format: format, digits: digits)
    }
    guard parts.count == 1 else { return nil }
    switch bytes.count {
    case 10: return NDC(format: .ten, digits: digits)
    case 11: return NDC(format: .eleven, digits: digits)
    case 12: return NDC(format: .twelve, digits: digits)
    default: return nil
    }
  }

  /// Eleven digits 5-4-2, zero-filled by format; nil when the cut is unknown or has twelve digits.
  package var digits11: String? {
    let bytes = Array(digits.utf8)
    switch format {
    case .labeler4: return "0" + digits
    case .product3: return ByteText.text(bytes[0..<5]) + "0" + ByteText.text(bytes[5...])
    case .package1: return ByteText.text(bytes[0..<9]) + "0" + ByteText.text(bytes[9...])
    case .eleven: return digits
    case .twelve, .ten: return nil
    }
  }

  /// Every ten-digit code this can be: one for the cut formats, up to three for eleven digits
  /// (each with one filling zero taken out), none for twelve. Sorted.
  package var candidates10: [String] {
    switch format {
    case .labeler4, .product3, .package1, .ten: return [digits]
    case .twelve: return []
    case .eleven:
      let bytes = Array(digits.utf8)
      var found: Set<String> = []
      for index in [0, 5, 9] where bytes[index] == 0x30 {
        var copy = bytes
        copy.remove(at: index)
        found.insert(ByteText.text(copy))
      }
      return found.sorted()
    }
  }
}
