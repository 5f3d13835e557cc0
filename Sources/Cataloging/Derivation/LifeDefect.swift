import GRDB

/// Codes of life_defect, in the order of their words.
enum LifeCode: UInt8 {
  case commissionedAfterUse, commissionedTwice, commissioningToldAgain, cycle, emptyParentShipped
  case endedTwice
  case eventAfterEnd, listedWithParent, nestedTooDeep, neverCommissioned, outOfOrder, ownerBreak
  case packedAfterEnd, parentContentUnknown, recommissionedAfterEnd, shippedAfterEnd
  case shippedAfterRecall, shippedAfterStolen, shippedAgainInParent, shippedLooseInParent
  case shippedOnHold, shippedTwice, spellingVariant, twoParents, unpackedNonmember

  var word: StaticString {
    switch self {
    case .commissionedAfterUse: "commissioned_after_use"
    case .commissionedTwice: "commissioned_twice"
    case .commissioningToldAgain: "commissioning_told_again"
    case .cycle: "cycle"
    case .emptyParentShipped: "empty_parent_shipped"
    case .endedTwice: "ended_twice"
    case .eventAfterEnd: "event_after_end"
    case .listedWithParent: "listed_with_parent"
    case .nestedTooDeep: "nested_too_deep"
    case .neverCommissioned: "never_commissioned"
    case .outOfOrder: "out_of_order"
    case .ownerBreak: "owner_break"
    case .packedAfterEnd: "packed_after_end"
    case .parentContentUnknown: "parent_content_unknown"
    case .recommissionedAfterEnd: "recommissioned_after_end"
    case .shippedAfterEnd: "shipped_after_end"
    case .shippedAfterRecall: "shipped_after_recall"
    case .shippedAfterStolen: "shipped_after_stolen"
    case .shippedAgainInParent: "shipped_again_in_parent"
    case .shippedLooseInParent: "shipped_loose_in_parent"
    case .shippedOnHold: "shipped_on_hold"
    case .shippedTwice: "shipped_twice"
    case .spellingVariant: "spelling_variant"
    case .twoParents: "two_parents"
    case .unpackedNonmember: "unpacked_nonmember"
    }
  }
}

/// What tells defects of one code apart.
enum LifeNote: UInt8 {
  case none, shipped, packed, other, sameLot, otherLot, sameLotOtherSite, otherLotOtherSite
  case receiveBeforeShip, unpackBeforePack, own, inherited, unit, lot, zeros, letterCase
  case confusable, decommissioned, destroyed, dispensed, sampled

  var word: StaticString? {
    switch self {
    case .none: nil
    case .shipped: "shipped"
    case .packed: "packed"
    case .other: "other"
    case .sameLot: "same_lot"
    case .otherLot: "other_lot"
    case .sameLotOtherSite: "same_lot+other_site"
    case .otherLotOtherSite: "other_lot+other_site"
    case .receiveBeforeShip: "receive_before_ship"
    case .unpackBeforePack: "unpack_before_pack"
    case .own: "own"
    case .inherited: "inherited"
    case .unit: "unit"
    case .lot: "lot"
    case .zeros: "zeros"
    case .letterCase: "case"
    case .confusable: "confusable"
    case .decommissioned: "decommissioned"
    case .destroyed: "destroyed"
    case .dispensed: "dispensed"
    case .sampled: "sampled"
    }
  }
}

/// One row of life_defect.
struct LifeDefect {
  var code: LifeCode
  var epc: Int64
  var event: Int64
  var otherEvent: Int64 = 0
  var otherEPC: Int64 = 0
  var lagMs: Int64 = 0
  var note = LifeNote.none

  static func inKeyOrder(_ a: LifeDefect, _ b: LifeDefect) -> Bool {
    if a.code != b.code { return a.code.rawValue < b.code.rawValue }
    if a.epc != b.epc { return a.epc < b.epc }
    if a.event != b.event { return a.event < b.event }
    if a.otherEvent != b.otherEvent { return a.otherEvent < b.otherEvent }
    if a.otherEPC != b.otherEPC { return a.otherEPC < b.otherEPC }
    return a.note.rawValue < b.note.rawValue
  }
}

/// Collects defects and writes them in key order, a bounded number at a time.
final class DefectRows {
  static let limit = 500_000
  private var rows: [LifeDefect] = []
  private let insert: DirectStatement
  private let relay: RowRelay?

  /// `relay` is what else writes on the connection.
  init(_ db: Database, _ relay: RowRelay? = nil) throws {
    self.relay = relay
    insert = try DirectStatement(
      db,
      """
      INSERT OR IGNORE INTO life_defect(epc_id, code, event_id, other_event, other_epc, lag_ms, note)
      VALUES (?,?,?,?,?,?,?)
      """)
  }

  func add(_ defect: LifeDefect) throws {
    rows.append(defect)
    if rows.count >= Self.limit { try flush() }
  }

  func flush() throws {
    try relay?.settle()
    rows.sort(by: LifeDefect.inKeyOrder)
    for row in rows {
      insert.bind(1, row.epc)
      insert.bind(2, literal: row.code.word)
      insert.bind(3, row.event)
      insert.bind(4, row.otherEvent)
      insert.bind(5, row.otherEPC)
      insert.bind(6, row.lagMs)
      if let word = row.note.word {
        insert.bind(7, literal: word)
      } else {
        insert.bind(7, Int64?.none)
      }
      try insert.run()
    }
    rows.removeAll(keepingCapacity: true)
  }
}
