/// What a life adds to the figures of shipments, containers and lots.
extension UnitWalk {
  /// Counts the unit at hand, and others alike, `times` in all.
  mutating func tally(_ times: Int) {
    let product = Int32(clamping: life.product)
    for ship in ships {
      let fact = facts[Int(ship.rank)]
      if ship.entry >= 0 {
        contents.add(
          at: ship.entry, isItem: !life.isContainer, product: product, lot: life.lot,
          expiry: life.expiry, times)
      }
      shipments.ship(
        ship, fact, isItem: !life.isContainer, lot: life.lot, expiry: life.expiry, times)
      if ship.void != noRank && life.isContainer {
        let entry = reach.first(of: life.dense, from: ship.rank)
        if reach.range(of: life.dense).contains(entry), reach.entries[entry].rank == ship.rank {
          shipments.voidedEntries.insert(entry)
        }
      }
    }
    for receipt in receipts {
      shipments.receive(receipt, facts[Int(receipt.rank)], isItem: !life.isContainer, times)
    }
    for stay in stays where !stay.isGhost && !stay.isBlind {
      contents.addAtCutOff(
        stay.parent, isItem: !life.isContainer, product: product, lot: life.lot,
        expiry: life.expiry, times)
    }
    for statement in lotStatements {
      lots.state(statement.lot, statement.expiry, statement.rank, times)
    }
    if !life.isContainer && life.lot != 0 { countLot(times) }
  }

  private mutating func countLot(_ times: Int) {
    var outgoing = noRank
    for ship in ships where ship.void == noRank && !facts[Int(ship.rank)].isReturn {
      outgoing = ship.rank
      break
    }
    var isPacked = false
    for stay in stays where !stay.isGhost { isPacked = true }
    lots.count(
      LotTally.Unit(
        lot: life.lot, commission: life.commission, state: life.state,
        isPacked: isPacked, wasShipped: outgoing != noRank,
        isHome: life.stateRank != noRank
          && facts[Int(life.stateRank)].flags.contains(.atOwnPlace),
        firstShip: outgoing, first: life.first, last: life.last), Int64(times))
    // What was out of the firm's hands when it was held, as a return, says nothing of its lot.
    let left = ships.first { $0.void == noRank && leaves($0.rank) }?.rank ?? noRank
    for hold in holds where hold.rank <= left {
      lots.hold(life.lot, hold.rank, until: hold.until)
    }
    if life.recalled != noRank, !isAtABuyer(life.recalled) {
      lots.recall(life.lot, life.recalled)
    }
  }

  /// Whether an event is of the place of a buyer: what one marks as recalled are its own goods, not
  /// the lot.
  private func isAtABuyer(_ rank: UInt32) -> Bool {
    parties.buyers.contains(facts[Int(rank)].place)
  }
}
