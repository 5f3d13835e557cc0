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
    _ db: Database, _ lots: LotTally, _ table: EventTable, _ defects: DefectRows
  ) throws {
    var intervals: [Interval] = lots.holds.map {
      Interval(lot: Int64($0.key.lot), rank: $0.key.rank, end: $0.value, code: .shippedOnHold)
    }
    intervals += lots.recalls.map {
      Interval(lot: Int64($0.key), rank: $0.value, end: noRank, code: .shippedAfterRecall)
    }
    intervals += try classHolds(db, table)
    intervals.sort { $0.lot != $1.lot ? $0.lot < $1.lot : $0.rank < $1.rank }
    if intervals.isEmpty { return }
    try defects.flush()
    var ranks: [Int64: UInt32] = [:]
    for (rank, fact) in table.facts.enumerated() where fact.ships {
      ranks[fact.id] = UInt32(clamping: rank)
    }
    let shipped = try DirectStatement(
      db,
      """
      SELECT u.epc_id, s.shipment_event FROM all_unit u JOIN shipment_unit s ON s.epc_id = u.epc_id
      WHERE u.lot_id = ?1 AND u.is_container = 0 AND s.void_event IS NULL AND s.ship_ms >= ?2
        AND s.ship_ms <= ?3
      """)
    let known = try DirectStatement(
      db,
      """
      SELECT 1 FROM life_defect WHERE code = ?1 AND epc_id = ?2 AND event_id = ?3 LIMIT 1
      """)
    var seen: Set<[Int64]> = []
    for interval in intervals {
      let start = table.facts[Int(interval.rank)]
      shipped.bind(1, interval.lot)
      shipped.bind(2, start.ms)
      shipped.bind(3, interval.end == noRank ? Int64.max : table.facts[Int(interval.end)].ms)
      while try shipped.next() {
        guard let rank = ranks[shipped.int(1)], rank > interval.rank, rank < interval.end else {
          continue
        }
        let ship = table.facts[Int(rank)]
        guard ship.trade >= 0, table.trades[Int(ship.trade)].leaves,
          Skew.exceeded(from: start, to: ship)
        else { continue }
        let epc = shipped.int(0)
        // One row per shipment of a unit: its own hold, else the first hold of its lot.
        guard seen.insert([Int64(interval.code.rawValue), epc, ship.id]).inserted else { continue }
        known.bind(1, literal: interval.code.word)
        known.bind(2, epc)
        known.bind(3, ship.id)
        let isReported = try known.next()
        known.reset()
        if isReported { continue }
        let (lag, overflow) = ship.ms.subtractingReportingOverflow(start.ms)
        try defects.add(
          LifeDefect(
            code: interval.code, epc: epc, event: ship.id, otherEvent: start.id,
            lagMs: overflow ? Int64.max : lag, note: .lot))
      }
    }
  }

  /// Holds and recalls stated for a lot as a quantity, without EPCs.
  private static func classHolds(_ db: Database, _ table: EventTable) throws -> [Interval] {
    var lotsOf: [Int64: [Int64]] = [:]
    let rows = try DirectStatement(
      db, "SELECT event_id, lot_id FROM event_quantity WHERE lot_id IS NOT NULL")
    while try rows.next() { lotsOf[rows.int(0), default: []].append(rows.int(1)) }
    if lotsOf.isEmpty { return [] }
    var open: [Int64: UInt32] = [:]
    var recalled: Set<Int64> = []
    var found: [Interval] = []
    for (place, fact) in table.facts.enumerated() {
      let rank = UInt32(clamping: place)
      guard fact.flags.contains(.hasQuantities), let lots = lotsOf[fact.id] else { continue }
      for lot in Set(lots).sorted() {
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
