package import Archives
import Cataloging
import GS1

/// Reads EPCIS 2.0 in JSON, leniently: documents, query documents, bare events, arrays of either
/// and lines of events, also in what a service puts around them, with URNs or Digital Links, words
/// bare or as URIs, members in any order.
package final class EPCISJSONReader: EPCISReader {
  let json: JSONPullReader
  let names = XMLNames(known: EPCISName.all.map(\.rawValue))
  let context = JSONContext()
  var header = EPCISDocumentHeader(kind: .bareEvent)
  private var isOpen = false
  var foundAnything = false
  // Lines of events may be none at all.
  private let mayBeBlank: Bool
  private var reopened: (() throws -> any ByteSource)?
  private var isBlank = true
  private var inArray = false
  private var ordinal = 0
  var listDepth: Int?
  var listPath = ""
  // Whether the list being read is that of a document, which holds events and nothing else.
  var isInDocument = false

  let steps = ByteMemo<EventWord>()
  let dispositions = ByteMemo<EventWord>()
  let parties = ByteMemo<EventParty>(size: 16)
  let times = ByteMemo<ParsedInstant?>(size: 2)
  let texts = ByteMemo<String>(size: 8)
  var identifiers = EPCListReader()

  /// Reads the bytes of one document; `mayBeBlank` when nothing but white space is no fault.
  /// `reopened` gives them once more, for a document that states its context behind its events.
  package init(
    source: any ByteSource, mayBeBlank: Bool = false,
    reopened: (() throws -> any ByteSource)? = nil
  ) {
    json = JSONPullReader(source: source)
    self.mayBeBlank = mayBeBlank
    self.reopened = reopened
  }

  /// Reads to the end of the text.
  package func read(into sink: any EPCISSink) throws {
    var top = (line: 1, byteOffset: 0, ordinal: 0)
    while true {
      do {
        let token = try json.next()
        if token == .finished { break }
        isBlank = false
        let place = json.position
        top = (place.line, place.byteOffset, ordinal)
        json.rememberPlace()
        try readTop(token, into: sink)
      } catch let fault as ReadFault {
        foundAnything = true
        // An event that was cut off and ran on into the next lines: those are read for themselves.
        if listDepth == nil, ordinal == top.ordinal, fault.line > top.line, json.restartLine() {
          try sink.quarantine(
            ReadFault(
              .notWellFormed, line: top.line, byteOffset: top.byteOffset,
              detail: "An event that is not closed on its line. \(fault.detail)"))
          continue
        }
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
      try sink.quarantine(
        ReadFault(
          .noEPCIS, line: top.line, byteOffset: top.byteOffset,
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
      foundAnything = true
      try readList(path: "", into: sink)
      inArray = false
    default: break  // a bare word or number: told as `no_epcis` when nothing else is found
    }
  }

  /// The events of a list whose bracket was just read, up to its end; says whether there are any.
  ///
  /// `isSure` when it must be one: else a list in which nothing is EPCIS is passed over. `type` is
  /// that of its events where they do not name their own.
  @discardableResult
  func readList(
    path: String, isSure: Bool = true, type: String? = nil, into sink: any EPCISSink
  ) throws -> Bool {
    let outer = listDepth
    let depth = json.depth
    listDepth = depth
    var index = 0
    var hasFound = false
    var strangers: [(line: Int, byteOffset: Int)] = []
    var more = 0
    while true {
      do {
        let token = try json.next()
        if token == .endArray || token == .finished { break }
        listPath = path + "/\(index)"
        index += 1
        let place = json.position
        switch token {
        case .beginObject where isSure: try readObject(into: sink)
        case .beginObject,
          .beginArray where !isSure:
          if try look(token, path: listPath, type: type, into: sink) {
            hasFound = true
          } else if strangers.count < Self.mostStrangers {
            strangers.append((place.line, place.byteOffset))
          } else {
            more += 1
          }
        default:
          try json.skip(from: token)
          guard isSure else { continue }
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
    guard hasFound else { return isSure }
    for (index, place) in strangers.enumerated() {
      let rest =
        index == strangers.count - 1 && more > 0 ? " And \(more) more behind it in this list." : ""
      try sink.quarantine(
        ReadFault(
          .notAnEvent, line: place.line, byteOffset: place.byteOffset,
          detail: "Among events, an object without any member of an EPCIS event." + rest))
    }
    return true
  }

  /// Members of one list that are set aside as no events.
  private static let mostStrangers = 10_000

  // MARK: Documents

  func finish(_ event: inout JSONEvent, into sink: any EPCISSink) throws {
    foundAnything = true
    try open(at: event.event.position, into: sink)
    ordinal += 1
    let notes = json.takeNotes().map(ReaderNote.init) + event.finish()
    try sink.event(event.event, notes: notes)
  }

  func begin(
    at position: SourcePosition, _ early: [(key: String, value: String)], into sink: any EPCISSink
  ) throws {
    try close(into: sink)
    foundAnything = true
    header = EPCISDocumentHeader(kind: .document)
    header.standard = "epcis_json"
    documentPosition = position
    for (key, value) in early { setHeader(key, value) }
  }

  private func setHeader(_ key: String, _ value: String) {
    switch key {
    case "schemaVersion": header.schemaVersion = value
    case "creationDate":
      header.creationDateText = value
      header.creationDate = InstantText.parse(value)
    case "sender": header.sender = value
    case "receiver": header.receiver = value
    default: header.instanceIdentifier = value
    }
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

  func close(into sink: any EPCISSink) throws {
    guard isOpen || !header.standard.isEmpty else { return }
    try open(at: documentPosition, into: sink)
    header.namespace = context.addresses.joined(separator: " ")
    for note in json.takeNotes().map(ReaderNote.init) { try sink.note(note) }
    try sink.end(header)
    isOpen = false
    header = EPCISDocumentHeader(kind: .bareEvent)
  }

  // MARK: Members of a document

  func readDocumentMember(_ key: String, into sink: any EPCISSink) throws {
    switch key {
    case "@context":
      context.add(try opaque(try json.next()))
      header.namespace = context.addresses.joined(separator: " ")
    case "type", "isA", "@type":
      if try text() == "EPCISQueryDocument" { header.kind = .queryDocument }
    case let key where Self.headerMembers.contains(key):
      if let value = try optionalText() { setHeader(key, value) }
    case "epcisBody", "queryResults", "resultsBody": try readBody(key, into: sink)
    case "eventList": try readEvents(path: "/eventList", into: sink)
    case "epcisHeader": try readHeader(into: sink)
    case let key where Self.documentMembers.contains(Self.local(key)) && key.utf8.contains(0x3A):
      // Written with the prefix or the address of its vocabulary.
      try readDocumentMember(Self.local(key), into: sink)
    default:
      let number = nameNumber()
      let value = try json.next()
      if RecordEnvelope.isContinuation(key), isGiven(value) { try sink.note(continuation(key)) }
      if value == .beginObject || value == .beginArray, Self.mayHoldEvents(key, number) {
        // A service may say of a document who sent it, and have its events elsewhere.
        _ = try lookInside(key, value, path: documentPosition.pointer, into: sink)
      } else {
        try keepHeader(key, try opaque(value))
      }
    }
  }

  /// The members of a document come in any order, and its context says what names in its events
  /// stand for: where it was not met before them, it is looked for behind them.
  private func lookAheadForContext() {
    guard let reopened, !context.isStated, documentPosition.pointer.isEmpty else { return }
    self.reopened = nil
    // What is wrong with the text is told where it is read.
    guard let source = try? reopened() else { return }
    let ahead = EPCISJSONReader(source: source)
    if let stated = try? ahead.statedContext() { context.add(stated) }
  }

  private func statedContext() throws(ReadFault) -> OpaqueNode? {
    guard try json.next() == .beginObject else { return nil }
    while try json.next() == .key {
      let isContext = json.text.text == "@context"
      let value = try json.next()
      if isContext { return try opaque(value) }
      try json.skip(from: value)
    }
    return nil
  }

  private func readBody(_ path: String, into sink: any EPCISSink) throws {
    lookAheadForContext()
    let token = try json.next()
    if token == .beginArray {
      // Events without the list around them, or bodies; what is neither is set aside by its place.
      try open(at: documentPosition, into: sink)
      let outer = isInDocument
      isInDocument = true
      try readList(path: "/" + path, into: sink)
      isInDocument = outer
      return
    }
    guard token == .beginObject else {
      try refuse(token, path, isSure: true, into: sink)
      return
    }
    while try json.next() == .key {
      let key = json.text.text
      switch Self.local(key) {
      case "eventList": try readEvents(path: "/" + path + "/eventList", into: sink)
      case "queryResults", "resultsBody":
        header.kind = .queryDocument
        try readBody(path + "/" + key, into: sink)
      case "event" where key == "event" || context.split(key).namespace.contains("epcis"):
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

  /// Passes over a value in place of events: it may hold some, so a structure is set aside, and a
  /// text too where only events belong (`isSure`).
  private func refuse(
    _ token: JSONPullReader.Token, _ path: String, isSure: Bool = false, into sink: any EPCISSink
  ) throws {
    let place = json.position
    let isText = token == .string && !json.text.trimmed.isEmpty
    try json.skip(from: token)
    guard token == .beginObject || token == .beginArray || isSure && isText else { return }
    try sink.quarantine(
      ReadFault(
        .notAnEvent, line: place.line, byteOffset: place.byteOffset,
        detail: isText
          ? "The member \(path) holds a text in place of events; export them as JSON."
          : "The member \(path) is none that holds events."))
  }

  private func readEvents(path: String, into sink: any EPCISSink) throws {
    lookAheadForContext()
    try open(at: documentPosition, into: sink)
    let token = try json.next()
    let outer = (listDepth, isInDocument)
    isInDocument = true
    switch token {
    case .beginArray: try readList(path: path, into: sink)
    case .beginObject:
      listDepth = json.depth
      listPath = path
      try readObject(into: sink)
    default: try refuse(token, String(path.dropFirst()), isSure: true, into: sink)
    }
    (listDepth, isInDocument) = outer
  }

  // MARK: Values

  /// The number of the name just read; -1 for one so long that it is none of EPCIS, since every name
  /// that gets a number is kept.
  func nameNumber() -> Int {
    guard json.text.count <= XMLPullReader.maximumNameBytes else { return -1 }
    return names.intern(json.text.baseAddress, json.text.count) ?? -1
  }

  /// The next value as text; what is no scalar as JSON, and nothing for `null`.
  func text() throws(ReadFault) -> String { try optionalText() ?? "" }

  /// The next value as text; nil for `null`.
  func optionalText() throws(ReadFault) -> String? {
    let token = try json.next()
    if token == .string || token == .number { return texts.value(json.text) { $0.text } }
    return token == .null ? nil : try opaque(token).plain
  }

  static let maximumOpaqueBytes = 16 * 1024 * 1024

  /// The value whose first token was just read, kept whole but for what is null in it: in JSON-LD
  /// such a member or item is none, so that it must not part two events that say the same.
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
        if next != .null { items.append(try opaque(next, &budget)) }
      }
    case .beginObject:
      var members: [OpaqueMember] = []
      var seen: Set<String> = []
      while true {
        if try json.next() == .endObject { return .object(members) }
        let key = json.text.text
        if !seen.insert(key).inserted { json.note(.duplicateKey, key) }
        let value = try json.next()
        if value == .null { continue }
        members.append(OpaqueMember(key, try opaque(value, &budget)))
      }
    default: return .literal("null")
    }
  }
}
