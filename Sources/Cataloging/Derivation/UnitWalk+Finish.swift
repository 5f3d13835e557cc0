/// What a life amounts to once all its events are read.
extension UnitWalk {
  mutating func finish() throws {
    guard life.first != noRank else { return }
    if life.held != noRank { holds.append((life.held, noRank)) }
    matchReceipts()
    judgeCommissioning()
    judgeOwners()
    try writeDefects()
    if ships.count > 1 { ships.sort { $0.rank < $1.rank } }
    try writeStays()
    try writeShipments()
    try writeCustody()
    try writeUnit()
    tally()
  }

  private var standing: [ShipStay] { ships.filter { $0.void == noRank } }

  // MARK: Judging

  private mutating func judgeCommissioning() {
    guard life.commissions == 0, life.isTradeItem, life.firstUse != noRank else { return }
    let shipped = standing.map(\.rank).min()
    if let shipped { report(.neverCommissioned, shipped, note: .shipped) }
    if life.firstPack != noRank, life.firstPack != shipped {
      report(.neverCommissioned, life.firstPack, note: .packed)
    }
    if shipped == nil && life.firstPack == noRank {
      report(.neverCommissioned, life.firstUse, note: .other)
    }
  }

  /// Looks at each standing shipment and the one before it. Only a shipment that lists the unit
  /// itself is judged: what it came in has a row of its own.
  private mutating func judgeOwners() {
    guard ships.count > 1 else { return }
    let order = standing.sorted { $0.rank < $1.rank }
    for (before, ship) in zip(order, order.dropFirst()) where ship.isOwn {
      let (earlier, later) = (facts[Int(before.rank)], facts[Int(ship.rank)])
      guard earlier.trade >= 0, later.trade >= 0 else { continue }
      let (first, second) = (trades[Int(earlier.trade)], trades[Int(later.trade)])
      if earlier.isReturn || later.isReturn { continue }
      let cameBack = receipts.contains {
        $0.rank > before.rank && $0.rank < ship.rank && facts[Int($0.rank)].isReturn
      }
      let isBackHome = receipts.contains {
        $0.rank > before.rank && $0.rank < ship.rank
          && facts[Int($0.rank)].flags.contains(.atOwnPlace)
      }
      if cameBack || (isBackHome && first.leaves) { continue }
      if first.leaves && second.leaves && isSameSeller(first, earlier, second, later) {
        report(.shippedTwice, ship.rank, against: before.rank)
      } else if first.toOwner != 0 && second.fromOwner != 0
        && !parties.sameOwner(first.toOwner, second.fromOwner)
      {
        report(.ownerBreak, ship.rank, against: before.rank)
      }
    }
  }

  private func isSameSeller(
    _ first: Trade, _ earlier: EventFact, _ second: Trade, _ later: EventFact
  ) -> Bool {
    if first.fromOwner != 0 && second.fromOwner != 0 {
      return parties.sameOwner(first.fromOwner, second.fromOwner)
    }
    let places = (
      first.from != 0 ? first.from : earlier.place, second.from != 0 ? second.from : later.place
    )
    return places.0 != 0 && places.0 == places.1
  }

  /// Each receipt belongs to the latest earlier shipment to that place or party that nobody
  /// received yet, else to the latest earlier one.
  private mutating func matchReceipts() {
    for index in receipts.indices {
      let rank = receipts[index].rank
      let receipt = facts[Int(rank)]
      let taken = Set(receipts[..<index].map(\.shipment))
      let before = ships.filter {
        $0.void == noRank && ($0.rank < rank || !isBeyondSkew(rank, $0.rank))
      }.sorted { $0.rank < $1.rank }
      let fitting = before.last { isTo(receipt, $0) && !taken.contains($0.rank) }
      if let match = fitting ?? before.last(where: { !taken.contains($0.rank) }) ?? before.last {
        receipts[index].shipment = match.rank
        continue
      }
      guard receipts[index].isOwn, !receipt.isReturn else { continue }
      let later = ships.first { $0.void == noRank && $0.rank > rank && isTo(receipt, $0) }
      if let later {
        let place = report(
          .outOfOrder, rank, against: later.rank, note: .receiveBeforeShip)
        pending[place].row.lagMs = lag(rank, later.rank)
      }
    }
  }

  private func isTo(_ receipt: EventFact, _ ship: ShipStay) -> Bool {
    let shipped = facts[Int(ship.rank)]
    guard shipped.trade >= 0 else { return false }
    let trade = trades[Int(shipped.trade)]
    if receipt.place != 0 && (receipt.place == trade.to || receipt.place == trade.toOwner) {
      return true
    }
    guard receipt.trade >= 0, trade.toOwner != 0 else { return false }
    return trades[Int(receipt.trade)].toOwner == trade.toOwner
  }

  // MARK: Writing

  private mutating func writeDefects() throws {
    for defect in pending where !defect.isDropped {
      if defect.ship >= 0 && ships[defect.ship].void != noRank { continue }
      if defect.otherShip >= 0 && ships[defect.otherShip].void != noRank { continue }
      try defects.add(defect.row)
    }
  }

  private func writeStays() throws {
    if past.isEmpty && stays.count == 1, !stays[0].isGhost {
      let open = facts[Int(stays[0].rank)]
      try writer.stay(
        life.epc, containers.ids[Int(stays[0].parent)], from: open.ms, open.id, to: nil, nil)
      return
    }
    var rows: [(parent: Int64, rank: UInt32, close: UInt32)] = past.map {
      (containers.ids[Int($0.parent)], $0.rank, $0.close)
    }
    for stay in stays where !stay.isGhost {
      rows.append((containers.ids[Int(stay.parent)], stay.rank, noRank))
    }
    if rows.count > 1 {
      rows.sort { a, b in
        if a.parent != b.parent { return a.parent < b.parent }
        let (x, y) = (facts[Int(a.rank)], facts[Int(b.rank)])
        return x.ms != y.ms ? x.ms < y.ms : x.id < y.id
      }
    }
    for row in rows {
      let open = facts[Int(row.rank)]
      let close = row.close == noRank ? nil : facts[Int(row.close)]
      try writer.stay(
        life.epc, row.parent, from: open.ms, open.id, to: close?.ms, close?.id)
    }
  }

  private func writeShipments() throws {
    if ships.isEmpty && receipts.isEmpty { return }
    let rows =
      ships.count < 2
      ? ships
      : ships.sorted { a, b in
        let (x, y) = (facts[Int(a.rank)], facts[Int(b.rank)])
        return x.ms != y.ms ? x.ms < y.ms : x.id < y.id
      }
    for ship in rows {
      let fact = facts[Int(ship.rank)]
      try writer.shipment(
        life.epc, fact.ms, fact.id, listed: ship.listed,
        voided: ship.void == noRank ? nil : facts[Int(ship.void)].id)
    }
    let arrived =
      receipts.count < 2
      ? receipts
      : receipts.sorted { a, b in
        let (x, y) = (facts[Int(a.rank)], facts[Int(b.rank)])
        return x.ms != y.ms ? x.ms < y.ms : x.id < y.id
      }
    for receipt in arrived {
      let fact = facts[Int(receipt.rank)]
      try writer.receipt(
        life.epc, fact.ms, fact.id,
        shipment: receipt.shipment == noRank ? nil : facts[Int(receipt.shipment)].id)
    }
  }

  /// Who owned and who held the unit, only where more than one shipment or receipt says so.
  private func writeCustody() throws {
    guard ships.count + receipts.count > 1 else { return }
    let shipped = standing
    guard shipped.count + receipts.count > 1 else { return }
    var owner: Int32 = 0
    var holder: Int32 = 0
    if let first = shipped.first {
      let fact = facts[Int(first.rank)]
      if fact.trade >= 0 { owner = trades[Int(fact.trade)].fromOwner }
    }
    var rows: [(rank: UInt32, owner: Int32, holder: Int32)] = []
    if life.commission != noRank {
      holder = facts[Int(life.commission)].place
      rows.append((life.commission, owner, holder))
    }
    let moves = (shipped.map(\.rank) + receipts.map(\.rank)).sorted()
    for rank in moves {
      let fact = facts[Int(rank)]
      let trade = fact.trade >= 0 ? trades[Int(fact.trade)] : nil
      if let trade, trade.toOwner != 0 { owner = trade.toOwner }
      if fact.ships {
        if let trade { holder = trade.to != 0 ? trade.to : trade.toOwner }
      } else if fact.place != 0 {
        holder = fact.place
      }
      rows.append((rank, owner, holder))
    }
    for (index, row) in rows.enumerated() {
      let next = index + 1 < rows.count ? facts[Int(rows[index + 1].rank)].ms : nil
      let fact = facts[Int(row.rank)]
      try writer.custody(
        life.epc, Int64(index + 1), from: fact.ms, to: next, owner: glns.word(row.owner),
        holder: glns.word(row.holder), fact.id)
    }
  }

  private func writeUnit() throws {
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
    let parent = stays.last { !$0.isGhost }
    let row = try writer.unit()
    row[0] = life.epc
    row[1] = life.product
    row[2] = life.kind
    row[3] = life.isContainer ? 1 : 0
    row[4] = life.lot == 0 ? nil : Int64(life.lot)
    row[5] = life.expiry == EventFact.none ? nil : Int64(life.expiry)
    row[6] = commission?.id
    row[7] = commission.flatMap { $0.flags.contains(.untimed) ? nil : $0.ms }
    row[8] = commission.flatMap(Self.day)
    row[9] = life.commissions
    row[10] = first.ms
    row[11] = last.ms
    row[12] = Self.day(first)
    row[13] = Self.day(last)
    row[14] = last.id
    row[15] = stateCells[Int(life.state.rawValue)]
    row[16] = state?.id
    row[17] = state?.ms
    row[18] = life.disposition == 0 ? nil : dispositionCells[Int(life.disposition)]
    row[19] = shipCount
    row[20] = firstShip == noRank ? nil : facts[Int(firstShip)].id
    row[21] = firstShip == noRank ? nil : facts[Int(firstShip)].ms
    row[22] = lastShip == noRank ? nil : facts[Int(lastShip)].id
    row[23] = final?.id
    row[24] = final?.ms
    row[25] = parent.map { containers.ids[Int($0.parent)] }
  }

  static func day(_ fact: EventFact) -> Int64? {
    fact.day == EventFact.none ? nil : Int64(fact.day)
  }

  // MARK: Counting

  private func tally() {
    let product = Int32(clamping: life.product)
    for ship in ships {
      let fact = facts[Int(ship.rank)]
      if ship.entry >= 0 {
        contents.add(
          at: ship.entry, isItem: !life.isContainer, product: product, lot: life.lot,
          expiry: life.expiry)
      }
      shipments.ship(ship, fact, isItem: !life.isContainer, lot: life.lot, expiry: life.expiry)
      if ship.void != noRank && life.isContainer {
        let entry = reach.first(of: life.dense, from: ship.rank)
        if reach.range(of: life.dense).contains(entry), reach.entries[entry].rank == ship.rank {
          shipments.voidedEntries.insert(entry)
        }
      }
    }
    for receipt in receipts {
      shipments.receive(receipt, facts[Int(receipt.rank)], isItem: !life.isContainer)
    }
    for stay in stays where !stay.isGhost && !stay.isBlind {
      contents.addAtCutOff(
        stay.parent, isItem: !life.isContainer, product: product, lot: life.lot,
        expiry: life.expiry)
    }
    for statement in lotStatements {
      lots.state(statement.lot, statement.expiry, statement.rank)
    }
    if !life.isContainer && life.lot != 0 { countLot() }
  }

  private func countLot() {
    let outgoing = ships.first { $0.void == noRank && !facts[Int($0.rank)].isReturn }
    lots.count(
      LotTally.Unit(
        lot: life.lot, product: life.product, commission: life.commission, state: life.state,
        isPacked: stays.contains { !$0.isGhost }, wasShipped: outgoing != nil,
        isHome: life.stateRank != noRank
          && facts[Int(life.stateRank)].flags.contains(.atOwnPlace),
        firstShip: outgoing?.rank ?? noRank, first: life.first, last: life.last))
    for hold in holds where !leftBefore(hold.rank) {
      lots.hold(life.lot, hold.rank, until: hold.until)
    }
    if life.recalled != noRank { lots.recall(life.lot, life.recalled) }
  }

  /// Whether the unit was out of the firm's hands when it was held: a held return says nothing
  /// of its lot.
  private func leftBefore(_ rank: UInt32) -> Bool {
    ships.contains {
      $0.rank < rank && $0.void == noRank && facts[Int($0.rank)].trade >= 0
        && trades[Int(facts[Int($0.rank)].trade)].leaves
    }
  }
}
