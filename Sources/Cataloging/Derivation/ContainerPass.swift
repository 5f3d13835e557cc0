/// Walks every event that names a container, in order, keeping who holds whom at each moment,
/// and notes for each container the acts that reach its contents.
struct ContainerPass {
  /// Acts reach this many levels down (contract: depth at most 8); the walk of each object adds
  /// the last.
  static let maximumDepth = 8

  struct Reference: Comparable {
    var rank: UInt32
    var role: UInt8
    var container: Int32

    static func < (a: Reference, b: Reference) -> Bool {
      if a.rank != b.rank { return a.rank < b.rank }
      return a.role != b.role ? a.role < b.role : a.container < b.container
    }
  }

  private struct Stay {
    var parent: Int32
    var rank: UInt32
  }
  private struct Child {
    var container: Int32
    var rank: UInt32

    /// Whether it is, by its stays, where it was packed then.
    func isIn(_ parent: Int32, _ stays: [Stay]) -> Bool {
      stays.contains { $0.parent == parent && $0.rank == rank }
    }
  }

  private let facts: EventFacts
  private let match: VoidMatch
  private var containers: Containers
  private var stays: [[Stay]]
  private var children: [[Child]]
  private var softEnded: [Bool]
  /// Decommissioned by an event of their own and not commissioned anew.
  private var ended: [Bool]
  private var found: [ReachEntry] = []
  private var previous: [Int32] = []
  private var last: [Int32]
  /// The last shipment of each container among those found, or -1.
  private var lastShip: [Int32]
  private var cycles: Set<UInt64> = []
  private var tooDeep: Set<UInt64> = []
  private var openParents: [[Int32]] = []
  /// What pallets held when their label came off, and for each container the pallet it was on then.
  private var unlabelled: [Int32: [Int32]] = [:]
  private var formerly: [Int32]
  private var labelsOff: Set<UInt64> = []
  /// By places among those found: the void that cancels a shipment, the shipment a void cancels.
  private var counterparts: [Int32: UInt32] = [:]

  private init(_ match: VoidMatch, _ containers: Containers) {
    facts = match.facts
    self.match = match
    self.containers = containers
    stays = Array(repeating: [], count: containers.ids.count)
    children = Array(repeating: [], count: containers.ids.count)
    softEnded = Array(repeating: false, count: containers.ids.count)
    ended = softEnded
    last = Array(repeating: -1, count: containers.ids.count)
    formerly = last
    lastShip = last
  }

  /// Runs over `references`, which need no order and are used up, and notes in `containers` what it
  /// learns.
  static func run(
    _ match: VoidMatch, _ containers: inout Containers, _ references: inout [Reference]
  ) -> Reach {
    var pass = ContainerPass(match, containers)
    references.sort()
    let count = references.count
    var start = 0
    while start < count {
      var end = start + 1
      while end < count, references[end].rank == references[start].rank { end += 1 }
      pass.take(references[start].rank, references[start..<end])
      start = end
    }
    references = []
    containers = pass.containers
    pass.forgetMoves()
    if count > DerivationRun.bulk { FreedMemory.giveBack() }
    var reach = Reach(
      pass.found, containers: containers.ids.count, cycles: pass.cycles, pass.counterparts)
    reach.tooDeep = pass.tooDeep
    reach.labelsOff = pass.labelsOff
    reach.openParents = pass.openParents
    return reach
  }

  /// Keeps of the containers only who holds each at the end: putting what was found in order takes
  /// room.
  private mutating func forgetMoves() {
    openParents = stays.map { $0.map(\.parent) }
    (stays, children, unlabelled) = ([], [], [:])
    (previous, last, lastShip, formerly) = ([], [], [], [])
  }

  private mutating func take(_ rank: UInt32, _ references: ArraySlice<Reference>) {
    let fact = facts[Int(rank)]
    if !unlabelled.isEmpty { labelAnew(rank, fact, references) }
    if fact.act == .pack, fact.parent >= 0 { open(rank, fact, references) }
    let first = found.count
    if fact.act.reachesContents || fact.ships { reach(rank, fact, references) }
    if fact.act == .void { for entry in first..<found.count { cancel(by: entry) } }
    switch fact.act {
    case .unpackAll:
      if fact.parent >= 0 {
        note(rank, fact.parent, from: -1, listed: fact.parent)
        for child in children[Int(fact.parent)] { leave(child.container, fact.parent) }
        children[Int(fact.parent)] = []
        forgetUnlabelled(on: fact.parent)
      }
    case .unpack:
      for reference in references where reference.role == 2 {
        if fact.parent >= 0 {
          leave(reference.container, fact.parent)
        } else {
          stays[Int(reference.container)] = []
        }
      }
    default: break
    }
    for reference in references { leaveByOwn(rank, fact, reference) }
  }

  // MARK: Opening

  private mutating func open(
    _ rank: UInt32, _ fact: EventFact, _ references: ArraySlice<Reference>
  ) {
    let parent = fact.parent
    containers.packed[Int(parent)] = true
    if fact.flags.contains(.hasQuantities) { containers.hasQuantities[Int(parent)] = true }
    for reference in references where reference.role == 2 {
      let child = reference.container
      if fact.flags.contains(.infersUnpacking) || softEnded[Int(child)] || ended[Int(child)] {
        stays[Int(child)].removeAll { $0.parent != parent }
      }
      softEnded[Int(child)] = false
      if stays[Int(child)].contains(where: { $0.parent == parent }) { continue }
      if child == parent || isAncestor(child, of: parent) {
        cycles.insert(Reach.openingKey(rank, child))
        continue
      }
      stays[Int(child)].append(Stay(parent: parent, rank: rank))
      children[Int(parent)].append(Child(container: child, rank: rank))
      if levels(around: child) > Self.maximumDepth {
        tooDeep.insert(Reach.openingKey(rank, child))
      }
      takeLate(child, parent, rank)
    }
  }

  /// A shipment stamped before the packing it must follow, within the clocks' skew, still
  /// carries the child.
  private mutating func takeLate(_ child: Int32, _ parent: Int32, _ rank: UInt32) {
    var entry = last[Int(parent)]
    while entry >= 0 {
      let ship = facts[Int(found[Int(entry)].rank)]
      if !ship.ships || Skew.exceeded(from: ship, to: facts[Int(rank)]) { return }
      var hasIt = false
      var own = last[Int(child)]
      while own >= 0 && !hasIt && found[Int(own)].rank >= found[Int(entry)].rank {
        hasIt = found[Int(own)].rank == found[Int(entry)].rank
        own = previous[Int(own)]
      }
      if !hasIt { spread(entry, to: child, depth: 1) }
      entry = previous[Int(entry)]
    }
  }

  private func isAncestor(_ container: Int32, of start: Int32) -> Bool {
    var waiting = [start]
    var seen: Set<Int32> = [start]
    while let next = waiting.popLast() {
      for stay in stays[Int(next)] where seen.insert(stay.parent).inserted {
        if stay.parent == container { return true }
        waiting.append(stay.parent)
      }
    }
    return false
  }

  /// How many containers lie in each other, from the outermost around `container` to the innermost
  /// in it; counted to one more than acts reach.
  private func levels(around container: Int32) -> Int {
    let above = levels(from: container) { stays[Int($0)].map(\.parent) }
    let below = levels(from: container) { outer in
      children[Int(outer)].filter { $0.isIn(outer, stays[Int($0.container)]) }.map(\.container)
    }
    return above + 1 + below
  }

  private func levels(from start: Int32, to next: (Int32) -> [Int32]) -> Int {
    var level = next(start)
    var count = 0
    while !level.isEmpty, count <= Self.maximumDepth {
      count += 1
      level = Array(Set(level.flatMap(next)))
    }
    return count
  }

  // MARK: Reaching

  private mutating func reach(
    _ rank: UInt32, _ fact: EventFact, _ references: ArraySlice<Reference>
  ) {
    let listed = references.filter { lists($0, fact) }
    for reference in listed where !has(reference.container, rank) {
      if fact.flags.contains(.hasQuantities) && fact.ships {
        containers.hasQuantities[Int(reference.container)] = true
      }
      note(rank, reference.container, from: -1, listed: reference.container)
    }
    for reference in listed {
      let container = reference.container
      let entry = last[Int(container)]
      guard entry >= 0, found[Int(entry)].rank == rank else { continue }
      if fact.act == .decommission && containers.isSSCC[Int(container)] {
        takeLabelOff(container, rank)
      } else {
        spreadToChildren(entry, depth: 1)
        for child in unlabelled[container] ?? [] where formerly[Int(child)] == container {
          spread(entry, to: child, depth: 1)
        }
        if fact.act == .destroy || fact.act == .dispense || fact.act == .transform {
          clear(below: container, depth: 1)
        }
      }
    }
  }

  /// A logistics label taken off says nothing of the goods: they are loose again. If the label leaves
  /// all the same, they leave with it, unless it had been on its way before.
  private mutating func takeLabelOff(_ container: Int32, _ rank: UInt32) {
    let held = children[Int(container)].map(\.container)
    for child in held { leave(child, container) }
    children[Int(container)] = []
    if wasShipped(container) { return }
    labelsOff.insert(Reach.openingKey(rank, container))
    unlabelled[container, default: []] += held
    for child in held { formerly[Int(child)] = container }
  }

  /// A label that is used anew, commissioned or packed on, has nothing to do with what it was on.
  private mutating func labelAnew(
    _ rank: UInt32, _ fact: EventFact, _ references: ArraySlice<Reference>
  ) {
    var labels: [Int32] = []
    if fact.act == .pack, fact.parent >= 0 { labels = [fact.parent] }
    if fact.act == .commission {
      labels = references.filter { $0.role == 1 }.map(\.container)
    }
    for label in labels where unlabelled[label] != nil {
      forgetUnlabelled(on: label)
      note(rank, label, from: -1, listed: label)
    }
  }

  private mutating func forgetUnlabelled(on container: Int32) {
    for child in unlabelled.removeValue(forKey: container) ?? []
    where formerly[Int(child)] == container {
      formerly[Int(child)] = -1
    }
  }

  /// Whether a shipment of a container, or of what it lay in, stands that was no return.
  private func wasShipped(_ container: Int32) -> Bool {
    var entry = lastShip[Int(container)]
    while entry >= 0 {
      let fact = facts[Int(found[Int(entry)].rank)]
      if fact.ships, !fact.isReturn, !isVoid(entry) { return true }
      entry = previous[Int(entry)]
    }
    return false
  }

  private func lists(_ reference: Reference, _ fact: EventFact) -> Bool {
    switch reference.role {
    case 1: true
    case 2: fact.act != .pack && fact.act != .transform
    case 3: true
    case 4: fact.act == .transform
    default: false
    }
  }

  private mutating func spreadToChildren(_ entry: Int32, depth: Int) {
    if depth >= Self.maximumDepth { return }
    let container = found[Int(entry)].container
    prune(container)
    for child in children[Int(container)] { spread(entry, to: child.container, depth: depth) }
  }

  private mutating func spread(_ entry: Int32, to child: Int32, depth: Int) {
    let rank = found[Int(entry)].rank
    if last[Int(child)] >= 0, found[Int(last[Int(child)])].rank == rank {
      // The event lists parent and child: one act, told once, yet part of the parent's load.
      if found[Int(last[Int(child)])].from < 0, found[Int(entry)].container != child {
        found[Int(last[Int(child)])].from = entry
      }
      return
    }
    note(rank, child, from: entry, listed: found[Int(entry)].listed)
    if facts[Int(rank)].act == .decommission { softEnded[Int(child)] = true }
    spreadToChildren(last[Int(child)], depth: depth + 1)
  }

  private mutating func note(_ rank: UInt32, _ container: Int32, from: Int32, listed: Int32) {
    previous.append(last[Int(container)])
    last[Int(container)] = Int32(clamping: found.count)
    if facts[Int(rank)].ships { lastShip[Int(container)] = last[Int(container)] }
    found.append(ReachEntry(rank: rank, container: container, from: from, listed: listed))
  }

  private func has(_ container: Int32, _ rank: UInt32) -> Bool {
    last[Int(container)] >= 0 && found[Int(last[Int(container)])].rank == rank
  }

  // MARK: Voiding

  /// Finds the shipment a void cancels. What lies in another container goes by that one's, whatever
  /// else was shipped with it since.
  private mutating func cancel(by entry: Int) {
    let void = found[entry]
    var cancelled = void.from >= 0 ? counterparts[void.from] : nil
    if cancelled == nil { cancelled = shipment(cancelledBy: void, after: previous[entry]) }
    guard let cancelled else { return }
    counterparts[Int32(clamping: entry)] = cancelled
    var earlier = previous[entry]
    while earlier >= 0, found[Int(earlier)].rank >= cancelled {
      if found[Int(earlier)].rank == cancelled, !isVoid(earlier) {
        counterparts[earlier] = void.rank
      }
      earlier = previous[Int(earlier)]
    }
  }

  /// The one that fits best of those the container was in and that stand.
  private func shipment(cancelledBy void: ReachEntry, after last: Int32) -> UInt32? {
    var best: (fit: Int, rank: UInt32)?
    var earlier = last
    while earlier >= 0 {
      let ship = found[Int(earlier)]
      if facts[Int(ship.rank)].ships, !isVoid(earlier),
        let fit = match.fit(void.rank, ship.rank, listsSame: ship.listed == void.listed),
        best.map({ fit != $0.fit ? fit > $0.fit : ship.rank > $0.rank }) ?? true
      {
        best = (fit, ship.rank)
      }
      earlier = previous[Int(earlier)]
    }
    return best?.rank
  }

  /// Whether a shipment is void, for the container or for what it lay in then.
  private func isVoid(_ ship: Int32) -> Bool {
    if counterparts.isEmpty { return false }
    var next = ship
    for _ in 0...2 * Self.maximumDepth where next >= 0 {
      if counterparts[next] != nil { return true }
      next = found[Int(next)].from
    }
    return false
  }

  // MARK: Leaving

  private mutating func leaveByOwn(_ rank: UInt32, _ fact: EventFact, _ reference: Reference) {
    let container = Int(reference.container)
    if formerly[container] >= 0, reference.role <= 2, fact.act.placesAnew,
      !has(formerly[container], rank)
    {
      formerly[container] = -1
    }
    if reference.role == 1 && fact.act == .commission && ended[container] {
      ended[container] = false
      stays[container] = []
    }
    if reference.role == 1 && (fact.act == .decommission || fact.act == .sample) {
      ended[container] = true
    }
    if stays[container].isEmpty {
      if reference.role == 1 { softEnded[container] = false }
      return
    }
    let withParent = stays[container].contains { has($0.parent, rank) }
    var leaving = Leaving(
      own: fact, role: Int64(reference.role), listedWithParent: withParent,
      wasShipped: !fact.isReturn || wasShipped(reference.container))
    if reference.role == 1, softEnded[container], !withParent {
      leaving = .inferred
      softEnded[container] = false
    }
    if leaving != .stays { stays[container] = [] }
  }

  private mutating func leave(_ child: Int32, _ parent: Int32) {
    stays[Int(child)].removeAll { $0.parent == parent }
  }

  /// Everything below a destroyed or dispensed container ended with it.
  private mutating func clear(below container: Int32, depth: Int) {
    if depth > Self.maximumDepth { return }
    prune(container)
    let below = children[Int(container)]
    children[Int(container)] = []
    for child in below {
      stays[Int(child.container)] = []
      clear(below: child.container, depth: depth + 1)
    }
  }

  /// Forgets children that left since.
  private mutating func prune(_ container: Int32) {
    children[Int(container)].removeAll { !$0.isIn(container, stays[Int($0.container)]) }
  }
}
