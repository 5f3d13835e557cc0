import GRDB

/// Brings together a thing's own events and those of the containers it was in at the time.
struct LifeReader {
  /// A mention on its way to an entry.
  private struct Mention {
    var event: Int64
    var role: Int64
    var through: Int64?
    var isSetAside = false
  }

  private let reader: TraceReader
  private let id: Int64
  private var db: Database { reader.db }

  init(_ reader: TraceReader, of id: Int64) {
    self.reader = reader
    self.id = id
  }

  /// Every event in order: the contract's order for the thing's own, by time for the rest.
  func entries() throws -> [LifeEntry] {
    let stays = try Ancestry.stays(db, of: id)
    let own = try ownMentions()
    var seen = Set(own.map(\.event))
    var others: [Mention] = []
    for mention in try inherited(stays) where seen.insert(mention.event).inserted {
      others.append(mention)
    }
    let settled = try settle(others, stays, own: Set(own.map(\.event)))
    seen = Set(own.map(\.event)).union(settled.map(\.event))
    var all = settled
    all += try setAside(stays, seen)
    let events = try reader.events((own + all).map(\.event))
    let merged = merge(own, all, events)
    let effects = try EffectReader(reader, of: id).effects(
      merged.map(\.event), unplaced: Set(merged.filter(\.isSetAside).map(\.event)))
    return try merged.compactMap { mention in
      guard let event = events[mention.event] else { return nil }
      return LifeEntry(
        role: TraceWords.role(mention.role), through: try mention.through.map(reader.identity),
        effect: effects[mention.event] ?? TraceEffect(effective: true), event: event)
    }
  }

  private func ownMentions() throws -> [Mention] {
    var mentions: [Mention] = []
    for row in try Row.fetchAll(
      db, sql: "SELECT event_id, role FROM epc_event WHERE epc_id = ? ORDER BY seq",
      arguments: [id])
    {
      let event: Int64 = row["event_id"]
      // A transformation may name a thing twice; the first role speaks for it.
      if mentions.last?.event == event { continue }
      mentions.append(Mention(event: event, role: row["role"]))
    }
    return mentions
  }

  /// Events of containers while they held the thing, from the opening event on.
  private func inherited(_ stays: [Ancestry.Stay]) throws -> [Mention] {
    var mentions: [Mention] = []
    for stay in stays {
      var isOpen = false
      for row in try Row.fetchAll(
        db.cachedStatement(
          sql: """
            SELECT x.event_id, x.role, e.event_ms, e.biz_step FROM epc_event x
            JOIN all_event e ON e.event_id = x.event_id WHERE x.epc_id = ? ORDER BY x.seq
            """), arguments: [stay.parent])
      {
        let event: Int64 = row["event_id"]
        if event == stay.open {
          isOpen = true
          continue
        }
        guard isOpen, let ms = row["event_ms"] as Int64? else { continue }
        let role: Int64 = row["role"]
        if event == stay.close {
          mentions.append(Mention(event: event, role: role, through: stay.parent))
          break
        }
        guard stay.holds(ms), Self.reaches(role, row["biz_step"]) else { continue }
        mentions.append(Mention(event: event, role: role, through: stay.parent))
      }
    }
    return mentions
  }

  /// What happens to the container as a thing reaches its content; what is packed into it does not.
  private static func reaches(_ role: Int64, _ step: String?) -> Bool {
    (role == 1 || role == 2 || role == 4) && step != "commissioning"
  }

  /// Shipments and receipts as derived have the last word on what reached the thing.
  private func settle(
    _ mentions: [Mention], _ stays: [Ancestry.Stay], own: Set<Int64>
  ) throws -> [Mention] {
    var carried: [Int64: Int64?] = [:]
    for row in try Row.fetchAll(
      db,
      sql: """
        SELECT shipment_event AS event, listed_id FROM shipment_unit WHERE epc_id = ?1
        UNION ALL SELECT receipt_event, NULL FROM receipt_unit WHERE epc_id = ?1
        """, arguments: [id])
    {
      carried[row["event"]] = .some(row["listed_id"])
    }
    var settled = try mentions.filter { mention in
      if carried[mention.event] != nil { return true }
      return try !isMovement(mention.event)
    }
    let told = Set(settled.map(\.event)).union(own)
    for (event, listed) in carried where !told.contains(event) {
      let through = listed ?? stays.first?.parent
      settled.append(Mention(event: event, role: 1, through: through == id ? nil : through))
    }
    return settled
  }

  private func isMovement(_ event: Int64) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT EXISTS(SELECT 1 FROM all_shipment WHERE shipment_event = ?1)
            OR EXISTS(SELECT 1 FROM all_receipt WHERE receipt_event = ?1)
          """), arguments: [event]) ?? false
  }

  /// Events that name the thing, or a container around it then, and do not count.
  private func setAside(_ stays: [Ancestry.Stay], _ seen: Set<Int64>) throws -> [Mention] {
    let ids = Set([id] + stays.map(\.parent)).sorted().map(String.init).joined(separator: ",")
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT x.epc_id, x.event_id, x.role, i.reason IS NOT NULL AS is_set_aside,
          e.event_ms, e.biz_step
        FROM event_epc x
        LEFT JOIN ineffective_event i ON i.event_id = x.event_id
        LEFT JOIN all_event e ON e.event_id = x.event_id
        WHERE x.epc_id IN (\(ids)) AND (i.reason IS NOT NULL OR x.epc_id = \(id))
        ORDER BY x.rowid
        """)
    var known = seen
    var mentions: [Mention] = []
    // The thing's own mentions first: an event that lists it directly is its own.
    for isOwn in [true, false] {
      for row in rows where (row["epc_id"] as Int64 == id) == isOwn {
        let event: Int64 = row["event_id"]
        let role: Int64 = row["role"]
        if !isOwn {
          let parent: Int64 = row["epc_id"]
          guard let ms = row["event_ms"] as Int64?, Self.reaches(role, row["biz_step"]),
            stays.contains(where: { $0.parent == parent && $0.holds(ms) })
          else { continue }
        }
        guard known.insert(event).inserted else { continue }
        mentions.append(
          Mention(
            event: event, role: role, through: isOwn ? nil : row["epc_id"], isSetAside: true))
      }
    }
    return mentions
  }

  /// Own events keep their order; the others go in by time, untimed ones to the end.
  private func merge(
    _ own: [Mention], _ others: [Mention], _ events: [Int64: TraceEvent]
  ) -> [Mention] {
    func ms(_ mention: Mention) -> Int64? { events[mention.event]?.ms }
    func place(_ mention: Mention) -> (String, Int64, Int64) {
      let record = events[mention.event]?.record
      return (record?.path ?? "", record?.byte ?? 0, mention.event)
    }
    var waiting = others.sorted { a, b in
      let (x, y) = (ms(a) ?? .max, ms(b) ?? .max)
      return x != y ? x < y : place(a) < place(b)
    }[...]
    var merged: [Mention] = []
    for mention in own {
      let time = ms(mention)
      let isTakenOut = events[mention.event].map { $0.step == "unpacking" || $0.action == "DELETE" }
      while let next = waiting.first, let time, let nextTime = ms(next) {
        let comesFirst = nextTime < time || (nextTime == time && isTakenOut == true)
        guard comesFirst else { break }
        merged.append(next)
        waiting.removeFirst()
      }
      merged.append(mention)
    }
    return merged + waiting
  }
}
