import Cataloging
import GRDB
import Testing

struct DerivationPropertyTests {
  @Test(arguments: 0..<6)
  func theOrderInWhichFilesArriveChangesNothing(block: Int) throws {
    for seed in block * 8..<block * 8 + 8 {
      let story = Story.random(seed: seed)
      let files = Story.files(story.events)
      let expected = try DerivedCatalog(story, files: files).derivedRows()
      var random = Seeded(state: UInt64(seed))
      for _ in 0..<2 {
        let shuffled = random.shuffled(files)
        let rows = try DerivedCatalog(story, files: shuffled).derivedRows()
        let extra = Set(rows).subtracting(expected).sorted()
        let missing = Set(expected).subtracting(rows).sorted()
        #expect(rows == expected, "seed \(seed), \(shuffled): +\(extra) -\(missing)")
      }
    }
  }

  @Test(arguments: 0..<6)
  func collectingFileByFileEndsInTheSameTables(block: Int) throws {
    for seed in block * 5 + 500..<block * 5 + 505 {
      let story = Story.random(seed: seed)
      let files = Story.files(story.events)
      let expected = try DerivedCatalog(story, files: files).derivedRows()
      var random = Seeded(state: UInt64(seed))
      let catalog = try DerivedCatalog()
      for file in random.shuffled(files) { try catalog.load(story, files: [file]) }
      let rows = try catalog.derivedRows()
      let extra = Set(rows).subtracting(expected).sorted()
      let missing = Set(expected).subtracting(rows).sorted()
      #expect(rows == expected, "seed \(seed): +\(extra) -\(missing)")
    }
  }

  @Test func aSpellingIsToldAtTheSameEventInWhateverOrderFilesArrive() throws {
    let story = Story()
    story.commission(["A1"], at: 0)
    story.file = "pack.xml"
    story.pack(["0A1"], into: "C1", at: Story.hour)
    story.file = "ship.xml"
    story.ship(["0A1"], at: Story.day)
    let files = ["events.xml", "pack.xml", "ship.xml"]
    let rows = try DerivedCatalog(story, files: files).derivedRows()
    #expect(rows.contains { $0.contains("spelling_variant pack.xml#0") })
    #expect(try DerivedCatalog(story, files: files.reversed()).derivedRows() == rows)
  }

  @Test func anInterruptedDerivationIsKnownAndDoneAgain() throws {
    let story = Story.random(seed: 3)
    let catalog = try DerivedCatalog(story)
    let expected = try catalog.derivedRows()
    try catalog.queue.write { db in
      #expect(try Derivation.isCurrent(db))
      try Derivation.markStale(db)
      try db.execute(sql: "DELETE FROM unit_fate; DELETE FROM lot_fact")
      #expect(try !Derivation.isCurrent(db))
      try Derivation.run(db)
      #expect(try Derivation.isCurrent(db))
    }
    #expect(try catalog.derivedRows() == expected)
  }
}
