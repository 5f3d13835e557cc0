internal import Cataloging
internal import GRDB

/// Which files may go out whole.
extension AskedSubjects {
  /// True when every subject a file tells of is open to the sender of the request.
  func isWholeOpen(_ artifact: Int64) throws -> Bool {
    try !isLate(artifact)
      && Int.fetchOne(
        db.cachedStatement(sql: "SELECT 1 FROM temp.outside_artifact WHERE artifact_id = ?"),
        arguments: [artifact]) == nil
  }

  /// True when a file also tells of something after the cut-off.
  func isLate(_ artifact: Int64) throws -> Bool {
    try Int.fetchOne(
      db.cachedStatement(sql: "SELECT 1 FROM temp.late_artifact WHERE artifact_id = ?"),
      arguments: [artifact]) != nil
  }

  /// Finds the files that tell of something after the cut-off.
  func findLate() throws {
    try db.execute(sql: "DELETE FROM temp.late_artifact")
    guard let cutOff else { return }
    try note(
      "SELECT e.artifact_id FROM all_event e WHERE \(Self.isLate(cutOff.ms))", in: "late_artifact")
    for table in try RecordTable.all(db) { try note(table.late(cutOff), in: "late_artifact") }
    try spread("late_artifact")
  }

  /// Finds the files that also tell of something nobody asked about. Archives count with what is in
  /// them.
  func findOutside() throws {
    try db.execute(sql: "DELETE FROM temp.outside_artifact")
    let open = SubjectTables.open(Self.events)
    let wholly = Set(try String.fetchAll(db, sql: "SELECT kind FROM temp.open_kind"))
    var selects: [String] = []
    if !wholly.contains(Self.events) {
      selects = [
        """
        SELECT e.artifact_id FROM epc_run r JOIN all_event e ON e.event_id = r.event_id
        WHERE r.last_epc - r.first_epc + 1 > (SELECT count(*) FROM (\(open.ids("epc"))) o
          WHERE o.epc_id BETWEEN r.first_epc AND r.last_epc)
        """,
        """
        SELECT artifact_id FROM all_event
        WHERE lot_id IS NOT NULL AND lot_id NOT IN (\(open.ids("lot")))
        """,
        // A class without a lot goes with the rest of its event; alone it is all of a product.
        """
        SELECT e.artifact_id FROM event_quantity q JOIN all_event e ON e.event_id = q.event_id
        WHERE coalesce(q.lot_id, -1) NOT IN (\(open.ids("lot")))
        AND NOT (q.lot_id IS NULL AND (coalesce(q.product_id, -1) IN (\(open.named))
          OR coalesce(q.product_id, -1) IN (\(open.ids("product")))
            AND (e.lot_id IS NOT NULL OR e.epc_count > 0 OR e.parent_id IS NOT NULL)))
        """,
        // What names nothing can answer no item.
        """
        SELECT artifact_id FROM all_event
        WHERE lot_id IS NULL AND epc_count = 0 AND parent_id IS NULL
        AND event_id NOT IN (SELECT event_id FROM event_quantity)
        """,
        """
        SELECT artifact_id FROM master_product
        WHERE coalesce(gtin, '') NOT IN (SELECT p.gtin FROM product p
          WHERE p.product_id IN (\(open.ids("product"))))
        """,
      ]
    }
    for table in try RecordTable.all(db) where !wholly.contains(table.kind) {
      selects.append(table.outside)
    }
    // What could not be read, was left out, or lies on other sheets of a workbook nobody looked at.
    selects.append(
      """
      SELECT a.artifact_id FROM artifact a JOIN source s ON s.source_id = a.source_id
      WHERE s.kind NOT IN (SELECT kind FROM temp.open_kind)
      AND (a.status <> 'taken' OR a.records_excluded > 0 OR a.format LIKE 'xlsx%'
        OR a.artifact_id IN (SELECT artifact_id FROM quarantine))
      """)
    for select in selects { try note(select, in: "outside_artifact") }
    try spread("outside_artifact")
  }

  /// Writes down artifacts, or the archives they lie in.
  private func note(_ select: String, in table: String) throws {
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO temp.\(table)
        SELECT coalesce(a.container_id, a.artifact_id) FROM artifact a
        WHERE a.artifact_id IN (\(select))
        """)
  }

  // A record that was met again as it was known stands in the file it was taken from: of a file with
  // such records only the source as a whole is known. The same bytes may be read as two kinds.
  private func spread(_ table: String) throws {
    try note(
      """
      SELECT b.artifact_id FROM artifact b WHERE b.records_unchanged > 0 AND b.source_id IN (
        SELECT o.source_id FROM artifact o WHERE o.artifact_id IN (
          SELECT artifact_id FROM temp.\(table)))
      """, in: table)
    try note(
      """
      SELECT b.artifact_id FROM artifact b WHERE b.sha256 <> '' AND b.sha256 IN (
        SELECT o.sha256 FROM artifact o WHERE o.artifact_id IN (
          SELECT artifact_id FROM temp.\(table)))
      """, in: table)
  }
}
