import GRDB
package import GS1

extension ArtifactLoader {
  /// Takes what stands around the events of a document; says its `document_id`.
  ///
  /// Its master data is taken too. Number of events and content hash follow with `finish`.
  package func document(
    _ header: EPCISDocumentHeader, position: SourcePosition = SourcePosition()
  ) throws -> Int64 {
    let id = try place(kind: "document", position: position)
    tally("document")
    let sender = header.sender.map(EventParty.init)
    let receiver = header.receiver.map(EventParty.init)
    let statement = header.transactionStatement
    let affirmed = statement.affirm.flatMap(Self.truth)
    if let text = statement.affirm, affirmed == nil {
      defect(
        .statementUnreadable, field: "statement_affirmed", raw: text, position: position,
        record: id)
    }
    if let text = header.creationDateText, header.creationDate == nil {
      defect(.timeUnreadable, field: "created", raw: text, position: position, record: id)
    }
    for (party, field) in [(sender, "sender"), (receiver, "receiver")] {
      guard let party else { continue }
      note(party.issues, field: field, raw: party.raw, position: position, record: id)
    }
    try db.cachedStatement(
      sql:
        "INSERT INTO document VALUES (\(Array(repeating: "?", count: 19).joined(separator: ",")))"
    ).execute(arguments: [
      id, artifact, header.kind.rawValue, header.namespace.isEmpty ? nil : header.namespace,
      header.schemaVersion, header.creationDate.map { utc($0, preferring: nil) },
      header.creationDateText, Self.gln(sender), Self.gln(receiver),
      header.sender.flatMap(Self.given),
      header.receiver.flatMap(Self.given), header.instanceIdentifier.flatMap(Self.given),
      header.guidelineVersion,
      header.dropShipment.flatMap(Self.truth), statement.isPresent ? 1 : 0, affirmed,
      statement.legalNotice.flatMap(Self.given), 0, nil,
    ])
    documents.append(OpenDocument(id: id, facts: Self.facts(of: header)))
    for element in header.vocabulary { try masterData(element, document: id) }
    return id
  }

  /// The header's part of the content hash.
  static func facts(of header: EPCISDocumentHeader) -> String {
    let statement = header.transactionStatement
    let facts: [CanonicalJSON] = [
      .optional(gln(header.sender.map(EventParty.init))),
      .optional(gln(header.receiver.map(EventParty.init))),
      .optional(header.instanceIdentifier), .bool(statement.isPresent),
      .optional(statement.affirm.flatMap(truth).map(Int64.init)),
      .optional(statement.legalNotice),
    ]
    return CanonicalJSON.array(facts).text
  }

  /// Notes that an event belongs to an open document.
  func touch(_ document: Int64, event: Int64, hash: [UInt8], isDeclaration: Bool) {
    guard let index = documents.lastIndex(where: { $0.id == document }) else { return }
    if documents[index].content.count == 0 { documents[index].firstEvent = event }
    documents[index].content.add(hash, isDeclaration: isDeclaration)
    documents[index].lastEvent = event
  }

  /// Fills in what is known only at the end: the number of events and the content hash.
  func close(_ document: OpenDocument) throws {
    let digest = try document.content.digest(
      facts: document.facts, db, document: document.id, first: document.firstEvent,
      last: document.lastEvent)
    try db.cachedStatement(
      sql: "UPDATE document SET events = ?, content_hash = ? WHERE document_id = ?"
    ).execute(arguments: [document.content.count, HexText.of(digest), document.id])
    if document.content.count == 0 { tally("document_without_event") }
  }

  static func gln(_ party: EventParty?) -> String? {
    party.flatMap { $0.epc.kind.isLocation ? $0.epc.key : nil }
  }

  /// 1 for `true` and `1`, 0 for `false` and `0`, else nil (XML Schema boolean).
  static func truth(_ text: String) -> Int? {
    switch CellText.trimmed(text).lowercased() {
    case "true", "1": 1
    case "false", "0": 0
    default: nil
    }
  }
}
