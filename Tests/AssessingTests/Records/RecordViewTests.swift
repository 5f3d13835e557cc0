import Cataloging
import GRDB
import Settings
import Testing

@testable import Assessing

@Suite struct RecordViewTests {
  /// Rows of a query in a session over what is given.
  private func rows(
    _ sql: String, given: String, window change: (inout Window) -> Void = { _ in }
  ) throws -> [String] {
    let library = try TestFirm.library(
      checks: [], requirements: nil, [], [RecordSamples.deviation, RecordSamples.release])
    let catalog = try Catalog.inMemory()
    let value = try YAMLReader.read(given, file: "given.yaml")
    let example = try ExampleCase(value, library: library)
    return try catalog.writeWithoutTransaction { db in
      try ExampleLoader(db: db).load(example)
      var window = Window.everything(asOf: 1_785_000_000_000)
      change(&window)
      let kinds = Array(library.recordKinds.values)
      let session = try Session(
        db, window: window, inspection: try Inspection(kinds), kinds: kinds)
      let found = try Row.fetchAll(db, sql: sql).map { row in
        row.databaseValues.map { value in
          switch value.storage {
          case .null: "-"
          case .int64(let number): String(number)
          case .string(let text): text
          default: "?"
          }
        }.joined(separator: " ")
      }
      try session.close()
      return found
    }
  }

  private static let given = """
    sites: [{ id: dayton, gln: "9520000000011" }]
    records:
      deviation:
        - { dev_id: D1, site: dayton, occurred_at: "2026-05-01T08:00:00Z", closed_at: "2026-06-20T08:00:00Z", closed_by: p, gtin: "09521234567899", lots: [L1] }
        - { dev_id: D2, occurred_at: "2026-06-25T08:00:00Z", closed_at: "2026-08-01T08:00:00Z", closed_by: p, gtin: "09521234567899", lots: [L2] }
        - { dev_id: D3, occurred_at: "2026-09-01T08:00:00Z" }
        - { dev_id: D4, site: other }
      lot_release: []
    """

  /// What was before the period tells of what is in it, as long as it is of the subjects in scope.
  @Test func whatIsOfTheSubjectsInScopeIsThereWhateverThePeriod() throws {
    let found = try rows("SELECT dev_id FROM scoped_deviation ORDER BY dev_id", given: Self.given) {
      $0.fromDay = 20_635  // 2026-07-01
      $0.toDay = 20_665
      $0.sites = ["dayton"]
    }
    #expect(found == ["D1", "D2"])
  }

  @Test func hidesWhatLiesAfterTheCutOff() throws {
    let sql = "SELECT dev_id, closed_at_day IS NULL, closed_by FROM all_deviation ORDER BY dev_id"
    #expect(try rows(sql, given: Self.given) == ["D1 0 p", "D2 1 -", "D4 1 -"])
  }

  @Test func periodSelectsWhatWasOpenInIt() throws {
    let found = try rows("SELECT dev_id FROM deviation ORDER BY dev_id", given: Self.given) {
      $0.fromDay = 20_635  // 2026-07-01
      $0.toDay = 20_665
    }
    #expect(found == ["D2", "D4"])
    #expect(
      try rows("SELECT dev_id FROM deviation ORDER BY dev_id", given: Self.given) {
        $0.fromDay = 20_605
        $0.toDay = 20_628
      } == ["D1", "D2", "D4"].filter { $0 != "D2" })
  }

  @Test func lotsOfTheScopeSelectRecordsAndFirmWideOnesStay() throws {
    let sql = "SELECT dev_id FROM deviation ORDER BY dev_id"
    #expect(
      try rows(sql, given: Self.given) { $0.lots = ["L1"] } == ["D1", "D4"])
    #expect(
      try rows(sql, given: Self.given) { $0.products = ["09521234567899"] } == ["D1", "D2", "D4"])
    #expect(
      try rows(sql, given: Self.given) { $0.products = ["09506000134352"] } == ["D4"])
    #expect(
      try rows(sql, given: Self.given) { $0.sites = ["dayton"] } == ["D1", "D2"])
    #expect(
      try rows(sql, given: Self.given) { $0.partnerGLNs = ["9520000000028"] }
        == ["D1", "D2", "D4"])
  }

  @Test func historyHoldsWhatALaterExportSuperseded() throws {
    let given = """
      records:
        deviation:
          - { dev_id: D1, occurred_at: "2026-05-01T08:00:00Z", class: minor, _file: july.csv, _exported: "2026-07-01T00:00:00Z" }
          - { dev_id: D1, occurred_at: "2026-05-01T08:00:00Z", class: major, _file: august.csv, _exported: "2026-08-01T00:00:00Z" }
      """
    #expect(
      try rows("SELECT class, later_record FROM deviation_history", given: given) == ["minor 2"])
    #expect(try rows("SELECT record_id, class FROM deviation", given: given) == ["2 major"])
  }

  @Test func kindTheCatalogHasNoTablesForReadsAsEmpty() throws {
    #expect(try rows("SELECT * FROM lot_release", given: "events: []").isEmpty)
    #expect(try rows("SELECT * FROM deviation__lots", given: "events: []").isEmpty)
  }
}
