import GRDB

/// What each container held at each shipment and holds at the cut-off, counted item by item.
final class ContentTally {
  private struct Content {
    var children: UInt32 = 0
    var items: UInt32 = 0
    var product: Int32 = 0
    var lot: Int32 = 0
    var expiry = EventFact.none
  }

  private let reach: Reach
  private var contents: [Content]
  private var products: [Int: Set<Int32>] = [:]
  private var lots: [Int: Set<Int32>] = [:]
  private var expiries: [Int: Set<Int32>] = [:]

  init(_ reach: Reach, containers: Int) {
    self.reach = reach
    contents = Array(repeating: Content(), count: reach.entries.count + containers)
  }

  func children(at entry: Int) -> UInt32 { contents[entry].children }

  /// Counts direct children alike at a shipment of their parent and, of items, of all above.
  func add(
    at entry: Int, isItem: Bool, product: Int32, lot: Int32, expiry: Int32, _ times: Int
  ) {
    let times = UInt32(truncatingIfNeeded: times)
    contents[entry].children &+= times
    guard isItem else { return }
    var next = entry
    var depth = 0
    while next >= 0, depth <= 2 * ContainerPass.maximumDepth {
      count(next, product: product, lot: lot, expiry: expiry, times)
      next = Int(reach.entries[next].from)
      depth += 1
    }
  }

  /// Counts direct children alike of an open parent when the records end.
  func addAtCutOff(
    _ parent: Int32, isItem: Bool, product: Int32, lot: Int32, expiry: Int32, _ times: Int
  ) {
    let times = UInt32(truncatingIfNeeded: times)
    contents[reach.entries.count + Int(parent)].children &+= times
    guard isItem else { return }
    if isChain(from: parent) {
      var next = parent
      while true {
        count(reach.entries.count + Int(next), product: product, lot: lot, expiry: expiry, times)
        guard let above = reach.openParents[Int(next)].first else { return }
        next = above
      }
    }
    // No further than at shipments: in a long ring each container would be above each other one.
    var level = [parent]
    var seen: Set<Int32> = [parent]
    for _ in 0...2 * ContainerPass.maximumDepth where !level.isEmpty {
      var above: [Int32] = []
      for next in level {
        count(
          reach.entries.count + Int(next), product: product, lot: lot, expiry: expiry, times)
        for parent in reach.openParents[Int(next)] where seen.insert(parent).inserted {
          above.append(parent)
        }
      }
      level = above
    }
  }

  /// Whether each container above lies in one other at most, up to the outermost.
  private func isChain(from parent: Int32) -> Bool {
    var next = parent
    for _ in 0...ContainerPass.maximumDepth {
      if reach.openParents[Int(next)].count > 1 { return false }
      guard let above = reach.openParents[Int(next)].first else { return true }
      next = above
    }
    return false
  }

  private func count(
    _ slot: Int, product: Int32, lot: Int32, expiry: Int32, _ times: UInt32
  ) {
    contents[slot].items &+= times
    if contents[slot].product == 0 {
      contents[slot].product = product
    } else if contents[slot].product != product {
      products[slot, default: [contents[slot].product]].insert(product)
    }
    if lot != 0, contents[slot].lot != lot {
      if contents[slot].lot == 0 {
        contents[slot].lot = lot
      } else {
        lots[slot, default: [contents[slot].lot]].insert(lot)
      }
    }
    if expiry != EventFact.none, contents[slot].expiry != expiry {
      if contents[slot].expiry == EventFact.none {
        contents[slot].expiry = expiry
      } else {
        expiries[slot, default: [contents[slot].expiry]].insert(expiry)
      }
    }
  }

  /// Writes container_content in key order, on the thread of `relay` while rows are made.
  func write(
    _ db: Database, _ facts: EventFacts, _ containers: Containers, _ relay: RowRelay?
  ) throws {
    let rows = try RowFeed(
      db, into: "container_content", columns: 10, conflict: "OR REPLACE", relay: relay)
    defer { rows.close() }
    var slots: [(event: Int64, slot: Int)] = []
    for (place, id) in containers.sortedIDs.enumerated() {
      let dense = Int(containers.denseOf[place])
      slots.removeAll(keepingCapacity: true)
      for slot in reach.range(of: Int32(clamping: dense)) {
        let fact = facts[Int(reach.entries[slot].rank)]
        if fact.ships { slots.append((fact.id, slot)) }
      }
      if slots.isEmpty { slots.append((0, reach.entries.count + dense)) }
      if slots.count > 1 { slots.sort { $0.event < $1.event } }
      for (event, slot) in slots {
        let content = contents[slot]
        let productCount = products[slot]?.count ?? (content.product == 0 ? 0 : 1)
        let lotCount = lots[slot]?.count ?? (content.lot == 0 ? 0 : 1)
        let expiryCount = expiries[slot]?.count ?? (content.expiry == EventFact.none ? 0 : 1)
        let row = try rows.row()
        row[0] = id
        row[1] = event
        row[2] = Int64(content.children)
        row[3] = Int64(content.items)
        row[4] = Int64(productCount)
        row[5] = Int64(lotCount)
        row[6] = Int64(expiryCount)
        row[7] = productCount == 1 ? Int64(content.product) : RowFeed.null
        row[8] = lotCount == 1 ? Int64(content.lot) : RowFeed.null
        row[9] = expiryCount == 1 ? Int64(content.expiry) : RowFeed.null
      }
    }
    try rows.flush()
    try relay?.settle()
  }
}
