import GS1

/// The header of a document: business header, transaction statement, master data.
extension EPCISXMLReader {
  /// Names of the GS1 US healthcare extension that are kept apart.
  static let healthcare = "http://epcis.gs1us.org/hc/ns"

  /// Reads the EPCISHeader element just begun, to its end.
  func readHeader(into sink: any EPCISSink) throws {
    let depth = xml.depth
    while true {
      switch try xml.next() {
      case .start: try readHeaderPart(into: sink)
      case .end: if xml.depth <= depth { return }
      case .finished: return
      case .text: break
      }
    }
  }

  private func readHeaderPart(into sink: any EPCISSink) throws {
    switch word() {
    case .businessHeader: try readBusinessHeader()
    case .transactionStatement: try readStatement()
    case .guidelineVersion: header.guidelineVersion = try leaf().text
    case .dropShipment: header.dropShipment = try leaf().text
    case .vocabularyList:
      try open(into: sink)
      try readVocabularies(into: sink)
    case .extension, .masterData, .baseExtension: break  // what they hold comes next
    default:
      let name = xml.localName
      let namespace = xml.namespace
      let node = try opaque()
      guard
        header.unknown.count + header.attributes.count < EPCISFields.maximumHeaderParts
      else {
        throw xml.fault(
          .sizeLimit, "A header with more than \(EPCISFields.maximumHeaderParts) values.")
      }
      if namespace.isEmpty {
        header.unknown.append(EPCISEvent.Unknown(name: name, json: node.json))
      } else {
        header.attributes.append(
          EventAttribute(place: .header, namespace: namespace, name: name, value: node.plain))
      }
    }
  }

  /// Reads the Standard Business Document Header just begun, to its end.
  func readBusinessHeader() throws(ReadFault) {
    let depth = xml.depth
    var side: EPCISName?
    while true {
      switch try xml.next() {
      case .start:
        switch word() {
        case .sender: side = .sender
        case .receiver: side = .receiver
        case .identifier:
          let text = try leaf().text
          if side == .sender, header.sender == nil {
            header.sender = text
          } else if side == .receiver, header.receiver == nil {
            header.receiver = text
          }
        case .instanceIdentifier:
          let text = try leaf().text
          if header.instanceIdentifier == nil { header.instanceIdentifier = text }
        case .documentType, .creationDateAndTime: _ = try leaf()
        // Scopes have identifiers of their own.
        case nil where xml.localName == "BusinessScope": try skipElement()
        default: break
        }
      case .end:
        if xml.depth <= depth { return }
        let ended = word()
        if ended == .sender || ended == .receiver { side = nil }
      case .finished: return
      case .text: break
      }
    }
  }

  /// Reads the transaction statement just begun, to its end.
  func readStatement() throws(ReadFault) {
    header.transactionStatement.isPresent = true
    try eachChild { () throws(ReadFault) in
      switch self.word() {
      case .affirm: self.header.transactionStatement.affirm = try self.leaf().text
      case .legalNotice: self.header.transactionStatement.legalNotice = try self.leaf().text
      default: try self.skipElement()
      }
    }
  }

  /// Reads the VocabularyList element just begun, to its end.
  func readVocabularies(into sink: any EPCISSink) throws {
    let depth = xml.depth
    var type = ""
    while true {
      switch try xml.next() {
      case .start:
        switch word() {
        case .vocabulary: type = xml.attribute("type") ?? ""
        case .vocabularyElement: try sink.element(try readElement(type))
        default: break
        }
      case .end: if xml.depth <= depth { return }
      case .finished: return
      case .text: break
      }
    }
  }

  private func readElement(
    _ type: String
  ) throws(ReadFault) -> EPCISDocumentHeader.VocabularyElement {
    var element = EPCISDocumentHeader.VocabularyElement(
      type: type, id: xml.attribute("id") ?? "", position: position())
    while true {
      switch try xml.next() {
      case .start:
        switch word() {
        case .attribute:
          let id = xml.attribute("id") ?? ""
          element.attributes.append(
            EPCISDocumentHeader.VocabularyAttribute(id: id, value: try opaqueValue()))
        case .children, .extension: break
        case .id: element.children.append(try leaf().text)
        default: try skipElement()
        }
      case .end: if word() == .vocabularyElement { return element }
      case .finished: return element
      case .text: break
      }
    }
  }

  // The attribute's own `id` is no part of its value.
  private func opaqueValue() throws(ReadFault) -> String {
    let node = try opaque()
    guard case .object(let members) = node else { return node.plain }
    let inner = members.filter { $0.name != "@id" }
    if inner.count == 1, inner[0].name == "#text" { return inner[0].value.plain }
    return inner.isEmpty ? "" : OpaqueNode.object(inner).json
  }
}
