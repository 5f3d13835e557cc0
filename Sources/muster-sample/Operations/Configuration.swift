import Foundation

extension World {
  /// Writes `muster.yaml` for what was made.
  func writeConfiguration() throws {
    let file = try OutputFile(root.appendingPathComponent("muster.yaml"))
    let usa = firm.isAmerican
    try file.row("# \(firm.name) is an invented firm: every name and record is made up. Made by:")
    try file.row("# \(options.command)")
    try file.row("version: 1")
    try file.row("organization:")
    try file.row("  name: \(firm.name)")
    try file.row("  gln: \"\(firm.owner.gln)\"")
    try file.row("  roles: [\(usa ? "manufacturer" : "manufacturer, mah")]")
    try file.row("  markets: [\(usa ? "US" : "DE, AT, IE, PT, BE")]")
    try file.row(
      "purpose: { kind: internal_audit, reference: \(usa ? "IA-2026-031" : "SI-2026-014"), "
        + "procedure: \(usa ? "SOP QA-017" : "SOP QS-104") }")
    try file.row("catalog: muster-catalog")
    try file.row("facts:")
    for fact in firm.unpractised { try file.row("  \(fact): false") }
    try file.row("profiles:")
    try file.row("  - id: \(usa ? "dscsa-manufacturer" : "fmd-manufacturer")")
    try file.row("scope:")
    try file.row("  period: { from: 2026-07-01, to: 2026-09-30 }")
    try file.row("sites:")
    for plant in firm.plants where !plant.isContract {
      try file.row(
        "  - { id: \(plant.id), gln: \"\(plant.place.gln)\", time_zone: \(plant.zone.rawValue), "
          + "lines: [\(plant.lines.joined(separator: ", "))], calendar: \(usa ? "us" : "weekdays") }"
      )
    }
    try writePartners(to: file)
    try writeProducts(to: file)
    try file.row("sources:")
    var written: Set<String> = []
    for feed in Feed.allCases where written.insert(feed.source).inserted {
      let folder = "exports/epcis/" + feed.source
      let mixed = mixedFeeds.contains { $0.source == feed.source }
      guard FileManager.default.fileExists(atPath: root.appendingPathComponent(folder).path) else {
        continue
      }
      let json = usesJSON(feed)
      for (name, json) in [("events", json)] + (mixed ? [("portal", !json)] : []) {
        try file.row("  - name: \(feed.source)-\(name)")
        try file.row("    kind: epcis")
        try file.row("    path: \(folder)/**/*.\(json ? "json" : "xml")")
        try file.row("    complete_through: 2026-09-30")
      }
    }
    for source in writtenSources {
      for line in source.configuration { try file.row(line) }
    }
    if !pages.isEmpty {
      try file.row("  - name: documents")
      try file.row("    kind: document")
      try file.row("    path: exports/documents/**/*.pdf")
    }
    try file.row("requests: []")
    try file.close()
  }

  private func writePartners(to file: OutputFile) throws {
    try file.row("partners:")
    func row(_ place: Place, _ role: String, _ receipts: Bool, _ unpack: String) throws {
      try file.row(
        "  - { gln: \"\(place.gln)\", name: \(quote(place.name)), role: \(role), "
          + "country: \(place.country), sends_receipts: \(receipts), unpack: \(unpack), "
          + "ts_carried_by: epcis }")
    }
    for plant in firm.plants where plant.isContract {
      try row(plant.place, "cmo", false, "recorded")
    }
    for partner in [firm.logistics] + firm.customers + (firm.export.map { [$0] } ?? [])
      + [firm.processor] + morePartners
    {
      let unpack = partner.role == "wholesaler" || partner.role == "3pl" ? "inferred" : "recorded"
      // Receipts of sales count; the logistics provider's bookings are not a buyer's.
      try row(partner.place, partner.role, partner.sendsReceipts, unpack)
      if let dock = partner.dock { try row(dock, partner.role, partner.sendsReceipts, unpack) }
    }
  }

  private func writeProducts(to file: OutputFile) throws {
    try file.row("products:")
    for index in firm.packages + configured {
      let product = book.products[index]
      var row = "  - { gtin: \"\(product.gtin)\", name: \(quote(product.name))"
      if firm.isAmerican { row += ", ndc: \"\(product.ndc)\"" }
      if product.aggregated { row += ", case_quantity: \(product.caseQuantity)" }
      row += ", aggregated: \(product.aggregated)"
      if let national = product.national {
        row += ", national_code: { type: \(national.type), value: \"\(national.value)\" }"
      }
      try file.row(row + " }")
    }
  }
}
