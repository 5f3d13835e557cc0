/// Into containers and out of them.
extension UnitWalk {
  /// How many of the containers a unit is in at a time are held against what happens to it, the
  /// newest: a serial that stands for many, as a printer's default does, is in thousands.
  static var judgedStays: Int { 8 }

  mutating func pack(_ rank: UInt32) {
    let fact = facts[Int(rank)]
    noteUse(rank)
    if life.firstPack == noRank { life.firstPack = rank }
    if life.final != noRank, isBeyondSkew(life.final, rank) {
      report(.packedAfterEnd, rank, against: life.final, note: life.end.note)
    }
    guard fact.parent >= 0 else { return }
    if fact.flags.contains(.infersUnpacking) || life.final != noRank {
      for stay in stays where !stay.isGhost && stay.parent != fact.parent {
        close(stay.parent, rank, isExplicit: false)
      }
    }
    stays.removeAll { $0.isGhost && ($0.parent == fact.parent || $0.isUnlabelled) }
    if stays.contains(where: { $0.parent == fact.parent && !$0.isGhost }) { return }
    for stay in stays.suffix(Self.judgedStays)
    where !stay.isGhost && !leavesSoon(stay, after: rank) {
      report(
        .twoParents, rank, against: stay.rank, epc: containers.ids[Int(stay.parent)])
    }
    var stay = Stay(parent: fact.parent, rank: rank, cursor: 0, end: 0)
    if life.dense >= 0
      && (fact.parent == life.dense || reach.cycles.contains(Reach.openingKey(rank, life.dense)))
    {
      stay.isBlind = true
      report(.cycle, rank, epc: containers.ids[Int(fact.parent)])
    } else {
      if life.dense >= 0, reach.tooDeep.contains(Reach.openingKey(rank, life.dense)) {
        report(.nestedTooDeep, rank, epc: containers.ids[Int(fact.parent)])
      }
      let range = reach.range(of: fact.parent)
      stay.end = range.upperBound
      stay.cursor = reach.first(of: fact.parent, from: rank)
      // A shipment stamped before the packing, within the clocks' skew, carries the unit.
      while stay.cursor > range.lowerBound {
        let earlier = reach.entries[stay.cursor - 1]
        if !facts[Int(earlier.rank)].ships || isBeyondSkew(earlier.rank, rank) { break }
        stay.cursor -= 1
      }
    }
    stays.append(stay)
    if life.final != noRank { return }
    switch life.state {
    case .unknown, .commissioned, .packed: setState(.packed, rank)
    case .returned, .received:
      if fact.flags.contains(.atOwnPlace) { setState(.packed, rank) }
    default: break
    }
  }

  mutating func becomeParent(_ rank: UInt32) {
    noteUse(rank)
    if life.state == .unknown && life.kind == 2 { setState(.commissioned, rank) }
  }

  mutating func unpack(_ rank: UInt32) {
    let fact = facts[Int(rank)]
    noteUse(rank)
    if life.final != noRank, life.end == .destroyed, isBeyondSkew(life.final, rank) {
      report(.eventAfterEnd, rank, against: life.final, note: life.end.note)
    }
    guard fact.parent >= 0 else {
      closeAll(rank, isExplicit: true)
      return
    }
    if stays.contains(where: { $0.parent == fact.parent && $0.isGhost }) {
      stays.removeAll { $0.parent == fact.parent && $0.isGhost }
      return
    }
    if close(fact.parent, rank, isExplicit: true) { return }
    let earlier = past.last { $0.parent == fact.parent }
    if let earlier, !earlier.isExplicit || !isBeyondSkew(earlier.close, rank) { return }
    let parent = containers.ids[Int(fact.parent)]
    if earlier == nil, let later = laterPacking(into: fact.parent) {
      if isBeyondSkew(rank, later) {
        let index = report(
          .outOfOrder, rank, against: later, epc: parent, note: .unpackBeforePack)
        pending[index].row.lagMs = lag(rank, later)
      }
      return
    }
    if containers.packed[Int(fact.parent)] {
      report(.unpackedNonmember, rank, epc: parent)
    }
  }

  private func laterPacking(into parent: Int32) -> UInt32? {
    for index in nextKey..<keys.count where keys[index] & 7 == 2 {
      let rank = Self.rank(keys[index])
      let fact = facts[Int(rank)]
      if fact.act == .pack && fact.parent == parent { return rank }
    }
    return nil
  }

  /// Whether the unit leaves the stay within the clocks' skew after `rank`: no order to judge.
  func leavesSoon(_ stay: Stay, after rank: UInt32) -> Bool {
    for index in nextKey..<keys.count {
      let next = Self.rank(keys[index])
      if lag(rank, next) > Skew.betweenFirms { break }
      let fact = facts[Int(next)]
      if fact.act == .unpack && fact.parent == stay.parent && !isBeyondSkew(rank, next) {
        return true
      }
    }
    var cursor = stay.cursor
    while cursor < stay.end {
      let next = reach.entries[cursor].rank
      if lag(rank, next) > Skew.betweenFirms { break }
      if facts[Int(next)].act == .unpackAll && !isBeyondSkew(rank, next) { return true }
      cursor += 1
    }
    return false
  }

  /// Closes the stay in `parent`; false when the unit is not in it.
  @discardableResult
  mutating func close(_ parent: Int32, _ rank: UInt32, isExplicit: Bool) -> Bool {
    guard let index = stays.firstIndex(where: { $0.parent == parent && !$0.isGhost }) else {
      return false
    }
    past.append(
      PastStay(parent: parent, rank: stays[index].rank, close: rank, isExplicit: isExplicit))
    stays.remove(at: index)
    if life.state == .packed && !stays.contains(where: { !$0.isGhost }) {
      setState(life.commissions > 0 ? .commissioned : .unknown, rank)
    }
    return true
  }

  mutating func closeAll(_ rank: UInt32, isExplicit: Bool) {
    while let stay = stays.first(where: { !$0.isGhost }) {
      close(stay.parent, rank, isExplicit: isExplicit)
    }
    if isExplicit { stays.removeAll { $0.isGhost } }
  }

  /// The unit ended while on record inside a container: the stay closes, but the container's
  /// next shipment still tells whether anybody took the unit out.
  mutating func leaveBehind(_ index: Int, _ rank: UInt32) {
    past.append(
      PastStay(
        parent: stays[index].parent, rank: stays[index].rank, close: rank, isExplicit: false))
    stays[index].isGhost = true
  }

  /// The label of the pallet comes off: the unit is loose, but leaves under that label unless
  /// something else is told of it.
  mutating func takeLabelOff(_ pallet: Int32, _ rank: UInt32) {
    let open = stays.first { $0.parent == pallet && !$0.isGhost }
    close(pallet, rank, isExplicit: false)
    guard var stay = open, reach.labelsOff.contains(Reach.openingKey(rank, pallet)) else { return }
    (stay.isGhost, stay.isUnlabelled) = (true, true)
    stays.append(stay)
  }

  /// What happens to a pallet whose label had come off.
  mutating func takeUnlabelled(_ rank: UInt32, _ entry: Int) {
    let fact = facts[Int(rank)]
    let pallet = reach.entries[entry].container
    switch fact.act {
    case .commission, .unpackAll: break
    case .pack where fact.parent == pallet: break
    default: return inherited(rank, entry)
    }
    stays.removeAll { $0.isUnlabelled && $0.parent == pallet }
  }

  /// An event of the unit itself tells that it is not with a pallet whose label had come off.
  mutating func leaveUnlabelled(_ rank: UInt32, _ roles: UInt8) {
    guard roles & 0b110 != 0, facts[Int(rank)].act.placesAnew else { return }
    stays.removeAll { $0.isUnlabelled }
  }

  /// What happens to a container in which an ended unit was left behind.
  mutating func takeGhosts(_ rank: UInt32) {
    let fact = facts[Int(rank)]
    for index in stays.indices.reversed()
    where stays[index].isGhost && !stays[index].isUnlabelled
      && stays[index].cursor < stays[index].end
      && reach.entries[stays[index].cursor].rank == rank
    {
      switch fact.act {
      case .ship where !stays[index].isGhostTold:
        guard fact.trade >= 0, trades[Int(fact.trade)].leaves, life.final != noRank,
          isBeyondSkew(life.final, rank),
          reach.void(ofShipment: stays[index].cursor) == noRank
        else { break }
        report(
          .shippedAfterEnd, rank, against: life.final,
          epc: containers.ids[Int(stays[index].parent)], note: .inherited)
        stays[index].isGhostTold = true
      case .unpackAll, .destroy, .dispense, .decommission, .transform: stays.remove(at: index)
      default: break
      }
    }
  }
}
