internal import GS1
internal import Settings

/// What an example gives: events by file, documents, master data, settings of the run.
struct ExampleCase {
  /// One file of a source, in the order it is first named.
  struct File {
    var name: String
    var source: String
    var header: EPCISDocumentHeader
    var events: [EPCISEvent] = []
    var defects: [(code: String, field: String?, raw: String?)] = []
    var quarantine: [(reason: String, detail: String?)] = []
  }

  /// A row of a table of the run.
  struct Setting {
    var table: String
    var values: [(column: String, value: CellValue)]
  }

  /// A file without records: a document, taken or, with a reason, unreadable.
  struct UnreadFile {
    var name: String
    var kind: String
    var reason: String?
  }

  var files: [File] = []
  var unread: [UnreadFile] = []
  var settings: [Setting] = []
  /// Sources by name with the day they declare to be complete through.
  var sources: [String: Int?] = [:]
  var parameters: [String: YAMLValue] = [:]
  var records: [ExampleRecords] = []
  var asOf: Int64?
  var period: (from: Int64, to: Int64)?

  private static let keys: Set<String> = [
    "events", "documents", "locations", "products", "defects", "quarantine", "sites", "partners",
    "product_settings", "firm_limits", "sources", "parameters", "as_of", "period", "records",
    "delivered", "files",
  ]

  /// Reads what an example gives.
  ///
  /// - Throws: `ExampleFault` at what cannot be understood.
  init(_ given: YAMLValue, library: Library) throws {
    let entries = try given.entries(Self.keys, in: "given")
    // Documents first: they say what the files of the events are.
    for document in try given["documents"]?.items("documents") ?? [] { try add(document: document) }
    for (index, value) in (try given["events"]?.items("events") ?? []).enumerated() {
      let short = try ShortEvent(value, index: index)
      files[file(short.file, source: short.source)].events.append(short.event)
    }
    for entry in entries {
      switch entry.key {
      case "locations": for item in try entry.value.items("locations") { try add(location: item) }
      case "products": for item in try entry.value.items("products") { try add(product: item) }
      case "defects": for item in try entry.value.items("defects") { try add(defect: item) }
      case "quarantine":
        for item in try entry.value.items("quarantine") { try add(quarantine: item) }
      case "sites", "partners", "product_settings", "firm_limits":
        for item in try entry.value.items(entry.key) { try add(setting: item, to: entry.key) }
      case "sources": for item in try entry.value.items("sources") { try add(source: item) }
      case "parameters":
        for parameter in entry.value.map ?? [] { parameters[parameter.key] = parameter.value }
      case "records":
        guard let kinds = entry.value.map else {
          throw ExampleFault(entry.value, "records is a mapping of record kind to records")
        }
        for kind in kinds {
          records.append(
            try ExampleRecords(kind, library: library, delivered: given["delivered"]?[kind.key]))
        }
      case "delivered":
        for kind in entry.value.map ?? [] where given["records"]?[kind.key] == nil {
          throw ExampleFault(
            at: kind.position, "delivered names \(kind.key), which records does not give")
        }
      case "files":
        for item in try entry.value.items("files") {
          _ = try item.entries(["file", "kind", "reason"], in: "a file")
          unread.append(
            UnreadFile(
              name: try item["file"]?.word("file") ?? "file",
              kind: try item["kind"]?.word("kind") ?? "document",
              reason: try item["reason"]?.word("reason")))
        }
      case "as_of": asOf = try Self.instant(entry.value)
      case "period":
        _ = try entry.value.entries(["from", "to"], in: "period")
        period = (
          try Self.day(entry.value["from"], in: entry.value),
          try Self.day(entry.value["to"], in: entry.value)
        )
      default: break
      }
    }
  }

  private mutating func file(_ name: String, source: String) -> Int {
    if let known = files.firstIndex(where: { $0.name == name && $0.source == source }) {
      return known
    }
    var header = EPCISDocumentHeader(kind: .document)
    let isJSON = name.hasSuffix(".json") || name.hasSuffix(".jsonld")
    header.standard = isJSON ? "epcis_json" : "epcis_xml"
    header.schemaVersion = isJSON ? "2.0" : "1.2"
    header.namespace =
      isJSON
      ? "https://ref.gs1.org/standards/epcis/epcis-context.jsonld" : "urn:epcglobal:epcis:xsd:1"
    files.append(File(name: name, source: source, header: header))
    return files.count - 1
  }

  /// The file an entry names, by default the one of the events.
  private mutating func file(of value: YAMLValue) throws -> Int {
    let name = try value["file"]?.word("file") ?? ShortEvent.defaultFile
    let source = try value["source"]?.word("source")
    if source == nil, let known = files.firstIndex(where: { $0.name == name }) { return known }
    return file(name, source: source ?? ShortEvent.defaultSource)
  }

  private mutating func add(document value: YAMLValue) throws {
    let entries = try value.entries(
      [
        "file", "source", "sender", "receiver", "instance", "statement", "version", "namespace",
        "guideline", "created", "drop_shipment",
      ], in: "a document")
    let index = try file(of: value)
    for entry in entries {
      switch entry.key {
      case "sender": files[index].header.sender = try entry.value.word("sender")
      case "receiver": files[index].header.receiver = try entry.value.word("receiver")
      case "instance": files[index].header.instanceIdentifier = try entry.value.word("instance")
      case "version": files[index].header.schemaVersion = try entry.value.word("version")
      case "namespace": files[index].header.namespace = try entry.value.word("namespace")
      case "guideline": files[index].header.guidelineVersion = try entry.value.word("guideline")
      case "drop_shipment": files[index].header.dropShipment = try entry.value.word("drop_shipment")
      case "created":
        let text = try entry.value.word("created")
        files[index].header.creationDateText = text
        files[index].header.creationDate = InstantText.parse(text)
      case "statement": try setStatement(entry.value, at: index)
      default: break
      }
    }
  }

  private mutating func setStatement(_ value: YAMLValue, at index: Int) throws {
    if value.isNull || value.text == "none" { return }
    _ = try value.entries(["affirmed", "text"], in: "a statement")
    files[index].header.transactionStatement = EPCISDocumentHeader.TransactionStatement(
      affirm: try value["affirmed"]?.word("affirmed"),
      legalNotice: try value["text"]?.word("text"), isPresent: true)
  }

  private mutating func add(location value: YAMLValue) throws {
    let names = [
      "name": "name", "street": "streetAddressOne", "city": "city", "state": "state",
      "postal_code": "postalCode", "country": "countryCode",
    ]
    let entries = try value.entries(
      Set(names.keys).union(["gln", "file", "source"]), in: "a location")
    let index = try file(of: value)
    let id = ShortEvent.place(try value["gln"]?.word("gln") ?? "").raw
    files[index].header.vocabulary.append(
      EPCISDocumentHeader.VocabularyElement(
        type: "urn:epcglobal:epcis:vtype:Location", id: id,
        attributes: try Self.attributes(entries, names),
        position: Self.place(value, "/vocabulary/location")))
  }

  private mutating func add(product value: YAMLValue) throws {
    let names = [
      "name": "regulatedProductName", "ndc": "additionalTradeItemIdentification",
      "ndc_type": "additionalTradeItemIdentificationTypeCode",
      "manufacturer": "manufacturerOfTradeItemPartyName", "dosage_form": "dosageFormType",
      "strength": "strengthDescription", "container_size": "containerSize",
      "net_content": "netContentDescription",
    ]
    let entries = try value.entries(
      Set(names.keys).union(["gtin", "file", "source"]), in: "a product")
    let index = try file(of: value)
    let gtin = try value["gtin"]?.word("gtin") ?? ""
    files[index].header.vocabulary.append(
      EPCISDocumentHeader.VocabularyElement(
        type: "urn:epcglobal:epcis:vtype:EPCClass", id: "https://id.gs1.org/01/\(gtin)",
        attributes: try Self.attributes(entries, names),
        position: Self.place(value, "/vocabulary/product")))
  }

  private static func place(_ value: YAMLValue, _ pointer: String) -> SourcePosition {
    SourcePosition(line: value.position.line, byteOffset: 0, pointer: pointer)
  }

  private static func attributes(
    _ entries: [YAMLEntry], _ names: [String: String]
  ) throws -> [EPCISDocumentHeader.VocabularyAttribute] {
    try entries.compactMap { entry in
      guard let name = names[entry.key] else { return nil }
      return EPCISDocumentHeader.VocabularyAttribute(
        id: "urn:epcglobal:cbv:mda#\(name)", value: try entry.value.word(entry.key))
    }
  }

  private mutating func add(defect value: YAMLValue) throws {
    _ = try value.entries(["code", "file", "source", "field", "raw"], in: "a defect")
    let index = try file(of: value)
    files[index].defects.append(
      (
        try value["code"]?.word("code") ?? "", try value["field"]?.word("field"),
        try value["raw"]?.word("raw")
      ))
  }

  private mutating func add(quarantine value: YAMLValue) throws {
    _ = try value.entries(["reason", "file", "source", "detail"], in: "a quarantine entry")
    let index = try file(of: value)
    files[index].quarantine.append(
      (try value["reason"]?.word("reason") ?? "", try value["detail"]?.word("detail")))
  }

  private mutating func add(source value: YAMLValue) throws {
    _ = try value.entries(["name", "complete_through"], in: "a source")
    let name = try value["name"]?.word("name") ?? ShortEvent.defaultSource
    let day = try value["complete_through"].map { Int(try Self.day($0, in: value)) }
    sources.updateValue(day, forKey: name)
  }

  private static func instant(_ value: YAMLValue) throws -> Int64 {
    guard let parsed = InstantText.parse(try value.word("as_of")) else {
      throw ExampleFault(value, "as_of is an instant, e.g. 2026-09-30T23:59:59Z")
    }
    return parsed.milliseconds
  }

  private static func day(_ value: YAMLValue?, in place: YAMLValue) throws -> Int64 {
    guard let value, let day = CalendarDay(iso: try value.word("a day")) else {
      throw ExampleFault(value ?? place, "a day is written YYYY-MM-DD")
    }
    return day.number
  }
}
