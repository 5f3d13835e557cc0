import GRDB
import GS1

/// Product ids of the texts records name products by: GTINs in any spelling, NDCs by what the
/// configuration and master data say, else by the GTIN an NDC makes.
final class ProductTexts {
  private let products: TextDictionary
  private var gtinByNDC: [String: String] = [:]

  init(_ db: Database) throws {
    products = try .products(db)
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT ndc, gtin FROM run_product WHERE ndc IS NOT NULL
        UNION SELECT ndc, gtin FROM master_product WHERE ndc IS NOT NULL AND gtin IS NOT NULL
        """)
    for row in rows {
      guard let key = Self.ndcKey(row[0]), let gtin = GTIN.normalised(row[1]) else { continue }
      // An NDC of two GTINs (a carton and its case) means the smaller unit.
      gtinByNDC[key] = min(gtinByNDC[key] ?? gtin, gtin)
    }
  }

  private static func ndcKey(_ text: String) -> String? {
    NDC.parse(text).map { $0.digits11 ?? $0.digits }
  }

  /// The id of the product a text names, made when the catalog has none; nil when it names none.
  func id(of text: String) throws -> Int64? {
    guard let gtin = gtin(of: text) else { return nil }
    return try products.id(of: gtin, in: 1)
  }

  /// A GTIN as it stands under a bar code, in groups of digits, without the blanks between them.
  private static func closed(_ text: String) -> String {
    guard text.contains(where: \.isWhitespace) else { return text }
    let digits = text.filter { !$0.isWhitespace }
    return GTIN.isValid(digits) ? digits : text
  }

  /// The GTIN-14 a text names a product by; nil when it names none.
  func gtin(of text: String) -> String? {
    let trimmed = Self.closed(CellText.trimmed(text))
    if !GTIN.isValid(trimmed), let ndc = NDC.parse(trimmed) {
      if let known = gtinByNDC[ndc.digits11 ?? ndc.digits] { return known }
      let candidates = ndc.candidates10
      if trimmed.contains("-"), candidates.count == 1, let ten = candidates.first {
        return GTIN.make(payload: "003" + ten)
      }
    }
    return RecordIdentity.gtin(trimmed)
  }
}

/// Ids of units by their texts.
final class IdentityTexts {
  private let products: TextDictionary
  private let items: TextDictionary
  private let sscc: BulkStatement

  init(_ db: Database) throws {
    products = try .products(db)
    items = try TextDictionary(
      db, select: "SELECT epc_id FROM epc WHERE product_id = ? AND serial = ?",
      insert: "INSERT INTO epc(product_id, serial, kind) VALUES (?, ?, 1)")
    sscc = try BulkStatement(
      db,
      """
      SELECT e.epc_id FROM epc e JOIN product p ON p.product_id = e.product_id
      WHERE p.scheme = ? AND e.serial = ?
      """)
  }

  /// The id of a unit or logistics unit in any spelling; a bare serial needs its product. A trade
  /// item the catalog does not know is written down, so that records about it meet.
  func unit(_ text: String, product: Int64?) throws -> Int64? {
    let parsed = EPC.parse(text)
    switch parsed.epc.kind {
    case .sgtin where parsed.epc.key.utf8.count == 14 && !parsed.epc.serial.isEmpty:
      return try items.id(of: parsed.epc.serial, in: products.id(of: parsed.epc.key, in: 1))
    case .sscc:
      sscc.bind(1, 2)
      sscc.bind(2, parsed.epc.serial)
      return try sscc.firstInteger()
    default:
      guard let product, !text.isEmpty, text.utf8.count <= 20 else { return nil }
      return try items.id(of: text, in: product)
    }
  }
}

/// A table of texts, each the only one of its spelling within an owner, and their ids.
private final class TextDictionary {
  private let db: Database
  private let select: BulkStatement
  private let insert: BulkStatement

  /// Both statements take the owner, then the text.
  init(_ db: Database, select: String, insert: String) throws {
    self.db = db
    self.select = try BulkStatement(db, select)
    self.insert = try BulkStatement(db, insert)
  }

  /// Products by scheme and key.
  static func products(_ db: Database) throws -> TextDictionary {
    try TextDictionary(
      db, select: "SELECT product_id FROM product WHERE scheme = ? AND gtin = ?",
      insert: "INSERT INTO product(scheme, gtin) VALUES (?, ?)")
  }

  /// The id of a text, which is written down when it is not there.
  func id(of text: String, in owner: Int64) throws -> Int64 {
    select.bind(1, owner)
    select.bind(2, text)
    if let known = try select.firstInteger() { return known }
    insert.bind(1, owner)
    insert.bind(2, text)
    try insert.run()
    return db.lastInsertedRowID
  }
}
