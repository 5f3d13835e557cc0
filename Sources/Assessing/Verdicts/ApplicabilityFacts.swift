internal import GRDB
internal import Settings

/// The facts `applies_when` may ask for, with the values that hold.
enum ApplicabilityFacts {
  /// Facts the configuration or the catalog tells: `role`, `market`, `distributes`, `imports`,
  /// `partner_role`, `aggregates`, and whatever `facts:` of `muster.yaml` declares, which holds
  /// before what was found. A fact that is not here is unknown.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  static func values(
    _ db: Database, configuration: MusterConfiguration
  ) throws -> [String: Set<String>] {
    let roles = Set(configuration.organization.roles.map(\.rawValue))
    var values: [String: Set<String>] = [
      "role": roles,
      "market": Set(configuration.organization.markets),
      "partner_role": Set(configuration.partners.compactMap { $0.role?.rawValue }),
      "imports": [roles.contains("importer") ? "true" : "false"],
    ]
    let sells =
      try Int.fetchOne(
        db,
        sql: """
          SELECT EXISTS (SELECT 1 FROM main.all_shipment s
          JOIN run_partner p ON p.gln = s.from_owner_gln
          WHERE p.own = 1 AND s.is_sale = 1 AND s.is_return = 0)
          """) == 1
    // Without any event nobody has said that nothing was sold.
    let isTold = try Int.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM main.all_event)") == 1
    if sells || roles.contains("wholesaler") {
      values["distributes"] = ["true"]
    } else if isTold {
      values["distributes"] = ["false"]
    }
    let aggregated = configuration.products.compactMap(\.aggregated)
    if !aggregated.isEmpty {
      values["aggregates"] = [aggregated.contains(true) ? "true" : "false"]
    }
    for (fact, declared) in configuration.facts { values[fact] = Set(declared) }
    return values
  }
}
