internal import Cataloging
internal import GRDB
internal import Settings

/// What the sources delivered, as far as verdicts need it: one look per assessment.
struct CatalogFacts {
  /// One configured source with what the catalog holds of it.
  struct SourceFacts {
    var name: String
    var kind: String
    var completeThrough: Int64?
    var timeZone: String?
    var taken = 0
    var excluded = 0
    var unreadable = 0
    var quarantined = 0
    var newestMs: Int64?
    var newestDay: Int64?
    /// Events or records dated after the cut-off.
    var afterAsOf = 0
    /// Files that are gone at the source and still count, and records its files no longer hold.
    var goneFiles = 0
    var goneRecords = 0
    /// Records by day number.
    var days: [Int64: Int] = [:]
    /// Records that bear no date.
    var undated = 0

    /// Last day the source is complete through: declared, else that of its newest record.
    var watermarkDay: Int64? { completeThrough ?? newestDay }

    /// Whether nothing it holds bears a date, so that no month can tell what it delivered.
    var isUndated: Bool { days.isEmpty && (undated > 0 || kind == "document") }
  }

  var sources: [SourceFacts] = []
  var ledger = Ledger()
  /// Records by record kind.
  var records: [String: Int] = [:]
  /// By record kind, the fields its sources have columns for.
  var fields: [String: Set<String>] = [:]
  /// By record kind and field, how many cells hold something no value could be made of.
  var unread: [String: [String: Int]] = [:]
  /// By record kind and field, how many records state something else than the one that counts of
  /// those with their number.
  var disputed: [String: [String: Int]] = [:]
  /// By record kind, the sentence of the nil return that covers the whole period.
  var nilReturns: [String: String] = [:]
  /// Events and records dated after the cut-off.
  var afterAsOf: Int { sources.reduce(0) { $0 + $1.afterAsOf } }

  /// Days of grace of a source that declares no `complete_through` before a period counts as open.
  static let undeclaredGrace: Int64 = 7

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
        db, sql: "SELECT DISTINCT kind, field FROM main.delivered_field")
      {
        fields[row[0], default: []].insert(row[1])
      }
    }
    ledger.defects = try Int.fetchOne(db, sql: "SELECT count(*) FROM main.defect") ?? 0
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
      let end = min((min(max(day, -719_468), 2_932_896) + 1) * CivilDay.milliseconds - 1, asOf)
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

  /// Cells that could not be read among fields a check reads, with the names of those fields.
  func unread(in used: [String: Set<String>]) -> UnreadCells? { Self.cells(unread, in: used) }

  /// Values among fields a check reads that another record of the same number contradicts.
  func disputed(in used: [String: Set<String>]) -> UnreadCells? { Self.cells(disputed, in: used) }

  private static func cells(
    _ counts: [String: [String: Int]], in used: [String: Set<String>]
  ) -> UnreadCells? {
    var cells = UnreadCells()
    for (kind, fields) in used.sorted(by: { $0.key < $1.key }) {
      for (field, count) in (counts[kind] ?? [:]).sorted(by: { $0.key < $1.key })
      // Of a list the whole is read.
      where fields.contains(field) || fields.contains(String(field.prefix { $0 != "." })) {
        cells.count += count
        cells.fields.append("\(kind).\(field)")
      }
    }
    return cells.count > 0 ? cells : nil
  }

  /// How many cells, and of which fields.
  struct UnreadCells: Equatable {
    var count = 0
    var fields: [String] = []
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

  /// True when the catalog holds anything of a record kind.
  func delivered(_ kind: String) -> Bool {
    if nilReturns[kind] != nil { return true }
    let provider = Self.provider(of: kind)
    if sources.contains(where: { $0.kind == provider && $0.taken > 0 }) { return true }
    return (records[kind] ?? 0) > 0
  }

  /// The nil return that tells why a check over some kinds examined nothing.
  func nilReturn(of kinds: [String]) -> String? {
    kinds.sorted().compactMap { nilReturns[$0] }.first
  }

  /// The sources that deliver a kind.
  func sources(of kind: String) -> [SourceFacts] {
    let provider = Self.provider(of: kind)
    return sources.filter { $0.kind == provider }
  }

  /// The `kind` of a source that delivers a record kind.
  static func provider(of kind: String) -> String {
    ["event", "epcis_document", "master_location", "master_product"].contains(kind)
      ? "epcis" : kind
  }

  /// The earliest watermark of the sources of some kinds, never later than the cut-off: the end of
  /// the day a source declares in its own time zone, else in the firm's.
  func watermark(
    of kinds: [String], asOf: Int64, asOfDay: Int64, zone: String
  ) -> Watermark {
    let declared = kinds.flatMap { sources(of: $0) }.filter { $0.taken > 0 }
      .compactMap { source in
        source.completeThrough.map {
          (day: $0, end: CutOff.end(ofDay: $0, zone: source.timeZone ?? zone))
        }
      }
    return Watermark(
      milliseconds: declared.map(\.end).reduce(asOf, min),
      day: declared.map(\.day).reduce(asOfDay, min))
  }

  /// The first source of some kinds that stops before a day, with the day it reaches.
  func stopsBefore(_ day: Int64, kinds: [String]) -> (source: String, through: Int64)? {
    for kind in kinds.sorted() {
      for source in sources(of: kind) where source.taken > 0 {
        guard let through = source.watermarkDay else { continue }
        let grace = source.completeThrough == nil ? Self.undeclaredGrace : 0
        if through + grace < day { return (source.name, through) }
      }
    }
    return nil
  }

  /// Files or records of some kinds that could not be read.
  func unreadable(kinds: [String]) -> Int {
    Set(kinds.map { Self.provider(of: $0) }).reduce(0) { sum, provider in
      sum + sources.filter { $0.kind == provider }.reduce(0) { $0 + $1.unreadable + $1.quarantined }
    }
  }

  /// The grid source × month, from the first to the last month of the period, and any other month
  /// that has records; no month where nothing bears a date.
  func coverage(from: Int64, to: Int64) -> [SourceCoverage] {
    sources.map { source in
      var counts: [String: Int] = [:]
      for (day, count) in source.days {
        counts[CivilDay(number: day).month, default: 0] += count
      }
      var months = Set(counts.keys)
      // A period of centuries is no period: the months that have records are enough.
      if to - from < 4000, !source.isUndated {
        var day = from
        while day <= to {
          months.insert(CivilDay(number: day).month)
          day += 27
        }
        months.insert(CivilDay(number: to).month)
      }
      let through = source.watermarkDay.map { CivilDay(number: $0).month } ?? ""
      return SourceCoverage(
        source: source.name, kind: source.kind,
        artifacts: SourceCoverage.ArtifactCounts(
          taken: source.taken, excluded: source.excluded, unreadable: source.unreadable),
        completeThrough: source.watermarkDay.map { CivilDay(number: $0) },
        declared: source.completeThrough != nil,
        newest: source.newestMs.map { Instant(milliseconds: $0) },
        months: months.sorted().map { month in
          let records = counts[month] ?? 0
          let state: SourceCoverage.Month.State =
            records > 0
            ? .delivered : (month <= through && source.taken > 0 ? .none : .notDelivered)
          return SourceCoverage.Month(month: month, records: records, state: state)
        })
    }
  }
}
