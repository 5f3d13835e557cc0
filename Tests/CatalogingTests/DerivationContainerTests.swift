import GRDB
import Testing

@testable import Cataloging

private let hour = Story.hour
private let day = Story.day

/// What is a container, and what that makes of other cases of its product.
struct DerivationContainerTests {
  @Test func aPackNamedAsParentInErrorIsNoContainer() throws {
    let story = Story()
    story.commission(["A1", "A2", "A3"], at: 0)
    story.pack(["A1", "A2"], into: "A3", at: hour)
    story.events[1].uri = "urn:pack"
    var declaration = story.events[1]
    declaration.declared = 2 * hour
    story.tell(declaration)
    story.pack(["A1", "A2"], into: "C1", at: hour)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.unit("A3", "is_container") == "0")
    #expect(try catalog.unit("C1", "is_container") == "1")
    #expect(try catalog.rows("SELECT commissioned, packed FROM lot_fact") == ["3 2"])
    #expect(try catalog.rows("SELECT count(*) FROM container_content") == ["1"])
  }

  /// Cases shipped long ago, and, in a file of its own, one that packs were put into.
  private func cases() -> Story {
    let story = Story()
    story.file = "old.xml"
    story.commission((1...400).map { "A\($0)" }, lot: "OTHER", at: 0)
    story.commission(["C1", "C2", "C3"], lot: "OLD", at: 0)
    story.ship(["C1", "C2"], at: hour)
    story.file = "new.xml"
    story.commission(["B1", "B2"], lot: "NEW", at: day)
    story.pack(["B1", "B2"], into: "C9", at: day + hour)
    story.events[story.events.count - 1].uri = "urn:pack"
    story.file = "error.xml"
    var declaration = story.events[story.events.count - 1]
    declaration.declared = 2 * day
    story.tell(declaration)
    return story
  }

  @Test func theFirstContainerOfAProductAsksForTheContentOfCasesShippedBefore() throws {
    let story = cases()
    let catalog = try DerivedCatalog()
    try catalog.load(story, files: ["old.xml"])
    #expect(try catalog.defects().isEmpty)
    #expect(try catalog.extend(story, files: ["new.xml"], percent: 10))
    #expect(
      try catalog.defects().filter { $0.hasPrefix("parent") } == [
        "parent_content_unknown C1", "parent_content_unknown C2",
      ])
    let whole = try DerivedCatalog(story, files: ["old.xml", "new.xml"])
    #expect(try catalog.derivedRows() == whole.derivedRows())
  }

  @Test func withoutItsLastContainerAProductIsNotAskedForContent() throws {
    let story = cases()
    let catalog = try DerivedCatalog()
    try catalog.load(story, files: ["old.xml", "new.xml"])
    #expect(try catalog.extend(story, files: ["error.xml"], percent: 10))
    #expect(try catalog.defects().isEmpty)
    let whole = try DerivedCatalog(story)
    #expect(try catalog.derivedRows() == whole.derivedRows())
  }
}
