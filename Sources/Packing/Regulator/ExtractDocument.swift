/// One event out of an original, restricted to what was asked for (`muster.extract/v1`): a line
/// of an NDJSON extract.
struct ExtractLine: Encodable {
  struct Place: Encodable {
    let system: String
    let path: String
    let sha256: String
    let line: Int64?
    let byte: Int64?
    let pointer: String?
  }

  struct Identifier: Encodable, Equatable {
    /// `epc`, `child`, `parent`, `input` or `output`.
    let role: String
    let gtin: String?
    let serial: String?
    let sscc: String?
    let other: String?
  }

  struct Transaction: Encodable {
    let type: String?
    let id: String
  }

  struct Document: Encodable {
    let instance: String?
    let created: String?
    let sender: String?
    let receiver: String?
    let statementPresent: Bool
    let statementAffirmed: Bool?
    let statement: String?
  }

  let production: String
  let confidentiality: String
  let original: Place
  let document: Document?
  let type: String
  let action: String?
  let businessStep: String?
  let disposition: String?
  let eventTime: String?
  let timeZoneOffset: String?
  let eventId: String?
  let readPoint: String?
  let businessLocation: String?
  let lot: String?
  let expiry: String?
  let sellerGln: String?
  let buyerGln: String?
  let shipFromGln: String?
  let shipToGln: String?
  let transactions: [Transaction]
  let identifiers: [Identifier]
  /// Identifiers in the same event that were not asked for; they are counted, not shown.
  let otherIdentifiers: Int
}

/// The first line of an NDJSON extract.
struct ExtractHead: Encodable {
  let schema = "muster.extract/v1"
  let kind = "EXTRACT"
  let production: String
  let confidentiality: String
  let madeBy: String
  let originalSystem: String
  let originalPath: String
  let originalSha256: String
  let request: String
  let item: String
  let note =
    "Lists what the item asks for out of the original named. Other identifiers in the same events are "
    + "counted, not shown. Times are written as in the original, words as EPCIS 2.0 names them."
}
