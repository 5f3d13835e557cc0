import Foundation

/// Writes EPCIS 2.0 JSON-LD with Digital Links, the same facts as the XML.
final class JSONDocument: DocumentWriter {
  private let file: OutputFile
  private let head: DocumentHead
  private let book: EPCBook
  private(set) var marks: [String: Int] = [:]
  private var events = 0
  private var members = 0

  init(root: URL, head: DocumentHead, book: EPCBook) throws {
    self.head = head
    self.book = book
    file = try OutputFile(root.appendingPathComponent(head.path))
  }

  func open() throws {
    marks["root"] = 1
    try file.row("{")
    var context = #""https://ref.gs1.org/standards/epcis/epcis-context.jsonld""#
    if head.guideline != .none { context += #", {"gs1ushc": "http://epcis.gs1us.org/hc/ns/"}"# }
    try file.row("\"@context\": [\(context)],")
    try file.row(#""type": "EPCISDocument","#)
    try file.row("\"schemaVersion\": \"\(head.schemaVersion ?? "2.0")\",")
    try file.row(#""creationDate": "\#(head.created.text(offset: nil))","#)
    if let sender = head.sender, let receiver = head.receiver {
      marks["sender"] = file.line
      let link = head.senderText.map { "https://id.gs1.org/414/" + $0 } ?? sender.link
      try file.row(#""sender": "\#(link)","#)
      marks["receiver"] = file.line
      try file.row(#""receiver": "\#(receiver.link)","#)
      marks["instance"] = file.line
      try file.row("\"instanceIdentifier\": \(quote(head.instance)),")
    }
    if head.guideline == .release13 {
      try file.row(#""gs1ushc:guidelineVersion": "GS1 US DSCSA R1.3","#)
    }
    if let statement = head.statement {
      marks["statement"] = file.line
      try file.row("\"gs1ushc:dscsaTransactionStatement\": {")
      marks["affirm"] = file.line
      try file.row("  \"gs1ushc:affirmTransactionStatement\": \(statement.affirmed),")
      marks["notice"] = file.line
      try file.row("  \"gs1ushc:legalNotice\": \(quote(statement.text))")
      try file.row("},")
    }
    if !head.products.isEmpty || !head.places.isEmpty { try writeMasterData() }
    try file.row(#""epcisBody": {"eventList": ["#)
  }

  private func writeMasterData() throws {
    try file.row(#""epcisHeader": {"epcisMasterData": {"vocabularyList": ["#)
    if !head.products.isEmpty {
      try file.row(
        #"{"type": "urn:epcglobal:epcis:vtype:EPCClass", "vocabularyElementList": ["#)
      for (order, index) in head.products.enumerated() {
        let product = book.products[index]
        try writeElement(
          id: product.pattern, mark: product.gtin, attributes(of: product, head: head),
          last: order == head.products.count - 1)
      }
      try file.row(head.places.isEmpty ? "]}" : "]},")
    }
    if !head.places.isEmpty {
      try file.row(
        #"{"type": "urn:epcglobal:epcis:vtype:Location", "vocabularyElementList": ["#)
      for (order, place) in head.places.enumerated() {
        try writeElement(
          id: place.urn, mark: place.gln, attributes(of: place, head: head),
          last: order == head.places.count - 1)
      }
      try file.row("]}")
    }
    try file.row("]}},")
  }

  private func writeElement(
    id: String, mark: String, _ attributes: [(name: String, value: String)], last: Bool
  ) throws {
    marks[mark] = file.line
    try file.row("  {\"id\": \(quote(id)), \"attributes\": [")
    for (order, attribute) in attributes.enumerated() {
      try file.row(
        "    {\"id\": \"cbvmda:\(attribute.name)\", \"attribute\": \(quote(attribute.value))}"
          + (order == attributes.count - 1 ? "" : ","))
    }
    try file.row(last ? "  ]}" : "  ]},")
  }

  func close() throws {
    if events > 0 { try file.end() }
    try file.row("]}")
    try file.row("}")
    try file.close()
  }

  func add(_ event: Event) throws -> Position {
    if events > 0 { try file.row(",") }
    events += 1
    members = 0
    let position = Position(file: head.path, line: file.line)
    let name =
      switch event.kind {
      case .object: "ObjectEvent"
      case .aggregation: "AggregationEvent"
      case .transformation: "TransformationEvent"
      }
    file.put("{")
    try member("type", name)
    if let id = event.id { try member("eventID", id) }
    try member("eventTime", event.time.text(offset: event.inUTC ? nil : event.offset))
    if let record = event.record { try member("recordTime", record.text(offset: nil)) }
    let zone = event.offsetText ?? Moment.zoneText(event.offset)
    if !zone.isEmpty { try member("eventTimeZoneOffset", zone) }
    if let declaration = event.declaration { try write(declaration) }
    switch event.kind {
    case .object: try list("epcList", event.epcs)
    case .aggregation:
      if let parent = event.parent {
        try key("parentID")
        file.put("\"")
        book.append(parent, link: true, to: &file.bytes)
        file.put("\"")
      }
      try list("childEPCs", event.epcs)
    case .transformation:
      try list("inputEPCList", event.epcs)
      try list("outputEPCList", event.outputs)
    }
    if event.kind != .transformation { try member("action", event.action.rawValue) }
    if let step = event.step { try member("bizStep", step) }
    if let disposition = event.disposition { try member("disposition", disposition) }
    if let place = event.readPoint { try whole("readPoint", "{\"id\": \(quote(place.link))}") }
    if let place = event.location { try whole("bizLocation", "{\"id\": \(quote(place.link))}") }
    try writeContext(event)
    file.put("}")
    return position
  }

  private func writeContext(_ event: Event) throws {
    if !event.transactions.isEmpty {
      let rows = event.transactions.map {
        "{\"type\": \"\($0.type)\", \"bizTransaction\": \(quote($0.id))}"
      }
      try whole("bizTransactionList", "[" + rows.joined(separator: ", ") + "]")
    }
    for (list, element, parties) in [
      ("sourceList", "source", event.sources),
      ("destinationList", "destination", event.destinations),
    ] where !parties.isEmpty {
      let rows = parties.map {
        "{\"type\": \"\($0.type)\", \"\(element)\": \(quote($0.place.link))}"
      }
      try whole(list, "[" + rows.joined(separator: ", ") + "]")
    }
    var master: [String] = []
    if let lot = event.lot { master.append("\"cbvmda:lotNumber\": \(quote(lot))") }
    if let expiry = event.expiry {
      master.append("\"cbvmda:itemExpirationDate\": \(quote(expiry))")
    }
    if !master.isEmpty { try whole("ilmd", "{" + master.joined(separator: ", ") + "}") }
  }

  private func write(_ declaration: Event.Declaration) throws {
    var parts = ["\"declarationTime\": \"\(declaration.time.text(offset: nil))\""]
    if let reason = declaration.reason { parts.append("\"reason\": \"\(reason)\"") }
    if !declaration.corrective.isEmpty {
      let ids = declaration.corrective.map(quote).joined(separator: ", ")
      parts.append("\"correctiveEventIDs\": [\(ids)]")
    }
    try whole("errorDeclaration", "{" + parts.joined(separator: ", ") + "}")
  }

  private func key(_ name: String) throws {
    if members > 0 { try file.row(",") }
    members += 1
    file.put("\"\(name)\": ")
  }

  private func member(_ name: String, _ value: String) throws { try whole(name, quote(value)) }

  private func whole(_ name: String, _ value: String) throws {
    try key(name)
    file.put(value)
  }

  private func list(_ name: String, _ epcs: [EPC]) throws {
    try key(name)
    file.put("[")
    for (order, epc) in epcs.enumerated() {
      if order > 0 { file.bytes.append(44) }
      try file.end()
      file.bytes.append(34)
      book.append(epc, link: true, to: &file.bytes)
      file.bytes.append(34)
    }
    file.put("]")
  }
}

/// A JSON string.
func quote(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    default:
      if scalar.value < 32 {
        result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }
  return result + "\""
}
