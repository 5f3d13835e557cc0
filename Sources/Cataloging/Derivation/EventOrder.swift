/// The order of events: instant; within one file, document order among events that share an
/// EPC; between files the step rank (`Act.stepRank`), then record time, then event hash, then
/// the file's path. Never a surrogate id, never the order of arrival.
struct EventOrder {
  /// Places among the facts, effective events only, in order.
  private(set) var order: [UInt32] = []
  /// The rank of each fact, `UInt32.max` when it does not act.
  private(set) var ranks: [UInt32]

  init(
    _ table: EventTable, _ effectiveness: Effectiveness, shared: [(event: UInt32, epc: Int64)],
    _ moments: SharedMoments
  ) {
    ranks = Array(repeating: UInt32.max, count: table.facts.count)
    order = SharedMoments.sortedByTime(table)
    var byEvent: [UInt32: [Int64]] = [:]
    for reference in shared where effectiveness.reasons[Int(reference.event)] == .effective {
      byEvent[reference.event, default: []].append(reference.epc)
    }
    order.removeAll { effectiveness.reasons[Int($0)] != .effective }
    var merged: [(start: Int, events: [UInt32])] = []
    SharedMoments.forEachGroup(order, table) { group in
      guard moments.areMixed(group, table) else { return }
      merged.append((group.startIndex, Self.merge(Array(group), table, byEvent)))
    }
    for (start, events) in merged {
      order.replaceSubrange(start..<start + events.count, with: events)
    }
    for (rank, index) in order.enumerated() { ranks[Int(index)] = UInt32(clamping: rank) }
  }

  private struct Priority: Comparable {
    var step: UInt64
    var recordMs: Int64
    var hash: UInt64
    var artifact: Int32
    var place: UInt32

    static func < (a: Priority, b: Priority) -> Bool {
      if a.step != b.step { return a.step < b.step }
      if a.recordMs != b.recordMs { return a.recordMs < b.recordMs }
      if a.hash != b.hash { return a.hash < b.hash }
      if a.artifact != b.artifact { return a.artifact < b.artifact }
      return a.place < b.place
    }
  }

  /// Takes, again and again, the first event whose predecessors in its own file are taken.
  private static func merge(
    _ group: [UInt32], _ table: EventTable, _ references: [UInt32: [Int64]]
  ) -> [UInt32] {
    let sorted = group.sorted {
      let (x, y) = (table.facts[Int($0)], table.facts[Int($1)])
      return x.artifact != y.artifact ? x.artifact < y.artifact : $0 < $1
    }
    var followers: [UInt32: [UInt32]] = [:]
    var waits: [UInt32: Int] = [:]
    var last: [Int64: UInt32] = [:]
    var artifact = Int32.min
    for event in sorted {
      if table.facts[Int(event)].artifact != artifact {
        artifact = table.facts[Int(event)].artifact
        last = [:]
      }
      for epc in references[event] ?? [] {
        if let before = last[epc], before != event {
          followers[before, default: []].append(event)
          waits[event, default: 0] += 1
        }
        last[epc] = event
      }
    }
    var ready = Heap<Priority>()
    func enter(_ event: UInt32) {
      let fact = table.facts[Int(event)]
      let key = table.keys[Int(event)]
      ready.push(
        Priority(
          step: fact.act.stepRank(isReturn: fact.isReturn), recordMs: key.recordMs,
          hash: key.hash, artifact: fact.artifact, place: event))
    }
    for event in sorted where waits[event] == nil { enter(event) }
    var result: [UInt32] = []
    while let next = ready.pop() {
      result.append(next.place)
      for follower in followers[next.place] ?? [] {
        let left = (waits[follower] ?? 1) - 1
        waits[follower] = left
        if left == 0 { enter(follower) }
      }
    }
    return result
  }
}

/// A least-first queue.
struct Heap<Element: Comparable> {
  private var elements: [Element] = []

  mutating func push(_ element: Element) {
    elements.append(element)
    var child = elements.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard elements[child] < elements[parent] else { return }
      elements.swapAt(child, parent)
      child = parent
    }
  }

  mutating func pop() -> Element? {
    guard let first = elements.first, let last = elements.popLast() else { return nil }
    if elements.isEmpty { return first }
    elements[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < elements.count && elements[child] < elements[least] { least = child }
      if least == parent { return first }
      elements.swapAt(parent, least)
      parent = least
    }
  }
}
