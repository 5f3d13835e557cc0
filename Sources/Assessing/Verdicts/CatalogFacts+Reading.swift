internal import Cataloging
internal import GRDB
internal import Settings

/// Reading what the sources delivered, up to a cut-off.
extension CatalogFacts {
  /// Reads the facts up to a cut-off; what is dated later is counted and left out. `kinds` are those
  /// the session has views of.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  init(_ db: Database, asOf: Int64, kinds: [String: RecordKind]) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT s.source_id, s.name, s.kind, s.complete_through_day, s.time_zone FROM source s
        ORDER BY s.name
        """)
    var index: [Int64: Int] = [:]
    for row in rows {
      index[row[0]] = sources.count
      sources.append(
        SourceFacts(name: row[1], kind: row[2], completeThrough: row[3], timeZone: row[4]))
    }
    try readArtifacts(db, index)
    try readEvents(db, index, asOf: asOf)
    for row in try Row.fetchAll(
      db,
      sql: """
        SELECT k.kind, count(*) FROM main.record r JOIN main.record_kind k ON k.kind_id = r.kind_id
        JOIN main.artifact a ON a.artifact_id = r.artifact_id WHERE a.superseded_by IS NULL
        GROUP BY k.kind
        """)
    {
      records[row[0]] = row[1]
    }
    for kind in kinds.values.sorted(by: { $0.id < $1.id }) {
      try readRecords(db, index, kind, asOf: asOf)
    }
    try readUnread(db, kinds)
    try readDisputed(db)
    if try db.tableExists("delivered_field", in: "main") {
      for row in try Row.fetchAll(
        db, sql: "SELECT source_id, kind, field FROM main.delivered_field")
      {
        let (kind, field): (String, String) = (row[1], row[2])
        fields[kind, default: []].insert(field)
        if let position = index[row[0]] {
          fieldsOfSource[kind, default: [:]][sources[position].name, default: []].insert(field)
        }
      }
    }
    ledger.defects = try Int.fetchOne(db, sql: "SELECT count(*) FROM temp.defect") ?? 0
  }

  private mutating func readArtifacts(_ db: Database, _ index: [Int64: Int]) throws {
    for row in try Row.fetchAll(
      db,
      sql: """
        SELECT source_id, status, count(*), sum(records_read), sum(records_taken),
          sum(records_quarantined)
        FROM main.artifact WHERE superseded_by IS NULL GROUP BY source_id, status
        """)
    {
      guard let position = index[row[0]] else { continue }
      let status: String = row[1]
      let count: Int = row[2]
      ledger.artifacts += count
      ledger.records += row[3] as Int? ?? 0
      ledger.taken += row[4] as Int? ?? 0
      let quarantined = row[5] as Int? ?? 0
      ledger.quarantined += quarantined
      sources[position].quarantined += quarantined
      switch status {
      case "unreadable":
        sources[position].unreadable += count
        ledger.unreadable += count
      case "excluded":
        sources[position].excluded += count
        ledger.excluded += count
      default: sources[position].taken += count
      }
    }
    for row in try Row.fetchAll(
      db,
      sql: """
        SELECT source_id, count(*) FROM main.artifact
        WHERE superseded_by IS NULL AND absent_since_ms IS NOT NULL AND container_id IS NULL
          AND status = 'taken' GROUP BY source_id
        """)
    {
      guard let position = index[row[0]] else { continue }
      sources[position].goneFiles = row[1]
    }
  }

  private mutating func readEvents(
    _ db: Database, _ index: [Int64: Int], asOf: Int64
  ) throws {
    for row in try Row.fetchAll(
      db,
      sql: """
        SELECT a.source_id, e.event_day, count(*), max(e.event_ms),
          sum(CASE WHEN e.event_ms > :as_of THEN 1 ELSE 0 END)
        FROM main.all_event e JOIN main.artifact a ON a.artifact_id = e.artifact_id
        WHERE a.superseded_by IS NULL GROUP BY a.source_id, e.event_day
        """, arguments: ["as_of": asOf])
    {
      guard let position = index[row[0]] else { continue }
      let late = row[4] as Int? ?? 0
      sources[position].afterAsOf += late
      let count = (row[2] as Int) - late
      guard let day: Int64 = row[1], count > 0 else {
        sources[position].undated += count
        continue
      }
      sources[position].days[day, default: 0] += count
      let newest = min(row[3] as Int64? ?? asOf, asOf)
      sources[position].newestMs = max(sources[position].newestMs ?? newest, newest)
      sources[position].newestDay = max(sources[position].newestDay ?? day, day)
    }
  }

  private mutating func readRecords(
    _ db: Database, _ index: [Int64: Int], _ kind: RecordKind, asOf: Int64
  ) throws {
    let day = RecordLayout(kind).day ?? "NULL"
    var count = 0
    var visible: [Int64: Int] = [:]
    for row in try Row.fetchAll(
      db,
      sql: """
        SELECT source_id, \(day), count(*) FROM temp.all_\(kind.id) GROUP BY source_id, 2
        """)
    {
      let found: Int = row[2]
      count += found
      visible[row[0], default: 0] += found
      guard let position = index[row[0]] else { continue }
      guard let day: Int64 = row[1] else {
        sources[position].undated += found
        continue
      }
      sources[position].days[day, default: 0] += found
      sources[position].newestDay = max(sources[position].newestDay ?? day, day)
      let end = min(CalendarDay(number: day).end, asOf)
      sources[position].newestMs = max(sources[position].newestMs ?? end, end)
    }
    records[kind.id] = count
    try countLate(db, index, kind, visible)
  }

  private mutating func readUnread(_ db: Database, _ kinds: [String: RecordKind]) throws {
    let codes = DefectCode.unreadValues.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    let concerned = try String.fetchAll(
      db,
      sql: """
        SELECT kind FROM main.record_kind WHERE kind_id IN (SELECT r.kind_id
          FROM main.defect d JOIN main.record r ON r.record_id = d.record_id
          WHERE d.code IN (\(codes)))
        ORDER BY kind
        """)
    for kind in concerned where kinds[kind] != nil {
      for row in try Row.fetchAll(
        db,
        sql: """
          SELECT d.field, count(*) FROM main.defect d
          JOIN temp.all_\(kind) v ON v.record_id = d.record_id
          WHERE d.code IN (\(codes)) AND d.field IS NOT NULL GROUP BY d.field
          """)
      {
        unread[kind, default: [:]][row[0]] = row[1]
      }
    }
  }

  private mutating func readDisputed(_ db: Database) throws {
    for row in try Row.fetchAll(
      db,
      sql: """
        SELECT kind, field, count(DISTINCT other_record) FROM main.record_conflict
        GROUP BY kind, field
        """)
    {
      disputed[row[0], default: [:]][row[1]] = row[2]
    }
  }

  // What is current but not visible is dated later.
  private mutating func countLate(
    _ db: Database, _ index: [Int64: Int], _ kind: RecordKind, _ visible: [Int64: Int]
  ) throws {
    let table = RecordLayout(kind).table
    guard try db.tableExists(table, in: "main") else { return }
    for row in try Row.fetchAll(
      db,
      sql: """
        SELECT source_id, count(*), count(absent_since_ms)
        FROM main.\(table.quotedDatabaseIdentifier) WHERE is_current = 1 GROUP BY source_id
        """)
    {
      let source: Int64 = row[0]
      guard let position = index[source] else { continue }
      sources[position].afterAsOf += (row[1] as Int) - visible[source, default: 0]
      sources[position].goneRecords += row[2]
    }
  }
}
