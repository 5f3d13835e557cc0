import GRDB
package import GS1

/// What a user asks the catalog about.
package enum TraceSubject: Hashable, Sendable {
  /// One unit or container.
  case epc(EPC)
  /// A lot, of one product when `gtin` is set.
  case lot(String, gtin: String?)

  /// Reads a text as people paste it: EPC URI, Digital Link, element string, scan, SSCC.
  ///
  /// A GTIN with a lot but no serial means the lot.
  ///
  /// - Throws: `CatalogError` with code `subject` when it names no unit, container or lot.
  package init(_ text: String) throws(CatalogError) {
    let parsed = EPC.parse(text)
    switch parsed.epc.kind {
    case .lgtin: self = .lot(parsed.epc.serial, gtin: parsed.epc.key)
    case .gtinClass, .sgln, .pgln, .other:
      throw CatalogError(
        code: .subject,
        description: "'\(text)' names no unit, container or lot. Give an EPC URI, a Digital Link, "
          + "a scan, or --gtin with --serial, --sscc, or --lot.")
    default: self = .epc(parsed.epc)
    }
  }

  /// A unit by GTIN (8 to 14 digits) and exact serial.
  ///
  /// - Throws: `CatalogError` with code `subject` when the GTIN has another number of digits.
  package init(gtin: String, serial: String) throws(CatalogError) {
    guard let key = GTIN.normalised(gtin) else { throw .badGTIN(gtin) }
    self = .epc(.sgtin(gtin: key, serial: serial))
  }

  /// A lot, exact, of one product or of all.
  ///
  /// - Throws: `CatalogError` with code `subject` when the GTIN has another number of digits.
  package init(lot: String, gtin: String?) throws(CatalogError) {
    guard let gtin else {
      self = .lot(lot, gtin: nil)
      return
    }
    guard let key = GTIN.normalised(gtin) else { throw .badGTIN(gtin) }
    self = .lot(lot, gtin: key)
  }

  /// A logistics unit by its 18 digits.
  ///
  /// - Throws: `CatalogError` with code `subject` when there are not 18 digits.
  package init(sscc: String) throws(CatalogError) {
    let parsed = EPC.parse(sscc)
    guard parsed.epc.kind == .sscc else {
      throw CatalogError(
        code: .subject, description: "'\(sscc)' is no SSCC; an SSCC has 18 digits.")
    }
    self = .epc(parsed.epc)
  }
}

extension CatalogError.Code {
  /// A question that names nothing the catalog could hold.
  package static let subject = CatalogError.Code(rawValue: "subject")
}

extension CatalogError {
  fileprivate static func badGTIN(_ text: String) -> CatalogError {
    CatalogError(
      code: .subject, description: "'\(text)' is no GTIN; a GTIN has 8, 12, 13 or 14 digits.")
  }
}
