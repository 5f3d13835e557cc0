import GRDB

/// The order of events: instant; within one file, document order among events that share an
/// EPC; between files the step rank (`Act.stepRank`), then record time, then event hash, then
/// the file's path. Never a surrogate id, never the order of arrival.
struct EventOrder {
  /// Places among the facts, effective events only, in order.
  private(set) var order: [UInt32] = []
  /// The rank of each fact, `UInt32.max` when it does not act.
  private(set) var ranks: [UInt32]

  init(
    _ db: Database, _ table: EventTable, _ effectiveness: Effectiveness, _ shared: SharedReferences,
    _ moments: SharedMoments
  ) throws {
    ranks = Array(repeating: UInt32.max, count: table.facts.count)
    order = SharedMoments.sortedByTime(table)
    order.removeAll { effectiveness.reasons[Int($0)] != .effective }
    let keys = try KeyReader(db)
    var merged: [(start: Int, events: [UInt32])] = []
    try SharedMoments.forEachGroup(order, table) { group in
      guard moments.areMixed(group, table) else { return }
      merged.append((group.startIndex, try Self.merge(Array(group), table, shared, keys)))
    }
    for (start, events) in merged {
      order.replaceSubrange(start..<start + events.count, with: events)
    }
    for (rank, index) in order.enumerated() { ranks[Int(index)] = UInt32(clamping: rank) }
  }

  /// Reads what tells events of one instant apart, of those that need it.
  private struct KeyReader {
    let statement: DirectStatement

    init(_ db: Database) throws {
      statement = try DirectStatement(
        db, "SELECT record_ms, hash FROM all_event WHERE event_id = ?")
    }

    func key(of fact: EventFact, at place: UInt32) throws -> Priority {
      statement.bind(1, fact.id)
      defer { statement.reset() }
      let isThere = try statement.next()
      return Priority(
        step: fact.act.stepRank(isReturn: fact.isReturn),
        recordMs: isThere ? statement.optionalInt(0) ?? Int64.max : Int64.max,
        hash: isThere ? EventTable.hash(statement.blob(1)) ?? 0 : 0,
        artifact: fact.artifact, place: place)
    }
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
    _ group: [UInt32], _ table: EventTable, _ references: SharedReferences, _ keys: KeyReader
  ) throws -> [UInt32] {
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
      for reference in references.of(event) {
        if let before = last[reference.epc], before != event {
          followers[before, default: []].append(event)
          waits[event, default: 0] += 1
        }
        last[reference.epc] = event
      }
    }
    var ready = Heap<Priority>()
    func enter(_ event: UInt32) throws {
      ready.push(try keys.key(of: table.facts[Int(event)], at: event))
    }
    for event in sorted where waits[event] == nil { try enter(event) }
    var result: [UInt32] = []
    while let next = ready.pop() {
      result.append(next.place)
      for follower in followers[next.place] ?? [] {
        let left = (waits[follower] ?? 1) - 1
        waits[follower] = left
        if left == 0 { try enter(follower) }
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
