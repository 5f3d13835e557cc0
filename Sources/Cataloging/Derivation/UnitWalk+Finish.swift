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

  // MARK: Judging

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

  private func leaves(_ ship: UInt32) -> Bool {
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

  /// How many shipments nobody received yet are looked at for one receipt, the latest: a serial that
  /// stands for many, as a printer's default does, is in thousands.
  private static var judgedShipments: Int { 1000 }

  /// Each receipt belongs to the latest earlier shipment to that place or party that nobody
  /// received yet, else to the latest earlier one.
  private mutating func matchReceipts() {
    if receipts.isEmpty { return }
    standing.removeAll(keepingCapacity: true)
    for index in ships.indices where ships[index].void == noRank { standing.append(index) }
    if zip(standing, standing.dropFirst()).contains(where: { ships[$0].rank > ships[$1].rank }) {
      let ships = ships
      standing.sort { ships[$0].rank < ships[$1].rank }
    }
    untaken.removeAll(keepingCapacity: true)
    // What has no time may have been before anything.
    let isTimed = !standing.contains { facts[Int(ships[$0].rank)].flags.contains(.untimed) }
    var next = 0
    for index in receipts.indices {
      let rank = receipts[index].rank
      let receipt = facts[Int(rank)]
      while next < standing.count, !isTimed || mayPrecede(ships[standing[next]].rank, rank) {
        untaken.append(standing[next])
        next += 1
      }
      if let place = untakenShipment(of: receipt, at: rank) {
        receipts[index].shipment = ships[untaken.remove(at: place)].rank
      } else if let latest = standing[..<next].last(where: { isEarlier(ships[$0].rank, rank) }) {
        receipts[index].shipment = ships[latest].rank
      } else if receipts[index].isOwn, !receipt.isReturn {
        judgeEarlyReceipt(receipt, at: rank)
      }
    }
  }

  /// Whether a shipment is before a receipt by what their clocks say.
  private func isEarlier(_ ship: UInt32, _ receipt: UInt32) -> Bool {
    ship < receipt || !isBeyondSkew(receipt, ship)
  }

  /// Whether it is before the receipt by what any clocks may say.
  private func mayPrecede(_ ship: UInt32, _ receipt: UInt32) -> Bool {
    isEarlier(ship, receipt) || lag(receipt, ship) <= Skew.betweenFirms
  }

  /// The place among the shipments nobody received yet of the one a receipt belongs to.
  private func untakenShipment(of receipt: EventFact, at rank: UInt32) -> Int? {
    let fitting = untaken.indices.suffix(Self.judgedShipments).last {
      isEarlier(ships[untaken[$0]].rank, rank) && isTo(receipt, ships[untaken[$0]])
    }
    return fitting ?? untaken.lastIndex { isEarlier(ships[$0].rank, rank) }
  }

  /// A receipt before every shipment, one of which was to its place.
  private mutating func judgeEarlyReceipt(_ receipt: EventFact, at rank: UInt32) {
    let later = standing.prefix(Self.judgedShipments).first { isTo(receipt, ships[$0]) }
    guard let later else { return }
    let ship = ships[later].rank
    let place = report(.outOfOrder, rank, against: ship, note: .receiveBeforeShip)
    pending[place].row.lagMs = lag(rank, ship)
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
    told.removeAll(keepingCapacity: true)
    for defect in pending {
      if defect.ship >= 0 && ships[defect.ship].void != noRank { continue }
      if defect.otherShip >= 0 && ships[defect.otherShip].void != noRank { continue }
      told.append(defect.row)
      try defects.add(defect.row)
    }
  }

  private mutating func addStays() {
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

  private mutating func addShipments() {
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
  private mutating func custodyPath() -> Int64? {
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

  private mutating func writeUnit(custody: Int64?) throws {
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

  // MARK: Counting

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
