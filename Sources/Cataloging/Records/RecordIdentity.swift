import GS1

/// The identities that texts of records stand for.
enum RecordIdentity {
  /// The GTIN-14 of a field that references a product: a GTIN of any length, one whose leading
  /// zeros a spreadsheet took, an element string or URI with one; nil for any other text.
  static func gtin(_ text: String) -> String? {
    let text = CellText.trimmed(text)
    if let gtin = GTIN.normalised(text) { return gtin }
    if let gtin = restoredGTIN(text) { return gtin }
    guard text.utf8.contains(where: { $0 == 0x3A || $0 == 0x28 || $0 == 0x2F }) else { return nil }
    let parsed = EPC.parse(text)
    return [.gtinClass, .lgtin, .sgtin].contains(parsed.epc.kind) ? parsed.epc.key : nil
  }

  /// The GLN-13 of a field that references a partner, written as URI, Digital Link or element string;
  /// nil for digits alone and any other text. What extends a GLN names a place of the partner's.
  static func gln(_ text: String) -> String? {
    guard text.utf8.contains(where: { $0 == 0x3A || $0 == 0x28 }) else { return nil }
    let parsed = EPC.parse(text)
    return parsed.epc.kind.isLocation && GLN.isValid(parsed.epc.key) ? parsed.epc.key : nil
  }

  /// The GTIN-14 of 5 to 13 digits whose check digit fits once zeros stand in front; nil for a text
  /// that is a GTIN as it stands, or an NDC of ten or eleven digits by its look alone.
  static func restoredGTIN(_ text: String) -> String? {
    let count = text.utf8.count
    guard (9...11).contains(count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    let filled = text.zeroPadded(to: 14)
    return GTIN.isValid(filled) ? filled : nil
  }
}
