import Crypto
package import GRDB
import GS1
package import Settings

/// Carries what `muster.yaml` declares into tables that checks can join.
package enum RunConfiguration {
  /// Writes down the sources and fills `run_site`, `run_partner`, `run_product`, `firm_limit` and
  /// `calendar` anew.
  ///
  /// `asOfMs` is the data cut-off; each site gets the day it falls on there. Equal input gives
  /// equal tables.
  package static func fill(
    _ db: Database, _ configuration: MusterConfiguration, asOfMs: Int64?
  ) throws {
    for source in configuration.sources {
      try register(db, source, in: configuration)
    }
    for table in Schema.runTableNames where table != "calendar" {
      try db.execute(sql: "DELETE FROM \(table)")
    }
    try fillSites(db, configuration, asOfMs: asOfMs)
    try fillPartners(db, configuration)
    for product in configuration.products {
      try db.execute(
        sql: "INSERT OR REPLACE INTO run_product VALUES (?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          GTIN.normalised(product.gtin) ?? product.gtin, product.name, product.ndc,
          product.caseQuantity, product.aggregated.map { $0 ? 1 : 0 },
          product.nationalCode?.value, product.nationalCode?.type.uppercased(),
        ])
    }
    for limit in configuration.firmLimits {
      try db.execute(
        sql: "INSERT OR REPLACE INTO firm_limit VALUES (?, ?, ?)",
        arguments: [limit.parameter, limit.value.text, limit.procedure])
    }
  }

  /// SHA-256 over what is declared of partners, sites, products and how far sources are complete,
  /// which derived tables and current versions of records follow from.
  /// `schema` names where it is declared, when not in front.
  package static func digest(_ db: Database, in schema: String? = nil) throws -> String {
    let place = schema.map { $0 + "." } ?? ""
    var hash = SHA256()
    for table in ["run_partner", "run_product", "run_site"] {
      for row in try Row.fetchAll(db, sql: "SELECT * FROM \(place)\(table) ORDER BY 1") {
        for value in row.databaseValues { hash.update(data: Array("\(value)\u{1F}".utf8)) }
        hash.update(data: [30])
      }
    }
    let sources = "SELECT name, complete_through_day FROM \(place)source ORDER BY name"
    for row in try Row.fetchAll(db, sql: sources) {
      for value in row.databaseValues { hash.update(data: Array("\(value)\u{1F}".utf8)) }
    }
    return HexText.of(hash.finalize())
  }

  /// Marks what is to be read again because its source is described otherwise now; before `fill`,
  /// which writes the new description down.
  package static func noteChanges(_ db: Database, _ configuration: MusterConfiguration) throws {
    for source in configuration.sources {
      try SourceChanges.note(
        db, source, timeZone: zone(of: source, in: configuration),
        assumed: configuration.sharedZone)
    }
  }

  /// The zone declared for times without an offset: the source's own, else that of its site. Where
  /// none is, they are read in the zone all sites share, which is an assumption and told as one.
  package static func zone(of source: Source, in configuration: MusterConfiguration) -> String? {
    source.timeZone ?? configuration.sites.first { $0.id == source.site }?.timeZone
  }

  /// Writes down one source as configured; says its `source_id`. Times without a zone take the
  /// source's own, else that of its site.
  @discardableResult
  package static func register(
    _ db: Database, _ source: Source, in configuration: MusterConfiguration
  ) throws -> Int64 {
    try SourceRegister.upsert(
      db, name: source.name, kind: source.kind, place: source.placeText,
      completeThroughDay: source.completeThrough?.number,
      timeZone: zone(of: source, in: configuration))
  }

  private static func fillSites(
    _ db: Database, _ configuration: MusterConfiguration, asOfMs: Int64?
  ) throws {
    var calendars: Set<String> = [BusinessCalendar.weekdays]
    for site in configuration.sites {
      let calendar = site.calendar ?? BusinessCalendar.weekdays
      calendars.insert(calendar)
      var offsets = ZoneOffsets(identifier: site.timeZone)
      let day = asOfMs.map { ms in
        InstantText.day(ms, offsetMinutes: offsets?.minutes(atUTC: ms) ?? 0)
      }
      try db.execute(
        sql: "INSERT OR REPLACE INTO run_site VALUES (?, ?, ?, ?, ?)",
        arguments: [site.id, site.gln, site.timeZone, calendar, day])
    }
    try fillCalendars(db, calendars)
  }

  /// Writes the calendars that are not there yet as they are now, and takes the others away.
  private static func fillCalendars(_ db: Database, _ names: Set<String>) throws {
    let held = try String.fetchSet(db, sql: "SELECT DISTINCT calendar_id FROM calendar")
    let insert = try db.makeStatement(sql: "INSERT INTO calendar VALUES (?, ?, ?)")
    for name in held.union(names).sorted() {
      let days = names.contains(name) ? BusinessCalendar.indexes(of: name) : []
      if held.contains(name), try isHeld(db, name, days) { continue }
      try db.execute(sql: "DELETE FROM calendar WHERE calendar_id = ?", arguments: [name])
      for (day, index) in days { try insert.execute(arguments: [name, day, index]) }
    }
  }

  private static func isHeld(
    _ db: Database, _ name: String, _ days: [(day: Int, index: Int)]
  ) throws -> Bool {
    let rows = try Row.fetchCursor(
      db, sql: "SELECT day, business_index FROM calendar WHERE calendar_id = ? ORDER BY day",
      arguments: [name])
    for (day, index) in days {
      guard let row = try rows.next(), row[0] == day, row[1] == index else { return false }
    }
    return try rows.next() == nil
  }

  /// Partners as declared, affiliates with role `affiliate`, and the firm's own GLNs with own = 1,
  /// but for sites of declared contract manufacturers, packers, laboratories and carriers.
  private static func fillPartners(
    _ db: Database, _ configuration: MusterConfiguration
  ) throws {
    let insert = "INSERT OR REPLACE INTO run_partner VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    for affiliate in configuration.affiliates {
      try db.execute(
        sql: insert,
        arguments: [affiliate.gln, affiliate.name, "affiliate", nil, nil, nil, nil, 0])
    }
    for partner in configuration.partners {
      try db.execute(
        sql: insert,
        arguments: [
          partner.gln, partner.name, partner.role?.rawValue, partner.country,
          partner.sendsReceipts ? 1 : 0, partner.unpack == .inferred ? 1 : 0,
          partner.statementBy.rawValue, 0,
        ])
    }
    // A site of somebody who works for the firm stays a partner: its agreement and authorisation
    // are asked for, though its lines and times are known.
    let serviceProviders = Set(
      configuration.partners.lazy.filter { $0.role?.isService == true }.map(\.gln))
    for site in configuration.sites {
      guard let gln = site.gln, !serviceProviders.contains(gln) else { continue }
      try db.execute(
        sql: insert,
        arguments: [
          gln, site.name, configuration.organization.roles.first?.rawValue, nil, nil,
          nil, nil, 1,
        ])
    }
    if let gln = configuration.organization.gln {
      let organization = configuration.organization
      try db.execute(
        sql: insert,
        arguments: [
          gln, organization.name, organization.roles.first?.rawValue, nil, nil, nil,
          nil, 1,
        ])
    }
  }
}
