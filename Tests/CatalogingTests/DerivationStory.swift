import Cataloging
import GRDB

/// A story told in events: small files of events that are loaded in any order and derived.
/// Objects are named by letters: `P…` a pallet (SSCC), `C…` a case (SGTIN of case level), `K…` a
/// reusable crate (GRAI), anything else a unit.
final class Story {
  struct Event {
    var file = "events.xml"
    var type = "object"
    var action = "observe"
    var step: String?
    var disposition: String?
    var at: Int64?
    var recorded: Int64?
    var place: String?
    var epcs: [String] = []
    var parent: String?
    var children: [String] = []
    var inputs: [String] = []
    var outputs: [String] = []
    var lot: String?
    var expiry: Int64?
    var fromOwner: String?
    var toOwner: String?
    var from: String?
    var to: String?
    var po: String?
    var desadv: String?
    var uri: String?
    var declared: Int64?
    var isReturnAuthorized = false
    /// Lots told by a number of packs or, with the GTIN of a case, of cases.
    var quantityLots: [String] = []
    var quantity = "9"
    var quantityGTIN = Story.gtin("A")
  }

  static let minute: Int64 = 60_000
  static let hour: Int64 = 60 * minute
  static let day: Int64 = 24 * hour
  static let start: Int64 = 1_780_000_000_000

  var events: [Event] = []
  var file = "events.xml"
  var sources: [String: String] = [:]
  var superseded: Set<String> = []
  var absent: Set<String> = []
  var partners: [(gln: String, role: String, infers: Bool, own: Bool)] = [
    ("OWN", "manufacturer", false, true), ("3PL", "3pl", false, false),
    ("W1", "wholesaler", false, false), ("W2", "wholesaler", false, false),
  ]
  var notAggregated: [String] = []
  /// Packs in a case, by the GTIN of the pack.
  var caseQuantities: [String: Int64] = [:]

  func tell(_ event: Event) {
    var event = event
    event.file = file
    events.append(event)
  }

  func tell(_ change: (inout Event) -> Void) {
    var event = Event()
    change(&event)
    tell(event)
  }

  // MARK: The words of the field

  func commission(
    _ epcs: [String], lot: String? = "L1", expiry: Int64? = 21_000, at: Int64,
    place: String = "OWN"
  ) {
    tell {
      ($0.action, $0.step, $0.disposition) = ("add", "commissioning", "active")
      ($0.epcs, $0.lot, $0.expiry, $0.at, $0.place) = (epcs, lot, expiry, at, place)
    }
  }

  func pack(_ children: [String], into parent: String, at: Int64, place: String = "OWN") {
    tell {
      ($0.type, $0.action, $0.step, $0.disposition) = (
        "aggregation", "add", "packing", "in_progress"
      )
      ($0.children, $0.parent, $0.at, $0.place) = (children, parent, at, place)
    }
  }

  func unpack(_ children: [String], from parent: String, at: Int64, place: String = "OWN") {
    tell {
      ($0.type, $0.action, $0.step, $0.disposition) = (
        "aggregation", "delete", "unpacking", "in_progress"
      )
      ($0.children, $0.parent, $0.at, $0.place) = (children, parent, at, place)
    }
  }

  func ship(
    _ epcs: [String], from: String = "OWN", to: String = "W1", at: Int64, po: String? = nil,
    desadv: String? = nil, returned: Bool = false, place: String? = nil
  ) {
    tell {
      ($0.step, $0.disposition) = ("shipping", returned ? "returned" : "in_transit")
      ($0.epcs, $0.at, $0.po, $0.desadv, $0.place) = (epcs, at, po, desadv, place ?? from)
      ($0.fromOwner, $0.toOwner, $0.from, $0.to) = (from, to, from, to)
    }
  }

  /// A shipment that names a lot and how many packs of it, without serials.
  func ship(
    lot: String, _ quantity: String = "9", of gtin: String = Story.gtin("A"), to: String = "W1",
    at: Int64, desadv: String? = nil
  ) {
    ship([], to: to, at: at, desadv: desadv)
    events[events.count - 1].quantityLots = [lot]
    events[events.count - 1].quantity = quantity
    events[events.count - 1].quantityGTIN = gtin
  }

  func act(
    _ step: String?, _ epcs: [String], disposition: String? = nil, action: String = "observe",
    at: Int64, place: String = "OWN"
  ) {
    tell {
      ($0.action, $0.step, $0.disposition) = (action, step, disposition)
      ($0.epcs, $0.at, $0.place) = (epcs, at, place)
    }
  }

  func receive(_ epcs: [String], at: Int64, place: String = "W1", returned: Bool = false) {
    act(
      "receiving", epcs, disposition: returned ? "returned" : "in_progress", at: at, place: place)
  }

  func void(
    _ epcs: [String], by owner: String = "OWN", to buyer: String? = nil, at: Int64,
    po: String? = nil, desadv: String? = nil
  ) {
    tell {
      ($0.step, $0.epcs, $0.at, $0.fromOwner) = ("void_shipping", epcs, at, owner)
      ($0.toOwner, $0.po, $0.desadv) = (buyer, po, desadv)
    }
  }

  func decommission(_ epcs: [String], at: Int64, place: String = "OWN") {
    act("decommissioning", epcs, disposition: "inactive", action: "delete", at: at, place: place)
  }

  func destroy(_ epcs: [String], at: Int64, place: String = "OWN") {
    act("destroying", epcs, disposition: "destroyed", action: "delete", at: at, place: place)
  }
}

extension Story {
  static func kind(_ epc: String) -> Int {
    epc.hasPrefix("P") ? 2 : epc.hasPrefix("K") ? 7 : 1
  }

  static func gtin(_ epc: String) -> String {
    switch kind(epc) {
    case 2: ""
    case 7: "952123450001"
    default: epc.hasPrefix("C") ? "19521234567893" : "09521234567896"
    }
  }
}
