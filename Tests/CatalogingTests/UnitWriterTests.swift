import GRDB
import Testing

@testable import Cataloging

/// The index of units by fate, made with the rows while their fates come in order.
@Suite struct UnitWriterTests {
  private func indexes(_ db: Database) throws -> [String] {
    try String.fetchAll(
      db, sql: "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'unit_fate'")
  }

  /// Writes a unit for each fate; says whether the index has to be made yet.
  private func write(_ db: Database, _ fates: [Int64]) throws -> Bool {
    let relay = RowRelay()
    let writer = try UnitWriter(db, relay, farLimit: 5_000)
    defer { writer.close() }
    for (place, fate) in fates.enumerated() {
      try writer.unit(Int64(place) + 1, UnitRow(fate: fate, commission: nil, ms: nil))
    }
    try writer.flush()
    try relay.settle()
    return writer.lacksIndex
  }

  @Test func staysWhileFatesComeInOrder() throws {
    try Catalog.inMemory().write { db in
      let fates = (0..<30_000).map { Int64($0 / 10 + 1) }
      let lacksIndex = try write(db, fates)
      #expect(!lacksIndex)
      #expect(try indexes(db) == [UnitWriter.index])
      #expect(try Int64.fetchAll(db, sql: "SELECT fate_id FROM unit_fate ORDER BY 1") == fates)
      #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
    }
  }

  @Test func goesWhereTheyDoNot() throws {
    try Catalog.inMemory().write { db in
      let fates = (0..<30_000).map { Int64($0 * 7919 % 30_011 + 1) }
      let lacksIndex = try write(db, fates)
      #expect(lacksIndex)
      #expect(try indexes(db).isEmpty)
      #expect(try Int64.fetchAll(db, sql: "SELECT fate_id FROM unit_fate ORDER BY epc_id") == fates)
    }
  }
}
