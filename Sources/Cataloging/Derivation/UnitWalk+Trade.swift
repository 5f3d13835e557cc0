/// Shipments, voids and receipts.
extension UnitWalk {
  mutating func ship(_ rank: UInt32, isOwn: Bool, entry: Int, leaving: Leaving) {
    // Ranks go up but for clocks' skew, so that the whole list is seldom looked through.
    if rank <= life.lastShip, ships.contains(where: { $0.rank == rank }) { return }
    life.lastShip = max(life.lastShip, rank)
    let fact = facts[Int(rank)]
    noteUse(rank)
    let index = ships.count
    let leaves = fact.trade >= 0 && trades[Int(fact.trade)].leaves
    judgeShipAfterEnd(rank, index, isOwn: isOwn, leaves: leaves)
    if isOwn {
      judgeLooseShip(rank, index, entry: entry, leaving: leaving)
    } else if !fact.isReturn, entry >= 0 {
      let parent = reach.entries[entry].container
      for stay in stays where stay.parent == parent && stay.loose >= 0 && !stay.isGhost {
        report(
          .shippedAgainInParent, rank, against: ships[stay.loose].rank,
          epc: containers.ids[Int(parent)], ship: index, otherShip: stay.loose)
      }
    }
    // What it lies in was held, recalled or stolen with it and has a row of its own.
    func isTold(_ since: UInt32, _ sinceIsOwn: Bool) -> Bool {
      !isOwn && !sinceIsOwn && reach.wasIn(since, entry: entry)
    }
    if leaves {
      if life.held != noRank, isBeyondSkew(life.held, rank) {
        // The unit itself was on hold, so it is none of those whose lot alone was held in part.
        let isTold = isTold(life.held, life.holdIsOwn)
        report(
          .shippedOnHold, rank, against: life.held, note: isTold ? .inherited : .unit, ship: index)
      }
      if life.recalled != noRank, !isTold(life.recalled, life.recallIsOwn),
        isBeyondSkew(life.recalled, rank)
      {
        report(.shippedAfterRecall, rank, against: life.recalled, note: .unit, ship: index)
      }
      if life.stolen != noRank, !isTold(life.stolen, life.stolenIsOwn),
        isBeyondSkew(life.stolen, rank)
      {
        report(.shippedAfterStolen, rank, against: life.stolen, ship: index)
      }
    }
    let void = reach.void(ofShipment: entry)
    if void != noRank { voids.append((void, index)) }
    ships.append(
      ShipStay(
        rank: rank,
        listed: isOwn || entry < 0
          ? life.epc : containers.ids[Int(reach.entries[entry].listed)],
        isOwn: isOwn, entry: entry, stateBefore: life.state, stateRankBefore: life.stateRank))
    if life.final == noRank { setState(fact.isReturn ? .returned : .shipped, rank) }
  }

  /// Whether a shipment stands that was no return.
  var wasShipped: Bool {
    ships.contains { $0.void == noRank && !facts[Int($0.rank)].isReturn }
  }

  private mutating func judgeShipAfterEnd(
    _ rank: UInt32, _ index: Int, isOwn: Bool, leaves: Bool
  ) {
    guard life.final != noRank, !life.isSoftEnd else { return }
    let fact = facts[Int(rank)]
    guard isBeyondSkew(life.final, rank) else { return }
    if isOwn, fact.isReturn, life.end == .destroyed || comesBackUnsold(life.end) {
      report(.eventAfterEnd, rank, against: life.final, note: life.end.note, ship: index)
    }
    let isGone = life.end == .destroyed || life.end == .dispensed
    guard isGone ? !fact.isReturn : leaves else { return }
    report(
      .shippedAfterEnd, rank, against: life.final, note: isOwn ? .own : .inherited, ship: index)
  }

  private mutating func judgeLooseShip(
    _ rank: UInt32, _ index: Int, entry: Int, leaving: Leaving
  ) {
    if entry >= 0 {
      let listed = reach.entries[entry].container
      report(
        .listedWithParent, rank, epc: containers.ids[Int(listed)], ship: index)
      return
    }
    guard leaving == .stays, !facts[Int(rank)].isReturn, life.final == noRank else { return }
    for stay in stays.indices.suffix(Self.judgedStays)
    where !stays[stay].isGhost && !stays[stay].isBlind && !leavesSoon(stays[stay], after: rank)
      && !isShippedSoon(stays[stay], after: rank)
    {
      report(
        .shippedLooseInParent, rank, against: stays[stay].rank,
        epc: containers.ids[Int(stays[stay].parent)], ship: index)
      stays[stay].loose = index
    }
  }

  /// Whether the parent is in another shipment of the same papers at the same moment: one
  /// consignment told in two events.
  private func isShippedSoon(_ stay: Stay, after rank: UInt32) -> Bool {
    let fact = facts[Int(rank)]
    guard fact.trade >= 0 else { return false }
    let papers = trades[Int(fact.trade)].papers
    var cursor = stay.cursor
    // What stands before it may be of the same instant.
    let start = reach.range(of: stay.parent).lowerBound
    while cursor > start, lag(reach.entries[cursor - 1].rank, rank) == 0 { cursor -= 1 }
    while cursor < stay.end {
      let other = facts[Int(reach.entries[cursor].rank)]
      if lag(rank, reach.entries[cursor].rank) > 0 { return false }
      if other.ships, other.trade >= 0, trades[Int(other.trade)].papers == papers { return true }
      cursor += 1
    }
    return false
  }

  /// Cancels an earlier shipment that stands: the one its container's void cancels, else the one
  /// that fits best.
  mutating func void(_ rank: UInt32, isOwn: Bool, entry: Int) {
    let own = life.isContainer ? reach.entry(of: life.dense, at: rank) : -1
    let known = reach.shipment(cancelledBy: own >= 0 ? own : entry)
    if known != noRank {
      if let index = ships.firstIndex(where: { $0.rank == known }) {
        return cancel(index, by: rank)
      }
      if !isOwn { return }
    }
    let listed =
      isOwn || entry < 0 ? life.epc : containers.ids[Int(reach.entries[entry].listed)]
    let match = VoidMatch(facts: facts, trades: trades, parties: parties)
    var best: (fit: Int, index: Int)?
    for index in ships.indices.reversed() where ships[index].void == noRank {
      let listsSame = ships[index].listed == listed
      guard let fit = match.fit(rank, ships[index].rank, listsSame: listsSame) else { continue }
      if best.map({ fit > $0.fit }) ?? true { best = (fit, index) }
    }
    if let best { cancel(best.index, by: rank) }
  }

  /// Voids at `rank` of containers that carried the unit, even where it has left them since.
  mutating func takeVoids(_ rank: UInt32) {
    for void in voids where void.rank == rank { cancel(void.ship, by: rank) }
    voids.removeAll { $0.rank == rank }
  }

  private mutating func cancel(_ index: Int, by rank: UInt32) {
    guard ships[index].void == noRank else { return }
    let ship = ships[index]
    ships[index].void = rank
    for later in ships.indices[index...] where ships[later].stateRankBefore == ship.rank {
      ships[later].stateBefore = ship.stateBefore
      ships[later].stateRankBefore = ship.stateRankBefore
    }
    if life.stateRank == ship.rank { setState(ship.stateBefore, ship.stateRankBefore) }
  }

  mutating func receive(_ rank: UInt32, isOwn: Bool) {
    let fact = facts[Int(rank)]
    if rank <= life.lastReceipt, receipts.contains(where: { $0.rank == rank }) { return }
    life.lastReceipt = max(life.lastReceipt, rank)
    receipts.append(ReceiptStay(rank: rank, isOwn: isOwn))
    guard life.final == noRank else { return }
    let isBack = fact.isReturn || (life.state == .returned && fact.flags.contains(.atOwnPlace))
    setState(isBack ? .returned : .received, rank)
  }
}
