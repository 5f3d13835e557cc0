/// Beginning and end of a unit's life.
extension UnitWalk {
  mutating func commission(_ rank: UInt32) {
    let fact = facts[Int(rank)]
    if life.commission != noRank, life.final == noRank, isToldAgain(life.commission, rank) {
      report(.commissioningToldAgain, rank, against: life.commission)
      return
    }
    if life.commission != noRank, life.final == noRank, isOneMaking(life.commission, rank) {
      return
    }
    life.commissions += 1
    // A serial that begins anew is in nothing its former life was packed into.
    if life.final != noRank { closeAll(rank, isExplicit: false) }
    let lot = lot(stated: fact)
    if lot != 0 && fact.expiry != EventFact.none {
      lotStatements.append((lot, fact.expiry, rank))
    }
    // The earliest effective commissioning that states a lot gives the unit its lot.
    if life.lot == 0 && lot != 0 {
      life.lot = lot
      life.expiry = fact.expiry
    } else if life.expiry == EventFact.none && lot == life.lot {
      life.expiry = fact.expiry
    }
    if life.commission == noRank {
      life.commission = rank
      // A label whose first commissioning was not sent, as may be, begins anew.
      if life.kind == Self.sscc, life.final != noRank { return beginAnew(rank) }
      if life.firstUse != noRank, isBeyondSkew(life.firstUse, rank) {
        report(.commissionedAfterUse, rank, against: life.firstUse)
      }
      if life.final == noRank { if life.state == .unknown { setState(.commissioned, rank) } }
      return
    }
    let first = facts[Int(life.commission)]
    let firstLot = self.lot(stated: first)
    let isOtherLot = firstLot != 0 && lot != 0 && firstLot != lot
    if life.final != noRank {
      let isRested = !life.isTradeItem && lag(life.final, rank) > Self.serialRest
      if !isRested, isBeyondSkew(life.final, rank) {
        report(
          .recommissionedAfterEnd, rank, against: life.final,
          note: isOtherLot ? .otherLot : .sameLot)
      }
      return beginAnew(rank)
    }
    if !life.isTradeItem && lag(life.commission, rank) > Self.serialRest { return }
    let isOtherSite = first.place != 0 && fact.place != 0 && first.place != fact.place
    let note: LifeNote =
      isOtherLot
      ? (isOtherSite ? .otherLotOtherSite : .otherLot)
      : (isOtherSite ? .sameLotOtherSite : .sameLot)
    report(.commissionedTwice, rank, against: life.commission, note: note)
  }

  /// The number begins another life.
  private mutating func beginAnew(_ rank: UInt32) {
    life.final = noRank
    life.isSoftEnd = false
    stays.removeAll { $0.isGhost }
    setState(.commissioned, rank)
    if life.kind == Self.sscc { begins.append(rank) }
  }

  /// The kind of an SSCC.
  private static var sscc: Int64 { 2 }

  /// Whether two files tell one commissioning: what is sent with a sale often repeats the events of
  /// the line, of the serials that were sold alone. In one file two events are two.
  private func isToldAgain(_ a: UInt32, _ b: UInt32) -> Bool {
    let (x, y) = (facts[Int(a)], facts[Int(b)])
    return x.artifact != y.artifact && Skew.areOneMoment(x, y) && x.place == y.place
      && x.lot == y.lot && x.expiry == y.expiry
  }

  /// Whether a repackaging is told by what went in and came out and by the new serials alone.
  private func isOneMaking(_ a: UInt32, _ b: UInt32) -> Bool {
    let (x, y) = (facts[Int(a)], facts[Int(b)])
    return (x.act == .transform) != (y.act == .transform) && x.lot == y.lot && x.expiry == y.expiry
  }

  /// The lot an event that makes the unit gives it. What holds others keeps that of the event: cases
  /// that are made with their packs are told with these.
  private func lot(stated fact: EventFact) -> Int32 {
    life.isContainer ? fact.lot : numbers.lot(fact.lot, of: life.product)
  }

  /// An SSCC may be used again after a year (GS1 General Specifications).
  private static var serialRest: Int64 { 365 * 86_400_000 }

  /// An act that ends the life of the unit, on itself or on what holds it.
  mutating func endLife(_ rank: UInt32, isOwn: Bool) {
    let fact = facts[Int(rank)]
    let end = UnitState(ending: fact.act)
    if life.final == noRank || life.isSoftEnd {
      if life.final == noRank || isOwn || end != .decommissioned { life.final = rank }
      life.isSoftEnd = false
      life.end = end
      endHold(rank)
      setState(end, rank)
      life.lastEnd = rank
      return
    }
    guard isOwn else { return }
    let isSecond: Bool =
      switch (life.end, end) {
      case (.sampled, .decommissioned), (.sampled, .destroyed), (.decommissioned, .destroyed),
        (.decommissioned, .sampled):
        false
      default: true
      }
    if isSecond && !isDoubleScan(life.lastEnd, rank) && isBeyondSkew(life.lastEnd, rank) {
      report(.endedTwice, rank, against: life.lastEnd, note: life.end.note)
    }
    if !isSecond {
      life.end = end
      setState(end, rank)
    }
    life.lastEnd = rank
  }

  /// One act scanned twice: the same act at the same place within five minutes.
  private func isDoubleScan(_ a: UInt32, _ b: UInt32) -> Bool {
    guard a != noRank else { return false }
    let (x, y) = (facts[Int(a)], facts[Int(b)])
    return x.act == y.act && x.place == y.place && lag(a, b) <= Skew.sameSite
  }

  /// A unit whose case was decommissioned, but which goes on by itself, lives.
  mutating func revive(_ rank: UInt32, except parent: Int32) {
    life.isSoftEnd = false
    life.final = noRank
    if life.state == .decommissioned {
      setState(life.commissions > 0 ? .commissioned : .unknown, rank)
    }
    for stay in stays where !stay.isGhost && stay.parent != parent {
      close(stay.parent, rank, isExplicit: false)
    }
  }

  /// An event of a unit that is no more. Handling of decommissioned stock is daily work; what
  /// puts it back into trade is not.
  mutating func judgeAfterEnd(_ rank: UInt32) {
    guard life.final != noRank, !life.isSoftEnd, isBeyondSkew(life.final, rank) else { return }
    let fact = facts[Int(rank)]
    switch life.end {
    case .destroyed, .dispensed:
      if fact.act == .void || fact.act == .recall { return }
      if life.end == .dispensed && fact.isReturn { return }
    default:
      let isBackInTrade =
        fact.act == .accept || (fact.act == .receive && !fact.isReturn)
        || (fact.act == .release && facts[Int(life.final)].act != .sample)
      let comesBack = fact.act == .receive && fact.isReturn && comesBackUnsold(life.end)
      if !comesBack && (!isBackInTrade || fact.flags.contains(.atOwnPlace)) { return }
    }
    report(.eventAfterEnd, rank, against: life.final, note: life.end.note)
  }

  /// Whether what comes back was rejected or sampled without ever having left: it left unseen, or is
  /// another of that number.
  func comesBackUnsold(_ end: UnitState) -> Bool {
    (end == .decommissioned || end == .sampled) && !wasShipped
  }
}
