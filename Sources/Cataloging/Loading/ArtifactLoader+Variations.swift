package import GS1

/// What a loader knows of the event that variations are told by: the row of the last one is bound
/// still, and what they share is as it was found.
struct BoundModel {
  let model: EventVariation.Model
  let document: Int64?
  /// The product whose lot the row names.
  let product: String
  /// Minutes of the offset the event states.
  let offset: Int
  /// What one of them adds to the tallies.
  let counts: ArtifactLoader.EventCounts
}

extension ArtifactLoader {
  /// Takes an event told by another; says its `event_id`, as `event` does for a whole one.
  @discardableResult
  package func event(
    _ variation: EventVariation, document: Int64? = nil, hash: [UInt8]
  ) throws -> Int64 {
    guard let bound, bound.model === variation.model, bound.document == document,
      let time = variation.eventTime, time.offsetMinutes != nil, time.issues.isEmpty,
      (variation.recordTime == nil) == (variation.recordTimeText == nil),
      variation.epc.epc.kind == .sgtin, variation.epc.epc.key == bound.product
    else { return try whole(variation, document: document, hash: hash) }
    let id = try place(kind: "event", position: variation.position)
    summary.records.taken += 1
    summary.events += 1
    let row = statements.event
    row.bind(1, id)
    row.bind(8, time.milliseconds)
    row.bind(9, InstantText.day(time.milliseconds, offsetMinutes: bound.offset))
    row.bind(10, variation.eventTimeText)
    row.bind(12, variation.recordTime.map { utc($0, preferring: nil) })
    row.bind(13, variation.eventID.flatMap(Self.eventURI))
    row.bind(14, blob: hash)
    try row.run()
    _ = try add(variation.epc, event: id, position: variation.position)
    counts.add(bound.counts)
    if let document { touch(document, event: id, hash: hash, isDeclaration: false) }
    try flushIfFull()
    return id
  }

  /// Takes a variation as a whole event; what comes behind it may be told by its row when nothing
  /// was noticed about it and nothing but its EPC stands in other tables.
  private func whole(
    _ variation: EventVariation, document: Int64?, hash: [UInt8]
  ) throws -> Int64 {
    let event = variation.event
    let row = statements.event
    let (before, noted) = (counts, noted)
    let id = try self.event(event, document: document, hash: hash)
    guard row === statements.event, noted == self.noted, variation.epc.epc.kind == .sgtin,
      event.quantities.isEmpty, event.sources.isEmpty, event.destinations.isEmpty,
      event.bizTransactions.isEmpty, event.errorDeclaration == nil,
      let offset = event.eventTimeZoneOffset.flatMap(TimeZoneOffset.minutes)
    else { return id }
    var share = EventCounts()
    share.add(counts, since: before)
    row.hold()
    bound = BoundModel(
      model: variation.model, document: document, product: variation.epc.epc.key, offset: offset,
      counts: share)
    return id
  }
}
