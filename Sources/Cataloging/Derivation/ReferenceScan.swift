import GRDB

/// One flag per EPC id.
struct EPCSet {
  private var words: [UInt64] = []

  mutating func insert(_ epc: Int64) {
    guard epc >= 0 else { return }
    let word = Int(epc >> 6)
    if word >= words.count {
      words.append(contentsOf: repeatElement(0, count: max(word + 1 - words.count, words.count)))
    }
    words[word] |= 1 << UInt64(epc & 63)
  }

  func contains(_ epc: Int64) -> Bool {
    guard epc >= 0 else { return false }
    let word = Int(epc >> 6)
    return word < words.count && words[word] >> UInt64(epc & 63) & 1 == 1
  }

  /// How many EPCs come before each word of the set, for `place`.
  var countsBefore: [Int32] {
    var count: Int32 = 0
    return words.map { word in
      defer { count += Int32(truncatingIfNeeded: word.nonzeroBitCount) }
      return count
    }
  }

  /// The place of one of the set's EPCs among them.
  func place(of epc: Int64, _ before: [Int32]) -> Int {
    let word = Int(epc >> 6)
    let below = words[word] & (1 << UInt64(epc & 63) - 1)
    return Int(before[word]) + below.nonzeroBitCount
  }

  /// The EPCs in ascending order, as stretches of ids that follow each other.
  func forEachRun(_ body: (ClosedRange<Int64>) throws -> Void) rethrows {
    var run: ClosedRange<Int64>?
    try forEach { epc in
      if let known = run, known.upperBound + 1 == epc {
        run = known.lowerBound...epc
      } else {
        if let run { try body(run) }
        run = epc...epc
      }
    }
    if let run { try body(run) }
  }

  /// The EPCs in ascending order.
  func forEach(_ body: (Int64) throws -> Void) rethrows {
    for (index, word) in words.enumerated() where word != 0 {
      var rest = word
      while rest != 0 {
        try body(Int64(index) << 6 + Int64(rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
  }
}

/// The first reading of references: how many references each stretch of EPC ids has, what each
/// shipment lists, and who takes part in moments that several files share.
struct ReferenceScan {
  /// EPC ids per counting stretch, as a power of two.
  static let stretchBits: Int64 = 14
  /// Beyond this many references at shared moments, document order there is not enforced.
  static let sharedLimit = 4_000_000
  /// Shorter lists are not worth a look of their own.
  private static let leastList = 16

  private(set) var counts: [Int] = []
  private(set) var shared = SharedReferences()
  private(set) var total = 0
  /// Stretches of ids, ascending, that some event names as one list: EPCs of one product.
  private(set) var lists: [ClosedRange<Int64>] = []
  /// Whether there were too many references at shared moments.
  private(set) var isCut = false

  /// Reads every reference to an event of `table`.
  init(
    _ references: ReferenceReader, only events: [Int64]?, _ table: inout EventTable,
    _ shared: SharedMoments
  ) throws {
    let moments = shared.members(of: table)
    var guess = 0
    counts = Array(repeating: 0, count: Int(references.lastEPC >> Self.stretchBits) + 1)
    try references.forEach(of: events) { run in
      let first = max(run.first, (lists.last?.upperBound ?? 0) + 1)
      if run.last >= first + Int64(Self.leastList) { lists.append(first...run.last) }
      guard let index = table.index(of: run.event, near: &guess) else { return }
      count(run)
      if run.role == 2 { table.setChild(index) }
      let trade = table.facts[index].trade
      if trade >= 0 {
        for epc in run.first...run.last { table.list(epc, at: trade) }
      }
      if !moments.isEmpty, moments.contains(Int64(index)), self.shared.count < Self.sharedLimit {
        for epc in run.first...run.last { self.shared.append(epc, of: UInt32(clamping: index)) }
      }
    }
    isCut = self.shared.count >= Self.sharedLimit
    if isCut { self.shared = SharedReferences() }
    self.shared.sort()
    table.settleDissolutions()
  }

  /// Gives up what only the order of events and the names of EPCs ask for.
  mutating func forgetReferences() {
    shared = SharedReferences()
    lists = []
  }

  private mutating func count(_ run: ReferenceReader.Run) {
    var first = run.first
    while first <= run.last {
      let stretch = first >> Self.stretchBits
      let last = min(run.last, (stretch + 1) << Self.stretchBits - 1)
      counts[Int(stretch)] += Int(last - first) + 1
      first = last + 1
    }
    total += Int(run.last - run.first) + 1
  }
}

/// The EPCs that events at shared moments name, by the event's place.
struct SharedReferences {
  typealias Reference = (event: UInt32, epc: Int64)

  private var all: [Reference] = []
  private var isSorted = true

  var count: Int { all.count }

  mutating func append(_ epc: Int64, of event: UInt32) {
    if let last = all.last, last.event > event { isSorted = false }
    all.append((event, epc))
  }

  /// Puts the references in the order of events, in which they nearly always come.
  mutating func sort() {
    if !isSorted { all.sort { $0.event < $1.event } }
    isSorted = true
  }

  func of(_ event: UInt32) -> ArraySlice<Reference> {
    var low = 0
    var high = all.count
    while low < high {
      let middle = (low + high) / 2
      if all[middle].event < event { low = middle + 1 } else { high = middle }
    }
    while high < all.count, all[high].event == event { high += 1 }
    return all[low..<high]
  }
}

/// Events of one instant that come from more than one file.
struct SharedMoments {
  /// The file of the effective events that are not in the table, by instant; -1 for several.
  private var outside: [Int64: Int32] = [:]

  /// `outside` tells the artifact at each instant, 0 for several.
  init(outside: [Int64: Int64], _ table: EventTable) {
    for (ms, artifact) in outside {
      self.outside[ms] = artifact == 0 ? -1 : table.artifacts.place(of: artifact)
    }
  }

  /// Whether events of one instant come from more than one file.
  func areMixed(_ group: ArraySlice<UInt32>, _ table: EventTable) -> Bool {
    let first = table.facts[Int(group[group.startIndex])]
    if !outside.isEmpty, let other = outside[first.ms], other != first.artifact { return true }
    return group.contains { table.facts[Int($0)].artifact != first.artifact }
  }

  struct Members {
    var set = EPCSet()
    var isEmpty = true
    func contains(_ index: Int64) -> Bool { set.contains(index) }
  }

  func members(of table: EventTable) -> Members {
    var members = Members()
    let order = Self.sortedByTime(table)
    Self.forEachGroup(order, table) { group in
      guard areMixed(group, table) else { return }
      members.isEmpty = false
      for index in group { members.set.insert(Int64(index)) }
    }
    return members
  }

  /// Every event by instant, then by its place in the catalog.
  static func sortedByTime(_ table: EventTable) -> [UInt32] {
    let facts = table.facts
    var order = Array(0..<UInt32(clamping: facts.count))
    if zip(facts, facts.dropFirst()).allSatisfy({ $0.ms <= $1.ms }) { return order }
    order.sort { a, b in
      let (x, y) = (facts[Int(a)].ms, facts[Int(b)].ms)
      return x != y ? x < y : a < b
    }
    return order
  }

  static func forEachGroup(
    _ order: [UInt32], _ table: EventTable, _ body: (ArraySlice<UInt32>) throws -> Void
  ) rethrows {
    var start = 0
    while start < order.count {
      let ms = table.facts[Int(order[start])].ms
      var end = start + 1
      while end < order.count, table.facts[Int(order[end])].ms == ms { end += 1 }
      if end - start > 1 { try body(order[start..<end]) }
      start = end
    }
  }
}
