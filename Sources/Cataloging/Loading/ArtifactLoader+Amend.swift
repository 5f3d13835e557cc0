import GRDB
package import GS1

extension ArtifactLoader {
  /// Fills in header facts of an open document that stood behind its events.
  package func amend(document id: Int64, header: EPCISDocumentHeader) throws {
    let sender = header.sender.map(EventParty.init)
    let receiver = header.receiver.map(EventParty.init)
    let statement = header.transactionStatement
    try db.cachedStatement(
      sql: """
        UPDATE document SET kind = ?, namespace = ?, schema_version = ?, created_ms = ?,
          created_text = ?, sender_gln = ?, receiver_gln = ?, sender_text = ?, receiver_text = ?,
          instance_identifier = ?, guideline_version = ?, drop_shipment = ?,
          statement_present = ?, statement_affirmed = ?, statement_text = ?
        WHERE document_id = ?
        """
    ).execute(arguments: [
      header.kind.rawValue, header.namespace.isEmpty ? nil : header.namespace,
      header.schemaVersion, header.creationDate.map { utc($0, preferring: nil) },
      header.creationDateText, Self.gln(sender), Self.gln(receiver),
      header.sender.flatMap(Self.given),
      header.receiver.flatMap(Self.given), header.instanceIdentifier.flatMap(Self.given),
      header.guidelineVersion,
      header.dropShipment.flatMap(Self.truth), statement.isPresent ? 1 : 0,
      statement.affirm.flatMap(Self.truth), statement.legalNotice.flatMap(Self.given), id,
    ])
    if let index = documents.lastIndex(where: { $0.id == id }) {
      documents[index].facts = Self.facts(of: header)
    }
  }
}
