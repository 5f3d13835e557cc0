import GRDB
import Testing

@testable import Cataloging

/// Units named by the same events, of which one stands for the others.
@Suite struct DerivationWaysTests {
  @Test(arguments: 0..<6)
  func unitsThatWentTheSameWayComeOutAsIfEachWereWalked(block: Int) throws {
    for seed in block * 5 + 900..<block * 5 + 905 {
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
