import Cataloging
import GS1

/// What a service puts around documents and events, and telling one from the other.
extension EPCISJSONReader {
  /// Looks for documents and events in what a service puts around them; says whether there are any.
  func look(
    _ token: JSONPullReader.Token, path: String, type: String?, into sink: any EPCISSink
  ) throws -> Bool {
    switch token {
    case .beginObject:
      listPath = path
      return try readObject(isSure: false, type: type, into: sink)
    case .beginArray: return try readList(path: path, isSure: false, type: type, into: sink)
    default: return false
    }
  }

  /// An object that may be a document, an event, or hold some; its first telling member decides.
  /// Says whether it was or held any; what is none is set aside where it must be one.
  @discardableResult
  func readObject(
    isSure: Bool = true, type: String? = nil, into sink: any EPCISSink
  ) throws -> Bool {
    let place = json.position
    let path = listPath
    let position = SourcePosition(line: place.line, byteOffset: place.byteOffset, pointer: path)
    var event = JSONEvent(position: position)
    var isDocument = false
    var holdsSome = false
    var passed = PassedMembers()
    // What a document or an event says of names holds in it and nowhere else.
    let contextDepth = context.depth
    defer { context.leave(to: contextDepth) }
    while true {
      let token = try json.next()
      if token == .endObject || token == .finished { break }
      if isDocument {
        try readDocumentMember(json.text.text, into: sink)
        continue
      }
      let number = nameNumber()
      if !event.isCertain, !isInDocument {
        let key = json.text.text
        if Self.documentMembers.contains(Self.local(key)) {
          try begin(at: position, passed.early, into: sink)
          isDocument = true
          try readDocumentMember(key, into: sink)
          continue
        }
        if Self.headerMembers.contains(key) {
          let value = try optionalText()
          if let value, passed.early.count < Self.headerMembers.count {
            passed.early.append((key, value))
          }
          continue
        }
        if !event.isTyped, RecordEnvelope.isContinuation(key) {
          let value = try json.next()
          if isGiven(value) { passed.continuation = continuation(key) }
          try keepOther(key, value, into: &event)
          continue
        }
        if !event.isTyped, Self.mayHoldEvents(key, number) || Self.isBesideEvents(key, path) {
          let value = try json.next()
          if value == .beginObject || value == .beginArray {
            if try lookInside(key, value, path: path, into: sink) {
              holdsSome = true
            } else if passed.structures.count < TextNote.waitingLimit {
              passed.structures.append(key)
            }
          } else {
            if value == .string, Self.looksLikeDocument(json.text) { passed.documentText = key }
            try keepOther(key, value, into: &event)
          }
          continue
        }
      } else if !isInDocument, event.mayBeEnvelope {
        // Services name the time of their own message as EPCIS does that of an event.
        let key = json.text.text
        if Self.documentMembers.contains(Self.local(key)) {
          try begin(at: position, passed.early, into: sink)
          isDocument = true
          try readDocumentMember(key, into: sink)
          continue
        }
        if Self.mayHoldEvents(key, number) {
          let value = try json.next()
          if value != .beginObject, value != .beginArray {
            try keepOther(key, value, into: &event)
          } else if try lookInside(key, value, path: path, into: sink) {
            holdsSome = true
          } else if passed.structures.count < TextNote.waitingLimit {
            passed.structures.append(key)
          }
          continue
        }
      }
      try readMember(number, into: &event)
      if let type = event.type, Self.documentTypes.contains(type) {
        try begin(at: position, passed.early, into: sink)
        header.kind = type == "EPCISQueryDocument" ? .queryDocument : .document
        isDocument = true
      }
    }
    if isDocument {
      if let continuation = passed.continuation { try sink.note(continuation) }
      try close(into: sink)
      return true
    }
    if event.type == nil { event.type = type }
    return try settle(&event, passed, holdsSome: holdsSome, isSure: isSure, into: sink)
  }

  /// Takes an object that is no document for an event, for what stands around events that were read,
  /// or for nothing; says whether it was or held any.
  private func settle(
    _ event: inout JSONEvent, _ passed: PassedMembers, holdsSome: Bool, isSure: Bool,
    into sink: any EPCISSink
  ) throws -> Bool {
    let position = event.event.position
    let isEvent =
      isSure && !holdsSome ? event.isCertain || event.isLikely : event.isTelling
    if !isEvent, let continuation = passed.continuation { try sink.note(continuation) }
    if isEvent {
      for key in passed.structures {
        event.notes.append(
          ReaderNote(.elementUnexpected, field: key, raw: "not kept", position: position))
      }
      for (key, value) in passed.early {
        EPCISFields.keep(.text(value), name: key, namespace: "", place: .event, in: &event.event)
      }
      try finish(&event, into: sink)
    } else if holdsSome {
      for key in passed.structures where key.hasSuffix("EPCISHeader") {
        try sink.quarantine(
          ReadFault(
            .notAnEvent, line: position.line, byteOffset: position.byteOffset,
            detail: "The member \(key) of an XML document turned into JSON is not read."))
      }
    } else if isSure, !passed.early.isEmpty {
      try begin(at: position, passed.early, into: sink)
      try close(into: sink)
    } else if isSure {
      foundAnything = true
      let text = passed.documentText.map {
        "The member \"\($0)\" may hold a document as text; export it as a document."
      }
      try sink.quarantine(
        ReadFault(
          listDepth == nil ? .noEPCIS : .notAnEvent, line: position.line,
          byteOffset: position.byteOffset,
          detail: text ?? Self.noEvent(event)))
    }
    return isEvent || holdsSome
  }

  /// Whether a value says anything.
  func isGiven(_ value: JSONPullReader.Token) -> Bool {
    value == .beginObject || (value == .string && !json.text.trimmed.isEmpty)
  }

  /// That the events go on elsewhere, as the member `key` says.
  func continuation(_ key: String) -> ReaderNote {
    let place = json.position
    return ReaderNote(
      .resultContinues, field: key,
      position: SourcePosition(line: place.line, byteOffset: place.byteOffset))
  }

  /// What stands in place of an event; an answer that tells of an error says so in its title.
  private static func noEvent(_ found: JSONEvent) -> String {
    guard let type = found.type else { return "An object without any member of an EPCIS event." }
    let title = found.event.unknown.first { $0.name == "title" || $0.name == "detail" }
    return "An object of type \(type.prefix(200)) is no EPCIS event"
      + (title.map { ": \($0.json.prefix(200))." } ?? ".")
  }

  /// What an object has beside the members of EPCIS.
  private struct PassedMembers {
    /// Objects and lists that hold no event.
    var structures: [String] = []
    /// Members of a document's header that came before it was known for one.
    var early: [(key: String, value: String)] = []
    /// A member whose text looks like a document.
    var documentText: String?
    /// That the result goes on elsewhere.
    var continuation: ReaderNote?
  }

  /// Whether a member may hold events: one of no name space that is none of an event, or one of
  /// those that XML has around them.
  static func mayHoldEvents(_ key: String, _ number: Int) -> Bool {
    if around.contains(key.split(separator: ":").last ?? "") { return true }
    let isNamed = EPCISName.all.indices.contains(number)
    return !isNamed && !key.contains(":") && !key.hasPrefix("@") && key != "type" && key != "isA"
  }

  /// The last part of a name written with a prefix or as an address.
  static func local(_ key: String) -> String {
    guard key.utf8.contains(0x3A),
      let cut = key.utf8.lastIndex(where: { $0 == 0x3A || $0 == 0x2F || $0 == 0x23 })
    else { return key }
    return String(key[key.utf8.index(after: cut)...])
  }

  /// Whether a member is the extension of a list of events turned into JSON: events newer than the
  /// list stand in it.
  private static func isBesideEvents(_ key: String, _ path: String) -> Bool {
    guard key == "extension" || key.hasSuffix(":extension") else { return false }
    return path.split(separator: "/").last {
      $0 != "extension" && !$0.hasSuffix(":extension")
        && !$0.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }?.hasSuffix("EventList") ?? false
  }

  private static let eventTypes: Set<Substring> = [
    "ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent",
    "AssociationEvent",
  ]
  private static let around: Set<Substring> = eventTypes.union([
    "EPCISDocument", "EPCISQueryDocument", "EPCISBody", "EPCISHeader", "Envelope", "EventList",
    "QueryResults",
  ])

  /// Looks for events in a member of what may stand around them; says whether there are any.
  func lookInside(
    _ key: String, _ token: JSONPullReader.Token, path: String, into sink: any EPCISSink
  ) throws -> Bool {
    let local = key.split(separator: ":").last ?? ""
    return try look(
      token, path: path + "/" + key, type: Self.eventTypes.contains(local) ? String(local) : nil,
      into: sink)
  }

  private static func looksLikeDocument(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count > 100 else { return false }
    let bytes = Array(text)
    return ByteSearch.contains("eventTime", in: bytes)
      || ByteSearch.contains("EPCISDocument", in: bytes)
  }

  private static let documentTypes: Set<String> = [
    "EPCISDocument", "EPCISQueryDocument", "EPCISMasterDataDocument",
  ]

  static let documentMembers: Set<String> = [
    "epcisHeader", "epcisBody", "eventList", "queryResults", "resultsBody",
  ]
  // What stands around documents may have these too.
  static let headerMembers: Set<String> = [
    "schemaVersion", "creationDate", "sender", "receiver", "instanceIdentifier",
  ]
}
