import GRDB

/// Walks the events of one EPC after the other, its own and those that reach it through what
/// holds it, and writes what its life amounts to.
struct UnitWalk {
  let facts: EventFacts
  let trades: [Trade]
  let parties: Parties
  let reach: Reach
  let containers: Containers
  let glns: Interner
  let dispositions: Interner
  let writer: UnitWriter
  let defects: DefectRows
  let contents: ContentTally
  let shipments: ShipmentTally
  let lots: LotTally
  let numbers: SharedLotNumbers
  let paths: CustodyPaths
  let ways: UnitWays
  let cases: CaseProducts

  /// The words of states and dispositions as cells of all_unit.
  let stateCells: [Int64]
  let dispositionCells: [Int64]

  var life = Life()
  /// The events that name the EPC at hand and their roles, in order.
  var named: [(rank: UInt32, role: UInt8)] = []
  var stays: [Stay] = []
  var past: [PastStay] = []
  var ships: [ShipStay] = []
  var receipts: [ReceiptStay] = []
  /// Voids to come of containers that carried the unit, and the shipments they cancel.
  var voids: [(rank: UInt32, ship: Int)] = []
  /// Where the label of a pallet was commissioned anew.
  var begins: [UInt32] = []
  var pending: [PendingDefect] = []
  /// The defects that stood, and the row of unit_fate, of the EPC walked last.
  var told: [LifeDefect] = []
  var row = UnitRow()
  /// How many EPCs came to the same since then, itself among them, and are not counted yet.
  var alike = 0
  /// Whether another EPC can come to the same: containers have acts of their own.
  var canRepeat = false
  /// The way they repeat, nil when the first of them was walked.
  var repeated: Int?
  var lotStatements: [(lot: Int32, expiry: Int32, rank: UInt32)] = []
  var holds: [(rank: UInt32, until: UInt32)] = []
  /// Scratch of matching receipts: places among the shipments, by rank.
  var standing: [Int] = []
  var untaken: [Int] = []
  /// Scratch of the custody path.
  var moves: [UInt32] = []
  var steps: [CustodyPaths.Step] = []
  /// The references of the EPC at hand, in order, and the next one to take.
  var keys = UnsafeBufferPointer<UInt64>(start: nil, count: 0)
  var nextKey = 0

  /// Packs a reference so that sorting sorts by EPC, then rank, then role.
  static func key(epc: UInt64, rank: UInt32, role: UInt64) -> UInt64 {
    epc << 32 | UInt64(rank) << 3 | (role & 7)
  }

  static func rank(_ key: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: key >> 3) & 0x1FFF_FFFF }

  /// Walks one EPC whose references are `references`, sorted.
  mutating func walk(
    epc: Int64, product: Int64, kind: Int64, _ references: UnsafeBufferPointer<UInt64>
  ) throws {
    life = Life()
    life.epc = epc
    life.product = product
    life.kind = kind
    life.dense = containers.index(of: epc)
    named.removeAll(keepingCapacity: true)
    stays.removeAll(keepingCapacity: true)
    past.removeAll(keepingCapacity: true)
    ships.removeAll(keepingCapacity: true)
    receipts.removeAll(keepingCapacity: true)
    voids.removeAll(keepingCapacity: true)
    begins.removeAll(keepingCapacity: true)
    pending.removeAll(keepingCapacity: true)
    lotStatements.removeAll(keepingCapacity: true)
    holds.removeAll(keepingCapacity: true)
    keys = references
    nextKey = 0
    while step() {}
    try finish()
  }

  /// Takes the next event, own or of a parent; false when there is none.
  private mutating func step() -> Bool {
    var next = nextKey < keys.count ? Self.rank(keys[nextKey]) : noRank
    for stay in stays where stay.cursor < stay.end {
      next = min(next, reach.entries[stay.cursor].rank)
    }
    for void in voids { next = min(next, void.rank) }
    if next == noRank { return false }
    var entry = -1
    var ghostHit = false
    var unlabelled = -1
    for index in stays.indices
    where stays[index].cursor < stays[index].end
      && reach.entries[stays[index].cursor].rank == next
    {
      if stays[index].isUnlabelled {
        unlabelled = stays[index].cursor
      } else if stays[index].isGhost {
        ghostHit = true
      } else if entry < 0 {
        entry = stays[index].cursor
      }
    }
    if ghostHit { takeGhosts(next) }
    for index in stays.indices
    where stays[index].cursor < stays[index].end
      && reach.entries[stays[index].cursor].rank == next
    { stays[index].cursor += 1 }
    stays.removeAll { $0.isGhost && $0.cursor >= $0.end }
    var roles: UInt8 = 0
    var lastKey = UInt64.max
    while nextKey < keys.count, Self.rank(keys[nextKey]) == next {
      let key = keys[nextKey]
      nextKey += 1
      if key == lastKey { continue }
      lastKey = key
      roles |= 1 << UInt8(key & 7)
      named.append((next, UInt8(key & 7)))
    }
    if roles != 0 {
      if unlabelled < 0 { leaveUnlabelled(next, roles) }
      own(next, roles, entry)
    } else if entry >= 0 {
      inherited(next, entry)
    } else if unlabelled >= 0 {
      takeUnlabelled(next, unlabelled)
    }
    if !voids.isEmpty { takeVoids(next) }
    return true
  }

  // MARK: Own events

  private mutating func own(_ rank: UInt32, _ roles: UInt8, _ entry: Int) {
    let fact = facts[Int(rank)]
    let isListed = roles & 0b10 != 0
    let isChild = roles & 0b100 != 0
    touch(rank)
    if life.isSoftEnd && (isListed || isChild) && entry < 0 && fact.act != .unpack {
      revive(rank, except: isChild && fact.act == .pack ? fact.parent : -1)
    }
    if fact.disposition != 0 { life.disposition = fact.disposition }
    let role: Int64 = roles & 0b1_0000 != 0 ? 4 : isListed ? 1 : isChild ? 2 : 3
    let leaving = Leaving(
      own: fact, role: role, listedWithParent: entry >= 0,
      wasShipped: !fact.isReturn || wasShipped)
    if leaving == .inferred { closeAll(rank, isExplicit: false) }
    switch fact.act {
    case .commission: if isListed { commission(rank) }
    case .transform:
      if role == 4 { endLife(rank, isOwn: true) }
      if roles & 0b10_0000 != 0 { commission(rank) }
    case .pack:
      if isChild { pack(rank) }
      if roles & 0b1000 != 0 { becomeParent(rank) }
      if fact.ships {
        if !isChild {
          ship(rank, isOwn: true, entry: entry, leaving: leaving)
        } else if entry >= 0 {
          // It lay in there before: it goes along like what is packed with the same event.
          ship(rank, isOwn: false, entry: entry, leaving: .stays)
        }
      }
    case .unpack: if isChild { unpack(rank) }
    case .unpackAll: break
    case .ship: ship(rank, isOwn: true, entry: entry, leaving: leaving)
    default: observe(rank, isOwn: true, entry: entry)
    }
    if leaving == .ended {
      for index in stays.indices where !stays[index].isGhost { leaveBehind(index, rank) }
    }
  }

  /// A parent's act that reaches what it holds.
  mutating func inherited(_ rank: UInt32, _ entry: Int) {
    let fact = facts[Int(rank)]
    let parent = reach.entries[entry].container
    touch(rank)
    switch fact.act {
    case .unpackAll:
      close(parent, rank, isExplicit: true)
      return
    case .decommission:
      if containers.isSSCC[Int(parent)] && reach.entries[entry].listed == parent {
        takeLabelOff(parent, rank)
        return
      }
      if life.final == noRank {
        life.final = rank
        life.end = .decommissioned
        life.isSoftEnd = true
        endHold(rank)
        setState(.decommissioned, rank)
      }
    case .destroy, .dispense, .transform:
      endLife(rank, isOwn: false)
      if fact.act == .transform {
        closeAll(rank, isExplicit: false)
      } else {
        for index in stays.indices where !stays[index].isGhost { leaveBehind(index, rank) }
      }
    case .ship: ship(rank, isOwn: false, entry: entry, leaving: .stays)
    case .pack where fact.ships: ship(rank, isOwn: false, entry: entry, leaving: .stays)
    default: observe(rank, isOwn: false, entry: entry)
    }
    if fact.disposition != 0 { life.disposition = fact.disposition }
  }

  /// Everything that is neither making, packing nor shipping.
  private mutating func observe(_ rank: UInt32, isOwn: Bool, entry: Int) {
    let fact = facts[Int(rank)]
    if fact.act.ends {
      noteUse(rank)
      endLife(rank, isOwn: isOwn)
      return
    }
    if fact.act.isUse { noteUse(rank) }
    if isOwn { judgeAfterEnd(rank) }
    switch fact.act {
    case .void: void(rank, isOwn: isOwn, entry: entry)
    case .receive: receive(rank, isOwn: isOwn)
    case .accept: if life.final == noRank { setState(.received, rank) }
    case .hold:
      if life.held == noRank {
        life.held = rank
        life.holdIsOwn = isOwn
        life.stateBeforeHold = life.state
      }
      if life.final == noRank { setState(.held, rank) }
    case .release:
      endHold(rank)
      endTheft(rank)
    case .recall:
      if life.recalled == noRank {
        life.recalled = rank
        life.recallIsOwn = isOwn
      }
      if life.final == noRank { setState(.recalled, rank) }
    case .lose:
      let isStolen = dispositions.word(fact.disposition) == "stolen"
      if isStolen && life.stolen == noRank {
        life.stolen = rank
        life.stolenIsOwn = isOwn
        life.stateBeforeTheft = life.state
      }
      if life.final == noRank { setState(isStolen ? .stolen : .unknown, rank) }
    default: break
    }
  }

  // MARK: State

  mutating func setState(_ state: UnitState, _ rank: UInt32) {
    life.state = state
    life.stateRank = rank
  }

  private mutating func touch(_ rank: UInt32) {
    if life.first == noRank || rank < life.first { life.first = rank }
    life.last = max(life.last, rank)
  }

  mutating func noteUse(_ rank: UInt32) {
    if life.firstUse == noRank || rank < life.firstUse { life.firstUse = rank }
  }

  mutating func endHold(_ rank: UInt32) {
    if life.held == noRank { return }
    holds.append((life.held, rank))
    if life.state == .held {
      life.state = life.stateBeforeHold
      life.stateRank = rank
    }
    life.held = noRank
  }

  /// A stolen unit that is put back on sale was found.
  private mutating func endTheft(_ rank: UInt32) {
    if life.stolen == noRank { return }
    if life.state == .stolen { setState(life.stateBeforeTheft, rank) }
    life.stolen = noRank
  }

  /// Lag in milliseconds from one rank to a later one.
  func lag(_ earlier: UInt32, _ later: UInt32) -> Int64 {
    let (lag, overflow) = facts[Int(later)].ms.subtractingReportingOverflow(
      facts[Int(earlier)].ms)
    return overflow ? Int64.max : lag
  }

  func isBeyondSkew(_ earlier: UInt32, _ later: UInt32) -> Bool {
    Skew.exceeded(from: facts[Int(earlier)], to: facts[Int(later)])
  }

  @discardableResult
  mutating func report(
    _ code: LifeCode, _ event: UInt32, against other: UInt32 = noRank, epc: Int64 = 0,
    note: LifeNote = .none, ship: Int = -1, otherShip: Int = -1
  ) -> Int {
    pending.append(
      PendingDefect(
        row: LifeDefect(
          code: code, epc: life.epc, event: facts[Int(event)].id,
          otherEvent: other == noRank ? 0 : facts[Int(other)].id, otherEPC: epc,
          lagMs: other == noRank ? 0 : lag(other, event), note: note), ship: ship,
        otherShip: otherShip))
    return pending.count - 1
  }
}
