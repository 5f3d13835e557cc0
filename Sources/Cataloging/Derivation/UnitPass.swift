import GRDB

/// Feeds the walk one EPC after the other. Reads nothing from the catalog, so that rows may be
/// written meanwhile.
enum UnitPass {
  /// What decides what comes of an EPC that holds nothing.
  private struct Taken {
    var name = EPCNames.Name()
    var references = UnsafeBufferPointer<UInt64>(start: nil, count: 0)

    @inline(__always)
    func isLike(_ other: Taken) -> Bool {
      guard name == other.name, references.count == other.references.count else { return false }
      for index in references.indices {
        let difference = references[index] ^ other.references[index]
        if UInt32(truncatingIfNeeded: difference) != 0 { return false }
      }
      return true
    }
  }

  /// Takes every EPC of `keys`, which are those of a chunk that begins at the id `first`.
  static func run(
    _ walk: inout UnitWalk, _ keys: [UInt64], first: Int64, _ names: inout EPCNames
  ) throws {
    var before = Taken()
    try keys.withUnsafeBufferPointer { keys in
      var start = 0
      while start < keys.count {
        if keys[start] == UInt64.max {
          start += 1
          continue
        }
        let relative = keys[start] >> 32
        var end = start + 1
        while end < keys.count, keys[end] >> 32 == relative, keys[end] != UInt64.max { end += 1 }
        let epc = first + Int64(relative)
        let taken = Taken(
          name: names.next(epc),
          references: UnsafeBufferPointer(rebasing: keys[start..<end]))
        // Units of a list follow each other: most went the way of the one before.
        if before.isLike(taken), walk.repeats(epc) {
          try walk.again(epc)
        } else {
          try walk.take(
            epc: epc, product: taken.name.product, kind: taken.name.kind, taken.references)
          before = taken
        }
        start = end
      }
    }
    walk.settle()
  }
}
