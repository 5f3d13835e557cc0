import Testing

@testable import Cataloging

/// Vectors V3 and V3b of the GMP evidence: 24 lots of 5000 units with 260 defectives.
@Suite struct ControlLimitsTests {
  private func limits() throws -> ControlLimits {
    try #require(ControlLimits(defectives: 260, inspected: 120_000))
  }

  @Test func meanAndLimitsHoldToTheDigitsGiven() throws {
    let limits = try limits()
    #expect(abs(limits.mean - 0.002_166_666_7) < 5e-11)
    #expect(abs(limits.upper(n: 5000) - 0.004_139_367_9) < 5e-11)
    #expect(abs(limits.lower(n: 5000) - 0.000_193_965_5) < 5e-11)
    #expect(abs(limits.upper(n: 1200) - 0.006_193_426_1) < 5e-11)
    #expect(limits.lower(n: 1200) == 0)
    #expect(abs(limits.upper(n: 20_000) - 0.003_153_017_3) < 5e-11)
  }

  @Test(arguments: [
    (Int64(23), Int64(5000), 3.700_509_749_3), (20, 5000, 2.788_055_290_5),
    (10, 1200, 4.594_264_999_1), (6, 1200, 2.110_878_513_1), (70, 20_000, 4.055_353_149_9),
  ])
  func distanceHoldsToTheDigitsGiven(_ row: (d: Int64, n: Int64, z: Double)) throws {
    let z = try #require(try limits().z(d: row.d, n: row.n))
    #expect(abs(z - row.z) < 5e-11)
  }

  @Test func nothingInspectedMakesNoLimits() {
    #expect(ControlLimits(defectives: 0, inspected: 0) == nil)
    #expect(ControlLimits(defectives: 2, inspected: 1) == nil)
    #expect(ControlLimits(defectives: 0, inspected: 10)?.z(d: 1, n: 10) == nil)
  }
}
