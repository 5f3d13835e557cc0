/// One event out of an original, restricted to what was asked for.
struct ExtractLine {
  struct Place {
    let system: String
    let path: String
    let sha256: String
    let line: Int64?
    let byte: Int64?
    let pointer: String?
  }

  struct Identifier: Equatable {
    /// `epc`, `child`, `parent`, `input` or `output`.
    let role: String
    let gtin: String?
    let serial: String?
    let sscc: String?
    let other: String?
  }

  struct Quantity {
    /// As of `Identifier`, without `parent`.
    let role: String
    let gtin: String?
    let lot: String?
    /// The class as the original writes it, where it names no GTIN.
    let other: String?
    let amount: String?
    let unit: String?
  }

  struct Transaction {
    let type: String?
    let id: String
  }

  struct Document {
    let instance: String?
    let created: String?
    let sender: String?
    let receiver: String?
    let statementPresent: Bool
    let statementAffirmed: Bool?
    let statement: String?
  }

  struct Correction {
    let declaredAt: String?
    let reason: String?
  }

  let production: String
  let confidentiality: String
  let original: Place
  let document: Document?
  /// As EPCIS names it, such as `ObjectEvent`.
  let type: String
  let action: String?
  let businessStep: String?
  let disposition: String?
  let eventTime: String?
  let timeZoneOffset: String?
  let eventId: String?
  let correction: Correction?
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
  let quantities: [Quantity]
  /// Identifiers and quantities in the same event that were not asked for; they are counted, not
  /// shown.
  let otherIdentifiers: Int
}
