import GRDB

/// What units share that lay in the same containers, moved together and ended up alike, told once
/// for all of them: a case of 48 packs is one fate and 48 short rows.
///
/// A fate is put together word by word, then `id` finds the equal one or writes a new one. Only so
/// many are remembered; an equal one met later is written a second time, which changes nothing.
final class Fates {
  /// The columns of `fate` behind its id.
  enum Field: Int, CaseIterable {
    case product, kind, isContainer, lot, expiryDay, commissionDay, commissionCount
    case firstMs, lastMs, firstDay, lastDay, lastEvent, state, stateEvent, stateMs, disposition
    case shipCount, firstShipEvent, firstShipMs, lastShipEvent, finalEvent, finalMs
    case parent, custodyPath
  }

  /// Words kept to compare with: 16 MB.
  private static let limit = 1 << 21
  /// Behind the fields: how many events, stays, shipments and receipts follow.
  private static let counts = Field.allCases.count
  private static let head = counts + 4

  private let fates: RowFeed
  private let events: RowFeed
  private let stays: RowFeed
  private let shipments: RowFeed
  private let receipts: RowFeed
  private var feeds: [RowFeed] { [fates, events, stays, shipments, receipts] }

  private var words: [Int64] = []
  private var arena: [Int64] = []
  /// Upper half of the hash and, below, the place in `known` plus one.
  private var slots: [UInt64] = Array(repeating: 0, count: 1 << 12)
  private var known: [(id: Int64, start: Int32, count: Int32)] = []
  private var next: Int64

  /// Goes on behind the fates that are there.
  init(_ db: Database, _ relay: RowRelay?) throws {
    fates = try RowFeed(
      db, into: "fate", columns: 1 + Self.counts,
      textColumns: [1 + Field.state.rawValue, 1 + Field.disposition.rawValue], relay: relay)
    events = try RowFeed(db, into: "fate_event", columns: 4, relay: relay)
    stays = try RowFeed(db, into: "fate_stay", columns: 6, relay: relay)
    shipments = try RowFeed(
      db, into: "fate_shipment", columns: 5, conflict: "OR IGNORE", relay: relay)
    receipts = try RowFeed(
      db, into: "fate_receipt", columns: 4, conflict: "OR IGNORE", relay: relay)
    next = (try Int64.fetchOne(db, sql: "SELECT max(fate_id) FROM fate") ?? 0) + 1
  }

  /// The cell of a state or disposition.
  func text(_ word: String) -> Int64 { fates.text(word) }

  /// Starts a fate of which nothing is known.
  func begin() {
    words.removeAll(keepingCapacity: true)
    for _ in 0..<Self.counts { words.append(RowFeed.null) }
    for _ in Self.counts..<Self.head { words.append(0) }
  }

  /// A column; nil is NULL.
  subscript(_ field: Field) -> Int64? {
    get { words[field.rawValue] }
    set { words[field.rawValue] = newValue ?? RowFeed.null }
  }

  /// Adds an event that names the unit, before anything else; nil stands for its commissioning.
  func event(_ event: Int64?, role: Int64) {
    words[Self.counts] += 1
    words.append(words[Self.counts])
    words.append(event ?? RowFeed.null)
    words.append(role)
  }

  /// Adds a stay, before any shipment or receipt and in the order of the key.
  func stay(_ parent: Int64, from ms: Int64, _ event: Int64, to: Int64?, _ close: Int64?) {
    words[Self.counts + 1] += 1
    words.append(parent)
    words.append(ms)
    words.append(event)
    words.append(to ?? RowFeed.null)
    words.append(close ?? RowFeed.null)
  }

  /// Adds a shipment, before any receipt; `listed` nil means the unit itself.
  func shipment(_ ms: Int64, _ event: Int64, listed: Int64?, voided: Int64?) {
    words[Self.counts + 2] += 1
    words.append(ms)
    words.append(event)
    words.append(listed ?? RowFeed.null)
    words.append(voided ?? RowFeed.null)
  }

  /// Adds a receipt.
  func receipt(_ ms: Int64, _ event: Int64, shipment: Int64?) {
    words[Self.counts + 3] += 1
    words.append(ms)
    words.append(event)
    words.append(shipment ?? RowFeed.null)
  }

  /// The id of the fate put together.
  func id() throws -> Int64 {
    let hash = hashed()
    let tag = hash & 0xFFFF_FFFF_0000_0000
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if slots[slot] & 0xFFFF_FFFF_0000_0000 == tag {
        let entry = known[Int(slots[slot] & 0xFFFF_FFFF) - 1]
        if isEqual(entry) { return entry.id }
      }
      slot = (slot + 1) & mask
    }
    let id = next
    next += 1
    try write(id)
    remember(id, tag, slot)
    return id
  }

  /// Hands everything to SQLite.
  func flush() throws {
    for feed in feeds { try feed.flush() }
  }

  func close() {
    for feed in feeds { feed.close() }
  }

  // MARK: Remembering

  private func remember(_ id: Int64, _ tag: UInt64, _ slot: Int) {
    if arena.count + words.count > Self.limit {
      arena.removeAll(keepingCapacity: true)
      known.removeAll(keepingCapacity: true)
      for index in slots.indices { slots[index] = 0 }
      return
    }
    slots[slot] = tag | UInt64(known.count + 1)
    known.append(
      (id, Int32(truncatingIfNeeded: arena.count), Int32(truncatingIfNeeded: words.count)))
    arena.append(contentsOf: words)
    if known.count * 2 > slots.count { grow() }
  }

  private func grow() {
    var larger = [UInt64](repeating: 0, count: slots.count * 2)
    let mask = larger.count - 1
    for (index, entry) in known.enumerated() {
      let start = Int(entry.start)
      let hash = arena[start..<start + Int(entry.count)].withUnsafeBufferPointer(Self.hash)
      var slot = Int(truncatingIfNeeded: hash) & mask
      while larger[slot] != 0 { slot = (slot + 1) & mask }
      larger[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(index + 1)
    }
    slots = larger
  }

  private func isEqual(_ entry: (id: Int64, start: Int32, count: Int32)) -> Bool {
    guard Int(entry.count) == words.count else { return false }
    let start = Int(entry.start)
    return arena.withUnsafeBufferPointer { arena in
      words.withUnsafeBufferPointer { words in
        for index in words.indices where arena[start + index] != words[index] { return false }
        return true
      }
    }
  }

  private func hashed() -> UInt64 { words.withUnsafeBufferPointer(Self.hash) }

  private static func hash(_ words: UnsafeBufferPointer<Int64>) -> UInt64 {
    var hash = WordHash()
    for word in words { hash.combine(word) }
    hash.combine(Int64(words.count))
    return hash.value
  }

  // MARK: Writing

  private func write(_ id: Int64) throws {
    let row = try fates.row()
    row[0] = id
    for index in 0..<Self.counts { row[1 + index] = words[index] }
    var place = Self.head
    func copy(_ count: Int64, _ width: Int, into feed: RowFeed) throws {
      for _ in 0..<count {
        let row = try feed.row()
        row[0] = id
        for index in 0..<width { row[1 + index] = words[place + index] }
        place += width
      }
    }
    try copy(words[Self.counts], 3, into: events)
    try copy(words[Self.counts + 1], 5, into: stays)
    try copy(words[Self.counts + 2], 4, into: shipments)
    try copy(words[Self.counts + 3], 3, into: receipts)
  }
}
