import Archives
import Cataloging
import Collecting
import Foundation
import Testing

/// Tables whose bytes are damaged, or made to do harm: what is whole is taken, the rest is said.
@Suite struct DamagedTableTests {
  private static let rows =
    "PR ID;Kurztext;Occurred on\n"
    + (1...5).map { "D\($0);Title \($0);2026-07-0\($0)T08:00:00Z\n" }.joined()

  /// A gzip file whose trailer no longer fits what is in it.
  private static func damagedGzip(_ text: String) throws -> [UInt8] {
    var bytes = try HostileTests.gzip(Array(text.utf8))
    bytes[bytes.count - 8] ^= 1
    return bytes
  }

  @Test func rowsAboveADamagedEndAreTaken() throws {
    let place = try Workplace()
    try place.write("a.csv.gz", Self.damagedGzip(Self.rows))
    let catalog = try place.catalog()
    let outcome = try place.collectDeviations(catalog).sources[0]
    #expect(outcome.artifacts == ArtifactLedger(taken: 1))
    #expect(outcome.records == RecordLedger(taken: 5, quarantined: 1))
    #expect(outcome.isIncomplete)
    let detail = try #require(outcome.troubles.first?.detail)
    #expect(detail.hasPrefix("line 7: From here on nothing can be read: "), "\(detail)")
    #expect(try catalog.texts("SELECT reason FROM quarantine") == ["source_damaged"])
  }

  @Test func damageAboveTheHeadersIsSaidToBeSo() throws {
    let place = try Workplace()
    try place.write("a.csv.gz", Self.damagedGzip("PR ID;Kurztext"))
    let outcome = try place.collectDeviations(place.catalog()).sources[0]
    #expect(outcome.artifacts == ArtifactLedger(unreadable: 1))
    let reason = try #require(outcome.troubles.first?.reason)
    #expect(reason.contains("may hold the headers: From here on nothing"), "\(reason)")
  }

  @Test func aLookEndsAtTheDepthACollectEndsAt() throws {
    let place = try Workplace()
    var bytes = ZipFixture.make([("a.csv", Array(Self.rows.utf8))])
    for _ in 0..<40 { bytes = ZipFixture.make([("a.zip", bytes)]) }
    try place.write("a.zip", bytes)
    let catalog = try place.catalog()
    let look = try place.collectDeviations(catalog) { $0.dryRun = true }.sources[0]
    let deepest = "a.zip!/a.zip!/a.zip!/a.zip"
    #expect(look.previews.map(\.path) == [deepest])
    #expect(look.previews[0].problem?.hasPrefix("Archives inside archives go deeper") == true)
    #expect(look.isIncomplete)
    let outcome = try place.collectDeviations(catalog).sources[0]
    #expect(outcome.troubles.map { "\($0.path) \($0.reason)" } == ["\(deepest) nested_too_deep"])
  }

  @Test func aLookSaysWhichMemberIsDamagedAndShowsTheOthers() throws {
    let place = try Workplace()
    var bytes = try HostileTests.gzip(Array(Self.rows.utf8))
    bytes[12] ^= 0xFF
    try place.write(
      "a.zip", ZipFixture.make([("bad.csv.gz", bytes), ("good.csv", Array(Self.rows.utf8))]))
    let look = try place.collectDeviations(place.catalog()) { $0.dryRun = true }.sources[0]
    #expect(look.artifacts == ArtifactLedger(taken: 1))
    #expect(look.previews.map(\.path) == ["a.zip!/bad.csv.gz", "a.zip!/good.csv"])
    #expect(look.previews.map { $0.problem == nil } == [false, true])
    #expect(look.previews[1].records == 5)
    #expect(look.isIncomplete)
  }

  @Test func aDamagedMemberLeavesTheRestOfItsArchive() throws {
    let place = try Workplace()
    var bytes = try HostileTests.gzip(Array(Self.rows.utf8))
    bytes[12] ^= 0xFF
    try place.write(
      "a.zip", ZipFixture.make([("bad.csv.gz", bytes), ("good.csv", Array(Self.rows.utf8))]))
    let outcome = try place.collectDeviations(place.catalog()).sources[0]
    #expect(outcome.artifacts == ArtifactLedger(taken: 2, unreadable: 1))
    #expect(outcome.records == RecordLedger(taken: 5))
    #expect(outcome.troubles.map { "\($0.path) \($0.reason)" } == ["a.zip!/bad.csv.gz damaged"])
  }
}
