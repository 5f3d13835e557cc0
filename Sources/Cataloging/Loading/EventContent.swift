import GS1

/// Lot and expiry of an event, the place they were found in, and whatever has no column.
struct EventContent {
  /// Where lot and expiry stood: the words of the column `ilmd_place`.
  enum Place: String {
    case ilmd
    case ushc
    case sap
    case vendor
    case none
  }

  private(set) var place = Place.none
  private(set) var lot: String?
  private(set) var expiryText: String?
  private(set) var expiryDay: Int?
  /// Everything else as canonical JSON; nil when there is nothing.
  private(set) var extra: String?
  /// Defects found on the way: code, field, raw.
  private(set) var remarks: [(DefectCode, String, String?)] = []

  /// Whether an event with the same attributes has the same content.
  static func dependsOnAttributesAlone(_ event: EPCISEvent) -> Bool {
    event.unknown.isEmpty && event.persistentDisposition == nil && event.sensorElements == nil
      && event.transformationID == nil && event.certificationInfo.isEmpty
      && event.actionText == nil && event.errorDeclaration == nil
      && (event.recordTimeText == nil || event.recordTime != nil)
  }

  init(_ event: EPCISEvent, currentYear: Int) {
    var rest: [EventAttribute] = []
    var found: [Found] = []
    for attribute in event.attributes {
      if let (place, isLot) = Self.meaning(of: attribute) {
        found.append(
          Found(
            place: place, isLot: isLot, rank: Self.rank(of: attribute, place),
            value: attribute.value))
      } else {
        rest.append(attribute)
      }
    }
    choose(found, into: &rest)
    if let text = expiryText { readExpiry(text, currentYear: currentYear) }
    if let lot, CellText.trimmed(lot) != lot {
      remarks.append((.surroundingWhitespace, "lot", lot))
    }
    extra = Self.extra(event, rest)
  }

  /// Which place an attribute is a lot or expiry of; nil for every other attribute.
  private static func meaning(of attribute: EventAttribute) -> (Place, Bool)? {
    switch attribute.name {
    case "lotNumber", "itemExpirationDate":
      let isLot = attribute.name == "lotNumber"
      if attribute.place == .ilmd { return (.ilmd, isLot) }
      let isOfEvent = attribute.place == .event || attribute.place == .extension
      return isOfEvent ? (.ushc, isLot) : nil
    case "LOTNO": return (.sap, true)
    case "DATEX": return (.sap, false)
    case "BATCH", "lot": return attribute.place == .vendor ? (.vendor, true) : nil
    case "EXPIRY", "expiry": return attribute.place == .vendor ? (.vendor, false) : nil
    default: return nil
    }
  }

  /// A lot or an expiry where it stood.
  private struct Found {
    var place: Place
    var isLot: Bool
    /// How far it is from the standard; 0 is the standard itself.
    var rank: Int
    var value: String
  }

  /// The standard's own names come first, those of the healthcare guideline next: a firm may give
  /// its own number the same name in a name space of its own, beside the lot of the label.
  private static func rank(of attribute: EventAttribute, _ place: Place) -> Int {
    switch place {
    case .sap: return 8
    case .vendor, .none: return 9
    case .ilmd, .ushc: break
    }
    let isILMD = place == .ilmd
    let namespace = attribute.namespace
    if namespace.hasPrefix("urn:epcglobal:cbv:mda") || namespace.contains("gs1.org/") {
      return isILMD ? 0 : 3
    }
    if namespace == "http://epcis.gs1us.org/hc/ns" { return isILMD ? 2 : 4 }
    if namespace.isEmpty { return isILMD ? 1 : 5 }
    return isILMD ? 6 : 7
  }

  /// Takes lot and expiry each from the most standard place; the place of the lot is told. A value
  /// elsewhere that differs is a remark and stays in the rest; one of blanks is as good as none.
  private mutating func choose(_ found: [Found], into rest: inout [EventAttribute]) {
    for isLot in [true, false] {
      var values = found.filter { $0.isLot == isLot }
      // A structure in place of a text names no lot; it is kept as it is.
      for value in values where Self.isStructure(value.value) {
        remarks.append((.elementUnexpected, isLot ? "lot" : "expiry", value.value))
        rest.append(
          EventAttribute(
            place: .event, namespace: "", name: isLot ? "lotNumber" : "itemExpirationDate",
            value: value.value, path: value.place.rawValue))
      }
      let isBlank = values.contains { ArtifactLoader.isBlank($0.value) }
      values.removeAll { Self.isStructure($0.value) || ArtifactLoader.isBlank($0.value) }
      guard let least = values.lazy.map(\.rank).min(),
        let chosen = values.firstIndex(where: { $0.rank == least })
      else {
        if isBlank {
          remarks.append((isLot ? .serialEmpty : .valueMissing, isLot ? "lot" : "expiry", nil))
        }
        continue
      }
      let first = values.remove(at: chosen)
      if isLot {
        lot = first.value
        place = first.place
      } else {
        expiryText = first.value
        if place == .none { place = first.place }
      }
      for other in values where other.value != first.value {
        remarks.append((.lotContradicted, isLot ? "lot" : "expiry", other.value))
        rest.append(
          EventAttribute(
            place: .event, namespace: "", name: isLot ? "lotNumber" : "itemExpirationDate",
            value: other.value, path: other.place.rawValue))
      }
    }
  }

  /// Whether this is the JSON of an object or a list; brackets and braces are in no GS1 lot.
  private static func isStructure(_ text: String) -> Bool {
    switch (text.utf8.first, text.utf8.last) {
    case (0x7B, 0x7D), (0x5B, 0x5D): true
    default: false
    }
  }

  /// GS1 General Specifications 3.4.7: day 00 is the month's last day, and is remarked.
  private mutating func readExpiry(_ text: String, currentYear: Int) {
    guard let date = GS1Date.parse(text, currentYear: currentYear) else {
      remarks.append((.expiryUnreadable, "expiry", text))
      return
    }
    expiryDay = date.day
    if date.isDayZero { remarks.append((.dayZero, "expiry", text)) }
  }

  private static func extra(_ event: EPCISEvent, _ rest: [EventAttribute]) -> String? {
    var members: [String: CanonicalJSON] = [:]
    if !rest.isEmpty {
      members["attributes"] = .array(
        rest.map { attribute in
          var fields: [String: CanonicalJSON] = [
            "name": .string(attribute.name), "place": .string(attribute.place.name),
            "value": .string(attribute.value),
          ]
          if !attribute.namespace.isEmpty { fields["namespace"] = .string(attribute.namespace) }
          if !attribute.path.isEmpty { fields["path"] = .string(attribute.path) }
          return .object(fields)
        })
    }
    if !event.unknown.isEmpty {
      members["unknown"] = .array(
        event.unknown.map { .object(["name": .string($0.name), "json": .string($0.json)]) })
    }
    if let lasting = event.persistentDisposition {
      members["persistent_disposition"] = .object([
        "set": .array(lasting.set.map { .string($0.normalised) }),
        "unset": .array(lasting.unset.map { .string($0.normalised) }),
      ])
    }
    if let sensors = event.sensorElements { members["sensor_elements"] = .string(sensors) }
    if let id = event.transformationID { members["transformation_id"] = .string(id) }
    if !event.certificationInfo.isEmpty {
      members["certification_info"] = .array(event.certificationInfo.map { .string($0) })
    }
    if let text = event.actionText { members["action"] = .string(text) }
    if let text = event.recordTimeText, event.recordTime == nil {
      members["record_time"] = .string(text)
    }
    if let text = event.errorDeclaration?.timeText, !text.isEmpty {
      members["declared_time"] = .string(text)
    }
    return members.isEmpty ? nil : CanonicalJSON.object(members).text
  }
}
