import Settings
import Testing

@testable import Assessing

/// What events leave open keeps the checks that need it from being met, and no other.
@Suite struct EventBlanksTests {
  /// Five packs that are commissioned, and what else happened.
  private func judge(_ events: [String], _ checks: String...) throws -> [CheckResult] {
    let firm = try TestFirm(checks: [])
    firm.library = try Library.load()
    var profile = try #require(firm.library.profiles["dscsa-manufacturer"])
    var row = try #require(profile.requirements.first)
    (row.id, row.expects, row.appliesWhen, row.checks) = ("T-1", [], [], checks)
    (profile.id, profile.requirements) = ("test-profile", [row])
    firm.library.profiles["test-profile"] = profile
    let made = (1...5).map {
      """
      { step: commissioning, epcs: ["(01)09521234567899(21)A\($0)"], at: "2026-07-01T0\($0):00:00Z", \
      lot: L1, expiry: "2028-06-30" }
      """
    }
    try firm.load(
      """
      partners: [{ gln: "9520000000011", own: true }, { gln: "9520000000028", role: wholesaler }]
      events:
      \((made + events).map { "  - \($0)" }.joined(separator: "\n"))
      """)
    let assessment = try firm.assess(asOf: "2026-07-31T20:00:00Z")
    return try checks.map { try firm.check(assessment, $0) }
  }

  private func shipped(_ serial: String, _ more: String) -> String {
    """
    { step: shipping, epcs: ["(01)09521234567899(21)\(serial)"], at: "2026-07-05T10:00:00Z", \
    ship_from: "9520000000011", ship_to: "9520000000028"\(more) }
    """
  }

  @Test func nothingOpenKeepsNothingFromMet() throws {
    let owners = #", from: "9520000000011", to: "9520000000028", po: "9520000000028:P1""#
    let results = try judge(
      [shipped("A1", owners)], "commissioned-before-use", "purchase-order-present")
    #expect(results.map(\.verdict) == [.met, .met])
  }

  @Test func oneEventWithoutATimeLeavesTheOrderOpen() throws {
    let results = try judge(
      [#"{ step: inspecting, epcs: ["(01)09521234567899(21)A1"], at: none }"#],
      "commissioned-before-use", "commissioning-lot-present")
    #expect(results.map(\.verdict) == [.notAssessed, .met])
    #expect(
      results[0].reason?.text
        == "No exception noted in 5 units, but 1 event states no time.")
  }

  @Test func aFewEventsWithoutAStepDoNotCallTheRestInQuestion() throws {
    let blank = #"{ type: object, action: observe, epcs: ["(01)09521234567899(21)A1"] }"#
    let one = try judge([blank], "commissioned-before-use")
    #expect(one.map(\.verdict) == [.met])
    let two = try judge([blank, blank], "commissioned-before-use")
    #expect(two.map(\.verdict) == [.notAssessed])
    #expect(
      two[0].reason?.text
        == "No exception noted in 5 units, but 2 events state no business step.")
  }

  @Test func aShipmentWithoutOwnersIsNotTakenForNoSale() throws {
    let owned = #", from: "9520000000011", to: "9520000000028", po: "9520000000028:P1""#
    let blank = try judge([shipped("A1", "")], "purchase-order-present")
    #expect(blank.map(\.verdict) == [.notAssessed])
    #expect(blank[0].reason?.text.hasSuffix("1 shipment names no owner.") == true)
    let unsold = try judge([], "purchase-order-present")
    #expect(unsold[0].reason?.text.contains("names no owner") == false)
    let mostly = try judge(
      (1...5).map { shipped("A\($0)", $0 == 5 ? "" : owned) }, "purchase-order-present")
    #expect(mostly.map(\.verdict) == [.met])
  }
}
