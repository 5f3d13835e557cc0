/// One EPCIS event as facts, before any spelling.
struct Event {
  enum Kind { case object, aggregation, transformation }
  enum Action: String { case add = "ADD", observe = "OBSERVE", delete = "DELETE" }
  /// An errorDeclaration.
  struct Declaration {
    var time: Moment
    var reason: String?
    var corrective: [String] = []
  }
  var kind = Kind.object
  var action = Action.observe
  var step: String?
  var disposition: String?
  var time: Moment
  /// Minutes ahead of UTC.
  var offset: Int
  /// Written instead of the offset when not nil; empty leaves the field out.
  var offsetText: String?
  /// Writes the event time in UTC with `Z`.
  var inUTC = false
  var record: Moment?
  var id: String?
  var declaration: Declaration?
  /// Objects, children of an aggregation, or inputs of a transformation.
  var epcs: [EPC] = []
  var outputs: [EPC] = []
  var parent: EPC?
  var lot: String?
  var expiry: String?
  var readPoint: Place?
  var location: Place?
  var transactions: [(type: String, id: String)] = []
  var sources: [(type: String, place: Place)] = []
  var destinations: [(type: String, place: Place)] = []

  init(_ step: String?, _ disposition: String?, at time: Moment, _ zone: Zone) {
    self.step = step
    self.disposition = disposition
    self.time = time
    offset = zone.offset(at: time)
  }
}

/// A place in a written file.
struct Position: Hashable {
  var file: String
  var line: Int
}

/// What stands above the events of a document.
struct DocumentHead {
  enum Guideline { case release12, release13, none }
  var path: String
  var created: Moment
  var sender: Place?
  var receiver: Place?
  /// Written as the sender in place of its GLN.
  var senderText: String?
  var instance: String
  /// nil: no statement in the header.
  var statement: (affirmed: Bool, text: String)?
  var guideline = Guideline.release12
  var schemaVersion: String?
  /// Indices into the book's trade items.
  var products: [Int] = []
  var places: [Place] = []
  /// Changes trade item attributes before they are written: (GTIN, attribute, value).
  var edit: ((_ key: String, _ attribute: String, _ value: String) -> String?)?
}

/// Spells a document: one conforming type per syntax.
protocol DocumentWriter: AnyObject {
  /// Writes everything above the first event.
  func open() throws
  /// Writes one event and gives the position of its first line.
  func add(_ event: Event) throws -> Position
  /// Writes everything below the last event and closes the file.
  func close() throws
  /// Lines of header fields, by name: `statement`, `affirm`, `notice`, `sender`, `instance`,
  /// `root`, a GLN, or a GTIN.
  var marks: [String: Int] { get }
}

/// Master data attributes of a trade item, in writing order.
func attributes(of product: Product, head: DocumentHead) -> [(name: String, value: String)] {
  let release13 = head.guideline == .release13
  var rows: [(String, String)] = []
  if head.guideline != .none {
    // 5-3-2 numbers become 11 digits by a zero before the product part.
    let parts = product.ndc.split(separator: "-").map(String.init)
    let eleven = parts.count == 3 ? parts[0] + "0" + parts[1] + parts[2] : product.ndc
    rows.append(("additionalTradeItemIdentification", eleven))
    rows.append(
      (
        "additionalTradeItemIdentificationTypeCode", release13 ? "US_FDA_NDC" : "FDA_NDC_11"
      ))
  } else if let national = product.national {
    rows.append(("additionalTradeItemIdentification", national.value))
    rows.append(("additionalTradeItemIdentificationTypeCode", national.type))
  }
  rows.append(("regulatedProductName", product.name))
  rows.append(("manufacturerOfTradeItemPartyName", product.manufacturer))
  rows.append(("dosageFormType", product.form))
  rows.append(("strengthDescription", product.strength))
  rows.append(("netContentDescription", product.content))
  return rows.compactMap { row in
    guard let edit = head.edit else { return row }
    return edit(product.gtin, row.0, row.1).map { (row.0, $0) }
  }
}

/// Address attributes of a place, in writing order.
func attributes(of place: Place, head: DocumentHead) -> [(name: String, value: String)] {
  let rows = [
    ("name", place.name), ("streetAddressOne", place.street), ("city", place.city),
    ("state", place.state), ("postalCode", place.postalCode), ("countryCode", place.country),
  ]
  return rows.compactMap { row in
    guard !row.1.isEmpty else { return nil }
    guard let edit = head.edit else { return row }
    return edit(place.gln, row.0, row.1).map { (row.0, $0) }
  }
}
