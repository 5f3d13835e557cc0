import Cataloging
import GS1

/// Header members of a JSON document.
extension EPCISJSONReader {
  /// Reads the object behind `epcisHeader`.
  func readHeader(into sink: any EPCISSink) throws {
    let token = try json.next()
    guard token == .beginObject else { return try pass(token, "epcisHeader", into: sink) }
    while try json.next() == .key {
      let key = json.text.text
      if key == "epcisMasterData" || key == "vocabularyList" {
        try readMasterData(key, into: sink)
      } else {
        try keepHeader(key, try opaque(try json.next()))
      }
    }
  }

  /// Keeps a member of the header that is read as a whole.
  func keepHeader(_ key: String, _ node: OpaqueNode) throws(ReadFault) {
    guard header.unknown.count + header.attributes.count < EPCISFields.maximumHeaderParts else {
      throw json.fault(
        .sizeLimit, "A header with more than \(EPCISFields.maximumHeaderParts) values.")
    }
    if node.isNull { return }
    let (local, namespace) = context.split(key)
    switch local {
    case "dscsaTransactionStatement":
      header.transactionStatement.isPresent = true
      guard case .object(let members) = node else { return }
      for member in members {
        switch context.split(member.name).local {
        case "affirmTransactionStatement":
          header.transactionStatement.affirm = member.value.plain
        case "legalNotice": header.transactionStatement.legalNotice = member.value.plain
        default: break
        }
      }
    case "guidelineVersion": header.guidelineVersion = node.plain
    case "dropShipment": header.dropShipment = node.plain
    default:
      if namespace.isEmpty {
        header.unknown.append(EPCISEvent.Unknown(name: local, json: node.json))
      } else {
        header.attributes.append(
          EventAttribute(place: .header, namespace: namespace, name: local, value: node.plain))
      }
    }
  }

  private func readMasterData(_ key: String, into sink: any EPCISSink) throws {
    let token = try json.next()
    if key == "epcisMasterData", token == .beginObject {
      while try json.next() == .key { try readMasterData(json.text.text, into: sink) }
      return
    }
    guard key == "vocabularyList", token == .beginArray else {
      return try pass(token, key, into: sink)
    }
    try open(at: here(), into: sink)
    try eachObject(key, into: sink) { try readVocabulary(into: sink) }
  }

  /// Calls `body` for each object of the list just begun, up to its end; `body` must read the object
  /// to its end.
  private func eachObject(
    _ list: String, into sink: any EPCISSink, _ body: () throws -> Void
  ) throws {
    while true {
      switch try json.next() {
      case .endArray, .finished: return
      case .beginObject: try body()
      case let other: try pass(other, list, into: sink)
      }
    }
  }

  /// Passes over a value that is none of its name's form, and says so.
  private func pass(
    _ token: JSONPullReader.Token, _ name: String, into sink: any EPCISSink
  ) throws {
    let position = here()
    try json.skip(from: token)
    if token == .null { return }
    try open(at: position, into: sink)
    try sink.note(
      ReaderNote(.elementUnexpected, field: name, raw: "not kept", position: position))
  }

  private func here() -> SourcePosition {
    let place = json.position
    return SourcePosition(line: place.line, byteOffset: place.byteOffset)
  }

  private func readVocabulary(into sink: any EPCISSink) throws {
    var type = ""
    // The type may stand behind the elements, so they wait for it.
    var waiting: [EPCISDocumentHeader.VocabularyElement] = []
    while try json.next() == .key {
      let key = json.text.text
      if Self.typeNames.contains(key) {
        type = try text()
        continue
      }
      let value = try json.next()
      if key == "vocabularyElementList", value == .beginArray {
        try eachObject(key, into: sink) {
          let position = here()
          let node = try opaque(.beginObject)
          let element = Self.element(node, type: type, at: position)
          if type.isEmpty { waiting.append(element) } else { try sink.element(element) }
        }
      } else {
        try json.skip(from: value)
      }
    }
    for var element in waiting {
      if element.type.isEmpty { element.type = type }
      try sink.element(element)
    }
  }

  // Before EPCIS 2.0 was final the type stood in each element.
  private static let typeNames: Set<String> = ["type", "isA", "@type"]

  private static func element(
    _ node: OpaqueNode, type: String, at position: SourcePosition
  ) -> EPCISDocumentHeader.VocabularyElement {
    var element = EPCISDocumentHeader.VocabularyElement(type: type, id: "", position: position)
    guard case .object(let members) = node else { return element }
    for member in members {
      switch member.name {
      case "id": element.id = member.value.plain
      case "attributes":
        for item in list(member.value) {
          guard case .object(let pair) = item else { continue }
          let id = pair.first { $0.name == "id" }?.value.plain ?? ""
          let value = pair.first { $0.name == "attribute" }?.value.plain ?? ""
          element.attributes.append(
            EPCISDocumentHeader.VocabularyAttribute(id: id, value: value))
        }
      case "children": element.children += list(member.value).map(\.plain)
      case let name where type.isEmpty && typeNames.contains(name):
        element.type = list(member.value).first?.plain ?? ""
      default: break
      }
    }
    return element
  }

  private static func list(_ node: OpaqueNode) -> [OpaqueNode] {
    if case .list(let items) = node { return items }
    return [node]
  }
}
