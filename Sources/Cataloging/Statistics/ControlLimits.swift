/// Limits of a p-chart: three standard deviations about the mean share, by the size of the lot
/// (ISO 7870-2). They are drawn; what lies beyond is judged in whole numbers by the checks.
package struct ControlLimits: Sendable, Equatable {
  /// The mean share.
  package let mean: Double

  /// Limits of units with a characteristic among all units; nil when there are none.
  package init?(defectives: Int64, inspected: Int64) {
    guard inspected > 0, defectives >= 0, defectives <= inspected else { return nil }
    mean = Double(defectives) / Double(inspected)
  }

  /// Limits about a share between 0 and 1; nil for any other number.
  package init?(mean: Double) {
    guard (0...1).contains(mean) else { return nil }
    self.mean = mean
  }

  /// The standard deviation of the share in a lot of `n` units.
  package func deviation(n: Int64) -> Double {
    (mean * (1 - mean) / Double(max(1, n))).squareRoot()
  }

  /// The upper limit in a lot of `n` units.
  package func upper(n: Int64) -> Double { mean + 3 * deviation(n: n) }

  /// The lower limit in a lot of `n` units, never below zero.
  package func lower(n: Int64) -> Double { max(0, mean - 3 * deviation(n: n)) }

  /// How many standard deviations the share of `d` of `n` units lies from the mean; nil when every
  /// share is the same.
  package func z(d: Int64, n: Int64) -> Double? {
    let deviation = deviation(n: n)
    return deviation > 0 ? (Double(d) / Double(max(1, n)) - mean) / deviation : nil
  }
}
