import Foundation

/// Header texts without what does not tell them apart.
package enum HeaderText {
  /// Lower case, without diacritics, blanks and punctuation: `Chargen-Nr.` is `chargennr`.
  package static func folded(_ text: String) -> String {
    if isASCII(text) { return foldedASCII(text) }
    var result = String.UnicodeScalarView()
    for scalar in text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
      switch scalar {
      case "ß": result.append(contentsOf: "ss".unicodeScalars)
      case "æ": result.append(contentsOf: "ae".unicodeScalars)
      case "œ": result.append(contentsOf: "oe".unicodeScalars)
      case "ø": result.append("o")
      case "ł": result.append("l")
      case "đ": result.append("d")
      case "№": result.append(contentsOf: "no".unicodeScalars)
      case "%": result.append(contentsOf: "pct".unicodeScalars)
      case "#": result.append(contentsOf: "no".unicodeScalars)
      default:
        let properties = scalar.properties
        if properties.isAlphabetic || properties.numericType != nil { result.append(scalar) }
      }
    }
    return String(result)
  }

  static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

  // Most headers and nearly all aliases: no table of characters is asked.
  private static func foldedASCII(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"):
        bytes.append(byte)
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte | 0x20)
      case UInt8(ascii: "%"): bytes.append(contentsOf: "pct".utf8)
      case UInt8(ascii: "#"): bytes.append(contentsOf: "no".utf8)
      default: break
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The foldings by which a header is looked up, the most exact first: as it is, with `ä` written
  /// `ae`, without brackets that say how the column is written (a date's pattern, a zone, a plural),
  /// without a vendor's ending `__c`. Other brackets may turn the meaning round: `Closed (planned)`.
  package static func readings(_ text: String) -> [String] {
    var readings: [String] = []
    func add(_ text: String) {
      let folded = folded(text)
      if !folded.isEmpty, !readings.contains(folded) { readings.append(folded) }
    }
    add(text)
    if !isASCII(text) {
      add(
        text.replacing("ä", with: "ae").replacing("ö", with: "oe").replacing("ü", with: "ue")
          .replacing("Ä", with: "Ae").replacing("Ö", with: "Oe").replacing("Ü", with: "Ue"))
    }
    if let bare = HeaderBrackets(text), bare.sayOnlyHowItIsWritten { add(bare.rest) }
    if text.utf8.contains(UInt8(ascii: "_")) { add(withoutEnding(text)) }
    return readings
  }

  private static func withoutEnding(_ text: String) -> String {
    guard let range = text.range(of: "__", options: .backwards),
      text.distance(from: range.upperBound, to: text.endIndex) <= 4
    else { return text }
    return String(text[..<range.lowerBound])
  }
}
