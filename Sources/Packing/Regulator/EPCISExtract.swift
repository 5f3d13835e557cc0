internal import Assessing

/// Events asked for out of one original, as an EPCIS 2.0 document (JSON-LD) that is marked as an
/// extract: each event says where in the original it stands. What EPCIS has no word for stands
/// under `muster:`.
struct EPCISExtract: Encodable {
  let subject: EventExtract.Subject
  let created: Instant
  let events: [ExtractLine]

  private static let note =
    "Lists what the item asks for out of the original named. Other identifiers in the same events are "
    + "counted, not shown. Times and words are those of the original; identifiers are written as "
    + "GS1 Digital Links."

  func encode(to encoder: any Encoder) throws {
    var root = encoder.container(keyedBy: Word.self)
    var context = root.nestedUnkeyedContainer(forKey: "@context")
    try context.encode("https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld")
    try context.encode(["muster": "urn:x-muster:extract:"])
    try root.encode("EPCISDocument", forKey: "type")
    try root.encode("2.0", forKey: "schemaVersion")
    try root.encode(created.text, forKey: "creationDate")
    try root.encode(
      [
        "kind": "EXTRACT", "production": subject.production, "confidentiality": subject.stamp,
        "madeBy": subject.agent, "originalSystem": subject.system, "originalPath": subject.path,
        "originalSha256": subject.sha256, "request": subject.request, "item": subject.item,
        "note": Self.note,
      ], forKey: "muster:extract")
    var body = root.nestedContainer(keyedBy: Word.self, forKey: "epcisBody")
    try body.encode(events.map(Event.init), forKey: "eventList")
  }

  /// A key of JSON-LD, whatever it is.
  struct Word: CodingKey, ExpressibleByStringLiteral {
    let stringValue: String
    let intValue: Int? = nil

    init(stringLiteral value: String) { stringValue = value }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private struct Event: Encodable {
    let line: ExtractLine

    init(_ line: ExtractLine) { self.line = line }

    func encode(to encoder: any Encoder) throws {
      var event = encoder.container(keyedBy: Word.self)
      try event.encode(line.type, forKey: "type")
      try event.encodeIfPresent(line.eventTime, forKey: "eventTime")
      try event.encodeIfPresent(line.timeZoneOffset, forKey: "eventTimeZoneOffset")
      try event.encodeIfPresent(line.eventId, forKey: "eventID")
      if line.type != "TransformationEvent" {
        try event.encodeIfPresent(line.action, forKey: "action")
      }
      try event.encodeIfPresent(line.businessStep, forKey: "bizStep")
      try event.encodeIfPresent(line.disposition, forKey: "disposition")
      try encodeIdentifiers(to: &event)
      try encodeParties(to: &event)
      if let correction = line.correction {
        let fields = [
          "declarationTime": correction.declaredAt, "reason": correction.reason,
        ].compactMapValues(\.self)
        try event.encode(fields, forKey: "errorDeclaration")
      }
      let master = ["cbvmda:lotNumber": line.lot, "cbvmda:itemExpirationDate": line.expiry]
        .compactMapValues(\.self)
      if !master.isEmpty {
        let hasPlace =
          line.type == "TransformationEvent" || line.type == "ObjectEvent" && line.action == "ADD"
        try event.encode(master, forKey: hasPlace ? "ilmd" : "muster:lot")
      }
      try event.encode(Place(line.original), forKey: "muster:original")
      try event.encode(line.otherIdentifiers, forKey: "muster:identifiersNotShown")
      if let document = line.document {
        try event.encode(Header(document), forKey: "muster:document")
      }
    }

    private func encodeIdentifiers(to event: inout KeyedEncodingContainer<Word>) throws {
      let parents = line.identifiers.filter { $0.role == "parent" }
      try event.encodeIfPresent(parents.first.map(GS1Link.of), forKey: "parentID")
      for (role, name) in [
        ("epc", "epcList"), ("child", "childEPCs"), ("input", "inputEPCList"),
        ("output", "outputEPCList"),
      ] as [(String, Word)] {
        let found = line.identifiers.filter { $0.role == role }.map(GS1Link.of)
        let isAsked = role == "epc" && line.type == "ObjectEvent"
        if !found.isEmpty || isAsked { try event.encode(found, forKey: name) }
      }
      for (role, name) in [
        ("epc", "quantityList"), ("child", "childQuantityList"), ("input", "inputQuantityList"),
        ("output", "outputQuantityList"),
      ] as [(String, Word)] {
        let found = line.quantities.filter { $0.role == role }.map(Quantity.init)
        if !found.isEmpty { try event.encode(found, forKey: name) }
      }
    }

    private func encodeParties(to event: inout KeyedEncodingContainer<Word>) throws {
      for (place, name) in [
        (line.readPoint, "readPoint"), (line.businessLocation, "bizLocation"),
      ] as [(String?, Word)] {
        if let place { try event.encode(["id": GS1Link.place(place)], forKey: name) }
      }
      for (side, owner, place, name) in [
        ("source", line.sellerGln, line.shipFromGln, "sourceList"),
        ("destination", line.buyerGln, line.shipToGln, "destinationList"),
      ] as [(String, String?, String?, Word)] {
        let found = [("owning_party", owner), ("location", place)].compactMap { type, gln in
          gln.map { ["type": type, side: GS1Link.place($0)] }
        }
        if !found.isEmpty { try event.encode(found, forKey: name) }
      }
      if !line.transactions.isEmpty {
        let found = line.transactions.map {
          ["type": $0.type, "bizTransaction": $0.id].compactMapValues(\.self)
        }
        try event.encode(found, forKey: "bizTransactionList")
      }
    }
  }

  private struct Quantity: Encodable {
    let epcClass: String
    let quantity: Double?
    let uom: String?

    init(_ found: ExtractLine.Quantity) {
      epcClass = GS1Link.of(found)
      quantity = found.amount.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
      uom = found.unit
    }
  }

  private struct Place: Encodable {
    let path: String
    let sha256: String
    let line: Int64?
    let byte: Int64?
    let pointer: String?

    init(_ place: ExtractLine.Place) {
      path = place.path
      sha256 = place.sha256
      line = place.line
      byte = place.byte
      pointer = place.pointer
    }
  }

  private struct Header: Encodable {
    let instance: String?
    let created: String?
    let sender: String?
    let receiver: String?
    let statementPresent: Bool
    let statementAffirmed: Bool?
    let statement: String?

    init(_ document: ExtractLine.Document) {
      instance = document.instance
      created = document.created
      sender = document.sender
      receiver = document.receiver
      statementPresent = document.statementPresent
      statementAffirmed = document.statementAffirmed
      statement = document.statement
    }
  }
}

/// Keys as GS1 Digital Links (EPCIS 2.0, 6.4); what is no GS1 key stays as it is.
enum GS1Link {
  private static let start = "https://id.gs1.org/"

  static func of(_ identifier: ExtractLine.Identifier) -> String {
    if let sscc = identifier.sscc { return "\(start)00/\(sscc)" }
    if let gtin = identifier.gtin {
      return "\(start)01/\(gtin)" + (identifier.serial.map { "/21/\(coded($0))" } ?? "")
    }
    return identifier.other ?? ""
  }

  static func of(_ quantity: ExtractLine.Quantity) -> String {
    guard let gtin = quantity.gtin else { return quantity.other ?? "" }
    return "\(start)01/\(gtin)" + (quantity.lot.map { "/10/\(coded($0))" } ?? "")
  }

  /// A GLN with or without an extension behind a dot.
  static func place(_ text: String) -> String {
    let parts = text.split(separator: ".", maxSplits: 1)
    guard let gln = parts.first, gln.utf8.count == 13,
      gln.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return text }
    return "\(start)414/\(gln)" + (parts.count > 1 ? "/254/\(coded(String(parts[1])))" : "")
  }

  /// Everything but the unreserved characters of RFC 3986 by its code.
  private static func coded(_ text: String) -> String {
    text.utf8.map { byte -> String in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
        String(UnicodeScalar(byte))
      default: (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
  }
}
