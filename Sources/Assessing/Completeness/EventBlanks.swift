internal import GRDB
internal import Settings

/// What events leave open that a check reads: sales cannot be told without owners, expired goods not
/// without an expiry, what came first not without a time. Each is looked up once per assessment.
final class EventBlanks {
  /// One thing events may leave open.
  private struct Rule {
    /// Tables whose columns need it.
    var tables: Set<String>
    /// The columns; any when empty.
    var columns: Set<String> = []
    /// Counts the cases in scope.
    var count: String
    /// Counts what could be a case; `nil` where one case is enough to keep a check from met.
    var all: String?
    var one: String
    var many: String
    /// Whether it says nothing of why there was nothing to examine.
    var isOnlyForMet = false

    func concerns(_ reads: [String: Set<String>]) -> Bool {
      reads.contains { table, read in
        tables.contains(table) && (columns.isEmpty || !columns.isDisjoint(with: read))
      }
    }
  }

  private static let shipments: Set = ["shipment", "all_shipment"]
  private static let units: Set = [
    "unit", "all_unit", "lot", "all_lot", "lot_fact", "shipment_lot",
  ]
  private static let packs =
    "SELECT count(*) FROM temp.unit WHERE kind = 1 AND is_container = 0 AND commission_count > 0"
  private static let sent =
    "SELECT count(*) FROM temp.shipment s WHERE s.is_return = 0 AND s.void_event IS NULL"
  private static let sales = sent + " AND s.is_sale = 1"
  private static let objects = "SELECT count(*) FROM temp.event WHERE event_type = 'object'"
  private static let untimed = "SELECT count(*) FROM temp.event WHERE event_ms IS NULL"

  private static let rules = [
    Rule(
      tables: shipments, columns: ["is_sale", "from_owner_gln", "to_owner_gln"],
      count: """
        SELECT count(*) FROM temp.shipment s LEFT JOIN run_partner t ON t.gln = s.to_gln
        WHERE s.is_return = 0 AND s.void_event IS NULL
          AND (s.from_owner_gln IS NULL OR s.to_owner_gln IS NULL)
          AND coalesce(t.own, 0) = 0 AND coalesce(t.role, '') <> '3pl'
        """, all: sent, one: "shipment names no owner", many: "shipments name no owner"),
    Rule(
      tables: ["run_partner"], columns: ["own"],
      count: sales + " AND s.from_owner_gln NOT IN (SELECT gln FROM run_partner)", all: sales,
      one: "sale is by a firm the configuration does not name",
      many: "sales are by firms the configuration does not name"),
    Rule(
      tables: ["run_partner"], columns: ["role", "sends_receipts"],
      count: sales + " AND s.to_owner_gln NOT IN (SELECT gln FROM run_partner)", all: sales,
      one: "sale is to a partner the configuration does not name",
      many: "sales are to partners the configuration does not name"),
    Rule(
      tables: shipments.union(["shipment_unit", "shipment_lot"]),
      count: objects + " AND biz_step IS NULL", all: objects,
      one: "event states no business step", many: "events state no business step"),
    Rule(
      tables: ["life_defect", "unit", "all_unit"],
      count: objects + " AND biz_step IS NULL", all: objects,
      one: "event states no business step", many: "events state no business step",
      isOnlyForMet: true),
    Rule(
      tables: units, columns: ["lot_id"], count: packs + " AND lot_id IS NULL", all: packs,
      one: "unit has no lot", many: "units have no lot"),
    Rule(
      tables: units, columns: ["expiry_day"], count: packs + " AND expiry_day IS NULL", all: packs,
      one: "unit has no expiry", many: "units have no expiry"),
    Rule(
      tables: ["life_defect"], count: untimed, one: "event states no time",
      many: "events state no time"),
    Rule(
      tables: shipments.union(["shipment_unit"]), columns: ["ship_ms", "ship_day"], count: untimed,
      one: "event states no time", many: "events state no time"),
  ]

  private let db: Database
  private let inspection: Inspection
  private var known: [String: Int] = [:]

  init(_ db: Database, inspection: Inspection) {
    self.db = db
    self.inspection = inspection
  }

  /// What the statements of a check that examined something, or nothing, need and events leave open,
  /// in words; `nil` when nothing is. One case tells that what was not examined may be there; what
  /// was examined it calls in question when it is more than a fifth of them, or of order.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  func leftOpen(_ statements: [String], examined: Bool) throws -> String? {
    let reads = try statements.map { try inspection.report($0).ownReads }
    var words: [String] = []
    for rule in Self.rules where reads.contains(where: rule.concerns) {
      if rule.isOnlyForMet, !examined { continue }
      let count = try number(rule.count)
      if count == 0 { continue }
      if examined, let all = rule.all, try number(all) / 5 >= count { continue }
      let text = Noun.counted(count, rule.one, rule.many)
      if !words.contains(text) { words.append(text) }
    }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }

  private func number(_ sql: String) throws -> Int {
    if let known = known[sql] { return known }
    let count = try Int.fetchOne(db, sql: sql) ?? 0
    known[sql] = count
    return count
  }
}
