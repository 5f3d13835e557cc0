/// What an event does to the objects it names: one word of the field for type, action, step and
/// disposition together.
enum Act: UInt8 {
  case handle, commission, transform, pack, unpack, unpackAll, ship, void, receive, accept, hold
  case release, recall, lose, decommission, destroy, dispense, sample, inspect
}

/// The type of an EPCIS event.
enum EventForm: UInt8 {
  case other, object, aggregation, transaction, transformation, association

  init(_ word: String?) {
    switch word {
    case "object": self = .object
    case "aggregation": self = .aggregation
    case "transaction": self = .transaction
    case "transformation": self = .transformation
    case "association": self = .association
    default: self = .other
    }
  }
}

extension Act {
  /// Reads an event's words (bare CBV terms). A transformation ends its inputs and starts its
  /// outputs, whatever step it names; an aggregation's ADD and DELETE open and close containment. A
  /// transaction's say that goods belong to a business document or no longer do, and nothing of them.
  init(
    type: EventForm, action: String?, step: String?, disposition: String?
  ) {
    switch type {
    case .transformation: self = .transform
    case .association: self = .handle
    case .aggregation where action == "add": self = .pack
    case .aggregation where action == "delete": self = .unpack
    case .transaction: self = Act.observed(action: nil, step: step, disposition: disposition)
    default: self = Act.observed(action: action, step: step, disposition: disposition)
    }
  }

  /// Dispositions that put a held object back on sale.
  static func releases(_ disposition: String?) -> Bool {
    switch disposition {
    case "sellable_accessible", "available", "conformant": true
    default: false
    }
  }

  private static func observed(action: String?, step: String?, disposition: String?) -> Act {
    switch step {
    case "commissioning", "creating_class_instance":
      return action == "delete" ? .handle : .commission
    case "repackaging", nil:
      if action == "add" { return .commission }
      if action == "delete" {
        switch disposition {
        case "destroyed": return .destroy
        case "dispensed", "retail_sold": return .dispense
        default: return .decommission
        }
      }
    case "shipping": return .ship
    case "void_shipping": return .void
    case "receiving": return .receive
    case "accepting": return .accept
    case "decommissioning", "killing": return disposition == "destroyed" ? .destroy : .decommission
    case "destroying": return .destroy
    case "dispensing", "retail_selling":
      return disposition == "partially_dispensed" ? .handle : .dispense
    case "sampling": return .sample
    case "holding":
      if disposition == "recalled" { return .recall }
      // What was stolen is gone: that keeps back nothing else of its lot.
      if disposition == "stolen" { return .lose }
      return releases(disposition) || disposition == "active" ? .release : .hold
    default: break
    }
    switch disposition {
    // A firm's own word for the step takes nothing from what action and disposition agree on.
    case "destroyed" where action == "delete": return .destroy
    case "dispensed" where action == "delete", "retail_sold" where action == "delete":
      return .dispense
    case "inactive" where action == "delete": return .decommission
    case "recalled": return .recall
    case "stolen", "unknown": return .lose
    case "sellable_accessible", "available", "conformant": return .release
    case "active" where step == "inspecting" || step == "storing": return .release
    default: return step == "inspecting" ? .inspect : .handle
    }
  }

  /// The place of an act among acts of other files at the same instant: a life reads forward.
  /// Commissioned and made before unpacked, unpacked before packed anew, all of it before any
  /// ship; holds before the ship they should have stopped, a void before the ship that follows
  /// it, receipt after ship, the end of life last.
  func stepRank(isReturn: Bool) -> UInt64 {
    switch self {
    case .commission: 10
    case .transform: 15
    case .unpack, .unpackAll: 20
    case .release: 25
    case .pack: 30
    case .inspect, .handle: 40
    case .sample: 45
    case .hold: 50
    case .recall: 55
    case .lose: 57
    case .decommission: 60
    case .void: 65
    case .ship: isReturn ? 72 : 70
    case .receive: isReturn ? 80 : 75
    case .accept: 77
    case .dispense: 85
    case .destroy: 90
    }
  }

  /// Whether the act on a container is an act on what it holds at that moment (inferred).
  var reachesContents: Bool {
    switch self {
    case .ship, .void, .receive, .accept, .hold, .release, .recall, .lose, .destroy, .dispense,
      .decommission, .transform:
      true
    default: false
    }
  }

  /// Whether a unit must be commissioned before.
  var isUse: Bool {
    switch self {
    case .pack, .unpack, .ship, .receive, .accept, .sample, .decommission, .destroy, .dispense,
      .transform, .hold, .recall:
      true
    default: false
    }
  }

  /// Whether somebody had the object itself in hand: at a partner that breaks containers in
  /// silence this shows it taken out. A status set on its serial does not.
  var showsAlone: Bool {
    switch self {
    case .ship, .receive, .accept, .inspect, .handle: true
    default: false
    }
  }

  /// Whether the act tells where the object itself is, so that it is no longer with what a pallet held
  /// when its label came off.
  var placesAnew: Bool {
    switch self {
    case .commission, .pack, .unpack: true
    default: showsAlone || removes
    }
  }

  /// Whether the act takes the object itself out of whatever holds it. Decommissioning does not:
  /// an exported pack, a retained sample stay in their case until an event takes them out.
  var removes: Bool { self == .destroy || self == .dispense }

  /// Whether the act ends the life of the object itself.
  var ends: Bool {
    switch self {
    case .decommission, .destroy, .dispense, .sample: true
    default: false
    }
  }
}
