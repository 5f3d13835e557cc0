import GRDB
package import GS1

extension ArtifactLoader {
  /// Takes one element of a master data vocabulary: a place or party, or a class of goods. Elements
  /// of other vocabularies count as excluded.
  package func masterData(
    _ element: EPCISDocumentHeader.VocabularyElement, document: Int64?
  ) throws {
    let type = Self.tail(element.type).lowercased()
    switch type {
    case "location", "readpoint", "businesslocation", "party", "sourcedest":
      try location(element, document: document)
    case "epcclass":
      try productClass(element, document: document)
    default:
      summary.records.excluded += 1
      tally("master_other")
    }
  }

  private func location(
    _ element: EPCISDocumentHeader.VocabularyElement, document: Int64?
  ) throws {
    let id = try record(kind: "master_location", position: element.position)
    tally("master_location")
    let party = EventParty(element.id)
    note(
      party.issues, field: "master_location", raw: element.id, position: element.position,
      record: id)
    var values = AttributeValues(element)
    let street = [
      values.take("streetAddressOne"), values.take("streetAddressTwo"),
      values.take("streetAddressThree"),
    ].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
    let plainStreet = street.isEmpty ? values.take("streetAddress") : street
    try db.cachedStatement(
      sql: "INSERT INTO master_location VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"
    ).execute(arguments: [
      id, artifact, document, Self.gln(party), party.storedExtension, element.id,
      values.take("name"), plainStreet, values.take("city"), values.take("state"),
      values.take("postalCode"), values.take("countryCode") ?? values.take("country"),
      values.rest(children: element.children),
    ])
  }

  private func productClass(
    _ element: EPCISDocumentHeader.VocabularyElement, document: Int64?
  ) throws {
    let id = try record(kind: "master_product", position: element.position)
    tally("master_product")
    let parsed = EPC.parse(element.id)
    note(
      parsed.issues.subtracting([.classInEPCList, .unexpectedKind]), field: "master_product",
      raw: element.id, position: element.position, record: id)
    let isItem = [.gtinClass, .lgtin, .sgtin].contains(parsed.epc.kind)
    var values = AttributeValues(element)
    let content = values.take("netContentDescription")
    try db.cachedStatement(
      sql: "INSERT INTO master_product VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
    ).execute(arguments: [
      id, artifact, document, isItem ? parsed.epc.key : nil, element.id,
      values.take("regulatedProductName") ?? values.take("functionalName"),
      values.take("additionalTradeItemIdentification"),
      values.take("additionalTradeItemIdentificationTypeCode"),
      values.take("manufacturerOfTradeItemPartyName"), values.take("dosageFormType"),
      values.take("strengthDescription"), values.take("containerSize") ?? content, content,
      values.rest(children: element.children),
    ])
  }

  /// What stands behind the last `#`, `:` or `/` of an identifier.
  static func tail(_ text: String) -> String {
    let end = text.lastIndex { $0 == "#" || $0 == ":" || $0 == "/" }
    return end.map { String(text[text.index(after: $0)...]) } ?? text
  }
}

/// The attributes of a master data element, taken one by one by their local names.
private struct AttributeValues {
  private var values: [(name: String, id: String, value: String)]

  init(_ element: EPCISDocumentHeader.VocabularyElement) {
    values = element.attributes.map { (ArtifactLoader.tail($0.id), $0.id, $0.value) }
  }

  /// The first value of a name, nil when it is blank; it is no longer among the rest.
  mutating func take(_ name: String) -> String? {
    guard let index = values.firstIndex(where: { $0.name == name }) else { return nil }
    return ArtifactLoader.given(values.remove(at: index).value)
  }

  /// What was not taken, as canonical JSON; nil when there is nothing.
  func rest(children: [String]) -> String? {
    var members: [String: CanonicalJSON] = [:]
    if !values.isEmpty {
      members["attributes"] = .array(
        values.map { .object(["id": .string($0.id), "value": .string($0.value)]) })
    }
    if !children.isEmpty { members["children"] = .array(children.map { .string($0) }) }
    return members.isEmpty ? nil : CanonicalJSON.object(members).text
  }
}
