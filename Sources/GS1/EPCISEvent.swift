/// What an EPCIS event does; raw values are stored.
package enum EventType: UInt8, Sendable, CaseIterable {
  /// ObjectEvent.
  case object = 1
  /// AggregationEvent.
  case aggregation = 2
  /// TransactionEvent.
  case transaction = 3
  /// TransformationEvent.
  case transformation = 4
  /// AssociationEvent (EPCIS 2.0).
  case association = 5

  /// The name in EPCIS.
  package var name: String {
    switch self {
    case .object: "ObjectEvent"
    case .aggregation: "AggregationEvent"
    case .transaction: "TransactionEvent"
    case .transformation: "TransformationEvent"
    case .association: "AssociationEvent"
    }
  }

  /// The type of an EPCIS name; nil for anything else, QuantityEvent included.
  package init?(name: String) {
    guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }
}

/// The action of an EPCIS event.
package enum EventAction: String, Sendable, CaseIterable {
  /// ADD.
  case add = "ADD"
  /// OBSERVE.
  case observe = "OBSERVE"
  /// DELETE.
  case delete = "DELETE"
}

/// The part an EPC or quantity plays in its event; raw values are stored.
package enum EventRole: UInt8, Sendable, CaseIterable {
  /// In the EPC list or quantity list.
  case epc = 1
  /// In the child list of an aggregation.
  case child = 2
  /// The parent.
  case parent = 3
  /// Consumed by a transformation.
  case input = 4
  /// Made by a transformation.
  case output = 5

  /// The name in files and reports.
  package var name: String {
    switch self {
    case .epc: "epc"
    case .child: "child"
    case .parent: "parent"
    case .input: "input"
    case .output: "output"
    }
  }
}

/// One EPC in an event.
package struct EPCReference: Hashable, Sendable {
  /// The identity.
  package var epc: EPC
  /// How it was written.
  package var spelling: EPCSpelling
  /// What was wrong with how it was written.
  package var issues: IdentifierIssue
  /// The text as written; only when the spelling cannot make it again.
  package var raw: String?
  /// Scheme and domain of a Digital Link on another domain than GS1's, when nothing else keeps the
  /// spelling from making the text again: `raw` is nil then.
  package var origin: String?
  /// The part it plays.
  package var role: EventRole

  /// A reference from its parts.
  package init(
    epc: EPC, spelling: EPCSpelling, issues: IdentifierIssue = [], raw: String? = nil,
    origin: String? = nil, role: EventRole
  ) {
    self.epc = epc
    self.spelling = spelling
    self.issues = issues
    self.raw = raw
    self.origin = origin
    self.role = role
  }

  /// Reads the bytes of one EPC; a class, place or party is flagged as not belonging in the list.
  package init(parsing bytes: UnsafeBufferPointer<UInt8>, role: EventRole) {
    if let link = EPC.parseLinkFast(bytes), !link.origin.isEmpty {
      self.init(
        epc: EPC(link, in: bytes), spelling: link.spelling,
        origin: String(decoding: bytes[link.origin], as: UTF8.self), role: role)
      return
    }
    let parsed = EPC.parse(bytes)
    self.init(
      epc: parsed.epc, spelling: parsed.spelling, issues: parsed.issues,
      raw: parsed.spelling.isExact ? nil : String(decoding: bytes, as: UTF8.self), role: role)
    if epc.kind.isClass { issues.insert(.classInEPCList) }
    if epc.kind.isLocation { issues.insert(.unexpectedKind) }
  }

  /// Reads the text of one EPC, as the initialiser for bytes does.
  package init(parsing text: String, role: EventRole) {
    var copy = text
    self = copy.withUTF8 { EPCReference(parsing: $0, role: role) }
  }

  /// The text as the source wrote it.
  package var originalText: String {
    raw ?? origin.map(epc.link(from:)) ?? epc.text(spelled: spelling) ?? epc.canonical
  }
}

/// A quantity of a class.
package struct QuantityElement: Hashable, Sendable {
  /// The class: GTIN or lot.
  package var epcClass: EPCReference
  /// The number as written; "" when absent.
  package var quantityText: String
  /// Unit of measure, UN/ECE Recommendation 20; nil for pieces.
  package var uom: String?
  /// The part it plays.
  package var role: EventRole

  /// A quantity from its parts.
  package init(epcClass: EPCReference, quantityText: String, uom: String?, role: EventRole) {
    self.epcClass = epcClass
    self.quantityText = quantityText
    self.uom = uom
    self.role = role
  }

  /// Reads the class from its text, without the flag that a class is out of place.
  package init(parsingClass text: String, quantityText: String, uom: String?, role: EventRole) {
    var reference = EPCReference(parsing: text, role: role)
    reference.issues.subtract([.classInEPCList, .unexpectedKind])
    self.init(epcClass: reference, quantityText: quantityText, uom: uom, role: role)
  }
}

/// A place or party: identity and text.
package struct EventParty: Hashable, Sendable {
  /// The identity; kind other when it is no GS1 key.
  package var epc: EPC
  /// As written.
  package var raw: String
  /// What was wrong with how it was written.
  package var issues: IdentifierIssue

  /// A place or party from its text. A bare number of 13 digits is read as GLN here.
  package init(_ raw: String) {
    let parsed = GLN.parse(raw)
    self.epc = parsed.epc
    self.raw = raw
    self.issues = parsed.issues
  }
}

/// A business transaction an event refers to.
package struct BizTransaction: Hashable, Sendable {
  /// Type (`po`, `desadv` …) as bare word and as written; nil when none is given.
  package var type: EventWord?
  /// The identifier as written.
  package var id: String

  /// A transaction from its parts.
  package init(type: EventWord?, id: String) {
    self.type = type
    self.id = id
  }
}

/// A source or destination of a transfer.
package struct SourceOrDestination: Hashable, Sendable {
  /// Type (`owning_party`, `location` …) as bare word and as written; nil when none is given.
  package var type: EventWord?
  /// The party or place.
  package var party: EventParty

  /// A source or destination from its parts.
  package init(type: EventWord?, party: EventParty) {
    self.type = type
    self.party = party
  }
}

/// A value found beside the standard fields, with the place it came from.
package struct EventAttribute: Hashable, Sendable {
  /// Where in the event it stood.
  package enum Place: UInt8, Sendable {
    /// Instance/lot master data.
    case ilmd = 1
    /// Directly in the event.
    case event = 2
    /// In an `extension` element of the event.
    case `extension` = 3
    /// In the document header.
    case header = 4
    /// In the error declaration.
    case errorDeclaration = 5
    /// In a vendor's own attribute list (SAP object attributes and the like).
    case vendor = 6

    /// The name in files and reports.
    package var name: String {
      switch self {
      case .ilmd: "ilmd"
      case .event: "event"
      case .extension: "extension"
      case .header: "header"
      case .errorDeclaration: "error_declaration"
      case .vendor: "vendor"
      }
    }
  }

  /// Where in the event it stood.
  package var place: Place
  /// The namespace URI; "" for none.
  package var namespace: String
  /// The local name.
  package var name: String
  /// The text; for an element with children a JSON text of them.
  package var value: String
  /// Local names of the elements around it, outermost first, joined by `/`; "" at the top.
  package var path: String

  /// An attribute from its parts.
  package init(place: Place, namespace: String, name: String, value: String, path: String = "") {
    self.place = place
    self.namespace = namespace
    self.name = name
    self.value = value
    self.path = path
  }
}

/// A declaration that an earlier event was in error.
package struct ErrorDeclaration: Hashable, Sendable {
  /// Declaration time; nil when unreadable.
  package var time: ParsedInstant?
  /// Declaration time as written.
  package var timeText: String
  /// Reason as bare word and as written.
  package var reason: EventWord?
  /// Events that put it right.
  package var correctiveEventIDs: [String]

  /// Whether no part of it says anything.
  package var isHollow: Bool {
    func isBlank(_ text: String) -> Bool { text.utf8.allSatisfy { $0 <= 0x20 } }
    return isBlank(timeText) && isBlank(reason?.raw ?? "") && correctiveEventIDs.allSatisfy(isBlank)
  }

  /// A declaration from its parts.
  package init(
    time: ParsedInstant?, timeText: String, reason: EventWord?, correctiveEventIDs: [String] = []
  ) {
    self.time = time
    self.timeText = timeText
    self.reason = reason
    self.correctiveEventIDs = correctiveEventIDs
  }
}

/// Lasting dispositions set and unset by an event (EPCIS 2.0).
package struct PersistentDisposition: Hashable, Sendable {
  /// Dispositions set.
  package var set: [EventWord]
  /// Dispositions taken away.
  package var unset: [EventWord]

  /// A pair of lists.
  package init(set: [EventWord] = [], unset: [EventWord] = []) {
    self.set = set
    self.unset = unset
  }
}

/// Where an event or record stands in its artifact.
package struct SourcePosition: Hashable, Sendable {
  /// Line, from 1; 0 when unknown.
  package var line: Int
  /// Offset of the first byte, from 0.
  package var byteOffset: Int
  /// XPath-like or JSON pointer; "" when unknown.
  package var pointer: String

  /// A position.
  package init(line: Int = 0, byteOffset: Int = 0, pointer: String = "") {
    self.line = line
    self.byteOffset = byteOffset
    self.pointer = pointer
  }
}

/// One EPCIS event as a source wrote it, with identities made canonical.
package struct EPCISEvent: Hashable, Sendable {
  /// A field kept as JSON because it is not understood.
  package struct Unknown: Hashable, Sendable {
    /// The field's name, with its namespace as `{uri}name` when it has one.
    package var name: String
    /// Its content as JSON text.
    package var json: String

    /// A field from its parts.
    package init(name: String, json: String) {
      self.name = name
      self.json = json
    }
  }

  /// What the event does.
  package var type: EventType
  /// The action; nil when absent (transformation) or unreadable.
  package var action: EventAction?
  /// The action as written when it is none of the three words.
  package var actionText: String?
  /// When it happened; nil when absent or unreadable.
  package var eventTime: ParsedInstant?
  /// When it happened, as written; "" when absent.
  package var eventTimeText = ""
  /// The offset field as written; nil when absent. `TimeZoneOffset.minutes` reads it.
  package var eventTimeZoneOffset: String?
  /// When a repository took it; nil when absent or unreadable.
  package var recordTime: ParsedInstant?
  /// When a repository took it, as written.
  package var recordTimeText: String?
  /// The event's identifier.
  package var eventID: String?
  /// Set when this event declares an earlier one wrong.
  package var errorDeclaration: ErrorDeclaration?
  /// All EPCs, each with its role, in document order; the parent among them.
  package var epcs: [EPCReference] = []
  /// All quantities, each with its role.
  package var quantities: [QuantityElement] = []
  /// Business step.
  package var bizStep: EventWord?
  /// Disposition.
  package var disposition: EventWord?
  /// Where it was seen.
  package var readPoint: EventParty?
  /// Where it is afterwards.
  package var bizLocation: EventParty?
  /// Business transactions.
  package var bizTransactions: [BizTransaction] = []
  /// Sources.
  package var sources: [SourceOrDestination] = []
  /// Destinations.
  package var destinations: [SourceOrDestination] = []
  /// Values from ILMD, extensions and vendor fields.
  package var attributes: [EventAttribute] = []
  /// Lasting dispositions.
  package var persistentDisposition: PersistentDisposition?
  /// The sensor element list as JSON text.
  package var sensorElements: String?
  /// Identifier of a transformation.
  package var transformationID: String?
  /// Certification information, in document order.
  package var certificationInfo: [String] = []
  /// What is not understood.
  package var unknown: [Unknown] = []
  /// Where it stands.
  package var position: SourcePosition

  /// An event with nothing in it yet.
  package init(type: EventType, position: SourcePosition = SourcePosition()) {
    self.type = type
    self.position = position
  }

  /// The parent of an aggregation or association, or of a transaction.
  package var parent: EPCReference? { epcs.first { $0.role == .parent } }
}
