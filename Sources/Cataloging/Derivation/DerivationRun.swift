import GRDB

/// One derivation, stage after stage.
struct DerivationRun {
  static let tables = [
    "ineffective_event", "unit_fate", "fate", "fate_event", "fate_stay", "fate_shipment",
    "fate_receipt", "all_shipment", "shipment_lot", "all_receipt", "custody_path",
    "container_content", "lot_fact", "lot_expiry", "lot_variant", "life_defect",
  ]
  /// Above this many references secondary indexes are made after the rows, not with them.
  static let bulk = 200_000
  /// Above this many what units share is sorted in parts; below, it fits into the cache with it.
  private static let large = 4_000_000

  private let db: Database
  private var table: EventTable
  private let scan: ReferenceScan
  private var effectiveness: Effectiveness
  private let index: RankIndex
  private var containers: Containers
  private var names: EPCNames
  private let touched: Touched?
  private let references: ReferenceReader
  /// Places of the events that act, in order, until they stand in it.
  private var order: [UInt32]
  /// Walks each unit even where another went the same way.
  var walksEach = false
  /// Writes rows on a thread of their own while units are walked; nil where that does not pay.
  var relay: RowRelay?

  /// Reads everything, or what is `touched`; writes nothing.
  init(_ db: Database, cutOffMs: Int64?, touched: Touched? = nil) throws {
    self.db = db
    self.touched = touched
    references = try ReferenceReader(db)
    if let touched { try TouchedTables.fill(db, touched) }
    var table = try EventTable(db, cutOffMs: cutOffMs, onlyTouched: touched != nil)
    let others = SharedMoments(outside: touched?.outside ?? [:], table)
    var scan = try ReferenceScan(references, only: touched?.events, &table, others)
    relay = scan.total > Self.bulk ? RowRelay() : nil
    effectiveness = try Effectiveness(db, table, cutOffMs: cutOffMs)
    table.forgetHashes()
    let order = try EventOrder(db, table, effectiveness, scan.shared, others)
    self.order = order.order
    index = RankIndex(table, order)
    names = try EPCNames(
      db, last: references.lastEPC, lists: touched == nil ? scan.lists : nil)
    scan.forgetReferences()
    self.scan = scan
    containers = try Containers(db, table, effectiveness, references, logistic: names.logistic)
    self.table = table
  }

  /// Whether a later run may go on from this one: its order did not depend on limits.
  var canBeExtended: Bool { !scan.isCut && table.areAllTimed }

  /// Whether what is touched comes out alike without the rest: an event that counts now and did
  /// not before, or the other way round, may reorder others of its instant.
  func standsAlone(_ db: Database) throws -> Bool {
    guard let touched, !scan.isCut else { return touched == nil }
    if touched.outside.isEmpty { return true }
    return try !effectiveness.changesInstants(db, table, touched.outside)
  }

  private func empty() throws {
    if touched != nil { return try TouchedTables.empty(db) }
    for table in Self.tables { try db.execute(sql: "DELETE FROM \(table)") }
  }

  /// Fills every derived table.
  mutating func rebuild() throws {
    let cases = try CaseProducts(db, table.parties, onlyTouched: touched != nil)
    try empty()
    try effectiveness.write(db, table)
    effectiveness.forget()
    let acting = order
    order = []
    table.arrange(consume acting, parents: containers.index(of:))
    let indexes = touched == nil && scan.total > Self.bulk ? try dropIndexes() : []
    let chunks = ReferenceSort.chunks(scan.counts)
    var listed: [ContainerPass.Reference] = []
    var first: [UInt64] = []
    if let chunk = chunks.first {
      first = try ReferenceSort.load(
        references, of: touched?.events, chunk, index, container: { listed.append($0) },
        containers: containers)
    }
    let match = VoidMatch(facts: table.facts, trades: table.trades, parties: table.parties)
    // What was read is read, and putting the acts on containers in order takes room.
    if scan.total > Self.bulk { try db.execute(sql: "PRAGMA shrink_memory") }
    let reach = ContainerPass.run(match, &containers, &listed)
    let defects = try DefectRows(db, relay)
    let writer = try UnitWriter(db, relay)
    defer { writer.close() }
    var walk = UnitWalk(
      facts: table.facts, trades: table.trades, parties: table.parties, reach: reach,
      containers: containers, glns: table.glns, dispositions: table.dispositions,
      writer: writer, defects: defects,
      contents: ContentTally(reach, containers: containers.ids.count),
      shipments: ShipmentTally(trades: table.trades.count), lots: LotTally(),
      numbers: try SharedLotNumbers(db),
      paths: try CustodyPaths(db), ways: UnitWays(isOff: walksEach, references: scan.total),
      cases: cases,
      stateCells: UnitState.allCases.map { writer.fates.text($0.word) },
      dispositionCells: table.dispositions.words.map(writer.fates.text))
    do {
      for (place, chunk) in chunks.enumerated() {
        try relay?.settle()
        let keys =
          place == 0
          ? first
          : try ReferenceSort.load(
            references, of: touched?.events, chunk, index, container: nil, containers: containers)
        first = []
        try UnitPass.run(&walk, keys, first: chunk.first, &names)
      }
      try writer.flush()
      try relay?.settle()
    } catch {
      // No statement may go while another thread is on the connection.
      relay?.wait()
      withExtendedLifetime((walk, defects, references)) {}
      throw error
    }
    try makeIndexes(indexes, writer)
    try walk.contents.write(db, table.facts, containers, relay)
    try walk.shipments.write(db, table.facts, table.trades)
    let quantities = try ClassQuantities(db, table.parties)
    let shipped = ShipmentQuantities(quantities, match, containers, reach)
    walk.lots.note(quantities, shipped, table.facts)
    try walk.lots.write(db, table.facts, only: touched?.lots)
    try shipped.write(db, table.facts)
    try walk.paths.write(db, table.facts, walk.glns)
    try LotVariants.write(db)
    try EmptyContainers.report(db, walk, table, onlyTouched: touched != nil)
    try LotHolds.report(db, walk.lots, table, quantities, defects)
    try SpellingVariants.report(db, defects)
    try defects.flush()
    if touched != nil { try TouchedTables.drop(db) }
  }

  /// The secondary indexes of the derived tables.
  private func secondaryIndexes() throws -> [(name: String, sql: String)] {
    let names = Self.tables.map { "'\($0)'" }.joined(separator: ",")
    return try Row.fetchAll(
      db,
      sql: """
        SELECT name, sql FROM sqlite_master
        WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (\(names)) ORDER BY name
        """
    ).map { ($0["name"], $0["sql"]) }
  }

  /// Drops those that are made faster after the rows; returns all.
  private func dropIndexes() throws -> [(name: String, sql: String)] {
    let indexes = try secondaryIndexes()
    for index in indexes where index.name != UnitWriter.index {
      try db.execute(sql: "DROP INDEX \(index.name)")
    }
    return indexes
  }

  private func makeIndexes(_ indexes: [(name: String, sql: String)], _ writer: UnitWriter) throws {
    if indexes.isEmpty { return }
    for index in indexes {
      if index.name == UnitWriter.index {
        if writer.lacksIndex { try IndexSort.make(db, index.sql) }
      } else if scan.total > Self.large {
        try IndexSort.make(db, index.sql)
      } else {
        try db.execute(sql: index.sql)
      }
    }
    try TableShapes.write(db)
  }
}
