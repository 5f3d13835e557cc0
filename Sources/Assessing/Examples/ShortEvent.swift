internal import GS1
internal import Settings

/// One event as an example writes it, made whole by the defaults of its step (README of
/// `Profiles/checks`).
struct ShortEvent {
  var event: EPCISEvent
  var file: String
  var source: String

  static let defaultFile = "events.xml"
  static let defaultSource = "events"

  private static let keys: Set<String> = [
    "step", "type", "action", "disposition", "at", "zone", "recorded", "epcs", "parent",
    "children", "inputs", "outputs", "quantities", "lot", "expiry", "ilmd_on", "read_point",
    "location", "from", "to", "ship_from", "ship_to", "po", "desadv", "rma", "id", "correction",
    "corrective", "file", "source",
  ]

  /// Reads an event; `index` places it in time when it has no `at`.
  ///
  /// - Throws: `ExampleFault` at what cannot be understood.
  init(_ value: YAMLValue, index: Int) throws {
    let entries = try value.entries(Self.keys, in: "an event")
    guard value["step"] != nil || value["type"] != nil else {
      throw ExampleFault(value, "an event has a step or a type")
    }
    let step = try value["step"].map { try $0.word("step") }
    let form = StepForm.of(step ?? "")
    let type = try value["type"].map { try Self.type($0) } ?? form.type
    event = EPCISEvent(
      type: type,
      position: SourcePosition(
        line: value.position.line, byteOffset: index, pointer: "/events/\(index)"))
    file = Self.defaultFile
    source = Self.defaultSource
    event.bizStep = step.map { EventWord($0, .bizStep) }
    event.action = type == .transformation ? nil : form.action
    event.disposition = form.disposition.map { EventWord($0, .disposition) }
    try setTime(value, index: index)
    for entry in entries { try set(entry) }
    try setLot(value)
  }

  private static func type(_ value: YAMLValue) throws -> EventType {
    let word = try value.word("type")
    guard let type = EventType.allCases.first(where: { "\($0)" == word || $0.name == word }) else {
      throw ExampleFault(
        value, "type is object, aggregation, transaction, transformation or association")
    }
    return type
  }

  private mutating func setTime(_ value: YAMLValue, index: Int) throws {
    let fallback = InstantText.rfc3339(1_782_892_800_000 + Int64(index) * 3_600_000)
    let text = try Self.stated(value["at"], "at", else: fallback)
    guard let text else { return }
    event.eventTimeText = text
    event.eventTime = InstantText.parse(text)
    let written = event.eventTime?.offsetMinutes.map { TimeZoneOffset.text($0) }
    event.eventTimeZoneOffset = try Self.stated(value["zone"], "zone", else: written)
  }

  /// What an example states: the default when the key is not there, nothing for `none`.
  private static func stated(
    _ value: YAMLValue?, _ key: String, else fallback: String?
  ) throws -> String? {
    guard let value else { return fallback }
    if value.isNull { return nil }
    let text = try value.word(key)
    return text == "none" ? nil : text
  }

  private mutating func set(_ entry: YAMLEntry) throws {
    let value = entry.value
    switch entry.key {
    case "action":
      let text = try value.word("action")
      event.action = EventAction(rawValue: text.uppercased())
      event.actionText = event.action == nil && text != "none" ? text : nil
    case "disposition":
      let text = try value.word("disposition")
      event.disposition = text == "none" ? nil : EventWord(text, .disposition)
    case "recorded":
      let text = try value.word("recorded")
      event.recordTimeText = text
      event.recordTime = InstantText.parse(text)
    case "epcs": try add(value, as: .epc)
    case "children": try add(value, as: .child)
    case "inputs": try add(value, as: .input)
    case "outputs": try add(value, as: .output)
    case "parent":
      event.epcs.insert(EPCReference(parsing: try value.word("parent"), role: .parent), at: 0)
    case "quantities": try addQuantities(value)
    case "read_point": event.readPoint = Self.place(try value.word("read_point"))
    case "location": event.bizLocation = Self.place(try value.word("location"))
    case "from": addSource("owning_party", Self.party(try value.word("from")))
    case "to": addDestination("owning_party", Self.party(try value.word("to")))
    case "ship_from": addSource("location", Self.place(try value.word("ship_from")))
    case "ship_to": addDestination("location", Self.place(try value.word("ship_to")))
    case "po", "desadv", "rma":
      for text in try Self.words(value, entry.key) {
        event.bizTransactions.append(
          BizTransaction(
            type: EventWord(entry.key, .bizTransactionType), id: Self.transaction(text)))
      }
    case "id": event.eventID = try value.word("id")
    case "correction": try setCorrection(value)
    case "corrective":
      event.errorDeclaration?.correctiveEventIDs = try Self.words(value, "corrective")
    case "file": file = try value.word("file")
    case "source": source = try value.word("source")
    default: break
    }
  }

  private static func words(_ value: YAMLValue, _ key: String) throws -> [String] {
    if let list = value.list { return try list.map { try $0.word(key) } }
    return [try value.word(key)]
  }

  private mutating func add(_ value: YAMLValue, as role: EventRole) throws {
    for item in try value.items("a list of EPCs") {
      for text in Self.expanded(try item.word("an EPC")) {
        event.epcs.append(EPCReference(parsing: text, role: role))
      }
    }
  }

  /// `(01)…(21)A1..A5` is five EPCs; anything else is itself.
  static func expanded(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    guard
      let dots = (0..<max(0, bytes.count - 1)).first(where: {
        bytes[$0] == 46 && bytes[$0 + 1] == 46
      }),
      bytes.count <= 200
    else { return [text] }
    let first = bytes[..<dots]
    let last = Array(bytes[(dots + 2)...])
    var start = first.endIndex
    while start > 0, (48...57).contains(first[start - 1]) { start -= 1 }
    var lastStart = last.endIndex
    while lastStart > 0, (48...57).contains(last[lastStart - 1]) { lastStart -= 1 }
    guard let low = Int(String(decoding: first[start...], as: UTF8.self)),
      let high = Int(String(decoding: last[lastStart...], as: UTF8.self)), low <= high,
      high - low < 100_000
    else { return [text] }
    let stem = String(decoding: first[..<start], as: UTF8.self)
    let width = first.endIndex - start
    return (low...high).map { stem + String($0).zeroPadded(to: width) }
  }

  private mutating func addQuantities(_ value: YAMLValue) throws {
    for item in try value.items("quantities") {
      _ = try item.entries(["class", "quantity", "uom", "role"], in: "a quantity")
      let role = try item["role"]?.word("role") ?? "epc"
      event.quantities.append(
        QuantityElement(
          parsingClass: try item["class"]?.word("class") ?? "",
          quantityText: try item["quantity"]?.word("quantity") ?? "",
          uom: try item["uom"]?.word("uom"),
          role: EventRole.allCases.first { $0.name == role } ?? .epc))
    }
  }

  private mutating func addSource(_ type: String, _ party: EventParty) {
    event.sources.append(
      SourceOrDestination(type: EventWord(type, .sourceDestinationType), party: party))
  }

  private mutating func addDestination(_ type: String, _ party: EventParty) {
    event.destinations.append(
      SourceOrDestination(type: EventWord(type, .sourceDestinationType), party: party))
  }

  /// A GLN, `GLN.extension` or any text, as a place.
  static func place(_ text: String) -> EventParty {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let gln = parts.first, isNumber(gln) else { return EventParty(text) }
    let suffix = parts.count > 1 ? "/254/\(parts[1])" : ""
    return EventParty("https://id.gs1.org/414/\(gln)\(suffix)")
  }

  /// A GLN or any text, as a party.
  static func party(_ text: String) -> EventParty {
    isNumber(text) ? EventParty("https://id.gs1.org/417/\(text)") : EventParty(text)
  }

  private static func isNumber(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
  }

  /// `GLN:NUMBER` as the transaction URI of the CBV; anything else as written.
  private static func transaction(_ text: String) -> String {
    let parts = text.split(separator: ":")
    guard parts.count == 2, isNumber(parts[0]) else { return text }
    return "urn:epcglobal:cbv:bt:\(text)"
  }

  private mutating func setCorrection(_ value: YAMLValue) throws {
    _ = try value.entries(["at", "reason", "of"], in: "a correction")
    let text = try value["at"]?.word("at") ?? ""
    let reason = try value["reason"]?.word("reason") ?? "incorrect_data"
    let earlier = event.errorDeclaration?.correctiveEventIDs ?? []
    event.errorDeclaration = ErrorDeclaration(
      time: InstantText.parse(text), timeText: text, reason: EventWord(reason, .errorReason),
      correctiveEventIDs: earlier)
    if let original = try value["of"]?.word("of") { event.eventID = original }
  }

  private mutating func setLot(_ value: YAMLValue) throws {
    let place = try value["ilmd_on"]?.word("ilmd_on") ?? "ilmd"
    let names: [(key: String, name: String)] = [
      ("lot", "lotNumber"), ("expiry", "itemExpirationDate"),
    ]
    for (key, name) in names {
      guard let text = try value[key]?.word(key) else { continue }
      switch place {
      case "ilmd":
        event.attributes.append(
          EventAttribute(place: .ilmd, namespace: "urn:epcglobal:cbv:mda", name: name, value: text))
      case "ushc":
        event.attributes.append(
          EventAttribute(
            place: .extension, namespace: "http://epcis.gs1us.org/hc/ns", name: name, value: text))
      case "sap":
        let vendor = key == "lot" ? "LOTNO" : "DATEX"
        event.attributes.append(
          EventAttribute(place: .vendor, namespace: "", name: vendor, value: text))
      default: throw ExampleFault(value, "ilmd_on is ilmd, ushc or sap")
      }
    }
  }
}
