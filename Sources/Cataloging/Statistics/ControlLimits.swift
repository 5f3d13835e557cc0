/// Limits of a p-chart: three standard deviations about the mean share, by the size of the lot
/// (ISO 7870-2). They are drawn; what lies beyond is judged in whole numbers by the checks.
package struct ControlLimits: Sendable, Equatable {
  /// The mean share.
  package let mean: Double

  /// Limits about a share between 0 and 1; nil for any other number.
  package init?(mean: Double) {
    guard (0...1).contains(mean) else { return nil }
    self.mean = mean
  }

  /// The standard deviation of the share in a lot of `n` units.
  package func deviation(n: Int64) -> Double {
    (mean * (1 - mean) / Double(max(1, n))).squareRoot()
  }
}
