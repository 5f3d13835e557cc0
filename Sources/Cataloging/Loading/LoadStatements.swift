import GRDB

/// The statements of a loader. The connection keeps them compiled for the next artifact.
final class LoadStatements {
  let record: BulkStatement
  let event: BulkStatement
  let run: BulkStatement
  let spelling: BulkStatement
  let epcInsert: BulkStatement
  let epcBlock: BulkStatement
  let epcSelect: BulkStatement
  let epcCheck: BulkStatement
  let defect: BulkStatement
  let quantity: BulkStatement
  let party: BulkStatement
  let transaction: BulkStatement
  let correction: BulkStatement

  /// Rows of a block statement: one step writes them all, at twice the speed of one by one.
  static let block = 64

  /// Compiles them; with `areEPCsNew` every EPC that is written is known to be new, and there may
  /// be no index to look it up.
  init(_ db: Database, areEPCsNew: Bool) throws {
    let unless = areEPCsNew ? "" : "ON CONFLICT(product_id, serial) DO NOTHING"
    let rows = Array(repeating: "(?,?,?,?)", count: Self.block).joined(separator: ",")
    epcBlock = try BulkStatement(
      kept: db,
      """
      INSERT INTO epc(epc_id, product_id, serial, kind) VALUES \(rows) \(unless)
      """)
    record = try BulkStatement(kept: db, "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?)")
    event = try BulkStatement(
      kept: db,
      "INSERT INTO all_event VALUES (\(Array(repeating: "?", count: 37).joined(separator: ",")))")
    run = try BulkStatement(
      kept: db,
      "INSERT INTO epc_run(event_id, first_epc, last_epc, role, spelling) VALUES (?, ?, ?, ?, ?)")
    spelling = try BulkStatement(
      kept: db, "INSERT INTO epc_spelling(event_id, epc_id, raw) VALUES (?, ?, ?)")
    epcInsert = try BulkStatement(
      kept: db,
      """
      INSERT INTO epc(epc_id, product_id, serial, kind) VALUES (?, ?, ?, ?) \(unless)
      """)
    epcSelect = try BulkStatement(
      kept: db, "SELECT epc_id FROM epc WHERE product_id = ? AND serial = ?")
    epcCheck = try BulkStatement(
      kept: db, "SELECT 1 FROM epc WHERE epc_id = ? AND product_id = ? AND serial = ?")
    defect = try BulkStatement(
      kept: db,
      """
      INSERT INTO defect(artifact_id, record_id, code, field, raw, line, byte_offset, epc_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """)
    quantity = try BulkStatement(
      kept: db, "INSERT INTO event_quantity VALUES (?, ?, ?, ?, ?, ?, ?)")
    party = try BulkStatement(kept: db, "INSERT INTO event_party VALUES (?, ?, ?, ?, ?, ?)")
    transaction = try BulkStatement(
      kept: db, "INSERT INTO event_transaction VALUES (?, ?, ?, ?, ?)")
    correction = try BulkStatement(kept: db, "INSERT INTO event_correction VALUES (?, ?)")
  }
}

/// The ids the next rows get; the writer is alone, so they are counted here.
struct NextIDs {
  var record: Int64
  var epc: Int64

  init(_ db: Database) throws {
    record =
      (try Int64.fetchOne(
        db.cachedStatement(sql: "SELECT max(record_id) FROM record")) ?? 0) + 1
    epc =
      (try Int64.fetchOne(
        db.cachedStatement(sql: "SELECT max(epc_id) FROM epc")) ?? 0) + 1
  }
}
