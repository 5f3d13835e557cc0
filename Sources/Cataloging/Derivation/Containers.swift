import GRDB
import Glibc

/// Every EPC that holds others or may: parents in any effective event, and every SSCC.
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

  /// How many of the set come before each word of it.
  private var before: [Int32] = []

  init(
    _ db: Database, _ table: EventTable, _ effectiveness: Effectiveness,
    _ references: ReferenceReader, logistic: EPCSet
  ) throws {
    set = logistic
    for (index, fact) in table.facts.enumerated()
    where fact.parent >= 0 && effectiveness.reasons[index] == .effective {
      let parent = table.parents[Int(fact.parent)]
      try references.check(parent: parent, of: fact.id)
      set.insert(parent)
    }
    before = set.countsBefore
    var names = try ContainerNames(db)
    try set.forEachRun { try names.read($0) }
    sortedIDs = names.all.map(\.id)
    let sorted = names.sorted()
    ids = sorted.map(\.id)
    isSSCC = sorted.map { $0.kind == 2 }
    products = sorted.map(\.product)
    denseOf = Array(repeating: -1, count: ids.count)
    for (dense, name) in sorted.enumerated() { denseOf[name.place] = Int32(clamping: dense) }
    packed = Array(repeating: false, count: ids.count)
    hasQuantities = packed
  }

  /// The dense index of an EPC, -1 when it is no container.
  func index(of epc: Int64) -> Int32 {
    set.contains(epc) ? denseOf[set.place(of: epc, before)] : -1
  }
}

/// What containers are put in order by.
private struct ContainerNames {
  struct Name {
    var id: Int64
    /// Its place among the ids.
    var place: Int
    var kind: Int64
    var product: Int64
    /// The place of its GTIN among all in order, 0 for none.
    var gtin: Int32
    /// Where the bytes of its serial stand.
    var start: Int
    var count: Int
  }

  /// By ascending id.
  private(set) var all: [Name] = []
  private var serials: [UInt8] = []
  private var gtins: [Int64: Int32] = [:]
  private let rows: DirectStatement

  init(_ db: Database) throws {
    rows = try DirectStatement(
      db,
      """
      SELECT epc_id, kind, product_id, serial FROM epc WHERE epc_id BETWEEN ? AND ? ORDER BY epc_id
      """)
    let products = try DirectStatement(
      db, "SELECT product_id, dense_rank() OVER (ORDER BY gtin) FROM product")
    while try products.next() { gtins[products.int(0)] = Int32(clamping: products.int(1)) }
  }

  /// Takes EPCs whose ids follow each other and those taken before.
  mutating func read(_ epcs: ClosedRange<Int64>) throws {
    rows.bind(1, epcs.lowerBound)
    rows.bind(2, epcs.upperBound)
    var next = epcs.lowerBound
    while try rows.next() {
      addUnknown(from: next, before: rows.int(0))
      next = rows.int(0) + 1
      let start = serials.count
      if let serial = rows.text(3) { serials.append(contentsOf: serial) }
      all.append(
        Name(
          id: rows.int(0), place: all.count, kind: rows.int(1), product: rows.int(2),
          gtin: gtins[rows.int(2)] ?? 0, start: start, count: serials.count - start))
    }
    addUnknown(from: next, before: epcs.upperBound + 1)
  }

  /// EPCs the catalog does not have.
  private mutating func addUnknown(from first: Int64, before end: Int64) {
    for id in first..<max(first, end) {
      all.append(
        Name(id: id, place: all.count, kind: 99, product: 0, gtin: 0, start: 0, count: 0))
    }
  }

  /// By kind, GTIN and serial.
  func sorted() -> [Name] {
    serials.withUnsafeBytes { serials in
      all.sorted { a, b in
        if a.kind != b.kind { return a.kind < b.kind }
        if a.gtin != b.gtin { return a.gtin < b.gtin }
        guard let start = serials.baseAddress else { return false }
        let order = memcmp(start + a.start, start + b.start, min(a.count, b.count))
        return order != 0 ? order < 0 : a.count < b.count
      }
    }
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
  /// Openings with more containers in each other than acts reach: rank and child.
  var tooDeep: Set<UInt64> = []
  /// Labels taken off pallets that had not been shipped: rank and container. What the pallet held is
  /// loose, but leaves under that label unless something else is told of it.
  var labelsOff: Set<UInt64> = []
  /// Who holds each container when the records end.
  var openParents: [[Int32]] = []
  /// By places among the entries: the void that cancels a shipment, the shipment a void cancels.
  private var counterparts: [Int32: UInt32] = [:]

  /// Brings entries found in event order into container order.
  init(
    _ found: [ReachEntry], containers: Int, cycles: Set<UInt64>, _ counterparts: [Int32: UInt32]
  ) {
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
    for (old, rank) in counterparts { self.counterparts[places[Int(old)]] = rank }
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

  /// The entry of `container` at `rank`, -1 when there is none.
  func entry(of container: Int32, at rank: UInt32) -> Int {
    let place = first(of: container, from: rank)
    return place < range(of: container).upperBound && entries[place].rank == rank ? place : -1
  }

  /// Whether the container of an act, or what it lay in then, was in another act of that rank.
  func wasIn(_ rank: UInt32, entry: Int) -> Bool {
    var next = entry
    for _ in 0...2 * ContainerPass.maximumDepth where next >= 0 {
      if self.entry(of: entries[next].container, at: rank) >= 0 { return true }
      next = Int(entries[next].from)
    }
    return false
  }

  /// The shipment that the act of a void on a container cancels, `noRank` when it is not known.
  func shipment(cancelledBy entry: Int) -> UInt32 {
    entry >= 0 ? counterparts[Int32(clamping: entry)] ?? noRank : noRank
  }

  /// The void that cancels a shipment of a container, or of what that lay in then; `noRank` when
  /// it stands.
  func void(ofShipment entry: Int) -> UInt32 {
    if counterparts.isEmpty { return noRank }
    var next = entry
    for _ in 0...2 * ContainerPass.maximumDepth where next >= 0 {
      if let rank = counterparts[Int32(clamping: next)] { return rank }
      next = Int(entries[next].from)
    }
    return noRank
  }

  static func openingKey(_ rank: UInt32, _ child: Int32) -> UInt64 {
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

  /// What an event that lists the object itself does to its stays. What never left (`wasShipped`) is not
  /// taken out of its case by another of its number that comes back.
  init(own fact: EventFact, role: Int64, listedWithParent: Bool, wasShipped: Bool) {
    if role == 4 && fact.act == .transform {
      self = .ended
    } else if role != 1 {
      self = .stays
    } else if fact.act.removes {
      self = .ended
    } else if listedWithParent || fact.act == .commission {
      self = .stays
    } else if fact.isReturn && (fact.act == .ship || fact.act == .receive) {
      self = wasShipped ? .inferred : .stays
    } else if fact.flags.contains(.infersUnpacking) && fact.act.showsAlone {
      self = .inferred
    } else {
      self = .stays
    }
  }
}
