import GS1

/// Events that repeat one before them but for time, EPC and identifier.
extension EPCISXMLReader {
  /// Says that `part` of the event at work is `text`, which was just read.
  func note(_ part: EventPattern.Part, _ text: UnsafeBufferPointer<UInt8>) {
    if let range = xml.place(ofText: text) {
      holes?.append(EventPattern.Hole(part: part, range: range))
    } else {
      holes = nil
    }
  }

  /// Keeps an event, whose text begins at `start`, for those behind it that repeat it.
  func keep(_ event: EPCISEvent, from start: Int) {
    guard let holes else { return }
    patternEpoch = xml.epoch
    pattern = EventPattern(
      event,
      text: UnsafeBufferPointer(start: xml.window.base + start, count: xml.window.cursor - start),
      holes: holes.map {
        let range = $0.range.lowerBound - start..<$0.range.upperBound - start
        return EventPattern.Hole(part: $0.part, range: range)
      })
  }

  /// The next event of the list, when it repeats the one kept.
  func variation() -> EventVariation? {
    guard let pattern, patternEpoch == xml.epoch,
      let match = xml.passElement({ start, available in
        pattern.match(start, available: available).map { ($0, $0.length) }
      })
    else { return nil }
    ordinal += 1
    var found = EventVariation(
      of: pattern.model, epc: identifiers.reference(match.epc, role: .epc),
      position: position(listPath + "\(ordinal)]"))
    if let text = match.eventTime {
      found.eventTimeText = text.text
      found.eventTime = InstantText.parse(text)
    }
    if let text = match.recordTime {
      found.recordTimeText = texts.value(text) { $0.text }
      found.recordTime = times.value(text) { InstantText.parse($0) }
    }
    if let text = match.eventID { found.eventID = text.text }
    return found
  }
}
