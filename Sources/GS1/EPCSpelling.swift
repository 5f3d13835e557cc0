/// How an identifier was written, small enough to be stored as one integer beside its identity.
package struct EPCSpelling: Hashable, Sendable {
  /// The family of spellings.
  package enum Scheme: UInt8, Sendable, CaseIterable {
    /// EPC URI: `urn:epc:id:…`, `urn:epc:class:…`, `urn:epc:idpat:…`.
    case urn = 1
    /// GS1 Digital Link on any domain.
    case digitalLink = 2
    /// Element string without brackets, FNC1 as ASCII 29.
    case elementString = 3
    /// Element string with application identifiers in brackets.
    case bracketed = 4
    /// The bare key: GTIN of 8 to 14 digits, SSCC of 18 digits.
    case plain = 5
    /// Element string with a symbology identifier in front: `]d2…`.
    case scan = 6
    /// Anything else.
    case text = 7
  }

  /// The family of spellings.
  package var scheme: Scheme
  /// Digits of the company prefix in an EPC URI; 0 when the spelling has no such split.
  package var companyPrefixLength: UInt8 = 0
  /// Digits of a plain key, or the place of the symbology identifier in `symbologies`; else 0.
  package var detail: UInt8 = 0
  /// Whether the text can be made again, byte for byte, from identity and spelling.
  package var isExact = true

  /// Symbology identifiers a scan may begin with; their order is part of the stored code.
  package static let symbologies = ["]d2", "]C1", "]e0", "]Q3", "]J1", "]d1", "]Q1", "]E0", "]I1"]

  /// The spelling as one integer: scheme, prefix length, detail in one byte each, exactness above.
  package var code: Int {
    Int(scheme.rawValue) | Int(companyPrefixLength) << 8 | Int(detail) << 16
      | (isExact ? 1 << 24 : 0)
  }
}
