import GRDB

extension DerivedCatalog {
  /// What a column of a derived table holds: an event, an EPC, a lot, a product or a plain value.
  private enum Meaning { case event, epc, lot, product, value }

  private static func meaning(_ column: String) -> Meaning {
    switch column {
    case "epc_id", "child_id", "parent_id", "listed_id", "container_id", "other_epc": .epc
    case "lot_id", "other_lot_id": .lot
    case "product_id": .product
    case "by_event", "at_event", "other_event", "event_id": .event
    default: column.hasSuffix("_event") ? .event : .value
    }
  }

  private static let tables = [
    "ineffective_event", "epc_event", "containment", "all_unit", "all_shipment", "shipment_unit",
    "shipment_lot", "all_receipt", "receipt_unit", "custody", "container_content", "lot_fact",
    "lot_expiry", "lot_variant", "life_defect",
  ]

  /// Every derived row with natural keys in place of surrogate ids, sorted.
  func derivedRows() throws -> [String] {
    try queue.read { db in
      let events = try Self.names(
        db,
        """
        SELECT e.event_id, a.path || '#' || (e.event_id
          - (SELECT min(x.event_id) FROM all_event x WHERE x.artifact_id = e.artifact_id))
        FROM all_event e JOIN artifact a ON a.artifact_id = e.artifact_id
        """)
      let epcs = try Self.names(db, "SELECT epc_id, serial FROM epc")
      let lots = try Self.names(db, "SELECT lot_id, lot FROM all_lot")
      let products = try Self.names(db, "SELECT product_id, scheme || gtin FROM product")
      var found: [String] = []
      for table in Self.tables {
        for row in try Row.fetchAll(db, sql: "SELECT * FROM \(table)") {
          let cells = row.map { column, value -> String in
            guard let number = Int64.fromDatabaseValue(value) else {
              return String.fromDatabaseValue(value) ?? "-"
            }
            switch Self.meaning(column) {
            case .event: return events[number] ?? String(number)
            case .epc: return epcs[number] ?? String(number)
            case .lot: return lots[number] ?? String(number)
            case .product: return products[number] ?? String(number)
            case .value: return String(number)
            }
          }
          found.append(table + " " + cells.joined(separator: " "))
        }
      }
      return found.sorted()
    }
  }

  private static func names(_ db: Database, _ sql: String) throws -> [Int64: String] {
    var names: [Int64: String] = [:]
    for row in try Row.fetchAll(db, sql: sql) { names[row[0]] = row[1] }
    return names
  }
}
