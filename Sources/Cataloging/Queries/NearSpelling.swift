import GRDB
import GS1
internal import Settings

/// What comes near an identifier the catalog does not hold.
enum NearSpelling {
  private static let levels: [(Folding.Level, String)] = [
    (.zeros, "leading zeros"), (.letterCase, "upper and lower case"),
    (.separator, "blanks or hyphens"), (.confusable, "letters that look like digits"),
  ]

  /// Why a unit is not found: its nearest spelling, its serial under another product, or nothing.
  static func sentence(forUnit epc: EPC, _ reader: TraceReader) throws -> String {
    let start = "No record in the catalog names \(epc.canonical)"
    let number = epc.kind == .sscc ? epc.serial : epc.key
    var words = start + "."
    if epc.kind == .sgtin || epc.kind == .sscc, !number.isEmpty, !isKey(number, epc.kind) {
      words += " \(epc.kind == .sscc ? "The SSCC" : "The GTIN") has a wrong check digit or length."
    }
    let product = try Int64.fetchOne(
      reader.db, sql: "SELECT product_id FROM product WHERE scheme = ? AND gtin = ?",
      arguments: [Int(epc.kind.rawValue), epc.key])
    guard let product else {
      return try words + " No unit of that product is there."
        + elsewhere(epc, reader)
    }
    let rows = try String.fetchCursor(
      reader.db, sql: "SELECT serial FROM epc WHERE product_id = ? ORDER BY serial",
      arguments: [product])
    guard let near = try nearest(epc.serial, rows) else {
      return try words + elsewhere(epc, reader)
    }
    let found = EPC(kind: epc.kind, key: epc.key, serial: near.text)
    return words + " \(found.canonical) is there, which differs in \(near.how)."
  }

  /// Why a lot is not found.
  static func sentence(forLot lot: String, gtin: String?, _ reader: TraceReader) throws -> String {
    let start =
      "No record in the catalog names lot \(lot)" + (gtin.map { " of GTIN \($0)." } ?? ".")
    let rows = try String.fetchCursor(
      reader.db,
      sql: """
        SELECT DISTINCT l.lot FROM all_lot l JOIN product p ON p.product_id = l.product_id
        WHERE ?1 IS NULL OR p.gtin = ?1 ORDER BY l.lot
        """, arguments: [gtin])
    if let near = try nearest(lot, rows) {
      return start + " Lot \(near.text) is there, which differs in \(near.how)."
    }
    guard let gtin else { return try start + slip(lot, nil, reader) }
    let others = try String.fetchAll(
      reader.db,
      sql: """
        SELECT p.gtin FROM product p JOIN all_lot l ON l.product_id = p.product_id
        WHERE l.lot = ? AND p.gtin <> ? ORDER BY p.gtin LIMIT 3
        """, arguments: [lot, gtin])
    guard !others.isEmpty else { return try start + slip(lot, gtin, reader) }
    return start + " That lot is there for GTIN \(others.joined(separator: ", "))."
  }

  /// A lot that a slip of the pen makes of another.
  private static func slip(_ lot: String, _ gtin: String?, _ reader: TraceReader) throws -> String {
    let lots = try String.fetchAll(
      reader.db,
      sql: """
        SELECT DISTINCT l.lot FROM all_lot l JOIN product p ON p.product_id = l.product_id
        WHERE ?1 IS NULL OR p.gtin = ?1
        """, arguments: [gtin])
    guard let near = Suggestion.nearest(to: lot, among: lots) else { return "" }
    return " Lot \(near) is there, which is written nearly alike."
  }

  /// The text that forgives least, the first in order among equals.
  private static func nearest(
    _ text: String, _ candidates: RecordCursorText
  ) throws -> (text: String, how: String)? {
    let folded = levels.map { Folding.fold(text.utf8, $0.0) }
    var best: (level: Int, text: String)?
    while let candidate = try candidates.next() {
      for level in 0..<(best?.level ?? levels.count)
      where Folding.fold(candidate.utf8, levels[level].0) == folded[level] {
        best = (level, candidate)
        break
      }
    }
    return best.map { ($0.text, levels[$0.level].1) }
  }

  /// The same serial under another product.
  private static func elsewhere(_ epc: EPC, _ reader: TraceReader) throws -> String {
    guard epc.kind == .sgtin else { return "" }
    let others = try String.fetchAll(
      reader.db,
      sql: """
        SELECT p.gtin FROM product p JOIN epc e ON e.product_id = p.product_id AND e.serial = ?
        WHERE p.scheme = 1 AND p.gtin <> ? ORDER BY p.gtin LIMIT 3
        """, arguments: [epc.serial, epc.key])
    guard !others.isEmpty else { return "" }
    return " That serial is there under GTIN \(others.joined(separator: ", "))."
  }

  private static func isKey(_ digits: String, _ kind: EPCKind) -> Bool {
    digits.utf8.count == (kind == .sscc ? 18 : 14)
      && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
      && CheckDigit.isValidGS1(digits.utf8)
  }

  private typealias RecordCursorText = FastDatabaseValueCursor<String>
}
