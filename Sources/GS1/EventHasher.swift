import Crypto

/// Computes event hashes (`EventHash`) one after the other, keeping the text of the parts that
/// events in a row share: most events of a file differ in their time and EPCs only.
package final class EventHasher {
  private struct Part<Key: Equatable> {
    var key: Key?
    var bytes: [UInt8] = []
  }

  // Written to for every EPC, by nothing else at the same time.
  @exclusivity(unchecked) private var out = PreHash()
  private var offset = Part<String>()
  private var step = Part<EventWord>()
  private var disposition = Part<EventWord>()
  private var readPoint = Part<EventParty>()
  private var location = Part<EventParty>()
  private var transactions = Part<[BizTransaction]>()
  private var sources = Part<[SourceOrDestination]>()
  private var destinations = Part<[SourceOrDestination]>()
  private var attributes = Part<[EventAttribute]>()
  // What variations of one event share: the text between their time and EPC, and that behind it.
  private var model: EventVariation.Model?
  private var middle: [UInt8] = []
  private var rest: [UInt8] = []

  /// A hasher that remembers nothing yet.
  package init() {}

  /// The 32 bytes of the digest.
  package func digest(_ event: EPCISEvent) -> [UInt8] {
    write(event)
    return digest()
  }

  /// The 32 bytes of the digest of `variation.event`.
  package func digest(_ variation: EventVariation) -> [UInt8] {
    if model !== variation.model { take(variation.model) }
    out.bytes.removeAll(keepingCapacity: true)
    writeOpening(
      variation.model.event.type, variation.eventTime, variation.eventTimeText)
    out.bytes.append(contentsOf: middle)
    out.append("epcListepc=")
    out.identity(variation.epc.epc)
    out.bytes.append(contentsOf: rest)
    return digest()
  }

  private func take(_ model: EventVariation.Model) {
    self.model = model
    out.bytes.removeAll(keepingCapacity: true)
    writeOffset(of: model.event)
    middle = out.bytes
    out.bytes.removeAll(keepingCapacity: true)
    writeRest(of: model.event)
    rest = out.bytes
  }

  private func digest() -> [UInt8] {
    out.bytes.withUnsafeBytes { text in
      var hash = SHA256()
      hash.update(bufferPointer: text)
      return Array(hash.finalize())
    }
  }

  /// The text that is hashed, as UTF-8.
  func text(_ event: EPCISEvent) -> [UInt8] {
    write(event)
    return out.bytes
  }

  private func write(_ event: EPCISEvent) {
    out.bytes.removeAll(keepingCapacity: true)
    writeOpening(event.type, event.eventTime, event.eventTimeText)
    writeOffset(of: event)
    writeEPCs(event)
    writeRest(of: event)
  }

  private func writeOpening(_ type: EventType, _ time: ParsedInstant?, _ timeText: String) {
    out.append("eventType=")
    out.append(type.name)
    out.time("eventTime", time, timeText)
  }

  private func writeOffset(of event: EPCISEvent) {
    if let text = event.eventTimeZoneOffset {
      part(&offset, text) { $0.field("eventTimeZoneOffset", text) }
    }
  }

  private func writeRest(of event: EPCISEvent) {
    if let action = event.action {
      out.append("action=")
      out.append(action.rawValue)
    } else if let text = event.actionText {
      out.field("action", text)
    }
    if let id = event.transformationID {
      out.field("transformationID", EventHash.canonicalText(id))
    }
    if let word = event.bizStep {
      part(&step, word) { $0.field("bizStep", EventHash.word(word, .bizStep)) }
    }
    if let word = event.disposition {
      part(&disposition, word) { $0.field("disposition", EventHash.word(word, .disposition)) }
    }
    if let lasting = event.persistentDisposition {
      let set = lasting.set.map { "set=" + EventHash.word($0, .disposition) }
      let unset = lasting.unset.map { "unset=" + EventHash.word($0, .disposition) }
      if !set.isEmpty || !unset.isEmpty {
        out.append("persistentDisposition")
        out.sorted(set)
        out.sorted(unset)
      }
    }
    if let place = event.readPoint { part(&readPoint, place) { $0.place("readPoint", place) } }
    if let place = event.bizLocation { part(&location, place) { $0.place("bizLocation", place) } }
    writeLists(event)
  }

  private func writeEPCs(_ event: EPCISEvent) {
    var roles: UInt8 = 0
    for reference in event.epcs { roles |= 1 << reference.role.rawValue }
    func has(_ role: EventRole) -> Bool { roles >> role.rawValue & 1 == 1 }
    if has(.epc) { out.epcs("epcList", event.epcs, .epc) }
    if has(.parent) {
      for parent in event.epcs where parent.role == .parent {
        out.append("parentID=")
        out.identity(parent.epc)
      }
    }
    if has(.input) { out.epcs("inputEPCList", event.epcs, .input) }
    if has(.child) { out.epcs("childEPCs", event.epcs, .child) }
    if !event.quantities.isEmpty {
      out.quantities("quantityList", event.quantities, .epc)
      out.quantities("childQuantityList", event.quantities, .child)
      out.quantities("inputQuantityList", event.quantities, .input)
    }
    if has(.output) { out.epcs("outputEPCList", event.epcs, .output) }
    if !event.quantities.isEmpty {
      out.quantities("outputQuantityList", event.quantities, .output)
    }
  }

  private func writeLists(_ event: EPCISEvent) {
    if !event.bizTransactions.isEmpty {
      part(&transactions, event.bizTransactions) {
        $0.list("bizTransactionList", event.bizTransactions.map(EventHash.transaction))
      }
    }
    if !event.sources.isEmpty {
      part(&sources, event.sources) {
        $0.list("sourceList", event.sources.map { EventHash.party("source=", $0) })
      }
    }
    if !event.destinations.isEmpty {
      part(&destinations, event.destinations) {
        $0.list("destinationList", event.destinations.map { EventHash.party("destination=", $0) })
      }
    }
    if let sensors = event.sensorElements { out.append("sensorElementList" + sensors) }
    guard event.unknown.isEmpty else {
      EventHash.extensions(of: event, into: &out)
      return
    }
    if !event.attributes.isEmpty {
      part(&attributes, event.attributes) { EventHash.extensions(of: event, into: &$0) }
    }
  }

  /// Writes a part, or what it came to when it was the same in the event before.
  private func part<Key: Equatable>(
    _ slot: inout Part<Key>, _ key: Key, _ make: (inout PreHash) -> Void
  ) {
    if slot.key == key {
      out.bytes.append(contentsOf: slot.bytes)
      return
    }
    let start = out.bytes.count
    make(&out)
    slot.key = key
    slot.bytes.removeAll(keepingCapacity: true)
    slot.bytes.append(contentsOf: out.bytes[start...])
  }
}
