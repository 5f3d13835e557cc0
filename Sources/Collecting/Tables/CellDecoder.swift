import Foundation

/// Turns the bytes of one cell into text.
///
/// Cells are split before they are decoded: delimiters, quotes and line ends are the same bytes in
/// UTF-8 and in every one-byte encoding read here.
struct CellDecoder {
  /// What was odd about a cell's bytes.
  enum Oddity: Hashable {
    /// No UTF-8, though nothing else was declared; read as Windows-1252.
    case assumedWindows1252
    /// Bytes the encoding has no character for, read as U+FFFD.
    case invalidBytes
    /// A NUL, read as U+FFFD.
    case nul
  }

  /// The declared encoding, by its IANA name in lower case; nil when none is.
  let declared: String?
  private let table: [UInt16]?

  init(declared: String?) {
    self.declared = declared
    table = declared.flatMap(Self.table)
  }

  /// The text of a cell, and what was odd about it.
  func text(_ bytes: UnsafeBufferPointer<UInt8>) -> (String, Oddity?) {
    if bytes.contains(0) {
      let (text, _) = decoded(bytes)
      return (text.replacing("\u{0}", with: "\u{FFFD}"), .nul)
    }
    return decoded(bytes)
  }

  private func decoded(_ bytes: UnsafeBufferPointer<UInt8>) -> (String, Oddity?) {
    if let table, bytes.contains(where: { $0 >= 0x80 }) {
      let text = Self.text(bytes, table)
      return (text, text.unicodeScalars.contains("\u{FFFD}") ? .invalidBytes : nil)
    }
    if let text = String(validating: bytes, as: UTF8.self) { return (text, nil) }
    if declared == nil { return (Self.text(bytes, Self.windows1252), .assumedWindows1252) }
    return (String(decoding: bytes, as: UTF8.self), .invalidBytes)
  }

  private static func text(_ bytes: UnsafeBufferPointer<UInt8>, _ high: [UInt16]) -> String {
    String(
      decoding: bytes.map { $0 < 0x80 ? UInt16($0) : high[Int($0) - 0x80] }, as: UTF16.self)
  }

  /// The characters from 0x80 on of a one-byte encoding; nil for the others.
  private static func table(_ name: String) -> [UInt16]? {
    switch name {
    case "windows-1252": windows1252
    case "iso-8859-1": latin1
    case "iso-8859-15": latin9
    case "windows-1250": windows1250
    default: nil
    }
  }

  private static let latin1 = (0x80...0xFF).map { UInt16($0) }
  private static let windows1252 = TextEncoding.windows1252High + (0xA0...0xFF).map { UInt16($0) }
  // ISO 8859-15 differs from ISO 8859-1 in these eight places.
  private static let latin9: [UInt16] = {
    var table = latin1
    let changes: [(Int, UInt16)] = [
      (0xA4, 0x20AC), (0xA6, 0x0160), (0xA8, 0x0161), (0xB4, 0x017D), (0xB8, 0x017E),
      (0xBC, 0x0152), (0xBD, 0x0153), (0xBE, 0x0178),
    ]
    for (byte, unit) in changes { table[byte - 0x80] = unit }
    return table
  }()
  private static let windows1250: [UInt16] = (0x80...0xFF).map { byte in
    String(data: Data([UInt8(byte)]), encoding: .windowsCP1250)?.utf16.first ?? 0xFFFD
  }
}
