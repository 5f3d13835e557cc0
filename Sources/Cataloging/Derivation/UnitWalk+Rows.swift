/// The rows of a life.
extension UnitWalk {
  mutating func writeDefects() throws {
    told.removeAll(keepingCapacity: true)
    for defect in pending {
      if defect.ship >= 0 && ships[defect.ship].void != noRank { continue }
      if defect.otherShip >= 0 && ships[defect.otherShip].void != noRank { continue }
      told.append(defect.row)
      try defects.add(defect.row)
    }
  }

  mutating func addStays() {
    if past.isEmpty && stays.isEmpty { return }
    let fates = writer.fates
    if past.isEmpty && stays.count == 1 {
      if stays[0].isGhost { return }
      let open = facts[Int(stays[0].rank)]
      fates.stay(
        containers.ids[Int(stays[0].parent)], from: open.ms, open.id, to: nil, nil)
      return
    }
    var rows: [(parent: Int64, rank: UInt32, close: UInt32)] = []
    for stay in past { rows.append((containers.ids[Int(stay.parent)], stay.rank, stay.close)) }
    for stay in stays where !stay.isGhost {
      rows.append((containers.ids[Int(stay.parent)], stay.rank, noRank))
    }
    if rows.count > 1 {
      let facts = facts
      rows.sort { a, b in
        if a.parent != b.parent { return a.parent < b.parent }
        let (x, y) = (facts[Int(a.rank)], facts[Int(b.rank)])
        return x.ms != y.ms ? x.ms < y.ms : x.id < y.id
      }
    }
    for row in rows {
      let open = facts[Int(row.rank)]
      let close = row.close == noRank ? nil : facts[Int(row.close)]
      fates.stay(row.parent, from: open.ms, open.id, to: close?.ms, close?.id)
    }
  }

  mutating func addShipments() {
    let fates = writer.fates
    for ship in inKeyOrder(ships, rank: { $0.rank }) {
      let fact = facts[Int(ship.rank)]
      fates.shipment(
        fact.ms, fact.id, listed: ship.listed == life.epc ? nil : ship.listed,
        voided: ship.void == noRank ? nil : facts[Int(ship.void)].id)
    }
    for receipt in inKeyOrder(receipts, rank: { $0.rank }) {
      let fact = facts[Int(receipt.rank)]
      fates.receipt(
        fact.ms, fact.id,
        shipment: receipt.shipment == noRank ? nil : facts[Int(receipt.shipment)].id)
    }
  }

  /// Rows by instant, then event id: the order of the tables, which ranks follow but for ids.
  @inline(__always)
  private mutating func inKeyOrder<Element>(
    _ list: [Element], rank: (Element) -> UInt32
  ) -> [Element] {
    if list.count < 2 { return list }
    let facts = facts
    func precedes(_ a: Element, _ b: Element) -> Bool {
      let (x, y) = (facts[Int(rank(a))], facts[Int(rank(b))])
      return x.ms != y.ms ? x.ms < y.ms : x.id < y.id
    }
    if zip(list, list.dropFirst()).allSatisfy({ !precedes($1, $0) }) { return list }
    return list.sorted(by: precedes)
  }

  /// Who owned and who held the unit, only where more than one shipment or receipt says so: the
  /// number of its path, nil for none.
  mutating func custodyPath() -> Int64? {
    guard ships.count + receipts.count > 1 else { return nil }
    moves.removeAll(keepingCapacity: true)
    var firstShip = noRank
    for ship in ships where ship.void == noRank {
      moves.append(ship.rank)
      if firstShip == noRank { firstShip = ship.rank }
    }
    for receipt in receipts { moves.append(receipt.rank) }
    guard moves.count > 1 else { return nil }
    moves.sort()
    steps.removeAll(keepingCapacity: true)
    var owner: Int32 = 0
    var holder: Int32 = 0
    if firstShip != noRank, facts[Int(firstShip)].trade >= 0 {
      owner = trades[Int(facts[Int(firstShip)].trade)].fromOwner
    }
    if life.commission != noRank {
      let made = facts[Int(life.commission)]
      holder = made.place
      // Untimed, the unit's own row says no instant; the path does.
      steps.append(
        CustodyPaths.Step(
          rank: made.flags.contains(.untimed) ? life.commission : noRank, owner: owner,
          holder: holder))
    }
    for rank in moves {
      let fact = facts[Int(rank)]
      if fact.trade >= 0 {
        let trade = trades[Int(fact.trade)]
        if trade.toOwner != 0 { owner = trade.toOwner }
        if fact.ships { holder = trade.to != 0 ? trade.to : trade.toOwner }
      }
      if !fact.ships, fact.place != 0 { holder = fact.place }
      steps.append(CustodyPaths.Step(rank: rank, owner: owner, holder: holder))
    }
    return paths.id(of: steps)
  }

  mutating func writeUnit(custody: Int64?) throws {
    let first = facts[Int(life.first)]
    let last = facts[Int(life.last)]
    let commission = life.commission == noRank ? nil : facts[Int(life.commission)]
    var shipCount: Int64 = 0
    var firstShip = noRank
    var lastShip = noRank
    for ship in ships where ship.void == noRank && !facts[Int(ship.rank)].isReturn {
      shipCount += 1
      if firstShip == noRank { firstShip = ship.rank }
      lastShip = ship.rank
    }
    let final = life.final == noRank ? nil : facts[Int(life.final)]
    let state = life.stateRank == noRank ? nil : facts[Int(life.stateRank)]
    var parent: Int32 = -1
    for stay in stays where !stay.isGhost { parent = stay.parent }
    let isTimed = commission.map { !$0.flags.contains(.untimed) } ?? false
    cases.note(life, isShipped: shipCount > 0)
    // What happened at the unit's own commissioning is told by its own row, so that units packed
    // together share the rest although each was made by itself.
    let own = isTimed ? life.commission : noRank
    let fate = writer.fates
    fate[.product] = life.product
    fate[.kind] = life.kind
    fate[.isContainer] = life.isContainer ? 1 : 0
    fate[.lot] = life.lot == 0 ? nil : Int64(life.lot)
    fate[.commissionDay] = commission.flatMap(Self.day)
    fate[.commissionCount] = life.commissions
    fate[.firstDay] = Self.day(first)
    fate[.lastDay] = Self.day(last)
    fate[.shipCount] = shipCount
    fate[.finalEvent] = final?.id
    fate[.finalMs] = final?.ms
    fate[.expiryDay] = life.expiry == EventFact.none ? nil : Int64(life.expiry)
    fate[.firstMs] = life.first == own ? nil : first.ms
    fate[.lastMs] = life.last == own ? nil : last.ms
    fate[.lastEvent] = life.last == own ? nil : last.id
    fate[.state] = stateCells[Int(life.state.rawValue)]
    if life.stateRank != noRank, life.stateRank == own {
      fate[.stateEvent] = 0
    } else {
      fate[.stateEvent] = state?.id
      fate[.stateMs] = state?.ms
    }
    fate[.disposition] = life.disposition == 0 ? nil : dispositionCells[Int(life.disposition)]
    fate[.firstShipEvent] = firstShip == noRank ? nil : facts[Int(firstShip)].id
    fate[.firstShipMs] = firstShip == noRank ? nil : facts[Int(firstShip)].ms
    fate[.lastShipEvent] = lastShip == noRank ? nil : facts[Int(lastShip)].id
    fate[.parent] = parent < 0 ? nil : containers.ids[Int(parent)]
    fate[.custodyPath] = custody
    row = UnitRow(
      fate: try fate.id(), commission: commission?.id, ms: isTimed ? commission?.ms : nil)
    try writer.unit(life.epc, row)
  }

  static func day(_ fact: EventFact) -> Int64? {
    fact.day == EventFact.none ? nil : Int64(fact.day)
  }
}
