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
    intervals.sort { $0.lot != $1.lot ? $0.lot < $1.lot : $0.rank < $1.rank }
    if intervals.isEmpty { return }
    try defects.flush()
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
    let (lag, overflow) = ship.ms.subtractingReportingOverflow(start.ms)
    try defects.add(
      LifeDefect(
        code: interval.code, epc: epc, event: ship.id, otherEvent: start.id,
        lagMs: overflow ? Int64.max : lag, note: .lot))
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
  private let rows: DirectStatement
  private let known: DirectStatement

  init(_ db: Database, _ table: EventTable) throws {
    for (rank, fact) in table.facts.enumerated() where fact.ships {
      ranks[fact.id] = UInt32(clamping: rank)
    }
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

  func isReported(_ code: LifeCode, _ epc: Int64, _ event: Int64) throws -> Bool {
    known.bind(1, literal: code.word)
    known.bind(2, epc)
    known.bind(3, event)
    defer { known.reset() }
    return try known.next()
  }
}
