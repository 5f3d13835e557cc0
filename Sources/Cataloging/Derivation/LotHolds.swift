import GRDB

/// Shipments of units whose lot was on hold or recalled through other units of the lot, or
/// through the lot itself.
enum LotHolds {
  private struct Interval {
    var lot: Int64
    var rank: UInt32
    var end: UInt32
    var code: LifeCode
  }

  static func report(
    _ db: Database, _ lots: LotTally, _ table: EventTable, _ quantities: ClassQuantities,
    _ defects: DefectRows
  ) throws {
    var intervals: [Interval] = lots.holds.map {
      Interval(lot: Int64($0.key.lot), rank: $0.key.rank, end: $0.value, code: .shippedOnHold)
    }
    intervals += lots.recalls.map {
      Interval(lot: Int64($0.key), rank: $0.value, end: noRank, code: .shippedAfterRecall)
    }
    intervals += classHolds(quantities, table)
    let releases = try wholeReleases(db, quantities, table)
    for index in intervals.indices where intervals[index].code == .shippedOnHold {
      let (lot, rank) = (intervals[index].lot, intervals[index].rank)
      if let release = releases[lot]?.first(where: { $0 > rank }) {
        intervals[index].end = min(intervals[index].end, release)
      }
    }
    intervals.sort { $0.lot != $1.lot ? $0.lot < $1.lot : $0.rank < $1.rank }
    if intervals.isEmpty { return }
    try defects.flush()
    try forget(db, releases, table)
    let shipped = try ShippedOfLot(db, table)
    var start = intervals.startIndex
    while start < intervals.endIndex {
      let lot = intervals[start].lot
      let end = intervals[start...].firstIndex { $0.lot != lot } ?? intervals.endIndex
      let ofLot = intervals[start..<end]
      // Which of them a shipment falls into is the same for all the units it carried.
      var fitting: [UInt32: [Interval]] = [:]
      try shipped.forEach(of: lot, from: table.facts[Int(intervals[start].rank)].ms) { epc, rank in
        let found = fitting[rank] ?? first(ofLot, table, rank)
        fitting[rank] = found
        for interval in found {
          try report(interval, table, epc, rank, shipped, defects)
        }
      }
      start = end
    }
  }

  /// The first hold and the first recall a shipment falls into.
  private static func first(
    _ intervals: ArraySlice<Interval>, _ table: EventTable, _ rank: UInt32
  ) -> [Interval] {
    let ship = table.facts[Int(rank)]
    guard ship.trade >= 0, table.trades[Int(ship.trade)].leaves else { return [] }
    var found: [Interval] = []
    for interval in intervals {
      if interval.rank >= rank { break }
      guard rank < interval.end, !found.contains(where: { $0.code == interval.code }),
        Skew.exceeded(from: table.facts[Int(interval.rank)], to: ship)
      else { continue }
      found.append(interval)
      if found.count == 2 { break }
    }
    return found
  }

  /// One row per shipment of a unit: its own hold, else the first hold of its lot.
  private static func report(
    _ interval: Interval, _ table: EventTable, _ epc: Int64, _ rank: UInt32,
    _ shipped: ShippedOfLot, _ defects: DefectRows
  ) throws {
    let (start, ship) = (table.facts[Int(interval.rank)], table.facts[Int(rank)])
    if try shipped.isReported(interval.code, epc, ship.id) { return }
    if interval.code == .shippedOnHold, try shipped.isReleased(epc, after: interval.rank, by: rank)
    {
      return
    }
    let (lag, overflow) = ship.ms.subtractingReportingOverflow(start.ms)
    try defects.add(
      LifeDefect(
        code: interval.code, epc: epc, event: ship.id, otherEvent: start.id,
        lagMs: overflow ? Int64.max : lag, note: .lot))
  }

  /// When all that is left of a lot was released by quantity, without EPCs.
  private static func wholeReleases(
    _ db: Database, _ quantities: ClassQuantities, _ table: EventTable
  ) throws -> [Int64: [UInt32]] {
    if quantities.isEmpty { return [:] }
    let left = try DirectStatement(
      db,
      """
      SELECT commissioned - decommissioned - destroyed - sampled FROM lot_fact WHERE lot_id = ?
      """)
    var found: [Int64: [UInt32]] = [:]
    for (place, fact) in table.facts.enumerated()
    where fact.flags.contains(.hasQuantities) && fact.act == .release {
      for line in quantities[fact.id] {
        left.bind(1, Int64(line.lot))
        defer { left.reset() }
        let units = try left.next() ? left.int(0) : 0
        if line.units.map({ $0 >= units }) ?? true {
          found[Int64(line.lot), default: []].append(UInt32(clamping: place))
        }
      }
    }
    return found
  }

  /// Takes back what was told of units on hold whose whole lot was released before they left.
  private static func forget(
    _ db: Database, _ releases: [Int64: [UInt32]], _ table: EventTable
  ) throws {
    if releases.isEmpty { return }
    var ranks: [Int64: UInt32] = [:]
    for (place, fact) in table.facts.enumerated() where fact.ships || fact.act == .hold {
      ranks[fact.id] = UInt32(clamping: place)
    }
    let rows = try DirectStatement(
      db,
      """
      SELECT d.epc_id, d.event_id, d.other_event, u.lot_id FROM life_defect d
      JOIN all_unit u ON u.epc_id = d.epc_id WHERE d.code = 'shipped_on_hold'
      """)
    var ended: [(epc: Int64, ship: Int64, hold: Int64)] = []
    while try rows.next() {
      guard let ship = ranks[rows.int(1)], let hold = ranks[rows.int(2)],
        releases[rows.int(3)]?.contains(where: { hold < $0 && $0 < ship }) == true
      else { continue }
      ended.append((rows.int(0), rows.int(1), rows.int(2)))
    }
    let delete = try DirectStatement(
      db,
      """
      DELETE FROM life_defect
      WHERE code = 'shipped_on_hold' AND epc_id = ? AND event_id = ? AND other_event = ?
      """)
    for row in ended { try delete.run(row.epc, row.ship, row.hold) }
  }

  /// Holds and recalls stated for a lot as a quantity, without EPCs.
  private static func classHolds(
    _ quantities: ClassQuantities, _ table: EventTable
  ) -> [Interval] {
    if quantities.isEmpty { return [] }
    var open: [Int64: UInt32] = [:]
    var recalled: Set<Int64> = []
    var found: [Interval] = []
    for (place, fact) in table.facts.enumerated() {
      let rank = UInt32(clamping: place)
      guard fact.flags.contains(.hasQuantities) else { continue }
      for lot in Set(quantities[fact.id].map { Int64($0.lot) }).sorted() {
        switch fact.act {
        case .hold: if open[lot] == nil { open[lot] = rank }
        case .release:
          if let start = open.removeValue(forKey: lot) {
            found.append(Interval(lot: lot, rank: start, end: rank, code: .shippedOnHold))
          }
        case .recall:
          if recalled.insert(lot).inserted {
            found.append(Interval(lot: lot, rank: rank, end: noRank, code: .shippedAfterRecall))
          }
        default: break
        }
      }
    }
    found += open.map {
      Interval(lot: $0.key, rank: $0.value, end: noRank, code: .shippedOnHold)
    }
    return found
  }
}

/// The shipments of the units of a lot, and what is told of them already.
private struct ShippedOfLot {
  private var ranks: [Int64: UInt32] = [:]
  private var releases: [Int64: UInt32] = [:]
  private let rows: DirectStatement
  private let known: DirectStatement
  private let acts: DirectStatement

  init(_ db: Database, _ table: EventTable) throws {
    for (rank, fact) in table.facts.enumerated() {
      if fact.ships { ranks[fact.id] = UInt32(clamping: rank) }
      if fact.act == .release { releases[fact.id] = UInt32(clamping: rank) }
    }
    // The unit's own events, and those of a case or pallet while it lay in it.
    acts = try DirectStatement(
      db,
      """
      SELECT event_id FROM epc_event WHERE epc_id = ?1
      UNION ALL
      SELECT v.event_id FROM containment c JOIN epc_event v ON v.epc_id = c.parent_id
      JOIN all_event e ON e.event_id = v.event_id
      WHERE c.child_id = ?1 AND e.event_ms >= c.from_ms AND e.event_ms <= coalesce(c.to_ms, e.event_ms)
      UNION ALL
      SELECT v.event_id FROM containment c JOIN containment p ON p.child_id = c.parent_id
      JOIN epc_event v ON v.epc_id = p.parent_id JOIN all_event e ON e.event_id = v.event_id
      WHERE c.child_id = ?1 AND e.event_ms >= c.from_ms AND e.event_ms <= coalesce(c.to_ms, e.event_ms)
        AND e.event_ms >= p.from_ms AND e.event_ms <= coalesce(p.to_ms, e.event_ms)
      """)
    rows = try DirectStatement(
      db,
      """
      SELECT u.epc_id, s.shipment_event FROM all_unit u JOIN shipment_unit s ON s.epc_id = u.epc_id
      WHERE u.lot_id = ?1 AND u.is_container = 0 AND s.void_event IS NULL AND s.ship_ms >= ?2
      """)
    known = try DirectStatement(
      db,
      """
      SELECT 1 FROM life_defect WHERE code = ?1 AND epc_id = ?2 AND event_id = ?3 LIMIT 1
      """)
  }

  /// Units, each with the rank of a shipment that stands.
  func forEach(
    of lot: Int64, from ms: Int64, _ body: (Int64, UInt32) throws -> Void
  ) throws {
    rows.bind(1, lot)
    rows.bind(2, ms)
    while try rows.next() {
      if let rank = ranks[rows.int(1)] { try body(rows.int(0), rank) }
    }
  }

  /// Whether the unit itself, or what it lay in, was released between a hold of its lot and a
  /// shipment.
  func isReleased(_ epc: Int64, after hold: UInt32, by ship: UInt32) throws -> Bool {
    if releases.isEmpty { return false }
    acts.bind(1, epc)
    defer { acts.reset() }
    while try acts.next() {
      if let rank = releases[acts.int(0)], hold < rank, rank < ship { return true }
    }
    return false
  }

  func isReported(_ code: LifeCode, _ epc: Int64, _ event: Int64) throws -> Bool {
    known.bind(1, literal: code.word)
    known.bind(2, epc)
    known.bind(3, event)
    defer { known.reset() }
    return try known.next()
  }
}
