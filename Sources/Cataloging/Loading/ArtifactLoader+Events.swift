package import GS1

extension ArtifactLoader {
  /// Takes an event; says its `event_id`, which is its `record_id` too.
  ///
  /// `document` is what `document(_:position:)` gave for the document around it, `hash` the CBV 2.0
  /// event hash of 32 bytes, computed here when nil.
  @discardableResult
  package func event(
    _ event: EPCISEvent, document: Int64? = nil, hash: [UInt8]? = nil
  ) throws -> Int64 {
    let id = try place(kind: "event", position: event.position)
    summary.records.taken += 1
    summary.events += 1
    let time = instant(of: event, record: id)
    let content = content(of: event)
    let parties = EventParties(event)
    let parent = try event.parent.map { try self.id(ofEntry: entry(of: $0.epc)) }
    let lot = try lotID(of: event, content)
    let digest = hash ?? EventHash.digest(event)
    note(event, content, record: id)

    let row = statements.event
    bound = nil
    row.release()
    row.bind(1, id)
    row.bind(2, artifact)
    row.bind(3, document)
    row.bind(4, event.type.storedName)
    row.bind(5, event.action?.storedName)
    row.bind(6, event.bizStep?.stored)
    row.bind(7, event.disposition?.stored)
    row.bind(8, time.ms)
    row.bind(9, time.day)
    row.bind(10, event.eventTimeText.isEmpty ? nil : event.eventTimeText)
    row.bind(11, event.eventTimeZoneOffset.flatMap(Self.given))
    row.bind(12, event.recordTime.map { utc($0, preferring: nil) })
    row.bind(13, event.eventID.flatMap(Self.eventURI))
    row.bind(14, blob: digest)
    row.bind(15, event.readPoint?.storedKey)
    row.bind(16, event.readPoint?.storedExtension)
    row.bind(17, event.bizLocation?.storedKey)
    row.bind(18, event.bizLocation?.storedExtension)
    row.bind(19, event.errorDeclaration.map { $0.time.map { utc($0, preferring: nil) } ?? 0 })
    row.bind(20, event.errorDeclaration?.reason?.stored)
    row.bind(21, lot)
    row.bind(22, content.lot)
    row.bind(23, content.expiryDay)
    row.bind(24, content.expiryText)
    row.bind(25, content.place.rawValue)
    row.bind(26, parties.fromOwner)
    row.bind(27, parties.toOwner)
    row.bind(28, parties.fromPlace)
    row.bind(29, parties.toPlace)
    row.bind(30, parties.order?.number)
    row.bind(31, parties.advice?.number)
    row.bind(32, parties.order?.gln)
    row.bind(33, parties.advice?.gln)
    row.bind(34, parties.transactions.count)
    row.bind(35, parent)
    row.bind(36, event.epcs.count)
    row.bind(37, content.extra)
    try row.run()

    try lists(of: event, parties, record: id)
    for (index, reference) in event.epcs.enumerated() {
      _ = try add(reference, event: id, position: event.position)
      if index & 0xFFF == 0xFFF { try flushIfFull() }
    }
    count(event)
    if let document {
      touch(document, event: id, hash: digest, isDeclaration: event.errorDeclaration != nil)
    }
    try flushIfFull()
    return id
  }

  // MARK: Time

  /// The instant of an event in UTC milliseconds and its local day.
  ///
  /// An instant without a zone takes the offset the event states, else the zone of the source, else
  /// UTC. The day is local: the stated offset, else the offset written in the time unless that is
  /// zero, else the zone of the source.
  private func instant(of event: EPCISEvent, record: Int64) -> (ms: Int64?, day: Int?) {
    let stated = event.eventTimeZoneOffset.flatMap(statedOffset)
    guard let time = event.eventTime else {
      note(
        (event.eventTimeText.isEmpty ? DefectCode.timeMissing : .timeUnreadable).rawValue,
        field: "event_time", raw: event.eventTimeText.isEmpty ? nil : event.eventTimeText,
        position: event.position, record: record, entry: nil)
      return (nil, nil)
    }
    noteZone(of: event, time, stated: stated, record: record)
    let ms = utc(time, preferring: stated)
    if let stated { return (ms, InstantText.day(ms, offsetMinutes: stated)) }
    if let written = time.offsetMinutes, written != 0 {
      return (ms, InstantText.day(ms, offsetMinutes: written))
    }
    let zone = sourceZone.flatMap { cache.zones[$0]?.minutes(atUTC: ms) }
    return (ms, InstantText.day(ms, offsetMinutes: zone ?? time.offsetMinutes ?? 0))
  }

  /// Minutes of an offset field; most events of a file state the same one.
  private func statedOffset(_ text: String) -> Int? {
    if let last = repeated.offset, last.text == text { return last.minutes }
    let minutes = TimeZoneOffset.minutes(CellText.trimmed(text))
    repeated.offset = (text, minutes)
    return minutes
  }

  /// Lot, expiry and the rest; events in a row that say the same in as many words share it.
  private func content(of event: EPCISEvent) -> EventContent {
    guard EventContent.dependsOnAttributesAlone(event) else {
      return EventContent(event, currentYear: currentYear)
    }
    if let last = repeated.content, last.attributes == event.attributes { return last.content }
    let content = EventContent(event, currentYear: currentYear)
    repeated.content = (event.attributes, content)
    return content
  }

  private func noteZone(
    of event: EPCISEvent, _ time: ParsedInstant, stated: Int?, record: Int64
  ) {
    if time.offsetMinutes == nil {
      note(
        DefectCode.timeZoneMissing.rawValue, field: "event_time", raw: event.eventTimeText,
        position: event.position, record: record, entry: nil)
    } else if event.eventTimeZoneOffset == nil {
      note(
        DefectCode.timeZoneMissing.rawValue, field: "event_zone", raw: nil,
        position: event.position, record: record, entry: nil)
    }
    // An offset that can be read and is shorter than `±hh:mm` leaves something out.
    if let text = event.eventTimeZoneOffset, stated == nil || text.utf8.count < 6 {
      note(
        (stated == nil ? DefectCode.timeZoneInvalid : .looseTimeForm).rawValue,
        field: "event_zone", raw: text, position: event.position, record: record, entry: nil)
    }
    for code in time.issues.subtracting(.missingZone).codes {
      note(
        code, field: "event_time", raw: event.eventTimeText, position: event.position,
        record: record, entry: nil)
    }
  }

  /// UTC milliseconds; a time without a zone takes `minutes`, else the zone of the source.
  func utc(_ time: ParsedInstant, preferring minutes: Int?) -> Int64 {
    guard time.offsetMinutes == nil else { return time.milliseconds }
    if let minutes { return time.milliseconds(assumingOffset: minutes) }
    guard let zone = sourceZone.flatMap({ cache.zones[$0]?.minutes(atLocal: time.milliseconds) })
    else { return time.milliseconds }
    return time.milliseconds(assumingOffset: zone)
  }

  /// The text, when it is more than blanks: an element with nothing in it says as little as none,
  /// and checks that ask for what is absent must not take it for a value.
  static func given(_ text: String) -> String? { isBlank(text) ? nil : text }

  /// Whether a text is nothing but blanks.
  static func isBlank(_ text: String) -> Bool { CellText.trimmed(text).isEmpty }

  /// An event's identifier without blanks around it; nil when there is nothing else. A UUID is one
  /// in whatever case it is written, and is kept in small letters (RFC 4122, section 3).
  static func eventURI(_ text: String) -> String? {
    let uri = CellText.trimmed(text)
    if uri.utf8.isEmpty { return nil }
    guard uri.utf8.contains(where: { (0x41...0x5A).contains($0) }),
      uri.utf8.prefix(9).map({ $0 | 0x20 }).elementsEqual("urn:uuid:".utf8)
    else { return uri }
    return uri.lowercased()
  }

  // MARK: Lot

  /// The lot row of the event: the lot under the first GTIN the event creates or names. What goes
  /// into a transformation is of another lot than what comes out of it.
  private func lotID(of event: EPCISEvent, _ content: EventContent) throws -> Int64? {
    guard let text = content.lot else { return nil }
    var gtins: [String] = []
    for reference in event.epcs
    where reference.epc.kind == .sgtin && reference.role != .parent && reference.role != .input {
      if gtins.last != reference.epc.key, !gtins.contains(reference.epc.key) {
        gtins.append(reference.epc.key)
      }
      if gtins.count == 20 { break }
    }
    if gtins.isEmpty, let parent = event.parent?.epc, parent.kind == .sgtin {
      gtins = [parent.key]
    }
    if gtins.isEmpty {
      let classes = event.quantities.lazy.filter { $0.role != .input }.map(\.epcClass.epc)
      gtins = classes.filter { $0.kind == .lgtin || $0.kind == .gtinClass }.prefix(1).map(\.key)
    }
    // Every product of the event gets the lot; the event's own column holds the first.
    let lots = try gtins.map { try lot(text, product: product(.sgtin, $0)) }
    return lots.first
  }

  // MARK: Lists

  private func lists(of event: EPCISEvent, _ parties: EventParties, record: Int64) throws {
    for quantity in event.quantities { try add(quantity, event, record: record) }
    guard !(event.sources.isEmpty && event.destinations.isEmpty && event.bizTransactions.isEmpty)
    else { return try corrections(of: event, record: record) }
    for (side, list) in [("source", event.sources), ("destination", event.destinations)] {
      for item in list {
        note(
          item.party.issues, field: "\(side)_\(item.type?.stored ?? "party")",
          raw: item.party.raw, position: event.position, record: record)
        guard item.party.storedKey != nil else { continue }
        let row = statements.party
        row.bind(1, record)
        row.bind(2, side)
        row.bind(3, item.type?.stored)
        row.bind(4, item.party.epc.kind.isLocation ? item.party.epc.key : nil)
        row.bind(5, item.party.storedExtension)
        row.bind(6, item.party.raw)
        try row.run()
      }
    }
    for transaction in parties.transactions {
      let row = statements.transaction
      row.bind(1, record)
      row.bind(2, transaction.type)
      row.bind(3, transaction.id)
      row.bind(4, transaction.gln)
      row.bind(5, transaction.number)
      try row.run()
    }
    try corrections(of: event, record: record)
  }

  private func corrections(of event: EPCISEvent, record: Int64) throws {
    for text in event.errorDeclaration?.correctiveEventIDs ?? [] {
      guard let uri = Self.eventURI(text) else { continue }
      statements.correction.bind(1, record)
      statements.correction.bind(2, uri)
      try statements.correction.run()
    }
  }

  private func add(_ quantity: QuantityElement, _ event: EPCISEvent, record: Int64) throws {
    let epc = quantity.epcClass.epc
    let isTradeItem = epc.kind == .lgtin || epc.kind == .gtinClass
    var item: Int64?
    var itemLot: Int64?
    if isTradeItem {
      let id = try product(.sgtin, epc.key)
      item = id
      if epc.kind == .lgtin { itemLot = try lot(epc.serial, product: id) }
    }
    let row = statements.quantity
    row.bind(1, record)
    row.bind(2, Int64(quantity.role.rawValue))
    row.bind(3, item)
    row.bind(4, itemLot)
    row.bind(5, Self.given(quantity.epcClass.originalText))
    row.bind(6, Self.given(quantity.quantityText))
    row.bind(7, quantity.uom.flatMap(Self.given))
    try row.run()
    note(
      quantity.epcClass.issues, field: "quantity", raw: quantity.epcClass.originalText,
      position: event.position, record: record)
  }

  // MARK: Remarks and counts

  private func note(_ event: EPCISEvent, _ content: EventContent, record: Int64) {
    let position = event.position
    func remark(_ code: DefectCode, _ field: String, _ raw: String?) {
      note(
        code.rawValue, field: field, raw: raw, position: position, record: record, entry: nil)
    }
    if event.action == nil, let text = event.actionText {
      remark(.actionUnknown, "action", text)
    } else if event.action == nil, event.type != .transformation {
      remark(.actionMissing, "action", nil)
    }
    func remark(unknown word: EventWord, _ field: String) {
      remark(word.stored == nil ? .wordMissing : .wordUnknown, field, word.raw)
    }
    if let word = event.bizStep, !isKnown(word, .bizStep, &repeated.step) {
      remark(unknown: word, "biz_step")
    }
    if let word = event.disposition, !isKnown(word, .disposition, &repeated.disposition) {
      remark(unknown: word, "disposition")
    }
    if let word = event.errorDeclaration?.reason, !CBV.isKnown(word.normalised, .errorReason) {
      remark(unknown: word, "declared_reason")
    }
    for party in event.sources + event.destinations {
      guard let word = party.type, !CBV.isKnown(word.normalised, .sourceDestinationType) else {
        continue
      }
      remark(unknown: word, "party_type")
    }
    for transaction in event.bizTransactions {
      if Self.isBlank(transaction.id) { remark(.emptyIdentifier, "transaction", transaction.id) }
      guard let word = transaction.type, !CBV.isKnown(word.normalised, .bizTransactionType) else {
        continue
      }
      remark(unknown: word, "transaction_type")
    }
    for (code, field, raw) in content.remarks { remark(code, field, raw) }
    if let place = event.readPoint {
      note(place.issues, field: "read_point", raw: place.raw, position: position, record: record)
    }
    if let place = event.bizLocation {
      note(place.issues, field: "location", raw: place.raw, position: position, record: record)
    }
    if event.errorDeclaration != nil, event.errorDeclaration?.time == nil {
      remark(.timeUnreadable, "declared_time", event.errorDeclaration?.timeText)
    }
    if let text = event.recordTimeText, event.recordTime == nil {
      remark(.timeUnreadable, "record_time", text)
    }
  }

  /// Whether a word belongs to its vocabulary; `last` is the one found known before.
  private func isKnown(
    _ word: EventWord, _ vocabulary: CBV.Vocabulary, _ last: inout String?
  ) -> Bool {
    if word.normalised == last { return true }
    guard CBV.isKnown(word.normalised, vocabulary) else { return false }
    last = word.normalised
    return true
  }

  private func count(_ event: EPCISEvent) {
    counts.events += 1
    counts.epcs += event.epcs.count
    for kind in event.epcs.lazy.map(\.epc.kind) {
      if kind == .sgtin { counts.units += 1 } else if kind == .sscc { counts.containers += 1 }
    }
    counts.places += event.sources.count + event.destinations.count
    if event.readPoint != nil { counts.places += 1 }
    if event.bizLocation != nil { counts.places += 1 }
    if event.bizStep != nil { counts.words += 1 }
    if event.disposition != nil { counts.words += 1 }
  }
}

extension GS1.EventType {
  /// The word of the column `event_type`.
  var storedName: String {
    switch self {
    case .object: "object"
    case .aggregation: "aggregation"
    case .transaction: "transaction"
    case .transformation: "transformation"
    case .association: "association"
    }
  }
}

extension EventAction {
  /// The word of the column `action`.
  var storedName: String {
    switch self {
    case .add: "add"
    case .observe: "observe"
    case .delete: "delete"
    }
  }
}

extension EventParty {
  /// GLN-13, or the trimmed text when it is no GLN; nil when there is none.
  var storedKey: String? {
    if epc.kind.isLocation { return epc.key }
    let text = CellText.trimmed(raw)
    return text.utf8.isEmpty ? nil : text
  }

  /// The extension of the GLN; nil for none.
  var storedExtension: String? {
    epc.kind.isLocation && !epc.serial.isEmpty ? epc.serial : nil
  }
}

extension EventWord {
  /// The word as columns hold it; nil when the element has none in it.
  var stored: String? { normalised.utf8.isEmpty ? nil : normalised }
}
