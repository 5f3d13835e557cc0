import Foundation
import GRDB
import GS1
import Settings
import Testing

@testable import Cataloging

@Suite struct RunConfigurationTests {
  private func configuration(_ text: String) throws -> MusterConfiguration {
    try Samples.withFolder { folder in
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let file = folder.appendingPathComponent("muster.yaml")
      try Data(text.utf8).write(to: file)
      return try MusterConfiguration.load(from: file)
    }
  }

  private let text = """
    version: 1
    organization: { name: Quillhaven Pharma, gln: "9520000000011", roles: [manufacturer], markets: [US] }
    catalog: cat
    profiles: [{ id: dscsa-manufacturer }]
    sites:
      - { id: dayton, gln: "9520000000059", time_zone: America/New_York, calendar: us }
    partners:
      - { gln: "9520000000028", name: Wholesaler A, role: wholesaler, unpack: inferred }
    firm_limits:
      - { parameter: containment_minutes, value: 60, procedure: SOP QA-031 }
    sources:
      - { name: line-events, kind: epcis, path: "exports/*.xml", complete_through: 2026-09-30, site: dayton }
    """

  @Test func aProductDeclaredOtherwiseChangesTheDigest() throws {
    func digest(_ products: String) throws -> String {
      let configuration = try configuration(text + "\n" + products)
      return try Catalog.inMemory().write { db in
        try RunConfiguration.fill(db, configuration, asOfMs: nil)
        return try RunConfiguration.digest(db)
      }
    }
    let none = try digest("products: []")
    let whole = try digest("products: [{ gtin: \"09506000134352\", name: A, case_quantity: 48 }]")
    let other = try digest("products: [{ gtin: \"09506000134352\", name: A, case_quantity: 24 }]")
    #expect(Set([none, whole, other]).count == 3)
    #expect(try digest("products: []") == none)
  }

  @Test func fillsTheTablesOfARun() throws {
    let configuration = try configuration(text)
    try Catalog.inMemory().write { db in
      try RunConfiguration.fill(db, configuration, asOfMs: nil)
      // The last millisecond of 30 September at the site.
      let asOf: Int64 = 1_790_827_199_999
      try RunConfiguration.fill(db, configuration, asOfMs: asOf)
      let day = try Int.fetchOne(db, sql: "SELECT as_of_day FROM run_site")
      #expect(day == CivilDay.parseISO("2026-09-30"))
      let own = try String.fetchAll(
        db, sql: "SELECT gln FROM run_partner WHERE own = 1 ORDER BY gln")
      #expect(own == ["9520000000011", "9520000000059"])
      let inferred = try Int.fetchOne(
        db, sql: "SELECT unpack_inferred FROM run_partner WHERE own = 0")
      #expect(inferred == 1)
      #expect(try String.fetchOne(db, sql: "SELECT value FROM firm_limit") == "60")
      #expect(
        try String.fetchOne(db, sql: "SELECT time_zone FROM source") == "America/New_York")
      let calendars = try String.fetchAll(
        db, sql: "SELECT DISTINCT calendar_id FROM calendar ORDER BY 1")
      #expect(calendars == ["us", "weekdays"])
    }
  }

  @Test func aSiteOfAContractPackerStaysAPartnerAndAnOwnSiteDoesNot() throws {
    let both = text.replacing(
      "partners:",
      with: """
        partners:
          - { gln: "9520000000035", name: Packer P, role: packer, country: ES }
          - { gln: "9520000000059", name: Own plant, role: manufacturer, country: US }
        """
    ).replacing(
      "sites:",
      with: """
        sites:
          - { id: packer, gln: "9520000000035", time_zone: Europe/Madrid, lines: [P1] }
        """)
    let configuration = try configuration(both)
    try Catalog.inMemory().write { db in
      try RunConfiguration.fill(db, configuration, asOfMs: nil)
      let own = try String.fetchAll(
        db, sql: "SELECT gln FROM run_partner WHERE own = 1 ORDER BY gln")
      #expect(own == ["9520000000011", "9520000000059"])
      let packer = try Row.fetchOne(
        db, sql: "SELECT role, country FROM run_partner WHERE gln = '9520000000035'")
      #expect(packer?["role"] == "packer")
      #expect(packer?["country"] == "ES")
      let sites = try String.fetchAll(db, sql: "SELECT DISTINCT site FROM run_site ORDER BY site")
      #expect(sites == ["dayton", "packer"])
    }
  }

  @Test func writesCalendarsThatAreNotThereAsTheyAreAndNoOthers() throws {
    let configuration = try configuration(text)
    try Catalog.inMemory().write { db in
      func held() throws -> [Int] {
        try Int.fetchAll(db, sql: "SELECT business_index FROM calendar ORDER BY calendar_id, day")
      }
      try RunConfiguration.fill(db, configuration, asOfMs: nil)
      let first = try held()
      let before = db.totalChangesCount
      try RunConfiguration.fill(db, configuration, asOfMs: nil)
      #expect(db.totalChangesCount - before < 100)
      try db.execute(
        sql: "UPDATE calendar SET business_index = 7 WHERE calendar_id = 'us' AND day = 20000")
      try db.execute(
        sql: "DELETE FROM calendar WHERE calendar_id = 'weekdays' AND day > 20000")
      try db.execute(sql: "INSERT INTO calendar VALUES ('eu', 20000, 1)")
      try RunConfiguration.fill(db, configuration, asOfMs: nil)
      #expect(try held() == first)
    }
  }

  @Test(arguments: [
    ("us", "2026-07-03", "2026-07-06", 1), ("us", "2026-11-25", "2026-11-27", 1),
    ("us", "2026-05-22", "2026-05-26", 1), ("eu", "2026-04-02", "2026-04-07", 1),
    ("eu", "2026-07-03", "2026-07-06", 1), ("weekdays", "2026-07-03", "2026-07-06", 1),
    ("us", "2026-07-02", "2026-07-06", 1), ("weekdays", "2026-07-02", "2026-07-06", 2),
    ("us", "2026-01-16", "2026-01-20", 1), ("us", "2026-12-24", "2026-12-28", 1),
  ])
  func countsBusinessDays(_ calendar: String, _ from: String, _ to: String, _ days: Int) throws {
    let indexes = Dictionary(
      uniqueKeysWithValues: BusinessCalendar.indexes(of: calendar).map { ($0.day, $0.index) })
    let start = try #require(CivilDay.parseISO(from).flatMap { indexes[$0] })
    let end = try #require(CivilDay.parseISO(to).flatMap { indexes[$0] })
    #expect(end - start == days)
  }

  @Test(arguments: [
    (2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2038, "2038-04-25"),
  ])
  func findsEaster(_ year: Int, _ date: String) {
    #expect(BusinessCalendar.easterSunday(year) == CivilDay.parseISO(date))
  }

  @Test func showsSourcesByMonths() throws {
    let catalog = try Catalog.inMemory()
    let status = try catalog.write { db in
      _ = try Samples.load(
        [
          Samples.commissioning([Samples.unit("A1")]),
          Samples.commissioning([Samples.unit("A2")], at: "2026-09-01T08:00:00Z"),
          Samples.commissioning([Samples.unit("A3")], at: "never"),
        ], into: db)
      return try CatalogStatus.read(db)
    }
    let source = try #require(status.sources.first)
    #expect(source.months.map(\.month) == ["2026-07", "2026-08", "2026-09"])
    #expect(source.months.map(\.events) == [1, 0, 1])
    #expect(source.undated == 1)
    #expect(source.records["taken"] == 3)
    #expect(status.identifiers == 3)
  }

  @Test func countsIdentifiersThoughSomeNumbersWerePassedOver() throws {
    let catalog = try Catalog.inMemory()
    let status = try catalog.write { db in
      _ = try Samples.load([Samples.commissioning([Samples.unit("A1")])], into: db)
      try db.execute(
        sql: "INSERT INTO epc SELECT epc_id + 7, product_id, 'A2', kind FROM epc")
      return try CatalogStatus.read(db)
    }
    #expect(status.identifiers == 2)
  }

  @Test(arguments: [
    ("de", "2026-05-14", false), ("de", "2026-10-03", false), ("de", "2026-06-04", true),
    ("at", "2026-06-04", false), ("ie", "2026-08-03", false), ("ie", "2022-02-07", true),
    ("ie", "2026-02-02", false), ("ie", "2026-10-26", false), ("pt", "2026-06-10", false),
    ("ie", "2030-02-01", false), ("ie", "2030-02-04", true),
    ("be", "2026-07-21", false), ("fr", "2026-07-14", false), ("fr", "2026-07-15", true),
  ])
  func knowsNationalHolidays(calendar: String, date: String, isOpen: Bool) throws {
    let indexes = Dictionary(
      uniqueKeysWithValues: BusinessCalendar.indexes(of: calendar).map { ($0.day, $0.index) })
    let day = try #require(CivilDay.parseISO(date))
    #expect((indexes[day] != indexes[day - 1]) == isOpen)
  }
}
