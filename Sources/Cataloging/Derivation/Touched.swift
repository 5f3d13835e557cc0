import GRDB

/// What new events touch: the EPCs they name and all their kin, closed over every event, lot and
/// container that ties one to the other. Nothing outside it can come out differently, and what is
/// inside depends on nothing outside but on the instants told in `outside`.
struct Touched {
  private(set) var epcs = EPCSet()
  private(set) var lots: Set<Int64> = []
  /// Event ids, ascending.
  private(set) var events: [Int64] = []
  /// At instants of these events: the artifact of the other effective events there, 0 for several.
  private(set) var outside: [Int64: Int64] = [:]

  private var count = 0
  private let limit: Int
  private var waitingEvents: [Int] = []
  private var waitingEPCs: [Int64] = []
  private var waitingLots: [Int64] = []
  private var seenEvents = EPCSet()
  private var seenGroups: Set<Int> = []
  private var seenNumbers: Set<Int> = []

  /// Finds what the events since `state` touch; nil when that is more than `percent` of all EPCs or
  /// cannot be told apart.
  static func find(
    _ db: Database, since state: DerivedState, percent: Int
  ) throws -> Touched? {
    guard let scan = try EventScan(db, newSince: state.events) else { return nil }
    let known = try Int.fetchOne(db, sql: "SELECT coalesce(max(epc_id), 0) FROM epc") ?? 0
    var touched = Touched(limit: known / 100 * percent + known % 100 * percent / 100)
    for place in scan.oldAtNewInstants() { touched.visit(event: place) }
    // Taken from the end, so that references are read in the order they stand in.
    for place in scan.events[scan.firstNew...].indices.reversed() { touched.visit(event: place) }
    guard try touched.close(db, scan) else { return nil }
    touched.settle(scan)
    return touched
  }

  private init(limit: Int) { self.limit = limit }

  private mutating func visit(event place: Int) {
    if seenEvents.contains(Int64(place)) { return }
    seenEvents.insert(Int64(place))
    waitingEvents.append(place)
  }

  private mutating func visit(epc: Int64) {
    if epcs.contains(epc) { return }
    epcs.insert(epc)
    count += 1
    waitingEPCs.append(epc)
  }

  private mutating func visit(lot: Int64) {
    if lot != 0, lots.insert(lot).inserted { waitingLots.append(lot) }
  }

  /// Follows every tie; false when too much is touched.
  private mutating func close(_ db: Database, _ scan: EventScan) throws -> Bool {
    let references = try ReferenceReader(db)
    let units = try DirectStatement(db, "SELECT lot_id FROM all_unit WHERE epc_id = ?")
    let members = try DirectStatement(db, "SELECT epc_id FROM all_unit WHERE lot_id = ?")
    let lives = try DirectStatement(db, "SELECT event_id FROM epc_event WHERE epc_id = ?")
    let setAside = try eventsSetAside(scan, references)
    let derived = try Int64.fetchOne(db, sql: "SELECT max(epc_id) FROM unit_fate") ?? 0
    while count <= limit {
      if let place = waitingEvents.popLast() {
        visit(lot: Int64(scan.events[place].lot))
        for lot in scan.quantityLots[place] ?? [] { visit(lot: lot) }
        for group in scan.twinGroups[place] ?? [] where seenGroups.insert(group).inserted {
          for twin in scan.twins[group] { visit(event: twin) }
        }
        try references.forEach(of: scan.events[place].id) { visit(epc: $0) }
      } else if let epc = waitingEPCs.popLast() {
        if epc <= derived {
          units.bind(1, epc)
          if try units.next() { visit(lot: units.int(0)) }
          units.reset()
          lives.bind(1, epc)
          while try lives.next() {
            if let place = scan.place(of: lives.int(0)) { visit(event: place) }
          }
        }
        for place in setAside[epc] ?? [] { visit(event: place) }
      } else if let lot = waitingLots.popLast() {
        // One event may make units of several lots that have one number.
        if let number = scan.numbers.number(of: lot), seenNumbers.insert(number).inserted {
          for other in scan.numbers.lots(of: number) { visit(lot: Int64(other)) }
        }
        for place in scan.eventsOfLot[lot] ?? [] { visit(event: place) }
        members.bind(1, lot)
        while count <= limit, try members.next() { visit(epc: members.int(0)) }
        members.reset()
      } else {
        return true
      }
    }
    return false
  }

  /// Events without effect, by the EPCs they name: the lives of units do not tell of them.
  private func eventsSetAside(
    _ scan: EventScan, _ references: ReferenceReader
  ) throws -> [Int64: [Int]] {
    var found: [Int64: [Int]] = [:]
    try scan.setAside.forEach { place in
      try references.forEach(of: scan.events[Int(place)].id) {
        found[$0, default: []].append(Int(place))
      }
    }
    return found
  }

  private mutating func settle(_ scan: EventScan) {
    var instants: Set<Int64> = []
    seenEvents.forEach { place in
      events.append(scan.events[Int(place)].id)
      instants.insert(scan.events[Int(place)].ms)
    }
    for (place, event) in scan.events.enumerated() where instants.contains(event.ms) {
      if seenEvents.contains(Int64(place)) || scan.setAside.contains(Int64(place)) { continue }
      let (known, artifact) = (outside[event.ms], Int64(event.artifact))
      outside[event.ms] = known == nil || known == artifact ? artifact : 0
    }
  }
}
