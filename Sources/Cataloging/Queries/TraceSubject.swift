package import GS1

/// What somebody asks about.
package enum SubjectQuery: Equatable, Sendable {
  /// A URN, Digital Link, scan or element string, bare SSCC, serial or lot.
  case text(String)
  /// A unit or case by GTIN and serial.
  case unit(gtin: String, serial: String)
  /// A lot, of one product or of any.
  case lot(String, gtin: String?)
  /// A logistics unit.
  case sscc(String)

  /// The question in words, for messages and JSON.
  package var text: String {
    switch self {
    case .text(let text): text
    case .unit(let gtin, let serial): "GTIN \(gtin), serial \(serial)"
    case .lot(let lot, let gtin): "lot \(lot)" + (gtin.map { " of GTIN \($0)" } ?? "")
    case .sscc(let digits): "SSCC \(digits)"
    }
  }
}

/// What a question is about, found in the catalog.
package enum TraceSubject: Equatable, Sendable {
  /// A unit, case, logistics unit or other single thing.
  case unit(EPC)
  /// A lot of a product: an EPC of kind lgtin.
  case lot(EPC)
}

/// What was found for a question, and a sentence when nothing was.
package struct SubjectAnswer: Equatable, Sendable {
  /// Everything that fits, in the order of natural keys.
  package var subjects: [TraceSubject]
  /// Why nothing was found and what comes near; empty when something was.
  package var sentence: String
  /// The lot that the code in hand states beside the unit.
  package var lot: String?
  /// The expiry it states, as YYMMDD.
  package var expiry: String?
}
