import GRDB

/// One reading of every event for what ties it to others without naming an EPC: its instant, its
/// lots, its hash and its identifier.
struct EventScan {
  struct Event {
    var id: Int64
    var ms: Int64
    var artifact: Int32
    /// 0 when the event states none.
    var lot: Int32
  }

  private(set) var events: [Event] = []
  /// The first event that was not derived before.
  private(set) var firstNew = 0
  /// New events and what has their hash or eventID, and what set each other aside; the groups a
  /// place is in.
  private(set) var twins: [[Int]] = []
  private(set) var twinGroups: [Int: [Int]] = [:]
  private(set) var eventsOfLot: [Int64: [Int]] = [:]
  /// Lots an event names as a quantity.
  private(set) var quantityLots: [Int: [Int64]] = [:]
  /// Places of events without effect.
  private(set) var setAside = EPCSet()
  let numbers: SharedLotNumbers

  /// Hashes and identifiers of new events at most; of more, all is derived.
  private static let limit = 1 << 20
  private static let cacheKiB = 2_000

  /// Reads the events; nil when one has no time and so takes that of its neighbours, or when too
  /// many are new.
  init?(_ db: Database, newSince last: Int64) throws {
    let columns = "event_id, event_ms, artifact_id, lot_id, hash, event_uri"
    let new = try DirectStatement(db, "SELECT \(columns) FROM all_event WHERE event_id > ?")
    new.bind(1, last)
    numbers = try SharedLotNumbers(db)
    // What is new may be a twin of what was there; of that, only what it set aside has twins.
    var sharing: [UInt64: [Int]] = [:]
    while try new.next() {
      Self.forEachKey(of: new) { sharing[$0] = [] }
      if sharing.count > Self.limit { return nil }
    }
    // Read once and past the cache: most of the time would go into memory for its pages.
    try db.execute(sql: "PRAGMA cache_size = -\(Self.cacheKiB)")
    defer { try? db.execute(sql: "PRAGMA cache_size = -\(Catalog.cacheKiB)") }
    events.reserveCapacity(try EventTable.most(db))
    let rows = try DirectStatement(db, "SELECT \(columns) FROM all_event ORDER BY event_id")
    while try rows.next() {
      guard let ms = rows.optionalInt(1) else { return nil }
      let place = events.count
      let event = Event(
        id: rows.int(0), ms: ms, artifact: Int32(clamping: rows.int(2)),
        lot: Int32(clamping: rows.int(3)))
      events.append(event)
      if event.lot != 0 { eventsOfLot[Int64(event.lot), default: []].append(place) }
      if event.id <= last { firstNew = place + 1 }
      Self.forEachKey(of: rows) { key in
        if let found = sharing.index(forKey: key) { sharing.values[found].append(place) }
      }
    }
    for group in sharing.values where group.count > 1 { tie(group) }
    try readQuantities(db)
    let ineffective = try DirectStatement(
      db, "SELECT event_id, by_event FROM ineffective_event")
    while try ineffective.next() {
      guard let aside = place(of: ineffective.int(0)) else { continue }
      setAside.insert(Int64(aside))
      if let by = place(of: ineffective.int(1)) { tie([aside, by]) }
    }
  }

  /// The hash and the identifier of an event, told apart by their own mixing.
  private static func forEachKey(of event: DirectStatement, _ body: (UInt64) -> Void) {
    if let hash = event.blob(4), hash.count >= 8 { body(hash.loadUnaligned(as: UInt64.self)) }
    if let uri = event.text(5) { body(Mixing.bytes(uri) &* 31 &+ 1) }
  }

  private mutating func tie(_ group: [Int]) {
    for place in group { twinGroups[place, default: []].append(twins.count) }
    twins.append(group)
  }

  private mutating func readQuantities(_ db: Database) throws {
    let rows = try DirectStatement(
      db, "SELECT event_id, lot_id FROM event_quantity WHERE lot_id IS NOT NULL")
    while try rows.next() {
      guard let place = place(of: rows.int(0)) else { continue }
      quantityLots[place, default: []].append(rows.int(1))
      eventsOfLot[rows.int(1), default: []].append(place)
    }
  }

  func place(of event: Int64) -> Int? {
    var low = 0
    var high = events.count
    while low < high {
      let middle = (low + high) / 2
      if events[middle].id < event { low = middle + 1 } else { high = middle }
    }
    return low < events.count && events[low].id == event ? low : nil
  }

  /// Places of events that were there before and may change places with each other because a new
  /// event shares their instant: several of one file, which alone kept the order of the file.
  func oldAtNewInstants() -> [Int] {
    let instants = Set(events[firstNew...].lazy.map(\.ms))
    var places: [Int64: [Int]] = [:]
    for (place, event) in events[..<firstNew].enumerated()
    where instants.contains(event.ms) && !setAside.contains(Int64(place)) {
      places[event.ms, default: []].append(place)
    }
    return places.values.filter { group in
      group.count > 1
        && group.allSatisfy { events[$0].artifact == events[group[0]].artifact }
    }.flatMap { $0 }
  }
}
