import Foundation

/// The natural exponential.
func exponential(_ x: Double) -> Double { exp(x) }

/// Probabilities of the χ² distribution.
enum ChiSquare {
  /// The probability of a statistic this great or greater; the regularised upper incomplete gamma
  /// function by its series or continued fraction.
  static func upperTail(_ statistic: Double, degrees: Int) -> Double {
    guard statistic > 0, degrees > 0 else { return 1 }
    let a = Double(degrees) / 2
    let x = statistic / 2
    let front = exp(-x + a * log(x) - lgamma(a))
    if x < a + 1 {
      var term = 1 / a
      var sum = term
      var k = a
      for _ in 0..<1000 {
        k += 1
        term *= x / k
        sum += term
        if term < sum * 1e-16 { break }
      }
      return max(0, min(1, 1 - front * sum))
    }
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var result = d
    for index in 1...1000 {
      let factor = -Double(index) * (Double(index) - a)
      b += 2
      d = factor * d + b
      if abs(d) < tiny { d = tiny }
      c = b + factor / c
      if abs(c) < tiny { c = tiny }
      d = 1 / d
      let change = d * c
      result *= change
      if abs(change - 1) < 1e-15 { break }
    }
    return max(0, min(1, front * result))
  }
}
