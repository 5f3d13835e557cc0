import GRDB
import Testing

@testable import Cataloging

private let hour = Story.hour

/// What is a container.
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
}
