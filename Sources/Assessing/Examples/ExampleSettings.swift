internal import Settings

/// The tables of the run as examples write them: columns, and what stands there unless said.
extension ExampleCase {
  private static let tables: [String: (name: String, columns: [String])] = [
    "sites": ("run_site", ["site", "gln", "time_zone", "calendar"]),
    "partners": (
      "run_partner",
      [
        "gln", "name", "role", "country", "sends_receipts", "unpack_inferred", "ts_carried_by",
        "own",
      ]
    ),
    "product_settings": (
      "run_product",
      [
        "gtin", "name", "ndc", "case_quantity", "aggregated", "national_code",
        "national_code_type",
      ]
    ),
    "firm_limits": ("firm_limit", ["parameter", "value", "procedure"]),
  ]

  private static let defaults: [String: [String: CellValue]] = [
    "run_partner": [
      "sends_receipts": .integer(0), "unpack_inferred": .integer(0), "own": .integer(0),
      "ts_carried_by": .text("epcis"),
    ],
    "run_site": ["time_zone": .text("UTC")],
  ]

  mutating func add(setting value: YAMLValue, to key: String) throws {
    guard let table = Self.tables[key] else { return }
    var known = Set(table.columns)
    if key == "partners" { known.insert("unpack") }
    if key == "sites" { known.insert("id") }
    let entries = try value.entries(known, in: "an entry of \(key)")
    var row = Self.defaults[table.name] ?? [:]
    for entry in entries {
      switch entry.key {
      case "unpack": row["unpack_inferred"] = .integer(entry.value.text == "inferred" ? 1 : 0)
      case "id": row["site"] = .text(try entry.value.word("id"))
      default: row[entry.key] = try Self.cell(entry.value)
      }
    }
    settings.append(
      Setting(
        table: table.name,
        values: table.columns.map { (column: $0, value: row[$0] ?? .none) }))
  }

  private static func cell(_ value: YAMLValue) throws -> CellValue {
    if value.isNull { return .none }
    if let boolean = value.boolean { return .integer(boolean ? 1 : 0) }
    if let number = value.integer { return .integer(Int64(number)) }
    return .text(try value.word("a value"))
  }
}
