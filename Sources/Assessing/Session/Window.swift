internal import Settings

/// What a session looks at: up to when, which days, which subjects.
struct Window: Sendable, Equatable {
  /// Data cut-off, UTC milliseconds.
  var asOf: Int64
  /// Site-local day of the cut-off.
  var asOfDay: Int64
  /// First day of the period.
  var fromDay: Int64
  /// Last day of the period.
  var toDay: Int64
  /// GTIN-14; empty for all.
  var products: [String] = []
  /// Lots; empty for all.
  var lots: [String] = []
  /// Ids of the sites in scope; empty for all.
  var sites: [String] = []
  /// GLNs of the sites in scope; empty for all.
  var siteGLNs: [String] = []
  /// GLNs of the partners in scope; empty for all.
  var partnerGLNs: [String] = []
  /// Products left to the profile of another market, by `product_id`.
  var leftProducts: [Int64] = []

  /// First millisecond of the period, counted in UTC.
  var fromMs: Int64 { CalendarDay(number: fromDay).start }
  /// Last millisecond of the period, counted in UTC.
  var toMs: Int64 { CalendarDay(number: toDay).end }

  /// Everything up to an instant.
  static func everything(asOf: Int64) -> Window {
    let day = CalendarDay(containing: asOf).number
    let all = CalendarDay.reach
    return Window(
      asOf: asOf, asOfDay: day, fromDay: all.lowerBound, toDay: max(day, all.upperBound))
  }
}
