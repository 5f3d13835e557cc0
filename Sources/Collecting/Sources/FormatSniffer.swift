import Archives
import GS1

/// What the first bytes of an artifact show it to be, whatever its name says.
package struct SniffedFormat: Hashable, Sendable {
  /// The family of formats.
  package enum Family: String, Sendable, CaseIterable {
    /// EPCIS in XML.
    case epcisXML
    /// EPCIS in JSON.
    case epcisJSON
    /// XML without a sign of EPCIS in its beginning.
    case xml
    /// JSON without a sign of EPCIS in its beginning.
    case json
    /// A gzip stream.
    case gzip
    /// A zip archive, or a document format made of one.
    case zip
    /// An archive, or a compressed file, of a kind that is not unpacked.
    case archive
    /// PDF, images, office documents.
    case document
    /// No bytes, or only white space.
    case empty
    /// Lines of JSON that are none, or none in the beginning.
    case lines
    /// Anything else.
    case foreign
  }

  /// The family.
  package var family: Family
  /// The word for `artifact.format`: `epcis-1.2-xml`, `epcis-2.0-xml`, `epcis-2.0-json` …
  package var format: String
  /// IANA media type.
  package var mediaType: String

  /// What is worth a note though nothing is wrong: lines of events may be none at all.
  func note(recordsRead: Int) -> String? {
    family == .lines && recordsRead == 0 ? "no events" : nil
  }
}

/// Tells formats by content.
package enum FormatSniffer {
  /// Bytes worth giving to `sniff`.
  package static let headBytes = 16 * 1024

  /// The format of an artifact that begins with these bytes.
  package static func sniff(_ head: [UInt8]) -> SniffedFormat {
    if let known = signature(head) { return known }
    let text = utf8(head)
    guard let first = text.first(where: { !$0.isSpace }) else {
      return SniffedFormat(family: .empty, format: "empty", mediaType: "application/x-empty")
    }
    if first == 0x3C, !text.contains(0) { return xml(text) }
    if first == 0x7B || first == 0x5B { return json(text) }
    let isText = !text.contains { $0 < 0x09 || (0x0E...0x1A).contains($0) }
    return SniffedFormat(
      family: .foreign, format: isText ? "text" : "binary",
      mediaType: isText ? "text/plain" : "application/octet-stream")
  }

  /// The format of a file, whose name counts only where there is nothing else to go by: lines of
  /// JSON may be none at all, while any other format needs something to be written down.
  package static func sniff(_ head: [UInt8], name: String) -> SniffedFormat {
    let found = sniff(head)
    guard found.family == .empty, promisesLines(name) else { return found }
    return SniffedFormat(family: .lines, format: "ndjson", mediaType: "application/x-ndjson")
  }

  private static func promisesLines(_ name: String) -> Bool {
    let name = name.withoutGzip.lowercased()
    return name.hasSuffix(".ndjson") || name.hasSuffix(".jsonl")
  }

  private static func signature(_ head: [UInt8]) -> SniffedFormat? {
    if head.isEmpty {
      return SniffedFormat(family: .empty, format: "empty", mediaType: "application/x-empty")
    }
    if GzipReader.recognizes(head) {
      return SniffedFormat(family: .gzip, format: "gzip", mediaType: "application/gzip")
    }
    if ZipReader.recognizes(head) {
      return SniffedFormat(family: .zip, format: "zip", mediaType: "application/zip")
    }
    let archives: [([UInt8], String)] = [
      ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "application/x-7z-compressed"),
      (Array("Rar!\u{1A}\u{07}".utf8), "application/vnd.rar"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "application/x-xz"),
      ([0x28, 0xB5, 0x2F, 0xFD], "application/zstd"),
      (Array("BZh".utf8), "application/x-bzip2"),
    ]
    for (bytes, type) in archives where head.starts(with: bytes) {
      return SniffedFormat(family: .archive, format: "archive", mediaType: type)
    }
    if head.count >= 262, head[257..<262].elementsEqual("ustar".utf8) {
      return SniffedFormat(family: .archive, format: "archive", mediaType: "application/x-tar")
    }
    let documents: [([UInt8], String)] = [
      (Array("%PDF-".utf8), "application/pdf"),
      ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
      ([0xFF, 0xD8, 0xFF], "image/jpeg"),
      (Array("GIF8".utf8), "image/gif"),
      ([0x49, 0x49, 0x2A, 0x00], "image/tiff"),
      ([0x4D, 0x4D, 0x00, 0x2A], "image/tiff"),
      ([0xD0, 0xCF, 0x11, 0xE0], "application/x-ole-storage"),
      (Array("{\\rtf".utf8), "application/rtf"),
    ]
    for (bytes, type) in documents where head.starts(with: bytes) {
      return SniffedFormat(family: .document, format: "document", mediaType: type)
    }
    return nil
  }

  /// The beginning as UTF-8, as the readers see it.
  private static func utf8(_ head: [UInt8]) -> [UInt8] {
    let window = TextWindow(MemorySource(Array(head.prefix(headBytes))))
    let count = window.ensure(TextWindow.lookahead)
    return Array(UnsafeBufferPointer(start: window.base + window.cursor, count: count))
  }

  private static func xml(_ text: [UInt8]) -> SniffedFormat {
    let isSecond =
      ByteSearch.contains("urn:epcglobal:epcis:xsd:2", in: text)
      || ByteSearch.contains("epcis-query:xsd:2", in: text)
    let signs: [StaticString] = [
      "urn:epcglobal:epcis", "epcisdocument", "epcisquerydocument", "epcismasterdata",
      "objectevent", "aggregationevent", "transactionevent", "transformationevent",
    ]
    let folded = isSecond ? [] : text.map { $0 &- 0x41 <= 25 ? $0 | 0x20 : $0 }
    if isSecond || signs.contains(where: { ByteSearch.contains($0, in: folded) }) {
      return SniffedFormat(
        family: .epcisXML, format: isSecond ? "epcis-2.0-xml" : "epcis-1.2-xml",
        mediaType: "application/xml")
    }
    return SniffedFormat(family: .xml, format: "xml", mediaType: "application/xml")
  }

  private static func json(_ text: [UInt8]) -> SniffedFormat {
    let signs: [StaticString] = [
      "epcis", "eventTime", "ObjectEvent", "AggregationEvent", "TransformationEvent",
    ]
    if signs.contains(where: { ByteSearch.contains($0, in: text) }) {
      return SniffedFormat(
        family: .epcisJSON, format: "epcis-2.0-json", mediaType: "application/ld+json")
    }
    return SniffedFormat(family: .json, format: "json", mediaType: "application/json")
  }

  /// The media type of a document, from its content and, where that says little, its name.
  package static func mediaType(_ head: [UInt8], name: String) -> String {
    let found = sniff(head)
    guard let ending = name.split(separator: ".").last?.lowercased() else { return found.mediaType }
    let office = "application/vnd.openxmlformats-officedocument."
    switch (found.family, ending) {
    case (.zip, "docx"): return office + "wordprocessingml.document"
    case (.zip, "xlsx"): return office + "spreadsheetml.sheet"
    case (.zip, "pptx"): return office + "presentationml.presentation"
    case (.document, "doc") where found.mediaType == "application/x-ole-storage":
      return "application/msword"
    case (.document, "xls") where found.mediaType == "application/x-ole-storage":
      return "application/vnd.ms-excel"
    case (.document, "msg") where found.mediaType == "application/x-ole-storage":
      return "application/vnd.ms-outlook"
    case (.foreign, "csv"): return "text/csv"
    case (.foreign, "md"): return "text/markdown"
    case (.foreign, "eml"): return "message/rfc822"
    case (.xml, "html"), (.xml, "htm"): return "text/html"
    default: return found.mediaType
    }
  }
}

extension String {
  /// The name of what a gzip file holds: without `.gz`.
  var withoutGzip: String { lowercased().hasSuffix(".gz") ? String(dropLast(3)) : self }
}
