/// What a life amounts to once all its events are read.
extension UnitWalk {
  mutating func finish() throws {
    guard life.first != noRank else { return }
    if life.held != noRank { holds.append((life.held, noRank)) }
    if zip(receipts, receipts.dropFirst()).contains(where: { $0.rank > $1.rank }) {
      receipts.sort { $0.rank < $1.rank }
    }
    matchReceipts()
    judgeCommissioning()
    judgeOwners()
    try writeDefects()
    if ships.count > 1 { ships.sort { $0.rank < $1.rank } }
    writer.fates.begin()
    for event in named {
      writer.fates.event(
        event.rank == life.commission ? nil : facts[Int(event.rank)].id, role: Int64(event.role))
    }
    addStays()
    addShipments()
    try writeUnit(custody: custodyPath())
    alike = 1
  }

  private mutating func judgeCommissioning() {
    guard life.commissions == 0, life.isTradeItem, life.firstUse != noRank else { return }
    var shipped: UInt32?
    for ship in ships where ship.void == noRank { shipped = min(shipped ?? noRank, ship.rank) }
    if let shipped { report(.neverCommissioned, shipped, note: .shipped) }
    if life.firstPack != noRank, life.firstPack != shipped {
      report(.neverCommissioned, life.firstPack, note: .packed)
    }
    if shipped == nil && life.firstPack == noRank {
      report(.neverCommissioned, life.firstUse, note: .other)
    }
  }

  /// Looks at each standing shipment and the one before it, and at each that left the firm and the
  /// last that did. What came in a container that was in both is not judged: the container has a
  /// row of its own.
  private mutating func judgeOwners() {
    guard ships.count > 1 else { return }
    var order: [(rank: UInt32, container: Int)] = []
    for ship in ships where ship.void == noRank {
      order.append((ship.rank, ship.isOwn ? -1 : ship.entry))
    }
    guard order.count > 1 else { return }
    order.sort { $0.rank < $1.rank }
    let again = pending.filter { $0.row.code == .shippedAgainInParent }.map(\.row)
    var sale = leaves(order[0].rank) ? order[0].rank : noRank
    for next in 1..<order.count {
      let (ship, container) = (order[next].rank, order[next].container)
      // A pallet's label that was commissioned anew is on other goods.
      if begins.contains(where: { order[next - 1].rank < $0 && $0 < ship }) {
        sale = leaves(ship) ? ship : noRank
        continue
      }
      judgeOwners(from: order[next - 1].rank, to: ship, in: container, again: again)
      if leaves(ship) {
        if sale != noRank, sale != order[next - 1].rank {
          judgeOwners(from: sale, to: ship, in: container, between: true, again: again)
        }
        sale = ship
      } else if !isOwnTransfer(ship) {
        sale = noRank
      }
    }
  }

  func leaves(_ ship: UInt32) -> Bool {
    let trade = facts[Int(ship)].trade
    return trade >= 0 && trades[Int(trade)].leaves
  }

  /// Whether the firm moved its own goods: these do not come back from a buyer by it.
  private func isOwnTransfer(_ ship: UInt32) -> Bool {
    let fact = facts[Int(ship)]
    guard fact.trade >= 0, !fact.isReturn else { return false }
    let trade = trades[Int(fact.trade)]
    if trade.fromOwner != 0 { return parties.own.contains(trade.fromOwner) }
    return parties.own.contains(trade.from != 0 ? trade.from : fact.place)
  }

  /// `container` is the act of what the unit lay in, -1 when it is listed itself; `between` says
  /// that the firm moved the unit itself between the two; `again` are shipments in a container of
  /// what had left by itself.
  private mutating func judgeOwners(
    from before: UInt32, to ship: UInt32, in container: Int, between: Bool = false,
    again: [LifeDefect]
  ) {
    let (earlier, later) = (facts[Int(before)], facts[Int(ship)])
    guard earlier.trade >= 0, later.trade >= 0 else { return }
    let (first, second) = (trades[Int(earlier.trade)], trades[Int(later.trade)])
    if earlier.isReturn || later.isReturn { return }
    var cameBack = false
    var isBackHome = false
    for receipt in receipts[firstReceipt(after: before)...] {
      if receipt.rank >= ship { break }
      let fact = facts[Int(receipt.rank)]
      if fact.isReturn { cameBack = true }
      if fact.flags.contains(.atOwnPlace) { isBackHome = true }
    }
    if cameBack || (isBackHome && first.leaves) { return }
    let code: LifeCode
    if first.leaves && second.leaves && isSameSeller(first, earlier, second, later) {
      // One sale may be told when it is billed and when it leaves the warehouse. An order may be sent
      // in two parts; a despatch advice is of one.
      if first.papers != 0, first.papers == second.papers, between || first.desadv != 0 { return }
      code = .shippedTwice
    } else if between {
      return
    } else if first.toOwner != 0 && second.fromOwner != 0
      && !parties.sameOwner(first.toOwner, second.fromOwner)
    {
      code = .ownerBreak
    } else {
      return
    }
    if reach.wasIn(before, entry: container) { return }
    // The unit left by itself and then again in the container it was still in: that is told.
    if again.contains(where: { $0.event == later.id && $0.otherEvent == earlier.id }) { return }
    report(code, ship, against: before)
  }

  /// The place of the first receipt after a rank; receipts stand in the order of their ranks.
  private func firstReceipt(after rank: UInt32) -> Int {
    var (low, high) = (0, receipts.count)
    while low < high {
      let middle = low + (high - low) / 2
      if receipts[middle].rank <= rank { low = middle + 1 } else { high = middle }
    }
    return low
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
}
