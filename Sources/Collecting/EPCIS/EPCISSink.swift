package import Cataloging
package import GS1

/// What a reader noticed about a record it hands over.
package struct ReaderNote: Hashable, Sendable {
  /// The code of the defect row.
  package let code: DefectCode
  /// Which part it is about.
  package let field: String?
  /// What stood there.
  package let raw: String?
  /// Where.
  package let position: SourcePosition

  /// A note from its parts.
  package init(
    _ code: DefectCode, field: String? = nil, raw: String? = nil, position: SourcePosition
  ) {
    self.code = code
    self.field = field
    self.raw = raw
    self.position = position
  }

  init(_ note: TextNote) {
    self.init(
      note.isEncoding
        ? .textEncoding : note.kind == .duplicateKey ? .elementRepeated : .schemaBreach,
      field: note.kind.rawValue,
      raw: note.count > 1 ? "\(note.raw) (\(note.count) times)" : note.raw,
      position: SourcePosition(line: note.line, byteOffset: note.byteOffset))
  }
}

/// Takes what a reader of EPCIS finds, piece by piece, in document order.
package protocol EPCISSink: AnyObject {
  /// A document begins; header parts that stand behind the events are missing yet.
  func begin(_ header: EPCISDocumentHeader, at position: SourcePosition) throws
  /// An element of master data of the open document.
  func element(_ element: EPCISDocumentHeader.VocabularyElement) throws
  /// An event of the open document, with what was noticed about it.
  func event(_ event: consuming EPCISEvent, notes: [ReaderNote]) throws
  /// An event of the open document about which nothing was noticed, like an earlier one.
  func event(_ variation: consuming EventVariation) throws
  /// Something noticed about the open document as a whole.
  func note(_ note: ReaderNote) throws
  /// A stretch that could not be read.
  func quarantine(_ fault: ReadFault) throws
  /// The document is over; the header is complete now.
  func end(_ header: EPCISDocumentHeader) throws
}

extension EPCISSink {
  /// Takes it as any other event.
  package func event(_ variation: consuming EventVariation) throws {
    try event(variation.event, notes: [])
  }
}

/// A reader that turns the bytes of one artifact into events.
package protocol EPCISReader: AnyObject {
  /// Reads to the end, or to a fault nothing can be read behind.
  /// - Throws: what the sink throws; faults of the text go to the sink's quarantine.
  func read(into sink: any EPCISSink) throws
}
