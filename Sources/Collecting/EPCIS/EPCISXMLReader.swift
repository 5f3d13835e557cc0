package import Archives
import Cataloging
import GS1

/// Reads EPCIS 1.0 to 1.3 and 2.0 in XML, leniently: documents, query results, SOAP envelopes,
/// master data documents and bare events, in whatever namespace, prefix and order.
package final class EPCISXMLReader: EPCISReader {
  let xml: XMLPullReader
  var header = EPCISDocumentHeader(kind: .bareEvent)
  var documentNotes: [ReaderNote] = []
  // Notes on the event at work.
  private var partNotes: [ReaderNote] = []
  private var documentPosition = SourcePosition()
  private var isOpen = false
  private var sawEnvelope = false
  // The element whose text looks like a document.
  private var documentText: String?
  // What a wrapper around documents says of all of them.
  private var outer = EPCISDocumentHeader(kind: .bareEvent)
  private var foundAnything = false
  // Where the first element begins.
  private var root: (line: Int, byteOffset: Int)?
  // Elements open around the events, the list included; nil outside a list.
  private var listDepth: Int?
  private var documentDepth: Int?
  var ordinal = 0
  var listPath = ""
  private var path: [String] = []

  // What the names and namespaces of this document mean, by number.
  private var meaning: [EPCISName?] = EPCISName.all
  private var standardSpaces: [Bool] = [true, false]
  private var toldCases: Set<Int> = []
  private let names = EPCISName.all
  private let nameCount = EPCISName.all.count
  // The namespace looked at last, because most elements share it.
  private var lastSpace = 0
  private var lastIsStandard = true

  let steps = ByteMemo<EventWord>()
  let dispositions = ByteMemo<EventWord>()
  let transactionTypes = ByteMemo<EventWord>()
  let partyTypes = ByteMemo<EventWord>()
  let parties = ByteMemo<EventParty>(size: 16)
  let times = ByteMemo<ParsedInstant?>(size: 2)
  let texts = ByteMemo<String>(size: 8)
  // Looked at for every EPC, by nothing else at the same time.
  @exclusivity(unchecked) var identifiers = EPCListReader()
  // How many EPCs the list before had: the next one mostly has as many.
  var lastListCount = 0
  // The last event that its siblings may repeat while prefixes mean what they meant, and what of the
  // one at work may differ in them; nil when one of these parts is not written as it reads.
  var pattern: EventPattern?
  var patternEpoch = 0
  var holes: [EventPattern.Hole]? = []

  /// The namespace of `xsi:type` and `xsi:nil`.
  static let schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"

  /// Says that the element just begun occurs once and was there before.
  func noteRepeated() {
    guard partNotes.count < TextNote.waitingLimit else { return }
    partNotes.append(ReaderNote(.elementRepeated, field: xml.localName, position: position()))
  }

  /// Says what was noticed about a part of the event at work.
  func note(_ code: DefectCode, _ field: String) {
    guard partNotes.count < TextNote.waitingLimit else { return }
    partNotes.append(ReaderNote(code, field: field, position: position()))
  }

  /// Says that what was just read stands where nothing of its kind belongs.
  func noteUnexpected(_ field: String) {
    guard partNotes.count < TextNote.waitingLimit else { return }
    partNotes.append(ReaderNote(.elementUnexpected, field: field, position: position()))
  }

  /// Reads the bytes of one document.
  package init(source: any ByteSource) {
    xml = XMLPullReader(source, known: EPCISName.all.map(\.rawValue))
  }

  /// What the current element is, if it is one of EPCIS; a name in the wrong case is noted.
  func word() -> EPCISName? {
    let space = xml.space
    if space != lastSpace {
      lastSpace = space
      lastIsStandard = isStandard(space)
    }
    guard lastIsStandard else { return nil }
    let number = xml.name
    if number < nameCount { return names[number] }
    while meaning.count <= number {
      meaning.append(EPCISName.folding(xml.names.text(meaning.count)))
    }
    if let found = meaning[number], toldCases.insert(number).inserted {
      documentNotes.append(
        ReaderNote(
          .elementCase, field: found.rawValue, raw: xml.localName, position: position()))
    }
    return meaning[number]
  }

  private func isStandard(_ space: Int) -> Bool {
    while standardSpaces.count <= space {
      standardSpaces.append(Self.isStandard(xml.spaces[standardSpaces.count]))
    }
    return standardSpaces[space]
  }

  // Vendors put EPCIS names into namespaces of their own making; only the known extension
  // vocabularies are kept apart, because they reuse words such as `id` and `attribute`.
  private static func isStandard(_ uri: String) -> Bool {
    uri.isEmpty || uri.hasPrefix("urn:epcglobal:epcis") || uri.hasPrefix("urn:epcglobal:xsd")
      || uri.contains("StandardBusinessDocumentHeader") || uri.contains("soap")
      || uri == "http://epcis.gs1us.org/hc/ns"
      || uri.hasPrefix("https://ref.gs1.org/standards/epcis")
  }

  func position(_ pointer: String = "") -> SourcePosition {
    let place = xml.position
    return SourcePosition(line: place.line, byteOffset: place.byteOffset, pointer: pointer)
  }

  // MARK: Walking through the document

  /// Reads to the end of the text.
  package func read(into sink: any EPCISSink) throws {
    while true {
      do {
        if try step(into: sink) == false { break }
      } catch let fault as ReadFault {
        try sink.quarantine(fault)
        foundAnything = true
        guard fault.isRecoverable, goOn() else { break }
      }
    }
    try close(into: sink)
    if !foundAnything {
      let place = root ?? (line: 1, byteOffset: 0)
      try sink.quarantine(
        ReadFault(
          .noEPCIS, line: place.line, byteOffset: place.byteOffset,
          detail: documentText.map {
            "The element \($0) holds a document as text; export the document itself."
          }
            ?? (sawEnvelope
              ? "A SOAP envelope without EPCIS in it."
              : "XML without an EPCIS document or event in it.")))
    }
  }

  private func step(into sink: any EPCISSink) throws -> Bool {
    switch try xml.next() {
    case .finished: return false
    case .text:
      if documentDepth == nil, documentText == nil, xml.text.count > 100 { lookAtText() }
    case .end: try leave(into: sink)
    case .start: try enter(into: sink)
    }
    return true
  }

  private func lookAtText() {
    let bytes = Array(xml.text)
    if ByteSearch.contains("eventTime", in: bytes)
      || ByteSearch.contains("EPCISDocument", in: bytes)
    {
      documentText = path.last ?? ""
    }
  }

  private func leave(into sink: any EPCISSink) throws {
    pattern = nil
    // The element that ends still counts as open.
    let depth = xml.depth
    if depth == listDepth { listDepth = nil }
    if depth == documentDepth {
      documentDepth = nil
      try close(into: sink)
    }
    if path.count >= depth { path.removeLast(path.count - depth + 1) }
  }

  private func enter(into sink: any EPCISSink) throws {
    if root == nil { root = (xml.position.line, xml.position.byteOffset) }
    let found = word()
    if let found, found.isEvent {
      try event(found, into: sink)
      return
    }
    pattern = nil
    if let list = listDepth, found != .extension {
      let name = xml.localName
      let place = xml.position
      try skipElement()
      foundAnything = true
      try sink.quarantine(
        ReadFault(
          .notAnEvent, line: place.line, byteOffset: place.byteOffset,
          detail: "The element \(name) in an event list is no event (level \(list))."))
      return
    }
    // A part read to its end at once (the header) still stands in the path.
    if path.count >= xml.depth { path.removeLast(path.count - xml.depth + 1) }
    path.append(xml.localName)
    switch found {
    case .document, .queryDocument, .masterDataDocument: try beginDocument(found, into: sink)
    case .envelope: sawEnvelope = true
    case .queryResults:
      if documentDepth == nil { try beginDocument(.queryDocument, into: sink) }
    case .header: try readHeader(into: sink)
    case .businessHeader:
      try readBusinessHeader()
      keepOuter()
    case .transactionStatement:
      // Its place is the header; what is affirmed beside the body is affirmed all the same.
      try readStatement()
      keepOuter()
    case .vocabularyList:
      foundAnything = true
      try open(into: sink)
      try readVocabularies(into: sink)
    case .eventList:
      foundAnything = true
      listDepth = xml.depth
      listPath = "/" + path.joined(separator: "/") + "/*["
      ordinal = 0
    case nil where (documentDepth != nil || sawEnvelope) && xml.localName.hasSuffix("Exception"):
      try refuseException(into: sink)
    default: break
    }
    // What was read to its end is no longer open.
    if path.count > xml.depth { path.removeLast(path.count - xml.depth) }
  }

  /// Keeps what a header outside of every document says, for the documents behind it.
  private func keepOuter() {
    if documentDepth != nil || isOpen { return }
    outer = header
  }

  /// Gives the header what a wrapper says and the document itself does not.
  private func takeOuter() {
    if header.sender == nil { header.sender = outer.sender }
    if header.receiver == nil { header.receiver = outer.receiver }
    if header.instanceIdentifier == nil { header.instanceIdentifier = outer.instanceIdentifier }
    if !header.transactionStatement.isPresent {
      header.transactionStatement = outer.transactionStatement
    }
  }

  /// An answer that tells of an error where events were asked for; an empty answer looks the same
  /// but for this.
  private func refuseException(into sink: any EPCISSink) throws {
    let name = xml.localName
    let place = xml.position
    var reason = ""
    if case .object(let members) = try opaque(),
      let text = members.first(where: { $0.name == "reason" })?.value.plain
    {
      reason = ": \(text.prefix(200))"
    }
    foundAnything = true
    try sink.quarantine(
      ReadFault(
        .noEPCIS, line: place.line, byteOffset: place.byteOffset,
        detail: "The answer to a query is \(name) in place of events\(reason)"))
  }

  private func beginDocument(_ kind: EPCISName?, into sink: any EPCISSink) throws {
    try close(into: sink)
    foundAnything = true
    documentDepth = xml.depth
    documentPosition = position("/" + path.joined(separator: "/"))
    header = EPCISDocumentHeader(
      kind: sawEnvelope
        ? .soap
        : kind == .queryDocument
          ? .queryDocument : kind == .masterDataDocument ? .masterData : .document)
    header.standard = "epcis_xml"
    header.namespace = xml.namespace
    if xml.namespace.isEmpty {
      documentNotes.append(
        ReaderNote(.namespaceMissing, field: xml.localName, position: documentPosition))
    }
    for index in 0..<xml.attributeCount {
      let name = xml.attributeName(index)
      let value = xml.attributeValue(index)
      switch name.local {
      case "schemaVersion": header.schemaVersion = value.text
      case "creationDate":
        header.creationDateText = value.text
        header.creationDate = InstantText.parse(value)
      case "schemaLocation": break
      default:
        header.attributes.append(
          EventAttribute(
            place: .header, namespace: name.namespace, name: name.local, value: value.text))
      }
    }
  }

  /// Tells the sink of the document before its first event.
  func open(into sink: any EPCISSink) throws {
    if isOpen { return }
    isOpen = true
    if documentDepth == nil, header.standard.isEmpty {
      header = EPCISDocumentHeader(kind: sawEnvelope ? .soap : .bareEvent)
      header.standard = "epcis_xml"
      header.namespace = xml.namespace
      documentPosition = position()
    }
    takeOuter()
    try sink.begin(header, at: documentPosition)
  }

  private func close(into sink: any EPCISSink) throws {
    let hasHeader = !header.standard.isEmpty
    if hasHeader, !isOpen { try open(into: sink) }
    if hasHeader || isOpen {
      let notes = documentNotes + partNotes + xml.takeNotes().map(ReaderNote.init)
      for note in notes { try sink.note(note) }
      documentNotes = []
      partNotes = []
      try sink.end(header)
    }
    isOpen = false
    header = EPCISDocumentHeader(kind: .bareEvent)
  }

  private func event(_ kind: EPCISName, into sink: any EPCISSink) throws {
    foundAnything = true
    try open(into: sink)
    ordinal += 1
    let pointer = listDepth == nil ? "/" + xml.localName : listPath + "\(ordinal)]"
    let position = position(pointer)
    let (start, slides) = (xml.tokenStart, xml.window.slides)
    holes = []
    let event = try readEvent(kind, at: position)
    let notes = xml.takeNotes().map(ReaderNote.init) + partNotes
    if !partNotes.isEmpty { partNotes = [] }
    if notes.isEmpty, event.epcs.count == 1, slides == xml.window.slides {
      keep(event, from: start)
    }
    try sink.event(event, notes: notes)
    while listDepth != nil, let variation = variation() { try sink.event(variation) }
  }

  /// Looks for a place to go on behind a fault: the next event, or the end of the list.
  private func goOn() -> Bool {
    pattern = nil
    let depth = listDepth ?? documentDepth ?? 0
    if path.count > depth { path.removeLast(path.count - depth) }
    return xml.resynchronize(
      depth: depth,
      isWanted: { name in
        switch EPCISName.folding(name.text) {
        case .eventList, .body, .queryResults: true
        case let found?: found.isEvent
        case nil: false
        }
      },
      isEnd: { name in
        switch EPCISName.folding(name.text) {
        case .eventList: self.listDepth != nil
        case .document, .queryDocument: self.listDepth == nil && self.documentDepth != nil
        default: false
        }
      })
  }

  // MARK: Content of elements

  /// The text of the element just begun, read to its end; elements inside it are passed over.
  /// Valid until the next token.
  func leaf() throws(ReadFault) -> UnsafeBufferPointer<UInt8> {
    let depth = xml.depth
    switch try xml.next() {
    case .end: return UnsafeBufferPointer(start: nil, count: 0)
    case .text:
      if try xml.next() == .end { return xml.text }
    default: break
    }
    // Elements where only text belongs: what they hold is passed over, and said.
    noteUnexpected(xml.localName)
    while true {
      if try xml.next() == .end, xml.depth == depth {
        return UnsafeBufferPointer(start: nil, count: 0)
      }
    }
  }

  /// The text of the element just begun.
  func leafText() throws(ReadFault) -> String {
    texts.value(try leaf()) { $0.text }
  }

  /// Passes over the element just begun.
  func skipElement() throws(ReadFault) {
    let depth = xml.depth
    while true {
      if try xml.next() == .end, xml.depth == depth { return }
    }
  }

  /// Calls `body` for each element directly inside the one just begun, up to its end; `body` must
  /// read the element to its end.
  func eachChild(_ body: () throws(ReadFault) -> Void) throws(ReadFault) {
    while true {
      switch try xml.next() {
      case .start: try body()
      case .end, .finished: return
      case .text: break
      }
    }
  }

  /// Most bytes of text and names one opaque part may hold.
  static let maximumOpaqueBytes = 16 * 1024 * 1024

  /// The element just begun, kept whole.
  func opaque() throws(ReadFault) -> OpaqueNode {
    var budget = Self.maximumOpaqueBytes
    return try opaque(&budget)
  }

  private func opaque(_ budget: inout Int) throws(ReadFault) -> OpaqueNode {
    var members: [OpaqueMember] = []
    for index in 0..<xml.attributeCount {
      let name = xml.attributeName(index)
      // What they say is for checkers of schemas; the same value in JSON has none of it.
      if name.namespace == Self.schemaInstance { continue }
      members.append(OpaqueMember("@" + name.local, .text(xml.attributeValue(index).text)))
    }
    var text = ""
    loop: while true {
      switch try xml.next() {
      case .start:
        let name = xml.localName
        budget -= name.utf8.count + 32
        guard budget > 0 else { throw tooMuch() }
        members.append(OpaqueMember(name, try opaque(&budget)))
      case .text:
        budget -= xml.text.count
        guard budget > 0 else { throw tooMuch() }
        text += xml.text.text
      case .end, .finished: break loop
      }
    }
    if members.isEmpty { return .text(text) }
    let isBlank = text.utf8.allSatisfy { $0.isSpace }
    if !isBlank { members.append(OpaqueMember("#text", .text(text))) }
    return .object(members)
  }

  private func tooMuch() -> ReadFault {
    xml.fault(.sizeLimit, "An extension larger than \(Self.maximumOpaqueBytes) bytes.")
  }
}
