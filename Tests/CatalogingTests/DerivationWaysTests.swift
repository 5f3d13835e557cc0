import GRDB
import Testing

@testable import Cataloging

/// Units named by the same events, of which one stands for the others.
@Suite struct DerivationWaysTests {
  /// A random story in which each unit is five.
  private static func story(_ seed: Int) -> Story {
    let story = Story.random(seed: seed)
    func several(_ names: [String]) -> [String] {
      names.flatMap { name in name.hasPrefix("A") ? (1...5).map { "\(name).\($0)" } : [name] }
    }
    for index in story.events.indices {
      story.events[index].epcs = several(story.events[index].epcs)
      story.events[index].children = several(story.events[index].children)
      story.events[index].inputs = several(story.events[index].inputs)
      story.events[index].outputs = several(story.events[index].outputs)
    }
    return story
  }

  @Test(arguments: 0..<6)
  func rowsWrittenBesideTheWalkAreTheSame(block: Int) throws {
    for seed in block * 3 + 700..<block * 3 + 703 {
      let catalog = try DerivedCatalog(Self.story(seed))
      let expected = try catalog.derivedRows()
      try catalog.queue.write { db in
        var run = try DerivationRun(db, cutOffMs: nil)
        run.relay = RowRelay(rowLimit: 3)
        try run.rebuild()
      }
      #expect(try catalog.derivedRows() == expected, "seed \(seed)")
    }
  }

  @Test(arguments: ["unit_fate", "fate", "fate_event"])
  func aRowThatCannotBeWrittenBesideTheWalkEndsItAndChangesNothing(table: String) throws {
    let catalog = try DerivedCatalog(Self.story(711))
    let expected = try catalog.derivedRows()
    try catalog.queue.write { db in
      try db.execute(
        sql: """
          CREATE TRIGGER no_room BEFORE INSERT ON \(table)
          BEGIN SELECT RAISE(ABORT, 'no room'); END
          """)
    }
    let error = #expect(throws: DerivationError.self) {
      try catalog.queue.write { db in
        var run = try DerivationRun(db, cutOffMs: nil)
        run.relay = RowRelay(rowLimit: 3)
        try run.rebuild()
      }
    }
    #expect(error?.description.contains("no room") == true)
    #expect(try catalog.derivedRows() == expected)
  }

  @Test(arguments: 0..<6)
  func unitsThatWentTheSameWayComeOutAsIfEachWereWalked(block: Int) throws {
    for seed in block * 5 + 900..<block * 5 + 905 {
      let story = Self.story(seed)
      let catalog = try DerivedCatalog(story)
      let rows = try catalog.derivedRows()
      try catalog.queue.write { db in
        var run = try DerivationRun(db, cutOffMs: nil)
        run.walksEach = true
        try run.rebuild()
      }
      let expected = try catalog.derivedRows()
      let extra = Set(rows).subtracting(expected).sorted()
      let missing = Set(expected).subtracting(rows).sorted()
      #expect(rows == expected, "seed \(seed): +\(extra) -\(missing)")
    }
  }
}
