import GRDB

/// Every EPC that holds others or may: parents of any effective aggregation, and every SSCC.
///
/// A container's dense index is its place in the order of kind, GTIN and serial: where one event
/// names several containers, they are taken in an order no surrogate id decides.
struct Containers {
  /// EPC ids by dense index.
  private(set) var ids: [Int64] = []
  private(set) var isSSCC: [Bool] = []
  private(set) var products: [Int64] = []
  private(set) var set = EPCSet()
  /// EPC ids ascending, and the dense index of each.
  private(set) var sortedIDs: [Int64] = []
  private(set) var denseOf: [Int32] = []
  /// Ever the parent of an effective aggregation ADD.
  var packed: [Bool] = []
  /// Contents stated as quantities: of its aggregation, or of the shipment that lists it.
  var hasQuantities: [Bool] = []

  private struct Name {
    var id: Int64
    var kind: Int64
    var product: Int64
    var key: String
  }

  init(_ db: Database, _ table: EventTable, parents: EPCSet, logistic: EPCSet) throws {
    set = parents
    logistic.forEach { set.insert($0) }
    for key in table.keys where key.parent > 0 { set.insert(key.parent) }
    let keys = try DirectStatement(db, "SELECT product_id, gtin FROM product")
    var gtins: [Int64: String] = [:]
    while try keys.next() { gtins[keys.int(0)] = keys.string(1) }
    let one = try DirectStatement(
      db, "SELECT kind, product_id, serial FROM epc WHERE epc_id = ?")
    var names: [Name] = []
    try set.forEach { epc in
      one.bind(1, epc)
      if try one.next() {
        let key = (gtins[one.int(1)] ?? "") + " " + (one.string(2) ?? "")
        names.append(Name(id: epc, kind: one.int(0), product: one.int(1), key: key))
      } else {
        names.append(Name(id: epc, kind: 99, product: 0, key: ""))
      }
      one.reset()
    }
    sortedIDs = names.map(\.id)
    names.sort { $0.kind != $1.kind ? $0.kind < $1.kind : $0.key < $1.key }
    ids = names.map(\.id)
    isSSCC = names.map { $0.kind == 2 }
    products = names.map(\.product)
    denseOf = Array(repeating: -1, count: ids.count)
    for (dense, id) in ids.enumerated() {
      if let place = place(of: id) { denseOf[place] = Int32(clamping: dense) }
    }
    packed = Array(repeating: false, count: ids.count)
    hasQuantities = packed
  }

  /// The dense index of an EPC, -1 when it is no container.
  func index(of epc: Int64) -> Int32 {
    guard set.contains(epc), let place = place(of: epc) else { return -1 }
    return denseOf[place]
  }

  private func place(of epc: Int64) -> Int? {
    var low = 0
    var high = sortedIDs.count
    while low < high {
      let middle = (low + high) / 2
      if sortedIDs[middle] < epc { low = middle + 1 } else { high = middle }
    }
    return low < sortedIDs.count && sortedIDs[low] == epc ? low : nil
  }
}

/// One act on a container that reaches what it holds.
struct ReachEntry {
  var rank: UInt32
  /// The container reached.
  var container: Int32
  /// The entry of its own parent this came through, -1 where the event lists the container.
  var from: Int32
  /// The container the event lists.
  var listed: Int32
}

/// What happened to each container and so to its contents, by container and rank.
struct Reach {
  private(set) var entries: [ReachEntry] = []
  private(set) var starts: [Int32] = []
  /// Openings that would make a container its own ancestor: rank and child.
  var cycles: Set<UInt64> = []
  /// Who holds each container when the records end.
  var openParents: [[Int32]] = []

  /// Brings entries found in event order into container order.
  init(_ found: [ReachEntry], containers: Int, cycles: Set<UInt64>) {
    self.cycles = cycles
    var counts = [Int32](repeating: 0, count: containers + 1)
    for entry in found { counts[Int(entry.container) + 1] += 1 }
    for index in counts.indices.dropFirst() { counts[index] += counts[index - 1] }
    starts = counts
    var places = [Int32](repeating: 0, count: found.count)
    var order = [Int32](repeating: 0, count: found.count)
    for (index, entry) in found.enumerated() {
      order[Int(counts[Int(entry.container)])] = Int32(clamping: index)
      counts[Int(entry.container)] += 1
    }
    for container in 0..<containers {
      let stretch = Int(starts[container])..<Int(starts[container + 1])
      let isSorted = zip(order[stretch], order[stretch].dropFirst()).allSatisfy {
        found[Int($0)].rank <= found[Int($1)].rank
      }
      if !isSorted { order[stretch].sort { found[Int($0)].rank < found[Int($1)].rank } }
    }
    for (place, old) in order.enumerated() { places[Int(old)] = Int32(clamping: place) }
    entries = order.map { old in
      var entry = found[Int(old)]
      if entry.from >= 0 { entry.from = places[Int(entry.from)] }
      return entry
    }
  }

  func range(of container: Int32) -> Range<Int> {
    Int(starts[Int(container)])..<Int(starts[Int(container) + 1])
  }

  /// The first entry of `container` at or after `rank`.
  func first(of container: Int32, from rank: UInt32) -> Int {
    let range = range(of: container)
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].rank < rank { low = middle + 1 } else { high = middle }
    }
    return low
  }

  static func cycleKey(_ rank: UInt32, _ child: Int32) -> UInt64 {
    UInt64(rank) << 32 | UInt64(UInt32(bitPattern: child))
  }
}

/// The rules that end a stay in a container, shared by the pass over containers and the walk
/// of each unit so that both see the same hierarchy.
enum Leaving {
  case stays
  /// Out by inference: a return, or a partner that breaks containers without saying so.
  case inferred
  /// The object's own life or identity ended.
  case ended

  /// What an event that lists the object itself does to its stays.
  init(own fact: EventFact, role: Int64, listedWithParent: Bool) {
    if role == 4 && fact.act == .transform {
      self = .ended
    } else if role != 1 {
      self = .stays
    } else if fact.act.removes {
      self = .ended
    } else if listedWithParent || fact.act == .commission {
      self = .stays
    } else if fact.isReturn && (fact.act == .ship || fact.act == .receive) {
      self = .inferred
    } else if fact.flags.contains(.infersUnpacking) && fact.act.showsAlone {
      self = .inferred
    } else {
      self = .stays
    }
  }
}
