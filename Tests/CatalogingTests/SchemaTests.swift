import GRDB
import Testing

@testable import Cataloging

@Suite struct SchemaTests {
  @Test func createsEveryListedTable() throws {
    let catalog = try Catalog.inMemory()
    let listed = Schema.collectedTables + Schema.runTableNames + Schema.derivedTables
    let found = try catalog.read { db in
      try String.fetchSet(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    #expect(found == Set(listed))
    #expect(listed.count == Set(listed).count)
  }

  @Test func rebuildsDerivedTablesEmpty() throws {
    let catalog = try Catalog.inMemory()
    try catalog.write { db in
      try db.execute(sql: "INSERT INTO ineffective_event VALUES (1, 'duplicate', NULL, NULL)")
      try Schema.rebuildDerived(in: db)
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM ineffective_event") == 0)
      let indexes = try String.fetchSet(
        db, sql: "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
      #expect(indexes.contains("all_unit_by_lot"))
    }
  }
}
