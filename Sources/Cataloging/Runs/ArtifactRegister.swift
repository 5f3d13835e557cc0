package import GRDB

/// What is known of a file or response before it is read.
package struct ArtifactStamp: Equatable, Sendable {
  /// Length in bytes.
  package var bytes: Int64
  /// Time of last change of the contents, UTC milliseconds.
  package var mtimeMs: Int64?
  /// Time of last change of the inode, UTC milliseconds.
  package var ctimeMs: Int64?
  /// Number of the file in its file system, as stored (bits kept, sign ignored).
  package var inode: Int64?

  /// A stamp from its parts.
  package init(bytes: Int64, mtimeMs: Int64? = nil, ctimeMs: Int64? = nil, inode: Int64? = nil) {
    self.bytes = bytes
    self.mtimeMs = mtimeMs
    self.ctimeMs = ctimeMs
    self.inode = inode
  }
}

/// What is written about an artifact when it is taken.
package struct ArtifactFacts: Equatable, Sendable {
  /// What became of an artifact.
  package enum Status: String, Sendable {
    /// Its records are in the catalog.
    case taken
    /// It could not be read; the original is in the vault if it could be had.
    case unreadable
    /// The configuration leaves it out.
    case excluded
  }

  /// Path relative to the source, `/`-separated; members of archives are `container!/member`.
  package var path: String
  /// SHA-256 of its bytes, lower-case hexadecimal; "" when they could not be had.
  package var sha256: String
  /// Length and times.
  package var stamp: ArtifactStamp
  /// IANA media type.
  package var mediaType: String?
  /// What it was read as: `epcis-1.2-xml`, `epcis-2.0-json`, `document` ….
  package var format: String?
  /// What became of it.
  package var status: Status
  /// Why, for unreadable and excluded ones.
  package var reason: String?
  /// The archive it is a member of.
  package var container: Int64?

  /// Facts from their parts.
  package init(
    path: String, sha256: String, stamp: ArtifactStamp, mediaType: String? = nil,
    format: String? = nil, status: Status = .taken, reason: String? = nil, container: Int64? = nil
  ) {
    self.path = path
    self.sha256 = sha256
    self.stamp = stamp
    self.mediaType = mediaType
    self.format = format
    self.status = status
    self.reason = reason
    self.container = container
  }
}

/// The artifacts of one source in one run: which are unchanged, which supersede which, which are
/// gone.
package final class ArtifactRegister {
  /// An artifact the catalog holds under a path.
  package struct Known: Equatable, Sendable {
    /// Its `artifact_id`.
    package let id: Int64
    /// SHA-256 of its bytes.
    package let sha256: String
    /// Length and times when it was taken or last looked at.
    package let stamp: ArtifactStamp
    /// What became of it.
    package let status: ArtifactFacts.Status
  }

  let source: Int64
  let run: Int64
  private let nowMs: Int64
  private let collectedBy: String?
  private var seen: Set<Int64> = []
  private var containers: Set<Int64>?
  /// Whether anything went from its source, or came back, in this run.
  private var isAbsenceOther = false

  /// Begins a source.
  package init(source: Int64, run: Int64, nowMs: Int64, collectedBy: String? = nil) {
    self.source = source
    self.run = run
    self.nowMs = nowMs
    self.collectedBy = collectedBy
  }

  /// The current artifact under a path: the newest that no other supersedes.
  package func current(_ db: Database, path: String) throws -> Known? {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT artifact_id, sha256, bytes, mtime_ms, ctime_ms, inode, status FROM artifact
          WHERE source_id = ? AND path = ? AND superseded_by IS NULL
          ORDER BY artifact_id DESC LIMIT 1
          """), arguments: [source, path])
    return try row.map { row in
      Self.known(row, waits: try RereadList.contains(db, artifact: row[0]))
    }
  }

  /// The current artifacts under paths between two of them in the order of bytes, older ones first;
  /// members of archives are none of them.
  package func current(
    _ db: Database, from first: String, through last: String
  ) throws -> [(path: String, known: Known)] {
    let isWaitedFor = try RereadList.isAny(db)
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT artifact_id, sha256, bytes, mtime_ms, ctime_ms, inode, status, path FROM artifact
          WHERE source_id = ? AND path BETWEEN ? AND ? AND superseded_by IS NULL
            AND container_id IS NULL
          ORDER BY artifact_id
          """), arguments: [source, first, last])
    var found: [(path: String, known: Known)] = []
    while let row = try rows.next() {
      let waits = try isWaitedFor && RereadList.contains(db, artifact: row[0])
      found.append((row[7], Self.known(row, waits: waits)))
    }
    return found
  }

  /// An artifact from its row. What is to be read again counts as not read yet: no stamp or digest
  /// vouches for it.
  private static func known(_ row: Row, waits: Bool) -> Known {
    Known(
      id: row[0], sha256: row[1],
      stamp: ArtifactStamp(bytes: row[2], mtimeMs: row[3], ctimeMs: row[4], inode: row[5]),
      status: waits ? .unreadable : ArtifactFacts.Status(rawValue: row[6]) ?? .unreadable)
  }

  /// Whether an artifact had members when the first one was asked about: nothing but taking one
  /// anew gives it any.
  func isContainer(_ db: Database, _ artifact: Int64) throws -> Bool {
    let known =
      try containers
      ?? Int64.fetchSet(
        db,
        sql: """
          SELECT DISTINCT container_id FROM artifact
          WHERE source_id = ? AND container_id IS NOT NULL
          """, arguments: [source])
    containers = known
    return known.contains(artifact)
  }

  /// Whether a stamp alone tells that nothing changed: same size, times and inode of an artifact
  /// that was taken or left out. An unreadable one is always tried again.
  package static func isUnchanged(_ known: Known, _ stamp: ArtifactStamp) -> Bool {
    known.status != .unreadable && known.stamp == stamp
      && stamp.mtimeMs != nil && stamp.ctimeMs != nil && stamp.inode != nil
  }

  /// Notes that an artifact is still at its source; writes only what differs.
  package func confirm(_ db: Database, _ known: Known, stamp: ArtifactStamp) throws {
    seen.insert(known.id)
    if known.stamp != stamp {
      try db.cachedStatement(
        sql: "UPDATE artifact SET mtime_ms = ?, ctime_ms = ?, inode = ? WHERE artifact_id = ?"
      ).execute(arguments: [stamp.mtimeMs, stamp.ctimeMs, stamp.inode, known.id])
    }
    try setAbsent(db, known.id, sinceMs: nil)
  }

  /// Writes down since when an artifact is gone, or that it is there, and so its members.
  private func setAbsent(_ db: Database, _ artifact: Int64, sinceMs: Int64?) throws {
    try db.cachedStatement(
      sql: """
        UPDATE artifact SET absent_since_ms = ?2
        WHERE \(itselfAndMembers(db, artifact)) AND (absent_since_ms IS NULL) <> (?2 IS NULL)
        """
    ).execute(arguments: [artifact, sinceMs])
    if db.changesCount > 0 { isAbsenceOther = true }
  }

  /// The condition for the rows of the artifact bound first and of its members, if it has any:
  /// looking for them reads every row.
  func itselfAndMembers(_ db: Database, _ artifact: Int64) throws -> String {
    try isContainer(db, artifact)
      ? "(artifact_id = ?1 OR container_id = ?1)" : "artifact_id = ?1"
  }

  /// Writes down an artifact; says its `artifact_id`.
  ///
  /// A taken artifact supersedes what stood under its path, members of an archive included; both
  /// stay. An unreadable or excluded one supersedes nothing, and when it is met again unchanged it
  /// gets no second row. `superseding` lets an excluded one take the place of what was taken before.
  package func add(
    _ db: Database, _ facts: ArtifactFacts, superseding: Bool = false
  ) throws -> Int64 {
    let known = try current(db, path: facts.path)
    let waits = try known.map { try RereadList.contains(db, artifact: $0.id) } ?? false
    // What was to be read again and holds nothing of its source any more is no evidence of it; nor
    // is what was made of bytes that cannot be read as they are described now.
    let isSameBytes = known.map { !$0.sha256.isEmpty && $0.sha256 == facts.sha256 } ?? false
    let superseding = superseding || (waits && (facts.status == .excluded || isSameBytes))
    if let known, !waits, facts.status != .taken, known.status == facts.status,
      known.sha256 == facts.sha256
    {
      try confirm(db, known, stamp: facts.stamp)
      if superseding { try supersede(db, path: facts.path, by: known.id) }
      return known.id
    }
    try db.cachedStatement(
      sql: """
        INSERT INTO artifact(source_id, path, sha256, bytes, mtime_ms, ctime_ms, inode,
          collected_ms, run_id, collected_by, media_type, format, status, reason, container_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      source, facts.path, facts.sha256, facts.stamp.bytes, facts.stamp.mtimeMs,
      facts.stamp.ctimeMs, facts.stamp.inode, nowMs, run, collectedBy, facts.mediaType,
      facts.format, facts.status.rawValue, facts.reason, facts.container,
    ])
    let id = db.lastInsertedRowID
    seen.insert(id)
    if facts.status == .taken || superseding, known != nil {
      try supersede(db, path: facts.path, by: id)
    }
    if facts.status == .taken { try Derivation.markStale(db) }
    return id
  }

  /// Marks as absent what this run did not meet at the source; it stays current.
  package func markAbsent(_ db: Database) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT artifact_id, absent_since_ms IS NULL FROM artifact
        WHERE source_id = ? AND superseded_by IS NULL AND container_id IS NULL
        ORDER BY artifact_id
        """, arguments: [source])
    for row in rows {
      let id: Int64 = row[0]
      let isPresent: Bool = row[1]
      if seen.contains(id) || !isPresent { continue }
      try setAbsent(db, id, sinceMs: nowMs)
    }
    if isAbsenceOther { try RecordSources.noteAbsence(db, source: source) }
  }

  /// The current artifacts that wait to be read again, by the bytes of their paths; members of
  /// archives are none of them.
  package func waiting(_ db: Database) throws -> [[UInt8]: Known] {
    guard try RereadList.isAny(db) else { return [:] }
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT artifact_id, sha256, bytes, mtime_ms, ctime_ms, inode, status, path FROM artifact
        WHERE source_id = ? AND superseded_by IS NULL AND container_id IS NULL
          AND artifact_id IN (SELECT artifact_id FROM reread)
        ORDER BY artifact_id
        """, arguments: [source])
    return rows.reduce(into: [:]) { known, row in
      known[Array((row[7] as String).utf8)] = Self.known(row, waits: false)
    }
  }

  private func supersede(_ db: Database, path: String, by id: Int64) throws {
    let old = try Int64.fetchAll(
      db,
      sql: """
        SELECT artifact_id FROM artifact
        WHERE source_id = ? AND path = ? AND superseded_by IS NULL AND artifact_id <> ?
        """, arguments: [source, path, id])
    if old.isEmpty { return }
    try Derivation.markStale(db)
    for artifact in old {
      try db.execute(
        sql: """
          UPDATE artifact SET superseded_by = ?2
          WHERE superseded_by IS NULL AND \(itselfAndMembers(db, artifact))
          """, arguments: [artifact, id])
    }
    try db.execute(
      sql: """
        DELETE FROM reread WHERE artifact_id IN (
          SELECT artifact_id FROM artifact WHERE superseded_by = ?)
        """, arguments: [id])
  }
}
