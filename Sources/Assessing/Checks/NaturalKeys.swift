internal import GRDB
internal import GS1

/// Turns ids of the catalog into the keys people and other systems know.
final class NaturalKeys {
  private let epcs: Statement
  private let lots: Statement
  private let products: Statement
  private let documents: Statement
  private let artifacts: Statement
  private let names: Statement
  private var lotCache: [Int64: Key] = [:]
  private var productCache: [Int64: Key] = [:]
  private static let cacheLimit = 100_000

  /// A thing by its keys.
  struct Key: Equatable {
    /// What a reader calls it.
    var text: String
    var gtin: String?
    var serial: String?
    var sscc: String?
    var lot: String?
    var document: String?
    var epc: String?
  }

  /// Prepares the look-ups.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  init(_ db: Database) throws {
    epcs = try db.makeStatement(
      sql: """
        SELECT p.scheme, p.gtin, e.serial, e.kind FROM main.epc e
        JOIN main.product p ON p.product_id = e.product_id WHERE e.epc_id = ?
        """)
    lots = try db.makeStatement(
      sql: """
        SELECT p.gtin, l.lot FROM main.all_lot l
        JOIN main.product p ON p.product_id = l.product_id WHERE l.lot_id = ?
        """)
    products = try db.makeStatement(
      sql: "SELECT scheme, gtin FROM main.product WHERE product_id = ?")
    documents = try db.makeStatement(
      sql: """
        SELECT s.name, a.path, d.instance_identifier FROM main.document d
        JOIN main.artifact a ON a.artifact_id = d.artifact_id
        JOIN source s ON s.source_id = a.source_id WHERE d.document_id = ?
        """)
    artifacts = try db.makeStatement(
      sql: """
        SELECT s.name || ':' || a.path FROM main.artifact a
        JOIN source s ON s.source_id = a.source_id WHERE a.artifact_id = ?
        """)
    names = try db.makeStatement(
      sql: """
        SELECT coalesce((SELECT r.name FROM run_product r WHERE r.gtin = p.gtin),
          (SELECT min(m.name) FROM main.master_product m WHERE m.gtin = p.gtin))
        FROM main.product p WHERE p.product_id = ?
        """)
  }

  /// The key of an id; `nil` for ids the catalog does not hold.
  func key(_ id: Int64, _ kind: GapColumn.Kind) throws -> Key? {
    switch kind {
    case .epc: return try epc(id)
    case .lot:
      if let known = lotCache[id] { return known }
      let key = try lot(id)
      if lotCache.count < Self.cacheLimit { lotCache[id] = key }
      return key
    case .product:
      if let known = productCache[id] { return known }
      let key = try product(id)
      if productCache.count < Self.cacheLimit { productCache[id] = key }
      return key
    case .document: return try document(id)
    case .artifact:
      return try String.fetchOne(artifacts, arguments: [id]).map { text in
        var key = Key(text: text)
        key.document = text
        return key
      }
    }
  }

  /// The name of a product, from the configuration, else from master data.
  func name(ofProduct id: Int64) throws -> String? {
    try String.fetchOne(names, arguments: [id])
  }

  private func epc(_ id: Int64) throws -> Key? {
    guard let row = try Row.fetchOne(epcs, arguments: [id]) else { return nil }
    let scheme: Int64 = row[0]
    let gtin: String = row[1]
    let serial: String = row[2]
    let kind = UInt8(exactly: row[3] as Int64).flatMap(EPCKind.init(rawValue:)) ?? .other
    let identity = EPC(kind: kind, key: gtin, serial: serial)
    var key = Key(text: identity.canonical)
    if scheme == 1 {
      key.gtin = gtin
      key.serial = serial
    } else if kind == .sscc {
      key.sscc = serial
    } else {
      key.epc = identity.canonical
    }
    return key
  }

  private func lot(_ id: Int64) throws -> Key? {
    guard let row = try Row.fetchOne(lots, arguments: [id]) else { return nil }
    let gtin: String = row[0]
    let lot: String = row[1]
    var key = Key(text: "(01)\(gtin)(10)\(lot)")
    key.gtin = gtin
    key.lot = lot
    return key
  }

  private func product(_ id: Int64) throws -> Key? {
    guard let row = try Row.fetchOne(products, arguments: [id]) else { return nil }
    let gtin: String = row[1]
    var key = Key(text: row[0] == 1 ? "(01)\(gtin)" : gtin)
    key.gtin = row[0] == 1 ? gtin : nil
    return key
  }

  private func document(_ id: Int64) throws -> Key? {
    guard let row = try Row.fetchOne(documents, arguments: [id]) else { return nil }
    let source: String = row[0]
    let path: String = row[1]
    var key = Key(text: "\(source):\(path)")
    if let instance: String = row[2], !instance.isEmpty { key.text += " (\(instance))" }
    key.document = key.text
    return key
  }
}
