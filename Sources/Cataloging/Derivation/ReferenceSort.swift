import GRDB

/// References by EPC and rank, sorted in memory a bounded number of EPCs at a time.
struct ReferenceSort {
  /// References held at once: eight bytes each.
  static let limit = 4_000_000

  /// One stretch of EPC ids that fits into memory.
  struct Chunk {
    var first: Int64
    /// Counting stretches of `ReferenceScan` covered, with their reference counts.
    var counts: ArraySlice<Int>
    var total: Int
  }

  /// Cuts the counted stretches into chunks of at most `limit` references.
  static func chunks(_ counts: [Int]) -> [Chunk] {
    var chunks: [Chunk] = []
    var start = 0
    var total = 0
    for (index, count) in counts.enumerated() {
      if total > 0, total + count > limit {
        chunks.append(chunk(counts, start, index, total))
        start = index
        total = 0
      }
      total += count
    }
    if total > 0 { chunks.append(chunk(counts, start, counts.count, total)) }
    return chunks
  }

  private static func chunk(_ counts: [Int], _ start: Int, _ end: Int, _ total: Int) -> Chunk {
    Chunk(
      first: Int64(start) << ReferenceScan.stretchBits, counts: counts[start..<end], total: total)
  }

  /// Reads the references of one chunk into key order. `containers` receives every reference of
  /// a container, whatever chunk it is in, when wanted.
  static func load(
    _ references: ReferenceReader, of events: [Int64]?, _ chunk: Chunk, _ index: RankIndex,
    container: ((ContainerPass.Reference) -> Void)?, containers: Containers
  ) throws -> [UInt64] {
    var places: [Int] = []
    var next = 0
    for count in chunk.counts {
      places.append(next)
      next += count
    }
    let starts = places
    let bits = ReferenceScan.stretchBits
    let firstStretch = Int(chunk.first >> bits)
    let end = chunk.first + Int64(chunk.counts.count) << bits
    var keys = [UInt64](repeating: UInt64.max, count: chunk.total)
    var guess = 0
    try references.forEach(of: events) { run in
      guard let rank = index.rank(of: run.event, near: &guess) else { return }
      let role = UInt64(truncatingIfNeeded: run.role)
      for epc in run.first...run.last {
        if let container {
          let dense = containers.index(of: epc)
          if dense >= 0 {
            container(
              ContainerPass.Reference(
                rank: rank, role: UInt8(truncatingIfNeeded: role), container: dense))
          }
        }
        guard epc >= chunk.first, epc < end else { continue }
        let stretch = Int(epc >> bits) - firstStretch
        keys[places[stretch]] = UnitWalk.key(
          epc: UInt64(epc - chunk.first), rank: rank, role: role)
        places[stretch] += 1
      }
    }
    var sorter = StretchSort()
    keys.withUnsafeMutableBufferPointer { keys in
      for stretch in starts.indices where places[stretch] - starts[stretch] > 1 {
        sorter.sort(UnsafeMutableBufferPointer(rebasing: keys[starts[stretch]..<places[stretch]]))
      }
    }
    // Unused places stay at the end of their stretch as `UInt64.max`, which the walk skips.
    return keys
  }
}

/// Sorts the references of one stretch. They come in the order of events, which is nearly that of
/// ranks: dealt out by EPC, those of each EPC have next to nothing left to sort.
private struct StretchSort {
  private static let size = 1 << Int(ReferenceScan.stretchBits)
  private var ends = [Int](repeating: 0, count: size)
  private var dealt: [UInt64] = []

  mutating func sort(_ keys: UnsafeMutableBufferPointer<UInt64>) {
    for index in ends.indices { ends[index] = 0 }
    if dealt.count < keys.count { dealt = Array(repeating: 0, count: keys.count) }
    ends.withUnsafeMutableBufferPointer { ends in
      dealt.withUnsafeMutableBufferPointer { dealt in
        for key in keys { ends[Self.epc(key)] += 1 }
        var next = 0
        for epc in ends.indices {
          let count = ends[epc]
          ends[epc] = next
          next += count
        }
        for key in keys {
          let epc = Self.epc(key)
          dealt[ends[epc]] = key
          ends[epc] += 1
        }
        var start = 0
        for end in ends where end > start {
          Self.settle(UnsafeMutableBufferPointer(rebasing: dealt[start..<end]))
          start = end
        }
        for index in keys.indices { keys[index] = dealt[index] }
      }
    }
  }

  private static func epc(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: key >> 32) & (size - 1)
  }

  private static func settle(_ keys: UnsafeMutableBufferPointer<UInt64>) {
    if keys.count > 32 {
      var keys = keys
      return keys.sort()
    }
    for index in keys.indices.dropFirst() {
      let key = keys[index]
      var place = index
      while place > 0, keys[place - 1] > key {
        keys[place] = keys[place - 1]
        place -= 1
      }
      keys[place] = key
    }
  }
}

/// From event id to rank.
struct RankIndex {
  /// Events of a file have ids that follow each other: the first id of each such stretch and its
  /// place among the events.
  private var ids: [Int64] = []
  private var places: [Int] = []
  private let ranks: [UInt32]

  init(_ table: EventTable, _ order: EventOrder) {
    ranks = order.ranks
    var next: Int64?
    for (place, fact) in table.facts.enumerated() {
      if fact.id != next {
        ids.append(fact.id)
        places.append(place)
      }
      next = fact.id + 1
    }
    places.append(table.facts.count)
  }

  /// `guess` is the stretch found last.
  func rank(of id: Int64, near guess: inout Int) -> UInt32? {
    if guess >= ids.count || !holds(guess, id) {
      if guess + 1 < ids.count, holds(guess + 1, id) {
        guess += 1
      } else {
        guess = stretch(of: id)
        if guess >= ids.count || !holds(guess, id) { return nil }
      }
    }
    let rank = ranks[places[guess] + Int(id - ids[guess])]
    return rank == noRank ? nil : rank
  }

  private func holds(_ stretch: Int, _ id: Int64) -> Bool {
    let start = ids[stretch]
    return id >= start && id - start < Int64(places[stretch + 1] - places[stretch])
  }

  /// The last stretch that does not begin behind an id, 0 when all do.
  private func stretch(of id: Int64) -> Int {
    var low = 0
    var high = ids.count
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] <= id { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }
}
