/// Where one point of a p-chart lies against its baseline, in whole numbers as far as they carry.
package struct ChartPosition: Sendable, Equatable {
  /// 1 above the mean share, −1 below, 0 on it.
  package let side: Int
  /// Whole standard deviations from the mean, 0, 1 or 2, with the sign of `side`.
  package let zone: Int
  /// Whether it lies beyond three standard deviations.
  package let isBeyond: Bool
  /// Standard deviations from the mean, times 10⁹; nil when every share is the same.
  package let distance: Int64?

  /// Counts above this were never made in one lot; products of two still fit 64 bits.
  package static let largest = Int64(Int32.max)

  /// The position of `d` of `n` units against `defectives` of `inspected`; the standard deviation is
  /// `sigma` thousandths of the binomial one (Laney's σz, 1000 for a plain p-chart). Nil for counts
  /// that cannot be.
  package init?(
    d: Int64, n: Int64, defectives: Int64, inspected: Int64, sigma: Int64 = 1000
  ) {
    guard (0...Self.largest).contains(d), (1...Self.largest).contains(n), d <= n,
      (1...Self.largest).contains(inspected), (0...inspected).contains(defectives),
      (1...Self.largest).contains(sigma)
    else { return nil }
    // The difference of the shares d/n and D/I times nI, against σ√(nD(I−D)).
    let off = d * inspected - n * defectives
    let spread = Int128(n) * Int128(defectives) * Int128(inspected - defectives)
    side = Int(off.signum())
    guard spread > 0 else {
      zone = 0
      isBeyond = false
      distance = nil
      return
    }
    let z = Double(off) / Double(spread).squareRoot() * 1000 / Double(sigma)
    // Squares on both sides: off² · 10⁶ > k² · sigma² · spread.
    func passes(_ deviations: Int128) -> Bool {
      let (left, leftOver) = (Int128(off) * Int128(off)).multipliedReportingOverflow(by: 1_000_000)
      let factor = deviations * deviations * Int128(sigma) * Int128(sigma)
      let (right, rightOver) = spread.multipliedReportingOverflow(by: factor)
      if leftOver || rightOver { return abs(z) > Double(deviations) }
      return left > right
    }
    isBeyond = passes(3)
    zone = side * (passes(2) ? 2 : passes(1) ? 1 : 0)
    distance = Int64(exactly: (z * 1e9).rounded())
  }

  /// Laney's σz in thousandths from the points of a baseline in the order of time: the mean moving
  /// range of their distances over 1.128 (Laney, Quality Engineering 14(4), 2002). Nil with fewer
  /// than 20 points, or when they do not differ.
  package static func laney(_ distances: [Int64]) -> Int64? {
    guard distances.count >= 20 else { return nil }
    let ranges = zip(distances, distances.dropFirst()).map { abs(Double($1) - Double($0)) / 1e9 }
    let mean = ranges.reduce(0, +) / Double(ranges.count)
    guard let sigma = Int64(exactly: (mean / 1.128 * 1000).rounded()), sigma > 0 else { return nil }
    return min(sigma, largest)
  }
}
