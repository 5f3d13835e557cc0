package import GRDB
package import GS1

/// Puts the records of one artifact into the catalog, inside the transaction the caller holds.
///
/// Rows that name EPCs wait for a batch, so that new EPCs are written in the order of their index.
/// Call `finish` once at the end; without it the transaction must be rolled back.
package final class ArtifactLoader {
  /// What an artifact brought in.
  package struct Summary: Equatable, Sendable {
    /// Records per ledger column: read = taken + unchanged + excluded + quarantined.
    package var records = RecordLedger()
    /// Events taken.
    package var events = 0
    /// References to EPCs taken.
    package var references = 0
    /// EPCs the catalog did not hold before.
    package var newEPCs = 0
    /// The first stretch set aside, with its line; nil when there is none.
    package var firstSetAside: String?
    /// The member that says the export goes on elsewhere; nil when there is none.
    package var continuation: String?
  }

  let db: Database
  let cache: LoadCache
  let artifact: Int64
  private(set) var statements: LoadStatements
  let sourceZone: String?
  /// The year years of two digits are near to.
  package let currentYear: Int
  var summary = Summary()
  /// Defects noted so far.
  private(set) var noted = 0
  var tallies: [String: Int] = [:]
  var counts = EventCounts()
  var kinds: [String: Int64] = [:]
  private var eventKind: Int64?
  var next: NextIDs
  // Added to for every EPC, by nothing else at the same time.
  @exclusivity(unchecked) var batch = ReferenceBatch()
  var documents: [OpenDocument] = []
  /// Whether the last EPC without an id was new to the catalog.
  var batchBringsNewEPCs = true
  var lastProduct: (kind: EPCKind, key: String, id: Int64)?
  var repeated = Repeated()
  /// What was worked out for the model of the variations that come in.
  var bound: BoundModel?
  private var isFinished = false

  /// What was examined in events, for the tallies.
  struct EventCounts {
    var events = 0
    var epcs = 0
    var units = 0
    var containers = 0
    var places = 0
    var words = 0

    /// Adds what `other` has come to since `before`.
    mutating func add(_ other: EventCounts, since before: EventCounts = EventCounts()) {
      events += other.events - before.events
      epcs += other.epcs - before.epcs
      units += other.units - before.units
      containers += other.containers - before.containers
      places += other.places - before.places
      words += other.words - before.words
    }

    var tallies: [(String, Int)] {
      [
        ("event", events), ("time_zone", events), ("epc", epcs), ("gtin_check_digit", units),
        ("sscc_check_digit", containers), ("gln_check_digit", places), ("word", words),
      ]
    }
  }

  /// What the event before said, since events in a row say much the same.
  struct Repeated {
    var offset: (text: String, minutes: Int?)?
    var content: (attributes: [EventAttribute], content: EventContent)?
    var step: String?
    var disposition: String?
  }

  /// A document whose events are still coming in.
  struct OpenDocument {
    var id: Int64
    var facts: String
    var content = DocumentContent()
    var firstEvent: Int64 = 0
    var lastEvent: Int64 = 0
  }

  /// Begins an artifact whose row, `artifact`, is in the catalog.
  ///
  /// `timeZone` is the IANA zone the source declares for times without one, `nowMs` the run's
  /// clock, for the century of two-digit years, `cache` holds ids known from earlier artifacts of
  /// the same catalog.
  package init(
    _ db: Database, artifact: Int64, timeZone: String? = nil, nowMs: Int64,
    cache: LoadCache = LoadCache()
  ) throws {
    self.db = db
    self.artifact = artifact
    self.cache = cache
    sourceZone = timeZone
    currentYear = CivilDay.date(InstantText.day(nowMs))?.year ?? 2026
    if cache.isInUse { cache.forget() }
    cache.isInUse = true
    if let timeZone, cache.zones[timeZone] == nil {
      cache.zones[timeZone] = ZoneOffsets(identifier: timeZone)
    }
    if !cache.holdsEveryEPC { try EPCIndex.make(db) }
    statements = try LoadStatements(db, areEPCsNew: cache.holdsEveryEPC)
    next = try NextIDs(db)
  }

  // MARK: Everything that is not an event

  /// Notes what a reader noticed; `raw` is kept up to 500 characters.
  package func defect(
    _ code: DefectCode, field: String? = nil, raw: String? = nil,
    position: SourcePosition? = nil, record: Int64? = nil
  ) {
    if code == .resultContinues { summary.continuation = field }
    note(code.rawValue, field: field, raw: raw, position: position, record: record, entry: nil)
  }

  /// Counts members of a class that were examined, for the populations of checks.
  package func tally(_ code: String, _ count: Int = 1) {
    tallies[code, default: 0] += count
  }

  /// Sets aside what could not be read; it counts as read and quarantined.
  package func quarantine(
    reason: String, position: SourcePosition? = nil, detail: String? = nil
  ) throws {
    summary.records.quarantined += 1
    if summary.firstSetAside == nil {
      let line = position.flatMap { $0.line > 0 ? "line \($0.line): " : nil } ?? ""
      summary.firstSetAside = line + Self.shortened(detail ?? reason)
    }
    try db.cachedStatement(
      sql: """
        INSERT INTO quarantine(artifact_id, reason, line, byte_offset, detail)
        VALUES (?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      artifact, reason, position.flatMap { $0.line > 0 ? $0.line : nil }, position?.byteOffset,
      detail.map(Self.shortened),
    ])
  }

  /// Counts a record the catalog holds already.
  package func countUnchanged() { summary.records.unchanged += 1 }

  /// Writes a row of `record` for a record of any kind and counts it as taken.
  package func record(kind: String, position: SourcePosition) throws -> Int64 {
    summary.records.taken += 1
    return try place(kind: kind, position: position)
  }

  /// Writes what still waits, closes the documents and adds up the ledger.
  package func finish() throws -> Summary {
    guard !isFinished else { throw CatalogError.misuse("An artifact was finished twice.") }
    try flush()
    for document in documents { try close(document) }
    documents = []
    for (code, count) in counts.tallies { tally(code, count) }
    counts = EventCounts()
    for (code, count) in tallies.sorted(by: { $0.key < $1.key }) where count > 0 {
      try db.cachedStatement(
        sql: """
          INSERT INTO tally(artifact_id, code, examined) VALUES (?, ?, ?)
          ON CONFLICT(artifact_id, code) DO UPDATE SET examined = examined + excluded.examined
          """
      ).execute(arguments: [artifact, code, count])
    }
    tallies = [:]
    let records = summary.records
    try db.cachedStatement(
      sql: """
        UPDATE artifact SET records_read = records_read + ?, records_taken = records_taken + ?,
          records_unchanged = records_unchanged + ?, records_excluded = records_excluded + ?,
          records_quarantined = records_quarantined + ?
        WHERE artifact_id = ?
        """
    ).execute(arguments: [
      records.read, records.taken, records.unchanged, records.excluded, records.quarantined,
      artifact,
    ])
    isFinished = true
    cache.isInUse = false
    return summary
  }

  // MARK: Parts used by the extensions

  /// Goes on with the index of EPCs where the cache cannot stand in for it any longer.
  func makeIndex() throws {
    cache.giveWay()
    bound = nil
    try EPCIndex.make(db)
    statements = try LoadStatements(db, areEPCsNew: false)
  }

  /// Writes a row of `record`.
  func place(kind: String, position: SourcePosition) throws -> Int64 {
    let id = next.record
    next.record += 1
    let statement = statements.record
    statement.bind(1, id)
    statement.bind(2, try kindID(kind))
    statement.bind(3, artifact)
    statement.bind(4, position.line > 0 ? Int64(position.line) : nil)
    statement.bind(5, Int64(position.byteOffset))
    statement.bind(6, position.pointer.isEmpty ? nil : position.pointer)
    try statement.run()
    return id
  }

  /// Lets a defect wait for the batch; `entry` is the EPC it is about.
  func note(
    _ code: String, field: String?, raw: String?, position: SourcePosition?, record: Int64?,
    entry: Int?
  ) {
    noted += 1
    batch.defects.append(
      ReferenceBatch.Defect(
        code: code, field: field, raw: raw.map(Self.shortened),
        line: position.flatMap { $0.line > 0 ? Int64($0.line) : nil },
        byte: position.map { Int64($0.byteOffset) }, record: record, entry: entry))
  }

  /// Notes every issue of an identifier that is not an EPC in a list: a place, party or class.
  func note(
    _ issues: IdentifierIssue, field: String, raw: String, position: SourcePosition,
    record: Int64
  ) {
    guard !issues.isEmpty else { return }
    for code in issues.codes {
      note(code, field: field, raw: raw, position: position, record: record, entry: nil)
    }
  }

  /// The first 500 characters of a text.
  static func shortened(_ text: String) -> String {
    text.utf8.count <= 500 ? text : String(text.prefix(500)) + "…"
  }

  private func kindID(_ kind: String) throws -> Int64 {
    if kind == "event", let eventKind { return eventKind }
    if let id = kinds[kind] { return id }
    let found = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT kind_id FROM record_kind WHERE kind = ?"), arguments: [kind])
    let id: Int64
    if let found {
      id = found
    } else {
      try db.execute(sql: "INSERT INTO record_kind(kind) VALUES (?)", arguments: [kind])
      id = db.lastInsertedRowID
    }
    kinds[kind] = id
    if kind == "event" { eventKind = id }
    return id
  }
}
