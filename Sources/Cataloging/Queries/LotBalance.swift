import GRDB

/// Where the units of a lot are, as a chain of amounts whose losses are named and which add up.
package struct LotBalance: Codable, Equatable, Sendable {
  /// What an amount does to the chain.
  package enum Role: String, Codable, Sendable {
    /// The chain stands at this amount.
    case level
    /// Leaves the chain here.
    case loss
    /// Was sold to another owner, whatever became of it afterwards.
    case sold
    /// Went out, and the events do not say to which owner.
    case moved
    /// Still the firm's own, but with somebody else, or not free.
    case kept
    /// Two sources differ by this amount.
    case difference
  }

  /// One amount.
  package struct Step: Codable, Equatable, Sendable {
    /// What it is.
    package var name: String
    /// Units; a difference may be negative.
    package var units: Int64
    /// What it does.
    package var role: Role
    /// Where the figure comes from: `events`, or a record kind.
    package var from: String
  }

  /// The amounts in order.
  package var steps: [Step]

  /// Reads the balance of a lot; items only, containers aside.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  static func read(_ db: Database, lot id: Int64, _ census: LotCensus) throws -> LotBalance {
    var steps = try reported(db, id)
    let ends = census.groups.filter(\.isCommissioned)
    let made = ends.reduce(0) { $0 &+ $1.units }
    if let last = steps.last, last.units != made {
      steps.append(
        Step(
          name: "Difference to the events", units: made &- last.units, role: .difference,
          from: "events"))
    }
    steps.append(Step(name: "Commissioned", units: made, role: .level, from: "events"))
    var rest = made
    var groups: [(order: Int, step: Step)] = []
    for end in ends {
      guard let place = place(end.state, end.hands) else { continue }
      let disposition = end.disposition?.replacing("_", with: " ")
      var name = place.name
      if place.role == .loss, let disposition, disposition != place.name.lowercased() {
        name += ", \(disposition)"
      }
      let units = end.units
      rest &-= units
      if let known = groups.firstIndex(where: { $0.step.name == name }) {
        groups[known].step.units &+= units
      } else {
        groups.append(
          (place.order, Step(name: name, units: units, role: place.role, from: "events")))
      }
    }
    steps += groups.sorted { ($0.order, $0.step.name) < ($1.order, $1.step.name) }.map(\.step)
    steps.append(Step(name: "In own stock", units: rest, role: .level, from: "events"))
    return LotBalance(steps: steps)
  }

  /// Where units in a state and in somebody's hands stand in the chain; nil for the own stock.
  private static func place(
    _ state: String, _ hands: UnitHands
  ) -> (order: Int, name: String, role: Role)? {
    if hands == .sold {
      return switch state {
      case "received": (11, "Sold, with a receipt", .sold)
      case "returned": (13, "Sold, came back", .sold)
      case "commissioned", "packed", "shipped", "unknown": (10, "Sold", .sold)
      case "held": (12, "Sold, on hold", .sold)
      default: (12, "Sold, \(state)", .sold)
      }
    }
    switch state {
    case "decommissioned": return (1, "Decommissioned", .loss)
    case "sampled": return (2, "Sampled", .loss)
    case "destroyed": return (3, "Destroyed", .loss)
    case "stolen": return (4, "Stolen", .loss)
    case "dispensed": return (14, "Dispensed, no sale on record", .moved)
    case "held": return (20, "On hold, not sold", .kept)
    case "recalled": return (21, "Recalled, not sold", .kept)
    case "returned": return (22, "Returned, not sold", .kept)
    default: break
    }
    return switch hands {
    case .own, .sold: nil
    case .logistics: (23, "With a logistics provider, not sold", .kept)
    case .service: (24, "With a service provider, not sold", .kept)
    case .partner: (25, "With a partner, not sold", .kept)
    case .notStated: (15, "Sent out, new owner not stated", .moved)
    }
  }

  /// What the reconciliation of the serial numbers says, when it was delivered.
  private static func reported(_ db: Database, _ id: Int64) throws -> [Step] {
    let table = "serial_reconciliation_version"
    guard try db.tableExists(table) else { return [] }
    let columns = Set(try db.columns(in: table).map(\.name))
    let chain: [(String, String)] = [
      ("label_scrapped", "Labels scrapped"), ("label_sampled", "Labels sampled"),
      ("returned_unused", "Numbers returned unused"), ("still_on_line", "Still on the line"),
    ]
    guard columns.isSuperset(of: ["lot_id", "level", "allocated", "commissioned"]),
      let row = try Row.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT * FROM \(table) WHERE lot_id = ? AND is_current = 1 AND level = 'unit'
            AND allocated IS NOT NULL ORDER BY muster_order_ms DESC, record_id DESC LIMIT 1
            """), arguments: [id])
    else { return [] }
    let allocated: Int64 = row["allocated"]
    var steps = [
      Step(
        name: "Numbers allocated", units: allocated, role: .level, from: "serial reconciliation")
    ]
    var rest = allocated
    for (column, name) in chain where columns.contains(column) {
      guard let units = row[column] as Int64?, units != 0 else { continue }
      rest &-= units
      steps.append(Step(name: name, units: units, role: .loss, from: "serial reconciliation"))
    }
    if let stated = row["commissioned"] as Int64?, stated != rest {
      steps.append(
        Step(
          name: "Not explained there", units: stated &- rest, role: .difference,
          from: "serial reconciliation"))
      rest = stated
    }
    steps.append(
      Step(
        name: "Commissioned as reported", units: rest, role: .level,
        from: "serial reconciliation"))
    return steps
  }
}
