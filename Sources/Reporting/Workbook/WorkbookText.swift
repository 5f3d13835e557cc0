/// Text as a workbook part takes it: XML 1.0 with what a spreadsheet would turn into something
/// else made plain.
enum WorkbookText {
  /// Most UTF-16 units a cell holds (ECMA-376 does not say, every spreadsheet program does).
  static let longest = 32_767

  /// The text of a cell, cut with a mark when it is too long for one.
  static func cell(_ text: String, longest: Int = longest) -> String {
    guard text.utf16.count > longest else { return escaped(text) }
    let mark = " … [cut: \(text.utf16.count) characters, the CSV has all]"
    var kept = ""
    var room = longest - mark.utf16.count
    for character in text {
      room -= character.utf16.count
      if room < 0 { break }
      kept.append(character)
    }
    return escaped(kept + mark)
  }

  /// Escaped for element content and quoted attributes.
  static func escaped(_ text: String) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count + 16)
    append(text, to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  /// Appends escaped text. Characters XML 1.0 has no place for become U+FFFD; those that turn the
  /// direction of text are shown by their code; `_x0041_` is written so that it stays what it is
  /// (ECMA-376 part 1, 22.9.2.19).
  static func append(_ text: String, to out: inout [UInt8]) {
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      switch scalar {
      case "&": out += Array("&amp;".utf8)
      case "<": out += Array("&lt;".utf8)
      case ">": out += Array("&gt;".utf8)
      case "\"": out += Array("&quot;".utf8)
      case "\n", "\t": out.append(UInt8(truncatingIfNeeded: scalar.value))
      case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{200E}", "\u{200F}":
        out += Array("[U+\(String(scalar.value, radix: 16, uppercase: true))]".utf8)
      case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}":
        out += [0xEF, 0xBF, 0xBD]
      case "_" where beginsEscape(scalars[index...].prefix(7)): out += Array("_x005F_".utf8)
      default:
        if scalar.isASCII {
          out.append(UInt8(truncatingIfNeeded: scalar.value))
        } else {
          out += Array(String(scalar).utf8)
        }
      }
      index = scalars.index(after: index)
    }
  }

  private static func beginsEscape(_ start: Substring.UnicodeScalarView) -> Bool {
    let parts = Array(start)
    return parts.count == 7 && parts[1] == "x" && parts[6] == "_"
      && parts[2..<6].allSatisfy { $0.properties.isASCIIHexDigit }
  }
}
