import GRDB
import Testing

@testable import Cataloging

@Suite struct SchemaTests {
  @Test func createsEveryListedTable() throws {
    let catalog = try Catalog.inMemory()
    let listed = Schema.collectedTables + Schema.runTableNames + Schema.derivedTables
    let found = try catalog.read { db in
      try String.fetchSet(
        db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_stat1'")
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
      #expect(indexes.contains("unit_life_by_lot"))
    }
  }

  @Test func tellsADamagedCatalogFromAnotherProgramsFile() throws {
    let catalog = try Catalog.inMemory()
    for statement in [
      "UPDATE meta SET value = x'00ff' WHERE key = 'schema_version'",
      "DELETE FROM meta WHERE key = 'schema_version'", "DROP TABLE meta",
    ] {
      try catalog.write { db in
        try db.execute(sql: statement)
        let error = #expect(throws: CatalogError.self) {
          try Schema.checkVersion(of: db, place: "here")
        }
        #expect(error?.code == .damaged, "\(statement)")
        #expect(error?.description.contains("restore the catalog folder from a backup") == true)
      }
    }
    try DatabaseQueue().write { db in
      try db.execute(sql: "CREATE TABLE meta(key, value); CREATE TABLE artifact(a)")
      let error = #expect(throws: CatalogError.self) {
        try Schema.checkVersion(of: db, place: "here")
      }
      #expect(error?.code == .notACatalog)
    }
  }

  @Test func bringsAnEarlierCatalogUpAndDerivesAnew() throws {
    let catalog = try Catalog.inMemory()
    try catalog.write { db in
      for view in ["all_unit", "containment", "shipment_unit", "receipt_unit", "epc_event"] {
        try db.execute(sql: "DROP VIEW \(view); CREATE TABLE \(view)(epc_id INTEGER)")
      }
      try db.execute(sql: "UPDATE meta SET value = '1' WHERE key = 'schema_version'")
      let older = #expect(throws: CatalogError.self) {
        try Schema.checkVersion(of: db, place: "here")
      }
      #expect(older?.code == .older)
      try Schema.upgrade(db, place: "here")
      try Schema.checkVersion(of: db, place: "here")
      #expect(try db.viewExists("all_unit"))
      #expect(try db.viewExists("epc_event"))
      #expect(try !Derivation.isCurrent(db))
      try Derivation.run(db)
    }
  }
}
