import Cataloging
import Settings

/// A p-chart with centre line and three-sigma limits that follow the size of each lot
/// (ISO 7870-2); fewer than twenty lots make no limits.
enum ControlChartPicture {
  private static let (left, top, high) = (70, 24, 180)
  /// Points a picture has room for.
  private static let limit = 60
  /// Lots limits need.
  static let needed = 20

  static func picture(_ chart: ControlChart, id: String, frame: DossierFrame) -> ReportPicture {
    let points = Array(chart.points.suffix(limit))
    let share = share(chart.points)
    let what = chart.characteristic.replacing("_", with: " ")
    let title = "Share of \(what) per lot, line \(chart.line), chart \(chart.id)"
    let outside = points.filter { isOutside($0, share, chart.points.count) }
    let words =
      chart.points.count < needed
      ? "\(Noun.counted(chart.points.count, "lot", "lots")); limits need \(needed)."
      : outside.isEmpty
        ? "No lot outside three-sigma limits."
        : "Outside three-sigma limits: \(outside.map(\.lot).joined(separator: ", "))."
    return ReportPicture(
      id: id, title: title,
      description: "\(words) Mean share \(percent(share)) over "
        + "\(Noun.counted(chart.points.count, "lot", "lots"))."
        + (chart.points.count > limit ? " The last \(limit) are drawn." : ""),
      drawing: drawing(points, share, chart.points.count),
      table: ReportTable(
        title,
        [
          .init("Lot"), .init("When"), .init("Units", isNumber: true),
          .init("With it", isNumber: true), .init("Share", isNumber: true), .init("Against limits"),
          .init("Evidence"),
        ],
        points.map { point in
          ReportTable.Row([
            .code(point.lot), RichText(DossierWords.clock(point.instant) ?? ""),
            RichText(Noun.grouped(point.n)), RichText(Noun.grouped(point.d)),
            RichText(percent(Double(point.d) / Double(point.n))),
            RichText(
              chart.points.count < needed
                ? "no limits" : isOutside(point, share, chart.points.count) ? "outside" : "inside"),
            frame.place(point.record),
          ])
        }))
  }

  private static func share(_ points: [ControlChart.Point]) -> Double {
    let units = points.reduce(0.0) { $0 + Double($1.n) }
    return units > 0 ? points.reduce(0.0) { $0 + Double($1.d) } / units : 0
  }

  private static func reach(_ point: ControlChart.Point, _ share: Double) -> Double {
    ControlLimits(mean: share).map { 3 * $0.deviation(n: point.n) } ?? 0
  }

  private static func isOutside(
    _ point: ControlChart.Point, _ share: Double, _ count: Int
  ) -> Bool {
    guard count >= needed else { return false }
    return abs(Double(point.d) / Double(point.n) - share) > reach(point, share)
  }

  /// Hundredths of a percent, without a formatter.
  private static func percent(_ share: Double) -> String {
    let hundredths = Int((share * 10_000).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) %"
  }

  private static func drawing(
    _ points: [ControlChart.Point], _ share: Double, _ count: Int
  ) -> Drawing {
    // Few points stand far enough apart to be named.
    let step = max(16, min(64, 640 / max(1, points.count)))
    var drawing = Drawing(
      width: left + max(points.count * step, 200) + 120, height: top + high + 30)
    let most = points.map { max(Double($0.d) / Double($0.n), share + reach($0, share)) }.max() ?? 1
    func y(_ value: Double) -> Int {
      top + high - Int(max(0, value) / max(most, 0.000_001) * Double(high))
    }
    let end = left + points.count * step
    drawing.line(left, y(share), end, y(share), .quiet)
    drawing.text(left - 6, y(share) + 4, percent(share), .quiet, .end)
    drawing.text(left - 6, top + 4, percent(most), .quiet, .end)
    drawing.text(left - 6, top + high + 4, "0 %", .quiet, .end)
    var before: (x: Int, y: Int)?
    var free = 0
    for (index, point) in points.enumerated() {
      let x = left + index * step + step / 2
      if count >= needed {
        for limit in [share + reach(point, share), share - reach(point, share)] {
          drawing.line(x - 8, y(limit), x + 8, y(limit), .attention)
        }
      }
      let at = (x: x, y: y(Double(point.d) / Double(point.n)))
      if let before { drawing.line(before.x, before.y, at.x, at.y, .soft) }
      drawing.dot(at.x, at.y, isOutside(point, share, count) ? .alarm : .flow, radius: 4)
      before = at
      let start = max(left, x - Drawing.width(of: point.lot) / 2)
      guard start >= free else { continue }
      drawing.text(start, top + high + 22, point.lot, .quiet)
      free = start + Drawing.width(of: point.lot) + 10
    }
    return drawing
  }
}
