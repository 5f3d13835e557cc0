import Testing

@testable import Cataloging

/// Vectors V3 and V3b of the GMP evidence, and counts that pass 64 bits.
@Suite struct ChartPositionTests {
  private func position(
    _ d: Int64, _ n: Int64, _ defectives: Int64 = 260, _ inspected: Int64 = 120_000,
    sigma: Int64 = 1000
  ) -> ChartPosition? {
    ChartPosition(d: d, n: n, defectives: defectives, inspected: inspected, sigma: sigma)
  }

  @Test(arguments: [
    (Int64(23), Int64(5000), Int64(3_700_509_749), true, 2),
    (20, 5000, 2_788_055_291, false, 2), (10, 1200, 4_594_264_999, true, 2),
    (6, 1200, 2_110_878_513, false, 2), (70, 20_000, 4_055_353_150, true, 2),
    (11, 5000, 50_691_914, false, 0), (0, 5000, -3_294_974_434, true, -2),
  ])
  func distanceAndLimitsHoldToTheDigits(
    d: Int64, n: Int64, distance: Int64, isBeyond: Bool, zone: Int
  ) throws {
    let place = try #require(position(d, n))
    #expect(place.distance.map { abs($0 - distance) <= 1 } == true, "\(place)")
    #expect(place.isBeyond == isBeyond)
    #expect(place.zone == zone)
    #expect(place.side == Int(distance.signum()))
  }

  @Test func aPointOnItsLimitIsNotBeyondIt() throws {
    // Mean 1/2 of 100 units: the standard deviation is 5 units.
    #expect(position(65, 100, 1, 2)?.isBeyond == false)
    #expect(position(66, 100, 1, 2)?.isBeyond == true)
    #expect(position(35, 100, 1, 2)?.isBeyond == false)
    #expect(position(60, 100, 1, 2)?.zone == 1)
    #expect(position(61, 100, 1, 2)?.zone == 2)
    #expect(position(80, 100, 1, 2, sigma: 2000)?.isBeyond == false)
    #expect(position(81, 100, 1, 2, sigma: 2000)?.isBeyond == true)
    #expect(position(50, 100, 1, 2) == ChartPosition(d: 1, n: 2, defectives: 50, inspected: 100))
  }

  @Test func theLargestCountsAreJudgedAndLargerOnesAreNot() throws {
    let most = ChartPosition.largest
    let above = try #require(position(most, most, 1, most, sigma: most))
    #expect(above.side == 1)
    #expect(above.isBeyond)
    #expect(position(most, most, most / 2, most)?.isBeyond == true)
    #expect(position(most / 2, most, most / 2, most)?.isBeyond == false)
    for odd in [
      position(0, most + 1), position(most + 1, most), position(1, .max), position(1, 2, 1, .max),
      position(-1, 5), position(6, 5), position(0, 0), position(0, .min), position(1, 5, -1, 5),
      position(1, 5, 6, 5), position(1, 5, 0, 0), position(1, 5, 1, 5, sigma: 0),
      position(1, 5, 1, 5, sigma: .max),
    ] {
      #expect(odd == nil)
    }
  }

  @Test func withoutSpreadNothingLiesBeyond() {
    #expect(position(5, 100, 0, 100)?.isBeyond == false)
    #expect(position(5, 100, 0, 100)?.distance == nil)
    #expect(position(5, 100, 0, 100)?.side == 1)
    #expect(position(100, 100, 100, 100)?.side == 0)
  }

  // Computed apart in double precision: mean moving range 2.816707242135, over 1.128.
  @Test func laneysSpreadHoldsToItsDigits() throws {
    let defectives: [Int64] = [
      14, 8, 16, 5, 6, 21, 7, 15, 22, 5, 20, 10, 5, 6, 17, 17, 6, 11, 6, 21, 17, 5, 22, 7,
    ]
    let distances = try defectives.map { try #require(position($0, 5000)?.distance) }
    #expect(ChartPosition.laney(distances) == 2497)
    #expect(ChartPosition.laney(Array(distances.prefix(19))) == nil)
    #expect(ChartPosition.laney([Int64](repeating: 5, count: 30)) == nil)
    #expect(ChartPosition.laney([.max, .min] + distances) == ChartPosition.largest)
  }
}
