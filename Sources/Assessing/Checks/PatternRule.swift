/// "All or most of them: set-up or process?" The finding stays visible and waits
/// for a person.
enum PatternRule {
  /// Subjects from which on a share counts as most.
  static let least = 25
  /// Share, in percent, from which on it is most.
  static let percent = 20
  /// Records from which on everything of a source counts as a pattern.
  static let leastOfSource = 5

  /// The mark of a group, if it has one.
  static func pattern(
    count: Int, population: Int, unit: CountWords, bySource: [String: Int],
    sourcePopulation: [String: Int]
  ) -> Finding.Pattern? {
    let all = bySource.keys.sorted().first { source in
      guard let listed = bySource[source], let examined = sourcePopulation[source] else {
        return false
      }
      return bySource.count == 1 && listed >= leastOfSource && listed == examined
    }
    if let all, let examined = sourcePopulation[all] {
      return Finding.Pattern(
        mark: .allFromOneSource, count: count, of: examined, source: all,
        text: "All \(examined) \(unit.word(for: examined)) from source \(all): set-up or process?")
    }
    let (hundredfold, over) = count.multipliedReportingOverflow(by: 100)
    let (share, over2) = population.multipliedReportingOverflow(by: percent)
    guard count >= least, over || over2 || hundredfold >= share else { return nil }
    let source = bySource.count == 1 ? bySource.keys.first : nil
    let from = source.map { " from source \($0)" } ?? ""
    let words =
      if count >= population { "All" } else if count > population - count { "Most" } else { "Many" }
    return Finding.Pattern(
      mark: .mostOfPopulation, count: count, of: population, source: source,
      text: "\(words) of them (\(count) of \(population) \(unit.word(for: population)))\(from): "
        + "set-up or process?")
  }
}
