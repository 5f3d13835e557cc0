package import GRDB
import GS1

/// What a catalog holds, for `muster status`: sources by months, what is set aside, the last runs.
package struct CatalogStatus: Codable, Equatable, Sendable {
  /// Events, or records of the source's kind, of one month.
  package struct Month: Codable, Equatable, Sendable {
    /// `YYYY-MM`, local.
    package var month: String
    /// Events of current artifacts, or current records, dated in it.
    package var events: Int
  }

  /// One source.
  package struct SourceLine: Codable, Equatable, Sendable {
    /// Its name.
    package var name: String
    /// `epcis`, `document` or a record kind.
    package var kind: String
    /// Where it is, as configured.
    package var place: String
    /// The last day it is declared complete for, ISO.
    package var completeThrough: String?
    /// The day of its newest event, ISO, local.
    package var newestEvent: String?
    /// Current artifacts whose records are in the catalog.
    package var taken: Int
    /// Artifacts a later one superseded.
    package var superseded: Int
    /// Current artifacts that are gone at the source.
    package var absent: Int
    /// Current artifacts that could not be read.
    package var unreadable: Int
    /// Current artifacts left out.
    package var excluded: Int
    /// Records of current artifacts: read, taken, unchanged, excluded, quarantined.
    package var records: [String: Int]
    /// Events without a readable time.
    package var undated: Int
    /// Events by month, in order, without a hole between the first and the last.
    package var months: [Month]
    /// Columns of its tables that no field takes, by header.
    package var unrecognised: [Column] = []
  }

  /// A column that no field takes; its cells are kept beside the records.
  package struct Column: Codable, Equatable, Sendable {
    /// Its header.
    package var header: String
    /// The field whose spelling is nearest.
    package var nearest: String?
  }

  /// One thing set aside.
  package struct Quarantined: Codable, Equatable, Sendable {
    /// The source.
    package var source: String
    /// The artifact's path.
    package var path: String
    /// Why.
    package var reason: String
    /// Line, from 1.
    package var line: Int?
    /// Offset in bytes.
    package var byte: Int?
    /// More about it.
    package var detail: String?
  }

  /// One run.
  package struct Run: Codable, Equatable, Sendable {
    /// The command.
    package var command: String
    /// When it began, RFC 3339.
    package var started: String
    /// When it ended; nil for a run that was killed.
    package var ended: String?
    /// How it ended.
    package var outcome: String?
    /// Artifacts: seen, taken, unchanged, excluded, unreadable.
    package var artifacts: [String: Int]
  }

  /// Name of the schema of the JSON.
  package static let schemaName = "muster.status/v1"

  /// Always `schemaName`.
  package var schema = CatalogStatus.schemaName
  /// The version of the tables.
  package var schemaVersion: Int
  /// The content digest (`CatalogDigest`).
  package var digest: String
  /// Events in the catalog.
  package var events: Int
  /// Identifiers in the catalog.
  package var identifiers: Int
  /// Originals in the vault.
  package var originals: Int
  /// Their bytes, unpacked.
  package var originalBytes: Int
  /// Entries of the audit trail.
  package var auditEntries: Int
  /// Hash of the last entry of the audit trail; nil for an empty one.
  package var auditHead: String?
  /// Whether every ledger of records and artifacts adds up.
  package var ledgersAddUp: Bool
  /// Whether life cycles, shipments and custody belong to the records.
  package var isDerived: Bool
  /// Sources by name.
  package var sources: [SourceLine]
  /// What is set aside, by source and path.
  package var quarantine: [Quarantined]
  /// Artifacts that could not be read at all.
  package var unreadable: [Quarantined]
  /// The newest runs, newest first.
  package var runs: [Run]

  /// Whether something current could not be read (exit 3).
  package var isIncomplete: Bool { !quarantine.isEmpty || !unreadable.isEmpty }

  /// Reads the status; `runs` is how many runs are listed.
  package static func read(_ db: Database, runs: Int = 10) throws -> CatalogStatus {
    func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
    return CatalogStatus(
      schemaVersion: Schema.version, digest: try CatalogDigest.compute(db),
      events: try count("SELECT count(*) FROM all_event"),
      identifiers: try count("SELECT count(*) FROM epc"),
      originals: try count("SELECT count(*) FROM vault_object"),
      originalBytes: try count("SELECT coalesce(sum(bytes), 0) FROM vault_object"),
      auditEntries: try count("SELECT count(*) FROM audit"),
      auditHead: try String.fetchOne(
        db, sql: "SELECT hash FROM audit ORDER BY audit_id DESC LIMIT 1"),
      ledgersAddUp: try CatalogCheck.ledgers(db).isEmpty, isDerived: try Derivation.isUsable(db),
      sources: try sourceLines(db),
      quarantine: try quarantined(
        db,
        """
        SELECT s.name, a.path, q.reason, q.line, q.byte_offset, q.detail FROM quarantine q
        JOIN artifact a ON a.artifact_id = q.artifact_id
        JOIN source s ON s.source_id = a.source_id
        WHERE a.superseded_by IS NULL ORDER BY s.name, a.path, q.byte_offset, q.line, q.reason
        """),
      unreadable: try quarantined(
        db,
        """
        SELECT s.name, a.path, coalesce(a.reason, 'unreadable'), NULL, NULL, NULL FROM artifact a
        JOIN source s ON s.source_id = a.source_id
        WHERE a.status = 'unreadable' AND a.superseded_by IS NULL ORDER BY s.name, a.path
        """), runs: try lastRuns(db, runs))
  }

  private static func quarantined(_ db: Database, _ sql: String) throws -> [Quarantined] {
    try Row.fetchAll(db, sql: sql).map {
      Quarantined(
        source: $0[0], path: $0[1], reason: $0[2], line: $0[3], byte: $0[4], detail: $0[5])
    }
  }

  private static func lastRuns(_ db: Database, _ limit: Int) throws -> [Run] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT r.command, r.started_ms, r.ended_ms, r.outcome, coalesce(sum(l.seen), 0),
          coalesce(sum(l.taken), 0), coalesce(sum(l.unchanged), 0),
          coalesce(sum(l.excluded), 0), coalesce(sum(l.unreadable), 0)
        FROM run r LEFT JOIN ledger l ON l.run_id = r.run_id
        GROUP BY r.run_id ORDER BY r.run_id DESC LIMIT ?
        """, arguments: [limit])
    return rows.map { row in
      Run(
        command: row[0], started: InstantText.rfc3339(row[1]),
        ended: (row[2] as Int64?).map(InstantText.rfc3339), outcome: row[3],
        artifacts: [
          "seen": row[4], "taken": row[5], "unchanged": row[6], "excluded": row[7],
          "unreadable": row[8],
        ])
    }
  }

  private static func sourceLines(_ db: Database) throws -> [SourceLine] {
    let months = try eventMonths(db)
    let columns = try unrecognised(db)
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT s.source_id, s.name, s.kind, s.place, s.complete_through_day,
          coalesce(sum(a.status = 'taken' AND a.superseded_by IS NULL), 0),
          coalesce(sum(a.superseded_by IS NOT NULL), 0),
          coalesce(sum(a.superseded_by IS NULL AND a.absent_since_ms IS NOT NULL), 0),
          coalesce(sum(a.status = 'unreadable' AND a.superseded_by IS NULL), 0),
          coalesce(sum(a.status = 'excluded' AND a.superseded_by IS NULL), 0),
          coalesce(sum(CASE WHEN a.superseded_by IS NULL THEN a.records_read END), 0),
          coalesce(sum(CASE WHEN a.superseded_by IS NULL THEN a.records_taken END), 0),
          coalesce(sum(CASE WHEN a.superseded_by IS NULL THEN a.records_unchanged END), 0),
          coalesce(sum(CASE WHEN a.superseded_by IS NULL THEN a.records_excluded END), 0),
          coalesce(sum(CASE WHEN a.superseded_by IS NULL THEN a.records_quarantined END), 0)
        FROM source s LEFT JOIN artifact a ON a.source_id = s.source_id
        GROUP BY s.source_id ORDER BY s.name
        """)
    return rows.map { row in
      let found = months[row[0] as Int64] ?? EventMonths()
      return SourceLine(
        name: row[1], kind: row[2], place: row[3],
        completeThrough: (row[4] as Int?).flatMap(CivilDay.iso),
        newestEvent: found.newest.flatMap(CivilDay.iso), taken: row[5],
        superseded: row[6], absent: row[7], unreadable: row[8], excluded: row[9],
        records: [
          "read": row[10], "taken": row[11], "unchanged": row[12], "excluded": row[13],
          "quarantined": row[14],
        ], undated: found.undated, months: filled(found.counts),
        unrecognised: columns[row[0] as Int64] ?? [])
    }
  }

  private static func unrecognised(_ db: Database) throws -> [Int64: [Column]] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT a.source_id, d.raw, min(d.field) FROM defect d
        JOIN artifact a ON a.artifact_id = d.artifact_id
        WHERE d.code = 'column_unrecognised' AND a.superseded_by IS NULL
        GROUP BY 1, 2 ORDER BY 1, 2
        """)
    return Dictionary(grouping: rows) { $0[0] as Int64 }
      .mapValues { $0.map { Column(header: $0[1] ?? "", nearest: $0[2]) } }
  }

  /// Events of a source by month number (year × 12 + month − 1), and those without a day.
  private struct EventMonths {
    var counts: [Int: Int] = [:]
    var undated = 0
    var newest: Int?
  }

  private static func eventMonths(_ db: Database) throws -> [Int64: EventMonths] {
    var found: [Int64: EventMonths] = [:]
    let records = try RecordTables.layouts(db).map { layout in
      """
      SELECT source_id, \(layout.day ?? "NULL"), count(*)
      FROM \(RecordTables.quoted(layout.table)) WHERE superseded_by IS NULL GROUP BY 1, 2
      """
    }
    let events = """
      SELECT a.source_id, e.event_day, count(*) FROM all_event e
      JOIN artifact a ON a.artifact_id = e.artifact_id
      WHERE a.superseded_by IS NULL GROUP BY a.source_id, e.event_day
      """
    for sql in [events] + records { try add(db, sql, to: &found) }
    return found
  }

  private static func add(
    _ db: Database, _ sql: String, to found: inout [Int64: EventMonths]
  ) throws {
    let rows = try Row.fetchCursor(db, sql: sql)
    while let row = try rows.next() {
      let source: Int64 = row[0]
      let count: Int = row[2]
      if let day = row[1] as Int?, let date = CivilDay.date(day) {
        let month = date.year * 12 + date.month - 1
        let newest = max(found[source]?.newest ?? day, day)
        found[source, default: EventMonths()].counts[month, default: 0] += count
        found[source]?.newest = newest
      } else {
        found[source, default: EventMonths()].undated += count
      }
    }
  }

  /// Months in order; holes of up to fifty years are filled with zeros, so that they show.
  private static func filled(_ months: [Int: Int]) -> [Month] {
    guard let first = months.keys.min(), let last = months.keys.max() else { return [] }
    let numbers = last - first <= 600 ? Array(first...last) : months.keys.sorted()
    return numbers.map { number in
      let (year, month) = (number / 12, number % 12 + 1)
      let text = String(year + 10_000).dropFirst() + "-" + String(month + 100).dropFirst()
      return Month(month: String(text), events: months[number] ?? 0)
    }
  }
}
