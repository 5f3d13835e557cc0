import Archives

/// The bytes of a UTF-16 text as UTF-8, for readers that split bytes.
final class UTF16Source: ByteSource {
  private let window: TextWindow

  init(_ source: any ByteSource) { window = TextWindow(source) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let have = window.ensure(1)
    if have == 0 {
      if let problem = window.sourceFault { throw ArchiveError(.damaged, problem) }
      return 0
    }
    let count = min(have, buffer.count)
    buffer.copyMemory(
      from: UnsafeRawBufferPointer(start: window.base + window.cursor, count: count))
    window.cursor += count
    return count
  }

  /// Whether a text begins as UTF-16 does: with its mark, or with a zero beside an ASCII letter.
  static func recognizes(_ head: [UInt8]) -> Bool {
    head.withUnsafeBytes { bytes in
      switch TextEncoding.detect(bytes).encoding {
      case .utf16LittleEndian, .utf16BigEndian: true
      case .utf8, .latin1, .windows1252: false
      }
    }
  }
}
