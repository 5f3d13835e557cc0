internal import Cataloging
internal import GRDB
internal import Settings

/// What each document of the register is about, as checks compare it: a topic written with
/// capitals, hyphens or as a process is the same topic.
extension Session {
  /// Fills `document_topic` from the register, when there is one.
  ///
  /// - Throws: `DatabaseError` when the catalog cannot be read.
  func fillTopics(_ kinds: [RecordKind]) throws {
    guard let kind = kinds.first(where: { $0.id == "controlled_document" }) else { return }
    let layout = RecordLayout(kind)
    var selects: [String] = []
    if layout.cells.contains(where: { $0.path == "topic" }) {
      selects.append(
        "SELECT d.record_id, d.topic FROM temp.all_\(kind.id) d WHERE d.topic IS NOT NULL")
    }
    if let list = layout.lists.first(where: { $0.name == "processes" }),
      let cell = list.cells.first, cell.path == "value"
    {
      let column = "c.\(cell.presence.quotedDatabaseIdentifier)"
      selects.append(
        "SELECT c.record_id, \(column) FROM \(list.table) c WHERE \(column) IS NOT NULL")
    }
    for sql in selects {
      for row in try Row.fetchAll(db, sql: sql) {
        let topic: String = row[1]
        try db.execute(
          sql: "INSERT OR IGNORE INTO temp.document_topic VALUES (?, ?)",
          arguments: [row[0] as Int64, RegisterEntry.folded(topic)])
      }
    }
  }
}
