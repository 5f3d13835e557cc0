internal import Foundation
internal import GRDB
internal import Settings

/// The data cut-off and the period of an assessment.
struct CutOff: Equatable {
  var asOf: Int64
  var asOfDay: Int64
  var fromDay: Int64
  var toDay: Int64
  /// True when the catalog holds later events, so that its derived tables know too much.
  var isBeforeNewest: Bool

  /// What was asked for, else the newest declared `complete_through` of the event sources (end of
  /// that day in the source's zone), else the newest event or, when a later day is declared for
  /// another source, that day, else the end of the period, else now.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  static func choose(
    _ db: Database, asked: Instant?, configuration: MusterConfiguration, clock: Assessor.Clock
  ) throws -> CutOff {
    let newest = try newestEvent(db)
    let zone = zone(of: configuration)
    let declared = try declaredEnd(db, "kind = 'epcis'", defaultZone: zone)
    let elsewhere = try declaredEnd(db, "kind <> 'epcis'", defaultZone: zone)
    let newestKnown = [newest, elsewhere].compactMap { $0 }.max()
    let period = configuration.scope.period
    let periodEnd = period.map { end(ofDay: $0.upperBound.number, zone: zone) }
    let asOf =
      asked?.milliseconds ?? declared ?? newestKnown ?? periodEnd ?? clock.now.milliseconds
    let asOfDay = day(of: asOf, zone: zone)
    let (from, to) =
      period.map { ($0.lowerBound.number, $0.upperBound.number) }
      ?? twoQuarters(before: asOfDay)
    return CutOff(
      asOf: asOf, asOfDay: asOfDay, fromDay: from, toDay: to,
      isBeforeNewest: newest.map { $0 > asOf } ?? false)
  }

  /// The time of the newest event that counts: one of a file that another took the place of, a year
  /// mistyped and corrected since, decides nothing any more.
  static func newestEvent(_ db: Database) throws -> Int64? {
    try Int64.fetchOne(
      db,
      sql: """
        SELECT max(event_ms) FROM main.all_event WHERE artifact_id IN (
          SELECT artifact_id FROM main.artifact WHERE superseded_by IS NULL)
        """)
  }

  /// The zone of what states none: that of the first site.
  static func zone(of configuration: MusterConfiguration) -> String {
    configuration.sites.first?.timeZone ?? "UTC"
  }

  private static func declaredEnd(
    _ db: Database, _ condition: String, defaultZone: String
  ) throws -> Int64? {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT complete_through_day, time_zone FROM source
        WHERE \(condition) AND complete_through_day IS NOT NULL
        """)
    return rows.map { row in
      end(ofDay: row[0], zone: (row[1] as String?) ?? defaultZone)
    }.max()
  }

  /// Last millisecond of a day in a zone.
  static func end(ofDay day: Int64, zone: String) -> Int64 {
    let end = CalendarDay(number: day).end
    return end - offset(of: end + 1, zone: zone)
  }

  /// The day an instant falls on in a zone.
  static func day(of instant: Int64, zone: String) -> Int64 {
    let (local, overflow) = instant.addingReportingOverflow(offset(of: instant, zone: zone))
    return CalendarDay(containing: overflow ? instant : local).number
  }

  private static func offset(of instant: Int64, zone: String) -> Int64 {
    guard let zone = TimeZone(identifier: zone) else { return 0 }
    let date = Date(timeIntervalSince1970: Double(instant) / 1000)
    return Int64(zone.secondsFromGMT(for: date)) * 1000
  }

  /// The last two full quarters before a day.
  static func twoQuarters(before day: Int64) -> (from: Int64, to: Int64) {
    let text = CalendarDay(number: day).iso
    guard text.count == 10, let year = Int(text.prefix(4)),
      let month = Int(text.dropFirst(5).prefix(2))
    else { return (day - 183, day) }
    let quarter = (month - 1) / 3
    let startsThis = CalendarDay(year: year, month: quarter * 3 + 1, day: 1)
    let back = quarter - 2
    let startYear = back < 0 ? year - 1 : year
    let starts = CalendarDay(year: startYear, month: (back < 0 ? back + 4 : back) * 3 + 1, day: 1)
    guard let startsThis, let starts else { return (day - 183, day) }
    return (starts.number, startsThis.number - 1)
  }
}
