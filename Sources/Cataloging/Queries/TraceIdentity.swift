package import GS1

/// A thing by its natural keys, as people and machines read it; never a number of the catalog.
package struct TraceIdentity: Codable, Equatable, Hashable, Sendable {
  /// What it is: `sgtin`, `sscc`, `lgtin` for a lot, and so on.
  package var kind: String
  /// GTIN-14, for units, cases and lots.
  package var gtin: String?
  /// Serial as written, for units and cases.
  package var serial: String?
  /// Lot as written, for lots.
  package var lot: String?
  /// SSCC-18, for logistics units.
  package var sscc: String?
  /// The form people read: `(01)…(21)…`, `(00)…`, `(01)…(10)…`.
  package var text: String

  /// The keys of an EPC or of a lot.
  package init(_ epc: EPC) {
    kind = epc.kind.name
    text = epc.canonical
    switch epc.kind {
    case .sgtin: (gtin, serial) = (epc.key, epc.serial)
    case .lgtin: (gtin, lot) = (epc.key, epc.serial)
    case .sscc: sscc = epc.serial
    case .gtinClass: gtin = epc.key
    default: if !epc.serial.isEmpty { serial = epc.serial }
    }
  }
}

/// A product by GTIN, with what configuration and master data say of it.
package struct TraceProduct: Codable, Equatable, Sendable {
  /// GTIN-14.
  package var gtin: String
  /// Name, from the configuration, else from master data.
  package var name: String?
  /// National Drug Code as written there.
  package var ndc: String?
}

/// A party or place: its GLN, or what the source wrote instead, and the name known for it.
package struct TraceParty: Codable, Equatable, Sendable {
  /// GLN-13, or the text of the source when it is no GLN.
  package var gln: String
  /// Extension of the GLN.
  package var `extension`: String?
  /// Name, from the configuration, else from master data.
  package var name: String?
}

/// Where a record stands: the artifact and the position in it.
package struct TraceRecord: Codable, Equatable, Sendable {
  /// Name of the source.
  package var source: String
  /// Path of the artifact relative to the source.
  package var path: String
  /// SHA-256 of the artifact.
  package var sha256: String
  /// Line, counted from 1.
  package var line: Int64?
  /// Offset in bytes.
  package var byte: Int64?
  /// Path inside the document: XPath-like or a JSON pointer.
  package var pointer: String?

  /// `source/path:line`, as people quote it; of a file in one line with the number of the item.
  package var text: String {
    let item = line == 1 ? pointer.flatMap(Self.item) : nil
    return "\(source)/\(path)" + (line.map { ":\($0)" } ?? "") + (item.map { " item \($0)" } ?? "")
  }

  /// The number, from 1, of the item a path ends with: an element path `…/*[3]` counts from 1, a JSON
  /// pointer `…/2` from 0; nil when it ends with a name.
  package static func item(in path: String) -> Int? {
    guard let last = path.split(separator: "/").last else { return nil }
    if last.hasSuffix("]"), let start = last.lastIndex(of: "[") {
      return Int(last[last.index(after: start)...].dropLast())
    }
    return Int(last).flatMap { $0 < Int.max ? $0 + 1 : nil }
  }
}
