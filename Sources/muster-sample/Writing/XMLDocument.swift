import Foundation

/// Writes EPCIS 1.2 XML with URNs; with the GS1 US header where the head has a guideline.
final class XMLDocument: DocumentWriter {
  private let file: OutputFile
  private let head: DocumentHead
  private let book: EPCBook
  private(set) var marks: [String: Int] = [:]

  init(root: URL, head: DocumentHead, book: EPCBook) throws {
    self.head = head
    self.book = book
    file = try OutputFile(root.appendingPathComponent(head.path))
  }

  func open() throws {
    try file.row(#"<?xml version="1.0" encoding="UTF-8"?>"#)
    marks["root"] = file.line
    var root = #"<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1""#
    root += #" xmlns:cbvmda="urn:epcglobal:cbv:mda""#
    root += #" xmlns:sbdh="http://www.unece.org/cefact/namespaces/"#
    root += #"StandardBusinessDocumentHeader""#
    if head.guideline != .none { root += #" xmlns:gs1ushc="http://epcis.gs1us.org/hc/ns""# }
    root += #" schemaVersion="\#(head.schemaVersion ?? "1.2")""#
    root += #" creationDate="\#(head.created.text(offset: nil))">"#
    try file.row(root)
    try file.row("<EPCISHeader>")
    try writeStandardHeader()
    try writeMasterData()
    if head.guideline == .release13 {
      try file.row(
        "<gs1ushc:guidelineVersion>GS1 US DSCSA R1.3</gs1ushc:guidelineVersion>")
    }
    if let statement = head.statement {
      marks["statement"] = file.line
      try file.row("<gs1ushc:dscsaTransactionStatement>")
      marks["affirm"] = file.line
      try file.row(
        "  <gs1ushc:affirmTransactionStatement>\(statement.affirmed)"
          + "</gs1ushc:affirmTransactionStatement>")
      marks["notice"] = file.line
      try file.row("  <gs1ushc:legalNotice>\(escape(statement.text))</gs1ushc:legalNotice>")
      try file.row("</gs1ushc:dscsaTransactionStatement>")
    }
    try file.row("</EPCISHeader>")
    try file.row("<EPCISBody>")
    try file.row("<EventList>")
  }

  private func writeStandardHeader() throws {
    guard let sender = head.sender, let receiver = head.receiver else { return }
    try file.row("<sbdh:StandardBusinessDocumentHeader>")
    try file.row("  <sbdh:HeaderVersion>1.0</sbdh:HeaderVersion>")
    for (role, place) in [("Sender", sender), ("Receiver", receiver)] {
      try file.row("  <sbdh:\(role)>")
      marks[role.lowercased()] = file.line
      let gln = role == "Sender" ? head.senderText ?? place.gln : place.gln
      try file.row(
        #"    <sbdh:Identifier Authority="GLN">\#(gln)</sbdh:Identifier>"#)
      try file.row("  </sbdh:\(role)>")
    }
    try file.row("  <sbdh:DocumentIdentification>")
    try file.row("    <sbdh:Standard>EPCglobal</sbdh:Standard>")
    try file.row("    <sbdh:TypeVersion>1.0</sbdh:TypeVersion>")
    marks["instance"] = file.line
    try file.row("    <sbdh:InstanceIdentifier>\(head.instance)</sbdh:InstanceIdentifier>")
    try file.row("    <sbdh:Type>Events</sbdh:Type>")
    try file.row(
      "    <sbdh:CreationDateAndTime>\(head.created.text(offset: nil))"
        + "</sbdh:CreationDateAndTime>")
    try file.row("  </sbdh:DocumentIdentification>")
    try file.row("</sbdh:StandardBusinessDocumentHeader>")
  }

  private func writeMasterData() throws {
    guard !head.products.isEmpty || !head.places.isEmpty else { return }
    try file.row("<extension>")
    try file.row("<EPCISMasterData>")
    try file.row("<VocabularyList>")
    if !head.products.isEmpty {
      try file.row(#"<Vocabulary type="urn:epcglobal:epcis:vtype:EPCClass">"#)
      try file.row("<VocabularyElementList>")
      for index in head.products {
        let product = book.products[index]
        try writeElement(
          id: product.pattern, mark: product.gtin, attributes(of: product, head: head))
      }
      try file.row("</VocabularyElementList>")
      try file.row("</Vocabulary>")
    }
    if !head.places.isEmpty {
      try file.row(#"<Vocabulary type="urn:epcglobal:epcis:vtype:Location">"#)
      try file.row("<VocabularyElementList>")
      for place in head.places {
        try writeElement(id: place.urn, mark: place.gln, attributes(of: place, head: head))
      }
      try file.row("</VocabularyElementList>")
      try file.row("</Vocabulary>")
    }
    try file.row("</VocabularyList>")
    try file.row("</EPCISMasterData>")
    try file.row("</extension>")
  }

  private func writeElement(
    id: String, mark: String, _ attributes: [(name: String, value: String)]
  ) throws {
    marks[mark] = file.line
    try file.row(#"  <VocabularyElement id="\#(escape(id))">"#)
    for attribute in attributes {
      try file.row(
        #"    <attribute id="urn:epcglobal:cbv:mda#\#(attribute.name)">"#
          + escape(attribute.value) + "</attribute>")
    }
    try file.row("  </VocabularyElement>")
  }

  func close() throws {
    try file.row("</EventList>")
    try file.row("</EPCISBody>")
    try file.row("</epcis:EPCISDocument>")
    try file.close()
  }

  func add(_ event: Event) throws -> Position {
    if event.kind == .transformation { try file.row("<extension>") }
    let position = Position(file: head.path, line: file.line)
    let name =
      switch event.kind {
      case .object: "ObjectEvent"
      case .aggregation: "AggregationEvent"
      case .transformation: "TransformationEvent"
      }
    try file.row("<\(name)>")
    try field("eventTime", event.time.text(offset: event.inUTC ? nil : event.offset))
    if let record = event.record { try field("recordTime", record.text(offset: nil)) }
    let zone = event.offsetText ?? Moment.zoneText(event.offset)
    if !zone.isEmpty { try field("eventTimeZoneOffset", zone) }
    try writeBaseExtension(event)
    switch event.kind {
    case .object: try list("epcList", event.epcs)
    case .aggregation:
      if let parent = event.parent {
        file.put("  <parentID>")
        book.append(parent, link: false, to: &file.bytes)
        try file.row("</parentID>")
      }
      try list("childEPCs", event.epcs)
    case .transformation:
      try list("inputEPCList", event.epcs)
      try list("outputEPCList", event.outputs)
    }
    if event.kind != .transformation { try field("action", event.action.rawValue) }
    if let step = event.step { try field("bizStep", word(step, "bizstep")) }
    if let disposition = event.disposition { try field("disposition", word(disposition, "disp")) }
    if let place = event.readPoint {
      try file.row("  <readPoint><id>\(escape(place.urn))</id></readPoint>")
    }
    if let place = event.location {
      try file.row("  <bizLocation><id>\(escape(place.urn))</id></bizLocation>")
    }
    try writeTransactions(event)
    try writeExtension(event)
    try file.row("</\(name)>")
    if event.kind == .transformation { try file.row("</extension>") }
    return position
  }

  private func word(_ text: String, _ vocabulary: String) -> String {
    text.contains(":") ? escape(text) : "urn:epcglobal:cbv:\(vocabulary):\(text)"
  }

  private func field(_ name: String, _ value: String) throws {
    try file.row("  <\(name)>\(value)</\(name)>")
  }

  private func list(_ name: String, _ epcs: [EPC]) throws {
    if epcs.isEmpty {
      try file.row("  <\(name)/>")
      return
    }
    try file.row("  <\(name)>")
    for epc in epcs {
      file.bytes.append(contentsOf: Self.opening)
      book.append(epc, link: false, to: &file.bytes)
      file.bytes.append(contentsOf: Self.closing)
      try file.end()
    }
    try file.row("  </\(name)>")
  }

  private static let opening = Array("    <epc>".utf8)
  private static let closing = Array("</epc>".utf8)

  private func writeBaseExtension(_ event: Event) throws {
    guard event.id != nil || event.declaration != nil else { return }
    try file.row("  <baseExtension>")
    if let id = event.id { try file.row("    <eventID>\(id)</eventID>") }
    if let declaration = event.declaration {
      try file.row("    <errorDeclaration>")
      try file.row(
        "      <declarationTime>\(declaration.time.text(offset: nil))</declarationTime>")
      if let reason = declaration.reason {
        try file.row("      <reason>urn:epcglobal:cbv:er:\(reason)</reason>")
      }
      if !declaration.corrective.isEmpty {
        try file.row("      <correctiveEventIDs>")
        for id in declaration.corrective {
          try file.row("        <correctiveEventID>\(id)</correctiveEventID>")
        }
        try file.row("      </correctiveEventIDs>")
      }
      try file.row("    </errorDeclaration>")
    }
    try file.row("  </baseExtension>")
  }

  private func writeTransactions(_ event: Event) throws {
    guard !event.transactions.isEmpty else { return }
    try file.row("  <bizTransactionList>")
    for transaction in event.transactions {
      try file.row(
        #"    <bizTransaction type="urn:epcglobal:cbv:btt:\#(transaction.type)">"#
          + escape(transaction.id) + "</bizTransaction>")
    }
    try file.row("  </bizTransactionList>")
  }

  private func writeExtension(_ event: Event) throws {
    let hasMaster = event.lot != nil || event.expiry != nil
    let wrapped = event.kind != .transformation
    guard hasMaster || !event.sources.isEmpty || !event.destinations.isEmpty else { return }
    if wrapped { try file.row("  <extension>") }
    for (list, element, parties) in [
      ("sourceList", "source", event.sources),
      ("destinationList", "destination", event.destinations),
    ] where !parties.isEmpty {
      try file.row("    <\(list)>")
      for party in parties {
        try file.row(
          #"      <\#(element) type="urn:epcglobal:cbv:sdt:\#(party.type)">"#
            + escape(party.place.urn) + "</\(element)>")
      }
      try file.row("    </\(list)>")
    }
    if hasMaster {
      try file.row("    <ilmd>")
      if let lot = event.lot {
        try file.row("      <cbvmda:lotNumber>\(escape(lot))</cbvmda:lotNumber>")
      }
      if let expiry = event.expiry {
        try file.row("      <cbvmda:itemExpirationDate>\(expiry)</cbvmda:itemExpirationDate>")
      }
      try file.row("    </ilmd>")
    }
    if wrapped { try file.row("  </extension>") }
  }
}

/// Escapes text for XML content and attributes.
func escape(_ text: String) -> String {
  guard text.utf8.contains(where: { $0 == 38 || $0 == 60 || $0 == 62 || $0 == 34 }) else {
    return text
  }
  return text.reduce(into: "") { result, character in
    switch character {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    default: result.append(character)
    }
  }
}
