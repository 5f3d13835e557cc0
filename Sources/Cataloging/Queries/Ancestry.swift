import GRDB

/// What a thing was in, and when: chains of containment up to the depth the derivation bounds.
struct Ancestry {
  /// The deepest chain that is followed, as the derivation bounds it.
  static let depth = 8

  /// A time inside a container, outer or direct.
  struct Stay {
    /// The container.
    var parent: Int64
    /// The event that put the subject, or what holds it, in and the one that took it out.
    var open: Int64
    var close: Int64?
    /// When the subject was inside, half open: also bounded by the stays below.
    var fromMs: Int64
    var toMs: Int64?

    /// Whether an instant lies inside.
    func holds(_ ms: Int64) -> Bool { ms >= fromMs && (toMs.map { ms < $0 } ?? true) }
  }

  /// Every stay of a thing, direct ones first, then outward; each by time.
  static func stays(_ db: Database, of epc: Int64) throws -> [Stay] {
    var all: [Stay] = []
    var frontier: [(child: Int64, from: Int64, to: Int64?)] = [(epc, .min, nil)]
    for _ in 1...depth {
      var next: [(child: Int64, from: Int64, to: Int64?)] = []
      for (child, from, to) in frontier {
        for stay in try direct(db, of: child) {
          let start = max(stay.fromMs, from)
          let end = [stay.toMs, to].compactMap(\.self).min()
          if let end, end < start { continue }
          // A circle comes back to the subject; its events are told already.
          if stay.parent == epc { continue }
          var stay = stay
          (stay.fromMs, stay.toMs) = (start, end)
          all.append(stay)
          next.append((stay.parent, start, end))
        }
      }
      frontier = Array(next.prefix(1000))
      if frontier.isEmpty { break }
    }
    return all
  }

  private static func direct(_ db: Database, of child: Int64) throws -> [Stay] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT parent_id, from_ms, open_event, to_ms, close_event FROM containment
          WHERE child_id = ? ORDER BY from_ms, open_event
          """), arguments: [child]
    ).map { row in
      Stay(
        parent: row["parent_id"], open: row["open_event"], close: row["close_event"],
        fromMs: row["from_ms"], toMs: row["to_ms"])
    }
  }
}
