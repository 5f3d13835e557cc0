import Cataloging
import Testing

private let minute = Story.minute
private let hour = Story.hour
private let day = Story.day

/// Units that an event reports stolen.
struct DerivationTheftTests {
  private func unitsOnAPallet() -> Story {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    story.pack(["A1", "A2"], into: "P1", at: minute)
    return story
  }

  private func steal(_ epcs: [String], at: Int64, in story: Story) {
    story.act("stock_taking", epcs, disposition: "stolen", at: at)
  }

  @Test func aStolenUnitThatIsSoldIsNamed() throws {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    steal(["A1", "A2"], at: day, in: story)
    story.ship(["A1"], at: 2 * day)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects() == ["shipped_after_stolen A1"])
    #expect(try catalog.unit("A1", "state") == "shipped")
    #expect(try catalog.unit("A2", "state") == "stolen")
    #expect(try catalog.unit("A2", "state_ms") == "\(Story.start + day)")
  }

  @Test func aStolenPalletIsNamedOnceForAllItHolds() throws {
    let story = unitsOnAPallet()
    steal(["P1"], at: day, in: story)
    story.ship(["P1"], at: 2 * day)
    #expect(try DerivedCatalog(story).defects() == ["shipped_after_stolen P1"])
  }

  @Test func aUnitOfAStolenPalletIsNamedInAnother() throws {
    let story = unitsOnAPallet()
    steal(["P1"], at: day, in: story)
    story.unpack([], from: "P1", at: 2 * day)
    story.pack(["A2"], into: "P2", at: 2 * day + hour)
    story.ship(["P2"], at: 3 * day)
    #expect(try DerivedCatalog(story).defects() == ["shipped_after_stolen A2"])
  }

  @Test func aUnitStolenOutOfItsPalletIsNamedWhenThePalletIsSold() throws {
    let story = unitsOnAPallet()
    steal(["A1"], at: day, in: story)
    story.ship(["P1"], at: 2 * day)
    #expect(try DerivedCatalog(story).defects() == ["shipped_after_stolen A1"])
  }

  @Test func aTheftWrittenAsAHoldKeepsBackNothingElseOfTheLot() throws {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    story.act("holding", ["A1"], disposition: "stolen", at: day)
    story.ship(["A1", "A2"], at: 2 * day)
    #expect(try DerivedCatalog(story).defects() == ["shipped_after_stolen A1"])
  }

  @Test func aUnitThatWasFoundMayBeSold() throws {
    let story = unitsOnAPallet()
    steal(["P1"], at: day, in: story)
    story.act("inspecting", ["P1"], disposition: "sellable_accessible", at: day + hour)
    #expect(try DerivedCatalog(story).unit("A1", "state") == "packed")
    story.ship(["P1"], at: 2 * day)
    #expect(try DerivedCatalog(story).defects().isEmpty)
  }

  @Test func aTheftAfterTheSaleOrAVoidedSaleIsNoDefect() throws {
    let story = unitsOnAPallet()
    steal(["P1"], at: day, in: story)
    story.ship(["P1"], at: 2 * day)
    story.void(["P1"], at: 2 * day + hour)
    #expect(try DerivedCatalog(story).defects().isEmpty)
    let later = unitsOnAPallet()
    later.ship(["P1"], at: day)
    steal(["P1"], at: 2 * day, in: later)
    #expect(try DerivedCatalog(later).defects().isEmpty)
  }

  @Test func whatIsLostWithoutATheftMayBeSoldWhenItTurnsUp() throws {
    let story = unitsOnAPallet()
    story.act("stock_taking", ["P1"], disposition: "unknown", at: day)
    story.ship(["P1"], at: 2 * day)
    #expect(try DerivedCatalog(story).defects().isEmpty)
  }
}
