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
    let rows = try uncounted(Set([id] + stays.map(\.parent)))
    var known = seen
    var mentions: [Mention] = []
    // The thing's own mentions first: an event that lists it directly is its own.
    for isOwn in [true, false] {
      for row in rows where (row.epc == id) == isOwn {
        if !isOwn {
          guard
            let event = try Row.fetchOne(
              db.cachedStatement(
                sql: "SELECT event_ms, biz_step FROM all_event WHERE event_id = ?"),
              arguments: [row.event]), let ms = event[0] as Int64?,
            Self.reaches(row.role, event[1]),
            stays.contains(where: { $0.parent == row.epc && $0.holds(ms) })
          else { continue }
        }
        guard known.insert(row.event).inserted else { continue }
        mentions.append(
          Mention(
            event: row.event, role: row.role, through: isOwn ? nil : row.epc, isSetAside: true))
      }
    }
    return mentions
  }

  private struct Reference {
    var event: Int64
    var epc: Int64
    var role: Int64
  }

  /// References to these things by events that no derived table counts, in document order. Only
  /// the references of such events are read, unless the derived tables are out of date.
  private func uncounted(_ ids: Set<Int64>) throws -> [Reference] {
    guard try Derivation.isCurrent(db) else { return try unplaced(ids) }
    let rows = try EventRows(db, table: "epc_run")
    let statement = try db.cachedStatement(
      sql: """
        SELECT run_id, event_id, first_epc, last_epc, role FROM epc_run
        WHERE run_id >= ? ORDER BY run_id
        """)
    let ordered = ids.sorted()
    var found: [Reference] = []
    var place: Int64 = 0
    for event in try Int64.fetchAll(
      db, sql: "SELECT event_id FROM ineffective_event ORDER BY event_id")
    {
      place = try rows.start(of: event, from: place)
      let cursor = try Row.fetchCursor(statement, arguments: [place])
      while let row = try cursor.next() {
        place = row[0]
        guard row[1] == event else { break }
        let (first, last): (Int64, Int64) = (row[2], row[3])
        for epc in ordered where epc >= first && epc <= last {
          found.append(Reference(event: event, epc: epc, role: row[4]))
        }
      }
    }
    return found
  }

  /// The same from the list of references itself, with the thing's own that were never derived.
  private func unplaced(_ ids: Set<Int64>) throws -> [Reference] {
    let list = ids.sorted().map(String.init).joined(separator: ",")
    return try Row.fetchAll(
      db,
      sql: """
        SELECT x.event_id, x.epc_id, x.role FROM event_epc x
        LEFT JOIN ineffective_event i ON i.event_id = x.event_id
        WHERE x.epc_id IN (\(list)) AND (i.reason IS NOT NULL OR x.epc_id = \(id))
        ORDER BY x.run_id, x.epc_id
        """
    ).map { Reference(event: $0[0], epc: $0[1], role: $0[2]) }
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
