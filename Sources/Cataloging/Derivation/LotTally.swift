import GRDB
import GS1

/// What became of the units of each lot.
final class LotTally {
  struct Unit {
    var lot: Int32
    var commission: UInt32
    var state: UnitState
    var isPacked: Bool
    var wasShipped: Bool
    /// The event that gave the unit its state was at an own place.
    var isHome: Bool
    var firstShip: UInt32
    var first: UInt32
    var last: UInt32
  }

  struct Hold: Hashable {
    var lot: Int32
    var rank: UInt32
  }

  private struct Counts {
    var commissioned: Int64 = 0
    var firstCommission = noRank
    var lastCommission: UInt32 = 0
    var packed: Int64 = 0
    var shipped: Int64 = 0
    var decommissioned: Int64 = 0
    var destroyed: Int64 = 0
    var sampled: Int64 = 0
    var dispensed: Int64 = 0
    var returned: Int64 = 0
    var inStock: Int64 = 0
    var firstShip = noRank
    var first = noRank
    var last: UInt32 = 0
  }

  private struct Expiry: Hashable {
    var lot: Int32
    var day: Int32
  }

  private var counts: [Int32: Counts] = [:]
  private var current: Int32 = 0
  private var currentCounts = Counts()
  private var expiries: [Expiry: (units: Int64, first: UInt32)] = [:]
  /// Holds on units of a lot that never left the firm, with the last release.
  private(set) var holds: [Hold: UInt32] = [:]
  /// The first recall of any unit of a lot.
  private(set) var recalls: [Int32: UInt32] = [:]

  func count(_ unit: Unit, _ times: Int64) {
    if unit.lot != current {
      keep()
      current = unit.lot
      currentCounts = counts[unit.lot] ?? Counts()
    }
    if unit.commission != noRank {
      currentCounts.commissioned += times
      currentCounts.firstCommission = min(currentCounts.firstCommission, unit.commission)
      currentCounts.lastCommission = max(currentCounts.lastCommission, unit.commission)
    }
    currentCounts.firstShip = min(currentCounts.firstShip, unit.firstShip)
    currentCounts.first = min(currentCounts.first, unit.first)
    currentCounts.last = max(currentCounts.last, unit.last)
    switch unit.state {
    case .decommissioned: currentCounts.decommissioned += times
    case .destroyed: currentCounts.destroyed += times
    case .sampled: currentCounts.sampled += times
    case .dispensed: currentCounts.dispensed += times
    case .returned: currentCounts.returned += times
    case .received where unit.isHome: currentCounts.inStock += times
    case .shipped, .received: currentCounts.shipped += times
    default:
      if unit.wasShipped && !unit.isHome && unit.state != .packed {
        currentCounts.shipped += times
      } else if unit.isPacked {
        currentCounts.packed += times
      } else {
        currentCounts.inStock += times
      }
    }
  }

  /// What commissionings, `times` alike, say of the expiry of their lot.
  func state(_ lot: Int32, _ day: Int32, _ rank: UInt32, _ times: Int) {
    let key = Expiry(lot: lot, day: day)
    if lastKey != key {
      keepExpiry()
      lastKey = key
      let known = expiries[key] ?? (units: 0, first: noRank)
      lastUnits = known.units
      lastFirst = known.first
    }
    lastUnits = min(lastUnits + Int64(times), ClassQuantities.most)
    lastFirst = min(lastFirst, rank)
  }
  private var lastKey: Expiry?
  private var lastUnits: Int64 = 0
  private var lastFirst = noRank

  private func keepExpiry() {
    if let lastKey { expiries[lastKey] = (units: lastUnits, first: lastFirst) }
  }

  func hold(_ lot: Int32, _ rank: UInt32, until end: UInt32) {
    let key = Hold(lot: lot, rank: rank)
    holds[key] = max(holds[key] ?? 0, end)
  }

  func recall(_ lot: Int32, _ rank: UInt32) {
    recalls[lot] = min(recalls[lot] ?? noRank, rank)
  }

  /// Lots that events name by quantity: when something happened to them, the expiry stated where
  /// they are made, when they first left.
  func note(_ quantities: ClassQuantities, _ shipped: ShipmentQuantities, _ facts: EventFacts) {
    if quantities.isEmpty { return }
    keep()
    for (rank, fact) in facts.enumerated() where fact.flags.contains(.hasQuantities) {
      let rank = UInt32(clamping: rank)
      for line in quantities[fact.id] {
        var count = counts[line.lot] ?? Counts()
        count.first = min(count.first, rank)
        count.last = max(count.last, rank)
        counts[line.lot] = count
        let isMade =
          (fact.act == .commission && line.role == .epc)
          || (fact.act == .transform && line.role == .output)
        if isMade, fact.expiry != EventFact.none {
          state(line.lot, fact.expiry, rank, Int(clamping: line.units ?? 0))
        }
      }
    }
    for (lot, shipments) in shipped.amounts {
      let outgoing = shipments.keys.filter { !facts[Int($0)].isReturn }.min() ?? noRank
      counts[lot, default: Counts()].firstShip = min(counts[lot]?.firstShip ?? noRank, outgoing)
    }
    current = 0
  }

  private func keep() {
    if current != 0 { counts[current] = currentCounts }
  }

  /// Writes lot_fact for every lot, and lot_expiry.
  func write(_ db: Database, _ facts: EventFacts, only: Set<Int64>?) throws {
    keep()
    keepExpiry()
    noteLotEvents(facts)
    let lots = try DirectStatement(
      db, "SELECT lot_id, product_id FROM all_lot ORDER BY lot_id")
    let row = try DirectStatement(
      db,
      """
      INSERT INTO lot_fact(lot_id, product_id, expiry_day, expiries, commissioned,
        first_commission_ms, last_commission_ms, last_commission_day, packed, shipped,
        decommissioned, destroyed, sampled, dispensed, returned, in_stock, first_ship_ms,
        first_ship_event, first_day, last_day) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
      """)
    var days: [Int32: [Int32]] = [:]
    for key in expiries.keys { days[key.lot, default: []].append(key.day) }
    let known = try DirectStatement(db, "SELECT 1 FROM lot_fact WHERE lot_id = ?")
    while try lots.next() {
      let id = lots.int(0)
      if let only, !only.contains(id) {
        // A lot that only a record names has a row too.
        known.bind(1, id)
        let isThere = try known.next()
        known.reset()
        if isThere { continue }
      }
      let lot = Int32(clamping: id)
      let count = counts[lot] ?? Counts()
      let (day, expiryCount) = expiry(days[lot] ?? [], lot)
      let first = fact(count.firstCommission, facts)
      let last = first == nil ? nil : facts[Int(count.lastCommission)]
      let ship = fact(count.firstShip, facts)
      let begin = fact(count.first, facts)
      let end = begin == nil ? nil : facts[Int(count.last)]
      try row.run(
        id, lots.int(1), day, expiryCount, count.commissioned, first?.ms, last?.ms,
        last.flatMap(UnitWalk.day), count.packed, count.shipped, count.decommissioned,
        count.destroyed, count.sampled, count.dispensed, count.returned, count.inStock, ship?.ms,
        ship?.id, begin.flatMap(UnitWalk.day), end.flatMap(UnitWalk.day))
    }
    try writeExpiries(db, facts)
  }

  /// The expiry most units carry; the earlier of two alike.
  private func expiry(_ days: [Int32], _ lot: Int32) -> (Int64?, Int64) {
    let best = days.max { a, b in
      let x = expiries[Expiry(lot: lot, day: a)]?.units ?? 0
      let y = expiries[Expiry(lot: lot, day: b)]?.units ?? 0
      return x != y ? x < y : a > b
    }
    return (best.map { Int64($0) }, Int64(days.count))
  }

  private func fact(_ rank: UInt32, _ facts: EventFacts) -> EventFact? {
    rank == noRank ? nil : facts[Int(rank)]
  }

  /// Events that name a lot, with or without EPCs, are activity of the lot.
  private func noteLotEvents(_ facts: EventFacts) {
    for (rank, fact) in facts.enumerated() where fact.lot != 0 {
      var count = counts[fact.lot] ?? Counts()
      count.first = min(count.first, UInt32(clamping: rank))
      count.last = max(count.last, UInt32(clamping: rank))
      counts[fact.lot] = count
    }
  }

  private func writeExpiries(_ db: Database, _ facts: EventFacts) throws {
    let row = try DirectStatement(
      db,
      "INSERT INTO lot_expiry(lot_id, expiry_day, units, first_event) VALUES (?,?,?,?)")
    let keys = expiries.keys.sorted { $0.lot != $1.lot ? $0.lot < $1.lot : $0.day < $1.day }
    for key in keys {
      guard let known = expiries[key], known.first != noRank else { continue }
      try row.run(Int64(key.lot), Int64(key.day), known.units, facts[Int(known.first)].id)
    }
  }
}
