import Archives

/// Why a document cannot be what its name or beginning says, found from its ends alone.
struct DocumentFault: Hashable {
  /// The stable word.
  let code: String
  /// What was found, and where.
  let detail: String

  /// The word and the sentence.
  var reason: String { "\(code): \(detail)" }

  /// Bytes at either end in which the marks of a PDF may stand (ISO 32000-2, 7.5.2 and 7.5.5, and
  /// what readers accept).
  private static let reach = 1024

  /// Looks at a document's bytes; nil when nothing speaks against it.
  static func find(name: String, _ source: any ByteSource) throws -> DocumentFault? {
    var head: [UInt8] = []
    var tail: [UInt8] = []
    var size = 0
    try source.forEachPiece { piece in
      size += piece.count
      if head.count < reach { head += piece.prefix(reach - head.count) }
      tail += piece.suffix(2 * reach)
      if tail.count > 2 * reach { tail.removeFirst(tail.count - 2 * reach) }
    }
    if size == 0 { return DocumentFault(code: "empty", detail: "The document holds nothing.") }
    let begin = position(of: Array("%PDF-".utf8), in: head)
    guard begin != nil || name.lowercased().hasSuffix(".pdf") else { return nil }
    guard begin != nil else {
      return DocumentFault(
        code: "not_a_pdf",
        detail: "The file is called a PDF, but there is no %PDF- at its beginning (byte 0: "
          + "\(shown(head))).")
    }
    // Fillers may follow the mark that ends a PDF.
    while let last = tail.last, last == 0 || last.isSpace { tail.removeLast() }
    guard position(of: Array("%%EOF".utf8), in: Array(tail.suffix(reach))) != nil else {
      return DocumentFault(
        code: "pdf_truncated",
        detail: "The PDF has no %%EOF at its end (byte \(size)): it was cut off. Fetch it again.")
    }
    return nil
  }

  private static func position(of mark: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= mark.count else { return nil }
    return (0...bytes.count - mark.count).first { bytes[$0..<$0 + mark.count].elementsEqual(mark) }
  }

  private static func shown(_ head: [UInt8]) -> String {
    let line = head.prefix(24).prefix { $0 != 0x0A && $0 != 0x0D }
    let isText = !line.isEmpty && line.allSatisfy { (0x20...0x7E).contains($0) }
    if isText { return "\"\(String(decoding: line, as: UTF8.self))\"" }
    return line.prefix(8).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined(separator: " ")
  }
}
