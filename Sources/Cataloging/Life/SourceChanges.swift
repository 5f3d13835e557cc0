import GRDB
import Settings

/// What a changed description of sources asks to be read again. Part of the transaction that writes
/// the new description down.
enum SourceChanges {
  /// Compares one source with what the catalog holds of it. Of another kind than before, everything
  /// is read anew and the records of the former kind are taken back; events are read anew when the
  /// zone of times without an offset changed.
  static func note(_ db: Database, _ source: Source, timeZone: String?) throws {
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
    } else if before == "epcis", row[2] != timeZone {
      try RecordTables.prepare(db, [])
      try RereadList.mark(db, source: id, statuses: ["taken"])
    }
  }

  /// Both words for events are one kind.
  private static func word(_ kind: String) -> String { kind == "events" ? "epcis" : kind }
}
