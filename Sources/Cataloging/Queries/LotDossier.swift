package import GRDB
package import GS1

/// Everything the catalog tells of a lot, for its dossier.
package struct LotDossier: Codable, Equatable, Sendable {
  /// Identity, units, shipments, consignees.
  package var story: LotStory
  /// Where its units are.
  package var balance: LotBalance
  /// What happened when.
  package var timeline: [LotMoment]
  /// A container of its units as of a shipment: one that holds a unit a finding lists, with the
  /// branch to that unit, else what the first shipment lists; nil when units went loose.
  package var pallet: HierarchyMoment?
  /// Whether a finding lists the unit `pallet` leads to.
  package var palletIsListed = false
  /// Records of other kinds that name it.
  package var records: [NamingRecords]

  /// The files its shipments stand in.
  package var documents: [TracedDocument] {
    TraceReport.documents(story.shipments.map(\.event))
  }

  /// Reads a lot, an EPC of kind lgtin; nil when the catalog does not know it. What is dated
  /// after the cut-off of `kinds` stays out of timeline and records.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  static func read(
    _ reader: TraceReader, _ lot: EPC, _ kinds: NamingKinds, listed: [EPC] = []
  ) throws -> LotDossier? {
    guard let id = try reader.id(ofLot: lot) else { return nil }
    let db = reader.db
    let census = try LotCensus(db, lot: id)
    let story = try LotStory.read(reader, lot, id, census)
    let marked = try branch(to: listed, reader)
    return LotDossier(
      story: story, balance: try LotBalance.read(db, lot: id, census),
      timeline: try LotMoment.read(
        reader, lot: id, census, shipments: story.shipments, asOf: kinds.cutOff?.ms),
      pallet: try marked ?? pallet(reader, id, census), palletIsListed: marked != nil,
      records: try NamingRecords.read(db, of: id, kinds))
  }

  /// The container of the first listed unit that was shipped in one, with the branch to it.
  private static func branch(to listed: [EPC], _ reader: TraceReader) throws -> HierarchyMoment? {
    for epc in listed.prefix(20) {
      guard let id = try reader.id(of: epc) else { continue }
      let moment = try Hierarchy.firstShipment(reader, of: id, inside: true)
      if let moment { return moment }
    }
    return nil
  }

  /// The dossier of a lot by GTIN-14 and lot.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  package static func read(
    _ db: Database, gtin: String, lot: String, cutOff: RecordCutOff? = nil
  ) throws -> LotDossier? {
    try read(
      TraceReader(db), .lgtin(gtin: gtin, lot: lot), NamingKinds(db, of: .lot, cutOff: cutOff))
  }

  private static func pallet(
    _ reader: TraceReader, _ lot: Int64, _ census: LotCensus
  ) throws -> HierarchyMoment? {
    guard let unit = try census.firstShippedInside(reader.db, lot: lot),
      let listed = try Int64.fetchOne(
        reader.db.cachedStatement(
          sql: """
            SELECT listed_id FROM shipment_unit WHERE epc_id = ? AND listed_id <> epc_id
            ORDER BY ship_ms, shipment_event LIMIT 1
            """), arguments: [unit])
    else { return nil }
    return try reader.firstShipment(of: listed)
  }

  /// Lots of units, or told by quantity, with activity between two days (since 1970-01-01), of some
  /// products and lots or of all, by GTIN and lot. Lots that only containers carry hold no units and
  /// are left out.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  package static func lots(
    _ db: Database, from: Int64, to: Int64, products: [String], lots: [String]
  ) throws -> [EPC] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT p.gtin, l.lot FROM all_lot l JOIN lot_fact f ON f.lot_id = l.lot_id
        JOIN product p ON p.product_id = l.product_id
        WHERE (f.first_day <= ?1 OR f.first_day IS NULL) AND (f.last_day IS NULL OR f.last_day >= ?2)
          AND (EXISTS (SELECT 1 FROM all_unit u WHERE u.lot_id = l.lot_id AND u.is_container = 0)
            OR (f.first_day IS NOT NULL AND l.lot_id IN (
              SELECT lot_id FROM event_quantity UNION SELECT lot_id FROM shipment_lot
              WHERE class_units IS NULL OR class_units > 0)))
        ORDER BY p.gtin, l.lot
        """, arguments: [to, from]
    ).compactMap { row in
      let (gtin, lot): (String, String) = (row[0], row[1])
      guard products.isEmpty || products.contains(gtin), lots.isEmpty || lots.contains(lot) else {
        return nil
      }
      return .lgtin(gtin: gtin, lot: lot)
    }
  }

  /// The lot of a unit, or of a container that holds one lot; nil when the records do not say.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  static func lot(_ reader: TraceReader, of epc: EPC) throws -> EPC? {
    guard let id = try reader.id(of: epc) else { return nil }
    return try Row.fetchOne(
      reader.db.cachedStatement(
        sql: """
          SELECT p.gtin, l.lot FROM (
            SELECT lot_id, 1 AS place FROM all_unit WHERE epc_id = ?1 AND lot_id IS NOT NULL
            UNION ALL SELECT lot_id, 0 FROM container_content
            WHERE container_id = ?1 AND lot_id IS NOT NULL) x
          JOIN all_lot l ON l.lot_id = x.lot_id JOIN product p ON p.product_id = l.product_id
          ORDER BY x.place, p.gtin, l.lot LIMIT 1
          """), arguments: [id]
    ).map { .lgtin(gtin: $0[0], lot: $0[1]) }
  }
}
