internal import Settings

/// Alike gaps of one check: counted in full, listed up to a limit, smallest keys first.
struct GapGroup {
  /// Natural keys by column.
  var group: [String: String]
  /// The gravest severity of its rows.
  var severity: Severity
  /// Distinct subjects.
  var count = 0
  /// The listed ones, sorted by key.
  private(set) var samples: [Sample] = []
  /// Subjects that are records, by source.
  var sources: [String: Int] = [:]
  var seen = SubjectSet()

  /// One listed subject with what its message and evidence need.
  struct Sample {
    /// Natural key, which is also the order.
    var key: String
    /// Raw values of the row, by position.
    var row: [CellValue]
  }

  /// True when a sample with this key would be listed.
  func lists(_ key: String, limit: Int?) -> Bool {
    guard let limit, samples.count >= limit, let last = samples.last else { return limit != 0 }
    return key < last.key
  }

  /// Lists a sample and drops the greatest beyond the limit.
  mutating func list(_ sample: Sample, limit: Int?) {
    guard let limit else {
      samples.append(sample)
      return
    }
    var low = 0
    var high = samples.count
    while low < high {
      let middle = (low + high) / 2
      if samples[middle].key <= sample.key { low = middle + 1 } else { high = middle }
    }
    samples.insert(sample, at: low)
    if samples.count > limit { samples.removeLast() }
  }

  /// Puts the samples in order once all are in.
  mutating func sort() {
    // Equal keys keep the order they came in.
    samples = samples.enumerated()
      .sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }.map(\.element)
  }
}

/// A value of a row, small and hashable.
enum CellValue: Hashable {
  case none
  case integer(Int64)
  case text(String)
}
