import GRDB

/// The units of a lot by the state they ended in, counted in one pass; items only, containers
/// aside.
struct LotCensus {
  /// Units that share their end.
  struct Group {
    var state: String
    var disposition: String?
    /// Whether a commissioning event that counts names them.
    var isCommissioned: Bool
    var units: Int64
    /// When the first of them came to that state, UTC milliseconds.
    var firstMs: Int64?
  }

  /// In the order of state and disposition.
  let groups: [Group]

  /// Counts the units of a lot.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  init(_ db: Database, lot id: Int64) throws {
    // Units are counted by fate first: a lot has a tenth as many fates as units.
    groups = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          WITH u AS MATERIALIZED (
            SELECT u.fate_id, u.commission_event IS NOT NULL AS made, count(*) AS units,
              min(u.commission_ms) AS made_ms
            FROM fate f JOIN unit_fate u ON u.fate_id = f.fate_id
            WHERE f.lot_id = ? AND f.is_container = 0 GROUP BY 1, 2)
          SELECT f.state, f.disposition, u.made, sum(u.units),
            min(CASE f.state_event WHEN 0 THEN u.made_ms ELSE f.state_ms END)
          FROM u JOIN fate f ON f.fate_id = u.fate_id GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
          """), arguments: [id]
    ).map { row in
      Group(
        state: row[0], disposition: row[1], isCommissioned: row[2], units: row[3],
        firstMs: row[4])
    }
  }

  /// How many units each state has.
  var states: [LotCount] {
    groups.reduce(into: []) { states, group in
      if states.last?.name == group.state {
        states[states.count - 1].units &+= group.units
      } else {
        states.append(LotCount(name: group.state, units: group.units))
      }
    }
  }

  /// When the first unit came to each state.
  var firsts: [(state: String, ms: Int64?)] {
    groups.reduce(into: []) { firsts, group in
      guard firsts.last?.state == group.state else {
        return firsts.append((group.state, group.firstMs))
      }
      firsts[firsts.count - 1].ms =
        [firsts[firsts.count - 1].ms, group.firstMs].compactMap { $0 }.min()
    }
  }
}
