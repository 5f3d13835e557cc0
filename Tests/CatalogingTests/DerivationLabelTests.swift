import Cataloging
import Testing

private let minute = Story.minute
private let hour = Story.hour
private let day = Story.day

/// The label of a pallet: taken off, used anew, and never the serial of a pack.
struct DerivationLabelTests {
  /// A pallet with two packs in a case and a loose one, whose label comes off after a day.
  private func unlabelledPallet() -> Story {
    let story = Story()
    story.commission(["A1", "A2", "A3"], at: 0)
    story.commission(["C1"], lot: nil, at: 0)
    story.pack(["A1", "A2"], into: "C1", at: hour)
    story.pack(["C1", "A3"], into: "P1", at: hour)
    story.decommission(["P1"], at: day)
    return story
  }

  @Test func aPalletThatLeavesAfterItsLabelCameOffTakesWhatItHeldAlong() throws {
    let story = unlabelledPallet()
    story.ship(["P1"], at: 2 * day)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects() == ["shipped_after_end P1 own"])
    #expect(try catalog.shipped(atMs: 2 * day) == ["A1", "A2", "A3", "C1", "P1"])
    #expect(
      try catalog.rows(
        "SELECT children, items FROM container_content WHERE at_event > 0 ORDER BY 1")
        == ["2 2", "2 3"])
    #expect(try catalog.unit("A1", "state") == "shipped")
  }

  @Test func whatIsToldOfElsewhereDoesNotLeaveUnderTheOldLabel() throws {
    let story = unlabelledPallet()
    story.act("storing", ["A3"], at: day + hour)
    story.pack(["C1"], into: "P2", at: day + hour)
    story.ship(["P1"], at: 2 * day)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.shipped(atMs: 2 * day) == ["P1"])
    #expect(
      try catalog.defects() == ["empty_parent_shipped P1", "shipped_after_end P1 own"])
  }

  @Test(arguments: ["commission", "pack", "dissolve"])
  func aLabelUsedAnewIsNotOnWhatItWasOn(use: String) throws {
    let story = unlabelledPallet()
    story.commission(["B1"], at: 0)
    switch use {
    case "commission": story.commission(["P1"], lot: nil, at: day + hour)
    case "dissolve": story.unpack([], from: "P1", at: day + hour)
    default: break
    }
    story.pack(["B1"], into: "P1", at: day + 2 * hour)
    story.ship(["P1"], at: 2 * day)
    #expect(try DerivedCatalog(story).shipped(atMs: 2 * day) == ["B1", "P1"])
  }

  @Test func aLabelThatHadBeenOnItsWayTakesNothingAlongAgain() throws {
    let story = Story()
    story.commission(["A1"], at: 0)
    story.pack(["A1"], into: "P1", at: hour)
    story.ship(["P1"], at: day)
    story.decommission(["P1"], at: 2 * day, place: "W1")
    story.ship(["P1"], to: "W2", at: 3 * day)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.shipped(atMs: 3 * day) == ["P1"])
    #expect(try catalog.defects().contains("shipped_after_end P1 own"))
  }

  @Test func aLabelWhoseFirstCommissioningWasNotSentBeginsAnew() throws {
    let story = Story()
    story.commission(["A1", "A2"], at: 0)
    story.pack(["A1"], into: "P1", at: hour)
    story.ship(["P1"], at: day)
    story.receive(["P1"], at: 2 * day)
    story.decommission(["P1"], at: 3 * day, place: "W1")
    story.commission(["P1"], lot: nil, at: 20 * day)
    story.pack(["A2"], into: "P1", at: 20 * day + hour)
    story.ship(["P1"], to: "W2", at: 21 * day)
    let catalog = try DerivedCatalog(story)
    #expect(try catalog.defects().isEmpty)
    #expect(try catalog.unit("P1", "state") == "shipped")
    #expect(try catalog.shipped(atMs: 21 * day) == ["A2", "P1"])
  }

  @Test(arguments: [(200, true), (400, false)])
  func aLabelMayBeCommissionedAnewAfterAYear(days: Int64, isNamed: Bool) throws {
    let story = Story()
    story.commission(["P1"], lot: nil, at: 0)
    story.decommission(["P1"], at: day)
    story.commission(["P1"], lot: nil, at: days * day)
    #expect(
      try DerivedCatalog(story).defects()
        == (isNamed ? ["recommissioned_after_end P1 same_lot"] : []))
  }
}
