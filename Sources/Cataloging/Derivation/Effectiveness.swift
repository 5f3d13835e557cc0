import GRDB

/// Which events act: an event is set aside as a duplicate, an error declaration, a declared
/// error, part of a superseded or excluded file, or a shipping detail told twice.
struct Effectiveness {
  enum Reason: UInt8 {
    case effective, duplicate, declaredInError, declaration, supersededFile, shippingDetail
    case excluded

    var word: StaticString {
      switch self {
      case .effective: ""
      case .duplicate: "duplicate"
      case .declaredInError: "declared_in_error"
      case .declaration: "declaration"
      case .supersededFile: "superseded_file"
      case .shippingDetail: "shipping_detail"
      case .excluded: "excluded"
      }
    }
  }

  /// A shipping detail precedes its shipment by no more than this.
  static let detailWindow: Int64 = 60_000

  private(set) var reasons: [Reason]
  /// The event that sets it aside, as a place among the facts.
  private var by: [UInt32: UInt32] = [:]
  private var from: [UInt32: Int64] = [:]

  /// Judges every event of `table` known by the cut-off.
  init(_ db: Database, _ table: EventTable, cutOffMs: Int64?) throws {
    reasons = table.facts.map { fact in
      switch table.artifacts.standing(at: fact.artifact) {
      case .current: .effective
      case .superseded: .supersededFile
      case .excluded: .excluded
      }
    }
    try findDuplicates(db, table)
    try applyDeclarations(db, table, cutOffMs: cutOffMs)
    findShippingDetails(table)
  }

  // MARK: Duplicates

  /// Same hash and same presence of an error declaration: the first by path and position stays.
  private mutating func findDuplicates(_ db: Database, _ table: EventTable) throws {
    var hashed = (0..<UInt32(clamping: table.facts.count)).filter {
      table.facts[Int($0)].flags.contains(.hasHash) && reasons[Int($0)] == .effective
    }
    hashed.sort { a, b in
      let (x, y) = (table.hashes[Int(a)], table.hashes[Int(b)])
      if x != y { return x < y }
      let (first, second) = (table.isDeclaration(a), table.isDeclaration(b))
      if first != second { return second }
      return Self.stands(a, before: b, table)
    }
    let whole = try WholeHash(db)
    var start = 0
    while start < hashed.count {
      let first = hashed[start]
      var end = start + 1
      while end < hashed.count, table.hashes[Int(hashed[end])] == table.hashes[Int(first)],
        table.isDeclaration(hashed[end]) == table.isDeclaration(first)
      { end += 1 }
      if end - start > 1 {
        var kept: [[UInt8]: UInt32] = [:]
        for index in hashed[start..<end] {
          let hash = try whole.of(table.facts[Int(index)].id)
          if let first = kept[hash] {
            reasons[Int(index)] = .duplicate
            by[index] = first
          } else {
            kept[hash] = index
          }
        }
      }
      start = end
    }
  }

  private static func stands(_ a: UInt32, before b: UInt32, _ table: EventTable) -> Bool {
    let (x, y) = (table.facts[Int(a)], table.facts[Int(b)])
    return x.artifact != y.artifact ? x.artifact < y.artifact : x.id < y.id
  }

  private struct WholeHash {
    let statement: DirectStatement
    init(_ db: Database) throws {
      statement = try DirectStatement(db, "SELECT hash FROM all_event WHERE event_id = ?")
    }
    func of(_ event: Int64) throws -> [UInt8] {
      statement.bind(1, event)
      defer { statement.reset() }
      guard try statement.next(), let bytes = statement.blob(0) else { return [] }
      return Array(bytes)
    }
  }

  // MARK: Corrections

  /// A declaration neutralises the event of its eventID, without one the event of its hash.
  private mutating func applyDeclarations(
    _ db: Database, _ table: EventTable, cutOffMs: Int64?
  ) throws {
    var byURI: [String: UInt32] = [:]
    var byHash: [[UInt8]: UInt32] = [:]
    let whole = try WholeHash(db)
    for (place, uri) in table.declarations {
      let index = UInt32(clamping: place)
      guard reasons[place] == .effective || reasons[place] == .duplicate else { continue }
      let isDuplicate = reasons[place] == .duplicate
      if !isDuplicate { reasons[place] = .declaration }
      if let cutOffMs, table.declaredMs(place) > cutOffMs { continue }
      let earlier: UInt32?
      if let uri, !uri.isEmpty {
        earlier = byURI[uri]
        if earlier.map({ declares(index, before: $0, table) }) ?? true { byURI[uri] = index }
      } else if table.facts[place].flags.contains(.hasHash) {
        let hash = try whole.of(table.facts[place].id)
        earlier = byHash[hash]
        if earlier.map({ declares(index, before: $0, table) }) ?? true { byHash[hash] = index }
      }
    }
    if byURI.isEmpty && byHash.isEmpty { return }
    let prefixes = Set(byHash.values.map { table.hashes[Int($0)] })
    let rows = try DirectStatement(
      db,
      """
      SELECT event_id, event_uri FROM all_event
      WHERE declared_ms IS NULL AND (event_uri IS NOT NULL OR hash IS NOT NULL) ORDER BY event_id
      """)
    var guess = 0
    while try rows.next() {
      guard let place = table.index(of: rows.int(0), near: &guess) else { continue }
      if let uri = rows.string(1), let declaration = byURI[uri] {
        neutralise(UInt32(clamping: place), by: declaration, table)
      } else if prefixes.contains(table.hashes[place]),
        table.facts[place].flags.contains(.hasHash),
        let declaration = byHash[try whole.of(table.facts[place].id)]
      {
        neutralise(UInt32(clamping: place), by: declaration, table)
      }
    }
  }

  private func declares(_ a: UInt32, before b: UInt32, _ table: EventTable) -> Bool {
    let (x, y) = (table.declaredMs(Int(a)), table.declaredMs(Int(b)))
    return x != y ? x < y : Self.stands(a, before: b, table)
  }

  /// A declaration of one twin reaches the twin that was kept.
  private mutating func neutralise(
    _ index: UInt32, by declaration: UInt32, _ table: EventTable
  ) {
    var target = index
    if reasons[Int(index)] == .duplicate, let kept = by[index] { target = kept }
    guard reasons[Int(target)] == .effective || reasons[Int(target)] == .declaredInError else {
      return
    }
    if let known = by[target], !declares(declaration, before: known, table) { return }
    reasons[Int(target)] = .declaredInError
    by[target] = declaration
    from[target] = table.declaredMs(Int(declaration))
  }

  // MARK: Shipping details

  private struct Consignment: Hashable {
    var fromOwner: Int32
    var toOwner: Int32
    var from: Int32
    var to: Int32
    var papers: UInt64
    var digest: UInt64
    var listed: Int64
    var disposition: Int32
  }

  /// Of two shipments alike in EPCs, parties and papers within seconds the earlier is a detail.
  private mutating func findShippingDetails(_ table: EventTable) {
    var groups: [Consignment: [UInt32]] = [:]
    for (place, fact) in table.facts.enumerated()
    where fact.act == .ship && reasons[place] == .effective && fact.trade >= 0 {
      let trade = table.trades[Int(fact.trade)]
      guard trade.listed > 0, !fact.flags.contains(.untimed) else { continue }
      let key = Consignment(
        fromOwner: trade.fromOwner, toOwner: trade.toOwner, from: trade.from, to: trade.to,
        papers: trade.papers, digest: trade.digest, listed: trade.listed,
        disposition: fact.disposition)
      groups[key, default: []].append(UInt32(clamping: place))
    }
    for group in groups.values where group.count > 1 {
      let ordered = group.sorted { a, b in
        let (x, y) = (table.facts[Int(a)].ms, table.facts[Int(b)].ms)
        return x != y ? x < y : Self.stands(a, before: b, table)
      }
      for (detail, shipment) in zip(ordered, ordered.dropFirst()) {
        let (lag, overflow) = table.facts[Int(shipment)].ms.subtractingReportingOverflow(
          table.facts[Int(detail)].ms)
        if overflow || lag > Self.detailWindow { continue }
        reasons[Int(detail)] = .shippingDetail
        by[detail] = shipment
      }
    }
  }

  // MARK: Comparing

  /// Whether an event at one of these instants counts now and did not when the tables were
  /// derived, or the other way round.
  func changesInstants(
    _ db: Database, _ table: EventTable, _ instants: [Int64: Int64]
  ) throws -> Bool {
    let known = try DerivedState.read(db)?.events ?? 0
    let before = try DirectStatement(db, "SELECT 1 FROM ineffective_event WHERE event_id = ?")
    for (place, fact) in table.facts.enumerated()
    where fact.id <= known && instants[fact.ms] != nil {
      before.bind(1, fact.id)
      let was = try before.next()
      before.reset()
      if was != (reasons[place] != .effective) { return true }
    }
    return false
  }

  // MARK: Writing

  /// Gives up what was written.
  mutating func forget() {
    reasons = []
    (by, from) = ([:], [:])
  }

  /// Writes ineffective_event in key order.
  func write(_ db: Database, _ table: EventTable) throws {
    let row = try DirectStatement(
      db, "INSERT INTO ineffective_event(event_id, reason, by_event, from_ms) VALUES (?,?,?,?)")
    for (place, reason) in reasons.enumerated() where reason != .effective {
      let index = UInt32(clamping: place)
      row.bind(1, table.facts[place].id)
      row.bind(2, literal: reason.word)
      row.bind(3, by[index].map { table.facts[Int($0)].id })
      row.bind(4, from[index])
      try row.run()
    }
  }
}
