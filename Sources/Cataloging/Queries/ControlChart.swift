package import GRDB
import GS1

/// A p-chart: a share of units per lot on one line, as its points were delivered.
package struct ControlChart: Codable, Equatable, Sendable {
  /// One point.
  package struct Point: Codable, Equatable, Sendable {
    /// The lot.
    package var lot: String
    /// When, RFC 3339 in UTC.
    package var instant: String
    /// Units.
    package var n: Int64
    /// Of these with the characteristic.
    package var d: Int64
    /// The firm's own baseline it is judged against; nil when none was delivered that fits.
    package var baseline: Baseline?
    /// Where it stands.
    package var record: TraceRecord
  }

  /// The baseline the firm set for a point, as the findings use it.
  package struct Baseline: Codable, Equatable, Sendable {
    /// Its number.
    package var id: String
    /// Units with the characteristic in the baseline.
    package var defectives: Int64
    /// Units in the baseline.
    package var inspected: Int64
    /// Thousandths of the binomial standard deviation that apply to the point.
    package var sigma: Int64
    /// Whether the point lies beyond three standard deviations.
    package var isBeyond: Bool

    /// The mean share.
    package var mean: Double { Double(defectives) / Double(max(1, inspected)) }
  }

  /// Chart id.
  package var id: String
  /// What is charted.
  package var characteristic: String
  /// Packaging line.
  package var line: String
  /// Points in order of time.
  package var points: [Point]

  /// Every chart whose points were delivered, dated in a span of UTC milliseconds, by line.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  package static func read(_ db: Database, to: Int64) throws -> [ControlChart] {
    let table = "spc_point_version"
    guard try db.tableExists(table) else { return [] }
    let columns = Set(try db.columns(in: table).map(\.name))
    guard
      columns.isSuperset(of: [
        "chart_id", "characteristic", "line", "lot", "plotted_at_ms", "n", "d",
      ])
    else { return [] }
    let baselines = try baselines(db)
    var charts: [ControlChart] = []
    for row in try Row.fetchAll(
      db,
      sql: """
        SELECT v.record_id, v.chart_id, v.characteristic, v.line, v.lot, v.plotted_at_ms AS at, v.n, v.d,
          a.path AS path, a.sha256 AS sha256, s.name AS source, r.line AS record_line,
          r.byte_offset AS byte_offset, r.pointer AS pointer
        FROM \(table) v LEFT JOIN record r ON r.record_id = v.record_id
        LEFT JOIN artifact a ON a.artifact_id = r.artifact_id
        LEFT JOIN source s ON s.source_id = a.source_id
        WHERE v.is_current = 1 AND v.n > 0 AND v.d >= 0 AND v.d <= v.n
          AND v.plotted_at_ms IS NOT NULL AND v.plotted_at_ms <= ?
        ORDER BY v.line, v.chart_id, v.characteristic, at, v.lot, v.record_id
        """, arguments: [to])
    {
      let (id, what): (String, String) = (row["chart_id"] ?? "", row["characteristic"] ?? "")
      let line: String = row["line"] ?? ""
      if charts.last.map({ $0.id != id || $0.characteristic != what || $0.line != line }) ?? true {
        charts.append(ControlChart(id: id, characteristic: what, line: line, points: []))
      }
      charts[charts.count - 1].points.append(
        Point(
          lot: row["lot"] ?? "", instant: InstantText.rfc3339(row["at"]), n: row["n"], d: row["d"],
          baseline: baselines[row["record_id"]],
          record: TraceRecord(
            source: row["source"] ?? "", path: row["path"] ?? "", sha256: row["sha256"] ?? "",
            line: row["record_line"], byte: row["byte_offset"], pointer: row["pointer"])))
    }
    return charts
  }

  /// By record of a point, the baseline it was placed against.
  private static func baselines(_ db: Database) throws -> [Int64: Baseline] {
    let table = "spc_baseline_version"
    guard try db.tableExists("chart_point"), try db.tableExists(table),
      Set(try db.columns(in: table).map(\.name)).isSuperset(of: [
        "baseline_id", "defectives", "inspected",
      ])
    else { return [:] }
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT c.record_id, b.baseline_id, b.defectives, b.inspected, c.sigma_e3, c.beyond
        FROM chart_point c JOIN \(table) b ON b.record_id = c.baseline_record
        WHERE c.side IS NOT NULL AND b.inspected > 0
        """)
    return rows.reduce(into: [:]) { baselines, row in
      baselines[row[0]] = Baseline(
        id: row[1] ?? "", defectives: row[2], inspected: row[3], sigma: row[4], isBeyond: row[5])
    }
  }
}
