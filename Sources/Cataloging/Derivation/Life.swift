/// The state of a unit, as all_unit says it.
enum UnitState: UInt8, CaseIterable {
  case unknown, commissioned, packed, shipped, received, returned, held, recalled
  case decommissioned, destroyed, dispensed, sampled, stolen

  var word: String {
    switch self {
    case .unknown: "unknown"
    case .commissioned: "commissioned"
    case .packed: "packed"
    case .shipped: "shipped"
    case .received: "received"
    case .returned: "returned"
    case .held: "held"
    case .recalled: "recalled"
    case .decommissioned: "decommissioned"
    case .destroyed: "destroyed"
    case .dispensed: "dispensed"
    case .sampled: "sampled"
    case .stolen: "stolen"
    }
  }

  /// The state an ending act leaves.
  init(ending act: Act) {
    switch act {
    case .destroy: self = .destroyed
    case .dispense: self = .dispensed
    case .sample: self = .sampled
    default: self = .decommissioned
    }
  }

  var note: LifeNote {
    switch self {
    case .destroyed: .destroyed
    case .dispensed: .dispensed
    case .sampled: .sampled
    default: .decommissioned
    }
  }
}

/// "No event" among ranks.
let noRank = UInt32.max

/// One stay of a unit in a container, while it is open.
struct Stay {
  var parent: Int32
  var rank: UInt32
  /// The next act on the parent, and where they stop.
  var cursor: Int
  var end: Int
  /// Opening it would close a circle: nothing reaches through it.
  var isBlind = false
  /// The shipment that listed the unit although it was in this parent, or -1.
  var loose = -1
  /// Closed by the unit's own end, with no unpacking on record: only the parent's next
  /// shipment still matters.
  var isGhost = false
  /// That shipment was told.
  var isGhostTold = false
  /// Closed because the label of the pallet came off, with nothing on record of what it held since:
  /// under that label it still leaves with it.
  var isUnlabelled = false
}

/// One stay that ended.
struct PastStay {
  var parent: Int32
  var rank: UInt32
  var close: UInt32
  /// Ended by a DELETE, not by inference or the end of life.
  var isExplicit: Bool
}

/// One shipment of a unit, listed itself or inside something listed.
struct ShipStay {
  var rank: UInt32
  var listed: Int64
  var isOwn: Bool
  /// The parent's act it came with, or -1.
  var entry: Int
  var void = noRank
  var stateBefore: UnitState
  var stateRankBefore: UInt32
}

/// One receipt of a unit.
struct ReceiptStay {
  var rank: UInt32
  var isOwn: Bool
  var shipment: UInt32 = noRank
}

/// What is known of one EPC while its events are read in order.
struct Life {
  var epc: Int64 = 0
  var product: Int64 = 0
  var kind: Int64 = 0
  /// The place among the containers, or -1.
  var dense: Int32 = -1
  var commission = noRank
  var commissions: Int64 = 0
  var lot: Int32 = 0
  var expiry = EventFact.none
  var firstUse = noRank
  var firstPack = noRank
  var first = noRank
  var last: UInt32 = 0
  /// The highest ranks of shipments and receipts so far; 0 is what the first event has, too.
  var lastShip: UInt32 = 0
  var lastReceipt: UInt32 = 0
  var state = UnitState.unknown
  var stateRank = noRank
  var disposition: Int32 = 0
  /// The first act that ended this life, and what it became.
  var final = noRank
  var end = UnitState.unknown
  /// Ended only because its case was decommissioned: its own next event shows it lives.
  var isSoftEnd = false
  var lastEnd = noRank
  var held = noRank
  var holdIsOwn = false
  var stateBeforeHold = UnitState.unknown
  var recalled = noRank
  var recallIsOwn = false
  var stolen = noRank
  var stolenIsOwn = false
  var stateBeforeTheft = UnitState.unknown

  var isTradeItem: Bool { kind == 1 || kind == 15 }
  var isContainer: Bool { dense >= 0 }
}

/// A defect of the unit at hand; kept back until it is known which of its shipments were void.
struct PendingDefect {
  var row: LifeDefect
  /// Shipments it rests on: when one of them is void, nothing happened.
  var ship = -1
  var otherShip = -1
}
