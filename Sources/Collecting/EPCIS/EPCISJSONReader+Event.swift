import Cataloging
import GS1

/// An event while its members come in, in any order.
struct JSONEvent {
  var event: EPCISEvent
  var type: String?
  /// Whether a member was met that only events have.
  var isCertain = false
  /// Whether a member was met that events have, and others too.
  var hasMember = false
  /// Bytes of its text so far.
  var bytes = 0
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

  /// Whether its type is one of EPCIS.
  var isTyped: Bool { type.flatMap { EventType(name: $0) } != nil }

  /// Whether what is known of it so far may as well be said of a message that holds events.
  var mayBeEnvelope: Bool {
    event.action == nil && event.epcs.isEmpty && event.quantities.isEmpty
      && (type == nil || typeName != "QuantityEvent" && EventType(name: typeName) == nil)
  }

  /// Says what was noticed about it.
  mutating func note(_ code: DefectCode, _ field: String, raw: String? = nil) {
    guard notes.count < TextNote.waitingLimit else { return }
    notes.append(ReaderNote(code, field: field, raw: raw, position: event.position))
  }

  /// Whether it is an event where something else may stand as well.
  var isTelling: Bool {
    isCertain
      && (isTyped || !event.eventTimeText.isEmpty && (event.action != nil || !event.epcs.isEmpty))
  }

  /// Whether it is an event where one belongs: an object that says it is something else, as an
  /// answer that tells of an error does, is none for having a member that events have too.
  var isLikely: Bool {
    hasMember && (type == nil || typeName == "QuantityEvent" || EventType(name: typeName) != nil)
  }

  /// The last part of a type written as an address.
  private var typeName: String {
    type?.split(whereSeparator: { $0 == ":" || $0 == "/" || $0 == "#" }).last.map(String.init)
      ?? ""
  }

  /// Settles the type once every member is there.
  mutating func finish() -> [ReaderNote] {
    if let type, let known = EventType(name: type) {
      event.type = known
      return notes
    }
    if let known = EventType(name: typeName) {
      event.type = known
    } else if typeName == "QuantityEvent" {
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
    let start = json.window.passed
    json.window.beginWhole(kept: found.bytes)
    defer { json.window.endWhole() }
    try readValue(of: number, into: &found)
    found.bytes += json.window.passed - start
  }

  private func readValue(of number: Int, into found: inout JSONEvent) throws(ReadFault) {
    guard number >= 0, number < EPCISName.all.count else {
      try readOther(json.text.text, into: &found)
      return
    }
    let name = EPCISName.all[number]
    if found.meet(number) { json.note(.duplicateKey, name.rawValue) }
    found.hasMember = true
    switch name {
    // Other objects have these too.
    case .action, .eventID, .certificationInfo, .extension, .baseExtension, .id, .source, .reason,
      .quantity:
      break
    default: found.isCertain = true
    }
    switch name {
    case .epcList: try readEPCs(.epc, into: &found)
    case .childEPCs: try readEPCs(.child, into: &found)
    case .inputEPCList: try readEPCs(.input, into: &found)
    case .outputEPCList: try readEPCs(.output, into: &found)
    case .parentID: try readEPCs(.parent, into: &found)
    case .action:
      if let text = try optionalText() { EPCISFields.readAction(text, into: &found.event) }
    case .bizStep:
      let word = try scalar(name, &found) { bytes in
        steps.value(bytes) { EventWord($0.text, .bizStep) }
      }
      if let word { found.event.bizStep = word }
    case .disposition:
      let word = try scalar(name, &found) { bytes in
        dispositions.value(bytes) { EventWord($0.text, .disposition) }
      }
      if let word { found.event.disposition = word }
    case .readPoint: found.event.readPoint = try readPlace(name, into: &found)
    case .bizLocation: found.event.bizLocation = try readPlace(name, into: &found)
    case .eventTime:
      if let (text, time) = try time(name, &found) {
        found.event.eventTimeText = text
        found.event.eventTime = time
      }
    case .recordTime:
      if let (text, time) = try time(name, &found) {
        found.event.recordTimeText = text
        found.event.recordTime = time
      }
    case .eventTimeZoneOffset:
      found.event.eventTimeZoneOffset = try scalar(name, &found) { $0.text }
    case .eventID: found.event.eventID = try scalar(name, &found) { $0.text }
    case .transformationID: found.event.transformationID = try scalar(name, &found) { $0.text }
    case .certificationInfo:
      for item in list(try opaque(try json.next())) where !item.isNull {
        found.event.certificationInfo.append(item.plain)
      }
    case .bizTransactionList: try readTransactions(into: &found.event)
    case .sourceList: found.event.sources += try readParties("source", into: &found.event)
    case .destinationList:
      found.event.destinations += try readParties("destination", into: &found.event)
    case .quantityList: try readQuantities(.epc, into: &found.event)
    case .childQuantityList: try readQuantities(.child, into: &found.event)
    case .inputQuantityList: try readQuantities(.input, into: &found.event)
    case .outputQuantityList: try readQuantities(.output, into: &found.event)
    case .errorDeclaration: try readDeclaration(into: &found)
    case .persistentDisposition: try readPersistent(into: &found)
    case .sensorElementList:
      let node = try opaque(try json.next())
      found.event.sensorElements = node.isNull || list(node).isEmpty ? nil : node.json
    case .ilmd: try readILMD(into: &found)
    case .extension, .baseExtension: try readWrapper(into: &found)
    default: try readOther(name.rawValue, into: &found)
    }
    if EPCISFields.isTooLarge(found.event) {
      throw json.fault(.sizeLimit, EPCISFields.tooLarge)
    }
  }

  /// What `make` gives for the next value: a text or number, alone, in a list of one, or in an
  /// object that names or types it. Nil for `null`; what is something else is kept, and it is said.
  private func scalar<Value>(
    _ name: EPCISName, _ found: inout JSONEvent, _ make: (UnsafeBufferPointer<UInt8>) -> Value
  ) throws(ReadFault) -> Value? {
    let token = try json.next()
    if token == .string || token == .number { return make(json.text) }
    let node = try opaque(token)
    if node.isNull { return nil }
    guard var text = Self.soleText(node) else {
      setAside(node, name.rawValue, in: &found)
      return nil
    }
    return text.withUTF8(make)
  }

  private func time(
    _ name: EPCISName, _ found: inout JSONEvent
  ) throws(ReadFault) -> (String, ParsedInstant?)? {
    try scalar(name, &found) { bytes in
      (texts.value(bytes) { $0.text }, times.value(bytes) { InstantText.parse($0) })
    }
  }

  // Members that hold the text a value stands for.
  static let namingMembers = OpaqueNode.textNames.union(["id", "@id"])

  /// The text a value stands for; nil when it holds more than one, or something else.
  static func soleText(_ node: OpaqueNode) -> String? {
    switch node {
    case .text(let text), .literal(let text): return text == "null" ? nil : text
    case .list(let items): return items.count == 1 ? soleText(items[0]) : nil
    case .object(let members):
      let texts = members.filter { namingMembers.contains($0.name) }
      guard texts.count == 1,
        members.allSatisfy({
          texts[0].name == $0.name || $0.name == "@type" || isDeclaration($0.name)
        })
      else { return nil }
      return soleText(texts[0].value)
    }
  }

  /// Whether a member is a declaration of name spaces, which converters of XML keep.
  private static func isDeclaration(_ name: String) -> Bool { name.hasPrefix("@xmlns") }

  /// Keeps a value that is not of the form its name asks for.
  private func setAside(_ node: OpaqueNode, _ name: String, in found: inout JSONEvent) {
    switch node {
    case .literal("null"): return
    case .list(let items) where items.isEmpty: return
    case .object(let members) where members.isEmpty: return
    default: break
    }
    found.event.unknown.append(EPCISEvent.Unknown(name: name, json: node.json))
    found.note(.elementUnexpected, name, raw: String(node.json.prefix(200)))
  }

  private func readOther(_ key: String, into found: inout JSONEvent) throws(ReadFault) {
    switch key {
    case "type", "isA", "@type":
      found.hasMember = true
      let token = try json.next()
      if token == .string || token == .number {
        found.type = texts.value(json.text) { $0.text }
      } else {
        let node = try opaque(token)
        found.type = Self.soleText(node) ?? node.plain
      }
    case "@context": context.add(try opaque(try json.next()))
    default: try keepOther(key, try json.next(), into: &found)
    }
  }

  /// Keeps the value of a member that is none of EPCIS beside the event.
  func keepOther(
    _ key: String, _ token: JSONPullReader.Token, into found: inout JSONEvent
  ) throws(ReadFault) {
    // In JSON-LD a member that is null is none.
    if token == .null { return }
    let (local, namespace) = context.split(key)
    EPCISFields.keep(
      try opaque(token), name: local, namespace: namespace, place: .event, in: &found.event)
  }

  // EPCIS 1.x turned into JSON by hand keeps the wrappers.
  private func readWrapper(into found: inout JSONEvent) throws(ReadFault) {
    switch try json.next() {
    case .beginObject: try readWrapped(into: &found)
    case .beginArray:
      while true {
        switch try json.next() {
        case .endArray, .finished: return
        case .beginObject: try readWrapped(into: &found)
        case let other: setAside(try opaque(other), "extension", in: &found)
        }
      }
    case let other: setAside(try opaque(other), "extension", in: &found)
    }
  }

  private func readWrapped(into found: inout JSONEvent) throws(ReadFault) {
    while try json.next() == .key {
      try readValue(of: nameNumber(), into: &found)
    }
  }

  private func readEPCs(_ role: EventRole, into found: inout JSONEvent) throws(ReadFault) {
    let token = try json.next()
    if token == .string || token == .number {
      let reference = EPCReference(parsing: json.text, role: role)
      if role != .parent || !reference.issues.contains(.emptyIdentifier) {
        append(reference, to: &found)
      }
      return
    }
    guard token == .beginArray else {
      take(try opaque(token), role, into: &found)
      return
    }
    while true {
      switch try json.next() {
      case .endArray, .finished: return
      case .string, .number:
        append(identifiers.reference(json.text, role: role), to: &found)
        if found.event.epcs.count > EPCISFields.maximumReferences {
          throw json.fault(.sizeLimit, EPCISFields.tooLarge)
        }
      case let other: take(try opaque(other), role, into: &found)
      }
    }
  }

  /// Takes an identifier; one that is empty names nothing, and it is said.
  private func append(_ reference: EPCReference, to found: inout JSONEvent) {
    guard reference.issues.contains(.emptyIdentifier) else {
      found.event.epcs.append(reference)
      return
    }
    found.note(.emptyIdentifier, reference.role.name)
  }

  /// Takes identifiers from a value that is no text: an object that names one, or a list inside the
  /// list or inside `epc`, as converters of XML write it.
  private func take(_ node: OpaqueNode, _ role: EventRole, into found: inout JSONEvent) {
    switch node {
    case .literal("null"): return
    case .text(let text), .literal(let text):
      append(EPCReference(parsing: text, role: role), to: &found)
    case .list(let items): for item in items { take(item, role, into: &found) }
    case .object(let members):
      if members.count == 1, members[0].name == "epc" {
        take(members[0].value, role, into: &found)
      } else if let id = members.first(where: { Self.namingMembers.contains($0.name) }) {
        take(id.value, role, into: &found)
      } else {
        setAside(node, role.name, in: &found)
      }
    }
  }

  private func readPlace(
    _ name: EPCISName, into found: inout JSONEvent
  ) throws(ReadFault) -> EventParty? {
    let token = try json.next()
    if token == .string || token == .number {
      return parties.value(json.text) { EventParty($0.text) }
    }
    guard token == .beginObject else {
      let node = try opaque(token)
      if let text = Self.soleText(node) { return EventParty(text) }
      setAside(node, name.rawValue, in: &found)
      return nil
    }
    var place: EventParty?
    while try json.next() == .key {
      if json.text.equals("id") || json.text.equals("@id") {
        if place != nil { json.note(.duplicateKey, "id") }
        let id = try scalar(.id, &found) { bytes in parties.value(bytes) { EventParty($0.text) } }
        if let id { place = id }
      } else {
        try readOther(json.text.text, into: &found)
      }
    }
    return place
  }

  private func readDeclaration(into found: inout JSONEvent) throws(ReadFault) {
    var node = try opaque(try json.next())
    if node.isNull { return }
    if case .list(let items) = node {
      if items.isEmpty { return }
      if items.count == 1 { node = items[0] }
    }
    if node.isHollow {
      // What converters write for nothing declares nothing: the event would have no effect.
      found.note(.elementUnexpected, "errorDeclaration", raw: String(node.json.prefix(200)))
      return
    }
    var declaration = ErrorDeclaration(time: nil, timeText: "", reason: nil)
    if case .object(let members) = node {
      for member in members {
        switch member.name {
        case "declarationTime":
          declaration.timeText = Self.soleText(member.value) ?? member.value.plain
          declaration.time = InstantText.parse(declaration.timeText)
        case "reason":
          declaration.reason = EventWord(
            Self.soleText(member.value) ?? member.value.plain, .errorReason)
        case "correctiveEventIDs":
          declaration.correctiveEventIDs += unwrapped(member.value, "correctiveEventID").flatMap {
            guard case .object(let members) = $0, members.count == 1 else {
              return [Self.soleText($0) ?? $0.plain]
            }
            return list(members[0].value).map { Self.soleText($0) ?? $0.plain }
          }
        default:
          let (local, namespace) = context.split(member.name)
          EPCISFields.keep(
            member.value, name: local, namespace: namespace, place: .errorDeclaration,
            in: &found.event)
        }
      }
    } else {
      setAside(node, "errorDeclaration", in: &found)
    }
    found.event.errorDeclaration = declaration
  }

  private func readPersistent(into found: inout JSONEvent) throws(ReadFault) {
    let node = try opaque(try json.next())
    guard case .object(let members) = node else {
      setAside(node, "persistentDisposition", in: &found)
      return
    }
    if node.isHollow { return }
    var lasting = PersistentDisposition()
    for member in members {
      let words = list(member.value).map { EventWord($0.plain, .disposition) }
      switch member.name {
      case "set": lasting.set += words
      case "unset": lasting.unset += words
      default:
        let (local, namespace) = context.split(member.name)
        EPCISFields.keep(
          member.value, name: local, namespace: namespace, place: .event, in: &found.event)
      }
    }
    found.event.persistentDisposition = lasting
  }

  private func readILMD(into found: inout JSONEvent) throws(ReadFault) {
    for node in list(try opaque(try json.next())) {
      guard case .object(let members) = node else {
        setAside(node, "ilmd", in: &found)
        continue
      }
      for member in members {
        let (local, namespace) = context.split(member.name)
        EPCISFields.keep(
          member.value, name: local, namespace: namespace, place: .ilmd, in: &found.event)
      }
    }
  }
}
