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
  var fromMs: Int64 { Self.clamped(fromDay) * CivilDay.milliseconds }
  /// Last millisecond of the period, counted in UTC.
  var toMs: Int64 { (Self.clamped(toDay) + 1) * CivilDay.milliseconds - 1 }

  /// Everything up to an instant.
  static func everything(asOf: Int64) -> Window {
    let day = CivilDay(containing: asOf).number
    return Window(asOf: asOf, asOfDay: day, fromDay: -719_468, toDay: max(day, 2_932_896))
  }

  // Days of the years 0–9999, so that milliseconds cannot overflow.
  private static func clamped(_ day: Int64) -> Int64 { min(max(day, -719_468), 2_932_896) }
}
