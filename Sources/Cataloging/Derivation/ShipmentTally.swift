import GRDB

/// What each shipment and receipt carried.
final class ShipmentTally {
  private struct LotKey: Hashable {
    var trade: Int32
    var lot: Int32
  }
  private struct LotShare {
    var units: Int64
    var expiry: Int32
  }

  private var units: [Int64]
  private var containers: [Int64]
  private var listed: [Int64]
  private var voided: [Int64]
  private var voidRank: [UInt32]
  private var matched: [UInt32]
  private var isMixed: [Bool]
  private var shares: [LotKey: LotShare] = [:]
  private var lastKey = LotKey(trade: -1, lot: 0)
  private var lastShare = LotShare(units: 0, expiry: EventFact.none)
  /// Reach entries of containers whose shipment was voided.
  var voidedEntries: Set<Int> = []

  init(trades: Int) {
    units = Array(repeating: 0, count: trades)
    containers = units
    listed = units
    voided = units
    voidRank = Array(repeating: noRank, count: trades)
    matched = voidRank
    isMixed = Array(repeating: false, count: trades)
  }

  func ship(
    _ stay: ShipStay, _ fact: EventFact, isItem: Bool, lot: Int32, expiry: Int32, _ times: Int
  ) {
    guard fact.trade >= 0 else { return }
    let trade = Int(fact.trade)
    let times = Int64(times)
    if isItem { units[trade] += times } else { containers[trade] += times }
    if stay.isOwn {
      listed[trade] += times
      if stay.void != noRank {
        voided[trade] += times
        voidRank[trade] = voidRank[trade] == noRank ? stay.void : max(voidRank[trade], stay.void)
      }
    }
    if isItem && lot != 0 && stay.void == noRank {
      let key = LotKey(trade: fact.trade, lot: lot)
      if key != lastKey {
        keep()
        lastKey = key
        lastShare = shares[key] ?? LotShare(units: 0, expiry: EventFact.none)
      }
      lastShare.units += times
      if expiry != EventFact.none {
        lastShare.expiry =
          lastShare.expiry == EventFact.none ? expiry : min(expiry, lastShare.expiry)
      }
    }
  }

  private func keep() {
    if lastKey.trade >= 0 { shares[lastKey] = lastShare }
  }

  func receive(_ stay: ReceiptStay, _ fact: EventFact, isItem: Bool, _ times: Int) {
    guard fact.trade >= 0 else { return }
    let trade = Int(fact.trade)
    if isItem { units[trade] += Int64(times) } else { containers[trade] += Int64(times) }
    if matched[trade] == noRank && !isMixed[trade] {
      matched[trade] = stay.shipment
      isMixed[trade] = stay.shipment == noRank
    } else if matched[trade] != stay.shipment {
      matched[trade] = noRank
      isMixed[trade] = true
    }
  }

  /// Writes all_shipment, shipment_lot and all_receipt in key order.
  func write(_ db: Database, _ facts: EventFacts, _ trades: [Trade]) throws {
    keep()
    let ordered = facts.indices.filter { facts[$0].trade >= 0 }.sorted {
      facts[$0].id < facts[$1].id
    }
    let shipment = try DirectStatement(
      db,
      """
      INSERT INTO all_shipment(shipment_event, ship_ms, ship_day, from_owner_gln, to_owner_gln,
        from_gln, to_gln, is_sale, is_return, po, desadv, document_id, listed, units, containers,
        void_event, void_ms)
      SELECT event_id, ?2, event_day, from_owner_gln, to_owner_gln, from_gln, to_gln, ?3, ?4, po,
        desadv, document_id, ?5, ?6, ?7, ?8, ?9
      FROM all_event WHERE event_id = ?1
      """)
    let receipt = try DirectStatement(
      db,
      """
      INSERT INTO all_receipt(receipt_event, receive_ms, receive_day, at_gln, is_return,
        shipment_event, units)
      SELECT event_id, ?2, event_day, coalesce(location_gln, read_point_gln), ?3, ?4, ?5
      FROM all_event WHERE event_id = ?1
      """)
    for rank in ordered {
      let fact = facts[rank]
      let trade = Int(fact.trade)
      if fact.ships {
        let isVoid = listed[trade] > 0 && voided[trade] == listed[trade]
        let void = isVoid && voidRank[trade] != noRank ? facts[Int(voidRank[trade])] : nil
        try shipment.run(
          fact.id, fact.ms, trades[trade].isSale ? 1 : 0, fact.isReturn ? 1 : 0, listed[trade],
          units[trade], containers[trade], void?.id, void?.ms)
      } else if fact.act == .receive {
        try receipt.run(
          fact.id, fact.ms, fact.isReturn ? 1 : 0,
          matched[trade] == noRank ? nil : facts[Int(matched[trade])].id, units[trade])
      }
    }
    try writeLots(db, facts)
  }

  private func writeLots(_ db: Database, _ facts: EventFacts) throws {
    let row = try DirectStatement(
      db,
      """
      INSERT INTO shipment_lot(shipment_event, lot_id, units, class_units, expiry_day)
      VALUES (?,?,?,0,?)
      """)
    var events: [Int32: Int64] = [:]
    for fact in facts where fact.trade >= 0 { events[fact.trade] = fact.id }
    let rows = shares.compactMap { key, share in
      events[key.trade].map { (event: $0, lot: key.lot, share: share) }
    }.sorted { $0.event != $1.event ? $0.event < $1.event : $0.lot < $1.lot }
    for entry in rows {
      try row.run(
        entry.event, Int64(entry.lot), entry.share.units,
        entry.share.expiry == EventFact.none ? nil : Int64(entry.share.expiry))
    }
  }
}
