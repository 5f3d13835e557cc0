import Crypto
import GRDB

/// What the derived tables were computed from, so that a later run knows what is new.
struct DerivedState: Equatable {
  private static let key = "derived_from"

  /// The highest event and artifact there were.
  var events: Int64
  var artifacts: Int64
  /// How many of those artifacts were superseded or excluded; it never falls.
  var setAside: Int64
  /// SHA-256 over what the configuration says of parties and products.
  var parties: String

  /// The state of the records up to an artifact, the newest when nil.
  init(_ db: Database, artifact: Int64? = nil) throws {
    let newest = try Row.fetchOne(
      db,
      sql: """
        SELECT (SELECT coalesce(max(event_id), 0) FROM all_event),
          (SELECT coalesce(max(artifact_id), 0) FROM artifact)
        """)
    events = newest?[0] ?? 0
    artifacts = artifact ?? newest?[1] ?? 0
    setAside =
      try Int64.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM artifact
          WHERE artifact_id <= ? AND (superseded_by IS NOT NULL OR status = 'excluded')
          """, arguments: [artifacts]) ?? 0
    var names = Interner()
    let text = try Parties(db, glns: &names).fingerprint
    parties = HexText.of(SHA256.hash(data: Array(text.utf8)))
  }

  private init(events: Int64, artifacts: Int64, setAside: Int64, parties: String) {
    self.events = events
    self.artifacts = artifacts
    self.setAside = setAside
    self.parties = parties
  }

  /// The state written last; nil when everything has to be derived.
  static func read(_ db: Database) throws -> DerivedState? {
    let text = try String.fetchOne(
      db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
    let parts = (text ?? "").split(separator: " ")
    guard parts.count == 4, let events = Int64(parts[0]), let artifacts = Int64(parts[1]),
      let setAside = Int64(parts[2])
    else { return nil }
    return DerivedState(
      events: events, artifacts: artifacts, setAside: setAside, parties: String(parts[3]))
  }

  /// Whether nothing happened since but that events came in.
  func isExtended(_ db: Database) throws -> Bool {
    let now = try DerivedState(db, artifact: artifacts)
    return now.events >= events && now.setAside == setAside && now.parties == parties
  }

  func write(_ db: Database) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)",
      arguments: [Self.key, "\(events) \(artifacts) \(setAside) \(parties)"])
  }

  static func forget(_ db: Database) throws {
    try db.execute(sql: "DELETE FROM meta WHERE key = ?", arguments: [key])
  }
}
