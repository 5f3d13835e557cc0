import Cataloging
import GS1

/// The parts of an event.
extension EPCISXMLReader {
  /// Reads the event whose start tag was just read, to its end.
  func readEvent(
    _ kind: EPCISName, at position: SourcePosition
  ) throws(ReadFault) -> EPCISEvent {
    var event = EPCISEvent(type: Self.type(of: kind), position: position)
    var classQuantity = ClassQuantity()
    xml.window.beginWhole()
    defer { xml.window.endWhole() }
    if kind == .quantityEvent {
      // Deprecated since EPCIS 1.1 in favour of an ObjectEvent with a quantity list.
      event.action = .observe
      event.unknown.append(EPCISEvent.Unknown(name: "type", json: "\"QuantityEvent\""))
    }
    try readParts(of: &event, place: .event, &classQuantity)
    if let text = classQuantity.epcClass {
      event.quantities.append(
        QuantityElement(
          parsingClass: text, quantityText: classQuantity.quantity ?? "", uom: classQuantity.uom,
          role: .epc))
    } else {
      // A quantity of no class is an extension that took the name.
      for (name, text) in [("quantity", classQuantity.quantity), ("uom", classQuantity.uom)] {
        guard let text else { continue }
        EPCISFields.keep(.text(text), name: name, namespace: "", place: .event, in: &event)
      }
    }
    return event
  }

  struct ClassQuantity {
    var epcClass: String?
    var quantity: String?
    var uom: String?
  }

  private static func type(of kind: EPCISName) -> EventType {
    switch kind {
    case .aggregationEvent: .aggregation
    case .transactionEvent: .transaction
    case .transformationEvent: .transformation
    case .associationEvent: .association
    default: .object
    }
  }

  private func readParts(
    of event: inout EPCISEvent, place: EventAttribute.Place, _ classQuantity: inout ClassQuantity
  ) throws(ReadFault) {
    while true {
      switch try xml.next() {
      case .start: try readPart(of: &event, place: place, &classQuantity)
      case .end, .finished: return
      case .text: break
      }
    }
  }

  private func readPart(
    of event: inout EPCISEvent, place: EventAttribute.Place, _ classQuantity: inout ClassQuantity
  ) throws(ReadFault) {
    let part = word()
    if let part, Self.isGiven(part, in: event) { noteRepeated() }
    switch part {
    case .epcList: try readEPCs(.epc, into: &event)
    case .childEPCs: try readEPCs(.child, into: &event)
    case .inputEPCList: try readEPCs(.input, into: &event)
    case .outputEPCList: try readEPCs(.output, into: &event)
    case .parentID:
      let reference = EPCReference(parsing: try leaf(), role: .parent)
      if reference.issues.contains(.emptyIdentifier) { break }
      event.epcs.append(reference)
    case .action: readAction(try leaf(), into: &event)
    case .bizStep: event.bizStep = steps.value(try leaf()) { EventWord($0.text, .bizStep) }
    case .disposition:
      event.disposition = dispositions.value(try leaf()) { EventWord($0.text, .disposition) }
    case .readPoint: event.readPoint = try readPlace(into: &event)
    case .bizLocation: event.bizLocation = try readPlace(into: &event)
    case .eventTime:
      let bytes = try leaf()
      note(.eventTime, bytes)
      event.eventTimeText = texts.value(bytes) { $0.text }
      event.eventTime = times.value(bytes) { InstantText.parse($0) }
    case .recordTime:
      let bytes = try leaf()
      note(.recordTime, bytes)
      event.recordTimeText = texts.value(bytes) { $0.text }
      event.recordTime = times.value(bytes) { InstantText.parse($0) }
    case .eventTimeZoneOffset: event.eventTimeZoneOffset = try leafText()
    case .eventID:
      let bytes = try leaf()
      note(.eventID, bytes)
      event.eventID = bytes.text
    case .transformationID: event.transformationID = try leaf().text
    case .certificationInfo: event.certificationInfo.append(try leaf().text)
    case .bizTransactionList: try readTransactions(into: &event)
    case .sourceList: event.sources += try readParties(.source, into: &event)
    case .destinationList: event.destinations += try readParties(.destination, into: &event)
    case .quantityList: try readQuantities(.epc, into: &event)
    case .childQuantityList: try readQuantities(.child, into: &event)
    case .inputQuantityList: try readQuantities(.input, into: &event)
    case .outputQuantityList: try readQuantities(.output, into: &event)
    case .errorDeclaration: try readDeclaration(into: &event)
    case .persistentDisposition: try readPersistent(into: &event)
    case .sensorElementList: event.sensorElements = try opaque().json
    case .ilmd: try readILMD(into: &event)
    case .extension: try readParts(of: &event, place: .extension, &classQuantity)
    case .baseExtension: try readParts(of: &event, place: place, &classQuantity)
    case .epcClass: classQuantity.epcClass = try leaf().text
    case .quantity: classQuantity.quantity = try leaf().text
    case .uom: classQuantity.uom = try leaf().text
    default: try readForeign(place, into: &event)
    }
    if EPCISFields.isTooLarge(event) { throw tooLarge() }
  }

  /// Whether an element that occurs once was there before: the last one counts, and it is said.
  private static func isGiven(_ part: EPCISName, in event: EPCISEvent) -> Bool {
    switch part {
    case .eventTime: !event.eventTimeText.isEmpty
    case .recordTime: event.recordTimeText != nil
    case .eventTimeZoneOffset: event.eventTimeZoneOffset != nil
    case .eventID: event.eventID != nil
    case .action: event.action != nil || event.actionText != nil
    case .bizStep: event.bizStep != nil
    case .disposition: event.disposition != nil
    case .readPoint: event.readPoint != nil
    case .bizLocation: event.bizLocation != nil
    case .transformationID: event.transformationID != nil
    case .errorDeclaration: event.errorDeclaration != nil
    case .persistentDisposition: event.persistentDisposition != nil
    case .sensorElementList: event.sensorElements != nil
    default: false
    }
  }

  private func tooLarge() -> ReadFault { xml.fault(.sizeLimit, EPCISFields.tooLarge) }

  private func readEPCs(_ role: EventRole, into event: inout EPCISEvent) throws(ReadFault) {
    if event.epcs.isEmpty { event.epcs.reserveCapacity(min(lastListCount, 1024)) }
    defer { lastListCount = event.epcs.count }
    while true {
      switch try xml.next() {
      case .start:
        if word() == .epc {
          let bytes = try leaf()
          if event.epcs.isEmpty { note(.epc, bytes) }
          let reference = identifiers.reference(bytes, role: role)
          if reference.issues.contains(.emptyIdentifier) {
            // It names nothing, and an event of nothing else names none.
            note(.emptyIdentifier, role.name)
          } else {
            event.epcs.append(reference)
          }
          if event.epcs.count > EPCISFields.maximumReferences { throw tooLarge() }
        } else {
          try readForeign(.event, into: &event)
        }
      case .end, .finished: return
      case .text:
        // An identifier without the element around it.
        if xml.text.trimmed.isEmpty { continue }
        event.epcs.append(identifiers.reference(xml.text, role: role))
        noteUnexpected(role.name)
        if event.epcs.count > EPCISFields.maximumReferences { throw tooLarge() }
      }
    }
  }

  private func readAction(_ bytes: UnsafeBufferPointer<UInt8>, into event: inout EPCISEvent) {
    if bytes.equals("ADD") {
      event.action = .add
    } else if bytes.equals("OBSERVE") {
      event.action = .observe
    } else if bytes.equals("DELETE") {
      event.action = .delete
    } else {
      EPCISFields.readAction(bytes.text, into: &event)
    }
  }

  /// A place: the `id` inside, or the text itself where the wrapper was left out.
  private func readPlace(into event: inout EPCISEvent) throws(ReadFault) -> EventParty? {
    var found: EventParty?
    var isText = false
    while true {
      switch try xml.next() {
      case .start:
        if word() == .id {
          if isText { noteUnexpected("id") } else if found != nil { noteRepeated() }
          found = parties.value(try leaf()) { EventParty($0.text) }
        } else {
          try readForeign(.extension, into: &event)
        }
      case .text:
        if found == nil, !xml.text.trimmed.isEmpty {
          isText = true
          found = parties.value(xml.text) { EventParty($0.text) }
        }
      case .end, .finished: return found
      }
    }
  }

  private func typeAttribute() -> UnsafeBufferPointer<UInt8>? {
    for index in 0..<xml.attributeCount {
      let name = xml.attributeName(index)
      // `xsi:type` names the schema's type, not that of the document or party.
      if name.local == "type", name.namespace != Self.schemaInstance {
        return xml.attributeValue(index)
      }
    }
    return nil
  }

  private func readTransactions(into event: inout EPCISEvent) throws(ReadFault) {
    while true {
      switch try xml.next() {
      case .start:
        guard word() == .bizTransaction else {
          try readForeign(.event, into: &event)
          continue
        }
        let type = typeAttribute().map {
          transactionTypes.value($0) { EventWord($0.text, .bizTransactionType) }
        }
        event.bizTransactions.append(BizTransaction(type: type, id: try leaf().text))
        if EPCISFields.isTooLarge(event) { throw tooLarge() }
      case .end, .finished: return
      case .text: break
      }
    }
  }

  private func readParties(
    _ name: EPCISName, into event: inout EPCISEvent
  ) throws(ReadFault) -> [SourceOrDestination] {
    var list: [SourceOrDestination] = []
    while true {
      switch try xml.next() {
      case .start:
        guard word() == name else {
          try readForeign(.event, into: &event)
          continue
        }
        let type = typeAttribute().map {
          partyTypes.value($0) { EventWord($0.text, .sourceDestinationType) }
        }
        let party = parties.value(try leaf()) { EventParty($0.text) }
        list.append(SourceOrDestination(type: type, party: party))
        if list.count > EPCISFields.maximumParts { throw tooLarge() }
      case .end, .finished: return list
      case .text: break
      }
    }
  }

  private func readQuantities(_ role: EventRole, into event: inout EPCISEvent) throws(ReadFault) {
    while true {
      switch try xml.next() {
      case .start:
        guard word() == .quantityElement else {
          try readForeign(.event, into: &event)
          continue
        }
        let found = try readQuantity(into: &event)
        event.quantities.append(
          QuantityElement(
            parsingClass: found.epcClass ?? "", quantityText: found.quantity ?? "",
            uom: found.uom, role: role))
        if EPCISFields.isTooLarge(event) { throw tooLarge() }
      case .end, .finished: return
      case .text: break
      }
    }
  }

  private func readQuantity(into event: inout EPCISEvent) throws(ReadFault) -> ClassQuantity {
    var found = ClassQuantity()
    while true {
      switch try xml.next() {
      case .start:
        switch word() {
        case .epcClass: found.epcClass = try leaf().text
        case .quantity: found.quantity = try leaf().text
        case .uom: found.uom = try leaf().text
        default: try readForeign(.event, into: &event)
        }
      case .end, .finished: return found
      case .text: break
      }
    }
  }

  private func readDeclaration(into event: inout EPCISEvent) throws(ReadFault) {
    var declaration = ErrorDeclaration(time: nil, timeText: "", reason: nil)
    let others = event.attributes.count + event.unknown.count
    while true {
      switch try xml.next() {
      case .start:
        switch word() {
        case .declarationTime:
          declaration.timeText = try leaf().text
          declaration.time = InstantText.parse(declaration.timeText)
        case .reason: declaration.reason = EventWord(try leaf().text, .errorReason)
        case .correctiveEventIDs, .extension: break  // its children come next
        case .correctiveEventID: declaration.correctiveEventIDs.append(try leaf().text)
        default: try readForeign(.errorDeclaration, into: &event)
        }
      case .end:
        // The ends of the wrappers pass by; that of the declaration itself ends it.
        if word() != .correctiveEventIDs, word() != .extension {
          if declaration.isHollow, event.attributes.count + event.unknown.count == others {
            // What says nothing declares nothing: the event would have no effect.
            noteUnexpected("errorDeclaration")
          } else {
            event.errorDeclaration = declaration
          }
          return
        }
      case .finished: return
      case .text: break
      }
    }
  }

  private func readPersistent(into event: inout EPCISEvent) throws(ReadFault) {
    var found = PersistentDisposition()
    while true {
      switch try xml.next() {
      case .start:
        switch word() {
        case .set: found.set.append(EventWord(try leaf().text, .disposition))
        case .unset: found.unset.append(EventWord(try leaf().text, .disposition))
        default: try readForeign(.event, into: &event)
        }
      case .end, .finished:
        event.persistentDisposition = found
        return
      case .text: break
      }
    }
  }

  private func readILMD(into event: inout EPCISEvent) throws(ReadFault) {
    while true {
      switch try xml.next() {
      case .start:
        if word() == .extension { continue }
        let name = xml.localName
        let namespace = xml.namespace
        EPCISFields.keep(
          try opaque(), name: name, namespace: namespace, place: .ilmd, in: &event)
      case .end:
        if word() != .extension { return }
      case .finished: return
      case .text: break
      }
    }
  }

  /// An element that is none of EPCIS: an attribute when it has a namespace, else kept as JSON.
  private func readForeign(
    _ place: EventAttribute.Place, into event: inout EPCISEvent
  ) throws(ReadFault) {
    let name = xml.localName
    let namespace = xml.namespace
    EPCISFields.keep(try opaque(), name: name, namespace: namespace, place: place, in: &event)
  }
}

/// What the readers of XML and JSON do alike.
enum EPCISFields {
  /// EPCs one event may hold: it is in memory as a whole.
  static let maximumReferences = 2_000_000
  /// Quantities, parties, transactions and other values one event may hold.
  static let maximumParts = 200_000
  /// Values of a header that are kept without being understood.
  static let maximumHeaderParts = 10_000

  /// Whether an event is larger than it may be.
  static func isTooLarge(_ event: EPCISEvent) -> Bool {
    event.epcs.count > maximumReferences
      || event.attributes.count + event.unknown.count + event.quantities.count
        + event.bizTransactions.count + event.sources.count + event.destinations.count
        + event.certificationInfo.count > maximumParts
  }

  /// What to say of such an event.
  static let tooLarge =
    "An event with more than \(maximumReferences) EPCs or \(maximumParts) other values."

  /// Takes an action in any case and with blanks; what is none of the three words stays text.
  static func readAction(_ text: String, into event: inout EPCISEvent) {
    if let exact = EventAction(rawValue: text) {
      event.action = exact
      return
    }
    let trimmed = text.filter { !$0.isWhitespace }
    if trimmed.isEmpty { return }
    event.action = EventAction(rawValue: trimmed.uppercased())
    if trimmed != event.action?.rawValue { event.actionText = text }
  }

  /// Keeps a part that is not of EPCIS itself.
  static func keep(
    _ node: OpaqueNode, name: String, namespace: String, place: EventAttribute.Place,
    in event: inout EPCISEvent
  ) {
    let vendor = vendorValues(node, name: name)
    for value in vendor {
      event.attributes.append(
        EventAttribute(
          place: .vendor, namespace: namespace, name: value.name, value: value.value, path: name))
    }
    if case .text(let text) = node, !vendor.isEmpty, text == vendor[0].value { return }
    let isLotOrExpiry = name == "lotNumber" || name == "itemExpirationDate"
    if isLotOrExpiry, case let values = node.leaves, !values.isEmpty {
      for value in values {
        event.attributes.append(
          EventAttribute(place: place, namespace: namespace, name: name, value: value))
      }
      for member in node.remarks {
        event.attributes.append(
          EventAttribute(
            place: place, namespace: namespace, name: member.name, value: member.value.plain,
            path: name))
      }
      return
    }
    if namespace.isEmpty, place != .ilmd, place != .errorDeclaration, !isLotOrExpiry {
      event.unknown.append(EPCISEvent.Unknown(name: name, json: node.json))
    } else {
      event.attributes.append(
        EventAttribute(place: place, namespace: namespace, name: name, value: node.plain))
    }
  }

  private static func vendorValues(
    _ node: OpaqueNode, name: String
  ) -> [(name: String, value: String)] {
    OpaqueNode.vendorNames.contains(name) && !node.leaves.isEmpty
      ? node.leaves.map { (name, $0) } : node.vendorValues(name)
  }
}
