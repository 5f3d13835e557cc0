import GRDB
import GS1

/// What shipments carried by lot and quantity, without serials: listed themselves, or in containers.
struct ShipmentQuantities {
  private struct Share {
    var rank: UInt32
    var units: Int64
    /// The event that took it back, `noRank` while it stands.
    var void = noRank
  }

  /// By lot, what shipments list, in order.
  private var listed: [Int32: [Share]] = [:]
  /// By lot and shipment, the units that stand, listed or in containers.
  private(set) var units: [Int32: [UInt32: Int64]] = [:]

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
    for (lot, shares) in listed {
      for share in shares where share.void == noRank { carry(lot, share.units, share.rank) }
    }
    for (container, fillings) in Self.fillings(quantities, match.facts) {
      ship(container, fillings, match.facts, reach)
    }
  }

  private mutating func carry(_ lot: Int32, _ more: Int64, _ rank: UInt32) {
    let known = units[lot]?[rank] ?? 0
    units[lot, default: [:]][rank] = min(known + more, ClassQuantities.most)
  }

  private static func add(_ units: Int64, to shares: inout [Share], _ rank: UInt32) {
    if let last = shares.indices.last, shares[last].rank == rank {
      shares[last].units = min(shares[last].units + units, ClassQuantities.most)
    } else {
      shares.append(Share(rank: rank, units: units))
    }
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
    for place in shares.indices.suffix(Self.judgedShipments).reversed()
    where shares[place].void == noRank {
      guard let fit = match.fit(rank, shares[place].rank, listsSame: true), fit > best?.fit ?? -1
      else { continue }
      best = (place, fit)
      if fit == most { break }
    }
    guard let place = best?.place else { return }
    if line.units > 0, line.units < shares[place].units {
      shares[place].units -= line.units
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

  /// Adds to each shipment of a container that stands what it held then.
  private mutating func ship(
    _ container: Int32, _ fillings: [Filling], _ facts: EventFacts, _ reach: Reach
  ) {
    var held: [Int32: Int64] = [:]
    var next = 0
    for entry in reach.range(of: container) {
      let rank = reach.entries[entry].rank
      guard facts[Int(rank)].ships, reach.void(ofShipment: entry) == noRank else { continue }
      while next < fillings.count, fillings[next].rank <= rank {
        Self.apply(fillings[next], to: &held)
        next += 1
      }
      for (lot, units) in held { carry(lot, units, rank) }
    }
  }

  private static func apply(_ filling: Filling, to held: inout [Int32: Int64]) {
    if filling.act == .unpackAll { held.removeAll() }
    for line in filling.lines where line.role == .child {
      let before = held[line.lot] ?? 0
      if filling.act == .pack {
        held[line.lot] = min(before + line.units, ClassQuantities.most)
      } else {
        held[line.lot] = line.units < before ? before - line.units : nil
      }
    }
  }

  // MARK: Rows

  /// Adds to shipment_lot what it has no serials of, with the expiry of the lot, and voids the
  /// shipments of which nothing stands. Needs all_shipment and lot_fact.
  func write(_ db: Database, _ facts: EventFacts) throws {
    let row = try DirectStatement(
      db,
      """
      INSERT OR IGNORE INTO shipment_lot(shipment_event, lot_id, units, expiry_day)
      SELECT ?1, lot_id, ?3, expiry_day FROM lot_fact WHERE lot_id = ?2
      """)
    for (lot, shipments) in units.sorted(by: { $0.key < $1.key }) {
      for (rank, units) in shipments.sorted(by: { $0.key < $1.key }) {
        try row.run(facts[Int(rank)].id, Int64(lot), units)
      }
    }
    try writeVoids(db, facts)
  }

  private func writeVoids(_ db: Database, _ facts: EventFacts) throws {
    let row = try DirectStatement(
      db,
      """
      UPDATE all_shipment SET void_event = ?2, void_ms = ?3 WHERE shipment_event = ?1 AND listed = 0
      """)
    let standing = Set(units.values.flatMap(\.keys))
    var voids: [UInt32: UInt32] = [:]
    for share in listed.values.joined() where share.void != noRank {
      voids[share.rank] = max(voids[share.rank] ?? 0, share.void)
    }
    for (ship, void) in voids where !standing.contains(ship) {
      let fact = facts[Int(void)]
      try row.run(facts[Int(ship)].id, fact.id, fact.ms)
    }
  }
}
