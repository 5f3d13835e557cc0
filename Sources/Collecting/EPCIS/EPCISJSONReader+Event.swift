import Cataloging
import GS1

/// An event while its members come in, in any order.
struct JSONEvent {
  var event: EPCISEvent
  var type: String?
  /// Whether a member was met that only events have.
  var isCertain = false
  // One bit per name of EPCIS.
  private var seen: (UInt64, UInt64) = (0, 0)
  var notes: [ReaderNote] = []

  init(position: SourcePosition) { event = EPCISEvent(type: .object, position: position) }

  /// Whether a member of this number was met before; it was now.
  mutating func meet(_ number: Int) -> Bool {
    let bit = UInt64(1) << UInt64(number & 63)
    if number < 64 {
      defer { seen.0 |= bit }
      return seen.0 & bit != 0
    }
    defer { seen.1 |= bit }
    return seen.1 & bit != 0
  }

  /// Settles the type once every member is there.
  mutating func finish() -> [ReaderNote] {
    if let type, let known = EventType(name: type) {
      event.type = known
      return notes
    }
    let name = type.map { $0.split(whereSeparator: { $0 == ":" || $0 == "/" || $0 == "#" }).last }
    let written = name.flatMap { $0.map(String.init) } ?? ""
    if let known = EventType(name: written) {
      event.type = known
    } else if written == "QuantityEvent" {
      event.type = .object
      event.action = event.action ?? .observe
      event.unknown.append(EPCISEvent.Unknown(name: "type", json: "\"QuantityEvent\""))
    } else {
      notes.append(
        ReaderNote(.typeUnknown, field: "type", raw: type, position: event.position))
      event.type = guessed
    }
    return notes
  }

  private var guessed: EventType {
    if event.epcs.contains(where: { $0.role == .input || $0.role == .output }) {
      return .transformation
    }
    return event.epcs.contains { $0.role == .parent || $0.role == .child } ? .aggregation : .object
  }
}

extension EPCISJSONReader {
  /// Reads the value of the member whose name was just read and interned as `number`.
  func readMember(_ number: Int, into found: inout JSONEvent) throws(ReadFault) {
    guard number >= 0, number < EPCISName.all.count else {
      try readOther(json.text.text, into: &found)
      return
    }
    let name = EPCISName.all[number]
    if found.meet(number) { json.note(.duplicateKey, name.rawValue) }
    found.isCertain = true
    switch name {
    case .epcList: try readEPCs(.epc, into: &found.event)
    case .childEPCs: try readEPCs(.child, into: &found.event)
    case .inputEPCList: try readEPCs(.input, into: &found.event)
    case .outputEPCList: try readEPCs(.output, into: &found.event)
    case .parentID: try readEPCs(.parent, into: &found.event)
    case .action: EPCISFields.readAction(try text(), into: &found.event)
    case .bizStep:
      if let bytes = try scalar() {
        found.event.bizStep = steps.value(bytes) { EventWord($0.text, .bizStep) }
      }
    case .disposition:
      if let bytes = try scalar() {
        found.event.disposition = dispositions.value(bytes) { EventWord($0.text, .disposition) }
      }
    case .readPoint: found.event.readPoint = try readPlace(into: &found)
    case .bizLocation: found.event.bizLocation = try readPlace(into: &found)
    case .eventTime:
      if let bytes = try scalar() {
        found.event.eventTimeText = texts.value(bytes) { $0.text }
        found.event.eventTime = times.value(bytes) { Instant.parse($0) }
      }
    case .recordTime:
      if let bytes = try scalar() {
        found.event.recordTimeText = texts.value(bytes) { $0.text }
        found.event.recordTime = times.value(bytes) { Instant.parse($0) }
      }
    case .eventTimeZoneOffset: found.event.eventTimeZoneOffset = try scalar()?.text
    case .eventID: found.event.eventID = try scalar()?.text
    case .transformationID: found.event.transformationID = try scalar()?.text
    case .certificationInfo:
      for item in list(try opaque(try json.next())) {
        found.event.certificationInfo.append(item.plain)
      }
    case .bizTransactionList: try readTransactions(into: &found.event)
    case .sourceList: found.event.sources += try readParties("source")
    case .destinationList: found.event.destinations += try readParties("destination")
    case .quantityList: try readQuantities(.epc, into: &found.event)
    case .childQuantityList: try readQuantities(.child, into: &found.event)
    case .inputQuantityList: try readQuantities(.input, into: &found.event)
    case .outputQuantityList: try readQuantities(.output, into: &found.event)
    case .errorDeclaration: try readDeclaration(into: &found.event)
    case .persistentDisposition: try readPersistent(into: &found.event)
    case .sensorElementList: found.event.sensorElements = try opaque(try json.next()).json
    case .ilmd: try readILMD(into: &found.event)
    case .extension, .baseExtension: try readWrapper(into: &found)
    default: try readOther(name.rawValue, into: &found)
    }
    if EPCISFields.isTooLarge(found.event) {
      throw json.fault(.sizeLimit, EPCISFields.tooLarge)
    }
  }

  /// The next value when it is a string or number; `null` and structures are passed over.
  private func scalar() throws(ReadFault) -> UnsafeBufferPointer<UInt8>? {
    let token = try json.next()
    if token == .string || token == .number { return json.text }
    try json.skip(from: token)
    return nil
  }

  private func readOther(_ key: String, into found: inout JSONEvent) throws(ReadFault) {
    switch key {
    case "type", "isA", "@type":
      found.type = try text()
    case "@context": context.add(try opaque(try json.next()))
    default:
      let (local, namespace) = context.split(key)
      EPCISFields.keep(
        try opaque(try json.next()), name: local, namespace: namespace, place: .event,
        in: &found.event)
    }
  }

  // EPCIS 1.x turned into JSON by hand keeps the wrappers.
  private func readWrapper(into found: inout JSONEvent) throws(ReadFault) {
    let token = try json.next()
    guard token == .beginObject else {
      try json.skip(from: token)
      return
    }
    while try json.next() == .key {
      let number = names.intern(json.text.baseAddress, json.text.count) ?? -1
      try readMember(number, into: &found)
    }
  }

  private func readEPCs(_ role: EventRole, into event: inout EPCISEvent) throws(ReadFault) {
    let token = try json.next()
    if token == .string || token == .number {
      let reference = EPCReference(parsing: json.text, role: role)
      if role == .parent, reference.issues.contains(.emptyIdentifier) { return }
      event.epcs.append(reference)
      return
    }
    guard token == .beginArray else {
      try json.skip(from: token)
      return
    }
    while true {
      switch try json.next() {
      case .endArray, .finished: return
      case .string, .number:
        event.epcs.append(identifiers.reference(json.text, role: role))
        if event.epcs.count > EPCISFields.maximumReferences {
          throw json.fault(.sizeLimit, EPCISFields.tooLarge)
        }
      case let other:
        let node = try opaque(other)
        if case .object(let members) = node, let id = members.first(where: { $0.name == "id" }) {
          event.epcs.append(EPCReference(parsing: id.value.plain, role: role))
        } else {
          event.unknown.append(EPCISEvent.Unknown(name: role.name, json: node.json))
        }
      }
    }
  }

  private func readPlace(into found: inout JSONEvent) throws(ReadFault) -> EventParty? {
    let token = try json.next()
    if token == .string || token == .number {
      return parties.value(json.text) { EventParty($0.text) }
    }
    guard token == .beginObject else {
      try json.skip(from: token)
      return nil
    }
    var place: EventParty?
    while try json.next() == .key {
      if json.text.equals("id") || json.text.equals("@id") {
        if let bytes = try scalar() { place = parties.value(bytes) { EventParty($0.text) } }
      } else {
        try readOther(json.text.text, into: &found)
      }
    }
    return place
  }

  private func list(_ node: OpaqueNode) -> [OpaqueNode] {
    if case .list(let items) = node { return items }
    return [node]
  }

  /// The objects of a list of small objects.
  private func objects() throws(ReadFault) -> [[String: String]] {
    let node = try opaque(try json.next())
    return list(node).map { item in
      guard case .object(let members) = item else { return ["": item.plain] }
      return Dictionary(members.map { ($0.name, $0.value.plain) }, uniquingKeysWith: { $1 })
    }
  }

  private func readTransactions(into event: inout EPCISEvent) throws(ReadFault) {
    for item in try objects() {
      let type = (item["type"] ?? item["bizTransactionType"]).map {
        EventWord($0, .bizTransactionType)
      }
      let id = item["bizTransaction"] ?? item["id"] ?? item[""] ?? ""
      event.bizTransactions.append(BizTransaction(type: type, id: id))
    }
  }

  private func readParties(_ name: String) throws(ReadFault) -> [SourceOrDestination] {
    try objects().map { item in
      SourceOrDestination(
        type: item["type"].map { EventWord($0, .sourceDestinationType) },
        party: EventParty(item[name] ?? item["id"] ?? item[""] ?? ""))
    }
  }

  private func readQuantities(_ role: EventRole, into event: inout EPCISEvent) throws(ReadFault) {
    for item in try objects() {
      event.quantities.append(
        QuantityElement(
          parsingClass: item["epcClass"] ?? item[""] ?? "", quantityText: item["quantity"] ?? "",
          uom: item["uom"], role: role))
    }
  }

  private func readDeclaration(into event: inout EPCISEvent) throws(ReadFault) {
    let node = try opaque(try json.next())
    var declaration = ErrorDeclaration(time: nil, timeText: "", reason: nil)
    if case .object(let members) = node {
      for member in members {
        switch member.name {
        case "declarationTime":
          declaration.timeText = member.value.plain
          declaration.time = Instant.parse(declaration.timeText)
        case "reason": declaration.reason = EventWord(member.value.plain, .errorReason)
        case "correctiveEventIDs":
          declaration.correctiveEventIDs += list(member.value).map(\.plain)
        default:
          let (local, namespace) = context.split(member.name)
          EPCISFields.keep(
            member.value, name: local, namespace: namespace, place: .errorDeclaration, in: &event)
        }
      }
    }
    event.errorDeclaration = declaration
  }

  private func readPersistent(into event: inout EPCISEvent) throws(ReadFault) {
    guard case .object(let members) = try opaque(try json.next()) else { return }
    var found = PersistentDisposition()
    for member in members {
      let words = list(member.value).map { EventWord($0.plain, .disposition) }
      if member.name == "set" { found.set += words }
      if member.name == "unset" { found.unset += words }
    }
    event.persistentDisposition = found
  }

  private func readILMD(into event: inout EPCISEvent) throws(ReadFault) {
    guard case .object(let members) = try opaque(try json.next()) else { return }
    for member in members {
      let (local, namespace) = context.split(member.name)
      EPCISFields.keep(
        member.value, name: local, namespace: namespace, place: .ilmd, in: &event)
    }
  }
}
