import GRDB
import Settings

/// What a changed description of sources asks to be read again. Part of the transaction that writes
/// the new description down.
enum SourceChanges {
  /// Compares one source with what the catalog holds of it. Of another kind than before, everything
  /// is read anew and the records of the former kind are taken back; events are read anew when the
  /// zone of times without an offset changed, `assumed` where none is declared.
  static func note(
    _ db: Database, _ source: Source, timeZone: String?, assumed: String?
  ) throws {
    let isOtherAssumption = try assume(db, source, timeZone == nil ? assumed : nil)
    let row = try Row.fetchOne(
      db, sql: "SELECT source_id, kind, time_zone FROM source WHERE name = ?",
      arguments: [source.name])
    guard let row else { return }
    let id: Int64 = row[0]
    let before = word(row[1])
    if before != word(source.kind) {
      try RecordTables.prepare(db, [])
      try RecordWithdrawal.withdraw(db, source: id, kind: before)
      try RereadList.mark(db, source: id, statuses: ["taken", "excluded"])
    } else if before == "epcis", row[2] != timeZone || isOtherAssumption {
      try RecordTables.prepare(db, [])
      try RereadList.mark(db, source: id, statuses: ["taken"])
    }
  }

  /// Keeps the zone that is assumed for a source; says whether it is another than before.
  private static func assume(_ db: Database, _ source: Source, _ zone: String?) throws -> Bool {
    let key = "assumed_zone:\(source.name)"
    let before = try String.fetchOne(
      db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
    if before == zone { return false }
    try db.execute(sql: "DELETE FROM meta WHERE key = ?", arguments: [key])
    if let zone {
      try db.execute(sql: "INSERT INTO meta(key, value) VALUES (?, ?)", arguments: [key, zone])
    }
    return true
  }

  /// Both words for events are one kind.
  private static func word(_ kind: String) -> String { kind == "events" ? "epcis" : kind }
}
