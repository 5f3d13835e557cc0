import GRDB
import Testing

@testable import Cataloging

/// Deriving what new files touch, against deriving everything.
@Suite struct DerivationUpdateTests {
  /// Several families of units that have nothing to do with each other but, when `apart` is 0,
  /// the instants of their events.
  private static func families(_ count: Int, seed: Int, apart: Int64) -> Story {
    let all = Story()
    for family in 0..<count {
      let story = Story.random(seed: seed * 31 + family)
      all.partners = story.partners
      func named(_ name: String) -> String { "\(name).\(family)" }
      for var event in story.events {
        event.file = "\(family)-\(event.file)"
        event.at = event.at.map { $0 + Int64(family) * apart }
        event.epcs = event.epcs.map(named)
        event.parent = event.parent.map(named)
        event.children = event.children.map(named)
        event.inputs = event.inputs.map(named)
        event.outputs = event.outputs.map(named)
        event.lot = event.lot.map(named)
        event.quantityLots = event.quantityLots.map(named)
        event.uri = event.uri.map(named)
        all.events.append(event)
      }
      for (file, source) in story.sources { all.sources["\(family)-\(file)"] = source }
    }
    return all
  }

  @Test(arguments: 0..<8)
  func aPartDerivedAnewEqualsTheWhole(block: Int) throws {
    var parts = 0
    for seed in block * 6..<block * 6 + 6 {
      var random = Seeded(state: UInt64(seed) &+ 5)
      let story = Self.families(4, seed: seed, apart: seed % 3 == 0 ? 0 : 7)
      if seed % 2 == 0 {
        for index in story.events.indices where story.events[index].at == nil {
          story.events[index].at = Int64(index) * 1003
        }
      }
      let files = Story.files(story.events)
      // The last family's files come later, or any files do.
      let arrival =
        seed % 4 == 1
        ? random.shuffled(files)
        : files.filter { !$0.hasPrefix("3") } + random.shuffled(files.filter { $0.hasPrefix("3") })
      let first = arrival.count - 1 - random.next(4)
      let catalog = try DerivedCatalog()
      try catalog.load(story, files: Array(arrival[..<first]))
      for file in arrival[first...] {
        if try catalog.extend(story, files: [file], percent: 90) { parts += 1 }
        let rows = try catalog.derivedRows()
        try catalog.queue.write { db in try Derivation.run(db) }
        let expected = try catalog.derivedRows()
        let extra = Set(rows).subtracting(expected).sorted()
        let missing = Set(expected).subtracting(rows).sorted()
        #expect(rows == expected, "seed \(seed), \(file): +\(extra) -\(missing)")
      }
    }
    #expect(parts > 0)
  }

  @Test func aPartAfterAPartStillEqualsTheWhole() throws {
    let story = Self.families(5, seed: 4, apart: 7)
    for index in story.events.indices where story.events[index].at == nil {
      story.events[index].at = Int64(index) * 1003
    }
    let files = Story.files(story.events)
    let catalog = try DerivedCatalog()
    try catalog.load(story, files: files.filter { $0.hasPrefix("0") || $0.hasPrefix("1") })
    for family in 2..<5 {
      #expect(
        try catalog.extend(
          story, files: files.filter { $0.hasPrefix("\(family)") }, percent: 90))
    }
    #expect(try catalog.derivedRows() == DerivedCatalog(story, files: files).derivedRows())
  }

  @Test func derivesEverythingWhenMuchIsNewOrSomethingElseChanged() throws {
    let story = Self.families(3, seed: 8, apart: 7)
    for index in story.events.indices where story.events[index].at == nil {
      story.events[index].at = Int64(index) * 1003
    }
    let files = Story.files(story.events)
    let late = files.filter { $0.hasPrefix("2") }
    func catalog() throws -> DerivedCatalog {
      let catalog = try DerivedCatalog()
      try catalog.load(story, files: files.filter { !$0.hasPrefix("2") })
      return catalog
    }
    #expect(try catalog().extend(story, files: late, percent: 90))
    #expect(try !catalog().extend(story, files: late, percent: 1))
    let superseded = try catalog()
    try superseded.queue.write { db in
      try db.execute(sql: "UPDATE artifact SET superseded_by = 99 WHERE artifact_id = 1")
    }
    #expect(try !superseded.extend(story, files: late, percent: 90))
    let configured = try catalog()
    story.partners[0].infers = true
    #expect(try !configured.extend(story, files: late, percent: 90))
    let stale = try catalog()
    try stale.queue.write { db in try DerivedState.forget(db) }
    #expect(try !stale.extend(story, files: late, percent: 90))
  }
}

extension DerivedCatalog {
  /// Loads files and derives what they touch; says whether a part was enough.
  func extend(_ story: Story, files: [String], percent: Int) throws -> Bool {
    try queue.write { db in
      var loader = StoryLoader(db: db)
      try loader.load(story, files: files)
      return try Derivation.update(db, percent: percent)
    }
  }
}
