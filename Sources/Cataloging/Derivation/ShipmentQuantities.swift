import GRDB
import GS1

/// What shipments carried by lot and quantity, without serials: listed themselves, or in containers.
struct ShipmentQuantities {
  /// A number of packs, and whether there are more of which no number is stated.
  struct Amount {
    var units: Int64 = 0
    var isOpen = false

    mutating func add(_ more: Int64?) {
      if let more { units = min(units + more, ClassQuantities.most) } else { isOpen = true }
    }

    /// What is told twice is there once.
    mutating func cover(_ other: Amount) {
      units = max(units, other.units)
      isOpen = isOpen || other.isOpen
    }
  }

  private struct Share {
    var rank: UInt32
    var amount: Amount
    /// The event that took it back, `noRank` while it stands.
    var void = noRank
  }

  /// By lot, what shipments list, in order.
  private var listed: [Int32: [Share]] = [:]
  /// By lot and shipment, what lay in containers whose shipment was taken back.
  private var takenBack: [Int32: Set<UInt32>] = [:]
  /// By lot and shipment, what stands: what is listed, or lies in the containers listed.
  private(set) var amounts: [Int32: [UInt32: Amount]] = [:]

  init(
    _ quantities: ClassQuantities, _ match: VoidMatch, _ containers: Containers, _ reach: Reach
  ) {
    if quantities.isEmpty { return }
    for (rank, fact) in match.facts.enumerated() where fact.flags.contains(.hasQuantities) {
      let rank = UInt32(clamping: rank)
      for line in quantities[fact.id] where line.role == .epc {
        if fact.ships {
          Self.add(line.units, to: &listed[line.lot, default: []], rank)
        } else if fact.act == .void {
          cancel(line, rank, match)
        }
      }
    }
    for (container, fillings) in Self.fillings(quantities, match.facts) {
      ship(container, fillings, match.facts, reach)
    }
    for (lot, shares) in listed {
      for share in shares where share.void == noRank {
        amounts[lot, default: [:]][share.rank, default: Amount()].cover(share.amount)
      }
    }
  }

  private static func add(_ units: Int64?, to shares: inout [Share], _ rank: UInt32) {
    if shares.last?.rank != rank { shares.append(Share(rank: rank, amount: Amount())) }
    shares[shares.count - 1].amount.add(units)
  }

  /// How many shipments of a lot are looked at for one void, the latest.
  private static var judgedShipments: Int { 10_000 }

  /// Takes back the shipment of the lot that fits a void best, the latest of those that fit alike,
  /// or as much of it as the void names.
  private mutating func cancel(_ line: ClassQuantities.Line, _ rank: UInt32, _ match: VoidMatch) {
    guard var shares = listed.removeValue(forKey: line.lot) else { return }
    defer { listed[line.lot] = shares }
    // Nothing fits a void better than itself.
    let most = match.fit(rank, rank, listsSame: true)
    var best: (place: Int, fit: Int)?
    let standing = shares.indices.reversed().lazy.filter { shares[$0].void == noRank }
    for place in standing.prefix(Self.judgedShipments) {
      guard let fit = match.fit(rank, shares[place].rank, listsSame: true), fit > best?.fit ?? -1
      else { continue }
      best = (place, fit)
      if fit == most { break }
    }
    guard let place = best?.place else { return }
    if let units = line.units, units < shares[place].amount.units {
      shares[place].amount.units -= units
    } else {
      shares[place].void = rank
    }
  }

  // MARK: Containers

  /// One change of what a container holds by quantity.
  private struct Filling {
    var rank: UInt32
    /// Packed, unpacked, or all of it unpacked.
    var act: Act
    var lines: ArraySlice<ClassQuantities.Line>
  }

  private static func fillings(
    _ quantities: ClassQuantities, _ facts: EventFacts
  ) -> [Int32: [Filling]] {
    var found: [Int32: [Filling]] = [:]
    for (rank, fact) in facts.enumerated() where fact.parent >= 0 {
      let changes = [.pack, .unpack].contains(fact.act) && fact.flags.contains(.hasQuantities)
      guard changes || (fact.act == .unpackAll && found[fact.parent] != nil) else { continue }
      found[fact.parent, default: []].append(
        Filling(rank: UInt32(clamping: rank), act: fact.act, lines: quantities[fact.id]))
    }
    return found
  }

  /// Adds to each shipment of a container what it held then.
  private mutating func ship(
    _ container: Int32, _ fillings: [Filling], _ facts: EventFacts, _ reach: Reach
  ) {
    var held: [Int32: Amount] = [:]
    var next = 0
    var last = noRank
    for entry in reach.range(of: container) {
      let rank = reach.entries[entry].rank
      guard facts[Int(rank)].ships, rank != last else { continue }
      last = rank
      while next < fillings.count, fillings[next].rank <= rank {
        Self.apply(fillings[next], to: &held)
        next += 1
      }
      let stands = reach.void(ofShipment: entry) == noRank
      for (lot, amount) in held {
        if stands {
          amounts[lot, default: [:]][rank, default: Amount()].add(amount.units)
          if amount.isOpen { amounts[lot, default: [:]][rank, default: Amount()].add(nil) }
        } else {
          takenBack[lot, default: []].insert(rank)
        }
      }
    }
  }

  private static func apply(_ filling: Filling, to held: inout [Int32: Amount]) {
    if filling.act == .unpackAll { held.removeAll() }
    for line in filling.lines where line.role == .child {
      if filling.act == .pack {
        held[line.lot, default: Amount()].add(line.units)
      } else if let units = line.units, let before = held[line.lot], units < before.units {
        held[line.lot]?.units -= units
      } else {
        held[line.lot] = nil
      }
    }
  }

  // MARK: Rows

  /// Adds to shipment_lot what is told by quantity and not by serials, with the expiry of the lot,
  /// and to all_shipment how many packs that is; voids the shipments of which nothing stands. Needs
  /// all_shipment and lot_fact.
  func write(_ db: Database, _ facts: EventFacts) throws {
    if listed.isEmpty && amounts.isEmpty { return }
    // Serials and their number may both be told: what goes beyond the serials is told by it alone.
    let row = try DirectStatement(
      db,
      """
      INSERT INTO shipment_lot(shipment_event, lot_id, units, class_units, expiry_day)
      SELECT ?1, lot_id, ?3, CASE WHEN ?4 = 0 THEN ?3 END, expiry_day FROM lot_fact
      WHERE lot_id = ?2
      ON CONFLICT(shipment_event, lot_id) DO UPDATE SET units = max(units, ?3),
        class_units = CASE WHEN ?4 = 0 THEN max(0, ?3 - units) END
      """)
    for (lot, shipments) in amounts.sorted(by: { $0.key < $1.key }) {
      for (rank, amount) in shipments.sorted(by: { $0.key < $1.key }) {
        try row.run(facts[Int(rank)].id, Int64(lot), amount.units, amount.isOpen ? 1 : 0)
      }
    }
    try writeVoids(db, facts)
    let total = try DirectStatement(
      db,
      """
      UPDATE all_shipment SET units = units + (SELECT coalesce(sum(x.class_units), 0)
        FROM shipment_lot x WHERE x.shipment_event = ?1) WHERE shipment_event = ?1
      """)
    for rank in Set(amounts.values.flatMap(\.keys)).sorted() { try total.run(facts[Int(rank)].id) }
  }

  private func writeVoids(_ db: Database, _ facts: EventFacts) throws {
    let void = try DirectStatement(
      db,
      """
      UPDATE all_shipment SET void_event = ?2, void_ms = ?3 WHERE shipment_event = ?1 AND listed = 0
      """)
    let standing = Set(amounts.values.flatMap(\.keys))
    var voids: [UInt32: UInt32] = [:]
    for share in listed.values.joined() where share.void != noRank {
      voids[share.rank] = max(voids[share.rank] ?? 0, share.void)
    }
    for (ship, rank) in voids where !standing.contains(ship) {
      let fact = facts[Int(rank)]
      try void.run(facts[Int(ship)].id, fact.id, fact.ms)
    }
    // A void of the serials and containers listed leaves what else is listed by quantity.
    let stand = try DirectStatement(
      db,
      """
      UPDATE all_shipment SET void_event = NULL, void_ms = NULL
      WHERE shipment_event = ?1 AND void_event IS NOT NULL AND listed > 0
        AND NOT EXISTS (SELECT 1 FROM all_unit u JOIN shipment_unit y ON y.epc_id = u.epc_id
          WHERE u.lot_id = ?2 AND y.shipment_event = ?1)
      """)
    for (lot, shares) in listed.sorted(by: { $0.key < $1.key }) {
      for share in shares
      where share.void == noRank && takenBack[lot]?.contains(share.rank) != true {
        try stand.run(facts[Int(share.rank)].id, Int64(lot))
      }
    }
  }
}
