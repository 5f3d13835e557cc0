import Testing

@testable import Cataloging

/// Vectors V3 and V3b of the GMP evidence: 24 lots of 5000 units with 260 defectives.
@Suite struct ControlLimitsTests {
  private func limits() throws -> ControlLimits {
    try #require(ControlLimits(mean: 260 / 120_000))
  }

  @Test(arguments: [
    (Int64(1200), 0.006_193_426_1), (5000, 0.004_139_367_9), (20_000, 0.003_153_017_3),
  ])
  func threeDeviationsAboveTheMeanHoldToTheDigitsGiven(_ lot: (n: Int64, upper: Double)) throws {
    let limits = try limits()
    #expect(abs(limits.mean + 3 * limits.deviation(n: lot.n) - lot.upper) < 5e-11)
  }

  @Test func whatIsNoShareMakesNoLimits() {
    #expect(ControlLimits(mean: -0.1) == nil)
    #expect(ControlLimits(mean: 1.1) == nil)
  }
}
