import GRDB
import Settings

/// Whose the units of a lot are and who has them, as far as the events say.
enum UnitHands: Int, Comparable {
  /// The firm itself.
  case own
  /// A logistics provider has what is the firm's own.
  case logistics
  /// Somebody else who works on goods for their owner has what is the firm's own.
  case service
  /// A partner has what is still the firm's own by the events.
  case partner
  /// It left, and the events do not say to which owner.
  case notStated
  /// The last sale that counts went to another owner.
  case sold

  static func < (left: UnitHands, right: UnitHands) -> Bool { left.rawValue < right.rawValue }
}

/// The units of a lot by the state they ended in and whose they are, and which of them went out
/// first in something; read in one pass; items only, containers aside.
struct LotCensus {
  /// Units that share their end.
  struct Group {
    var state: String
    var disposition: String?
    /// Whether a commissioning event that counts names them.
    var isCommissioned: Bool
    var hands: UnitHands
    var units: Int64
    /// When the first of them came to that state, UTC milliseconds.
    var firstMs: Int64?
  }

  /// In the order of state, disposition and hands.
  let groups: [Group]
  /// What the units share that were shipped first inside a container.
  private let firstShipped: [Int64]

  /// Counts the units of a lot.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  init(_ db: Database, lot id: Int64) throws {
    // Units are counted by fate first: a lot has a tenth as many fates as units.
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          WITH u AS MATERIALIZED (
            SELECT u.fate_id, u.commission_event IS NOT NULL AS made, count(*) AS units,
              min(u.commission_ms) AS made_ms
            FROM fate f JOIN unit_fate u ON u.fate_id = f.fate_id
            WHERE f.lot_id = ? AND f.is_container = 0 GROUP BY 1, 2)
          SELECT u.fate_id, u.made, u.units, CASE f.state_event WHEN 0 THEN u.made_ms
              ELSE f.state_ms END, f.state, f.disposition,
            (SELECT min(s.ship_ms) FROM fate_shipment s
              WHERE s.fate_id = u.fate_id AND s.listed_id IS NOT NULL),
            (SELECT max(CASE WHEN p.gln IS NULL THEN s.ship_ms END)
                >= coalesce(max(CASE WHEN p.gln IS NOT NULL THEN s.ship_ms END), min(s.ship_ms))
              FROM fate_shipment s JOIN all_shipment a ON a.shipment_event = s.shipment_event
              LEFT JOIN run_partner p ON p.gln = a.to_owner_gln
                AND (p.own = 1 OR p.role = 'affiliate')
              WHERE s.fate_id = u.fate_id AND s.void_event IS NULL AND a.is_sale = 1
                AND a.is_return = 0) AS is_sold,
            coalesce((SELECT c.owner_gln FROM custody_path c WHERE c.path_id = f.custody_path
              ORDER BY c.seq DESC LIMIT 1), a.to_owner_gln) AS owner,
            coalesce((SELECT c.holder_gln FROM custody_path c WHERE c.path_id = f.custody_path
              ORDER BY c.seq DESC LIMIT 1), r.at_gln, a.to_gln, a.to_owner_gln) AS holder
          FROM u JOIN fate f ON f.fate_id = u.fate_id
          LEFT JOIN all_shipment a ON a.shipment_event = f.last_ship_event
          LEFT JOIN all_receipt r ON r.receipt_event = f.state_event
          """), arguments: [id])
    let parties = try Self.parties(db)
    var ends: [End: (units: Int64, firstMs: Int64?)] = [:]
    var first: (ms: Int64, fates: [Int64]) = (.max, [])
    while let row = try rows.next() {
      let (fate, units, ms): (Int64, Int64, Int64?) = (row[0], row[2], row[3])
      let hands = Self.hands(
        isSold: row["is_sold"] ?? false, owner: row["owner"], holder: row["holder"], parties)
      let end = End(state: row[4], disposition: row[5], isCommissioned: row[1], hands: hands)
      let known = ends[end]
      ends[end] = (
        (known?.units ?? 0) &+ units, [known?.firstMs, ms].compactMap(\.self).min()
      )
      guard let shipped = row[6] as Int64?, shipped <= first.ms else { continue }
      if shipped < first.ms { first = (shipped, []) }
      first.fates.append(fate)
    }
    groups = ends.sorted { $0.key < $1.key }.map { end, units in
      Group(
        state: end.state, disposition: end.disposition, isCommissioned: end.isCommissioned,
        hands: end.hands, units: units.units, firstMs: units.firstMs)
    }
    firstShipped = first.fates
  }

  /// Partners as configured; those of the firm and its group are its own.
  private static func parties(_ db: Database) throws -> [String: (role: TradeRole?, isOwn: Bool)] {
    let rows = try Row.fetchAll(db, sql: "SELECT gln, role, own FROM run_partner")
    return rows.reduce(into: [:]) { parties, row in
      let role: String? = row["role"]
      parties[row["gln"]] = (
        role.flatMap { TradeRole(rawValue: $0) }, row["own"] == 1 || role == "affiliate"
      )
    }
  }

  private static func hands(
    isSold: Bool, owner: String?, holder: String?,
    _ parties: [String: (role: TradeRole?, isOwn: Bool)]
  ) -> UnitHands {
    if isSold { return .sold }
    guard let holder else { return .own }
    let party = parties[holder]
    if party?.isOwn == true { return .own }
    if let owner, parties[owner]?.isOwn != true { return .notStated }
    if party?.role == .logistics { return .logistics }
    if party?.role?.isService == true { return .service }
    return owner == nil ? .notStated : .partner
  }

  private struct End: Hashable, Comparable {
    var state: String
    var disposition: String?
    var isCommissioned: Bool
    var hands: UnitHands

    /// As SQLite orders them: by bytes, nothing before everything.
    static func < (left: End, right: End) -> Bool {
      if left.state != right.state {
        return left.state.utf8.lexicographicallyPrecedes(right.state.utf8)
      }
      if left.disposition != right.disposition {
        guard let other = right.disposition else { return false }
        return left.disposition.map { $0.utf8.lexicographicallyPrecedes(other.utf8) } ?? true
      }
      if left.isCommissioned != right.isCommissioned { return right.isCommissioned }
      return left.hands < right.hands
    }
  }

  /// The first unit by serial of the first shipment that carried units of the lot inside something,
  /// so that ids of the catalog decide nothing.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  func firstShippedInside(_ db: Database, lot id: Int64) throws -> Int64? {
    let statement = try db.cachedStatement(
      sql: """
        SELECT u.epc_id, e.serial FROM fate f JOIN unit_fate u ON u.fate_id = f.fate_id
          JOIN epc e ON e.epc_id = u.epc_id
        WHERE f.fate_id = ? AND f.lot_id = ? AND f.is_container = 0 ORDER BY e.serial LIMIT 1
        """)
    var first: (id: Int64, serial: String)?
    for fate in firstShipped {
      guard let row = try Row.fetchOne(statement, arguments: [fate, id]) else { continue }
      let serial: String = row[1]
      if first.map({ serial.utf8.lexicographicallyPrecedes($0.serial.utf8) }) ?? true {
        first = (row[0], serial)
      }
    }
    return first?.id
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
