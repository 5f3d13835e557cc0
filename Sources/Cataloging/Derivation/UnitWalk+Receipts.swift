/// Which shipment a receipt belongs to.
extension UnitWalk {
  /// How many shipments nobody received yet are looked at for one receipt, the latest: a serial that
  /// stands for many, as a printer's default does, is in thousands.
  private static var judgedShipments: Int { 1000 }

  /// Each receipt belongs to the latest earlier shipment to that place or party that nobody
  /// received yet, else to the latest earlier one.
  mutating func matchReceipts() {
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
}
