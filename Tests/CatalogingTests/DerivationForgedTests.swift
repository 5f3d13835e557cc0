import GRDB
import Testing

@testable import Cataloging

/// Catalogs in which numbers stand that nobody wrote.
struct DerivationForgedTests {
  @Test(arguments: [
    "UPDATE all_event SET parent_id = 1000000000000000 WHERE parent_id IS NOT NULL",
    "UPDATE epc_run SET last_epc = 1000000000000000",
    "UPDATE epc_run SET first_epc = -9223372036854775808, last_epc = 9223372036854775807",
    "UPDATE all_event SET event_id = event_id + 900000000000000",
  ])
  func aNumberNobodyWroteIsRefused(forged: String) throws {
    let story = Story()
    story.commission(["A1"], at: 0)
    story.pack(["A1"], into: "C1", at: Story.hour)
    let catalog = try DerivedCatalog(story)
    try catalog.queue.write { db in
      try db.execute(sql: forged)
      #expect(throws: DerivationError.self) { try Derivation.run(db) }
    }
  }

  @Test func theNumberOfAnEventAsksForNoMemory() throws {
    let story = Story()
    story.commission((1...40).map { "A\($0)" }, at: 0)
    story.file = "late.xml"
    story.commission(["B1"], lot: "L2", at: Story.hour)
    let catalog = try DerivedCatalog()
    try catalog.load(story, files: ["events.xml"])
    try catalog.queue.write { db in
      try db.execute(
        sql: "UPDATE all_event SET event_id = 4000000000; "
          + "UPDATE epc_run SET event_id = 4000000000")
      try Derivation.run(db)
    }
    #expect(try catalog.extend(story, files: ["late.xml"], percent: 10))
    #expect(try catalog.rows("SELECT count(*) FROM all_unit") == ["41"])
  }
}
