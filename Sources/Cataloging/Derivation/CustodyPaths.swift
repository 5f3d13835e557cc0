import GRDB

/// Who owned and who held units after each move, told once for all units that moved together.
final class CustodyPaths {
  /// One step: since an event, or since the unit's own commissioning (`noRank`).
  struct Step: Hashable {
    var rank: UInt32
    var owner: Int32
    var holder: Int32
  }

  private var ids: [[Step]: Int64] = [:]
  private let before: Int64

  /// Goes on behind the paths that are there.
  init(_ db: Database) throws {
    before = try Int64.fetchOne(db, sql: "SELECT max(path_id) FROM custody_path") ?? 0
  }

  /// The number of a path, the same for equal steps.
  func id(of steps: [Step]) -> Int64 {
    if let known = ids[steps] { return known }
    let id = before + Int64(ids.count + 1)
    ids[steps] = id
    return id
  }

  /// Writes custody_path in key order.
  func write(_ db: Database, _ facts: EventFacts, _ glns: Interner) throws {
    let row = try DirectStatement(
      db,
      """
      INSERT INTO custody_path(path_id, seq, from_ms, to_ms, owner_gln, holder_gln, event_id)
      VALUES (?,?,?,?,?,?,?)
      """)
    for (steps, id) in ids.sorted(by: { $0.value < $1.value }) {
      for (index, step) in steps.enumerated() {
        let fact = step.rank == noRank ? nil : facts[Int(step.rank)]
        let next = index + 1 < steps.count ? facts[Int(steps[index + 1].rank)].ms : nil
        row.bind(1, id)
        row.bind(2, Int64(index + 1))
        row.bind(3, fact?.ms)
        row.bind(4, next)
        row.bind(5, glns.word(step.owner))
        row.bind(6, glns.word(step.holder))
        row.bind(7, fact?.id)
        try row.run()
      }
    }
  }
}
