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
      #expect(indexes.contains("unit_fate_by_fate"))
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
      try db.execute(
        sql: """
          DROP VIEW event_epc; DROP TABLE epc_run;
          CREATE TABLE event_epc(event_id INTEGER, epc_id INTEGER, role INTEGER, spelling INTEGER);
          INSERT INTO epc(epc_id, product_id, serial, kind) VALUES (4, 1, 'A', 1), (5, 1, 'B', 1);
          INSERT INTO event_epc VALUES (7, 5, 1, 2), (7, 4, 1, 2);
          CREATE TABLE unit_life(epc_id INTEGER PRIMARY KEY, fate_id INTEGER);
          CREATE INDEX unit_life_by_fate ON unit_life(fate_id);
          UPDATE meta SET value = '1' WHERE key = 'schema_version'
          """)
      let older = #expect(throws: CatalogError.self) {
        try Schema.checkVersion(of: db, place: "here")
      }
      #expect(older?.code == .older)
      try Schema.upgrade(db, place: "here")
      try Schema.checkVersion(of: db, place: "here")
      #expect(try db.viewExists("all_unit"))
      #expect(try db.viewExists("epc_event"))
      #expect(try !db.tableExists("unit_life"), "replaced by unit_fate in version 5")
      let references = try Row.fetchAll(db, sql: "SELECT * FROM event_epc ORDER BY run_id")
      #expect(references.map { $0["epc_id"] as Int } == [5, 4], "in the order of the document")
      #expect(references.allSatisfy { $0["event_id"] == 7 && $0["spelling"] == 2 })
      #expect(try !Derivation.isCurrent(db))
      try Derivation.run(db)
    }
  }
}
