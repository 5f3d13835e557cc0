package import GRDB

/// The sources of a catalog by name.
package enum SourceRegister {
  /// Writes down a source, or what changed about it; says its `source_id`.
  ///
  /// A call that changes nothing writes nothing, so a run that takes nothing leaves the catalog as
  /// it is.
  @discardableResult
  package static func upsert(
    _ db: Database, name: String, kind: String, place: String, completeThroughDay: Int64? = nil,
    timeZone: String? = nil
  ) throws -> Int64 {
    let row = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT * FROM source WHERE name = ?"), arguments: [name])
    guard let row else {
      try db.execute(
        sql: """
          INSERT INTO source(name, kind, place, complete_through_day, time_zone)
          VALUES (?, ?, ?, ?, ?)
          """, arguments: [name, kind, place, completeThroughDay, timeZone])
      return db.lastInsertedRowID
    }
    let id: Int64 = row["source_id"]
    let same =
      row["kind"] == kind && row["place"] == place
      && (row["complete_through_day"] as Int64?) == completeThroughDay
      && (row["time_zone"] as String?) == timeZone
    if !same {
      try db.execute(
        sql: """
          UPDATE source SET kind = ?, place = ?, complete_through_day = ?, time_zone = ?
          WHERE source_id = ?
          """, arguments: [kind, place, completeThroughDay, timeZone, id])
    }
    return id
  }

  /// The `source_id` of a name; nil when the catalog has no such source.
  package static func find(_ db: Database, name: String) throws -> Int64? {
    try Int64.fetchOne(db, sql: "SELECT source_id FROM source WHERE name = ?", arguments: [name])
  }
}
