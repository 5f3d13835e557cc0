package import Archives
import Cataloging
import GS1

/// Reads EPCIS 2.0 in JSON, leniently: documents, query documents, bare events, arrays of events
/// and lines of events, with URNs or Digital Links, words bare or as URIs, members in any order.
package final class EPCISJSONReader: EPCISReader {
  let json: JSONPullReader
  let names = XMLNames(known: EPCISName.all.map(\.rawValue))
  let context = JSONContext()
  var header = EPCISDocumentHeader(kind: .bareEvent)
  private var isOpen = false
  private var foundAnything = false
  // Lines of events may be none at all.
  private let mayBeBlank: Bool
  private var isBlank = true
  private var inArray = false
  private var ordinal = 0
  private var listDepth: Int?
  private var listPath = ""

  let steps = ByteMemo<EventWord>()
  let dispositions = ByteMemo<EventWord>()
  let parties = ByteMemo<EventParty>(size: 16)
  let times = ByteMemo<ParsedInstant?>(size: 2)
  let texts = ByteMemo<String>(size: 8)
  var identifiers = EPCListReader()

  /// Reads the bytes of one document; `mayBeBlank` when nothing but white space is no fault.
  package init(source: any ByteSource, mayBeBlank: Bool = false) {
    json = JSONPullReader(source: source)
    self.mayBeBlank = mayBeBlank
  }

  /// Reads to the end of the text.
  package func read(into sink: any EPCISSink) throws {
    while true {
      do {
        let token = try json.next()
        if token == .finished { break }
        isBlank = false
        try readTop(token, into: sink)
      } catch let fault as ReadFault {
        foundAnything = true
        try sink.quarantine(fault)
        guard fault.isRecoverable else { break }
        if listDepth != nil {
          // Inside a list of a document that was given up: nothing can be trusted behind it.
          break
        }
        guard json.skipLine() else { break }
      }
    }
    try close(into: sink)
    if !foundAnything, !(isBlank && mayBeBlank) {
      let place = json.window.place(of: json.window.cursor)
      try sink.quarantine(
        ReadFault(
          .noEPCIS, line: place.line, byteOffset: place.byteOffset,
          detail: "JSON without an EPCIS document or event in it."))
    }
  }

  private func readTop(_ token: JSONPullReader.Token, into sink: any EPCISSink) throws {
    switch token {
    case .beginObject:
      listPath = ordinal == 0 ? "" : "/\(ordinal)"
      try readObject(into: sink)
    case .beginArray:
      inArray = true
      try readList(path: "", into: sink)
      inArray = false
    default: break  // a bare word or number: told as `no_epcis` when nothing else is found
    }
  }

  /// The events of a list whose bracket was just read, up to its end.
  private func readList(path: String, into sink: any EPCISSink) throws {
    let outer = listDepth
    let depth = json.depth
    listDepth = depth
    foundAnything = true
    var index = 0
    while true {
      do {
        let token = try json.next()
        if token == .endArray || token == .finished { break }
        listPath = path + "/\(index)"
        index += 1
        if token == .beginObject {
          try readObject(into: sink)
        } else {
          let place = json.position
          try json.skip(from: token)
          try sink.quarantine(
            ReadFault(
              .notAnEvent, line: place.line, byteOffset: place.byteOffset,
              detail: "A member of an event list that is no object."))
        }
      } catch let fault as ReadFault {
        guard fault.isRecoverable, json.depth > depth else { throw fault }
        try sink.quarantine(fault)
        guard json.resynchronize(depth: depth) else {
          throw json.fault(.truncated, "No way was found to go on behind the last fault.")
        }
      }
    }
    listDepth = outer
  }

  // MARK: Objects

  /// An object that may be a document or an event; its first telling member decides.
  private func readObject(into sink: any EPCISSink) throws {
    let place = json.position
    let position = SourcePosition(
      line: place.line, byteOffset: place.byteOffset, pointer: listPath)
    var event = JSONEvent(position: position)
    var isDocument = false
    var rootMembers = 0
    while true {
      let token = try json.next()
      if token == .endObject || token == .finished { break }
      rootMembers += 1
      let number = names.intern(json.text.baseAddress, json.text.count) ?? -1
      if !event.isCertain, listDepth == nil || !isOpen {
        let key = json.text.text
        if Self.documentMembers.contains(key) {
          if !isDocument {
            try begin(at: position, into: sink)
            isDocument = true
          }
          try readDocumentMember(key, into: sink)
          continue
        }
        if isDocument {
          try readDocumentMember(key, into: sink)
          continue
        }
      }
      try readMember(number, into: &event)
      if let type = event.type, Self.documentTypes.contains(type), !isDocument {
        try begin(at: position, into: sink)
        header.kind = type == "EPCISQueryDocument" ? .queryDocument : .document
        isDocument = true
        event = JSONEvent(position: position)
      }
    }
    if isDocument {
      try close(into: sink)
    } else {
      try finish(&event, into: sink)
    }
  }

  private static let documentTypes: Set<String> = [
    "EPCISDocument", "EPCISQueryDocument", "EPCISMasterDataDocument",
  ]

  private static let documentMembers: Set<String> = [
    "epcisHeader", "epcisBody", "eventList", "queryResults", "resultsBody", "schemaVersion",
    "creationDate", "sender", "receiver", "instanceIdentifier",
  ]

  private func finish(_ event: inout JSONEvent, into sink: any EPCISSink) throws {
    foundAnything = true
    guard event.isCertain || event.type != nil else {
      try sink.quarantine(
        ReadFault(
          listDepth == nil ? .noEPCIS : .notAnEvent, line: event.event.position.line,
          byteOffset: event.event.position.byteOffset,
          detail: "An object without any member of an EPCIS event."))
      return
    }
    try open(at: event.event.position, into: sink)
    ordinal += 1
    let notes = json.takeNotes().map(ReaderNote.init) + event.finish()
    try sink.event(event.event, notes: notes)
  }

  private func begin(at position: SourcePosition, into sink: any EPCISSink) throws {
    try close(into: sink)
    foundAnything = true
    header = EPCISDocumentHeader(kind: .document)
    header.standard = "epcis_json"
    documentPosition = position
  }

  private var documentPosition = SourcePosition()

  func open(at position: SourcePosition, into sink: any EPCISSink) throws {
    if isOpen { return }
    isOpen = true
    if header.standard.isEmpty {
      header = EPCISDocumentHeader(kind: inArray ? .array : .bareEvent)
      header.standard = "epcis_json"
      documentPosition = position
    }
    header.namespace = context.addresses.joined(separator: " ")
    try sink.begin(header, at: documentPosition)
  }

  private func close(into sink: any EPCISSink) throws {
    guard isOpen || !header.standard.isEmpty else { return }
    try open(at: documentPosition, into: sink)
    header.namespace = context.addresses.joined(separator: " ")
    for note in json.takeNotes().map(ReaderNote.init) { try sink.note(note) }
    try sink.end(header)
    isOpen = false
    header = EPCISDocumentHeader(kind: .bareEvent)
  }

  // MARK: Members of a document

  private func readDocumentMember(_ key: String, into sink: any EPCISSink) throws {
    switch key {
    case "@context":
      context.add(try opaque(try json.next()))
      header.namespace = context.addresses.joined(separator: " ")
    case "type", "isA", "@type":
      if try text() == "EPCISQueryDocument" { header.kind = .queryDocument }
    case "schemaVersion": header.schemaVersion = try text()
    case "creationDate":
      let written = try text()
      header.creationDateText = written
      header.creationDate = Instant.parse(written)
    case "sender": header.sender = try text()
    case "receiver": header.receiver = try text()
    case "instanceIdentifier": header.instanceIdentifier = try text()
    case "epcisBody", "queryResults", "resultsBody": try readBody(key, into: sink)
    case "eventList": try readEvents(path: "/eventList", into: sink)
    case "epcisHeader": try readHeader(into: sink)
    default: try keepHeader(key, try opaque(try json.next()))
    }
  }

  private func readBody(_ path: String, into sink: any EPCISSink) throws {
    let token = try json.next()
    if token == .beginArray {
      // Events without the list around them, or bodies; what is neither is set aside by its place.
      try open(at: documentPosition, into: sink)
      try readList(path: "/" + path, into: sink)
      return
    }
    guard token == .beginObject else {
      try refuse(token, path, into: sink)
      return
    }
    while try json.next() == .key {
      let key = json.text.text
      switch key {
      case "eventList": try readEvents(path: "/" + path + "/eventList", into: sink)
      case "queryResults", "resultsBody":
        header.kind = .queryDocument
        try readBody(path + "/" + key, into: sink)
      case "event":
        try readEvents(path: "/" + path + "/event", into: sink)
      default:
        let value = try json.next()
        if context.split(key).namespace.isEmpty {
          try refuse(value, path + "/" + key, into: sink)
        } else {
          try keepHeader(key, try opaque(value))
        }
      }
    }
  }

  /// Passes over a value in place of events: it may hold some, so a structure is set aside.
  private func refuse(
    _ token: JSONPullReader.Token, _ path: String, into sink: any EPCISSink
  ) throws {
    let place = json.position
    try json.skip(from: token)
    guard token == .beginObject || token == .beginArray else { return }
    try sink.quarantine(
      ReadFault(
        .notAnEvent, line: place.line, byteOffset: place.byteOffset,
        detail: "The member \(path) is none that holds events."))
  }

  private func readEvents(path: String, into sink: any EPCISSink) throws {
    try open(at: documentPosition, into: sink)
    let token = try json.next()
    switch token {
    case .beginArray: try readList(path: path, into: sink)
    case .beginObject:
      let outer = listDepth
      listDepth = json.depth
      listPath = path
      try readObject(into: sink)
      listDepth = outer
    default: break  // a word or null: no events
    }
  }

  // MARK: Values

  /// The next value as text; what is no scalar as JSON.
  func text() throws(ReadFault) -> String {
    let token = try json.next()
    if token == .string || token == .number { return texts.value(json.text) { $0.text } }
    return try opaque(token).plain
  }

  static let maximumOpaqueBytes = 16 * 1024 * 1024

  /// The value whose first token was just read, kept whole.
  func opaque(_ token: JSONPullReader.Token) throws(ReadFault) -> OpaqueNode {
    var budget = Self.maximumOpaqueBytes
    return try opaque(token, &budget)
  }

  private func opaque(
    _ token: JSONPullReader.Token, _ budget: inout Int
  ) throws(ReadFault) -> OpaqueNode {
    budget -= 32 + json.text.count
    guard budget > 0 else {
      throw json.fault(.sizeLimit, "An extension larger than \(Self.maximumOpaqueBytes) bytes.")
    }
    switch token {
    case .string: return .text(json.text.text)
    case .number: return .literal(json.text.text)
    case .yes: return .literal("true")
    case .no: return .literal("false")
    case .beginArray:
      var items: [OpaqueNode] = []
      while true {
        let next = try json.next()
        if next == .endArray { return .list(items) }
        items.append(try opaque(next, &budget))
      }
    case .beginObject:
      var members: [OpaqueMember] = []
      var seen: Set<String> = []
      while true {
        if try json.next() == .endObject { return .object(members) }
        let key = json.text.text
        if !seen.insert(key).inserted { json.note(.duplicateKey, key) }
        members.append(OpaqueMember(key, try opaque(try json.next(), &budget)))
      }
    default: return .literal("null")
    }
  }
}
