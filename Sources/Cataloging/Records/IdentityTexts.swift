import GRDB
import GS1

/// Product ids of the texts records name products by: GTINs in any spelling, NDCs by what the
/// configuration and master data say, else by the GTIN an NDC makes.
final class ProductTexts {
  private let db: Database
  private var gtinByNDC: [String: String?] = [:]

  init(_ db: Database) throws {
    self.db = db
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT ndc, gtin FROM run_product WHERE ndc IS NOT NULL
        UNION SELECT ndc, gtin FROM master_product WHERE ndc IS NOT NULL AND gtin IS NOT NULL
        """)
    for row in rows {
      guard let key = Self.ndcKey(row[0]), let gtin = GTIN.normalised(row[1]) else { continue }
      // An NDC of two GTINs (a carton and its case) means the smaller unit.
      let known = gtinByNDC[key] ?? nil
      gtinByNDC[key] = known.map { min($0, gtin) } ?? gtin
    }
  }

  private static func ndcKey(_ text: String) -> String? {
    NDC.parse(text).map { $0.digits11 ?? $0.digits }
  }

  /// The id of the product a text names, made when the catalog has none; nil when it names none.
  func id(of text: String) throws -> Int64? {
    guard let gtin = gtin(of: text) else { return nil }
    return try IdentityTexts.dictionaryID(
      db, select: "SELECT product_id FROM product WHERE scheme = 1 AND gtin = ?",
      insert: "INSERT INTO product(scheme, gtin) VALUES (1, ?)", arguments: [gtin])
  }

  /// The GTIN-14 a text names a product by; nil when it names none.
  func gtin(of text: String) -> String? {
    let trimmed = CellText.trimmed(text)
    let isGTIN = GTIN.normalised(trimmed) != nil && GTIN.isValid(trimmed)
    if !isGTIN, let ndc = NDC.parse(trimmed) {
      if let known = gtinByNDC[ndc.digits11 ?? ndc.digits] ?? nil { return known }
      let candidates = ndc.format == .ten ? [ndc.digits] : ndc.candidates10
      if trimmed.contains("-"), candidates.count == 1, let ten = candidates.first {
        return GTIN.make(payload: "003" + ten)
      }
    }
    return RecordIdentity.gtin(trimmed)
  }
}

/// Ids of lots and units by their texts.
final class IdentityTexts {
  private let db: Database

  init(_ db: Database) { self.db = db }

  /// The id of a lot of a product, made when the catalog has none.
  func lot(_ lot: String, product: Int64) throws -> Int64 {
    try Self.dictionaryID(
      db, select: "SELECT lot_id FROM all_lot WHERE product_id = ? AND lot = ?",
      insert: "INSERT INTO all_lot(product_id, lot) VALUES (?, ?)", arguments: [product, lot])
  }

  /// The id of a unit or logistics unit in any spelling; a bare serial needs its product. A trade
  /// item the catalog does not know is written down, so that records about it meet.
  func unit(_ text: String, product: Int64?) throws -> Int64? {
    let parsed = EPC.parse(text)
    switch parsed.epc.kind {
    case .sgtin where parsed.epc.key.utf8.count == 14 && !parsed.epc.serial.isEmpty:
      let id = try Self.dictionaryID(
        db, select: "SELECT product_id FROM product WHERE scheme = 1 AND gtin = ?",
        insert: "INSERT INTO product(scheme, gtin) VALUES (1, ?)", arguments: [parsed.epc.key])
      return try item(parsed.epc.serial, product: id)
    case .sscc:
      return try Int64.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT e.epc_id FROM epc e JOIN product p ON p.product_id = e.product_id
            WHERE p.scheme = 2 AND e.serial = ?
            """), arguments: [parsed.epc.serial])
    default:
      guard let product, !text.isEmpty, text.utf8.count <= 20 else { return nil }
      return try item(text, product: product)
    }
  }

  private func item(_ serial: String, product: Int64) throws -> Int64 {
    try Self.dictionaryID(
      db, select: "SELECT epc_id FROM epc WHERE product_id = ? AND serial = ?",
      insert: "INSERT INTO epc(product_id, serial, kind) VALUES (?, ?, 1)",
      arguments: [product, serial])
  }

  static func dictionaryID(
    _ db: Database, select: String, insert: String, arguments: StatementArguments
  ) throws -> Int64 {
    if let found = try Int64.fetchOne(db.cachedStatement(sql: select), arguments: arguments) {
      return found
    }
    try db.cachedStatement(sql: insert).execute(arguments: arguments)
    return db.lastInsertedRowID
  }
}
