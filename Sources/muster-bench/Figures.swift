/// One stage measured.
struct Row: Encodable {
  var shape: String
  var stage: String
  var seconds: Double
  var cpuSeconds: Double?
  var peakMB: Double?
  /// EPC references read.
  var references: Int?
  /// Bytes read, or for a catalog its size.
  var bytes: Int64?
  /// Units walked or judged.
  var units: Int?
  var note: String?
}

/// Everything one run measured.
struct Figures: Encodable {
  var units: Int
  var rows: [Row] = []
  var targets: [Target] = []

  init(units: Int) { self.units = units }

  func row(_ shape: String, _ stage: String) -> Row? {
    rows.first { $0.shape == shape && $0.stage == stage }
  }
}

/// A figure the project set itself.
struct Target: Encodable {
  var name: String
  var value: Double
  var bound: Double
  /// Whether `value` must be at least `bound`, else at most.
  var isFloor: Bool
  var holds: Bool

  init(_ name: String, _ value: Double, atLeast bound: Double) {
    (self.name, self.value, self.bound, isFloor, holds) = (name, value, bound, true, value >= bound)
  }

  init(_ name: String, _ value: Double, atMost bound: Double) {
    (self.name, self.value, self.bound, isFloor, holds) =
      (name, value, bound, false, value <= bound)
  }

  /// Every target the run has figures for.
  static func judge(_ figures: Figures) -> [Target] {
    var targets: [Target] = []
    func rate(_ row: Row?) -> Double? {
      guard let row, let references = row.references, row.seconds > 0 else { return nil }
      return Double(references) / row.seconds / 1e6
    }
    func speed(_ row: Row?) -> Double? {
      guard let row, let bytes = row.bytes, row.seconds > 0 else { return nil }
      return Double(bytes) / row.seconds / 1e6
    }
    let bulk = rate(figures.row("bulk", "load"))
    if let bulk { targets.append(Target("load bulk, million references/s", bulk, atLeast: 0.6)) }
    if let bulk, let script = rate(figures.row("bulk", "script")) {
      targets.append(Target("load bulk, times the script", bulk / script, atLeast: 2.5))
    }
    if let single = rate(figures.row("single", "load")),
      let script = rate(figures.row("single", "script"))
    {
      targets.append(Target("load single, times the script", single / script, atLeast: 6))
    }
    if let bulk, let json = rate(figures.row("json", "load")) {
      targets.append(Target("load JSON-LD, times XML", json / bulk, atLeast: 0.5))
    }
    if let derive = figures.row("bulk", "derive"), let units = derive.units, derive.seconds > 0 {
      targets.append(
        Target(
          "derive, million units/s", Double(units) / derive.seconds / 1e6, atLeast: 0.5))
    }
    if let collect = figures.row("bulk", "collect") {
      let first = collect.seconds
      if let again = figures.row("bulk", "collect again") {
        targets.append(
          Target("collect again, % of first", 100 * again.seconds / first, atMost: 3))
      }
      if let assess = figures.row("bulk", "assess") {
        targets.append(Target("assess, times collect", assess.seconds / first, atMost: 1.5))
      }
      // Smaller catalogs stand in SQLite's log for the most part.
      if let size = figures.row("bulk", "catalog")?.bytes, figures.units >= 1_000_000 {
        let million = Double(figures.units) / 1e6
        targets.append(
          Target("catalog, MB per million units", Double(size) / 1e6 / million, atMost: 270))
      }
    }
    if let derive = figures.row("bulk", "derive"), let again = figures.row("bulk", "derive 1% new")
    {
      targets.append(
        Target("derive after 1 % new, % of all", 100 * again.seconds / derive.seconds, atMost: 10))
    }
    if let pack = figures.row("bulk", "pack"), let judging = figures.row("bulk", "pack: judge"),
      let zip = figures.row("bulk", "zip + sha256sum")
    {
      targets.append(
        Target(
          "pack without judging, times zip + sha256sum",
          (pack.seconds - judging.seconds) / zip.seconds, atMost: 1))
    }
    if let copied = speed(figures.row("bulk", "pack: originals")),
      let zip = speed(figures.row("bulk", "zip originals"))
    {
      targets.append(
        Target("originals into the pack, times zip + sha256sum", copied / zip, atLeast: 8))
    }
    let stages = figures.rows.filter { !["script", "sample"].contains($0.stage) }
    let peaks = stages.compactMap(\.peakMB)
    if let peak = peaks.max() {
      targets.append(Target("peak memory of a stage, MB", peak, atMost: 600))
    }
    return targets
  }
}
