import GRDB

/// Fills `chart_point`: where every point of a p-chart lies against its baseline.
enum ChartScreening {
  /// Lots larger than this take Laney's σz: the spread between lots outweighs that of counting.
  static let large = Int64(1000)

  /// Runs over current points and baselines; those of record kinds the catalog does not have, or
  /// whose fields are called otherwise, give none. Points dated after `cutOffMs` are left out.
  static func run(_ db: Database, cutOffMs: Int64? = nil) throws {
    // A catalog of an earlier release may lack the table.
    if try !db.tableExists("chart_point") { try db.execute(sql: Schema.records) }
    try db.execute(sql: "DELETE FROM chart_point")
    guard try has(db, "spc_point_version", Point.columns),
      try has(db, "spc_baseline_version", Baseline.columns)
    else { return }
    let baselines = try Baseline.fetch(db)
    var points: [String: [Point]] = [:]
    for point in try Point.fetch(db, cutOffMs) { points[point.baseline, default: []].append(point) }
    let insert = try db.makeStatement(
      sql: "INSERT INTO chart_point VALUES (?, ?, ?, ?, ?, ?, ?)")
    for baseline in baselines {
      let sigma = try baseline.sigma ?? laney(db, of: baseline, cutOffMs)
      for point in points[baseline.id] ?? [] {
        let applied = point.n.map { $0 > large } ?? false ? sigma ?? 1000 : 1000
        let place = position(point, baseline, applied)
        try insert.execute(arguments: [
          point.record, baseline.record, place?.side, place?.zone,
          place.map { $0.isBeyond ? 1 : 0 }, place?.distance, applied,
        ])
      }
    }
  }

  private static func position(
    _ point: Point, _ baseline: Baseline, _ sigma: Int64
  ) -> ChartPosition? {
    guard let d = point.d, let n = point.n, let defectives = baseline.defectives,
      let inspected = baseline.inspected
    else { return nil }
    return ChartPosition(
      d: d, n: n, defectives: defectives, inspected: inspected, sigma: sigma)
  }

  /// σz of the points a baseline was made from, where they were delivered.
  private static func laney(
    _ db: Database, of baseline: Baseline, _ cutOffMs: Int64?
  ) throws -> Int64? {
    guard let chart = baseline.chart, let from = baseline.fromDay, let until = baseline.untilDay
    else { return nil }
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT d, n FROM spc_point_version
          WHERE is_current = 1 AND chart_id = ? AND (? IS NULL OR line = ?)
            AND plotted_at_day BETWEEN ? AND ? AND plotted_at_ms <= ?
          ORDER BY plotted_at_ms, lot, n, d
          """),
      arguments: [chart, baseline.line, baseline.line, from, until, cutOffMs ?? Int64.max])
    return ChartPosition.laney(
      rows.compactMap { row in
        guard let d = row[0] as Int64?, let n = row[1] as Int64?,
          let defectives = baseline.defectives,
          let inspected = baseline.inspected
        else { return nil }
        return ChartPosition(d: d, n: n, defectives: defectives, inspected: inspected)?.distance
      })
  }

  private static func has(_ db: Database, _ table: String, _ columns: [String]) throws -> Bool {
    guard try db.tableExists(table) else { return false }
    return Set(try db.columns(in: table).map(\.name)).isSuperset(of: columns)
  }

  private struct Point {
    static let columns = [
      "chart_id", "baseline_id", "line", "lot", "plotted_at_ms", "plotted_at_day", "n", "d",
    ]

    var record: Int64
    var baseline: String
    var n: Int64?
    var d: Int64?

    static func fetch(_ db: Database, _ cutOffMs: Int64?) throws -> [Point] {
      try Row.fetchAll(
        db,
        sql: """
          SELECT record_id, baseline_id, n, d FROM spc_point_version
          WHERE is_current = 1 AND baseline_id IS NOT NULL
            AND (plotted_at_ms IS NULL OR plotted_at_ms <= ?)
          ORDER BY record_id
          """, arguments: [cutOffMs ?? Int64.max]
      ).map { Point(record: $0[0], baseline: $0[1], n: $0[2], d: $0[3]) }
    }
  }

  private struct Baseline {
    static let columns = [
      "baseline_id", "chart_id", "line", "data_from_day", "data_until_day", "defectives",
      "inspected", "sigma_z",
    ]

    var record: Int64
    var id: String
    var chart: String?
    var line: String?
    var fromDay: Int64?
    var untilDay: Int64?
    var defectives: Int64?
    var inspected: Int64?
    /// σz as the firm states it, in thousandths.
    var sigma: Int64?

    static func fetch(_ db: Database) throws -> [Baseline] {
      try Row.fetchAll(
        db,
        sql: """
          SELECT record_id, \(columns.joined(separator: ", ")) FROM spc_baseline_version
          WHERE is_current = 1 AND baseline_id IS NOT NULL ORDER BY record_id
          """
      ).map {
        Baseline(
          record: $0[0], id: $0[1], chart: $0[2], line: $0[3], fromDay: $0[4], untilDay: $0[5],
          defectives: $0[6], inspected: $0[7], sigma: $0[8])
      }
    }
  }
}
