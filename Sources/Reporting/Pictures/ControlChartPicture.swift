import Cataloging
import Settings

/// A p-chart with centre line and three-sigma limits that follow the size of each lot
/// (ISO 7870-2): those of the firm's own baseline where it delivered one, else of the lots
/// themselves; fewer than twenty lots make no limits.
enum ControlChartPicture {
  private static let (left, top, high) = (70, 24, 180)
  /// Points a picture has room for.
  private static let limit = 60
  /// Lots limits need.
  static let needed = 20

  /// What a point is held against.
  private struct Limits {
    var mean: Double
    /// Three standard deviations for a lot of this size.
    var reach: Double
    var isOutside: Bool
  }

  static func picture(_ chart: ControlChart, id: String, frame: DossierFrame) -> ReportPicture {
    let points = Array(chart.points.suffix(limit))
    let limits = limits(chart).suffix(points.count)
    let what = chart.characteristic.replacing("_", with: " ")
    let title = "Share of \(what) per lot, line \(chart.line), chart \(chart.id)"
    return ReportPicture(
      id: id, title: title,
      description: "\(words(chart, Array(zip(points, limits)))) Mean share "
        + "\(percent(share(chart.points))) over "
        + "\(Noun.counted(chart.points.count, "lot", "lots"))."
        + (chart.points.count > limit ? " The last \(limit) are drawn." : ""),
      drawing: drawing(points, Array(limits), share(chart.points)),
      table: ReportTable(
        title,
        [
          .init("Lot"), .init("When"), .init("Units", isNumber: true),
          .init("With it", isNumber: true), .init("Share", isNumber: true), .init("Against limits"),
          .init("Evidence"),
        ],
        zip(points, limits).map { point, limits in
          ReportTable.Row([
            .code(point.lot), RichText(DossierWords.clock(point.instant) ?? ""),
            RichText(Noun.grouped(point.n)), RichText(Noun.grouped(point.d)),
            RichText(percent(Double(point.d) / Double(point.n))),
            RichText(limits.map { $0.isOutside ? "outside" : "inside" } ?? "no limits"),
            frame.place(point.record),
          ])
        }))
  }

  private static func words(
    _ chart: ControlChart, _ points: [(point: ControlChart.Point, limits: Limits?)]
  ) -> String {
    let judged = points.filter { $0.limits != nil }
    let own = Set(points.compactMap { $0.point.baseline?.id }).sorted()
    guard !judged.isEmpty else {
      return "\(Noun.counted(chart.points.count, "lot", "lots")); limits need \(needed), or a "
        + "baseline of the firm."
    }
    let outside = judged.filter { $0.limits?.isOutside == true }.map(\.point.lot)
    let limits =
      own.isEmpty
      ? "three-sigma limits"
      : "the three-sigma limits of the firm's own baseline \(own.joined(separator: ", "))"
    let rest = points.count - judged.count
    return
      (outside.isEmpty
      ? "No lot outside \(limits)." : "Outside \(limits): \(outside.joined(separator: ", ")).")
      + (rest > 0 ? " \(Noun.counted(rest, "lot has", "lots have")) no baseline." : "")
  }

  /// The limits of each point, from the firm's baselines or, where it has none, from all points.
  private static func limits(_ chart: ControlChart) -> [Limits?] {
    let hasBaseline = chart.points.contains { $0.baseline != nil }
    let share = share(chart.points)
    return chart.points.map { point in
      if let own = point.baseline {
        let reach = reach(point, own.mean) * Double(own.sigma) / 1000
        return Limits(mean: own.mean, reach: reach, isOutside: own.isBeyond)
      }
      guard !hasBaseline, chart.points.count >= needed else { return nil }
      let reach = reach(point, share)
      let distance = abs(Double(point.d) / Double(point.n) - share)
      return Limits(mean: share, reach: reach, isOutside: distance > reach)
    }
  }

  private static func share(_ points: [ControlChart.Point]) -> Double {
    let units = points.reduce(0.0) { $0 + Double($1.n) }
    return units > 0 ? points.reduce(0.0) { $0 + Double($1.d) } / units : 0
  }

  private static func reach(_ point: ControlChart.Point, _ share: Double) -> Double {
    ControlLimits(mean: share).map { 3 * $0.deviation(n: point.n) } ?? 0
  }

  /// Hundredths of a percent, without a formatter.
  private static func percent(_ share: Double) -> String {
    let hundredths = Int((share * 10_000).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) %"
  }

  private static func drawing(
    _ points: [ControlChart.Point], _ limits: [Limits?], _ share: Double
  ) -> Drawing {
    // Few points stand far enough apart to be named.
    let step = max(16, min(64, 640 / max(1, points.count)))
    var drawing = Drawing(
      width: left + max(points.count * step, 200) + 120, height: top + high + 30)
    let centre = limits.last.flatMap { $0?.mean } ?? share
    let most =
      zip(points, limits).map { point, limits in
        max(Double(point.d) / Double(point.n), centre, limits.map { $0.mean + $0.reach } ?? 0)
      }.max() ?? 1
    func y(_ value: Double) -> Int {
      top + high - Int(max(0, value) / max(most, 0.000_001) * Double(high))
    }
    let end = left + points.count * step
    drawing.line(left, y(centre), end, y(centre), .quiet)
    drawing.text(left - 6, y(centre) + 4, percent(centre), .quiet, .end)
    drawing.text(left - 6, top + 4, percent(most), .quiet, .end)
    drawing.text(left - 6, top + high + 4, "0 %", .quiet, .end)
    var before: (x: Int, y: Int)?
    var free = 0
    for (index, point) in points.enumerated() {
      let x = left + index * step + step / 2
      if let limits = limits[index] {
        for limit in [limits.mean + limits.reach, limits.mean - limits.reach] {
          drawing.line(x - 8, y(limit), x + 8, y(limit), .attention)
        }
      }
      let at = (x: x, y: y(Double(point.d) / Double(point.n)))
      if let before { drawing.line(before.x, before.y, at.x, at.y, .soft) }
      drawing.dot(at.x, at.y, limits[index]?.isOutside == true ? .alarm : .flow, radius: 4)
      before = at
      let start = max(left, x - Drawing.width(of: point.lot) / 2)
      guard start >= free else { continue }
      drawing.text(start, top + high + 22, point.lot, .quiet)
      free = start + Drawing.width(of: point.lot) + 10
    }
    return drawing
  }
}
