/// Screens serials of one product for order and clusters, tests T1–T8 of Regulation (EU) 2016/161
/// Art. 4(b) practice. A screen asks questions; it proves nothing either way.
struct SerialScreen {
  /// One test's outcome; values and limits are in billionths.
  struct Outcome: Equatable {
    /// `T1` … `T8`, `T5-position` for the distribution at one place.
    var test: String
    /// The statistic, times 10⁹.
    var value: Int64
    /// What it is held against, times 10⁹.
    var limit: Int64
    /// Probability of the statistic where one is computed, times 10¹².
    var probability: Int64?
    /// Whether it lies beyond.
    var isBeyond: Bool

    /// Holds a statistic against its limit, unless told whether it lies beyond.
    init(
      _ test: String, _ value: Double, limit: Double, atLimit: Bool = false,
      probability: Double? = nil, isBeyond: Bool? = nil
    ) {
      self.test = test
      self.value = Self.scaled(value)
      self.limit = Self.scaled(limit)
      self.probability = probability.map { Int64(max(0, min(1, $0)) * 1e12) }
      self.isBeyond = isBeyond ?? (atLimit ? value >= limit : value > limit)
    }

    private static func scaled(_ value: Double) -> Int64 {
      let scaled = (value * 1e9).rounded()
      return scaled.isFinite ? Int64(max(-9e18, min(9e18, scaled))) : (value > 0 ? .max : .min)
    }
  }

  /// Serials of one length in the order of commissioning, each with the number of its lot.
  let serials: [[UInt8]]
  /// The lot of each serial.
  let lots: [Int]
  /// Serials of the product issued in all.
  let issued: Int

  /// The least number of serials the tests of order are made with.
  static let least = 500

  private let alphabets: [[UInt8]]
  /// How often each character of the alphabet stands at each place.
  private let frequencies: [[Int]]
  private let values: [UInt128]
  private let space: Double

  /// Prepares a screen; nil when there are too few serials, of several lengths or too long.
  init?(_ serials: [[UInt8]], lots: [Int], issued: Int) {
    guard serials.count >= Self.least, serials.count == lots.count,
      let length = serials.first?.count,
      (1...20).contains(length), serials.allSatisfy({ $0.count == length })
    else { return nil }
    self.serials = serials
    self.lots = lots
    self.issued = issued
    var counts = [[Int]](repeating: [Int](repeating: 0, count: 256), count: length)
    for serial in serials {
      for place in 0..<length { counts[place][Int(serial[place])] += 1 }
    }
    alphabets = counts.map { counts in
      (UInt8.min...UInt8.max).filter { counts[Int($0)] > 0 }
    }
    frequencies = counts.map { $0.filter { $0 > 0 } }
    space = alphabets.reduce(1.0) { $0 * Double($1.count) }
    // Mixed radix: each place counts in the characters seen there.
    let indexes = alphabets.map { alphabet in
      var indexes = [UInt128](repeating: 0, count: 256)
      for (index, character) in alphabet.enumerated() { indexes[Int(character)] = UInt128(index) }
      return indexes
    }
    let radix = alphabets.map { UInt128($0.count) }
    values = serials.map { serial in
      var value: UInt128 = 0
      for place in 0..<length {
        value = value &* radix[place] &+ indexes[place][Int(serial[place])]
      }
      return value
    }
  }

  /// Every test, in order, and what some can be made of again.
  func outcomes() -> (all: [Outcome], spread: SerialSpread) {
    let order = values.enumerated().sorted { a, b in
      a.element != b.element ? a.element < b.element : a.offset < b.offset
    }
    let sorted = order.map(\.element)
    var ranks = [Int](repeating: 0, count: values.count)
    for (rank, value) in order.enumerated() { ranks[value.offset] = rank }
    let spread = SerialSpread(
      serials: serials.count, space: space, guess: guess, density: density(sorted))
    let all =
      spread.outcomes(issued: issued)
      + [step(), rank(ranks), runs(ranks), position(), spacing(sorted), prefix()]
    return (all.sorted { $0.test < $1.test }, spread)
  }

  /// Most gaps fit half the bits, which are converted many times as fast.
  private static func double(_ value: UInt128) -> Double {
    value <= UInt64.max ? Double(UInt64(truncatingIfNeeded: value)) : Double(value)
  }

  /// T2: the share of the most frequent difference between neighbours in time.
  private func step() -> Outcome {
    let steps = zip(values, values.dropFirst()).map { $1 &- $0 }.sorted()
    var most = 0
    var start = 0
    for place in steps.indices {
      if steps[place] != steps[start] { start = place }
      most = max(most, place - start + 1)
    }
    return Outcome("T2", Double(most) / Double(values.count - 1), limit: 0.01)
  }

  /// T3: Spearman's rank correlation of time and value.
  private func rank(_ ranks: [Int]) -> Outcome {
    let n = Double(values.count)
    let sum = ranks.enumerated().reduce(0.0) { sum, pair in
      let difference = Double(pair.element - pair.offset)
      return sum + difference * difference
    }
    let rho = 1 - 6 * sum / (n * (n * n - 1))
    return Outcome("T3", abs(rho), limit: 4 / (n - 1).squareRoot())
  }

  /// T4: runs above and below the median (Wald and Wolfowitz).
  private func runs(_ ranks: [Int]) -> Outcome {
    let half = values.count / 2
    let sides = ranks.map { $0 >= half }
    let n1 = Double(sides.count { $0 })
    let n2 = Double(sides.count { !$0 })
    let runs = Double(zip(sides, sides.dropFirst()).count { $0 != $1 } + 1)
    let n = n1 + n2
    let mean = 2 * n1 * n2 / n + 1
    let variance = 2 * n1 * n2 * (2 * n1 * n2 - n) / (n * n * (n - 1))
    let z = variance > 0 ? (runs - mean) / variance.squareRoot() : 0
    return Outcome("T4", abs(z), limit: 4)
  }

  /// The chance to guess a serial, when each place shows its most frequent character.
  private var guess: Double {
    let n = Double(serials.count)
    return alphabets.indices.reduce(1.0) { product, place in
      product * Double(frequencies[place].max() ?? 0) / n
    }
  }

  /// T5, place by place: the least likely distribution of characters by χ² against uniform.
  private func position() -> Outcome {
    let places = alphabets.indices.filter { alphabets[$0].count > 1 }
    guard !places.isEmpty else { return Outcome("T5-position", 0, limit: 0, isBeyond: false) }
    let n = Double(serials.count)
    var worst = (statistic: 0.0, probability: 1.0)
    for place in places {
      let expected = n / Double(alphabets[place].count)
      let statistic = frequencies[place].reduce(0.0) { sum, count in
        let difference = Double(count) - expected
        return sum + difference * difference / expected
      }
      let probability = ChiSquare.upperTail(statistic, degrees: alphabets[place].count - 1)
      if probability < worst.probability { worst = (statistic, probability) }
    }
    return Outcome(
      "T5-position", worst.statistic, limit: 0, probability: worst.probability,
      isBeyond: worst.probability < 1e-6 / Double(places.count))
  }

  /// T6: gaps between sorted values against the exponential distribution (Kolmogorov, Smirnov).
  private func spacing(_ sorted: [UInt128]) -> Outcome {
    let n = Double(sorted.count)
    let gaps = zip(sorted, sorted.dropFirst()).map { Self.double($1 - $0) * n / space }.sorted()
    var greatest = 0.0
    let count = Double(gaps.count)
    for (index, gap) in gaps.enumerated() {
      let expected = 1 - exponential(-gap)
      greatest = max(greatest, abs(Double(index + 1) / count - expected))
      greatest = max(greatest, abs(expected - Double(index) / count))
    }
    return Outcome("T6", greatest, limit: 1.95 / n.squareRoot())
  }

  /// How many of the values near an issued one are issued too, for the widest effect.
  private func density(_ sorted: [UInt128]) -> Double {
    var greatest = 0.0
    for width: UInt128 in [10, 100, 1000, 10_000] {
      var pairs = 0
      var low = 0
      for high in sorted.indices {
        while sorted[high] - sorted[low] > width { low += 1 }
        pairs += high - low
      }
      // Each pair is a neighbour of both.
      greatest = max(
        greatest, 2 * Double(pairs) / (Double(sorted.count) * 2 * Double(width)))
    }
    return greatest
  }

  /// T8: capacity inside the longest prefix a lot's serials share, for the tightest lot.
  private func prefix() -> Outcome {
    var members: [Int: (first: [UInt8], shared: Int, count: Int)] = [:]
    for (serial, lot) in zip(serials, lots) {
      guard var known = members[lot] else {
        members[lot] = (serial, serial.count, 1)
        continue
      }
      var shared = 0
      while shared < known.shared, known.first[shared] == serial[shared] { shared += 1 }
      known.shared = shared
      known.count += 1
      members[lot] = known
    }
    var worst = 0.0
    for member in members.values where member.count > 1 {
      let rest = alphabets[member.shared...].reduce(1.0) { $0 * Double($1.count) }
      worst = max(worst, Double(member.count) / rest)
    }
    return Outcome("T8", worst, limit: 1e-4, atLimit: true)
  }
}
