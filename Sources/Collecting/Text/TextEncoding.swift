import GS1

/// The encodings that are read, all turned into UTF-8.
enum TextEncoding: String, Sendable {
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  case latin1 = "iso-8859-1"
  case windows1252 = "windows-1252"

  /// What the first bytes of a text say about its encoding.
  struct Finding {
    var encoding: TextEncoding
    /// Bytes of the byte order mark.
    var markLength: Int
    /// What to note about it; nil when the text says itself how it is written.
    var note: String?
    /// Set when it cannot be read.
    var unsupported: String?
  }

  /// Looks at the byte order mark, zero bytes and the XML declaration.
  static func detect(_ start: UnsafeRawBufferPointer) -> Finding {
    // Filled up with what makes no mark of a shorter text.
    let bytes = [UInt8](start.prefix(4)) + [0x80, 0x80, 0x80, 0x80].prefix(max(0, 4 - start.count))
    if bytes == [0xFF, 0xFE, 0, 0] || bytes == [0, 0, 0xFE, 0xFF] {
      return Finding(encoding: .utf8, markLength: 0, unsupported: "UTF-32")
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      return Finding(encoding: .utf8, markLength: 3)
    }
    if bytes.starts(with: [0xFF, 0xFE]) {
      return Finding(encoding: .utf16LittleEndian, markLength: 2)
    }
    if bytes.starts(with: [0xFE, 0xFF]) {
      return Finding(encoding: .utf16BigEndian, markLength: 2)
    }
    // No mark: the first character of XML and JSON is ASCII, so a zero beside it is UTF-16.
    if bytes[0] != 0, bytes[0] < 0x80, bytes[1] == 0, bytes[2] != 0 {
      return Finding(encoding: .utf16LittleEndian, markLength: 0, note: "utf-16le without mark")
    }
    if bytes[0] == 0, bytes[1] != 0, bytes[1] < 0x80 {
      return Finding(encoding: .utf16BigEndian, markLength: 0, note: "utf-16be without mark")
    }
    return declared(in: start)
  }

  private static func declared(in start: UnsafeRawBufferPointer) -> Finding {
    guard let label = label(in: start) else { return Finding(encoding: .utf8, markLength: 0) }
    switch label {
    case "utf-8", "utf8", "us-ascii", "ascii": return Finding(encoding: .utf8, markLength: 0)
    case "iso-8859-1", "latin1", "latin-1", "iso8859-1":
      return Finding(encoding: .latin1, markLength: 0)
    case "windows-1252", "cp1252", "ansi":
      return Finding(encoding: .windows1252, markLength: 0)
    case "iso-8859-15":
      return Finding(
        encoding: .windows1252, markLength: 0, note: "declared \(label), read as windows-1252")
    default:
      return Finding(encoding: .utf8, markLength: 0, note: "declared \(label), read as utf-8")
    }
  }

  /// The encoding an XML declaration names, in lower case.
  private static func label(in start: UnsafeRawBufferPointer) -> String? {
    let quotes: [UInt8] = [0x22, 0x27]
    // Bytes, because every file is asked twice, and characters cost many times as much.
    let head = start.prefix(200).map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 < 0x80 ? $0 : 0x3F }
    let body = head.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    guard body.starts(with: "<?xml".utf8), let end = body.firstIndex(of: 0x3E) else { return nil }
    let declaration = Array(body[..<end])
    guard let at = declaration.withUnsafeBufferPointer({ ByteSearch.first("encoding", in: $0) })
    else { return nil }
    let rest = declaration[at...].drop { !quotes.contains($0) }
    guard let quote = rest.first else { return nil }
    return String(decoding: rest.dropFirst().prefix { $0 != quote }, as: UTF8.self)
  }

  /// The characters of windows-1252 from 0x80 to 0x9F; 0xFFFD where it has none.
  static let windows1252High: [UInt16] = [
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
  ]
}
